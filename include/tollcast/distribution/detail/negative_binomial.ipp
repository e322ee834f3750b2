#pragma once

#include <algorithm>
#include <cmath>
#include <limits>

#include <boost/math/special_functions/beta.hpp>
#include <boost/random/gamma_distribution.hpp>
#include <boost/random/poisson_distribution.hpp>

#include <tollcast/core/error.hpp>
#include <tollcast/distribution/detail/check.hpp>
#include <tollcast/distribution/detail/quantile_search.hpp>
#include <tollcast/distribution/detail/tail.hpp>
#include <tollcast/distribution/negative_binomial.hpp>
#include <tollcast/distribution/poisson.hpp>
#include <tollcast/numeric/special.hpp>

namespace tollcast {

TOLLCAST_INLINE negative_binomial::negative_binomial(double mean, double size) : mean_(mean), size_(size) {
  detail::check_mean("negative_binomial", mean);
  if (!(size >= 1e-100 && size <= 1e100)) {
    throw invalid_input("negative_binomial: a size of " + detail::spelled(size) +
                        " was given, but it must lie in [10^-100, 10^100]");
  }
}

TOLLCAST_INLINE double mean(const negative_binomial& law) { return law.mean(); }

TOLLCAST_INLINE double variance(const negative_binomial& law) { return law.mean() * (1.0 + law.mean() / law.size()); }

TOLLCAST_INLINE double log_pmf(const negative_binomial& law, std::int64_t y) {
  const double m = law.mean();
  const double r = law.size();
  if (y < 0 || (m == 0.0 && y > 0)) return -std::numeric_limits<double>::infinity();
  if (y == 0) return m < r ? -r * std::log1p(m / r) : r * (std::log(r) - std::log(r + m));
  const auto x = static_cast<double>(y);
  // Of n = y + r trials, y go one way and r the other, where n q = y + e and n p = r - e are expected.
  const double n = x + r;
  const double e = (m - x) / (1.0 + m / r);
  return stirling_error(n) - stirling_error(x) - stirling_error(r) - deviance(x, n / (r + m) * m, e) -
         deviance(r, n / (r + m) * r, -e) + 0.5 * (std::log(r / n) - std::log(x)) - detail::half_log_two_pi;
}

namespace detail {

inline double negative_binomial_tail(const negative_binomial& law, std::int64_t y, tail wanted) {
  const double m = law.mean();
  const double r = law.size();
  if (y < 0) return wanted == tail::lower ? 0.0 : 1.0;
  if (m == 0.0) return wanted == tail::lower ? 1.0 : 0.0;
  const auto x = static_cast<double>(y);
  const double p = r / (r + m);
  const double q = m / (r + m);
  if (std::min(x + 1.0, r) <= 1000.0) {
    // Boost's beta functions give up on such sizes; what is left of the difference is y^2 / r.
    if (r > 1e30) return wanted == tail::lower ? cdf(poisson(m), y) : prob_exceeds(poisson(m), y);
    // I_p(r, y + 1) = 1 - I_q(y + 1, r), by the smaller of p and q. For whole arguments Boost sums powers of 1 - p as
    // rounded, which costs up to 8 digits of a large count; next to them it does not.
    const double near = r < 1.0 ? r : std::nextafter(r, 0.0);
    if (p < q) {
      return wanted == tail::lower ? boost::math::ibeta(near, x + 1.0, p, quiet_policy())
                                   : boost::math::ibetac(near, x + 1.0, p, quiet_policy());
    }
    return wanted == tail::lower ? boost::math::ibetac(x + 1.0, near, q, quiet_policy())
                                 : boost::math::ibeta(x + 1.0, near, q, quiet_policy());
  }
  // P(Y > y) is the integral of t^y (1 - t)^(r - 1) / B(y + 1, r) over t < q, P(Y <= y) that over t > q (NIST DLMF
  // 8.17.2). At t = q the integrand is P(Y = y) (y + r) / p; at t = q (1 + u) it is that times e^f(u).
  const double odds = m / r;
  const double slope = (x - m) + odds;
  const auto f = [&](double u) {
    return u > -1.0 && odds * u < 1.0 ? slope * u - x * minus_log1p(u) - (r - 1.0) * minus_log1p(-odds * u)
                                      : -std::numeric_limits<double>::infinity();
  };
  const tail falling = slope < 0.0 ? tail::lower : tail::upper;
  const double reach = falling == tail::lower ? std::min(1000.0, 1.0 / odds) : -1.0;
  const double mass = std::exp(log_pmf(law, y)) * (x + r) * odds * falling_integral(f, reach);
  return wanted == falling ? mass : 1.0 - mass;
}

}  // namespace detail

TOLLCAST_INLINE double cdf(const negative_binomial& law, std::int64_t y) {
  return detail::negative_binomial_tail(law, y, detail::tail::lower);
}

TOLLCAST_INLINE double prob_exceeds(const negative_binomial& law, std::int64_t y) {
  return detail::negative_binomial_tail(law, y, detail::tail::upper);
}

TOLLCAST_INLINE std::int64_t quantile(const negative_binomial& law, double p) {
  return detail::searched_quantile(law, p, (1.0 + 2.0 * law.mean() / law.size()) / std::sqrt(variance(law)));
}

TOLLCAST_INLINE std::int64_t mode(const negative_binomial& law) {
  // P(y) > P(y - 1) exactly where y < m (r - 1) / r.
  const double turn = law.mean() - law.mean() / law.size();
  return turn <= 1.0 ? 0 : static_cast<std::int64_t>(std::ceil(turn)) - 1;
}

TOLLCAST_INLINE bool is_unimodal(const negative_binomial&) { return true; }

TOLLCAST_INLINE std::int64_t sample(const negative_binomial& law, random_engine& engine) {
  if (law.mean() == 0.0) return 0;
  const double rate = boost::random::gamma_distribution<double>(law.size(), law.mean() / law.size())(engine);
  if (rate == 0.0) return 0;
  if (rate > 0.5 * static_cast<double>(detail::largest_outcome)) {
    throw invalid_input("sample: the law reaches beyond the largest outcome there is, 2^62 - 1 (mean " +
                        detail::spelled(law.mean()) + ", size " + detail::spelled(law.size()) + ")");
  }
  return boost::random::poisson_distribution<std::int64_t, double>(rate)(engine);
}

TOLLCAST_INLINE std::int64_t support_lower(const negative_binomial&) { return 0; }

TOLLCAST_INLINE std::optional<std::int64_t> support_upper(const negative_binomial& law) {
  return law.mean() == 0.0 ? std::optional<std::int64_t>(0) : std::nullopt;
}

}  // namespace tollcast
