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

struct theta_fit;

// The theta method (Assimakopoulos and Nikolopoulos 2000) as simple exponential smoothing with drift (Hyndman and
// Billah 2003, section 3): y_t = l_{t-1} + e_t, l_t = l_{t-1} + alpha e_t, e_t ~ N(0, sigma^2), whose forecast h years
// ahead is raised by half the slope b of the least-squares line through the values,
//   l_n + b/2 (h - 1 + (1 - (1 - alpha)^n) / alpha).
// alpha in [0, 1] and l_0 minimise the squared errors of the smoothing (the drift plays no part in it): for each alpha
// the best l_0 is a matter of least squares, and alpha is searched along the whole interval. Years without a value are
// exactly allowed for: their errors stay in the level.
struct theta {
  // Throws cannot_answer for fewer than 4 values, invalid_input for one beyond +-10^100.
  theta_fit fit(const yearly_values& series) const;
};

struct theta_fit {
  yearly_values series;
  fit_status status;
  std::vector<std::string> notes;
  std::vector<named_estimate> parameters;  // alpha, level, drift, sigma
  double alpha;
  double level;              // l_n, after the last value
  double drift;              // b/2
  double residual_variance;  // squared errors of the smoothing / (n - 2)
  int degrees_of_freedom;    // n - 2
  // Of the smoothing, at the maximum over alpha, l_0 and sigma; nothing where there is no scatter.
  std::optional<double> log_likelihood;
  std::optional<double> aic;
  std::optional<double> aicc;
  std::optional<double> bic;

  // The laws of the years after the last of the series, h years after the last value at the mean above.
  // - For known parameters normal with the variance sigma^2 (1 + (h - 1) alpha^2) (Hyndman and Billah 2003, section 4).
  // - Else Student's t with n - 3 degrees of freedom (for n = 4 and 5 with 3 and the same 80 % interval). The square of
  //   its scale is what smoothing with a drift that is estimated, not halved, expects of the squared distance from
  //   theta's mean: alpha, l_0, the drift and log sigma, flat beforehand, are integrated given the values (l_0, drift
  //   and sigma in closed form, alpha over 16 cells). So the uncertainty of the drift counts, and what halving it may
  //   miss.
  // Throws invalid_input unless 1 <= years <= 1000.
  std::vector<any_continuous_distribution> forecast(
      int years, parameter_uncertainty uncertainty = parameter_uncertainty::included) const;
};

}  // namespace tollcast

#ifndef TOLLCAST_COMPILED
#include <tollcast/trend/detail/theta.ipp>
#endif
