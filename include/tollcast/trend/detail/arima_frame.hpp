#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

#include <tollcast/core/error.hpp>
#include <tollcast/series/yearly_values.hpp>
#include <tollcast/trend/detail/arma_likelihood.hpp>

namespace tollcast::detail {

// The years from the first value of a series to its last; a missing one holds a value on the line between its
// neighbours.
struct arima_values {
  std::vector<double> y;
  std::vector<std::size_t> missing;
  std::size_t before = 0;  // missing years before the first value
  std::size_t after = 0;   // and after the last
  double largest = 0;      // absolute value

  std::size_t count() const { return y.size() - missing.size(); }
};

inline arima_values values_for_arima(const yearly_values& series) {
  arima_values result;
  const auto& given = series.values;
  std::size_t last = 0;
  for (std::size_t t = 0; t < given.size(); ++t) {
    if (!given[t]) continue;
    const double value = *given[t];
    if (!std::isfinite(value)) {
      throw invalid_input("arima: the value of " + std::to_string(series.first_year + static_cast<int>(t)) +
                          " is not a finite number, as is needed");
    }
    if (result.y.empty()) {
      result.before = t;
    } else {
      const double from = result.y.back();
      const double width = static_cast<double>(t - last);
      for (std::size_t i = last + 1; i < t; ++i) {
        result.missing.push_back(result.y.size());
        const double part = static_cast<double>(i - last) / width;
        result.y.push_back((1 - part) * from + part * value);
      }
    }
    result.y.push_back(value);
    result.largest = std::max(result.largest, std::abs(value));
    last = t;
  }
  if (result.y.empty()) throw cannot_answer("arima: no year has a value");
  if (result.missing.size() > 200) {
    throw cannot_answer("arima: " + std::to_string(result.missing.size()) +
                        " years are missing between the first value and the last, but 200 are the most that it can do");
  }
  result.after = given.size() - 1 - last;
  return result;
}

// The series that an ARMA process sees: differenced, less `centre` (the mean, with a constant that is fitted), divided
// by `scale` (the root mean square of that).
struct arima_frame {
  arma_series series;
  double centre = 0;
  double scale = 0;        // 0: the differenced series does not vary
  double gap_measure = 0;  // what integrating missing values over x instead of y adds to log L (d = 2)
};

inline std::vector<double> differenced(std::vector<double> y, int d) {
  for (int i = 0; i < d && !y.empty(); ++i) {
    for (std::size_t t = 0; t + 1 < y.size(); ++t) y[t] = y[t + 1] - y[t];
    y.pop_back();
  }
  return y;
}

inline arima_frame frame_for_arima(const arima_values& values, int d, bool constant, double known_constant) {
  arima_frame frame;
  frame.series.constant = constant;
  std::vector<double>& x = frame.series.x;
  x = differenced(values.y, d);
  const double m = static_cast<double>(x.size());
  frame.centre = known_constant;
  if (constant) {
    // by steps: a sum could overflow
    for (std::size_t t = 0; t < x.size(); ++t) frame.centre += (x[t] - frame.centre) / static_cast<double>(t + 1);
  }
  double most = 0;
  for (double& value : x) {
    value -= frame.centre;
    most = std::max(most, std::abs(value));
  }
  if (!(most > 1e-14 * values.largest)) return frame;
  double squares = 0;
  for (const double value : x) squares += (value / most) * (value / most);
  frame.scale = most * std::sqrt(squares / m);
  for (double& value : x) value /= frame.scale;
  const auto places = static_cast<std::size_t>(d);
  for (const std::size_t at : values.missing) {
    // y enters x at its own place less d, and the d places after that; those before the first x do not exist
    constexpr double change[3][3] = {{1, 0, 0}, {1, -1, 0}, {1, -2, 1}};
    arma_series::gap gap{at - std::min(at, places), {}};
    const std::size_t skipped = places - std::min(at, places);
    for (std::size_t i = skipped; i <= places; ++i) gap.change[i - skipped] = change[d][i];
    frame.series.gaps.push_back(gap);
  }
  if (d == 2) {
    // y_(1+h) = y_1 + h (y_2 - y_1) + ..: given y_1 and y_(1+h), y_2 has a density h times that of y_(1+h)
    std::size_t second = 1;
    while (std::find(values.missing.begin(), values.missing.end(), second) != values.missing.end()) ++second;
    frame.gap_measure = std::log(static_cast<double>(second));
  }
  return frame;
}

}  // namespace tollcast::detail
