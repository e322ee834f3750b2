#pragma once

#include <algorithm>
#include <cmath>

#include <tollcast/numeric/special.hpp>

// Half of Gini's mean difference, E|Y - Y'| / 2 of two independent draws, of the negative binomial law with mean m and
// size r, o = m / r, and of the Poisson law, o = 0. In closed form it is (Wei and Held 2014, TEST 23:787, eq. 9)
//   m (1 + o) F(1 + r, 1/2; 2; -4 o (1 + o)),   m e^(-2 m) (I_0(2 m) + I_1(2 m))
// with Gauss's hypergeometric function F. Both functions below are that F about its other singular point (NIST DLMF
// 15.8.4), where no terms of unlike sign meet.
namespace tollcast::detail {

// For variances s^2 = m (1 + o) > 30 and sizes r > 40, the asymptotic series
//   s sqrt(r) Gamma(r + 1/2) / (sqrt(pi) Gamma(r + 1)) sum of t_k,
//   t_0 = 1, t_(k+1) / t_k = (k^2 - 1/4) / ((1 - (k + 1/2) / r) (k + 1) 4 s^2);
// what it leaves out is of the order of (1 + 2 o)^(-2 r) or e^(-4 s^2).
inline double wide_mean_difference(double variance, double size) {
  double term = 1.0;
  double sum = 1.0;
  for (double k = 0.0; k < 20.0; k += 1.0) {
    term *= (k * k - 0.25) / ((1.0 - (k + 0.5) / size) * (k + 1.0) * 4.0 * variance);
    sum += term;
    if (std::abs(term) < 1e-17) break;
  }
  constexpr double inverse_root_pi = 0.56418958354775628695;
  // sqrt(r) Gamma(r + 1/2) / Gamma(r + 1), whose logarithm is -1/(8 r) + 1/(192 r^3) - 1/(640 r^5) + 17/(14336 r^7).
  const double z = 1.0 / (size * size);
  const double root = std::exp((-1.0 / 8 + z * (1.0 / 192 - z * (1.0 / 640 - z * (17.0 / 14336)))) / size);
  return std::sqrt(variance) * inverse_root_pi * root * sum;
}

// Gamma(x + a) / Gamma(x) Gamma(y) / Gamma(y + a), as a logarithm that keeps its digits as a -> 0; x, y, x + a and
// y + a positive.
inline double log_rise_ratio(double x, double y, double a) {
  double above = 0.0;  // the product of (1 + a / (y + i)), less 1; below the same of x
  double below = 0.0;
  for (; std::min(x, y) < 8.0; x += 1.0, y += 1.0) {
    above += a / y * (1.0 + above);
    below += a / x * (1.0 + below);
  }
  const auto digamma_at = [](double z) { return std::log(z) + digamma_less_log(z); };
  const double lifted = std::abs(a) < 1e-5 ? a * (digamma_at(x + 0.5 * a) - digamma_at(y + 0.5 * a))
                                           : log_gamma_ratio(x, a) - log_gamma_ratio(y, a);
  return lifted + std::log1p(above) - std::log1p(below);
}

// For odds o >= 1/2: with w = 1 / (1 + 2 o)^2, s = r - 1/2, n = s rounded to an integer, d = s - n and
//   g(x) = Gamma(x + 1) / Gamma(x + 1/2),   h(x) = Gamma(x + 1/2) / Gamma(x + 1),   f(x) = x h(x) h(s + x) w^(s + x),
// m (1 + o) / (1 + 2 o) 2 / (pi r) times
//   sum over k = 0 ... n of g(s - k) h(k) w^k  +  cot(pi d) sum over j >= 1 of [f(j) - f(j - d)],
// where the difference is carried along instead of taken, so that d -> 0 has its limit.
inline double skewed_mean_difference(double mean, double size, double odds) {
  constexpr double pi = 3.14159265358979323846;
  constexpr double root_pi = 1.77245385090551602730;
  const double c = 1.0 + 2.0 * odds;
  const double w = 1.0 / c / c;
  const double s = size - 0.5;
  const double n = std::max(0.0, std::round(s));
  const double g0 = std::exp(log_gamma_ratio(size + 1.0, -0.5)) * size;  // g(s)
  double term = g0 * root_pi;
  double sum = term;
  bool settled = false;
  for (double k = 0.0; k < n; k += 1.0) {
    term *= w * (s - k - 0.5) / (s - k) * (k + 0.5) / (k + 1.0);
    sum += term;
    settled = term < 1e-17 * sum;
    if (settled) break;
  }
  if (!settled) {
    const double shift = s - n;
    const double d = std::abs(shift) < 1e-30 ? 1e-30 : shift;
    // f(1) and f(1 - d), f being u(x) h(s + x) w^(s + x) with u(x) = Gamma(x + 1/2) / Gamma(x).
    double f = 0.5 * root_pi / ((size + 0.5) * (g0 / size)) * std::exp((s + 1.0) * std::log(w));
    const double rise = log_rise_ratio(1.5, 1.0, -d) + log_rise_ratio(s + 1.5, s + 2.0, -d) - d * std::log(w);
    double before = f * std::exp(rise);
    double difference = -f * std::expm1(rise);
    double tail = 0.0;
    for (double x = 1.0; x < 60.0; x += 1.0) {
      tail += difference;
      if (std::abs(difference) < 1e-17 * std::abs(tail)) break;
      const double y = s + x + 1.0;
      const double rising = 1.0 + 0.5 / (x - d);  // f(x + 1) = w rising falling f(x), at x - d
      const double falling = 1.0 - 0.5 / (y - d);
      const double rising_gain = -0.5 * d / (x * (x - d));
      const double falling_gain = 0.5 * d / (y * (y - d));
      const double gain = rising_gain * (1.0 - 0.5 / y) + rising * falling_gain;
      difference = w * ((1.0 + 0.5 / x) * (1.0 - 0.5 / y) * difference + gain * before);
      before *= w * rising * falling;
    }
    sum += tail / std::tan(pi * d);
  }
  return mean * ((1.0 + odds) / c) * 2.0 / (pi * size) * sum;
}

}  // namespace tollcast::detail
