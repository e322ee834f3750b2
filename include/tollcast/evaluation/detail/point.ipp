#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include <tollcast/core/error.hpp>
#include <tollcast/evaluation/detail/score_lists.hpp>
#include <tollcast/evaluation/point.hpp>

namespace tollcast {

namespace detail {

inline void require_forecasts(const char* who, std::span<const double> actual, std::span<const double> forecast) {
  require_pairs(who, actual.size(), forecast.size());
  require_finite(who, actual);
  require_finite(who, forecast);
}

// The root of the mean of squares, without overflow.
inline double root_mean_square(std::span<const double> values) {
  double largest = 0;
  for (const double value : values) largest = std::max(largest, std::abs(value));
  if (largest == 0) return 0;
  double sum = 0;
  for (const double value : values) sum += (value / largest) * (value / largest);
  return largest * std::sqrt(sum / static_cast<double>(values.size()));
}

inline double mean_absolute(std::span<const double> values) {
  double sum = 0;
  for (const double value : values) sum += std::abs(value);
  return sum / static_cast<double>(values.size());
}

inline std::vector<double> forecast_errors(std::span<const double> actual, std::span<const double> forecast) {
  std::vector<double> errors;
  errors.reserve(actual.size());
  for (std::size_t i = 0; i < actual.size(); ++i) errors.push_back(actual[i] - forecast[i]);
  return errors;
}

inline void require_scale(const char* who, double scale) {
  if (scale > 0 && std::isfinite(scale)) return;
  throw invalid_input(std::string(who) + ": a scale of " + spelled(scale) + " was given; a positive number is needed");
}

inline void require_measures(const point_measures& measures) {
  if (measures.smape >= 0 && measures.mase >= 0 && std::isfinite(measures.smape) && std::isfinite(measures.mase)) {
    return;
  }
  throw invalid_input("owa: an sMAPE of " + spelled(measures.smape) + " and a MASE of " + spelled(measures.mase) +
                      " were given; finite numbers of 0 or more are needed");
}

}  // namespace detail

TOLLCAST_INLINE double mae(std::span<const double> actual, std::span<const double> forecast) {
  detail::require_forecasts("mae", actual, forecast);
  return detail::mean_absolute(detail::forecast_errors(actual, forecast));
}

TOLLCAST_INLINE double rmse(std::span<const double> actual, std::span<const double> forecast) {
  detail::require_forecasts("rmse", actual, forecast);
  return detail::root_mean_square(detail::forecast_errors(actual, forecast));
}

TOLLCAST_INLINE double smape(std::span<const double> actual, std::span<const double> forecast) {
  detail::require_forecasts("smape", actual, forecast);
  double sum = 0;
  for (std::size_t i = 0; i < actual.size(); ++i) {
    const double error = std::abs(actual[i] - forecast[i]);
    if (error > 0) sum += 200 * error / (std::abs(actual[i]) + std::abs(forecast[i]));
  }
  return sum / static_cast<double>(actual.size());
}

TOLLCAST_INLINE std::optional<double> median_ape(std::span<const double> actual, std::span<const double> forecast) {
  detail::require_forecasts("median_ape", actual, forecast);
  std::vector<double> terms;
  terms.reserve(actual.size());
  for (std::size_t i = 0; i < actual.size(); ++i) {
    const double error = std::abs(actual[i] - forecast[i]);
    terms.push_back(error == 0       ? 0.0
                    : actual[i] == 0 ? std::numeric_limits<double>::infinity()
                                     : 100 * (error / std::abs(actual[i])));
  }
  std::sort(terms.begin(), terms.end());
  const double above = terms[terms.size() / 2];
  const double below = terms[(terms.size() - 1) / 2];
  if (!std::isfinite(above)) return std::nullopt;
  return below + (above - below) / 2;
}

TOLLCAST_INLINE std::optional<forecast_scale> scale_of(std::span<const std::optional<double>> history, int lag) {
  if (lag < 1) {
    throw invalid_input("scale_of: a lag of " + std::to_string(lag) + " was given; 1 or more is needed");
  }
  std::vector<double> differences;
  const auto step = static_cast<std::size_t>(lag);
  for (std::size_t t = step; t < history.size(); ++t) {
    if (history[t] && history[t - step]) differences.push_back(*history[t] - *history[t - step]);
  }
  detail::require_finite("scale_of", differences);
  const double root_mean_square = detail::root_mean_square(differences);
  if (root_mean_square == 0) return std::nullopt;
  return forecast_scale{detail::mean_absolute(differences), root_mean_square};
}

TOLLCAST_INLINE std::optional<forecast_scale> scale_of(std::span<const double> history, int lag) {
  detail::require_finite("scale_of", history);
  const std::vector<std::optional<double>> known(history.begin(), history.end());
  return scale_of(known, lag);
}

TOLLCAST_INLINE double mase(std::span<const double> actual, std::span<const double> forecast,
                            const forecast_scale& scale) {
  detail::require_forecasts("mase", actual, forecast);
  detail::require_scale("mase", scale.mean_absolute);
  return detail::mean_absolute(detail::forecast_errors(actual, forecast)) / scale.mean_absolute;
}

TOLLCAST_INLINE double rmsse(std::span<const double> actual, std::span<const double> forecast,
                             const forecast_scale& scale) {
  detail::require_forecasts("rmsse", actual, forecast);
  detail::require_scale("rmsse", scale.root_mean_square);
  return detail::root_mean_square(detail::forecast_errors(actual, forecast)) / scale.root_mean_square;
}

TOLLCAST_INLINE double msis(std::span<const double> actual, std::span<const double> lower,
                            std::span<const double> upper, double level, const forecast_scale& scale) {
  detail::require_forecasts("msis", actual, lower);
  detail::require_forecasts("msis", actual, upper);
  detail::require_inside_unit("msis", "level", level);
  detail::require_scale("msis", scale.mean_absolute);
  double sum = 0;
  for (std::size_t i = 0; i < actual.size(); ++i) {
    if (lower[i] > upper[i]) {
      throw invalid_input("msis: an interval from " + detail::spelled(lower[i]) + " to " + detail::spelled(upper[i]) +
                          " was given; a lower end that does not exceed the upper one is needed");
    }
    const double outside = std::max({0.0, lower[i] - actual[i], actual[i] - upper[i]});
    sum += upper[i] - lower[i] + 2 / (1 - level) * outside;
  }
  return sum / static_cast<double>(actual.size()) / scale.mean_absolute;
}

TOLLCAST_INLINE std::optional<double> owa(const point_measures& method, const point_measures& benchmark) {
  detail::require_measures(method);
  detail::require_measures(benchmark);
  if (benchmark.smape == 0 || benchmark.mase == 0) return std::nullopt;
  return 0.5 * (method.smape / benchmark.smape + method.mase / benchmark.mase);
}

}  // namespace tollcast
