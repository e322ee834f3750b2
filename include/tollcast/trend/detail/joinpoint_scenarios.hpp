#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <vector>

#include <tollcast/numeric/reference_laws.hpp>
#include <tollcast/trend/detail/joinpoint_estimates.hpp>

namespace tollcast::detail {

// How the end of a fit goes on, the covariance being the inverse of the information at `size` times `scale`. A last
// segment that fell to 0 goes on at the rate of half a count in its years.
inline joint_scenario scenario_of(joint_curve curve, const joint_data& data, const placement_fit& fit, int joints,
                                  double size, double scale, double scatter) {
  const auto last = static_cast<std::size_t>(joints) + 1;
  const information sums = expected_information(curve, data, fit, last, size);
  const std::vector<double> covariance = covariance_of(sums.by_knot, last, scale);
  const std::size_t knots = last + 1;
  const double of_end = covariance[last * knots + last];
  const double of_both = covariance[(last - 1) * knots + last];
  const double of_begin = covariance[(last - 1) * knots + last - 1];
  const double length = data.time.back() - data.time[static_cast<std::size_t>(fit.knots[last - 1])];
  joint_scenario scenario{1,
                          fit.value[last],
                          (fit.value[last] - fit.value[last - 1]) / length,
                          of_end,
                          (of_end - of_both) / length,
                          std::max(0.0, (of_end - 2 * of_both + of_begin) / (length * length)),
                          scatter,
                          {}};
  const double mean = data.count.back() * std::exp(fit.value[last] - data.log_rate.back());
  if (curve != joint_curve::normal && mean < 1e-6) {
    const double exposure = data.count.back() / std::exp(data.log_rate.back());
    scenario.level = std::log(0.5 / length / exposure);
    scenario.slope = scenario.covariance = scenario.slope_variance = 0;
    scenario.level_variance = 1;
  }
  return scenario;
}

inline constexpr int scatter_steps = 16;

// The relative variance alpha of a count beyond Poisson's, on an even grid of log(alpha + c), c = 1 / (8 mean), in
// which its prior density is (alpha + c)^0.1 up to most_alpha: wide, and proper.
struct alpha_grid {
  double c;
  double low;
  double high;

  double step() const { return (high - low) / scatter_steps; }
  double alpha(int i) const {
    const double value = std::exp(low + i * step()) - c;
    return value < 1e-12 * c ? 0 : value;
  }
  double log_prior(int i) const { return 0.1 * (low + i * step()); }
};

inline double mean_count(const joint_data& data) {
  return std::max(0.1, std::accumulate(data.count.begin(), data.count.end(), 0.0) / static_cast<double>(data.size()));
}

inline alpha_grid widest_grid(const joint_data& data, double alpha) {
  const double c = 1 / (8 * mean_count(data));
  return {c, std::log(c), std::log(std::max(4.0, 2 * alpha) + c)};
}

// The scenarios of a fit over the NB2 sizes, the values fitted anew at each, weighted by prior times restricted
// likelihood (that of the counts times |information|^(-1/2)); the weights add up to `weight`.
inline std::vector<joint_scenario> scenarios_over_sizes(const joint_data& data, const placement_fit& fit, int joints,
                                                        const alpha_grid& grid, double weight) {
  const auto last = static_cast<std::size_t>(joints) + 1;
  std::vector<joint_scenario> nodes;
  double highest = -no_cut;
  for (int i = 0; i <= scatter_steps; ++i) {
    const double alpha = grid.alpha(i);
    const double size = alpha > 0 ? 1 / alpha : no_size;
    const placement_fit here = newton_fit(joint_curve::negative_binomial, data, fit.knots, fit.value, last, size);
    nodes.push_back(scenario_of(joint_curve::negative_binomial, data, here, joints, size, 1, alpha));
    const knot_sums sums = expected_information(joint_curve::negative_binomial, data, here, last, size).by_knot;
    double log_weight = grid.log_prior(i) + saturated(data, size).value - here.half_deviance;
    double pivot = sums.diagonal[0];
    for (std::size_t j = 0; j <= last; ++j) {
      if (j > 0) pivot = sums.diagonal[j] - sums.beside[j - 1] * sums.beside[j - 1] / pivot;
      pivot = std::max(pivot, 1e-6);  // of a knot at a fitted 0
      log_weight -= 0.5 * std::log(pivot);
    }
    nodes.back().weight = log_weight;
    highest = std::max(highest, log_weight);
  }
  double sum = 0;
  for (joint_scenario& node : nodes) sum += node.weight = std::exp(node.weight - highest);
  for (joint_scenario& node : nodes) node.weight *= weight / sum;
  return nodes;
}

// The widest grid, narrowed until it is spread over where the sizes have weight.
inline alpha_grid grid_of(const joint_data& data, const placement_fit& fit, int joints) {
  alpha_grid grid = widest_grid(data, fit.size == no_size ? 0 : 1 / fit.size);
  for (int round = 0; round < 6; ++round) {
    const std::vector<joint_scenario> nodes = scenarios_over_sizes(data, fit, joints, grid, 1);
    double highest = 0;
    for (const joint_scenario& node : nodes) highest = std::max(highest, node.weight);
    int first = 0;
    int last = scatter_steps;
    while (nodes[static_cast<std::size_t>(first)].weight < 1e-5 * highest) ++first;
    while (nodes[static_cast<std::size_t>(last)].weight < 1e-5 * highest) --last;
    if (last - first >= scatter_steps / 2) break;
    const double step = grid.step();
    grid.high = grid.low + std::min(last + 1, scatter_steps) * step;
    grid.low += std::max(first - 1, 0) * step;
  }
  return grid;
}

// The ways in which one fit may go on. The scatter is integrated: for negative_binomial over the sizes, else over what
// chi-squared leaves open of the dispersion; without degrees of freedom the counts say nothing of it, and it has the
// prior law of alpha: Var = mean + alpha mean^2, for log_normal a variance of the log count of 1 / mean + alpha.
inline std::vector<joint_scenario> scenarios_of(count_family family, const joint_data& data, const placement_fit& fit,
                                                int joints, const alpha_grid& grid, double weight) {
  if (family == count_family::negative_binomial) return scenarios_over_sizes(data, fit, joints, grid, weight);
  const joint_curve curve = curve_of(family);
  const auto last = static_cast<std::size_t>(joints) + 1;
  const double degrees = static_cast<double>(data.size()) - 2 * joints - 2;
  std::vector<joint_scenario> nodes;
  const auto add = [&](double scale, double share) {
    nodes.push_back(
        scenario_of(curve, data, fit, joints, no_size, scale, family == count_family::poisson ? 1.0 : scale));
    nodes.back().weight = share;
  };
  if (degrees <= 0) {
    const double mean = mean_count(data);
    for (int i = 0; i <= scatter_steps; ++i) {
      const double relative = 1 / mean + grid.alpha(i);
      add(family == count_family::log_normal ? relative : relative * mean, std::exp(grid.log_prior(i)));
    }
  } else {
    double scale = covariance_scale(family, expected_information(curve, data, fit, last, no_size).pearson / degrees);
    if (family == count_family::log_normal) {
      double rounding = 0;  // the variance of a log count is no less than that of rounding to whole counts
      for (const double y : data.count) rounding += 1 / (12 * y * y);
      add(std::max(scale, rounding / static_cast<double>(data.size())), 1);
      nodes.back().degrees = degrees;
    } else {
      for (int i = 0; i < scatter_steps; ++i) {
        const double p = (i + 0.5) / scatter_steps;
        add(scale * degrees / chi_squared_quantile(p, degrees), 1);
      }
    }
  }
  double sum = 0;
  for (const joint_scenario& node : nodes) sum += node.weight;
  for (joint_scenario& node : nodes) node.weight *= weight / sum;
  return nodes;
}

}  // namespace tollcast::detail
