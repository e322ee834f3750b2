#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <optional>
#include <vector>

#include <tollcast/numeric/reference_laws.hpp>
#include <tollcast/trend/detail/joinpoint_size.hpp>
#include <tollcast/trend/joinpoint.hpp>

namespace tollcast::detail {

inline joint_curve curve_of(count_family family) {
  if (family == count_family::log_normal) return joint_curve::normal;
  return family == count_family::negative_binomial ? joint_curve::negative_binomial : joint_curve::poisson;
}

// The weights of the expected information of a fit, by knots, before any dispersion: mean / (1 + mean / size), 1 for
// least squares; with Pearson's statistic.
struct information {
  knot_sums by_knot;
  double pearson = 0;
};

inline information expected_information(joint_curve curve, const joint_data& data, const placement_fit& fit,
                                        std::size_t last, double size) {
  information sums;
  visit_observations<joint_curve::normal>(data, fit.knots, fit.value, last,
                                          [&](std::size_t i, std::size_t a, double share, double log_rate) {
                                            const double e = log_rate - data.log_rate[i];
                                            double weight = 1;
                                            double residual = e;
                                            if (curve != joint_curve::normal) {
                                              const double y = stands_for_zero(data.count[i]) ? 0.0 : data.count[i];
                                              const double mean = data.count[i] * std::exp(e);
                                              const double spread = size == no_size ? 1.0 : 1 + mean / size;
                                              weight = mean / spread;
                                              residual = (y - mean) / std::sqrt(mean * spread);
                                            }
                                            sums.pearson += residual * residual;
                                            sums.by_knot.diagonal[a] += weight * (1 - share) * (1 - share);
                                            sums.by_knot.beside[a] += weight * (1 - share) * share;
                                            sums.by_knot.diagonal[a + 1] += weight * share * share;
                                          });
  return sums;
}

// The inverse of the information times `dispersion`, row by row.
inline std::vector<double> covariance_of(const knot_sums& by_knot, std::size_t last, double dispersion) {
  std::vector<double> rows;
  for (std::size_t row = 0; row <= last; ++row) {
    knot_values unit{};
    unit[row] = dispersion;
    const knot_values solved = solve_tridiagonal(by_knot, unit, last);
    rows.insert(rows.end(), solved.begin(), solved.begin() + static_cast<std::ptrdiff_t>(last) + 1);
  }
  return rows;
}

// The variance of a weighted sum of the log rates at the knots.
inline double variance_of(const std::vector<double>& covariance, const std::vector<double>& weights) {
  const std::size_t knots = weights.size();
  double variance = 0;
  for (std::size_t i = 0; i < knots; ++i) {
    for (std::size_t j = 0; j < knots; ++j) variance += weights[i] * weights[j] * covariance[i * knots + j];
  }
  return std::max(variance, 0.0);
}

// The weights of the knots in the log rate of a year.
inline std::vector<double> knot_weights(const std::vector<int>& knots, int year) {
  std::vector<double> weights(knots.size());
  std::size_t j = 1;
  while (j + 1 < knots.size() && knots[j] < year) ++j;
  const double share = static_cast<double>(year - knots[j - 1]) / (knots[j] - knots[j - 1]);
  weights[j - 1] = 1 - share;
  weights[j] = share;
  return weights;
}

inline constexpr double most_reach = 20;  // of an interval, on the log scale: beyond it a bound says nothing

// What half an interval is in standard errors, or nothing where there are no degrees of freedom.
inline std::optional<double> interval_reach(const joinpoint_fit& fit) {
  if (!fit.degrees) return std::nullopt;
  return student_t_quantile(0.975, *fit.degrees);
}

// The variance of a weighted sum of log rates, weights_of(knots) at the knots, with the uncertainty of the joints'
// places. By the law of total variance, each joint adds the mean, over the places it may have, of variance + squared
// distance from the estimate, less the variance at the best place.
template <class WeightsOf>
double variance_over_places(const joinpoint_fit& fit, const WeightsOf& weights_of) {
  const std::vector<double> weights = weights_of(fit.knots);
  const double value = std::inner_product(weights.begin(), weights.end(), fit.log_rate.begin(), 0.0);
  const double at_best = variance_of(fit.covariance, weights);
  double variance = at_best;
  for (std::size_t j = 0; j < fit.intervals.size(); ++j) {
    double mass = 1;
    double sum = at_best;
    for (const joint_place& place : fit.places) {
      if (place.joint != j) continue;
      const std::vector<double> there = weights_of(place.knots);
      const double distance = std::inner_product(there.begin(), there.end(), place.log_rate.begin(), 0.0) - value;
      mass += place.weight;
      sum += place.weight * (variance_of(place.covariance, there) + distance * distance);
    }
    variance += sum / mass - at_best;
  }
  return std::max(variance, at_best);
}

// What the inverse of the information is multiplied by. Maximum likelihood leaves out that the parameters were fitted
// to the same years; Pearson's statistic over its degrees of freedom does not.
inline double covariance_scale(count_family family, std::optional<double> dispersion) {
  const bool at_least_one = family == count_family::poisson || family == count_family::negative_binomial;
  return at_least_one ? std::max(1.0, dispersion.value_or(1)) : dispersion.value_or(1);
}

// A knot at which the fitted count is nothing: the slopes beside it are infinite in truth.
inline bool fell_to_zero(const joinpoint_fit& fit, std::size_t knot) {
  return fit.family != count_family::log_normal && fit.log_rate[knot] + std::log(fit.last_exposure) < std::log(1e-6);
}

}  // namespace tollcast::detail
