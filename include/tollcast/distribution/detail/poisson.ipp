#pragma once

#include <algorithm>
#include <cmath>
#include <limits>

#include <boost/math/special_functions/gamma.hpp>
#include <boost/random/poisson_distribution.hpp>

#include <tollcast/core/error.hpp>
#include <tollcast/distribution/detail/check.hpp>
#include <tollcast/distribution/detail/quantile_search.hpp>
#include <tollcast/distribution/detail/tail.hpp>
#include <tollcast/distribution/poisson.hpp>
#include <tollcast/numeric/special.hpp>

namespace tollcast {

TOLLCAST_INLINE poisson::poisson(double mean) : mean_(mean) { detail::check_mean("poisson", mean); }

TOLLCAST_INLINE double mean(const poisson& law) { return law.mean(); }

TOLLCAST_INLINE double variance(const poisson& law) { return law.mean(); }

TOLLCAST_INLINE double log_pmf(const poisson& law, std::int64_t y) {
  if (y < 0 || (law.mean() == 0.0 && y > 0)) return -std::numeric_limits<double>::infinity();
  if (y == 0) return -law.mean();
  const auto x = static_cast<double>(y);
  return -detail::half_log_two_pi - 0.5 * std::log(x) - stirling_error(x) - deviance(x, law.mean(), law.mean() - x);
}

namespace detail {

inline double poisson_tail(const poisson& law, std::int64_t y, tail wanted) {
  const double m = law.mean();
  if (y < 0) return wanted == tail::lower ? 0.0 : 1.0;
  if (m == 0.0) return wanted == tail::lower ? 1.0 : 0.0;
  const auto x = static_cast<double>(y);
  if (y < 1000) {
    return wanted == tail::lower ? boost::math::gamma_q(x + 1.0, m, quiet_policy())
                                 : boost::math::gamma_p(x + 1.0, m, quiet_policy());
  }
  // P(Y <= y; m) is the integral of P(Y = y; s) over s > m, P(Y > y; m) that over s < m (NIST DLMF 8.4.10). With
  // s = m (1 + u), P(Y = y; s) = P(Y = y; m) e^f(u).
  const auto f = [&](double u) {
    return u > -1.0 ? (x - m) * u - x * minus_log1p(u) : -std::numeric_limits<double>::infinity();
  };
  const tail falling = x < m ? tail::lower : tail::upper;
  const double mass = m * std::exp(log_pmf(law, y)) * falling_integral(f, falling == tail::lower ? 1000.0 : -1.0);
  return wanted == falling ? mass : 1.0 - mass;
}

}  // namespace detail

TOLLCAST_INLINE double cdf(const poisson& law, std::int64_t y) {
  return detail::poisson_tail(law, y, detail::tail::lower);
}

TOLLCAST_INLINE double prob_exceeds(const poisson& law, std::int64_t y) {
  return detail::poisson_tail(law, y, detail::tail::upper);
}

TOLLCAST_INLINE std::int64_t quantile(const poisson& law, double p) {
  return detail::searched_quantile(law, p, 1.0 / std::sqrt(law.mean()));
}

TOLLCAST_INLINE std::int64_t mode(const poisson& law) {
  // P(y) / P(y - 1) = m / y: of the two outcomes m - 1 and m of a whole m, the smaller.
  return law.mean() <= 1.0 ? 0 : static_cast<std::int64_t>(std::ceil(law.mean())) - 1;
}

TOLLCAST_INLINE bool is_unimodal(const poisson&) { return true; }

TOLLCAST_INLINE std::int64_t sample(const poisson& law, random_engine& engine) {
  if (law.mean() == 0.0) return 0;
  return boost::random::poisson_distribution<std::int64_t, double>(law.mean())(engine);
}

TOLLCAST_INLINE std::int64_t support_lower(const poisson&) { return 0; }

TOLLCAST_INLINE std::optional<std::int64_t> support_upper(const poisson& law) {
  return law.mean() == 0.0 ? std::optional<std::int64_t>(0) : std::nullopt;
}

}  // namespace tollcast
