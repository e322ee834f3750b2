#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include <tollcast/distribution/detail/check.hpp>
#include <tollcast/distribution/distribution.hpp>
#include <tollcast/numeric/integer_search.hpp>

namespace tollcast::detail {

// A count law, outcome by outcome or, where it has more than 2^16, stretch by stretch, each stretch by its middle.
struct law_grid {
  std::vector<double> deviation;  // of the outcome from the law's mean
  std::vector<double> mass;       // sums to 1
  std::vector<double> log_pmf;
  std::vector<double> crps;  // of the law at the outcome
};

// With S the CRPS, S(y + 1) - S(y) = 2 F(y) - 1, and F is taken as linear within a stretch.
inline void add_crps(law_grid& grid, const std::vector<double>& widths) {
  const std::size_t n = widths.size();
  // P(Y <= middle) given P(Y < first outcome) of a stretch.
  const auto at_middle = [&](std::size_t i, double before) {
    return before + grid.mass[i] * (widths[i] + 1) / (2 * widths[i]);
  };
  double score = 0;
  double before = 0;
  for (std::size_t i = 0; i < n; ++i) {
    const double f = at_middle(i, before);
    score += (i == 0 ? (widths[i] + 1) / 2 : widths[i]) * (1 - f) * (1 - f);
    if (i == 0) score += (widths[i] - 1) / 2 * f * f;
    before += grid.mass[i];
  }
  grid.crps.reserve(n);
  before = 0;
  for (std::size_t i = 0; i < n; ++i) {
    const double f = at_middle(i, before);
    grid.crps.push_back(score);
    before += grid.mass[i];
    score += (widths[i] + 1) / 2 * (f + before - 1);  // middle ... last outcome
    if (i + 1 < n) {                                  // first outcome ... the one before the next middle
      const double step = grid.mass[i + 1] / widths[i + 1];
      score += (widths[i + 1] - 1) / 2 * (before + step + at_middle(i + 1, before) - step - 1);
    }
  }
}

// Leaves out tails below 10^-25.
template <distribution Law>
law_grid grid_of(const Law& law) {
  constexpr double tail = 1e-25;
  constexpr std::int64_t most_singles = std::int64_t{1} << 16;
  constexpr std::int64_t stretches = std::int64_t{1} << 13;
  constexpr std::int64_t reach = std::int64_t{1} << 9;  // of the distance from the smallest outcome
  const std::int64_t lowest = support_lower(law);
  const std::int64_t highest = support_upper(law).value_or(largest_outcome);
  const std::int64_t centre = whole(mean(law));
  const std::int64_t first =
      smallest_where(lowest, highest, centre, [&](std::int64_t y) { return cdf(law, y) > tail; });
  const std::int64_t last =
      smallest_where(first, highest, centre, [&](std::int64_t y) { return prob_exceeds(law, y) <= tail; });
  const std::int64_t widest = last - first < most_singles ? 1 : (last - first) / stretches;

  law_grid grid;
  std::vector<double> widths;
  double total = 0;
  for (std::int64_t y = first; y <= last;) {
    const std::int64_t half = std::min({widest, (y - lowest) / reach, last - y}) / 2;
    const std::int64_t width = 2 * half + 1;
    const std::int64_t middle = y + half;
    const double log_p = log_pmf(law, middle);
    const double mass = half == 0 ? std::exp(log_p) : prob_between(law, y, y + width - 1);
    if (mass > 0 || !widths.empty()) {
      grid.deviation.push_back(static_cast<double>(middle) - mean(law));
      grid.mass.push_back(mass);
      const double mean_log_p = mass > 0 ? std::log(mass / static_cast<double>(width)) : 0.0;
      grid.log_pmf.push_back(std::isfinite(log_p) ? log_p : mean_log_p);
      widths.push_back(static_cast<double>(width));
      total += mass;
    }
    y += width;
  }
  for (double& mass : grid.mass) mass /= total;
  add_crps(grid, widths);
  return grid;
}

}  // namespace tollcast::detail
