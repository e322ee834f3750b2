#pragma once

#include <cmath>
#include <string>

#include <tollcast/core/error.hpp>
#include <tollcast/distribution/widened.hpp>

namespace tollcast {

namespace detail {

struct widened_law {
  any_continuous_distribution of;
  double centre;
  double factor;

  double inside(double y) const { return centre + (y - centre) / factor; }
  double outside(double y) const { return centre + factor * (y - centre); }
};

inline double mean(const widened_law& law) { return law.outside(mean(law.of)); }
inline double variance(const widened_law& law) { return law.factor * law.factor * variance(law.of); }
inline double log_pdf(const widened_law& law, double y) {
  return log_pdf(law.of, law.inside(y)) - std::log(law.factor);
}
inline double cdf(const widened_law& law, double y) { return cdf(law.of, law.inside(y)); }
inline double prob_exceeds(const widened_law& law, double y) { return prob_exceeds(law.of, law.inside(y)); }
inline double quantile(const widened_law& law, double p) { return law.outside(quantile(law.of, p)); }
inline double sample(const widened_law& law, random_engine& engine) { return law.outside(sample(law.of, engine)); }

}  // namespace detail

TOLLCAST_INLINE any_continuous_distribution widened(const any_continuous_distribution& law, double factor) {
  if (!(factor > 0.0 && std::isfinite(factor))) {
    throw invalid_input("widened: a factor of " + detail::spelled(factor) +
                        " was given, but it must be finite and positive");
  }
  return detail::widened_law{law, median(law), factor};
}

}  // namespace tollcast
