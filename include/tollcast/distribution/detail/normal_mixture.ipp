#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>

#include <boost/math/tools/toms748_solve.hpp>

#include <tollcast/core/error.hpp>
#include <tollcast/distribution/continuous.hpp>
#include <tollcast/distribution/detail/tail.hpp>
#include <tollcast/distribution/normal_mixture.hpp>
#include <tollcast/numeric/special.hpp>

namespace tollcast {

namespace detail {

template <class Verb>
double weighted(const normal_mixture& law, Verb verb) {
  double sum = 0.0;
  for (std::size_t i = 0; i < law.weights().size(); ++i) sum += law.weights()[i] * verb(law.components()[i]);
  return sum;
}

}  // namespace detail

TOLLCAST_INLINE normal_mixture::normal_mixture(const std::vector<double>& weights, const std::vector<double>& means,
                                               const std::vector<double>& sds) {
  if (weights.size() != means.size() || weights.size() != sds.size()) {
    throw invalid_input("normal_mixture: " + std::to_string(weights.size()) + " weights, " +
                        std::to_string(means.size()) + " means and " + std::to_string(sds.size()) +
                        " standard deviations were given, but each component needs one of each");
  }
  double sum = 0.0;
  for (const double weight : weights) {
    if (!(weight >= 0.0 && std::isfinite(weight))) {
      throw invalid_input("normal_mixture: a weight of " + detail::spelled(weight) +
                          " was given, but each must be a finite number of 0 or more");
    }
    sum += weight;
  }
  if (!(sum > 0.0 && std::isfinite(sum))) {
    throw invalid_input("normal_mixture: the weights add up to " + detail::spelled(sum) +
                        ", but their sum must be positive and finite");
  }
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const normal component(means[i], sds[i]);
    if (weights[i] / sum == 0.0) continue;
    weights_.push_back(weights[i] / sum);
    components_.push_back(component);
  }
}

TOLLCAST_INLINE double mean(const normal_mixture& law) {
  return detail::weighted(law, [](const normal& component) { return component.mean(); });
}

TOLLCAST_INLINE double variance(const normal_mixture& law) {
  const double centre = mean(law);
  return detail::weighted(law, [centre](const normal& component) {
    const double distance = component.mean() - centre;
    return variance(component) + distance * distance;
  });
}

TOLLCAST_INLINE double log_pdf(const normal_mixture& law, double y) {
  std::vector<double> terms;
  terms.reserve(law.weights().size());
  for (std::size_t i = 0; i < law.weights().size(); ++i) {
    terms.push_back(std::log(law.weights()[i]) + log_pdf(law.components()[i], y));
  }
  return log_sum_exp(terms);
}

TOLLCAST_INLINE double cdf(const normal_mixture& law, double y) {
  // By the complement where that is the smaller: a sum of weights times 1 may miss 1.
  const double above = prob_exceeds(law, y);
  if (above < 0.5) return 1.0 - above;
  return detail::weighted(law, [y](const normal& component) { return cdf(component, y); });
}

TOLLCAST_INLINE double prob_exceeds(const normal_mixture& law, double y) {
  return std::min(1.0, detail::weighted(law, [y](const normal& component) { return prob_exceeds(component, y); }));
}

TOLLCAST_INLINE double quantile(const normal_mixture& law, double p) {
  detail::check_open_probability(p);
  double low = std::numeric_limits<double>::infinity();
  double high = -low;
  for (const normal& component : law.components()) {
    const double at = quantile(component, p);
    low = std::min(low, at);
    high = std::max(high, at);
  }
  const auto excess = [&](double y) { return p < 0.5 ? cdf(law, y) - p : (1.0 - p) - prob_exceeds(law, y); };
  if (low == high || excess(low) >= 0.0) return low;
  if (excess(high) <= 0.0) return high;
  std::uintmax_t steps = 200;
  return boost::math::tools::toms748_solve(excess, low, high, boost::math::tools::eps_tolerance<double>(52), steps,
                                           detail::quiet_policy())
      .second;
}

TOLLCAST_INLINE double sample(const normal_mixture& law, random_engine& engine) {
  double rest = detail::uniform(engine);
  std::size_t i = 0;
  for (; i + 1 < law.weights().size() && rest >= law.weights()[i]; ++i) rest -= law.weights()[i];
  return sample(law.components()[i], engine);
}

}  // namespace tollcast
