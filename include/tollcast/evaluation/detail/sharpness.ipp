#pragma once

#include <algorithm>
#include <cmath>

#include <tollcast/core/error.hpp>
#include <tollcast/evaluation/detail/score_lists.hpp>
#include <tollcast/evaluation/sharpness.hpp>

namespace tollcast {

TOLLCAST_INLINE sharpness sharpness_of(std::span<const value_interval> intervals,
                                       std::span<const double> standard_deviations, double level) {
  detail::require_pairs("sharpness_of", intervals.size(), standard_deviations.size());
  detail::require_inside_unit("sharpness_of", "level", level);
  std::vector<double> widths;
  widths.reserve(intervals.size());
  const auto n = static_cast<double>(intervals.size());
  double mean_width = 0;
  double mean_standard_deviation = 0;
  for (std::size_t i = 0; i < intervals.size(); ++i) {
    const auto [lower, upper] = intervals[i];
    if (!(lower <= upper && std::isfinite(lower) && std::isfinite(upper))) {
      throw invalid_input("sharpness_of: an interval from " + detail::spelled(lower) + " to " + detail::spelled(upper) +
                          " was given; finite ends are needed, the lower not above the upper");
    }
    if (!(standard_deviations[i] >= 0 && std::isfinite(standard_deviations[i]))) {
      throw invalid_input("sharpness_of: a standard deviation of " + detail::spelled(standard_deviations[i]) +
                          " was given; a finite one of 0 or more is needed");
    }
    widths.push_back(upper - lower);
    mean_width += widths.back() / n;
    mean_standard_deviation += standard_deviations[i] / n;
  }
  std::sort(widths.begin(), widths.end());
  const double median = (widths[widths.size() / 2] + widths[(widths.size() - 1) / 2]) / 2;
  return {level, static_cast<int>(widths.size()), median, mean_width, mean_standard_deviation};
}

}  // namespace tollcast
