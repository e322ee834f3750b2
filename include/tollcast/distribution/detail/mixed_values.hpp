#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include <boost/math/tools/toms748_solve.hpp>

#include <tollcast/distribution/continuous.hpp>
#include <tollcast/distribution/detail/tail.hpp>
#include <tollcast/distribution/detail/weighted.hpp>
#include <tollcast/numeric/special.hpp>

// The verbs of a mixture of laws of measured values: any type with weights() that add up to 1 and components(). For
// .ipp files only.
namespace tollcast::detail {

template <class Mixture>
double mixed_mean(const Mixture& law) {
  return weighted(law, [](const auto& component) { return mean(component); });
}

template <class Mixture>
double mixed_variance(const Mixture& law) {
  const double centre = mixed_mean(law);
  return weighted(law, [centre](const auto& component) {
    const double distance = mean(component) - centre;
    return variance(component) + distance * distance;
  });
}

template <class Mixture>
double mixed_log_pdf(const Mixture& law, double y) {
  std::vector<double> terms;
  terms.reserve(law.weights().size());
  for (std::size_t i = 0; i < law.weights().size(); ++i) {
    terms.push_back(std::log(law.weights()[i]) + log_pdf(law.components()[i], y));
  }
  return log_sum_exp(terms);
}

template <class Mixture>
double mixed_prob_exceeds(const Mixture& law, double y) {
  return std::min(1.0, weighted(law, [y](const auto& component) { return prob_exceeds(component, y); }));
}

// By the complement where that is the smaller: a sum of weights times 1 may miss 1.
template <class Mixture>
double mixed_cdf(const Mixture& law, double y) {
  const double above = mixed_prob_exceeds(law, y);
  if (above < 0.5) return 1.0 - above;
  return weighted(law, [y](const auto& component) { return cdf(component, y); });
}

template <class Mixture>
double mixed_quantile(const Mixture& law, double p) {
  check_open_probability(p);
  double low = std::numeric_limits<double>::infinity();
  double high = -low;
  for (const auto& component : law.components()) {
    const double at = quantile(component, p);
    low = std::min(low, at);
    high = std::max(high, at);
  }
  const auto excess = [&](double y) {
    return p < 0.5 ? mixed_cdf(law, y) - p : (1.0 - p) - mixed_prob_exceeds(law, y);
  };
  if (low == high || excess(low) >= 0.0) return low;
  if (excess(high) <= 0.0) return high;
  std::uintmax_t steps = 200;
  return boost::math::tools::toms748_solve(excess, low, high, boost::math::tools::eps_tolerance<double>(52), steps,
                                           quiet_policy())
      .second;
}

template <class Mixture>
double mixed_sample(const Mixture& law, random_engine& engine) {
  double rest = uniform(engine);
  std::size_t i = 0;
  for (; i + 1 < law.weights().size() && rest >= law.weights()[i]; ++i) rest -= law.weights()[i];
  return sample(law.components()[i], engine);
}

}  // namespace tollcast::detail
