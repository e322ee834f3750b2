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

struct dynamic_theta_fit;

// The dynamic optimised theta model (Fiorucci, Pellegrini, Louzada, Petropoulos and Koehler 2016, section 2.3):
//   y_t = mu_t + e_t,  e_t ~ N(0, sigma^2)
//   mu_t = l_{t-1} + (1 - 1/theta) [(1 - alpha)^(t-1) A_{t-1} + (1 - (1 - alpha)^t)/alpha B_{t-1}]
//   l_t = l_{t-1} + alpha (y_t - l_{t-1})
// where A_t + B_t s is the least-squares line through y_1 .. y_t (B_1 = 0). The squared errors are minimised over alpha
// in [.1, .99], where statsforecast looks, and theta in [1, 10^10]. Given alpha the errors are linear in
// 1 - 1/theta and l_0, which are a matter of least squares; alpha is searched along the whole interval.
struct dynamic_theta {
  // What the smoothed level begins with.
  // - first_value: l_0 = y_1 / theta, so that mu_1 = y_1 with the line A_0 = y_1, B_0 = 0; errors from y_2 on count.
  //   Like the trend itself this does not depend on where the values have their 0.
  // - estimated: l_0 minimises the errors from y_4 on, the objective of statsforecast's DynamicOptimizedTheta. With the
  //   first three left out l_0 may be far from any value.
  enum class initial_level { first_value, estimated };
  initial_level initial = initial_level::first_value;

  // Throws cannot_answer for fewer than 4 values (7 with an estimated l_0) and where a year between the first value and
  // the last has none; invalid_input for a value beyond +-10^100.
  dynamic_theta_fit fit(const yearly_values& series) const;
};

struct dynamic_theta_fit {
  dynamic_theta specification;
  yearly_values series;
  fit_status status;
  std::vector<std::string> notes;
  std::vector<named_estimate> parameters;  // alpha, theta, initial_level, sigma
  double alpha;
  double theta;
  double initial_level;      // l_0
  double residual_variance;  // squared errors / degrees_of_freedom
  int degrees_of_freedom;    // the errors that count less alpha, theta and an estimated l_0
  // Given the values before the errors that count; nothing where there is no scatter.
  std::optional<double> log_likelihood;
  std::optional<double> aic;
  std::optional<double> aicc;
  std::optional<double> bic;

  // The laws of the years after the last of the series. The mean h years ahead is that of the recursion above with
  // means in place of values; the variance sigma^2 times the sum of squares of what an error of each year before adds
  // to the mean, which is exact, for the recursion is linear.
  // - For known parameters normal.
  // - Else Student's t with degrees_of_freedom (for fewer than 3, with 3 and the same 80 % interval). The square of its
  //   scale is the expected squared distance from the mean above when alpha, 1 - 1/theta, l_0 and log sigma, flat
  //   beforehand, are integrated given the values: alpha over 16 cells, 1 - 1/theta over 8 each, the rest in closed
  //   form.
  // Throws invalid_input unless 1 <= years <= 1000.
  std::vector<any_continuous_distribution> forecast(
      int years, parameter_uncertainty uncertainty = parameter_uncertainty::included) const;
};

}  // namespace tollcast

#ifndef TOLLCAST_COMPILED
#include <tollcast/trend/detail/dynamic_theta.ipp>
#endif
