#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <vector>

#include <tollcast/trend/detail/joinpoint_placement_fit.hpp>
#include <tollcast/trend/detail/joinpoint_size.hpp>

namespace tollcast::detail {

// Lower bounds for half the deviance of every placement at a few sizes, from one fit at each size (the base), in a time
// that does not depend on the number of years.
//
// At the base, with log means eta, means v, weights W = variance function and working responses z = eta + (y - v) / W,
// the weighted least-squares fit X b of z on the placement's basis gives v + W d, d = X b - eta, which has
// X'(v + W d) = X'y and, where it is the mean of some law, is feasible in the dual of the placement's problem. By
// duality, with -u <= d <= o and p = mean / (mean + size) between p1 and p2 (for Poisson 0 and 0), (1 - p1) u < 1, p2 o
// < 1,
//   half deviance >= base's half deviance - sum W (z - eta)^2 / 2 + sum W (z - X b)^2 / 2 - r sum W d^2,
//   r = max((1 - p1) remainder_factor((1 - p1) u), p2 remainder_factor(p2 o)).
// The sums come from the segment tables. Least squares themselves are exact, without the last term.
template <std::size_t Lanes>
class placement_bounds {
 public:
  using lanes = std::array<double, Lanes>;

  placement_bounds(joint_curve curve, const joint_data& data, const std::array<placement_fit, Lanes>& bases,
                   std::size_t last)
      : last_(last),
        exact_(curve == joint_curve::normal),
        base_knots_(bases[0].knots),
        time_(data.time),
        base_(data.size()),
        responses_(responses(curve, data, bases)),
        table_(data.time, responses_),
        fitted_table_(data.time, fitted()) {}

  const segment_table<Lanes>& table() const { return table_; }

  // The bound without its last term.
  double optimistic(const knot_elimination<Lanes>& placed, std::size_t j, std::size_t lane) const {
    return level_[lane] + 0.5 * std::max(0.0, squares_[lane] - placed.finish(j, lane));
  }

  // What rounding can do to a bound.
  double rounding(std::size_t lane) const { return 1e-13 * (squares_[lane] + std::abs(level_[lane])); }

  // The bound at each size; 0 where there is none.
  lanes bounds(const knot_elimination<Lanes>& placed, std::size_t j) const {
    lanes result;
    if (exact_) {
      for (std::size_t i = 0; i < Lanes; ++i) result[i] = optimistic(placed, j, i);
      return result;
    }
    std::array<lanes, most_joints + 2> value;
    for (std::size_t i = 0; i < Lanes; ++i) value[j][i] = placed.right[j][i] / placed.part[j][i];
    for (std::size_t k = j; k-- > 0;) {
      for (std::size_t i = 0; i < Lanes; ++i) {
        value[k][i] = placed.forward[k][i] / placed.pivot[k][i] - placed.ratio[k][i] * value[k + 1][i];
      }
    }
    // The distance d at the placement's knots and at the base's: it is linear between them.
    lanes under{};
    lanes above{};
    lanes across = base_times_response_;  // sum W eta (z - X b)
    for (std::size_t k = 0; k <= j; ++k) {
      const lanes& base = base_[static_cast<std::size_t>(placed.knots[k])];
      for (std::size_t i = 0; i < Lanes; ++i) {
        above[i] = std::max(above[i], value[k][i] - base[i]);
        under[i] = std::max(under[i], base[i] - value[k][i]);
      }
    }
    for (std::size_t k = 1; k <= j; ++k) {
      const segment_sums<Lanes>& sums = fitted_table_.at(placed.knots[k - 1], placed.knots[k]);
      for (std::size_t i = 0; i < Lanes; ++i) {
        across[i] -= value[k - 1][i] * sums.za[i] + value[k][i] * sums.zb[i];
      }
    }
    for (std::size_t q = 1, k = 1; q < last_; ++q) {
      const int place = base_knots_[q];
      while (placed.knots[k] < place) ++k;
      const double from = time_[static_cast<std::size_t>(placed.knots[k - 1])];
      const double share =
          (time_[static_cast<std::size_t>(place)] - from) / (time_[static_cast<std::size_t>(placed.knots[k])] - from);
      const lanes& base = base_[static_cast<std::size_t>(place)];
      for (std::size_t i = 0; i < Lanes; ++i) {
        const double here = value[k - 1][i] + share * (value[k][i] - value[k - 1][i]);
        above[i] = std::max(above[i], here - base[i]);
        under[i] = std::max(under[i], base[i] - here);
      }
    }
    for (std::size_t i = 0; i < Lanes; ++i) {
      const double rest = std::max(0.0, squares_[i] - placed.finish(j, i));
      const double moved = std::max(0.0, residual_squares_[i] - rest + 2 * across[i]);
      const double down = largest_rest_[i] * under[i];
      const double up = largest_share_[i] * above[i];
      const double remainder =
          std::max(largest_rest_[i] * remainder_factor(down), largest_share_[i] * remainder_factor(up));
      result[i] = std::max(down, up) < 1 ? std::max(0.0, level_[i] + 0.5 * rest - remainder * moved) : 0.0;
    }
    return result;
  }

  // The values at the placement's knots after this one step.
  knot_values step_from_base(const knot_elimination<Lanes>& placed, std::size_t j, std::size_t lane) const {
    knot_values value = placed.solve(j, lane);
    for (std::size_t k = 0; k <= j; ++k) {
      const auto place = static_cast<std::size_t>(placed.knots[k]);
      value[k] = std::clamp(value[k] + line_from_[lane] + line_slope_[lane] * time_[place], lowest_ - 3, highest_ + 3);
    }
    return value;
  }

 private:
  // Fills the sums of each base on the way. A straight line is taken out of responses and base, so that little cancels.
  std::array<weighted_response, Lanes> responses(joint_curve curve, const joint_data& data,
                                                 const std::array<placement_fit, Lanes>& bases) {
    const auto [low, high] = std::minmax_element(data.log_rate.begin(), data.log_rate.end());
    lowest_ = *low;
    highest_ = *high;
    std::array<weighted_response, Lanes> all;
    const std::size_t n = data.size();
    for (std::size_t lane = 0; lane < Lanes; ++lane) {
      const placement_fit& fit = bases[lane];
      line_from_[lane] = fit.value[0];
      line_slope_[lane] = (fit.value[last_] - fit.value[0]) / data.time.back();
      double least_share = fit.size != no_size && curve == joint_curve::negative_binomial ? 1 : 0;
      all[lane].weight.resize(n);
      all[lane].response.resize(n);
      visit_observations<joint_curve::normal>(
          data, fit.knots, fit.value, last_, [&](std::size_t i, std::size_t, double, double log_rate) {
            const double e = log_rate - data.log_rate[i];
            const double y = data.count[i];
            double weight = 1;
            double residual = -e;
            if (!exact_) {
              const double mean = y * std::exp(e);
              residual = y / mean - 1;
              weight = mean;
              if (fit.size != no_size && curve == joint_curve::negative_binomial) {
                const double share_of_mean = mean / (mean + fit.size);
                largest_share_[lane] = std::max(largest_share_[lane], share_of_mean);
                least_share = std::min(least_share, share_of_mean);
                residual *= (mean + fit.size) / (y + fit.size);
                weight *= (y + fit.size) / (mean + fit.size) * (fit.size / (mean + fit.size));
              }
            }
            const double eta = log_rate - line_from_[lane] - line_slope_[lane] * data.time[i];
            const double z = eta + residual;
            base_[i][lane] = eta;
            all[lane].weight[i] = weight;
            all[lane].response[i] = z;
            squares_[lane] += weight * z * z;
            residual_squares_[lane] += weight * residual * residual;
            base_times_response_[lane] += weight * eta * z;
          });
      largest_rest_[lane] = 1 - least_share;
      level_[lane] = fit.half_deviance - 0.5 * residual_squares_[lane];
    }
    return all;
  }

  std::array<weighted_response, Lanes> fitted() const {
    std::array<weighted_response, Lanes> all = responses_;
    for (std::size_t lane = 0; lane < Lanes; ++lane) {
      for (std::size_t i = 0; i < base_.size(); ++i) all[lane].response[i] = base_[i][lane];
    }
    return all;
  }

  std::size_t last_;
  bool exact_;
  knot_list base_knots_;
  std::vector<double> time_;
  std::vector<lanes> base_;  // the base's log rates less the line
  double lowest_ = 0;
  double highest_ = 0;
  lanes line_from_{};
  lanes line_slope_{};
  lanes largest_share_{};  // p2
  lanes largest_rest_{};   // 1 - p1
  lanes level_{};
  lanes squares_{};           // sum W z^2
  lanes residual_squares_{};  // sum W (z - eta)^2
  lanes base_times_response_{};
  std::array<weighted_response, Lanes> responses_;
  segment_table<Lanes> table_;
  segment_table<Lanes> fitted_table_;
};

// Lower bounds for the loss of a placement over all sizes, from lower bounds of half its deviance at some sizes.
//
// Half the deviance of a placement, q(size), is concave in the size (of each observation at any mean m it has the
// second derivative -(y - m)^2 / ((y + size) (m + size)^2) <= 0, and a minimum of concave functions is concave), it
// rises from q(0) = 0, and the saturated log-likelihood S is concave and rises too. So between two sizes q lies above
// the straight line between its bounds, S lies below its tangents, and the least of line - tangent stands at an end or
// where two tangents meet. Beyond the last size q is at least its value there and S at most its limit.
template <std::size_t Lanes>
class loss_over_sizes {
 public:
  loss_over_sizes(const joint_data& data, const std::array<double, Lanes>& sizes)
      : limit_(saturated(data, no_size).value) {
    for (std::size_t i = 0; i < Lanes; ++i) {
      const double first = i == 0 ? 0 : sizes[i - 1];
      double from = i == 0 ? sizes[0] / 256 : first;
      saturated_likelihood below = saturated(data, from);
      if (i == 0) at_zero_ = below.value - below.slope * from;
      for (std::size_t t = 0; t < tangents; ++t) {
        const double to =
            t + 1 == tangents ? sizes[i] : from * std::pow(sizes[i] / from, 1 / static_cast<double>(tangents - t));
        const saturated_likelihood here = saturated(data, to);
        const double bend = below.slope - here.slope;
        const double gap = below.value + below.slope * (to - from) - here.value;
        const double back = bend > 0 ? std::clamp(gap / bend, 0.0, to - from) : 0.0;  // from `to` to where they meet
        share_[i][t] = (to - back - first) / (sizes[i] - first);
        meet_[i][t] = here.value - here.slope * back;
        below = here;
        from = to;
      }
      value_[i] = below.value;
    }
  }

  double bound(std::array<double, Lanes> half_deviance) const {
    double least = -at_zero_;
    double before = 0;
    for (std::size_t i = 0; i < Lanes; ++i) {
      const double rise = std::max(0.0, half_deviance[i] - before);
      for (std::size_t t = 0; t < tangents; ++t) least = std::min(least, before + share_[i][t] * rise - meet_[i][t]);
      before += rise;
      least = std::min(least, before - value_[i]);
    }
    return std::min(least, before - limit_);
  }

 private:
  static constexpr std::size_t tangents = 4;
  double limit_;
  double at_zero_ = 0;
  std::array<double, Lanes> value_{};
  std::array<std::array<double, tangents>, Lanes> share_{};
  std::array<std::array<double, tangents>, Lanes> meet_{};
};

}  // namespace tollcast::detail
