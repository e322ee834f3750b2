#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

#include <tollcast/core/error.hpp>
#include <tollcast/distribution/negative_binomial.hpp>
#include <tollcast/distribution/poisson.hpp>
#include <tollcast/numeric/reference_laws.hpp>
#include <tollcast/trend/detail/loglinear.ipp>
#include <tollcast/trend/detail/predictive_counts.hpp>
#include <tollcast/trend/detail/trend_regression.hpp>
#include <tollcast/trend/loglinear.hpp>

namespace tollcast {

namespace detail {

// The coefficients and their covariance at one value of the dispersion.
struct dispersion_node {
  double weight;
  double alpha;
  trend_regression::terms coefficients;
  trend_regression::square root;
};

inline constexpr int dispersion_steps = 16;
inline constexpr double negligible_log_weight = -14;  // of a node, to the highest

// The posterior law of alpha on an even grid of x = log(alpha + c), c = 1/(8 mean), in which the prior's density is
// (alpha + c)^0.1; the grid is narrowed until it is spread over where the law has weight.
inline std::vector<dispersion_node> alpha_nodes(trend_regression& regression, double mean, double most) {
  const double c = 1 / (8 * mean);
  double low = std::log(c);
  double high = std::log(most + c);
  std::vector<dispersion_node> nodes;
  for (int round = 0; round < 30; ++round) {
    nodes.clear();
    const double step = (high - low) / dispersion_steps;
    for (int i = 0; i <= dispersion_steps; ++i) {
      const double alpha = std::exp(low + i * step) - c;
      regression.fit(alpha < 1e-12 * c ? 0 : alpha);
      const auto root = regression.covariance_root();
      const double log_weight =
          regression.log_likelihood() + root.diagonal().cwiseAbs().array().log().sum() + 0.1 * (low + i * step);
      nodes.push_back({log_weight, regression.alpha(), regression.coefficients(), root});
    }
    double highest = nodes.front().weight;
    for (const auto& node : nodes) highest = std::max(highest, node.weight);
    int first = 0;
    int last = dispersion_steps;
    const auto matters = [&](int i) {
      return nodes[static_cast<std::size_t>(i)].weight > highest + negligible_log_weight;
    };
    while (!matters(first)) ++first;
    while (!matters(last)) --last;
    for (auto& node : nodes) node.weight = std::exp(node.weight - highest);
    if (last - first >= dispersion_steps / 2) break;
    high = low + std::min(last + 1, dispersion_steps) * step;
    low += std::max(first - 1, 0) * step;
  }
  nodes.front().weight *= 0.5;
  nodes.back().weight *= 0.5;
  return nodes;
}

inline double largest_mean_of(const loglinear_fit& fit, double exposure) {
  double largest = 1;
  const std::vector<annual_count> counts = annual_counts(fit.series);
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (counts[i].is_missing()) continue;
    const double figure = static_cast<double>(counts[i].is_open() ? counts[i].lower : counts[i].upper);
    largest = std::max(largest, figure * std::max(1.0, exposure / exposure_of(fit.specification, i)));
  }
  return std::min(900 * largest, static_cast<double>(largest_count));
}

inline any_distribution count_law(double mean, double alpha) {
  if (alpha < 1e-30) return poisson(mean);
  return negative_binomial(mean, 1 / alpha);
}

}  // namespace detail

TOLLCAST_INLINE std::vector<any_distribution> loglinear_fit::forecast(int ahead,
                                                                      parameter_uncertainty uncertainty) const {
  if (ahead < 1 || ahead > 1000) {
    throw invalid_input("loglinear: a forecast of " + std::to_string(ahead) +
                        " years was asked for; 1 to 1000 is "
                        "needed");
  }
  detail::trend_regression regression = detail::regression_of(*this);
  const double exposure = detail::exposure_of(specification, series.years.size() - 1);
  const double most = detail::largest_mean_of(*this, exposure);
  const double last = series.years.back().year - series.years.front().year;
  const bool quasi = family == count_family::quasi_poisson;
  const double phi = quasi ? *dispersion : 1;
  // Quasi-Poisson at the mean m.
  const auto alpha_of = [](double scale, double m) { return scale > 1 ? std::min((scale - 1) / m, 4.0) : 0.0; };

  std::vector<detail::dispersion_node> nodes;
  const detail::dispersion_node known{1, regression.alpha(), regression.coefficients(), regression.covariance_root()};
  if (uncertainty == parameter_uncertainty::included && specification.family == count_family::negative_binomial) {
    double sum = 0;
    for (const loglinear_year& year : this->years) sum += year.mean;
    const double mean = std::max(sum / static_cast<double>(this->years.size()), 0.1);
    nodes = detail::alpha_nodes(regression, mean, std::max(4.0, 2 * known.alpha));
  }

  std::vector<any_distribution> laws;
  for (int h = 1; h <= ahead; ++h) {
    const auto row = regression.row(last + h);
    const auto log_mean = [&](const detail::dispersion_node& node) {
      return row.dot(node.coefficients) + std::log(exposure);
    };
    const auto variance = [&](const detail::dispersion_node& node) {
      return (node.root.transpose() * row).squaredNorm();
    };
    const double centre = log_mean(known);
    const double m = std::min(std::exp(centre), most);
    if (uncertainty == parameter_uncertainty::ignored) {
      laws.push_back(detail::count_law(m, quasi ? alpha_of(phi, m) : known.alpha));
      continue;
    }
    std::vector<detail::predictive_part> parts;
    parts.reserve(nodes.size());
    for (const auto& node : nodes) parts.push_back({node.weight, node.alpha, log_mean(node), variance(node)});
    if (quasi) {
      for (int i = 0; i < detail::dispersion_steps; ++i) {
        const double p = (i + 0.5) / detail::dispersion_steps;
        const double scale = phi * degrees_of_freedom / chi_squared_quantile(p, degrees_of_freedom);
        parts.push_back({1.0 / detail::dispersion_steps, alpha_of(scale, m), centre, scale * variance(known)});
      }
    }
    if (parts.empty()) parts.push_back({1, 0, centre, variance(known)});
    laws.push_back(detail::predictive_counts(parts, most));
  }
  return laws;
}

}  // namespace tollcast
