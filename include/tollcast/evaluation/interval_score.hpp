#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include <tollcast/distribution/any.hpp>
#include <tollcast/distribution/any_continuous.hpp>
#include <tollcast/distribution/interval.hpp>
#include <tollcast/evaluation/quantile_score.hpp>

namespace tollcast {

// The interval score of the interval l ... u that should hold y with probability 1 - a (Winkler 1972; Gneiting and
// Raftery 2007, eq. 43), of the values or of their log(1 + .); lower is better:
//   u - l + (2 / a) (l - y)+ + (2 / a) (y - u)+.
// Throws invalid_input unless 0 < level < 1, l <= u and all values are finite, and 0 or more on the log scale.
inline double interval_score(const value_interval& ends, double level, double outcome,
                             score_scale scale = score_scale::natural) {
  detail::check_level(level);
  if (ends.lower > ends.upper) {
    throw invalid_input("interval_score: an interval from " + detail::spelled(ends.lower) + " to " +
                        detail::spelled(ends.upper) + " was given, but the lower end must not exceed the upper");
  }
  for (const double value : {ends.lower, ends.upper, outcome}) detail::check_scored("interval_score", value, scale);
  double miss = 0.0;
  if (outcome < ends.lower) miss = detail::scaled_distance(outcome, ends.lower, scale);
  if (outcome > ends.upper) miss = detail::scaled_distance(ends.upper, outcome, scale);
  return detail::scaled_distance(ends.lower, ends.upper, scale) + 2.0 / (1.0 - level) * miss;
}

inline double interval_score(const interval_ends& ends, double level, std::int64_t outcome,
                             score_scale scale = score_scale::natural) {
  return interval_score(value_interval{static_cast<double>(ends.lower), static_cast<double>(ends.upper)}, level,
                        static_cast<double>(outcome), scale);
}

// Of a law's equal-tailed interval.
template <distribution Law>
double interval_score(const Law& law, double level, std::int64_t outcome, score_scale scale = score_scale::natural) {
  detail::check_count("interval_score", outcome);
  return interval_score(equal_tailed_interval(law, level), level, outcome, scale);
}

template <continuous_distribution Law>
double interval_score(const Law& law, double level, double outcome, score_scale scale = score_scale::natural) {
  return interval_score(interval(law, level), level, outcome, scale);
}

// The levels of the intervals that the COVID-19 Forecast Hubs asked for, beside the median (Bracher et al. 2021).
inline constexpr std::array<double, 11> hub_levels{0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98};

// The weighted interval score of 2 K + 1 quantiles q_i at the probabilities p_i (Bracher, Ray, Gneiting and Reich 2021,
// PLoS Comput. Biol. 17:e1008618, eq. 1 and S1),
//   1 / (K + 1/2) (|y - median| / 2 + sum of a_k / 2 times the interval score at level 1 - a_k)
//     = the mean of twice the quantile score:
// an approximation of the CRPS from quantiles. As the mean it is told of any quantiles, paired or not. Throws
// invalid_input unless there is one quantile for each probability and at least one, both in rising order (quantiles may
// tie), and as quantile_score does.
inline double weighted_interval_score(std::span<const double> probabilities, std::span<const double> quantiles,
                                      double outcome, score_scale scale = score_scale::natural) {
  if (probabilities.empty() || probabilities.size() != quantiles.size()) {
    throw invalid_input("weighted_interval_score: " + std::to_string(probabilities.size()) + " probabilities and " +
                        std::to_string(quantiles.size()) +
                        " quantiles were given, but one quantile for each probability, and at least one, is needed");
  }
  double sum = 0.0;
  for (std::size_t i = 0; i < quantiles.size(); ++i) {
    if (i > 0 && !(probabilities[i - 1] < probabilities[i] && quantiles[i - 1] <= quantiles[i])) {
      throw invalid_input("weighted_interval_score: the quantile " + detail::spelled(quantiles[i]) + " at " +
                          detail::spelled(probabilities[i]) + " follows " + detail::spelled(quantiles[i - 1]) + " at " +
                          detail::spelled(probabilities[i - 1]) +
                          ", but probabilities must rise and quantiles must not fall");
    }
    sum += 2.0 * quantile_score(quantiles[i], probabilities[i], outcome, scale);
  }
  return sum / static_cast<double>(quantiles.size());
}

namespace detail {

template <class Law>
double law_weighted_interval_score(const Law& law, double outcome, std::span<const double> levels, score_scale scale) {
  const auto at = [&](double p) { return static_cast<double>(quantile(law, p)); };
  double sum = 2.0 * quantile_score(at(0.5), 0.5, outcome, scale);
  for (const double level : levels) {
    check_level(level);
    for (const double p : {0.5 - 0.5 * level, 0.5 + 0.5 * level}) sum += 2.0 * quantile_score(at(p), p, outcome, scale);
  }
  return sum / (2.0 * static_cast<double>(levels.size()) + 1.0);
}

}  // namespace detail

// Of a law's median and its equal-tailed intervals at these levels.
template <distribution Law>
double weighted_interval_score(const Law& law, std::int64_t outcome, score_scale scale = score_scale::natural,
                               std::span<const double> levels = hub_levels) {
  detail::check_count("weighted_interval_score", outcome);
  return detail::law_weighted_interval_score(law, static_cast<double>(outcome), levels, scale);
}

template <continuous_distribution Law>
double weighted_interval_score(const Law& law, double outcome, score_scale scale = score_scale::natural,
                               std::span<const double> levels = hub_levels) {
  return detail::law_weighted_interval_score(law, outcome, levels, scale);
}

}  // namespace tollcast
