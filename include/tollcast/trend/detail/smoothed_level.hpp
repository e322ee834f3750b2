#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <vector>

#include <boost/math/tools/minima.hpp>

#include <tollcast/trend/detail/two_regressors.hpp>
#include <tollcast/trend/detail/value_series.hpp>

namespace tollcast::detail {

// Values less the first, over the largest distance from it (1 where there is none), so that neither a level of 10^15
// nor a scale of 10^-9 costs digits.
struct scaled_values {
  std::vector<dated_value> values;
  double origin;
  double scale;
};

inline scaled_values scaled_from_first(std::vector<dated_value> values) {
  const double origin = values.front().y;
  double scale = 0;
  for (const dated_value& value : values) scale = std::max(scale, std::abs(value.y - origin));
  if (scale == 0) scale = 1;
  for (dated_value& value : values) value.y = (value.y - origin) / scale;
  return {std::move(values), origin, scale};
}

// What simple exponential smoothing makes of a series, y_t = l_{t-1} + e_t, l_t = l_{t-1} + alpha e_t, over the values
// of the level l_0 before the first year and of a drift c a year from the first on: the one-step errors are y - l_0 x -
// c z, with variances sigma^2 f (f = 1 unless years without a value came before: their errors are in the level), and so
// is the last level.
struct smoothing_sums {
  double alpha;
  two_regressors errors = {};  // weighted by 1/f
  double log_factors = 0;      // sum of log f
  double level_y = 0, level_x = 1, level_z = 0;
  double level_variance = 0;  // over sigma^2, of what the years without a value hide
  double last_t = 0;

  // h years after the last value.
  double mean_ahead(double level, double drift, double h) const {
    return level_y + level * level_x + drift * (last_t + h - level_z);
  }
  double variance_ahead(double h) const { return 1 + level_variance + (h - 1) * alpha * alpha; }
};

// The filter of the innovations form (Hyndman, Koehler, Ord and Snyder 2008, section 2.5) for the values and the two
// regressors at once. With P the variance of the level over sigma^2, a value has f = 1 + P and moves the level by
// (alpha + P)/f of its error, after which P is P (1 - alpha)^2 / f; a year without a value adds alpha^2 to P.
inline smoothing_sums smoothing_sums_at(std::span<const dated_value> values, double alpha) {
  smoothing_sums sums{alpha};
  double hidden = 0;
  double next = 0;
  for (const dated_value& value : values) {
    hidden += (value.t - next) * alpha * alpha;
    next = value.t + 1;
    const double weight = hidden > 0 ? 1 / (1 + hidden) : 1;
    const double gain = hidden > 0 ? (alpha + hidden) * weight : alpha;
    const double y = value.y - sums.level_y;
    const double x = sums.level_x;
    const double z = value.t - sums.level_z;
    sums.level_y += gain * y;
    sums.level_x -= gain * x;
    sums.level_z += gain * z;
    sums.errors.add(y, x, z, weight);
    if (hidden > 0) {
      sums.log_factors -= std::log(weight);
      hidden *= (1 - alpha) * (1 - alpha) * weight;
    }
  }
  sums.level_variance = hidden;
  sums.last_t = next - 1;
  return sums;
}

// The lowest point of a function on an interval that may have several: from 33 points, Brent's search about each that
// is no higher than its neighbours.
template <class Function>
double lowest_between(double from, double to, const Function& f) {
  constexpr std::size_t cells = 32;
  const auto point = [&](std::size_t i) { return from + (to - from) * static_cast<double>(i) / cells; };
  std::array<double, cells + 1> at{};
  for (std::size_t i = 0; i <= cells; ++i) at[i] = f(point(i));
  double best = from;
  double lowest = std::numeric_limits<double>::infinity();
  for (std::size_t i = 0; i <= cells; ++i) {
    if (at[i] < lowest) {
      lowest = at[i];
      best = point(i);
    }
    if ((i > 0 && at[i - 1] < at[i]) || (i < cells && at[i + 1] < at[i])) continue;
    const double left = point(i == 0 ? 0 : i - 1);
    const double right = point(std::min(i + 1, cells));
    const auto [where, value] = boost::math::tools::brent_find_minima(f, left, right, 40);
    if (value < lowest) {
      lowest = value;
      best = where;
    }
  }
  return best;
}

// A value of alpha with the weight of its cell.
struct weighted_alpha {
  double alpha;
  double weight;
};

// A density on an interval, known by its log but for a constant, as 16 equal cells over the part that matters (all but
// e^-12 of its peak); weights sum to 1.
template <class Function>
std::array<weighted_alpha, 16> cells_between(double from, double to, const Function& log_density) {
  std::array<weighted_alpha, 16> cells{};
  for (;;) {
    const double width = (to - from) / static_cast<double>(cells.size());
    double peak = -std::numeric_limits<double>::infinity();
    for (std::size_t i = 0; i < cells.size(); ++i) {
      cells[i].alpha = from + (static_cast<double>(i) + 0.5) * width;
      cells[i].weight = log_density(cells[i].alpha);
      peak = std::max(peak, cells[i].weight);
    }
    const auto matters = [&](const weighted_alpha& cell) { return cell.weight > peak - 12; };
    const auto first = std::find_if(cells.begin(), cells.end(), matters);
    const auto last = std::find_if(cells.rbegin(), cells.rend(), matters);
    const double lower = std::max(first->alpha - 1.5 * width, from);
    const double upper = std::min(last->alpha + 1.5 * width, to);
    if (upper - lower > 0.5 * (to - from)) {
      double sum = 0;
      for (weighted_alpha& cell : cells) sum += cell.weight = std::exp(cell.weight - peak);
      for (weighted_alpha& cell : cells) cell.weight /= sum;
      return cells;
    }
    from = lower;
    to = upper;
  }
}

}  // namespace tollcast::detail
