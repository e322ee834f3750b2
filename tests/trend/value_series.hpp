#pragma once

#include <algorithm>
#include <cmath>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include <tollcast/distribution/any_continuous.hpp>
#include <tollcast/distribution/continuous.hpp>
#include <tollcast/series/yearly_values.hpp>
#include <tollcast/trend/forecast.hpp>

// Series of values, and laws, for the tests of the models of measured values.

inline std::vector<double> numbers_in(const std::string& text) {
  std::istringstream rest(text);
  std::vector<double> all;
  for (double one = 0; rest >> one;) all.push_back(one);
  return all;
}

// "560 NA 490"
inline tollcast::yearly_values series_in(const std::string& text) {
  std::istringstream rest(text);
  tollcast::yearly_values series{"made up", 1970, {}};
  for (std::string one; rest >> one;) {
    series.values.push_back(one == "NA" ? std::nullopt : std::optional(std::stod(one)));
  }
  return series;
}

inline tollcast::yearly_values series_from(const std::vector<double>& values) {
  return {"made up", 1970, {values.begin(), values.end()}};
}

inline bool all_finite(const std::vector<tollcast::any_continuous_distribution>& laws) {
  return std::all_of(laws.begin(), laws.end(), [](const auto& law) {
    const tollcast::value_interval ends = interval(law, 0.95);
    return std::isfinite(mean(law)) && std::isfinite(variance(law)) && std::isfinite(ends.lower) &&
           std::isfinite(ends.upper) && ends.lower <= mean(law) && mean(law) <= ends.upper;
  });
}

// Series that have broken a forecasting program before.
inline std::vector<std::vector<double>> strange_series() {
  std::vector<std::vector<double>> all;
  const std::vector<double> figures{560, 533, 490, 511, 509, 539, 471, 442, 434, 437, 362, 338};
  for (std::size_t n = 0; n <= 7; ++n) all.emplace_back(figures.begin(), figures.begin() + static_cast<long>(n));
  for (const double constant : {0.0, 685.0, 0.1, -3e-9, 1e15}) all.emplace_back(9, constant);
  for (const double factor : {1e15, 1e-9, 1e-150, 1e97, -1.0}) {
    all.push_back(figures);
    for (double& y : all.back()) y *= factor;
  }
  for (const double level : {1e15, -1e12}) {
    all.push_back(figures);
    for (double& y : all.back()) y += level;
  }
  all.push_back({0, 0, 0, 0, 0, 0, 0, 5});
  all.push_back({5, 0, 0, 0, 0, 0, 0, 0});
  all.push_back({10, 11, 9, 10, 3000, 10, 9, 11});
  all.push_back({1, 2, 3, 4, 5, 6, 7, 8});
  all.push_back({1, 2, 4, 8, 16, 32, 64, 128, 300});
  all.push_back({1, -1, 1, -1, 1, -1, 1, -1});
  return all;
}
