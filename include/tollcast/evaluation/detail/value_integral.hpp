#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <vector>

#include <boost/math/quadrature/gauss_kronrod.hpp>

#include <tollcast/distribution/continuous.hpp>
#include <tollcast/evaluation/detail/score_check.hpp>

// For .ipp files only.
namespace tollcast::detail {

// Where a law of measured values bends, on the scale of the score, within lower ... upper, both included: quantiles
// from 10^-13 to 1 - 10^-13.
template <continuous_distribution Law>
std::vector<double> bends(const Law& law, double lower, double upper, score_scale scale) {
  constexpr std::array<double, 17> probabilities{1e-13, 1e-9, 1e-6, 1e-4, 1e-3,     0.01,     0.05,     0.2,      0.5,
                                                 0.8,   0.95, 0.99, .999, 1 - 1e-4, 1 - 1e-6, 1 - 1e-9, 1 - 1e-13};
  std::vector<double> found{lower};
  for (const double p : probabilities) {
    const double at = scaled(quantile(law, p), scale);
    if (at > found.back() && at < upper) found.push_back(at);
  }
  found.push_back(upper);
  return found;
}

// The integral of f over lower ... upper between such bends: Gauss and Kronrod's rule with 15 points, halved until it
// shows an error below 10^-11 of each part.
template <continuous_distribution Law, class Function>
double integral_over_law(const Law& law, Function f, double lower, double upper, score_scale scale) {
  if (!(lower < upper)) return 0.0;
  const std::vector<double> ends = bends(law, lower, upper, scale);
  double sum = 0.0;
  for (std::size_t i = 1; i < ends.size(); ++i) {
    if (ends[i - 1] == ends[i]) continue;
    sum += boost::math::quadrature::gauss_kronrod<double, 15>::integrate(f, ends[i - 1], ends[i], 12, 1e-11);
  }
  return sum;
}

// The part of the CRPS of any law between lower and upper, values on the natural scale.
template <continuous_distribution Law>
double integrated_crps(const Law& law, double outcome, double lower, double upper, score_scale scale) {
  constexpr double tail = 1e-13;  // what lies beyond adds its square
  const double y = scaled(outcome, scale);
  const auto value_at = [scale](double at) { return scale == score_scale::natural ? at : std::expm1(at); };
  const double first = std::max(scaled(lower, scale), std::min(y, scaled(quantile(law, tail), scale)));
  const double last = std::min(scaled(upper, scale), std::max(y, scaled(quantile(law, 1.0 - tail), scale)));
  const auto below = [&](double at) {
    const double gap = cdf(law, value_at(at));
    return gap * gap;
  };
  const auto above = [&](double at) {
    const double gap = prob_exceeds(law, value_at(at));
    return gap * gap;
  };
  return integral_over_law(law, below, first, std::min(y, last), scale) +
         integral_over_law(law, above, std::max(y, first), last, scale);
}

}  // namespace tollcast::detail
