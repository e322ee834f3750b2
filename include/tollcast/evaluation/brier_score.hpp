#pragma once

#include <cstdint>
#include <span>

#include <tollcast/core/config.hpp>
#include <tollcast/distribution/any.hpp>
#include <tollcast/distribution/any_continuous.hpp>
#include <tollcast/evaluation/detail/score_check.hpp>

namespace tollcast {

// The Brier score of the probability of an event (Brier 1950, for one of two outcomes): (p - 1)^2 when it happened,
// else p^2; lower is better. Throws invalid_input unless 0 <= p <= 1.
inline double brier_score(double probability, bool happened) {
  detail::check_probability("brier_score", probability);
  const double miss = probability - (happened ? 1.0 : 0.0);
  return miss * miss;
}

// Of a law's probability that `threshold` is exceeded. Its integral over thresholds is the CRPS.
template <distribution Law>
double brier_score(const Law& law, std::int64_t threshold, std::int64_t outcome) {
  detail::check_count("brier_score", outcome);
  return brier_score(prob_exceeds(law, threshold), outcome > threshold);
}

template <continuous_distribution Law>
double brier_score(const Law& law, double threshold, double outcome) {
  detail::check_scored("brier_score", threshold, score_scale::natural);
  detail::check_scored("brier_score", outcome, score_scale::natural);
  return brier_score(prob_exceeds(law, threshold), outcome > threshold);
}

// A probability that was given to an event, such as passing last year's total, and whether it happened.
struct event_forecast {
  double probability;
  bool happened;
};

// The mean Brier score of n forecasts in parts (Murphy 1973, J. Appl. Meteorol. 12:595):
//   score = reliability - resolution + uncertainty + within_bin_variance - within_bin_covariance.
// With bins k of n_k forecasts, mean probability p_k and share o_k of events, o over all:
//   reliability            sum of n_k (p_k - o_k)^2 / n            0 is best: as often as was said
//   resolution             sum of n_k (o_k - o)^2 / n              large is good: unlike events are told apart
//   uncertainty            o (1 - o)                               of the events alone
//   within_bin_variance    sum of (p_i - p_k)^2 / n                the two terms of Stephenson, Coelho and Jolliffe
//   within_bin_covariance  2 sum of (p_i - p_k) (o_i - o_k) / n    (2008, Weather Forecast. 23:752, eq. 5)
// The last two are 0 where every bin holds one probability.
struct brier_parts {
  double score;
  double reliability;
  double resolution;
  double uncertainty;
  double within_bin_variance;
  double within_bin_covariance;
};

// With a bin for each different probability, or `bins` bins of equal width over [0, 1], closed below and the last one
// above too. Throws invalid_input without forecasts, for a probability outside [0, 1] and unless bins >= 1.
brier_parts brier_decomposition(std::span<const event_forecast> forecasts);
brier_parts brier_decomposition(std::span<const event_forecast> forecasts, int bins);

}  // namespace tollcast

#ifndef TOLLCAST_COMPILED
#include <tollcast/evaluation/detail/brier_score.ipp>
#endif
