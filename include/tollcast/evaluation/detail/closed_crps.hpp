#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>

#include <tollcast/distribution/distribution.hpp>
#include <tollcast/distribution/negative_binomial.hpp>
#include <tollcast/distribution/poisson.hpp>
#include <tollcast/evaluation/detail/mean_difference.hpp>
#include <tollcast/evaluation/detail/summed_crps.hpp>
#include <tollcast/numeric/detail/beta_fraction.hpp>

namespace tollcast::detail {

// The CRPS of a narrow negative binomial law (variance m (1 + o) <= 30, odds o < 1/2; o = 0 is the Poisson law) as the
// sum that defines it, probability by probability: below a few hundred terms.
inline double narrow_crps(double mean, double odds, std::int64_t outcome) {
  std::array<double, 512> pmf;
  const double q = odds / (1.0 + odds);
  const double per_step = mean / (1.0 + odds);  // r q
  const double log_none = odds > 0.0 ? -mean * std::log1p(odds) / odds : -mean;
  pmf[0] = std::exp(log_none);
  const double negligible = -1e-18 * std::expm1(log_none);
  std::size_t n = 1;
  double k = 1.0;
  do {
    pmf[n] = pmf[n - 1] * (per_step + (k - 1.0) * q) / k;
    k += 1.0;
  } while (pmf[n++] > negligible || k < mean);
  const auto y = static_cast<std::size_t>(std::min(outcome, static_cast<std::int64_t>(n)));
  double sum = static_cast<double>(outcome) - static_cast<double>(y);
  double below = 0.0;
  for (std::size_t i = 0; i < y; ++i) {
    below += pmf[i];
    sum += below * below;
  }
  double above = 0.0;
  for (std::size_t i = n; i-- > y + 1;) {
    above += pmf[i];
    sum += above * above;
  }
  return sum;
}

struct both_tails {
  double lower;  // P(Y <= y)
  double upper;  // P(Y > y)
};

inline both_tails tails(const poisson& law, std::int64_t y, double) {
  if (static_cast<double>(y) < law.mean()) {
    const double lower = cdf(law, y);
    return {lower, 1.0 - lower};
  }
  const double upper = prob_exceeds(law, y);
  return {1.0 - upper, upper};
}

// As cdf and prob_exceeds, with P(Y = y) at hand: P(Y <= y) = I_p(r, y + 1), p = r / (r + m).
inline both_tails tails(const negative_binomial& law, std::int64_t y, double pmf) {
  const double m = law.mean();
  const double r = law.size();
  const double x = static_cast<double>(y) + 1.0;
  if (std::min(x, r) > 1000.0) {
    const bool high = x > m;
    const double far = high ? prob_exceeds(law, y) : cdf(law, y);
    return high ? both_tails{1.0 - far, far} : both_tails{far, 1.0 - far};
  }
  const double p = r / (r + m);
  const double q = m / (r + m);
  const double front = pmf * q * (x - 1.0 + r);
  const bool high = p * (x - m) > 2.0 * q - 1.0;  // q < (x + 1) / (x + r + 2)
  const double far = front * (high ? beta_fraction(x, r, q, p, p * (x - m)) : beta_fraction(r, x, p, q, p * (m - x)));
  return high ? both_tails{1.0 - far, far} : both_tails{far, 1.0 - far};
}

// CRPS = E|Y - y| - E|Y - Y'| / 2, where by E[Y f(Y)] = m E[(1 + o Y / m) f(Y + 1)]
//   E|Y - y| = (y - m) (P(Y <= y) - P(Y > y)) + 2 (m + o y) P(Y = y);
// where the two nearly cancel, the sum of positive terms instead.
template <class Law>
double closed_crps(const Law& law, double odds, double size, std::int64_t outcome) {
  const double m = law.mean();
  const double variance = m * (1.0 + odds);
  if (m == 0.0) return static_cast<double>(outcome);
  if (odds < 0.5 && (variance <= 30.0 || size <= 40.0)) return narrow_crps(m, odds, outcome);
  const double mean_difference =
      size > 40.0 && variance > 30.0 ? wide_mean_difference(variance, size) : skewed_mean_difference(m, size, odds);
  const double pmf = std::exp(log_pmf(law, outcome));
  const auto y = static_cast<double>(outcome);
  const both_tails probabilities = tails(law, outcome, pmf);
  const double score =
      (y - m) * (probabilities.lower - probabilities.upper) + 2.0 * (m + odds * y) * pmf - mean_difference;
  if (score > 1e-3 * mean_difference) return score;
  return summed_crps(law, outcome, 0, largest_outcome, score_scale::natural);
}

}  // namespace tollcast::detail
