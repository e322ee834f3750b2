#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <numeric>
#include <string>
#include <vector>

#include <tollcast/core/error.hpp>
#include <tollcast/distribution/negative_binomial.hpp>
#include <tollcast/numeric/reference_laws.hpp>
#include <tollcast/trend/detail/predictive_counts.hpp>
#include <tollcast/trend/level_shifts.hpp>

namespace tollcast {

namespace detail {

// A value of `scatter`, beyond Poisson, and how likely it is.
struct scatter_node {
  double variance;
  double weight;
};

// log-likelihood of an NB2 size given the levels, adjusted for their estimation: - log det(information) / 2.
inline double adjusted_log_likelihood(const level_shifts_fit& fit, double size) {
  double sum = 0;
  auto segment = fit.segments.begin();
  for (std::size_t i = 0; i < fit.years.size(); ++i) {
    if (fit.years[i] > segment->to) ++segment;
    sum += log_pmf(negative_binomial(segment->level, size), static_cast<std::int64_t>(fit.counts[i]));
  }
  for (const level_segment& one : fit.segments) {
    if (one.level > 0) sum -= 0.5 * std::log(one.observations * one.level / (1 + one.level / size));
  }
  return sum;
}

inline std::vector<scatter_node> scatter_nodes(const level_shifts_fit& fit, parameter_uncertainty uncertainty) {
  if (fit.asked == count_family::poisson) return {{0.0, 1.0}};
  const double degrees =
      static_cast<double>(fit.years.size()) - static_cast<double>(fit.segments.size()) * (fit.degree + 1);
  std::vector<scatter_node> nodes;
  if (fit.family == count_family::log_normal) {
    const double beyond_poisson = 1 / std::max(fit.segments.back().level, 0.5);
    const auto node = [&](double variance) { nodes.push_back({std::clamp(variance - beyond_poisson, 0.0, 4.0), 1.0}); };
    if (uncertainty == parameter_uncertainty::ignored) {
      node(fit.scatter);
      return nodes;
    }
    constexpr int count = 11;
    for (int i = 0; i < count; ++i) {
      node(fit.scatter * degrees / chi_squared_quantile((i + 0.5) / count, degrees));
    }
    return nodes;
  }
  if (uncertainty == parameter_uncertainty::ignored) return {{fit.scatter, 1.0}};
  // 1 / sqrt(size) on a grid of ratio 1.25, from where it hides behind the scatter of a Poisson law.
  double largest = 1;
  for (const level_segment& one : fit.segments) largest = std::max(largest, one.level);
  double best = -std::numeric_limits<double>::infinity();
  for (double root = std::min(0.02, 0.3 / std::sqrt(largest)); root < 2; root *= 1.25) {
    const double log_weight = adjusted_log_likelihood(fit, 1 / (root * root)) - 2 * root * root + std::log(root);
    best = std::max(best, log_weight);
    nodes.push_back({root * root, log_weight});
  }
  std::vector<scatter_node> kept;
  for (const scatter_node& one : nodes) {
    if (one.weight > best - 7) kept.push_back({one.variance, std::exp(one.weight - best)});
  }
  return kept;
}

// Variance of a shift's log factor: the mean square of the log steps seen and of two more of 1.
inline double shift_variance(const level_shifts_fit& fit) {
  const auto log_level = [](const level_segment& one) {
    return std::log(one.level + 0.5 / static_cast<double>(one.observations));
  };
  double sum = 2;
  for (std::size_t k = 1; k < fit.segments.size(); ++k) {
    sum += std::pow(log_level(fit.segments[k]) - log_level(fit.segments[k - 1]), 2);
  }
  return std::min(sum / static_cast<double>(fit.segments.size() + 1), 2.0);
}

// What the last log level may be: the segment's own, or that after a shift within the segment.
struct last_level {
  double weight;
  double mean;  // of the log counts
  double variance;
};

// Element 0 is the segment's own level. Log counts are taken as normal with variance `scatter`, a step as normal with
// variance `shift`; each later level is what Kalman's filter makes of the counts before and after the step.
inline std::vector<last_level> last_levels(const level_shifts_fit& fit, double scatter, double shift) {
  const auto length = static_cast<std::size_t>(fit.segments.back().observations);
  const double v = std::max(scatter, 1e-12);
  const double log_odds = std::log(std::min(fit.shift_chance / (1 - fit.shift_chance), 1.0));
  std::vector<last_level> result;
  std::vector<double> log_weights;
  for (std::size_t before = length; before > 0; --before) {
    double mean = 0;
    double variance = 0;
    double log_weight = before < length ? log_odds : 0;
    for (std::size_t i = 0; i < length; ++i) {
      const double z = std::log(fit.counts[fit.counts.size() - length + i] + 0.5);
      if (i == 0) {
        mean = z;
        variance = v;
        continue;
      }
      if (i == before) variance += shift;
      const double total = variance + v;
      log_weight -= 0.5 * (std::log(total) + (z - mean) * (z - mean) / total);
      mean += variance / total * (z - mean);
      variance *= v / total;
    }
    log_weights.push_back(log_weight);
    result.push_back({0, mean, variance});
  }
  const double best = *std::max_element(log_weights.begin(), log_weights.end());
  for (std::size_t i = 0; i < result.size(); ++i) result[i].weight = std::exp(log_weights[i] - best);
  const double sum = std::accumulate(result.begin(), result.end(), 0.0,
                                     [](double total, const last_level& one) { return total + one.weight; });
  for (last_level& one : result) one.weight /= sum;
  return result;
}

}  // namespace detail

TOLLCAST_INLINE std::vector<any_distribution> level_shifts_fit::forecast(int steps,
                                                                         parameter_uncertainty uncertainty) const {
  if (steps < 1 || steps > 100) {
    throw invalid_input("level_shifts: a forecast of " + std::to_string(steps) + " years was asked for; 1 to 100 are " +
                        "possible");
  }
  const bool included = uncertainty == parameter_uncertainty::included;
  const bool logs = family == count_family::log_normal;
  const level_segment& last = segments.back();
  const double length = last.observations;
  const double shift = detail::shift_variance(*this);
  const std::vector<detail::scatter_node> nodes = detail::scatter_nodes(*this, uncertainty);
  const double highest = std::clamp(1000 * *std::max_element(counts.begin(), counts.end()), 1.0, 1e15);

  const double level = !logs && included ? last.level + 0.5 / length : last.level;
  const bool may_have_shifted = included && degree == 0 && shift_chance > 0;

  double all_nodes = 0;
  std::vector<std::vector<detail::last_level>> last_levels_by_node;
  for (const auto& node : nodes) {
    all_nodes += node.weight;
    if (may_have_shifted) {
      last_levels_by_node.push_back(detail::last_levels(*this, node.variance + 1 / level, shift));
    }
  }

  std::vector<any_distribution> laws;
  for (int h = 1; h <= steps; ++h) {
    const int year = last_year + h;
    // Chances of 0, 1, 2 and more shifts since the last observation.
    const int years_on = year - years.back();
    const double none = std::pow(1 - shift_chance, years_on);
    const double one = shift_chance < 1 ? years_on * shift_chance * none / (1 - shift_chance) : years_on == 1;
    const double two =
        shift_chance < 1 ? 0.5 * one * (years_on - 1) * shift_chance / (1 - shift_chance) : years_on == 2;
    const double chances[]{none, one, two, std::max(0.0, 1 - none - one - two)};

    const double distance = year - last.centre;
    std::vector<detail::predictive_part> parts;
    for (std::size_t k = 0; k < nodes.size(); ++k) {
      const detail::scatter_node& node = nodes[k];
      double uncertain = 0;
      if (included && level > 0) {
        uncertain = (node.variance + 1 / level) / length;
        if (degree > 0) uncertain += (node.variance + 1 / level) * distance * distance / last.spread;
      }
      double mean = level * std::exp(std::min(last.slope * distance, 50.0));
      // From the geometric mean to the mean.
      if (logs) mean = mean * std::exp(0.5 * std::min(1.0, node.variance + uncertain)) - offset;
      const double log_mean = std::log(std::clamp(mean, 1e-9, highest));
      const double alpha = (1 + node.variance) * (1 + std::min(uncertain, 4.0)) - 1;
      const auto add = [&](double weight, double at, double dispersion, double variance) {
        for (int shifts = 0; shifts < 4; ++shifts) {
          if (weight * chances[shifts] < 1e-5 * all_nodes) continue;
          parts.push_back({weight * chances[shifts], dispersion, at, variance + shifts * shift});
        }
      };
      if (!may_have_shifted) {
        add(node.weight, log_mean, alpha, 0);
        continue;
      }
      const std::vector<detail::last_level>& levels = last_levels_by_node[k];
      add(node.weight * levels.front().weight, log_mean, alpha, 0);
      for (std::size_t i = 1; i < levels.size(); ++i) {
        if (levels[i].weight < 1e-3) continue;
        add(node.weight * levels[i].weight, levels[i].mean + 0.5 * std::min(1.0, node.variance), node.variance,
            levels[i].variance);
      }
    }
    laws.push_back(detail::predictive_counts(parts, highest));
  }
  return laws;
}

}  // namespace tollcast
