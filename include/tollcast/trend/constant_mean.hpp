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

struct constant_mean_fit;

// Values that scatter about one mean: y_t = mu + e_t, e_t ~ N(0, sigma^2) (Hyndman and Athanasopoulos 2021, section
// 5.2), the model called `mean` in the program. A year without a value is left out.
struct constant_mean {
  // Throws cannot_answer for fewer than 2 values, invalid_input for one beyond +-10^100.
  constant_mean_fit fit(const yearly_values& series) const;
};

struct constant_mean_fit {
  yearly_values series;
  fit_status status;
  std::vector<std::string> notes;
  std::vector<named_estimate> parameters;  // mean (se sigma / sqrt(n)), sigma
  double mean_value;
  double mean_se;
  double residual_variance;  // sum of (y - mean)^2 / (n - 1)
  int degrees_of_freedom;    // n - 1
  // Nothing where there is no scatter. mu and sigma count as parameters.
  std::optional<double> log_likelihood;
  std::optional<double> aic;
  std::optional<double> aicc;
  std::optional<double> bic;

  // The laws of the years after the last of the series, all alike: normal with the standard deviation sigma for known
  // parameters, else Student's t with n - 1 degrees of freedom and the scale sigma sqrt(1 + 1/n) (for fewer than 3,
  // with 3 and the same 80 % interval), which is exact. Throws invalid_input unless 1 <= years <= 1000.
  std::vector<any_continuous_distribution> forecast(
      int years, parameter_uncertainty uncertainty = parameter_uncertainty::included) const;
};

}  // namespace tollcast

#ifndef TOLLCAST_COMPILED
#include <tollcast/trend/detail/constant_mean.ipp>
#endif
