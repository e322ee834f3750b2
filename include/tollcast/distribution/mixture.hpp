#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include <tollcast/core/config.hpp>
#include <tollcast/distribution/any.hpp>

namespace tollcast {

// The law that takes component i with probability w_i and then draws from it: P(Y = y) = sum of w_i P_i(Y = y).
class mixture {
 public:
  // Weights are divided by their sum; a component of weight 0 is left out. Throws invalid_input unless there is one
  // weight for each component, none is negative or not finite, and their sum is positive and finite.
  mixture(std::vector<double> weights, std::vector<any_distribution> components);

  // Those of positive weight, in the order given; the weights add up to 1.
  const std::vector<double>& weights() const { return weights_; }
  const std::vector<any_distribution>& components() const { return components_; }

 private:
  std::vector<double> weights_;
  std::vector<any_distribution> components_;
};

double mean(const mixture& law);
double variance(const mixture& law);
double log_pmf(const mixture& law, std::int64_t y);
double cdf(const mixture& law, std::int64_t y);
double prob_exceeds(const mixture& law, std::int64_t y);
std::int64_t quantile(const mixture& law, double p);

// The highest of the peaks reached uphill from each component's mode and from 1024 outcomes spread evenly between the
// lowest and the highest of these modes: exact where these span at most 1024 outcomes.
std::int64_t mode(const mixture& law);

std::int64_t sample(const mixture& law, random_engine& engine);
std::int64_t support_lower(const mixture& law);
std::optional<std::int64_t> support_upper(const mixture& law);

}  // namespace tollcast

#ifndef TOLLCAST_COMPILED
#include <tollcast/distribution/detail/mixture.ipp>
#endif
