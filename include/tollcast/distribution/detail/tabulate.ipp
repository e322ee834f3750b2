#pragma once

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

#include <tollcast/distribution/tabulate.hpp>

namespace tollcast {

namespace detail {

// The first 33 outcomes, steps of a quarter from there on, and the last.
inline std::vector<std::int64_t> first_knots(std::int64_t first, std::int64_t last) {
  constexpr std::int64_t single = 32;
  std::vector<std::int64_t> knots;
  for (std::int64_t rest = 0; first + rest < last; rest += rest < single ? 1 : rest / 4) knots.push_back(first + rest);
  knots.push_back(last);
  return knots;
}

}  // namespace detail

TOLLCAST_INLINE tabulated tabulate(std::int64_t first, std::int64_t last, const log_pmf_of& log_pmf,
                                   std::span<const std::int64_t> also) {
  constexpr double depth = 35;
  constexpr double bend = 0.03;
  std::vector<std::int64_t> knots = detail::first_knots(first, last);
  std::copy_if(also.begin(), also.end(), std::back_inserter(knots),
               [&](std::int64_t y) { return first <= y && y <= last; });
  std::sort(knots.begin(), knots.end());
  knots.erase(std::unique(knots.begin(), knots.end()), knots.end());
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
    if (fresh.empty() || std::isinf(best)) return tabulated::from_log_pmf(std::move(knots), std::move(values));

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

namespace detail {

struct smooth_knot {
  std::int64_t y;
  double value;
  bool settled;  // the stretch that begins here is foretold well enough
};

// The cubic in log(y + 10) through the four knots around the stretch that begins at knot i.
class smooth_stretch {
 public:
  smooth_stretch(const std::vector<smooth_knot>& knots, std::size_t i, std::int64_t first) : first_(first) {
    const std::size_t begin = std::min(i - std::min<std::size_t>(i, 1), knots.size() - 4);
    for (std::size_t k = 0; k < 4; ++k) {
      u_[k] = place(knots[begin + k].y);
      slope_[k] = knots[begin + k].value;
    }
    for (std::size_t order = 1; order < 4; ++order) {  // Newton's divided differences
      for (std::size_t k = 3; k >= order; --k) slope_[k] = (slope_[k] - slope_[k - 1]) / (u_[k] - u_[k - order]);
    }
  }

  double operator()(std::int64_t y) const {
    const double u = place(y);
    return slope_[0] + (u - u_[0]) * (slope_[1] + (u - u_[1]) * (slope_[2] + (u - u_[2]) * slope_[3]));
  }

 private:
  double place(std::int64_t y) const { return std::log(static_cast<double>(y - first_) + 10.0); }

  std::int64_t first_;
  double u_[4];
  double slope_[4];
};

}  // namespace detail

TOLLCAST_INLINE tabulated tabulate_smooth(std::int64_t first, std::int64_t last, const log_pmf_of& log_pmf) {
  constexpr double depth = 28;
  constexpr double tolerance = 2e-4;
  std::vector<std::int64_t> fresh = detail::first_knots(first, last);
  std::vector<double> values = log_pmf(fresh);
  std::vector<detail::smooth_knot> knots;
  for (std::size_t i = 0; i < fresh.size(); ++i) {
    knots.push_back({fresh[i], values[i], i + 1 < fresh.size() && fresh[i + 1] - fresh[i] == 1});
  }
  if (knots.size() < 4) return tabulated::from_log_pmf(std::move(fresh), std::move(values));

  double best = knots.front().value;
  const auto matters = [&](std::size_t i) { return std::max(knots[i].value, knots[i + 1].value) >= best - depth; };
  while (true) {
    for (const auto& knot : knots) best = std::max(best, knot.value);
    fresh.clear();
    for (std::size_t i = 0; i + 1 < knots.size(); ++i) {
      knots[i].settled = knots[i].settled || !matters(i);
      if (!knots[i].settled) fresh.push_back(knots[i].y + (knots[i + 1].y - knots[i].y) / 2);
    }
    if (fresh.empty()) break;
    values = log_pmf(fresh);
    std::vector<detail::smooth_knot> finer;
    for (std::size_t i = 0, next = 0; i < knots.size(); ++i) {
      finer.push_back(knots[i]);
      if (i + 1 == knots.size() || knots[i].settled) continue;
      const double foretold = detail::smooth_stretch(knots, i, first)(fresh[next]);
      const bool settled = std::abs(foretold - values[next]) <= tolerance;
      finer.back().settled = settled || fresh[next] - knots[i].y == 1;
      finer.push_back({fresh[next], values[next], settled || knots[i + 1].y - fresh[next] == 1});
      ++next;
    }
    knots.swap(finer);
  }

  std::vector<std::int64_t> all;
  std::vector<double> log_values;
  for (std::size_t i = 0; i + 1 < knots.size(); ++i) {
    const std::int64_t gap = knots[i + 1].y - knots[i].y;
    all.push_back(knots[i].y);
    log_values.push_back(knots[i].value);
    if (gap == 1 || !matters(i)) continue;
    const detail::smooth_stretch cubic(knots, i, first);
    const double bend = std::abs(cubic(knots[i].y + gap / 2) - 0.5 * (knots[i].value + knots[i + 1].value)) / tolerance;
    const auto pieces = std::min(gap, 1 + static_cast<std::int64_t>(std::sqrt(std::min(bend, 1e6))));
    for (std::int64_t piece = 1; piece < pieces; ++piece) {
      const std::int64_t y =
          knots[i].y + static_cast<std::int64_t>(static_cast<double>(gap) *
                                                 (static_cast<double>(piece) / static_cast<double>(pieces)));
      if (y <= all.back()) continue;
      all.push_back(y);
      log_values.push_back(cubic(y));
    }
  }
  all.push_back(knots.back().y);
  log_values.push_back(knots.back().value);
  return tabulated::from_log_pmf(std::move(all), std::move(log_values));
}

}  // namespace tollcast
