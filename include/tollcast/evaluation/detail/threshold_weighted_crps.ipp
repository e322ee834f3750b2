#pragma once

#include <cmath>
#include <limits>
#include <string>

#include <tollcast/core/error.hpp>
#include <tollcast/distribution/empirical.hpp>
#include <tollcast/distribution/empirical_values.hpp>
#include <tollcast/evaluation/detail/draws_crps.hpp>
#include <tollcast/evaluation/detail/score_check.hpp>
#include <tollcast/evaluation/detail/summed_crps.hpp>
#include <tollcast/evaluation/detail/tabulated_crps.hpp>
#include <tollcast/evaluation/detail/value_integral.hpp>
#include <tollcast/evaluation/threshold_weighted_crps.hpp>

namespace tollcast {

TOLLCAST_INLINE double threshold_weighted_crps(const any_distribution& law, std::int64_t outcome,
                                               std::int64_t threshold, score_scale scale) {
  return threshold_weighted_crps(law, outcome, interval_ends{threshold, detail::largest_outcome}, scale);
}

TOLLCAST_INLINE double threshold_weighted_crps(const any_distribution& law, std::int64_t outcome,
                                               const interval_ends& weighted, score_scale scale) {
  detail::check_count("threshold_weighted_crps", outcome);
  for (const std::int64_t end : {weighted.lower, weighted.upper}) detail::check_outcome("threshold_weighted_crps", end);
  if (weighted.lower > weighted.upper) {
    throw invalid_input("threshold_weighted_crps: a range from " + std::to_string(weighted.lower) + " to " +
                        std::to_string(weighted.upper) + " was given, but the lower end must not exceed the upper");
  }
  if (const auto* table = law.get_if<tabulated>()) {
    return detail::tabulated_crps(*table, outcome, weighted.lower, weighted.upper, scale);
  }
  if (const auto* held = law.get_if<empirical>()) {
    return detail::sorted_draws_crps<std::int64_t>(held->draws(), outcome, weighted.lower, weighted.upper, scale);
  }
  return detail::summed_crps(law, outcome, weighted.lower, weighted.upper, scale);
}

TOLLCAST_INLINE double threshold_weighted_crps(const any_continuous_distribution& law, double outcome, double threshold,
                                               score_scale scale) {
  return threshold_weighted_crps(law, outcome, value_interval{threshold, std::numeric_limits<double>::infinity()},
                                 scale);
}

TOLLCAST_INLINE double threshold_weighted_crps(const any_continuous_distribution& law, double outcome,
                                               const value_interval& weighted, score_scale scale) {
  detail::check_scored("threshold_weighted_crps", outcome, scale);
  if (!(weighted.lower <= weighted.upper)) {
    throw invalid_input("threshold_weighted_crps: a range from " + detail::spelled(weighted.lower) + " to " +
                        detail::spelled(weighted.upper) + " was given, but the lower end must not exceed the upper");
  }
  if (const auto* held = law.get_if<empirical_values>()) {
    return detail::sorted_draws_crps<double>(held->draws(), outcome, weighted.lower, weighted.upper, scale);
  }
  const auto* student = law.get_if<student_t>();
  const bool bounded = std::isfinite(weighted.lower) && std::isfinite(weighted.upper);
  if (student != nullptr && !bounded && scale == score_scale::natural) {
    detail::check_finite_score("threshold_weighted_crps", *student);
  }
  return detail::integrated_crps(law, outcome, weighted.lower, weighted.upper, scale);
}

}  // namespace tollcast
