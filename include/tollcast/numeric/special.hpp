#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>

namespace tollcast {

namespace detail {

inline constexpr double half_log_two_pi = 0.91893853320467274178;

// Stirling's series for log Gamma(x) - [(x - 1/2) log x - x + log(2 pi)/2], x >= 8 (NIST DLMF 5.11.1); the first term
// left out is below 1e-15 there.
inline double stirling_series(double x) {
  const double z = 1.0 / (x * x);
  return (1.0 / 12 -
          z * (1.0 / 360 -
               z * (1.0 / 1260 - z * (1.0 / 1680 - z * (1.0 / 1188 - z * (691.0 / 360360 - z * (1.0 / 156))))))) /
         x;
}

}  // namespace detail

// log Gamma(x) for x > 0. Thread-safe (std::lgamma need not be) and the same with every compiler; the error is below
// 1e-14 of the value, or below 1e-14 where the value is below 1. Gamma(x) = Gamma(x + n) / (x (x + 1) ... (x + n - 1))
// lifts a small x to where Stirling's series holds.
inline double log_gamma(double x) {
  double product = 1.0;
  for (; x < 8.0; x += 1.0) product *= x;
  const double lifted = (x - 0.5) * std::log(x) - x + detail::half_log_two_pi + detail::stirling_series(x);
  return product == 1.0 ? lifted : lifted - std::log(product);
}

// Binet's function log Gamma(x + 1) - [(x + 1/2) log x - x + log(2 pi)/2], x > 0: what Stirling's formula leaves of x!
// (Loader 2000, "Fast and accurate computation of binomial probabilities", eq. 4).
inline double stirling_error(double x) {
  return x >= 8.0 ? detail::stirling_series(x) : log_gamma(x) - (x - 0.5) * std::log(x) + x - detail::half_log_two_pi;
}

// log Gamma(x + a) - log Gamma(x) for x > 0, x + a > 0, to about 1e-14 of the value (or 1e-14, where that is more) also
// where both terms are of the order of 10^13 and their difference as written would keep three digits.
inline double log_gamma_ratio(double x, double a) {
  if (std::min(x, x + a) < 8.0) return log_gamma(x + a) - log_gamma(x);
  return (x + a - 0.5) * std::log1p(a / x) + a * (std::log(x) - 1.0) +
         (detail::stirling_series(x + a) - detail::stirling_series(x));
}

// u - log(1 + u) for u > -1, without the cancellation near 0: with v = u / (2 + u), log(1 + u) = 2 (v + v^3/3 + v^5/5 +
// ...) and u - 2 v = u v.
inline double minus_log1p(double u) {
  if (std::abs(u) > 0.25) return u - std::log1p(u);
  const double v = u / (2.0 + u);
  const double v2 = v * v;
  double sum = 0.0;
  for (int k = 21; k >= 3; k -= 2) sum = v2 * (1.0 / k + sum);
  return v * (u - 2.0 * sum);
}

// x log(x / m) + m - x for x, m > 0 with the difference m - x given: what an x is worse than the best m, in the
// saddle-point form of the Poisson and the binomial law (Loader 2000, eq. 5, there x D_0(m / x)).
inline double deviance(double x, double m, double difference) {
  if (difference > -0.5 * x) return x * minus_log1p(difference / x);
  const double ratio = x / m;
  return x * (ratio < 1e300 ? std::log(ratio) : std::log(x) - std::log(m)) + difference;
}

namespace detail {

// -[digamma(x) - log(x) + 1/(2 x)] for x >= 8 (NIST DLMF 5.11.2).
inline double digamma_tail(double x) {
  const double z = 1 / (x * x);
  return z *
         (1.0 / 12 -
          z * (1.0 / 120 - z * (1.0 / 252 - z * (1.0 / 240 - z * (1.0 / 132 - z * (691.0 / 32760 - z * (1.0 / 12)))))));
}

// digamma(x) - log(x), x > 0: lifted to where the series holds by digamma(x) = digamma(x + 1) - 1/x.
inline double digamma_less_log(double x) {
  double lifted = x;
  double sum = 0;
  for (; lifted < 8; lifted += 1) sum += 1 / lifted;
  const double series = -0.5 / lifted - digamma_tail(lifted);
  return sum > 0 ? series - sum + std::log(lifted / x) : series;
}

}  // namespace detail

// log(sum of exp(x_i)), without overflow; minus infinity for nothing, or for nothing but minus infinities.
inline double log_sum_exp(std::span<const double> x) {
  double largest = -std::numeric_limits<double>::infinity();
  for (const double value : x) largest = std::max(largest, value);
  if (std::isinf(largest)) return largest;
  double sum = 0.0;
  for (const double value : x) sum += std::exp(value - largest);
  return largest + std::log(sum);
}

}  // namespace tollcast
