#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include <tollcast/core/error.hpp>
#include <tollcast/distribution/normal.hpp>
#include <tollcast/distribution/student_t.hpp>
#include <tollcast/numeric/reference_laws.hpp>
#include <tollcast/trend/arima.hpp>
#include <tollcast/trend/detail/arima_estimate.hpp>
#include <tollcast/trend/detail/arima_frame.hpp>
#include <tollcast/trend/detail/arma_average.hpp>
#include <tollcast/trend/detail/arma_outlook.hpp>

namespace tollcast {

namespace detail {

// The path without an ARMA process: the last value (d = 1), the last two on a line (d = 2), and the centre.
inline double path_of_last(const arima_values& values, const arima_frame& frame, int d, double steps) {
  const double last = values.y.back();
  if (d == 0) return frame.centre;
  if (d == 1) return last + steps * frame.centre;
  return last + steps * (last - values.y[values.y.size() - 2] + frame.centre * (steps + 1) / 2);
}

inline double finite_forecast(double value) {
  if (!std::isfinite(value)) throw cannot_answer("arima: the forecast exceeds the range of numbers");
  return value;
}

}  // namespace detail

TOLLCAST_INLINE std::vector<any_continuous_distribution> arima_fit::forecast(int years,
                                                                             parameter_uncertainty uncertainty) const {
  if (years < 1 || years > 1000) {
    throw invalid_input("arima: a forecast of " + std::to_string(years) +
                        " years was asked for, but 1 to 1000 can be given");
  }
  const detail::arima_values values = detail::values_for_arima(series);
  const detail::arima_frame frame = detail::frame_of(specification, values);
  const int d = specification.d;
  const std::size_t steps = values.after + static_cast<std::size_t>(years);
  std::vector<any_continuous_distribution> laws;
  laws.reserve(static_cast<std::size_t>(years));
  const auto path = [&](std::size_t h) { return detail::path_of_last(values, frame, d, static_cast<double>(h + 1)); };
  if (frame.scale == 0) {
    for (std::size_t h = values.after; h < steps; ++h) laws.emplace_back(normal(detail::finite_forecast(path(h)), 0));
    return laws;
  }
  std::optional<std::size_t> last_gap;
  if (d == 2 && !values.missing.empty() && values.missing.back() + 2 == values.y.size()) {
    last_gap = values.missing.size() - 1;
  }
  detail::arma_likelihood likelihood(frame.series);
  detail::arma_outlook outlook(steps, d, last_gap);
  const detail::arma_orders orders = detail::orders_of(specification);
  detail::arma_point at{};
  for (std::size_t i = 0; i < orders.count(); ++i) at[i] = i < orders.p ? std::atanh(partial[i]) : partial[i];
  if (uncertainty == parameter_uncertainty::ignored) {
    likelihood.value(orders, {at.data(), orders.count()});
    outlook.look(likelihood);
    const double sigma = std::sqrt(innovation_variance);
    for (std::size_t h = values.after; h < steps; ++h) {
      laws.emplace_back(normal(detail::finite_forecast(path(h) + frame.scale * outlook.mean(h)),
                               detail::finite_forecast(sigma * std::sqrt(outlook.variance(h)))));
    }
    return laws;
  }
  const bool averaged = !specification.fixed && orders.count() > 0;
  const detail::averaged_outlook average = detail::average_outlook(likelihood, outlook, orders, at, averaged);
  // A t with few degrees of freedom has no variance: one with 3 and the same 95 % interval.
  const double enough = std::max(average.degrees, 3.0);
  const double stretched =
      average.degrees < 3 ? student_t_quantile(.975, average.degrees) / student_t_quantile(.975, enough) : 1;
  for (std::size_t h = values.after; h < steps; ++h) {
    const double scale = stretched * frame.scale * std::sqrt(average.squared_scale[h]);
    laws.emplace_back(student_t(detail::finite_forecast(path(h) + frame.scale * average.mean[h]),
                                detail::finite_forecast(scale), enough));
  }
  return laws;
}

}  // namespace tollcast
