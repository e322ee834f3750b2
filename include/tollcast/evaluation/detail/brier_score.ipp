#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

#include <tollcast/core/error.hpp>
#include <tollcast/evaluation/brier_score.hpp>

namespace tollcast {

namespace detail {

// Forecasts of one bin stand next to each other.
template <class SameBin>
brier_parts brier_parts_of(const std::vector<event_forecast>& sorted, SameBin same_bin) {
  const auto n = static_cast<double>(sorted.size());
  brier_parts parts{};
  double events = 0.0;
  for (const event_forecast& each : sorted) {
    parts.score += brier_score(each.probability, each.happened) / n;
    events += each.happened ? 1.0 : 0.0;
  }
  const double share = events / n;
  parts.uncertainty = share * (1.0 - share);
  for (auto first = sorted.begin(); first != sorted.end();) {
    const auto next = std::find_if(first, sorted.end(), [&](const auto& each) { return !same_bin(*first, each); });
    const auto size = static_cast<double>(next - first);
    double given = 0.0;
    double happened = 0.0;
    for (auto each = first; each != next; ++each) {
      given += (each->probability - first->probability) / size;
      happened += each->happened ? 1.0 / size : 0.0;
    }
    given += first->probability;
    parts.reliability += size * (given - happened) * (given - happened) / n;
    parts.resolution += size * (happened - share) * (happened - share) / n;
    for (auto each = first; each != next; ++each) {
      const double apart = each->probability - given;
      parts.within_bin_variance += apart * apart / n;
      parts.within_bin_covariance += 2.0 * apart * ((each->happened ? 1.0 : 0.0) - happened) / n;
    }
    first = next;
  }
  return parts;
}

inline std::vector<event_forecast> sorted_forecasts(std::span<const event_forecast> forecasts) {
  if (forecasts.empty()) {
    throw invalid_input("brier_decomposition: no forecasts were given, but at least one is needed");
  }
  std::vector<event_forecast> sorted(forecasts.begin(), forecasts.end());
  for (const event_forecast& each : sorted) check_probability("brier_decomposition", each.probability);
  std::sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) { return a.probability < b.probability; });
  return sorted;
}

}  // namespace detail

TOLLCAST_INLINE brier_parts brier_decomposition(std::span<const event_forecast> forecasts) {
  return detail::brier_parts_of(detail::sorted_forecasts(forecasts),
                                [](const auto& a, const auto& b) { return a.probability == b.probability; });
}

TOLLCAST_INLINE brier_parts brier_decomposition(std::span<const event_forecast> forecasts, int bins) {
  if (bins < 1) {
    throw invalid_input("brier_decomposition: " + std::to_string(bins) + " bins were given, but at least 1 is needed");
  }
  const auto bin_of = [bins](const event_forecast& each) {
    return std::min(static_cast<int>(each.probability * bins), bins - 1);
  };
  return detail::brier_parts_of(detail::sorted_forecasts(forecasts),
                                [&](const auto& a, const auto& b) { return bin_of(a) == bin_of(b); });
}

}  // namespace tollcast
