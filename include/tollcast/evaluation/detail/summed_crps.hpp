#pragma once

#include <algorithm>
#include <cstdint>

#include <tollcast/distribution/distribution.hpp>
#include <tollcast/evaluation/detail/count_sum.hpp>
#include <tollcast/evaluation/detail/score_check.hpp>

namespace tollcast::detail {

// The terms lower <= k < upper of the CRPS of any law, outwards from the outcome.
template <distribution Law>
double summed_crps(const Law& law, std::int64_t outcome, std::int64_t lower, std::int64_t upper, score_scale scale) {
  lower = std::max(lower, std::min(outcome, support_lower(law)));
  if (scale == score_scale::logarithmic) lower = std::max(lower, std::int64_t{0});
  upper = std::min(upper, std::max(outcome, support_upper(law).value_or(largest_outcome)));
  const std::int64_t first_above = std::clamp(outcome, lower, std::max(lower, upper));
  const std::int64_t first_below = std::min(outcome, upper) - 1;
  const auto above = [&](std::int64_t distance, std::int64_t end) {
    const double gap = prob_exceeds(law, first_above + distance);
    return gap == 0.0 ? 0.0 : gap * gap * scaled_distance(first_above + distance, end, scale);
  };
  const auto below = [&](std::int64_t distance, std::int64_t end) {
    const double gap = cdf(law, first_below - distance);
    return gap == 0.0 ? 0.0 : gap * gap * scaled_distance(end, first_below - distance + 1, scale);
  };
  return sum_of_counts([&](std::int64_t d) { return above(d, first_above + d + 1); },
                       [&](std::int64_t d) { return above(d, upper); }, upper - first_above) +
         sum_of_counts([&](std::int64_t d) { return below(d, first_below - d); },
                       [&](std::int64_t d) { return below(d, lower); }, first_below + 1 - lower);
}

}  // namespace tollcast::detail
