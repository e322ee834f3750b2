#pragma once

#include <string>

#include <tollcast/core/error.hpp>
#include <tollcast/distribution/detail/mixed_values.hpp>
#include <tollcast/distribution/normal_mixture.hpp>

namespace tollcast {

TOLLCAST_INLINE normal_mixture::normal_mixture(const std::vector<double>& weights, const std::vector<double>& means,
                                               const std::vector<double>& sds) {
  if (weights.size() != means.size() || weights.size() != sds.size()) {
    throw invalid_input("normal_mixture: " + std::to_string(weights.size()) + " weights, " +
                        std::to_string(means.size()) + " means and " + std::to_string(sds.size()) +
                        " standard deviations were given, but each component needs one of each");
  }
  const double sum = detail::checked_sum("normal_mixture", weights);
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const normal component(means[i], sds[i]);
    if (weights[i] / sum == 0.0) continue;
    weights_.push_back(weights[i] / sum);
    components_.push_back(component);
  }
}

TOLLCAST_INLINE double mean(const normal_mixture& law) { return detail::mixed_mean(law); }

TOLLCAST_INLINE double variance(const normal_mixture& law) { return detail::mixed_variance(law); }

TOLLCAST_INLINE double log_pdf(const normal_mixture& law, double y) { return detail::mixed_log_pdf(law, y); }

TOLLCAST_INLINE double cdf(const normal_mixture& law, double y) { return detail::mixed_cdf(law, y); }

TOLLCAST_INLINE double prob_exceeds(const normal_mixture& law, double y) { return detail::mixed_prob_exceeds(law, y); }

TOLLCAST_INLINE double quantile(const normal_mixture& law, double p) { return detail::mixed_quantile(law, p); }

TOLLCAST_INLINE double sample(const normal_mixture& law, random_engine& engine) {
  return detail::mixed_sample(law, engine);
}

}  // namespace tollcast
