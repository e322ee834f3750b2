#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <unordered_map>

#include <tollcast/numeric/special.hpp>
#include <tollcast/trend/detail/joinpoint_placement_fit.hpp>

namespace tollcast::detail {

// trigamma(x) - 1/x, x > 0: lifted to x >= 8, then the asymptotic series (NIST DLMF 5.15.8).
inline double trigamma_less_inverse(double x) {
  double sum = 0;
  for (; x < 8; x += 1) sum += 1 / (x * x * (x + 1));
  const double r = 1 / x;
  const double q = r * r;
  return sum + q * (0.5 + r * (1.0 / 6 - q * (1.0 / 30 - q * (1.0 / 42 - q * (1.0 / 30 - q * (5.0 / 66))))));
}

// The log-likelihood of the counts were each the mean of its own law: rising and concave in the size.
struct saturated_likelihood {
  double value = 0;
  double slope = 0;      // in the size
  double curvature = 0;  // in the size
};

inline bool stands_for_zero(double count) { return count < 1e-9; }

inline saturated_likelihood saturated(const joint_data& data, double size) {
  saturated_likelihood sum;
  if (size == no_size) {
    for (const double y : data.count) {
      if (!stands_for_zero(y)) sum.value -= stirling_error(y) + 0.5 * std::log(y) + half_log_two_pi;
    }
    return sum;
  }
  const double error = stirling_error(size);
  const double slope_of_size = digamma_less_log(size);
  const double curvature_of_size = trigamma_less_inverse(size);
  for (const double y : data.count) {
    if (stands_for_zero(y)) continue;
    const double both = y + size;
    sum.value += stirling_error(both) - stirling_error(y) - error + 0.5 * (std::log(size / both) - std::log(y)) -
                 half_log_two_pi;
    sum.slope += digamma_less_log(both) - slope_of_size;
    sum.curvature += trigamma_less_inverse(both) - curvature_of_size;
  }
  return sum;
}

// The same by interpolation between points of the log size, each computed when it is first needed: a quintic through
// value, slope and curvature at both ends of a step of 1/16, good to 1e-11 of the value.
class saturated_table {
 public:
  explicit saturated_table(const joint_data& data) : data_(&data) {}

  saturated_likelihood at(double size) {
    if (size == no_size) {
      if (std::isnan(limit_)) limit_ = saturated(*data_, no_size).value;
      return {limit_, 0, 0};
    }
    constexpr double step = 1.0 / 16;
    const double log_size = std::log(size);
    const double from = std::floor(log_size / step);
    const node& a = at_node(static_cast<int>(from));
    const node& b = at_node(static_cast<int>(from) + 1);
    const double t = log_size / step - from;
    const double rise = b.value - a.value;
    const double c3 = 10 * rise - 6 * a.slope - 4 * b.slope - 1.5 * a.curvature + 0.5 * b.curvature;
    const double c4 = -15 * rise + 8 * a.slope + 7 * b.slope + 1.5 * a.curvature - b.curvature;
    const double c5 = 6 * rise - 3 * (a.slope + b.slope) - 0.5 * (a.curvature - b.curvature);
    const double slope =
        (a.slope + t * (a.curvature + t * (3 * c3 + t * (4 * c4 + t * 5 * c5)))) / step;  // in the log size
    const double bend = (a.curvature + t * (6 * c3 + t * (12 * c4 + t * 20 * c5))) / (step * step);
    return {a.value + t * (a.slope + t * (0.5 * a.curvature + t * (c3 + t * (c4 + t * c5)))), slope / size,
            (bend - slope) / (size * size)};
  }

 private:
  struct node {
    double value, slope, curvature;  // in steps of the log size
  };
  const node& at_node(int place) {
    const auto [found, fresh] = nodes_.try_emplace(place);
    if (fresh) {
      constexpr double step = 1.0 / 16;
      const double size = std::exp(place * step);
      const saturated_likelihood here = saturated(*data_, size);
      const double slope = size * here.slope;
      found->second = {here.value, step * slope, step * step * (size * size * here.curvature + slope)};
    }
    return found->second;
  }

  const joint_data* data_;
  std::unordered_map<int, node> nodes_;
  double limit_ = std::numeric_limits<double>::quiet_NaN();
};

// Half the deviance at given values and size with its derivatives in both.
struct size_sums {
  knot_sums by_value;
  double first = 0;  // in the size
  double second = 0;
  knot_values mixed{};  // in the size and each value
};

inline size_sums sum_with_size(const joint_data& data, const placement_fit& fit, std::size_t last) {
  size_sums sums;
  const double size = fit.size;
  visit_observations<joint_curve::negative_binomial>(
      data, fit.knots, fit.value, last, [&](std::size_t i, std::size_t a, double share, double log_rate) {
        const double y = data.count[i];
        const double e = log_rate - data.log_rate[i];
        const double mean = y * std::exp(e);
        const double inverse = 1 / (mean + size);
        const double both = y + size;
        const double over = mean - y;
        const double off = over / both;
        const double logarithm = log_one_plus(off);
        // logarithm - off / (1 + off), without cancellation.
        const double difference = std::abs(off) < 1e-3 ? off * off * (0.5 - off * (2.0 / 3 - off * (0.75 - off * 0.8)))
                                                       : logarithm - over * inverse;
        const double weight = both * mean * size * inverse * inverse;
        const double pull = -over * size * inverse;
        const double mixed = mean * over * inverse * inverse;
        const double rest = 1 - share;
        sums.by_value.half_deviance += half_deviance_of(y, size, mean, e, off, logarithm);
        sums.by_value.downhill[a] += rest * pull;
        sums.by_value.downhill[a + 1] += share * pull;
        sums.by_value.diagonal[a] += weight * rest * rest;
        sums.by_value.beside[a] += weight * rest * share;
        sums.by_value.diagonal[a + 1] += weight * share * share;
        sums.first += difference;
        sums.second -= off * over * inverse * inverse;
        sums.mixed[a] += rest * mixed;
        sums.mixed[a + 1] += share * mixed;
      });
  return sums;
}

// How much more the counts scatter about a Poisson fit than Poisson counts would: sum of (y - mean)^2 - y, of which the
// sign is that of the slope of the likelihood in 1 / size at 0; and the sum of mean^2.
struct poisson_excess {
  double excess = 0;
  double squared_means = 0;
};

inline poisson_excess excess_over_poisson(const joint_data& data, const placement_fit& fit, std::size_t last) {
  poisson_excess sums;
  visit_observations<joint_curve::poisson>(data, fit.knots, fit.value, last,
                                           [&](std::size_t i, std::size_t, double, double log_rate) {
                                             const double y = data.count[i];
                                             const double mean = y * std::exp(log_rate - data.log_rate[i]);
                                             sums.excess += (y - mean) * (y - mean) - y;
                                             sums.squared_means += mean * mean;
                                           });
  return sums;
}

// The most likely values and size at given knots, by Newton's method on the values and the log size together, until
// another step would gain less than `gain` of log-likelihood (relative, above 1). Where the scatter is no more than a
// Poisson law's the size runs to infinity: the answer is the Poisson fit, with size = no_size.
inline placement_fit fit_with_size(const joint_data& data, saturated_table& table, const knot_list& knots,
                                   const knot_values& start, std::size_t last, double size, double gain) {
  double largest = 1;
  for (const double y : data.count) largest = std::max(largest, y);
  const auto poisson_fit = [&](const knot_values& from) {
    placement_fit limit = newton_fit(joint_curve::poisson, data, knots, from, last, no_size);
    limit.loss = limit.half_deviance - table.at(no_size).value;
    return limit;
  };

  placement_fit fit;
  fit.knots = knots;
  fit.value = start;
  fit.size = size;
  bool asked_poisson = false;
  if (size == no_size) {
    fit = poisson_fit(start);
    const poisson_excess sums = excess_over_poisson(data, fit, last);
    if (sums.excess <= 1e-9 * sums.squared_means) return fit;
    asked_poisson = true;
    fit.size = sums.squared_means / sums.excess;
    fit.converged = false;
  }
  double before = no_cut;
  knot_values step{};
  double size_step = 0;
  for (int iteration = 0; iteration < 200; ++iteration) {
    if (fit.size > 1e9 * largest) return poisson_fit(fit.value);
    const saturated_likelihood of_counts = table.at(fit.size);
    const size_sums sums = sum_with_size(data, fit, last);
    const double loss = sums.by_value.half_deviance - of_counts.value;
    if (!(loss <= before + 1e-9 * (1 + std::abs(loss)))) {
      for (std::size_t j = 0; j <= last; ++j) fit.value[j] -= step[j] *= 0.5;
      size_step *= 0.5;
      fit.size *= std::exp(-size_step);
      continue;
    }
    before = loss;
    step = solve_tridiagonal(sums.by_value, sums.by_value.downhill, last);
    const knot_values follow = solve_tridiagonal(sums.by_value, sums.mixed, last);
    double slope = fit.size * (sums.first - of_counts.slope);  // in the log size
    double curvature = fit.size * fit.size * (sums.second - of_counts.curvature) + slope;
    double decrement = 0;
    double largest_step = 0;
    for (std::size_t j = 0; j <= last; ++j) {
      decrement += step[j] * sums.by_value.downhill[j];
      slope += fit.size * sums.mixed[j] * step[j];
      curvature -= fit.size * fit.size * sums.mixed[j] * follow[j];
    }
    size_step = curvature > 0 ? std::clamp(-slope / curvature, -1.5, 1.5) : slope > 0 ? -1.0 : 1.0;
    if (size_step > 0 && !asked_poisson && fit.size > 4 * largest) {
      const placement_fit limit = poisson_fit(fit.value);
      asked_poisson = true;
      if (excess_over_poisson(data, limit, last).excess <= 0) return limit;
    }
    for (std::size_t j = 0; j <= last; ++j) {
      step[j] -= fit.size * follow[j] * size_step;
      largest_step = std::max(largest_step, std::abs(step[j]));
    }
    if (curvature > 0) decrement += slope * slope / curvature;
    const bool found =
        curvature > 0 && largest_step < 1e-2 && std::abs(size_step) < 1e-2 && decrement < gain * (1 + std::abs(loss));
    const double shorten = largest_step > 3 ? 3 / largest_step : 1.0;
    size_step *= shorten;
    for (std::size_t j = 0; j <= last; ++j) fit.value[j] += step[j] *= shorten;
    fit.size *= std::exp(size_step);
    if (found) {
      fit.half_deviance = sums.by_value.half_deviance;
      fit.loss = loss - 0.5 * decrement;
      fit.size_curvature = curvature;
      fit.converged = true;
      return fit;
    }
  }
  fit.loss = before;
  return fit;
}

}  // namespace tollcast::detail
