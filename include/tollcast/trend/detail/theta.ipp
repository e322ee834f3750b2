#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <vector>

#include <tollcast/trend/detail/smoothed_level.hpp>
#include <tollcast/trend/theta.hpp>

namespace tollcast {

namespace detail {

// The slope of the least-squares line.
inline double least_squares_slope(const std::vector<dated_value>& values) {
  double mean_t = 0;
  double mean_y = 0;
  for (const dated_value& value : values) {
    mean_t += value.t;
    mean_y += value.y;
  }
  mean_t /= static_cast<double>(values.size());
  mean_y /= static_cast<double>(values.size());
  double tt = 0;
  double ty = 0;
  for (const dated_value& value : values) {
    tt += (value.t - mean_t) * (value.t - mean_t);
    ty += (value.t - mean_t) * (value.y - mean_y);
  }
  return ty / tt;
}

// Smoothing with drift where both l_0 and the drift are estimated by least squares, at one value of alpha.
struct smoothing_with_drift {
  smoothing_sums sums;
  double determinant;
  double drift;
  double weight = 0;

  explicit smoothing_with_drift(const smoothing_sums& found)
      : sums(found), determinant(found.errors.determinant()), drift(found.errors.best_z()) {}

  double squares() const { return sums.errors.squares(drift); }
  double mean_ahead(double h) const { return sums.mean_ahead(sums.errors.best_x(drift), drift, h); }
  // Over sigma^2: of the value and of the two estimates.
  double variance_ahead(double h) const {
    const double of_level = sums.level_x;
    const double of_drift = sums.last_t + h - sums.level_z;
    return sums.variance_ahead(h) + (of_level * of_level * sums.errors.zz + of_drift * of_drift * sums.errors.xx -
                                     2 * of_level * of_drift * sums.errors.xz) /
                                        determinant;
  }
};

// The density of alpha, l_0, the drift and log sigma flat before the values are seen: sigma and both coefficients
// integrated, over cells of alpha.
inline std::vector<smoothing_with_drift> smoothings_with_drift(std::span<const dated_value> values) {
  const auto n = static_cast<double>(values.size());
  const auto cells = cells_between(0, 1, [&](double alpha) {
    const smoothing_with_drift at(smoothing_sums_at(values, alpha));
    return -0.5 * ((n - 2) * std::log(std::max(at.squares(), 1e-300)) + at.sums.log_factors + std::log(at.determinant));
  });
  std::vector<smoothing_with_drift> all;
  all.reserve(cells.size());
  for (const weighted_alpha& cell : cells) {
    all.emplace_back(smoothing_sums_at(values, cell.alpha));
    all.back().weight = cell.weight;
  }
  return all;
}

}  // namespace detail

TOLLCAST_INLINE theta_fit theta::fit(const yearly_values& series) const {
  std::vector<detail::dated_value> known = detail::dated_values("theta", series, 4);
  const double largest = detail::largest_size(known);
  const detail::scaled_values data = detail::scaled_from_first(std::move(known));
  const auto n = static_cast<double>(data.values.size());
  const auto minus_twice_log = [&](double alpha) {
    const detail::smoothing_sums sums = detail::smoothing_sums_at(data.values, alpha);
    return n * std::log(std::max(sums.errors.squares(0), 1e-300)) + sums.log_factors;
  };
  theta_fit result{};
  result.series = series;
  result.status = fit_status::converged;
  result.alpha = detail::lowest_between(0, 1, minus_twice_log);
  const detail::smoothing_sums sums = detail::smoothing_sums_at(data.values, result.alpha);
  result.level = data.origin + data.scale * (sums.level_y + sums.errors.best_x(0) * sums.level_x);
  result.drift = data.scale * detail::least_squares_slope(data.values) / 2;
  detail::add_normal_errors(result, sums.errors.squares(0) * data.scale * data.scale, sums.log_factors,
                            data.values.size(), 3, largest);
  result.parameters = {{"alpha", {result.alpha, {}, {}, {}}},
                       {"level", {result.level, {}, {}, {}}},
                       {"drift", {result.drift, {}, {}, {}}},
                       {"sigma", {std::sqrt(result.residual_variance), {}, {}, {}}}};
  return result;
}

TOLLCAST_INLINE std::vector<any_continuous_distribution> theta_fit::forecast(int years,
                                                                             parameter_uncertainty uncertainty) const {
  detail::check_years_ahead("theta", years);
  const detail::scaled_values data = detail::scaled_from_first(detail::dated_values("theta", series, 4));
  const int unknown = detail::years_unknown_at_end(series);
  const detail::smoothing_sums best = detail::smoothing_sums_at(data.values, alpha);
  std::vector<detail::smoothing_with_drift> likely;
  if (uncertainty == parameter_uncertainty::included && residual_variance > 0) {
    likely = detail::smoothings_with_drift(data.values);
  }
  std::vector<any_continuous_distribution> laws;
  laws.reserve(static_cast<std::size_t>(years));
  for (double h = unknown + 1; h <= unknown + years; ++h) {
    const double mean = best.mean_ahead(best.errors.best_x(0), drift / data.scale, h);
    double scale = std::sqrt(residual_variance * best.variance_ahead(h));
    if (!likely.empty()) {
      double variance = 0;
      for (const detail::smoothing_with_drift& one : likely) {
        const double off = one.mean_ahead(h) - mean;
        variance += one.weight * (one.squares() / (degrees_of_freedom - 1) * one.variance_ahead(h) + off * off);
      }
      scale = data.scale * std::sqrt(variance);
    }
    laws.push_back(detail::value_law(data.origin + data.scale * mean, scale, degrees_of_freedom - 1, uncertainty));
  }
  return laws;
}

}  // namespace tollcast
