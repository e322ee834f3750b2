#pragma once

#include <optional>
#include <string>
#include <vector>

#include <tollcast/core/config.hpp>
#include <tollcast/distribution/any_continuous.hpp>
#include <tollcast/series/yearly_values.hpp>
#include <tollcast/trend/forecast.hpp>
#include <tollcast/trend/trend_summary.hpp>

namespace tollcast {

struct naive_fit;

// The random walk: y_t = y_{t-1} + e_t, e_t ~ N(0, sigma^2) (Hyndman and Athanasopoulos 2021, sections 5.2 and 5.5).
// Over k years the steps add up to a variance of k sigma^2, so years without a value are exactly allowed for.
struct naive {
  // Throws cannot_answer for fewer than 2 values, invalid_input for one beyond +-10^100.
  naive_fit fit(const yearly_values& series) const;
};

struct naive_fit {
  yearly_values series;
  fit_status status;
  std::vector<std::string> notes;
  std::vector<named_estimate> parameters;  // sigma
  double last_value;
  double residual_variance;  // sum of step^2 / years over the m steps between known values, / m
  int degrees_of_freedom;    // m
  // Given the first value; nothing where there is no scatter. sigma counts as a parameter.
  std::optional<double> log_likelihood;
  std::optional<double> aic;
  std::optional<double> aicc;
  std::optional<double> bic;

  // The laws of the years after the last of the series. h years after the last value: normal with the standard
  // deviation sigma sqrt(h); with the uncertainty of sigma, Student's t with m degrees of freedom and that scale (for m
  // < 3, with 3 and the same 80 % interval, so that it has a variance). Throws invalid_input unless 1 <= years <= 1000.
  std::vector<any_continuous_distribution> forecast(
      int years, parameter_uncertainty uncertainty = parameter_uncertainty::included) const;
};

}  // namespace tollcast

#ifndef TOLLCAST_COMPILED
#include <tollcast/trend/detail/naive.ipp>
#endif
