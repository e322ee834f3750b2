#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <utility>
#include <vector>

#include <tollcast/trend/detail/ingarch_model.hpp>

namespace tollcast::detail {

// Where the search begins: the sums of the coefficients of past observations and of past means, least persistent first,
// so that a series which does not tell them apart keeps the first.
inline constexpr std::array<std::pair<double, double>, 8> ingarch_starts{
    {{0.05, 0.05}, {0.3, 0.3}, {0.6, 0.2}, {0.2, 0.6}, {0.9, 0.05}, {0.08, 0.9}, {-0.3, 0.3}, {0.3, -0.5}}};

inline std::vector<search_vector> starts_of(const ingarch_data& data, const ingarch_space& space) {
  double level = 0;
  double first = 0;
  for (std::size_t t = data.figures.size(); t-- > 0;) {
    if (!data.known[t]) continue;
    first = data.figures[t];
    level += std::log1p(first) / space.scale.figures;
  }
  if (!data.logarithm) level = std::log(space.scale.mean);
  const std::size_t p = data.past_observations.size();
  const std::size_t q = data.past_means.size();
  std::vector<search_vector> starts;
  for (const auto& [of_observations, of_means] : ingarch_starts) {
    if (!data.logarithm && (of_observations < 0 || of_means < 0)) continue;
    search_vector at = search_vector::Zero(static_cast<Eigen::Index>(space.dimensions()));
    at[0] = of_observations + of_means > 0.9 ? std::max(std::log(first + 0.5), level - 5) : level;
    for (std::size_t i = 0; i < p; ++i) at[static_cast<Eigen::Index>(1 + i)] = of_observations / static_cast<double>(p);
    for (std::size_t i = 0; i < q; ++i) at[static_cast<Eigen::Index>(1 + p + i)] = of_means / static_cast<double>(q);
    starts.push_back(at);
    if (p == 0) break;
  }
  return starts;
}

// Moment estimate: the mean of (y - m)^2 - m is alpha that of m^2.
inline double moment_alpha(const ingarch_likelihood& likelihood) {
  double above = 0;
  double squares = 0;
  for (std::size_t t = 0; t < likelihood.means().size(); ++t) {
    if (!likelihood.data().known[t]) continue;
    const double m = likelihood.means()[t];
    const double e = likelihood.data().figures[t] - m;
    above += e * e - m;
    squares += m * m;
  }
  return squares > 0 ? above / squares : 0;
}

inline search_point highest_likelihood(ingarch_likelihood& likelihood, const ingarch_space& space) {
  constexpr int first_steps = 6;
  constexpr std::size_t followed = 3;
  const ingarch_objective objective(likelihood, space);
  std::vector<search_point> points;
  for (search_vector& at : starts_of(likelihood.data(), space)) {
    if (!std::isfinite(likelihood.evaluate(as_span(at), 0, ingarch_wanted::value))) continue;
    if (space.scattered) {
      const double alpha = std::clamp(moment_alpha(likelihood), 0.1 * space.offset, 2.0);
      at[at.size() - 1] = space.log_alpha(alpha);
    }
    points.push_back(objective.start(at));
    descend(points.back(), space.limits, first_steps, objective);
  }
  const auto lower = [](const search_point& a, const search_point& b) { return a.value < b.value - 1e-9; };
  std::stable_sort(points.begin(), points.end(), lower);
  points.resize(std::min(points.size(), followed));
  for (search_point& point : points) {
    for (int round = 0; round < 2; ++round) {
      point.converged = false;
      point.curvature = objective.information(point.at);
      descend(point, space.limits, 100, objective);
    }
  }
  search_point best = *std::min_element(points.begin(), points.end(), lower);
  if (!space.logarithm) {  // within rounding of 0
    best.at.segment(1, static_cast<Eigen::Index>(space.coefficients) - 1) =
        best.at.segment(1, static_cast<Eigen::Index>(space.coefficients) - 1).cwiseMax(0.0).eval();
  }
  return best;
}

// The alpha at which Pearson's statistic is its degrees of freedom; 0 where it is less without overdispersion.
inline double pearson_alpha(const ingarch_likelihood& likelihood, double degrees) {
  const auto excess = [&](double alpha) {
    double sum = -degrees;
    for (std::size_t t = 0; t < likelihood.means().size(); ++t) {
      if (!likelihood.data().known[t]) continue;
      const double m = likelihood.means()[t];
      const double e = likelihood.data().figures[t] - m;
      sum += e * e / (m * (1 + alpha * m));
    }
    return sum;
  };
  if (!(excess(0) > 0)) return 0;
  double high = 1;
  while (excess(high) > 0 && high < 1e6) high *= 4;
  double low = 0;
  for (int i = 0; i < 200 && high - low > 1e-15 * high; ++i) {
    const double middle = low > 0 ? std::sqrt(low * high) : 0.5 * high;
    (excess(middle) > 0 ? low : high) = middle;
    if (high < 1e-30) return 0;
  }
  return 0.5 * (low + high);
}

}  // namespace tollcast::detail
