#pragma once

#include <cstddef>
#include <string>

#include <tollcast/core/error.hpp>
#include <tollcast/trend/arima.hpp>
#include <tollcast/trend/detail/arima_estimate.hpp>
#include <tollcast/trend/detail/arima_frame.hpp>
#include <tollcast/trend/detail/arma_search.hpp>

namespace tollcast {

namespace detail {

inline constexpr arma_search::effort on_the_way{4, 6, 2};
inline constexpr arma_search::effort thorough{32, 64, 24};

inline void check_orders(const arima& model) {
  const auto check = [](const char* what, int given, int most) {
    if (given < 0 || given > most) {
      throw invalid_input("arima: " + std::string(what) + " = " + std::to_string(given) +
                          " was given, but it must be between 0 and " + std::to_string(most));
    }
  };
  check("p", model.p, largest_arma_order);
  check("d", model.d, 2);
  check("q", model.q, largest_arma_order);
  if (model.constant && model.d == 2) {
    throw invalid_input("arima: a constant was asked for with d = 2, but it needs d = 0 (a mean) or d = 1 (a drift)");
  }
  if (!model.fixed) return;
  const auto given = [](const char* what, std::size_t found, int needed) {
    if (found != static_cast<std::size_t>(needed)) {
      throw invalid_input("arima: " + std::to_string(found) + " fixed " + what + " coefficients were given, but " +
                          std::to_string(needed) + " are needed");
    }
  };
  given("autoregressive", model.fixed->ar.size(), model.p);
  given("moving average", model.fixed->ma.size(), model.q);
  if (model.fixed->constant && (!model.constant || !std::isfinite(*model.fixed->constant))) {
    throw invalid_input("arima: a fixed constant was given, but it must be finite and the model must have one");
  }
}

// Throws cannot_answer unless a model's coefficients leave a value for its scatter.
inline void check_count(const arima& model, const arima_values& values) {
  const std::size_t needed = static_cast<std::size_t>(model.d) + fitted_coefficients(model) + 1;
  if (values.count() < needed) {
    throw cannot_answer("arima: " + to_string(model) + " needs " + std::to_string(needed) + " values or more, but " +
                        std::to_string(values.count()) + " are there");
  }
}

}  // namespace detail

TOLLCAST_INLINE std::string to_string(const arima& model) {
  std::string name =
      "ARIMA(" + std::to_string(model.p) + "," + std::to_string(model.d) + "," + std::to_string(model.q) + ")";
  if (model.constant) name += model.d == 0 ? " with mean" : " with drift";
  return name;
}

TOLLCAST_INLINE arima_fit arima::fit(const yearly_values& series) const {
  detail::check_orders(*this);
  const detail::arma_orders orders = detail::orders_of(*this);
  const detail::arma_point given = fixed ? detail::point_of(*fixed) : detail::arma_point{};
  const detail::arima_values values = detail::values_for_arima(series);
  detail::check_count(*this, values);
  const detail::arima_frame frame = detail::frame_of(*this, values);
  if (frame.scale == 0) {
    if (!fixed && orders.count() > 0) {
      throw cannot_answer("arima: the coefficients of " + to_string(*this) +
                          " cannot be found, as the series does not vary after its differences");
    }
    return detail::fit_without_scatter(*this, series, frame);
  }
  detail::arma_likelihood likelihood(frame.series);
  detail::arma_optimum optimum{orders, given, 0, true};
  if (fixed) {
    optimum.objective = likelihood.value(orders, {given.data(), orders.count()});
  } else {
    // a long series has few peaks
    const bool is_long = frame.series.informative() > 500;
    optimum = detail::arma_search(likelihood)
                  .find_through(orders, detail::on_the_way, is_long ? detail::on_the_way : detail::thorough);
  }
  if (!std::isfinite(optimum.objective)) {
    throw cannot_answer("arima: rounding leaves no likelihood of " + to_string(*this) + " for this series");
  }
  return detail::fit_at(*this, series, values, frame, likelihood, optimum);
}

}  // namespace tollcast
