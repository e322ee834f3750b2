#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include <tollcast/distribution/any.hpp>
#include <tollcast/distribution/detail/check.hpp>
#include <tollcast/distribution/tabulate.hpp>
#include <tollcast/trend/detail/count_likelihood.hpp>

namespace tollcast::detail {

// One value of the dispersion with its weight, and the normal law of the log mean given it.
struct predictive_part {
  double weight;
  double alpha;  // 1/size; 0 is Poisson
  double log_mean;
  double variance;
};

// The law of a count whose log mean is normal and whose dispersion has a discrete law: sum_k w_k int NB2(e^eta,
// alpha_k) N(eta; log_mean_k, variance_k) d eta. Means above `largest_mean` are lowered to it.
//
// The integral is a trapezoidal sum, which for normal laws errs by 2 exp(-2 pi^2 s^2 / h^2) where h is the step and s
// the width of the product of the two laws: h = 1.25 s. So that s stays within reach of the log mean's width also where
// counts are large and scatter little, a sixteenth of its variance (at most 1/4) is taken as that of a gamma factor,
// which adds to alpha: from there on the two laws are alike. All nodes of a part share its gamma functions: relative to
// the mean m at the centre, log P(y; m e^d) - log P(y; m) = y (d - l) - r l, l = log(1 + alpha m (e^d - 1)/(1 + alpha
// m)).
inline any_distribution predictive_counts(std::span<const predictive_part> parts, double largest_mean) {
  constexpr double reach = 5.5;            // standard deviations of the log mean
  constexpr double largest_variance = 25;  // of the log mean: a factor of 150 either way says nothing already
  constexpr double depth = 60;
  struct node {
    double log_weight;
    double of_count;
    double constant;
  };
  struct group {
    double alpha;
    double mean;
    std::size_t first;
    std::size_t last;
  };
  std::vector<node> nodes;
  std::vector<group> groups;
  const double cap = std::log(largest_mean);
  double highest = 1;
  double heaviest = 0;
  for (const predictive_part& part : parts) heaviest = std::max(heaviest, part.weight);
  for (const predictive_part& part : parts) {
    if (part.weight < 1e-7 * heaviest) continue;
    const double variance = std::min(part.variance, largest_variance);
    const double as_gamma = std::min(variance / 16, 0.25);
    const double sd = std::sqrt(variance - as_gamma);
    const double alpha = part.alpha + as_gamma * (1 + part.alpha);
    const double log_mean = part.log_mean + 0.5 * as_gamma;
    const double centre = std::min(log_mean, cap);
    const double mean = std::exp(centre);
    const double kernel = std::sqrt(alpha + std::exp(-std::min(centre + 3 * sd, cap)));
    const double width = sd * kernel / std::hypot(sd, kernel);
    const int count = sd > 1e-4 * kernel ? static_cast<int>(std::ceil(reach * sd / (1.25 * width))) : 0;
    const double step = count > 0 ? reach * sd / count : 0;
    const std::size_t first = nodes.size();
    double sum = 0;
    for (int i = -count; i <= count; ++i) sum += count > 0 ? std::exp(-0.5 * std::pow(i * step / sd, 2)) : 1;
    for (int i = -count; i <= count; ++i) {
      const double z = count > 0 ? i * step / sd : 0;
      const double d = std::min(log_mean + i * step, cap) - centre;
      const double e = mean * std::expm1(d);
      const double l = std::log1p(alpha * e / (1 + alpha * mean));
      nodes.push_back({std::log(part.weight / sum) - 0.5 * z * z, -std::log1p(std::expm1(-d) / (1 + alpha * mean)),
                       alpha > 0 ? l / alpha : e});
      const double m = mean + e;
      highest = std::max(highest, m + 12 * std::sqrt(m * (1 + alpha * m)) + 45 * (1 + alpha * m));
    }
    groups.push_back({alpha, mean, first, nodes.size()});
  }
  const log_pmf_of log_pmf = [&](std::span<const std::int64_t> counts) {
    std::vector<double> result;
    for (const std::int64_t outcome : counts) {
      const auto y = static_cast<double>(outcome);
      double largest = -std::numeric_limits<double>::infinity();
      double total = 0;
      for (const group& one : groups) {
        const double base = count_log_best(y, one.alpha) - count_deviance(y, one.mean, one.alpha);
        for (std::size_t k = one.first; k < one.last; ++k) {
          const double term = base + nodes[k].log_weight + y * nodes[k].of_count - nodes[k].constant;
          if (term <= largest - depth) continue;
          if (term > largest) {
            total = total * std::exp(largest - term) + 1;
            largest = term;
          } else {
            total += std::exp(term - largest);
          }
        }
      }
      result.push_back(largest + std::log(total));
    }
    return result;
  };
  return tabulate(0, whole(std::min(highest, 0.5 * static_cast<double>(largest_outcome))), log_pmf);
}

}  // namespace tollcast::detail
