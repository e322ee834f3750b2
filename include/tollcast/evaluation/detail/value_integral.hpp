#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <string>
#include <vector>

#include <boost/math/quadrature/gauss_kronrod.hpp>

#include <tollcast/core/error.hpp>
#include <tollcast/distribution/continuous.hpp>
#include <tollcast/distribution/student_t.hpp>
#include <tollcast/evaluation/detail/score_check.hpp>

// For .ipp files only.
namespace tollcast::detail {

// The CRPS of tails as heavy as 1 / |z| is taken for none: their law has no mean to be off from.
inline void check_finite_score(const char* who, const student_t& law) {
  if (law.degrees_of_freedom() > 1.0) return;
  throw cannot_answer(std::string(who) + ": a Student t law with " + spelled(law.degrees_of_freedom()) +
                      " degrees of freedom was given, which has no mean; more than 1 are needed");
}

// g of a quantile, within all that can be computed with.
template <continuous_distribution Law>
double scaled_quantile(const Law& law, double p, score_scale scale) {
  return scaled(std::clamp(quantile(law, p), -1e300, 1e300), scale);
}

// Where a law of measured values bends, on the scale of the score, within lower ... upper, both included: quantiles
// from 10^-13 to 1 - 10^-13.
template <continuous_distribution Law>
std::vector<double> bends(const Law& law, double lower, double upper, score_scale scale) {
  constexpr std::array<double, 17> probabilities{1e-13, 1e-9, 1e-6, 1e-4, 1e-3,     0.01,     0.05,     0.2,      0.5,
                                                 0.8,   0.95, 0.99, .999, 1 - 1e-4, 1 - 1e-6, 1 - 1e-9, 1 - 1e-13};
  std::vector<double> found{lower};
  for (const double p : probabilities) {
    const double at = scaled_quantile(law, p, scale);
    if (at > found.back() && at < upper) found.push_back(at);
  }
  found.push_back(upper);
  return found;
}

// The integral of f over lower ... upper between such bends: Gauss and Kronrod's rule with 15 points, parts halved
// until each shows an error below 10^-12 of the whole.
template <continuous_distribution Law, class Function>
double integral_over_law(const Law& law, Function f, double lower, double upper, score_scale scale) {
  using rule = boost::math::quadrature::gauss_kronrod<double, 15>;
  if (!(lower < upper)) return 0.0;
  const std::vector<double> ends = bends(law, lower, upper, scale);
  struct part {
    double value, error, size;
  };
  // Over -1 ... 1, the interval for which Boost.Math measures the error it halves by.
  const auto integrate = [&](std::size_t i, unsigned halvings, double tolerance) {
    const double half = 0.5 * (ends[i + 1] - ends[i]);
    const auto moved = [&](double x) { return half * f(ends[i] + half * (1.0 + x)); };
    part found{};
    found.value = rule::integrate(moved, -1.0, 1.0, halvings, tolerance, &found.error, &found.size);
    return found;
  };
  std::vector<part> parts;
  parts.reserve(ends.size());
  double whole = 0.0;
  for (std::size_t i = 0; i + 1 < ends.size(); ++i) {
    parts.push_back(integrate(i, 0, 0.0));
    whole += parts.back().size;
  }
  double sum = 0.0;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const double allowed = 1e-12 * whole;
    sum += parts[i].error <= allowed ? parts[i].value : integrate(i, 15, allowed / parts[i].size).value;
  }
  return sum;
}

// The part of the CRPS of any law between lower and upper, values on the natural scale.
template <continuous_distribution Law>
double integrated_crps(const Law& law, double outcome, double lower, double upper, score_scale scale) {
  constexpr double tail = 1e-13;  // what lies beyond adds its square
  const double y = scaled(outcome, scale);
  const auto value_at = [scale](double at) { return scale == score_scale::natural ? at : std::expm1(at); };
  const double first = std::max(scaled(lower, scale), std::min(y, scaled_quantile(law, tail, scale)));
  const double last = std::min(scaled(upper, scale), std::max(y, scaled_quantile(law, 1.0 - tail, scale)));
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
