#pragma once

#include <cmath>
#include <limits>

#include <boost/random/normal_distribution.hpp>

#include <tollcast/distribution/continuous.hpp>
#include <tollcast/distribution/normal.hpp>
#include <tollcast/numeric/reference_laws.hpp>
#include <tollcast/numeric/special.hpp>

namespace tollcast {

TOLLCAST_INLINE normal::normal(double mean, double sd) : mean_(mean), sd_(sd) {
  detail::check_value("normal", "mean", mean);
  detail::check_spread("normal", "standard deviation", sd);
}

TOLLCAST_INLINE double mean(const normal& law) { return law.mean(); }

TOLLCAST_INLINE double variance(const normal& law) { return law.sd() * law.sd(); }

TOLLCAST_INLINE double log_pdf(const normal& law, double y) {
  if (law.sd() == 0.0) {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    return y == law.mean() ? infinity : -infinity;
  }
  const double z = (y - law.mean()) / law.sd();
  return -0.5 * z * z - std::log(law.sd()) - detail::half_log_two_pi;
}

TOLLCAST_INLINE double cdf(const normal& law, double y) {
  if (law.sd() == 0.0) return y >= law.mean() ? 1.0 : 0.0;
  return normal_cdf((y - law.mean()) / law.sd());
}

TOLLCAST_INLINE double prob_exceeds(const normal& law, double y) {
  if (law.sd() == 0.0) return y < law.mean() ? 1.0 : 0.0;
  return normal_cdf((law.mean() - y) / law.sd());
}

TOLLCAST_INLINE double quantile(const normal& law, double p) {
  detail::check_open_probability(p);
  return law.mean() + law.sd() * normal_quantile(p);
}

TOLLCAST_INLINE double sample(const normal& law, random_engine& engine) {
  return law.mean() + law.sd() * boost::random::normal_distribution<double>()(engine);
}

}  // namespace tollcast
