#pragma once

#include <vector>

#include <tollcast/core/config.hpp>
#include <tollcast/distribution/any_continuous.hpp>

namespace tollcast {

// The law that takes component i with probability w_i and then draws from it: what `mixture` is for counts.
class continuous_mixture {
 public:
  // Weights are divided by their sum; a component of weight 0 is left out. Throws invalid_input unless there is one
  // weight for each component, none is negative or not finite, and their sum is positive and finite.
  continuous_mixture(const std::vector<double>& weights, std::vector<any_continuous_distribution> components);

  // Those of positive weight, in the order given; the weights add up to 1.
  const std::vector<double>& weights() const { return weights_; }
  const std::vector<any_continuous_distribution>& components() const { return components_; }

 private:
  std::vector<double> weights_;
  std::vector<any_continuous_distribution> components_;
};

double mean(const continuous_mixture& law);
double variance(const continuous_mixture& law);
double log_pdf(const continuous_mixture& law, double y);
double cdf(const continuous_mixture& law, double y);
double prob_exceeds(const continuous_mixture& law, double y);
double quantile(const continuous_mixture& law, double p);
double sample(const continuous_mixture& law, random_engine& engine);

}  // namespace tollcast

#ifndef TOLLCAST_COMPILED
#include <tollcast/distribution/detail/continuous_mixture.ipp>
#endif
