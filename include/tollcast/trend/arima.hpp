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

struct arima_fit;

// phi_1 .. phi_p, theta_1 .. theta_q and c of `arima`.
struct arima_parameters {
  std::vector<double> ar = {};
  std::vector<double> ma = {};
  std::optional<double> constant = {};
};

// The autoregressive integrated moving average (Box and Jenkins 1970), as R's forecast::Arima parametrises it:
//   x_t = c + u_t,   x = y differenced d times
//   u_t = phi_1 u_(t-1) + .. + phi_p u_(t-p) + e_t + theta_1 e_(t-1) + .. + theta_q e_(t-q),   e_t ~ N(0, sigma^2)
// so that c is the mean for d = 0 and the drift, in units a year, for d = 1. Fitted by exact maximum likelihood; the
// first d values are given (a diffuse start). u is stationary and its moving average invertible, or has roots on the
// unit circle. A missing year is integrated out; missing years before the first value and after the last add nothing.
struct arima {
  int p = 0;  // 0 .. 5
  int d = 0;  // 0 .. 2
  int q = 0;  // 0 .. 5
  bool constant = false;
  std::optional<arima_parameters> fixed = {};  // taken as known instead of fitted; without its constant, that is fitted

  // Throws invalid_input for orders outside their ranges, a constant with d = 2, values that are not finite, and fixed
  // parameters of another number or that are not stationary and invertible. Throws cannot_answer where there are not
  // more values than d and parameters, for more than 200 missing years, and for coefficients of a series that does not
  // vary after its differences.
  arima_fit fit(const yearly_values& series) const;
};

std::string to_string(const arima& model);  // ARIMA(0,1,1) with drift

// A model that an automatic choice looked at.
struct arima_candidate {
  arima model;
  std::optional<double> criterion;  // nothing where it could not be fitted or was refused
};

struct arima_fit {
  arima specification;
  yearly_values series;
  fit_status status;
  std::vector<std::string> notes;

  arima_parameters parameters;
  // The partial autocorrelations that ar has (Monahan 1984), then those of the autoregression -ma: all in [-1, 1].
  std::vector<double> partial;
  std::vector<std::optional<double>> standard_errors;  // ar, ma, constant: from the curvature of the likelihood
  // sigma^2: sum of squares / (n - d - fitted coefficients), n the number of values; 0 for a series that does not vary.
  double innovation_variance;
  std::vector<std::optional<double>> residuals;  // e_t as expected from all values, by year; nothing in the first d
  // Of the values given the first d. sigma^2 counts as a parameter. Nothing for a series that does not vary.
  std::optional<double> log_likelihood;
  std::optional<double> aic;
  std::optional<double> aicc;  // nothing where there are too few values
  std::optional<double> bic;
  std::vector<arima_candidate> candidates;  // of an automatic choice, in the order in which they were tried

  // The laws of the `years` years after the last of the series.
  // - ignored: normal, at the fitted parameters with sigma^2 = innovation_variance, as R's forecast::Arima.
  // - included: with a flat prior for c and log sigma, Student t with n - d degrees of freedom, less 1 for a fitted c,
  //   given the coefficients (Box and Tiao 1973); those are averaged over their likelihood with a flat prior for the
  //   partial autocorrelations (Barnett, Kohn and Sheather 1996, J. Econometrics 74:237) by importance sampling at
  //   fixed points (15 for one coefficient, else 40). The average is given as one Student t law with its mean and
  //   squared scale. With fewer than 3 degrees of freedom, a t with 3 has the same 95 % interval, and a variance.
  // A series that does not vary is continued without scatter. Throws invalid_input unless 1 <= years <= 1000, and
  // cannot_answer where a forecast would exceed the range of numbers.
  std::vector<any_continuous_distribution> forecast(
      int years, parameter_uncertainty uncertainty = parameter_uncertainty::included) const;
};

}  // namespace tollcast

#ifndef TOLLCAST_COMPILED
#include <tollcast/trend/detail/arima.ipp>
#include <tollcast/trend/detail/arima_forecast.ipp>
#endif
