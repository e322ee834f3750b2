#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

#include <tollcast/core/error.hpp>
#include <tollcast/trend/stationarity.hpp>

namespace tollcast {

namespace detail {

// Values less their mean, in units of the largest of these; nothing where they do not vary.
inline std::vector<double> standardised_deviations(std::span<const double> values) {
  double mean = 0;
  double largest = 0;
  for (std::size_t t = 0; t < values.size(); ++t) {
    if (!std::isfinite(values[t]))
      throw invalid_input("test_stationarity: a value is not a finite number, as is needed");
    mean += (values[t] - mean) / static_cast<double>(t + 1);
    largest = std::max(largest, std::abs(values[t]));
  }
  std::vector<double> deviations(values.begin(), values.end());
  double most = 0;
  for (double& value : deviations) {
    value -= mean;
    most = std::max(most, std::abs(value));
  }
  if (!(most > 1e-14 * largest)) return {};
  for (double& value : deviations) value /= most;
  return deviations;
}

}  // namespace detail

TOLLCAST_INLINE stationarity_test test_stationarity(std::span<const double> values) {
  if (values.empty()) throw cannot_answer("test_stationarity: there are no values");
  const std::vector<double> deviations = detail::standardised_deviations(values);
  const std::size_t n = values.size();
  const auto lags = static_cast<std::size_t>(3 * std::sqrt(static_cast<double>(n)) / 13);
  stationarity_test result{0, static_cast<int>(lags), .1};
  if (deviations.empty()) return result;
  double long_run = 0;
  for (std::size_t k = 0; k <= lags; ++k) {
    double products = 0;
    for (std::size_t t = k; t < n; ++t) products += deviations[t] * deviations[t - k];
    const double weight = 1 - static_cast<double>(k) / static_cast<double>(lags + 1);
    long_run += (k == 0 ? 1 : 2 * weight) * products;
  }
  double sum = 0;
  double squares = 0;
  for (const double value : deviations) {
    sum += value;
    squares += sum * sum;
  }
  result.statistic = squares / (static_cast<double>(n) * long_run);
  // table 1 of the paper: upper tail probabilities of the statistic
  constexpr std::array<double, 4> critical = {.347, .463, .574, .739};
  constexpr std::array<double, 4> tail = {.1, .05, .025, .01};
  for (std::size_t i = 0; i < critical.size() && result.statistic >= critical[i]; ++i) {
    const double part =
        i + 1 < critical.size() ? std::min(1.0, (result.statistic - critical[i]) / (critical[i + 1] - critical[i])) : 0;
    result.p_value = i + 1 < critical.size() ? tail[i] + part * (tail[i + 1] - tail[i]) : tail[i];
  }
  return result;
}

TOLLCAST_INLINE int differences_needed(std::span<const double> values, double alpha, int most) {
  if (most < 0)
    throw invalid_input("differences_needed: at most " + std::to_string(most) +
                        " differences were asked for, but 0 or more are needed");
  if (!(alpha >= .01 && alpha <= .1)) {
    throw invalid_input("differences_needed: a level of " + std::to_string(alpha) +
                        " was given, but it must be between .01 and .1");
  }
  std::vector<double> left(values.begin(), values.end());
  int d = 0;
  while (d < most && left.size() > 1 && test_stationarity(left).p_value < alpha) {
    for (std::size_t t = 0; t + 1 < left.size(); ++t) left[t] = left[t + 1] - left[t];
    left.pop_back();
    ++d;
  }
  return d;
}

}  // namespace tollcast
