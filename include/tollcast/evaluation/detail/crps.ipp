#pragma once

#include <algorithm>
#include <limits>
#include <vector>

#include <tollcast/core/error.hpp>
#include <tollcast/evaluation/crps.hpp>
#include <tollcast/evaluation/detail/closed_crps.hpp>
#include <tollcast/evaluation/detail/draws_crps.hpp>
#include <tollcast/evaluation/detail/score_check.hpp>
#include <tollcast/evaluation/detail/summed_crps.hpp>
#include <tollcast/evaluation/detail/tabulated_crps.hpp>

namespace tollcast {

TOLLCAST_INLINE double crps(const poisson& law, std::int64_t outcome, score_scale scale) {
  detail::check_count("crps", outcome);
  if (scale == score_scale::logarithmic) return detail::summed_crps(law, outcome, 0, detail::largest_outcome, scale);
  return detail::closed_crps(law, 0.0, std::numeric_limits<double>::infinity(), outcome);
}

TOLLCAST_INLINE double crps(const negative_binomial& law, std::int64_t outcome, score_scale scale) {
  detail::check_count("crps", outcome);
  if (scale == score_scale::logarithmic) return detail::summed_crps(law, outcome, 0, detail::largest_outcome, scale);
  return detail::closed_crps(law, law.mean() / law.size(), law.size(), outcome);
}

TOLLCAST_INLINE double crps(const tabulated& law, std::int64_t outcome, score_scale scale) {
  detail::check_count("crps", outcome);
  return detail::tabulated_crps(law, outcome, -detail::largest_outcome, detail::largest_outcome, scale);
}

TOLLCAST_INLINE double crps(const empirical& law, std::int64_t outcome, score_scale scale) {
  detail::check_count("crps", outcome);
  return detail::sorted_draws_crps<std::int64_t>(law.draws(), outcome, -detail::largest_outcome,
                                                 detail::largest_outcome, scale);
}

TOLLCAST_INLINE double crps(const any_distribution& law, std::int64_t outcome, score_scale scale) {
  if (const auto* held = law.get_if<poisson>()) return crps(*held, outcome, scale);
  if (const auto* held = law.get_if<negative_binomial>()) return crps(*held, outcome, scale);
  if (const auto* held = law.get_if<tabulated>()) return crps(*held, outcome, scale);
  if (const auto* held = law.get_if<empirical>()) return crps(*held, outcome, scale);
  detail::check_count("crps", outcome);
  return detail::summed_crps(law, outcome, -detail::largest_outcome, detail::largest_outcome, scale);
}

TOLLCAST_INLINE double crps_of_draws(std::span<const double> draws, double outcome, draw_estimate estimate,
                                     score_scale scale) {
  detail::check_scored("crps_of_draws", outcome, scale);
  const std::size_t needed = estimate == draw_estimate::fair ? 2 : 1;
  if (draws.size() < needed) {
    throw invalid_input("crps_of_draws: " + std::to_string(draws.size()) + " draws were given; at least " +
                        std::to_string(needed) + " are needed");
  }
  std::vector<double> sorted(draws.begin(), draws.end());
  for (const double draw : sorted) detail::check_scored("crps_of_draws", draw, score_scale::natural);
  std::sort(sorted.begin(), sorted.end());
  constexpr double infinity = std::numeric_limits<double>::infinity();
  const double plain = detail::sorted_draws_crps<double>(sorted, outcome, -infinity, infinity, scale);
  if (estimate == draw_estimate::plain) return plain;
  return plain - detail::sorted_mean_difference<double>(sorted, scale) / static_cast<double>(sorted.size() - 1);
}

}  // namespace tollcast
