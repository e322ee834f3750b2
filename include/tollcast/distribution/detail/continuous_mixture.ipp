#pragma once

#include <utility>

#include <tollcast/distribution/continuous_mixture.hpp>
#include <tollcast/distribution/detail/mixed_values.hpp>

namespace tollcast {

TOLLCAST_INLINE continuous_mixture::continuous_mixture(const std::vector<double>& weights,
                                                       std::vector<any_continuous_distribution> components) {
  detail::check_components("continuous_mixture", weights.size(), components.size());
  const double sum = detail::checked_sum("continuous_mixture", weights);
  for (std::size_t i = 0; i < weights.size(); ++i) {
    if (weights[i] / sum == 0.0) continue;
    weights_.push_back(weights[i] / sum);
    components_.push_back(std::move(components[i]));
  }
}

TOLLCAST_INLINE double mean(const continuous_mixture& law) { return detail::mixed_mean(law); }

TOLLCAST_INLINE double variance(const continuous_mixture& law) { return detail::mixed_variance(law); }

TOLLCAST_INLINE double log_pdf(const continuous_mixture& law, double y) { return detail::mixed_log_pdf(law, y); }

TOLLCAST_INLINE double cdf(const continuous_mixture& law, double y) { return detail::mixed_cdf(law, y); }

TOLLCAST_INLINE double prob_exceeds(const continuous_mixture& law, double y) {
  return detail::mixed_prob_exceeds(law, y);
}

TOLLCAST_INLINE double quantile(const continuous_mixture& law, double p) { return detail::mixed_quantile(law, p); }

TOLLCAST_INLINE double sample(const continuous_mixture& law, random_engine& engine) {
  return detail::mixed_sample(law, engine);
}

}  // namespace tollcast
