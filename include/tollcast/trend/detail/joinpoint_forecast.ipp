#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <tollcast/core/error.hpp>
#include <tollcast/distribution/mixture.hpp>
#include <tollcast/distribution/negative_binomial.hpp>
#include <tollcast/distribution/poisson.hpp>
#include <tollcast/distribution/tabulate.hpp>
#include <tollcast/numeric/reference_laws.hpp>
#include <tollcast/numeric/special.hpp>
#include <tollcast/trend/detail/predictive_counts.hpp>
#include <tollcast/trend/joinpoint.hpp>

namespace tollcast {

namespace detail {

inline double standard_cdf(double z, std::optional<double> degrees) {
  if (!degrees) return normal_cdf(z);
  const double tail = 0.5 * student_t_two_sided(z, *degrees);
  return z < 0 ? tail : 1 - tail;
}

// A count whose logarithm is Student's t, or normal: P(Y = y) is the probability of log(y - 1/2) .. log(y + 1/2). It
// ends at the largest outcome, so its mean is finite.
inline any_distribution rounded_log_t(double centre, double scale, std::optional<double> degrees, double largest) {
  const auto last = static_cast<std::int64_t>(std::ceil(largest));
  if (scale < 1e-9)
    return tabulated::certain(std::min(last, static_cast<std::int64_t>(std::llround(std::exp(centre)))));
  const double constant = degrees ? log_gamma((*degrees + 1) / 2) - log_gamma(*degrees / 2) -
                                        0.5 * std::log(*degrees * 3.14159265358979323846)
                                  : -half_log_two_pi;
  return tabulate(0, last, [=](std::span<const std::int64_t> counts) {
    std::vector<double> log_p;
    for (const std::int64_t y : counts) {
      const auto x = static_cast<double>(y);
      double p = 0;
      if (y == 0) {
        p = standard_cdf((std::log(0.5) - centre) / scale, degrees);
      } else if (y < 1000) {
        const double from = (std::log(x - 0.5) - centre) / scale;
        const double to = (std::log(x + 0.5) - centre) / scale;
        p = from > 0 ? standard_cdf(-from, degrees) - standard_cdf(-to, degrees)
                     : standard_cdf(to, degrees) - standard_cdf(from, degrees);
      } else {
        const double z = (std::log(x) - centre) / scale;
        p = std::exp(constant - (degrees ? (*degrees + 1) / 2 * std::log1p(z * z / *degrees) : 0.5 * z * z)) /
            (x * scale);
      }
      log_p.push_back(p > 0 ? std::log(p) : -1e6);
    }
    return log_p;
  });
}

// 1 / size of a count's law at a mean.
inline double alpha_of(count_family asked, const joint_scenario& scenario, double mean) {
  if (asked == count_family::quasi_poisson) return std::clamp((scenario.scatter - 1) / mean, 0.0, 4.0);
  return asked == count_family::negative_binomial ? scenario.scatter : 0.0;
}

}  // namespace detail

TOLLCAST_INLINE std::vector<any_distribution> joinpoint_fit::forecast(int years,
                                                                      parameter_uncertainty uncertainty) const {
  if (years < 1) {
    throw invalid_input("joinpoint: a forecast of " + std::to_string(years) +
                        " years was asked for; 1 or more is needed");
  }
  const double largest_mean = 300 * std::max(largest, 1.0);
  const double highest = std::log(largest_mean);
  const bool included = uncertainty == parameter_uncertainty::included;
  std::vector<any_distribution> laws;
  for (int h = 1; h <= years; ++h) {
    const double ahead = years_to_end + h;
    const auto centre_of = [&](const joint_scenario& one) {
      return std::min(one.level + ahead * one.slope + std::log(last_exposure), highest);
    };
    const auto variance_of = [&](const joint_scenario& one) {
      return std::clamp(one.level_variance + 2 * ahead * one.covariance + ahead * ahead * one.slope_variance, 0.0, 4.0);
    };
    std::vector<double> weights;
    std::vector<any_distribution> components;
    std::vector<detail::predictive_part> parts;
    const auto add = [&](const joint_scenario& one, double variance) {
      const double centre = centre_of(one);
      if (asked != count_family::log_normal) {
        parts.push_back({one.weight, detail::alpha_of(asked, one, std::exp(centre)), centre, variance});
        return;
      }
      weights.push_back(one.weight);
      components.push_back(detail::rounded_log_t(centre, std::sqrt(variance + one.scatter), one.degrees, largest_mean));
    };
    if (!included && asked != count_family::log_normal) {
      const double mean = std::exp(centre_of(as_estimated));
      const double alpha = detail::alpha_of(asked, as_estimated, mean);
      alpha > 1e-15 ? laws.emplace_back(negative_binomial(mean, 1 / alpha)) : laws.emplace_back(poisson(mean));
      continue;
    }
    if (!included) add(as_estimated, 0);
    for (const joint_scenario& one : scenarios) {
      if (included) add(one, variance_of(one));
    }
    if (!parts.empty()) {
      laws.push_back(detail::predictive_counts(parts, largest_mean));
    } else {
      laws.push_back(components.size() == 1 ? components.front()
                                            : any_distribution(mixture(std::move(weights), std::move(components))));
    }
  }
  return laws;
}

}  // namespace tollcast
