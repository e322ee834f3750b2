#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

#include <tollcast/trend/detail/joinpoint_placements.hpp>

namespace tollcast::detail {

inline constexpr double no_cut = std::numeric_limits<double>::infinity();
inline constexpr double no_size = std::numeric_limits<double>::infinity();  // the NB2 size at which the law is Poisson

// The observations a fit uses. A count of 0 is taken as 1e-10, so that every fit is finite; that moves a log-likelihood
// by less than 1e-8.
struct joint_data {
  std::vector<double> time;      // years after the first
  std::vector<double> count;     // positive
  std::vector<double> log_rate;  // log(count / exposure)
  std::size_t size() const { return time.size(); }
};

// What half a deviance is summed from, at the distance e = log(fitted mean) - log(count). Each is convex in e.
//   normal             e^2 / 2
//   poisson            y (E - 1 - e), E = exp(e)
//   negative_binomial  (y + size) log1p(y (E - 1) / (y + size)) - y e
enum class joint_curve { normal, poisson, negative_binomial };

// log(1 + u), u > -1: log1p in half its time, right to 2e-16 (not to 2e-16 of the value where |u| exceeds 0.001).
inline double log_one_plus(double u) {
  return std::abs(u) < 1e-3 ? u * (1 - u * (0.5 - u * (1.0 / 3 - u * (0.25 - u * 0.2)))) : std::log(1 + u);
}

// A connected fit with its knots at given places.
struct placement_fit {
  knot_list knots{};
  knot_values value{};  // log rate at the knots
  double size = no_size;
  double half_deviance = no_cut;
  double loss = no_cut;  // half deviance less the saturated log-likelihood: what is minimised over placements and size
  double size_curvature = 0;  // of the loss in the log size, the values profiled out
  bool converged = false;
};

// Sums over the observations at given knot values: half deviance, gradient (downhill) and Hessian in the values.
struct knot_sums {
  double half_deviance = 0;
  knot_values downhill{};
  knot_values diagonal{};
  knot_values beside{};  // Hessian element of a knot and the next
};

template <joint_curve Curve, class Each>
void visit_observations(const joint_data& data, const knot_list& knots, const knot_values& value, std::size_t last,
                        const Each& each) {
  for (std::size_t j = 1; j <= last; ++j) {
    const auto from = static_cast<std::size_t>(knots[j - 1]);
    const auto to = static_cast<std::size_t>(knots[j]);
    const double per_year = 1 / (data.time[to] - data.time[from]);
    for (std::size_t i = j == 1 ? 0 : from + 1; i <= to; ++i) {
      const double share = (data.time[i] - data.time[from]) * per_year;
      each(i, j - 1, share, value[j - 1] + share * (value[j] - value[j - 1]));
    }
  }
}

template <joint_curve Curve>
knot_sums sum_at(const joint_data& data, const knot_list& knots, const knot_values& value, std::size_t last,
                 double size) {
  knot_sums sums;
  visit_observations<Curve>(data, knots, value, last, [&](std::size_t i, std::size_t a, double share, double log_rate) {
    const double e = log_rate - data.log_rate[i];
    double weight = 1;
    double pull = -e;
    if constexpr (Curve == joint_curve::normal) {
      sums.half_deviance += 0.5 * e * e;
    } else {
      const double y = data.count[i];
      const double ratio = std::exp(e);
      const double mean = y * ratio;
      if constexpr (Curve == joint_curve::poisson) {
        sums.half_deviance += y * (ratio - 1 - e);
        weight = mean;
        pull = y - mean;
      } else {
        const double both = y + size;
        const double share_of_size = size / (mean + size);
        sums.half_deviance += both * log_one_plus((mean - y) / both) - y * e;
        weight = both * (mean / (mean + size)) * share_of_size;
        pull = (y - mean) * share_of_size;
      }
    }
    const double rest = 1 - share;
    const double weighted = weight * share;
    sums.downhill[a] += rest * pull;
    sums.downhill[a + 1] += share * pull;
    sums.diagonal[a] += weight * rest * rest;
    sums.beside[a] += weighted * rest;
    sums.diagonal[a + 1] += weighted * share;
  });
  return sums;
}

// The solution of a symmetric tridiagonal system.
inline knot_values solve_tridiagonal(const knot_sums& sums, knot_values side, std::size_t last) {
  knot_values pivot = sums.diagonal;
  for (std::size_t j = 1; j <= last; ++j) {
    const double share = sums.beside[j - 1] / pivot[j - 1];
    pivot[j] = std::max(pivot[j] - share * sums.beside[j - 1], 1e-14 * pivot[j] + 1e-300);
    side[j] -= share * side[j - 1];
  }
  side[last] /= pivot[last];
  for (std::size_t j = last; j-- > 0;) side[j] = (side[j] - sums.beside[j] * side[j + 1]) / pivot[j];
  return side;
}

// ((1 - m) log(1 - m) + m) / m^2 - 1/2, 0 <= m < 1, from above: its series m/6 + m^2/12 + m^3/20 + ... has the
// coefficients 1 / (k (k - 1)) of m^(k - 2), which from m^3 on add up to 1/4.
inline double remainder_factor(double m) { return m / 6 + m * m / 12 + m * m * m / 4; }

// Newton's method from the given knot values, the size held; gives up (half_deviance = no_cut) once the minimum is
// proven to exceed `cut`. The proof: with gradient X'(y - v) and Hessian X'WX at the current values, the point
// v + W X step has X'(v + W X step) = X'y, so it is feasible in the dual problem, and by duality
//   minimum >= half deviance - (1/2 + remainder_factor(m)) step'X'WX step,   m = largest |step| at a knot, m < 1.
template <joint_curve Curve>
placement_fit newton_fit(const joint_data& data, const knot_list& knots, knot_values value, std::size_t last,
                         double size, double cut) {
  placement_fit fit;
  fit.knots = knots;
  fit.size = size;
  knot_values step{};
  double before = no_cut;
  for (int iteration = 0; iteration < 200; ++iteration) {
    const knot_sums sums = sum_at<Curve>(data, knots, value, last, size);
    if (!(sums.half_deviance <= before + 1e-9 * (1 + before))) {
      for (std::size_t j = 0; j <= last; ++j) value[j] -= step[j] *= 0.5;
      continue;
    }
    before = sums.half_deviance;
    step = solve_tridiagonal(sums, sums.downhill, last);
    double decrement = 0;
    double largest = 0;
    for (std::size_t j = 0; j <= last; ++j) {
      decrement += step[j] * sums.downhill[j];
      largest = std::max(largest, std::abs(step[j]));
    }
    if (Curve != joint_curve::normal && largest < 1 &&
        sums.half_deviance - (0.5 + remainder_factor(largest)) * decrement > cut) {
      return fit;
    }
    if (largest > 3) {
      for (std::size_t j = 0; j <= last; ++j) step[j] *= 3 / largest;
    }
    for (std::size_t j = 0; j <= last; ++j) value[j] += step[j];
    if (Curve == joint_curve::normal || (largest < 1e-3 && decrement < 1e-10 * (1 + sums.half_deviance))) {
      fit.value = value;
      fit.half_deviance = std::max(0.0, sums.half_deviance - 0.5 * decrement);
      fit.converged = true;
      return fit;
    }
  }
  fit.value = value;
  fit.half_deviance = before;
  return fit;
}

inline placement_fit newton_fit(joint_curve curve, const joint_data& data, const knot_list& knots,
                                const knot_values& value, std::size_t last, double size, double cut = no_cut) {
  if (curve == joint_curve::normal) return newton_fit<joint_curve::normal>(data, knots, value, last, size, cut);
  if (curve == joint_curve::poisson || size == no_size) {
    return newton_fit<joint_curve::poisson>(data, knots, value, last, size, cut);
  }
  return newton_fit<joint_curve::negative_binomial>(data, knots, value, last, size, cut);
}

}  // namespace tollcast::detail
