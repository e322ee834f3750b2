#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include <tollcast/core/config.hpp>
#include <tollcast/distribution/any_continuous.hpp>
#include <tollcast/series/yearly_values.hpp>
#include <tollcast/trend/forecast.hpp>
#include <tollcast/trend/smoothing_form.hpp>
#include <tollcast/trend/trend_summary.hpp>

namespace tollcast {

struct smoothing_fit;

enum class smoothing_criterion { aicc, aic, bic };

// Exponential smoothing in innovations form (Hyndman, Koehler, Ord and Snyder 2008, "Forecasting with Exponential
// Smoothing"), by maximum likelihood over alpha, beta, phi and the states before the first year, in the usual region
// within the bounds of R's forecast::ets: 10^-4 <= beta <= alpha <= .9999, .8 <= phi <= .98. The likelihood has several
// peaks on short series: the search begins from many points. A missing year has no error: its level and growth are as
// the year before said, and it has no part in the likelihood.
struct exponential_smoothing {
  // Nothing: the form with the lowest criterion of those that ets() of R considers, errors of both kinds with no, an
  // additive and a damped trend; multiplicative errors only where all values are positive.
  std::optional<smoothing_form> form = {};
  smoothing_criterion criterion = smoothing_criterion::aicc;
  bool multiplicative_trend = false;  // whether these are chosen from too

  // Throws cannot_answer for no more values than the form has parameters (alpha, beta, phi, the states and sigma: 3 for
  // ETS(A,N,N), 6 for ETS(A,Ad,N)), and where errors or trend are multiplicative and a value is not positive;
  // invalid_input for a value beyond +-10^100. Of forms without a choice of parameters that leaves any scatter the
  // first in the order above is taken; of 4 values, for which no form has an AICc, ETS(A,N,N).
  smoothing_fit fit(const yearly_values& series) const;
};

// The form at parameters from elsewhere, with everything that a fit tells (the information criteria count the
// parameters as if they were estimated, and so do the forecasts). Throws as `fit`, and invalid_input unless
// 0 <= beta <= alpha <= 1 and 0 < phi <= 1 and the fitted values of multiplicative errors, and the states of
// multiplicative trends, stay positive.
smoothing_fit smoothing_at(const yearly_values& series, const smoothing_form& form,
                           const smoothing_parameters& parameters);

// A year of the series.
struct smoothing_year {
  int year;
  std::optional<double> observed;
  double fitted;
  std::optional<double> error;  // r_t: observed - fitted, over fitted for multiplicative errors
  double level;                 // after the year
  double growth;
};

// A form that was compared.
struct smoothing_candidate {
  smoothing_form form;
  double log_likelihood;
  double aic;
  std::optional<double> aicc;
  double bic;
};

struct smoothing_fit {
  yearly_values series;
  smoothing_form form;
  fit_status status;
  std::vector<std::string> notes;
  smoothing_parameters estimates;
  std::vector<named_estimate> parameters;  // alpha, beta, phi, level, growth (as the form has them) and sigma
  std::vector<smoothing_year> years;       // from the first known value to the last
  double residual_variance;                // of r_t, by degrees of freedom
  int degrees_of_freedom;                  // values less alpha, beta, phi and the states
  // At the maximum over sigma, -n/2 (1 + log(2 pi sum r^2 / n)) - sum log mu_t (the sum for multiplicative errors
  // only); that of R's ets() is higher by n/2 (1 + log(2 pi / n)). sigma counts as a parameter. Nothing where no
  // scatter is left.
  std::optional<double> log_likelihood;
  std::optional<double> aic;
  std::optional<double> aicc;
  std::optional<double> bic;
  std::vector<smoothing_candidate> candidates;  // of the automatic choice, in the order of smoothing_forms()

  // The laws of the years after the last of the series.
  // - No, additive or damped trend, known parameters: normal with the mean l_n + (phi + ... + phi^h) b_n and the
  // variance
  //   of Hyndman et al. (2008, tables 6.1 and 6.2), exact for additive errors. (The law is exactly normal for additive
  //   errors; for multiplicative ones R takes it as normal too.)
  // - The same with uncertain parameters: Student's t with degrees_of_freedom (at least 3, keeping the 80 % interval).
  //   The square of its scale is the expected squared distance from that mean, with alpha, beta, phi (flat beforehand
  //   in the region above), the states and log sigma integrated given the values: states and sigma in closed form
  //   (errors weighed as at the fit where they are multiplicative), the rest over a grid that closes in on where the
  //   probability lies.
  // - Multiplicative trend: 5,000 simulated paths (always the same), with parameters drawn given the values (normal
  // about
  //   the optimum, weighed by the likelihood), or with the estimates. No path strays beyond 1,000 times the largest
  //   value, and one whose level reaches 0 no longer grows.
  // Throws invalid_input unless 1 <= years <= 1000.
  std::vector<any_continuous_distribution> forecast(
      int years, parameter_uncertainty uncertainty = parameter_uncertainty::included) const;
};

// The values of the years after the last known one if their errors r_t are those given.
std::vector<double> simulated_path(const smoothing_fit& fit, std::span<const double> errors);

}  // namespace tollcast

#ifndef TOLLCAST_COMPILED
#include <tollcast/trend/detail/exponential_smoothing.ipp>
#include <tollcast/trend/detail/exponential_smoothing_forecast.ipp>
#endif
