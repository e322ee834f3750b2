#pragma once

#include <algorithm>
#include <string>

#include <tollcast/core/error.hpp>
#include <tollcast/evaluation/pit.hpp>

namespace tollcast {

namespace detail {

inline void require_pit(const char* who, const pit_interval& pit) {
  if (pit.below >= 0 && pit.below <= pit.at && pit.at <= 1) return;
  throw invalid_input(std::string(who) + ": F(y - 1) = " + spelled(pit.below) + " and F(y) = " + spelled(pit.at) +
                      " were given; 0 <= F(y - 1) <= F(y) <= 1 is needed");
}

inline void require_pits(const char* who, std::span<const pit_interval> pits) {
  if (pits.empty()) throw invalid_input(std::string(who) + ": nothing was given; at least one outcome is needed");
  for (const pit_interval& pit : pits) require_pit(who, pit);
}

inline double mean_pit_cdf_of(std::span<const pit_interval> pits, double u) {
  if (u <= 0) return 0.0;
  double sum = 0;
  for (const auto& [below, at] : pits) {
    sum += u >= at ? 1.0 : u <= below ? 0.0 : std::min(1.0, (u - below) / (at - below));
  }
  return sum / static_cast<double>(pits.size());
}

}  // namespace detail

TOLLCAST_INLINE double mean_pit_cdf(std::span<const pit_interval> pits, double u) {
  detail::require_pits("mean_pit_cdf", pits);
  detail::check_probability("mean_pit_cdf", u);
  return detail::mean_pit_cdf_of(pits, u);
}

TOLLCAST_INLINE std::vector<double> pit_histogram(std::span<const pit_interval> pits, int bins) {
  detail::require_pits("pit_histogram", pits);
  if (bins < 1 || bins > 10'000) {
    throw invalid_input("pit_histogram: " + std::to_string(bins) + " bins were asked for; 1 to 10000 are needed");
  }
  std::vector<double> heights;
  heights.reserve(static_cast<std::size_t>(bins));
  double before = 0;
  for (int j = 1; j <= bins; ++j) {
    const double up_to = detail::mean_pit_cdf_of(pits, static_cast<double>(j) / bins);
    heights.push_back(bins * (up_to - before));
    before = up_to;
  }
  return heights;
}

}  // namespace tollcast
