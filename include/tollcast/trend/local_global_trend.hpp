#pragma once

#include <string>
#include <vector>

#include <tollcast/core/config.hpp>
#include <tollcast/distribution/any_continuous.hpp>
#include <tollcast/series/yearly_values.hpp>
#include <tollcast/trend/local_global_trend_point.hpp>
#include <tollcast/trend/trend_summary.hpp>

namespace tollcast {

struct local_global_trend_fit;

// The trend of all years and that of late, with heavy-tailed errors (LGT of Smyl, Bergmeir, Dokumentov, Long, Wibowo
// and Schmidt 2025, "Local and global trend Bayesian exponential smoothing models", Int. J. Forecast. 41:111). With m
// the largest value of the series, the level l_1 = y_1 and the growth b_1 = 0,
//   y_t = l_{t-1} + gamma (l_{t-1} / m)^rho + lambda b_{t-1} + sigma (l_{t-1} / m)^tau e_t,  e_t ~ Student's t with nu
//   l_t = alpha y_t + (1 - alpha) l_{t-1},  b_t = beta (l_t - l_{t-1}) + (1 - beta) b_{t-1}.
// The paper's constant term of the scale, xi, is 0, and so is the first growth: neither helps. A year without a value
// has e_t = 0 and no part in the likelihood.
//
// Beforehand alpha, beta, tau ~ U(0, 1), rho ~ U(-1/2, 1), lambda ~ U(-1, 1), nu ~ U(2, 20), and, with d the mean of
// |y_t - y_{t-1}|, gamma ~ Cauchy(0, d / 10) and sigma ~ Cauchy(0, d) above 0. The probabilities given the series come
// by quadrature in place of the paper's Markov chains: 250 points of a Kronecker sequence (the fractional parts of 1/2
// + i / x^k, x^7 = x + 1) over alpha, beta, rho, lambda, tau and nu, at each a pair of gamma and sigma from about the
// most probable, then 250 or more where the former found the probability to lie, all weighed by likelihood times prior
// over their density (Owen and Zhou 2000, "Safe and effective importance sampling", J. Am. Stat. Assoc. 95:135). The
// same series has always the same answer.
struct local_global_trend {
  // Throws cannot_answer for fewer than 4 values and for one that is not positive, invalid_input for one beyond 10^100.
  local_global_trend_fit fit(const yearly_values& series) const;
};

// sum over t > 1 of log p(y_t | y_1 ... y_{t-1}). Throws as the fit, and invalid_input unless 0 <= alpha, beta, tau <=
// 1, sigma and nu > 0, and all are finite.
double log_likelihood(const local_global_trend_parameters& parameters, const yearly_values& series);

struct local_global_trend_fit {
  yearly_values series;
  fit_status status;  // converged where effective_points are 25 or more
  std::vector<std::string> notes;
  std::vector<named_estimate> parameters;  // alpha, beta, gamma, rho, lambda, sigma, tau, nu: means, intervals of 95 %
  std::vector<local_global_trend_point> points;
  double effective_points;  // 1 / sum of weight^2

  // The laws of the years after the last of the series: 2,000 simulated paths (always the same), spread over the points
  // by their weights. No path falls below a hundredth of the smallest value or rises beyond 1,000 times the largest.
  // Throws invalid_input unless 1 <= years <= 1000.
  std::vector<any_continuous_distribution> forecast(int years) const;
};

}  // namespace tollcast

#ifndef TOLLCAST_COMPILED
#include <tollcast/trend/detail/local_global_trend.ipp>
#endif
