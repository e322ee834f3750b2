#pragma once

#include <cmath>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include <tollcast/core/error.hpp>
#include <tollcast/trend/arima.hpp>
#include <tollcast/trend/detail/arima_frame.hpp>
#include <tollcast/trend/detail/arma_descent.hpp>

namespace tollcast::detail {

inline std::size_t fitted_coefficients(const arima& model) {
  if (model.fixed) return model.constant && !model.fixed->constant ? 1 : 0;
  return static_cast<std::size_t>(model.p + model.q) + (model.constant ? 1 : 0);
}

inline arma_orders orders_of(const arima& model) {
  return {static_cast<std::size_t>(model.p), static_cast<std::size_t>(model.q)};
}

inline arima_frame frame_of(const arima& model, const arima_values& values) {
  const bool known = model.fixed && model.fixed->constant;
  return frame_for_arima(values, model.d, model.constant && !known, known ? *model.fixed->constant : 0);
}

// The point of the search that has these coefficients. Throws invalid_input unless they are those of a stationary and
// invertible process.
inline arma_point point_of(const arima_parameters& parameters) {
  arma_point at{};
  const auto partial = partial_autocorrelations(parameters.ar);
  std::vector<double> inverse;
  inverse.reserve(parameters.ma.size());
  for (const double theta : parameters.ma) inverse.push_back(-theta);
  const auto ma_partial = partial_autocorrelations(inverse);
  if (!partial) throw invalid_input("arima: the autoregression that is given is not stationary, as is needed");
  if (!ma_partial) throw invalid_input("arima: the moving average that is given is not invertible, as is needed");
  const std::size_t p = parameters.ar.size();
  for (std::size_t i = 0; i < p; ++i) at[i] = std::atanh((*partial)[i]);
  for (std::size_t i = 0; i < inverse.size(); ++i) at[p + i] = (*ma_partial)[i];
  return at;
}

// Standard errors of phi and theta, with sigma^2 = 1 / (2 x objective per value): from the inverse of the objective's
// second derivatives, by central differences of its gradient; none where a root of the moving average lies on the unit
// circle.
inline std::vector<std::optional<double>> coefficient_errors(arma_likelihood& likelihood, arma_orders orders,
                                                             const arma_point& at) {
  const std::size_t n = orders.count();
  std::vector<std::optional<double>> errors(n);
  std::array<arma_point, most_arma_coefficients> second{};
  for (std::size_t i = 0; i < n; ++i) {
    constexpr double width = 1e-4;
    if (i >= orders.p && std::abs(at[i]) > 1 - 10 * width) return errors;
    arma_point up = at;
    arma_point down = at;
    arma_point at_up{};
    arma_point at_down{};
    up[i] += width;
    down[i] -= width;
    likelihood.value(orders, {up.data(), n}, {at_up.data(), n});
    likelihood.value(orders, {down.data(), n}, {at_down.data(), n});
    for (std::size_t j = 0; j < n; ++j) second[i][j] = (at_up[j] - at_down[j]) / (2 * width);
  }
  // L L' of the second derivatives; then the error of phi_j is |L^-1 (d phi_j / d at)|
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j <= i; ++j) {
      double left = (second[i][j] + second[j][i]) / 2;
      for (std::size_t k = 0; k < j; ++k) left -= second[i][k] * second[j][k];
      if (i == j && !(left > 0)) return errors;
      second[i][j] = i == j ? std::sqrt(left) : left / second[j][j];
    }
  }
  arma_polynomial ar{};
  arma_polynomial ma{};
  for (std::size_t i = 0; i < orders.p; ++i) ar[i] = std::tanh(at[i]);
  for (std::size_t i = 0; i < orders.q; ++i) ma[i] = at[orders.p + i];
  for (std::size_t j = 0; j < n; ++j) {
    const bool of_ar = j < orders.p;
    autoregression_levels levels;
    const std::span<const double> partial{of_ar ? ar.data() : ma.data(), of_ar ? orders.p : orders.q};
    levels.set(partial);
    arma_polynomial unit{};
    unit[of_ar ? j : j - orders.p] = 1;
    arma_point slope{};
    levels.pull_back(partial, unit, std::span(slope).subspan(of_ar ? 0 : orders.p, partial.size()));
    double variance = 0;
    for (std::size_t i = 0; i < n; ++i) {
      if (i < orders.p) slope[i] *= (1 - ar[i]) * (1 + ar[i]);
      for (std::size_t k = 0; k < i; ++k) slope[i] -= second[i][k] * slope[k];
      slope[i] /= second[i][i];
      variance += slope[i] * slope[i];
    }
    errors[j] = std::sqrt(variance);
  }
  return errors;
}

inline void set_criteria(arima_fit& fit, double log_likelihood, std::size_t values, std::size_t coefficients) {
  const double n = static_cast<double>(values);
  const double k = static_cast<double>(coefficients) + 1;
  fit.log_likelihood = log_likelihood;
  fit.aic = 2 * k - 2 * log_likelihood;
  fit.bic = k * std::log(n) - 2 * log_likelihood;
  if (n > k + 1) fit.aicc = *fit.aic + 2 * k * (k + 1) / (n - k - 1);
}

inline double log_likelihood_of(const arima_frame& frame, double objective) {
  constexpr double log_two_pi = 1.83787706640934548356;
  const double m = static_cast<double>(frame.series.informative());
  return -objective - m / 2 * (log_two_pi - std::log(m) + 1) - m * std::log(frame.scale) + frame.gap_measure;
}

// The fit at an optimum. `frame` must have a scale.
inline arima_fit fit_at(const arima& model, const yearly_values& series, const arima_values& values,
                        const arima_frame& frame, arma_likelihood& likelihood, const arma_optimum& optimum) {
  const arma_orders orders = optimum.orders;
  const std::size_t coefficients = fitted_coefficients(model);
  const double m = static_cast<double>(frame.series.informative());
  arima_fit fit{model, series, optimum.converged ? fit_status::converged : fit_status::not_converged,
                {},    {},     {},
                {},    0,      {},
                {},    {},     {},
                {},    {}};
  for (std::size_t i = 0; i < orders.count(); ++i) {
    fit.partial.push_back(i < orders.p ? std::tanh(optimum.at[i]) : optimum.at[i]);
  }
  if (model.fixed) {
    fit.standard_errors.resize(orders.count());
  } else {
    fit.standard_errors = coefficient_errors(likelihood, orders, optimum.at);
  }
  likelihood.value(orders, {optimum.at.data(), orders.count()});
  fit.parameters.ar.assign(likelihood.ar().begin(), likelihood.ar().begin() + model.p);
  fit.parameters.ma.assign(likelihood.ma().begin(), likelihood.ma().begin() + model.q);
  const double squares = likelihood.sum_of_squares();
  fit.innovation_variance = squares / (m - static_cast<double>(coefficients)) * frame.scale * frame.scale;
  if (model.constant) {
    fit.parameters.constant = frame.centre;
    fit.standard_errors.emplace_back();
    if (frame.series.constant) {
      const std::size_t column = likelihood.columns() - 2;
      *fit.parameters.constant += frame.scale * likelihood.best()[column];
      fit.standard_errors.back() = std::sqrt(fit.innovation_variance) / likelihood.root(column)[column];
    }
  }
  fit.residuals.resize(series.values.size());
  for (std::size_t t = 0; t < frame.series.x.size(); ++t) {
    fit.residuals[values.before + t + static_cast<std::size_t>(model.d)] = likelihood.residual(t) * frame.scale;
  }
  for (const std::size_t at : values.missing) fit.residuals[values.before + at].reset();
  set_criteria(fit, log_likelihood_of(frame, optimum.objective), frame.series.informative(), coefficients);
  if (fit.status == fit_status::not_converged) {
    fit.notes.emplace_back("the search ended before it had found the highest likelihood");
  }
  if (!model.fixed) {
    for (std::size_t i = 0; i < orders.p; ++i) {
      if (std::abs(std::tanh(optimum.at[i])) < 0.9999) continue;
      fit.notes.emplace_back("the autoregression has a root next to the unit circle: a further difference may do");
      break;
    }
  }
  return fit;
}

// The fit of a series that does not vary, after its differences and its constant.
inline arima_fit fit_without_scatter(const arima& model, const yearly_values& series, const arima_frame& frame) {
  arima_fit fit{model, series, fit_status::converged, {}, {}, {}, {}, 0, {}, {}, {}, {}, {}, {}};
  if (model.fixed) fit.parameters = *model.fixed;
  fit.standard_errors.resize(static_cast<std::size_t>(model.p + model.q) + (model.constant ? 1 : 0));
  if (model.constant) fit.parameters.constant = frame.centre;
  fit.residuals.resize(series.values.size());
  fit.notes.emplace_back("the values do not vary about the model, so it has no likelihood and no scatter");
  return fit;
}

}  // namespace tollcast::detail
