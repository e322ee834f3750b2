#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include <tollcast/numeric/random.hpp>
#include <tollcast/trend/detail/joinpoint_search.hpp>
#include <tollcast/trend/joinpoint.hpp>

namespace tollcast::detail {

// The largest partial R^2 of a joint in the observations after the knot before it, up to the knot after it:
// 1 - deviance with the joint / deviance of a straight line, both fitted to these observations at the fit's size.
inline double largest_partial_r_squared(joint_curve curve, const joint_data& data, const placement_fit& fit,
                                        int joints) {
  double largest = 0;
  for (std::size_t j = 1; j <= static_cast<std::size_t>(joints); ++j) {
    const auto from = static_cast<std::size_t>(j == 1 ? 0 : fit.knots[j - 1] + 1);
    const auto to = static_cast<std::size_t>(fit.knots[j + 1]);
    const auto part = [&](const std::vector<double>& all) {
      return std::vector<double>(all.begin() + static_cast<std::ptrdiff_t>(from),
                                 all.begin() + static_cast<std::ptrdiff_t>(to) + 1);
    };
    const int first = static_cast<int>(from);
    // A joint on the first observation of the window cannot be told from a straight line.
    if (fit.knots[j] == first) continue;
    const joint_data window{part(data.time), part(data.count), part(data.log_rate)};
    const int last = static_cast<int>(to - from);
    const double straight =
        newton_fit(curve, window, {0, last}, {fit.value[j - 1], fit.value[j + 1]}, 1, fit.size).half_deviance;
    const double jointed = newton_fit(curve, window, {0, fit.knots[j] - first, last},
                                      {fit.value[j - 1], fit.value[j], fit.value[j + 1]}, 2, fit.size)
                               .half_deviance;
    if (straight > 1e-12) largest = std::max(largest, 1 - jointed / straight);
  }
  return std::clamp(largest, 0.0, 1.0);
}

// The counts of a null fit with its residuals permuted. They are residuals of the transformation that gives counts of
// the null fit's law a constant variance, sqrt(size) asinh(sqrt((y + 3/8) / size)) (Anscombe 1948), for Poisson
// sqrt(y + 3/8), so a permuted count is a count again, after rounding; for log_normal they are those of log counts.
class permuted_counts {
 public:
  permuted_counts(joint_curve curve, const joint_data& data, const placement_fit& null, std::size_t last)
      : curve_(curve), size_(null.size), log_exposure_(data.size()), fitted_(data.size()) {
    visit_observations<joint_curve::normal>(
        data, null.knots, null.value, last, [&](std::size_t i, std::size_t, double, double log_rate) {
          log_exposure_[i] = std::log(data.count[i]) - data.log_rate[i];
          const double mean = log_rate + log_exposure_[i];
          fitted_[i] = curve_ == joint_curve::normal ? log_rate : transformed(std::exp(mean));
          residual_.push_back((curve_ == joint_curve::normal ? data.log_rate[i] : transformed(data.count[i])) -
                              fitted_[i]);
        });
  }

  // Fills the counts of the next permutation (Fisher-Yates).
  void next(random_engine& engine, std::vector<double>& count, std::vector<double>& log_rate) {
    for (std::size_t i = residual_.size() - 1; i > 0; --i) {
      std::swap(residual_[i], residual_[static_cast<std::size_t>(engine() % (i + 1))]);
    }
    for (std::size_t i = 0; i < residual_.size(); ++i) {
      const double value = fitted_[i] + residual_[i];
      if (curve_ == joint_curve::normal) {
        log_rate[i] = value;
        continue;
      }
      count[i] = std::max(std::round(restored(std::max(value, 0.0))), 1e-10);
      log_rate[i] = std::log(count[i]) - log_exposure_[i];
    }
  }

 private:
  double transformed(double y) const {
    if (curve_ == joint_curve::poisson || size_ == no_size) return std::sqrt(y + 0.375);
    return std::sqrt(size_) * std::asinh(std::sqrt((y + 0.375) / size_));
  }
  double restored(double value) const {
    if (curve_ == joint_curve::poisson || size_ == no_size) return value * value - 0.375;
    const double root = std::sinh(value / std::sqrt(size_));
    return size_ * root * root - 0.375;
  }

  joint_curve curve_;
  double size_;
  std::vector<double> log_exposure_;
  std::vector<double> fitted_;
  std::vector<double> residual_;
};

// A test of `fewer` joints against `more` by permutation, the NB2 size held at the fit's with fewer joints.
inline joint_test permutation_test(const joinpoint& how, joint_curve curve, const joint_data& data,
                                   const placement_fit& null, int fewer, int more, int most, random_engine& engine) {
  const auto last = static_cast<std::size_t>(fewer) + 1;
  joint_search search(curve, data, how.min_end, how.min_between, false, null.size);
  const auto statistic = [&](const placement_fit& first) {
    const placement_fit with_fewer = fewer == 0 ? first : search.best(fewer, first, 0);
    const placement_fit with_more = search.best(more, with_fewer, fewer);
    constexpr double nothing = 1e-12;  // a perfect fit
    return (with_fewer.half_deviance + nothing) / (with_more.half_deviance + nothing);
  };
  joint_test test{fewer, more, statistic(search.straight()), 1, how.significance / (most - fewer), 0};
  permuted_counts permuted(curve, data, null, last);
  std::vector<double> count = data.count;
  std::vector<double> log_rate = data.log_rate;
  int exceeding = 0;
  while (test.permutations < how.permutations) {
    permuted.next(engine, count, log_rate);
    search.replace_counts(count, log_rate);
    exceeding += statistic(search.straight()) >= test.statistic * (1 - 1e-9);
    ++test.permutations;
    test.p_value = (1.0 + exceeding) / (1.0 + how.permutations);
    if (how.sequential && test.p_value > test.level && test.permutations < how.permutations) {
      test.p_value = static_cast<double>(exceeding) / test.permutations;
      break;
    }
  }
  return test;
}

}  // namespace tollcast::detail
