#pragma once

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include <tollcast/core/error.hpp>
#include <tollcast/distribution/mixture.hpp>
#include <tollcast/distribution/negative_binomial.hpp>
#include <tollcast/distribution/poisson.hpp>
#include <tollcast/distribution/tabulate.hpp>
#include <tollcast/numeric/reference_laws.hpp>
#include <tollcast/trend/detail/joinpoint_estimates.hpp>
#include <tollcast/trend/joinpoint.hpp>

namespace tollcast {

namespace detail {

// A log mean with its uncertainty: normal, or Student's t where a dispersion or a size was estimated, about `centre`.
struct log_mean_law {
  double weight;
  double centre;
  double scale;
};

inline double standard_cdf(double z, std::optional<double> degrees) {
  if (!degrees) return normal_cdf(z);
  const double tail = 0.5 * student_t_two_sided(z, *degrees);
  return z < 0 ? tail : 1 - tail;
}

// A count whose logarithm is Student's t: P(Y = y) is the probability of log(y - 1/2) .. log(y + 1/2). It ends at the
// largest outcome, so its mean is finite.
inline any_distribution rounded_log_t(double centre, double scale, double degrees, double largest) {
  const auto last = static_cast<std::int64_t>(std::ceil(largest));
  if (scale < 1e-9)
    return tabulated::certain(std::min(last, static_cast<std::int64_t>(std::llround(std::exp(centre)))));
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
        p = std::exp(log_gamma((degrees + 1) / 2) - log_gamma(degrees / 2) -
                     0.5 * std::log(degrees * 3.14159265358979323846) -
                     (degrees + 1) / 2 * std::log1p(z * z / degrees)) /
            (x * scale);
      }
      log_p.push_back(p > 0 ? std::log(p) : -1e6);
    }
    return log_p;
  });
}

inline any_distribution count_law(count_family family, double mean, double dispersion, std::optional<double> size) {
  if (family == count_family::quasi_poisson && dispersion > 1.000001) size = mean / (dispersion - 1);
  if (size && mean > 0) return negative_binomial(mean, std::clamp(*size, 1e-6, 1e15));
  return poisson(mean);
}

// The laws of a count whose log mean has one of these laws, which share the size: the log means are gathered into bins
// no wider than the scatter of a count about its mean.
inline void gather_laws(const joinpoint_fit& fit, const joint_scenario& scenario, const std::vector<log_mean_law>& laws,
                        double highest, std::vector<double>& weights, std::vector<any_distribution>& components) {
  constexpr int most_bins = 48;
  std::optional<double> degrees = fit.degrees;
  if (scenario.size) degrees = std::max(static_cast<double>(fit.fitted.size()) - 2 * scenario.joints - 2, 1.0);
  const double reach = degrees ? std::min(student_t_quantile(0.9995, *degrees), 8.0) : 4.0;
  double low = highest;
  double high = -1e300;
  for (const log_mean_law& law : laws) {
    low = std::min(low, law.centre - reach * law.scale);
    high = std::max(high, law.centre + reach * law.scale);
  }
  const double middle = std::exp(std::min(highest, laws.front().centre));
  const double scatter =
      std::sqrt(std::max(scenario.dispersion, 1.0) / middle + (scenario.size ? 1 / *scenario.size : 0.0));
  const double wanted = std::ceil((high - low) / (0.8 * scatter));
  const int bins = std::clamp(static_cast<int>(std::min(wanted, 1e6)), 1, most_bins);
  const double width = (high - low) / bins;
  const double spread = std::sqrt(3.0) * std::min(scenario.log_size_se, 1.0);
  for (int b = 0; b < bins; ++b) {
    const double from = low + b * width;
    double weight = 0;
    for (const log_mean_law& law : laws) {
      const double below = law.scale > 0 ? standard_cdf((from - law.centre) / law.scale, degrees) : from > law.centre;
      const double above =
          law.scale > 0 ? standard_cdf((law.centre - from - width) / law.scale, degrees) : from + width < law.centre;
      weight += law.weight * std::max(0.0, 1 - below - above);
    }
    if (weight < 1e-7) continue;
    const double mean = std::exp(std::min(from + 0.5 * width, highest));
    if (!scenario.size || spread == 0) {
      weights.push_back(weight);
      components.push_back(count_law(fit.family, mean, scenario.dispersion, scenario.size));
      continue;
    }
    for (const int side : {-1, 0, 1}) {  // the log size by Gauss-Hermite quadrature of three points
      weights.push_back(weight * (side == 0 ? 2.0 / 3 : 1.0 / 6));
      components.push_back(count_law(fit.family, mean, 1, *scenario.size * std::exp(side * spread)));
    }
  }
}

}  // namespace detail

TOLLCAST_INLINE std::vector<any_distribution> joinpoint_fit::forecast(int years,
                                                                      parameter_uncertainty uncertainty) const {
  if (years < 1) {
    throw invalid_input("joinpoint: a forecast of " + std::to_string(years) +
                        " years was asked for; 1 or more is needed");
  }
  const bool log_normal = family == count_family::log_normal;
  if (!degrees) {
    throw cannot_answer("joinpoint: the " + std::to_string(fitted.size()) + " years of " + series +
                        " leave nothing to tell the scatter from, so a forecast has no law");
  }
  const bool included = uncertainty == parameter_uncertainty::included;
  const double largest_mean = 300 * std::max(largest, 1.0);
  const double highest = std::log(largest_mean);
  std::vector<any_distribution> laws;
  for (int h = 1; h <= years; ++h) {
    const double ahead = years_to_end + h;
    std::vector<double> weights;
    std::vector<any_distribution> components;
    for (std::size_t i = 0; i < scenarios.size();) {
      const joint_scenario& leading = scenarios[i];
      std::vector<detail::log_mean_law> means;
      for (; i < scenarios.size() && scenarios[i].joints == leading.joints; ++i) {
        const joint_scenario& one = scenarios[i];
        const double variance = one.level_variance + 2 * ahead * one.covariance + ahead * ahead * one.slope_variance;
        const double scale = included ? std::min(std::sqrt(std::max(variance, 0.0)), 2.0) : 0.0;
        means.push_back(
            {one.weight, std::min(one.level + ahead * one.slope + std::log(last_exposure), highest), scale});
        if (!included) break;
      }
      if (log_normal) {
        for (const auto& [weight, centre, scale] : means) {
          weights.push_back(weight);
          components.push_back(
              detail::rounded_log_t(centre, std::sqrt(scale * scale + leading.dispersion), *degrees, largest_mean));
        }
      } else if (included) {
        detail::gather_laws(*this, leading, means, highest, weights, components);
      } else {
        weights.push_back(1);
        components.push_back(detail::count_law(family, std::exp(means.front().centre), leading.dispersion,
                                               size ? std::optional(size->value) : std::nullopt));
      }
      if (!included) break;
    }
    laws.push_back(components.size() == 1 ? components.front()
                                          : any_distribution(mixture(std::move(weights), std::move(components))));
  }
  return laws;
}

}  // namespace tollcast
