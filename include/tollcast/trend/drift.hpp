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

struct drift_fit;

// The random walk with drift: y_t = y_{t-1} + b + e_t, e_t ~ N(0, sigma^2) (Hyndman and Athanasopoulos 2021, sections
// 5.2 and 5.5). The drift is (last value - first) / years between them, also where values between are not known.
struct drift {
  // Throws cannot_answer for fewer than 3 values, invalid_input for one beyond +-10^100.
  drift_fit fit(const yearly_values& series) const;
};

struct drift_fit {
  yearly_values series;
  fit_status status;
  std::vector<std::string> notes;
  std::vector<named_estimate>
      parameters;  // drift (se sigma / sqrt(T), T years from the first value to the last), sigma
  double last_value;
  double drift;
  double drift_se;
  double residual_variance;  // sum of (step - b years)^2 / years over the m steps between known values, / (m - 1)
  int degrees_of_freedom;    // m - 1
  // Given the first value; nothing where there is no scatter. b and sigma count as parameters.
  std::optional<double> log_likelihood;
  std::optional<double> aic;
  std::optional<double> aicc;
  std::optional<double> bic;

  // The laws of the years after the last of the series. h years after the last value the mean is last + b h, with the
  // standard deviation sigma sqrt(h) for known parameters, sigma sqrt(h + h^2 / T) with the error of the drift, T years
  // from the first value to the last (Hyndman and Athanasopoulos 2021, table 5.2), and then Student's t with m - 1
  // degrees of freedom (for fewer than 3, with 3 and the same 80 % interval). Throws invalid_input unless
  // 1 <= years <= 1000.
  std::vector<any_continuous_distribution> forecast(
      int years, parameter_uncertainty uncertainty = parameter_uncertainty::included) const;
};

}  // namespace tollcast

#ifndef TOLLCAST_COMPILED
#include <tollcast/trend/detail/drift.ipp>
#endif
