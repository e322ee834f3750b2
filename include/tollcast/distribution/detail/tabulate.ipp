#pragma once

#include <algorithm>
#include <cmath>
#include <utility>

#include <tollcast/distribution/tabulate.hpp>

namespace tollcast {

TOLLCAST_INLINE tabulated tabulate(std::int64_t first, std::int64_t last, const log_pmf_of& log_pmf) {
  constexpr std::int64_t single = 32;
  constexpr double depth = 35;
  constexpr double bend = 0.03;
  std::vector<std::int64_t> knots;
  for (std::int64_t rest = 0; first + rest < last; rest += rest < single ? 1 : rest / 4) knots.push_back(first + rest);
  knots.push_back(last);
  std::vector<double> values = log_pmf(knots);

  while (true) {
    const double best = *std::max_element(values.begin(), values.end());
    std::vector<bool> split(knots.size(), false);  // the stretch that begins at this knot
    for (std::size_t i = 1; i + 1 < knots.size(); ++i) {
      if (std::max({values[i - 1], values[i], values[i + 1]}) < best - depth) continue;
      const double along =
          static_cast<double>(knots[i] - knots[i - 1]) / static_cast<double>(knots[i + 1] - knots[i - 1]);
      const double straight = values[i - 1] + along * (values[i + 1] - values[i - 1]);
      if (std::abs(values[i] - straight) <= bend) continue;
      split[i - 1] = split[i - 1] || knots[i] - knots[i - 1] > 1;
      split[i] = split[i] || knots[i + 1] - knots[i] > 1;
    }
    std::vector<std::int64_t> fresh;
    for (std::size_t i = 0; i + 1 < knots.size(); ++i) {
      if (split[i]) fresh.push_back(knots[i] + (knots[i + 1] - knots[i]) / 2);
    }
    if (fresh.empty()) return tabulated::from_log_pmf(std::move(knots), std::move(values));

    const std::vector<double> added = log_pmf(fresh);
    std::vector<std::int64_t> all_knots;
    std::vector<double> all_values;
    for (std::size_t i = 0, next = 0; i < knots.size(); ++i) {
      all_knots.push_back(knots[i]);
      all_values.push_back(values[i]);
      if (split[i]) {
        all_knots.push_back(fresh[next]);
        all_values.push_back(added[next++]);
      }
    }
    knots.swap(all_knots);
    values.swap(all_values);
  }
}

}  // namespace tollcast
