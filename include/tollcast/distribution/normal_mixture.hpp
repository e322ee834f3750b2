#pragma once

#include <vector>

#include <tollcast/core/config.hpp>
#include <tollcast/distribution/normal.hpp>
#include <tollcast/numeric/random.hpp>

namespace tollcast {

// The law that takes component i with probability w_i and then draws from normal(m_i, s_i).
class normal_mixture {
 public:
  // Weights are divided by their sum; a component of weight 0 is left out. Throws invalid_input unless there are as
  // many of each, none of the weights is negative or not finite, their sum is positive and finite, and each component
  // is a normal law.
  normal_mixture(const std::vector<double>& weights, const std::vector<double>& means, const std::vector<double>& sds);

  // Those of positive weight, in the order given; the weights add up to 1.
  const std::vector<double>& weights() const { return weights_; }
  const std::vector<normal>& components() const { return components_; }

 private:
  std::vector<double> weights_;
  std::vector<normal> components_;
};

double mean(const normal_mixture& law);
double variance(const normal_mixture& law);
double log_pdf(const normal_mixture& law, double y);
double cdf(const normal_mixture& law, double y);
double prob_exceeds(const normal_mixture& law, double y);
double quantile(const normal_mixture& law, double p);
double sample(const normal_mixture& law, random_engine& engine);

}  // namespace tollcast

#ifndef TOLLCAST_COMPILED
#include <tollcast/distribution/detail/normal_mixture.ipp>
#endif
