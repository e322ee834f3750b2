#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <utility>

#include <Eigen/Core>

#include <tollcast/core/error.hpp>
#include <tollcast/numeric/special.hpp>
#include <tollcast/trend/level_filter.hpp>

namespace tollcast {

namespace detail {

// The combinations of scale and jump: one column a level, so that a recursion along the grid runs for all at once.
inline constexpr Eigen::Index moves = 8;
using move_array = Eigen::Array<double, moves, 1>;
using level_columns = Eigen::Map<Eigen::Array<double, moves, Eigen::Dynamic>>;
using const_level_columns = Eigen::Map<const Eigen::Array<double, moves, Eigen::Dynamic>>;

inline constexpr double redraw_smoothing = 0.3;

// The ratio a of the two-sided geometric law on a grid of width `spacing` with the variance 2 scale^2 of a Laplace law:
// a / (1 - a)^2 = (scale / spacing)^2.
inline double geometric_ratio(double scale, double spacing) {
  const double q = (scale / spacing) * (scale / spacing);
  return 2 * q / (2 * q + 1 + std::sqrt(4 * q + 1));
}

// `visited` smoothed by a two-sided geometric law, scaled to sum to `mass`; nothing when it is empty.
inline std::vector<double> smoothed(const std::vector<double>& visited, double spacing, double mass) {
  const double a = geometric_ratio(redraw_smoothing, spacing);
  std::vector<double> result(visited.size());
  double forward = 0;
  for (std::size_t j = 0; j < visited.size(); ++j) result[j] = forward = forward * a + visited[j];
  double backward = 0;
  double sum = 0;
  for (std::size_t j = visited.size(); j-- > 0;) {
    result[j] += backward;
    backward = (backward + visited[j]) * a;
    sum += result[j];
  }
  for (double& value : result) value *= sum > 0 ? mass / sum : 0;
  return result;
}

inline void check_level(const level_moves& asked, double lowest_rate, double highest_rate) {
  const auto positive = [](double value) { return value > 0 && std::isfinite(value); };
  const auto chance = [](double value) { return value >= 0 && value < 1; };
  if (!positive(lowest_rate) || !std::isfinite(highest_rate) || highest_rate <= lowest_rate) {
    throw invalid_input("level_filter: a grid of rates from " + std::to_string(lowest_rate) + " to " +
                        std::to_string(highest_rate) + " was given; 0 < lowest < highest is needed");
  }
  if (asked.size.empty() || !std::all_of(asked.size.begin(), asked.size.end(), positive) ||
      !std::all_of(asked.scale.begin(), asked.scale.end(), positive) || !positive(asked.surge) ||
      !positive(asked.collapse) || !positive(asked.spacing)) {
    throw invalid_input("level_moves: sizes, scales, surge, collapse and spacing must be positive numbers");
  }
  if (!std::all_of(asked.jump.begin(), asked.jump.end(), chance) || !(asked.redraw >= 0 && asked.redraw <= 1)) {
    throw invalid_input("level_moves: the chances of a jump must lie in [0, 1), the share of redrawn ones in [0, 1]");
  }
}

}  // namespace detail

TOLLCAST_INLINE level_filter::level_filter(level_moves specification, double lowest_rate, double highest_rate)
    : specification_(std::move(specification)) {
  detail::check_level(specification_, lowest_rate, highest_rate);
  const double lowest = std::log(lowest_rate);
  const auto levels =
      static_cast<std::size_t>(std::ceil((std::log(highest_rate) - lowest) / specification_.spacing)) + 1;
  for (std::size_t j = 0; j < levels; ++j) {
    log_rate_.push_back(lowest + specification_.spacing * static_cast<double>(j));
  }
  const std::size_t sizes = specification_.size.size();
  for (const double size : specification_.size) {
    for (const double rate : log_rate_) {
      log_zero_.push_back(-size * std::log1p(std::exp(rate) / size));
      log_odds_.push_back(-std::log1p(size / std::exp(rate)));
    }
  }
  likelihood_.resize(sizes * levels);
  state_.assign(sizes * levels * detail::moves, 1.0 / static_cast<double>(levels));
  scratch_.resize(state_.size());
  visited_.assign(levels, 0.0);
}

// A Laplace step is two geometric recursions, one up the grid and one down.
TOLLCAST_INLINE void level_filter::move(const std::vector<double>& from, std::vector<double>& to, double scale_factor,
                                        double jump_factor, double jump_steps) const {
  using Eigen::Index;
  const double spacing = specification_.spacing;
  const double up = std::exp(-spacing / (specification_.surge * jump_factor));
  const double down = std::exp(-spacing / (specification_.collapse * jump_factor));
  const bool returns = *std::max_element(visited_.begin(), visited_.end()) > 0;
  const double redraw = returns ? specification_.redraw : 0.0;
  const std::vector<double> former = detail::smoothed(visited_, spacing, redraw);

  detail::move_array ratio;
  detail::move_array jumps;
  for (Index k = 0; k < detail::moves; ++k) {
    const auto scale = static_cast<std::size_t>(k / 2);
    const double chance = specification_.jump[static_cast<std::size_t>(k % 2)];
    ratio[k] = detail::geometric_ratio(specification_.scale[scale] * scale_factor, spacing);
    jumps[k] = 1.0 - std::pow(1.0 - chance, jump_steps);
  }
  const detail::move_array walks = (1.0 - jumps) * (1.0 - ratio) / (1.0 + ratio);
  const detail::move_array moved = jumps * ((1.0 - redraw) / (1.0 / (1.0 - up) + down / (1.0 - down)));

  const Index levels = static_cast<Index>(log_rate_.size());
  for (std::size_t s = 0; s < specification_.size.size(); ++s) {
    const std::size_t offset = s * log_rate_.size() * detail::moves;
    const detail::const_level_columns before(from.data() + offset, detail::moves, levels);
    detail::level_columns after(to.data() + offset, detail::moves, levels);
    detail::move_array walk = detail::move_array::Zero();
    detail::move_array jump = detail::move_array::Zero();
    for (Index j = 0; j < levels; ++j) {
      walk = walk * ratio + before.col(j);
      jump = jump * up + before.col(j);
      after.col(j) = walks * walk + moved * jump;
    }
    walk.setZero();
    jump.setZero();
    for (Index j = levels; j-- > 0;) {
      after.col(j) += walks * walk + moved * jump;
      walk = (walk + before.col(j)) * ratio;
      jump = (jump + before.col(j)) * down;
    }
    if (redraw <= 0) continue;
    const detail::move_array redrawn = jumps * before.rowwise().sum();
    for (Index j = 0; j < levels; ++j) after.col(j) += redrawn * former[static_cast<std::size_t>(j)];
  }
}

TOLLCAST_INLINE void level_filter::step() {
  move(state_, scratch_, 1.0, 1.0, 1.0);
  state_.swap(scratch_);
}

// log P(y) = log [Gamma(y + r) / (Gamma(r) y!)] + r log(r / (r + m)) + y log(m / (r + m)); as size and mean both grow
// with the exposure, their ratio and so the two logarithms do not depend on it.
TOLLCAST_INLINE void level_filter::observe(std::int64_t count, double exposure) {
  if (count < 0 || !(exposure > 0)) {
    throw invalid_input("level_filter: a count of " + std::to_string(count) + " over " + std::to_string(exposure) +
                        " steps was given; 0 or more over a positive number is needed");
  }
  const double y = static_cast<double>(count);
  const std::size_t levels = log_rate_.size();
  for (std::size_t s = 0; s < specification_.size.size(); ++s) {
    const double size = specification_.size[s] * exposure;
    const double constant = log_gamma_ratio(y + 1, size - 1) - log_gamma(size);
    for (std::size_t k = s * levels; k < (s + 1) * levels; ++k) {
      likelihood_[k] = constant + exposure * log_zero_[k] + y * log_odds_[k];
    }
  }
  update();
}

TOLLCAST_INLINE void level_filter::observe(const std::function<double(double, double)>& log_likelihood) {
  const std::size_t levels = log_rate_.size();
  for (std::size_t k = 0; k < likelihood_.size(); ++k) {
    likelihood_[k] = log_likelihood(std::exp(log_rate_[k % levels]), specification_.size[k / levels]);
  }
  update();
}

// Bayes' rule on the grid: the joint law of level and combination is kept, never divided by its sum, but for a common
// factor that keeps it within the range of a double.
TOLLCAST_INLINE void level_filter::update() {
  using Eigen::Index;
  constexpr double small = 1e-100;
  const Index levels = static_cast<Index>(log_rate_.size());
  Eigen::Map<Eigen::ArrayXd> likelihood(likelihood_.data(), static_cast<Index>(likelihood_.size()));
  const double largest = likelihood.maxCoeff();
  if (!std::isfinite(largest)) throw invalid_input("level_filter: an observation that is impossible at every level");
  // Held above e^-200: no level comes back from there, and products stay clear of subnormal numbers, which are slow.
  likelihood = (likelihood - largest).max(-200.0).exp();

  detail::level_columns state(state_.data(), detail::moves, likelihood.size());
  detail::move_array mass = detail::move_array::Zero();
  for (Index k = 0; k < likelihood.size(); ++k) {
    state.col(k) *= likelihood[k];
    mass += state.col(k);
  }
  double total = mass.sum();
  if (!(total > 0)) throw invalid_input("level_filter: an observation that is impossible at every level");
  if (total < small) {
    state *= 1.0 / total;
    total = 1.0;
  }
  if (specification_.redraw <= 0) return;
  for (Index k = 0; k < likelihood.size(); ++k) {
    visited_[static_cast<std::size_t>(k % levels)] += state.col(k).sum() / total;
  }
}

TOLLCAST_INLINE level_forecast level_filter::ahead(double steps) const {
  using Eigen::Index;
  std::vector<double> next(state_.size());
  move(state_, next, 1.0, 1.0, 1.0);
  if (steps > 1.5) {
    std::vector<double> later(state_.size());
    move(next, later, std::sqrt((steps - 1) / 3), 0.6, steps - 1);
    next.swap(later);
  }
  const detail::const_level_columns state(next.data(), detail::moves, static_cast<Index>(likelihood_.size()));
  level_forecast forecast{log_rate_, specification_.size, {}};
  const double total = state.sum();
  for (Index k = 0; k < state.cols(); ++k) forecast.weight.push_back(state.col(k).sum() / total);
  return forecast;
}

TOLLCAST_INLINE std::vector<double> log_pmf(const level_forecast& forecast, std::span<const std::int64_t> counts,
                                            double exposure) {
  using Eigen::ArrayXd;
  using Eigen::Index;
  constexpr double negligible = 1e-25;
  constexpr double coarsest = 0.5;
  constexpr double depth = 60;
  constexpr double minus_infinity = -std::numeric_limits<double>::infinity();
  const Index n = static_cast<Index>(counts.size());
  const std::size_t levels = forecast.log_rate.size();
  const double spacing = levels > 1 ? forecast.log_rate[1] - forecast.log_rate[0] : 1.0;
  std::vector<double> result(counts.size());
  ArrayXd y(n);
  for (Index i = 0; i < n; ++i) y[i] = static_cast<double>(counts[static_cast<std::size_t>(i)]);
  ArrayXd total = ArrayXd::Zero(n);
  ArrayXd largest = ArrayXd::Constant(n, minus_infinity);
  ArrayXd constant(n);
  ArrayXd term(n);
  for (std::size_t s = 0; s < forecast.size.size(); ++s) {
    const double size = forecast.size[s] * exposure;
    const double of_size = log_gamma(size);
    for (Index i = 0; i < n; ++i)
      constant[i] = y[i] < 0 ? minus_infinity : log_gamma_ratio(y[i] + 1, size - 1) - of_size;
    // A count of this size scatters by 1 / sqrt(size) on the log scale; levels much closer than that count as one.
    const auto group = std::max<std::size_t>(1, static_cast<std::size_t>(coarsest / (std::sqrt(size) * spacing)));
    for (std::size_t first = 0; first < levels; first += group) {
      double weight = 0;
      double moment = 0;
      for (std::size_t j = first; j < std::min(first + group, levels); ++j) {
        weight += forecast.weight[s * levels + j];
        moment += forecast.weight[s * levels + j] * forecast.log_rate[j];
      }
      if (weight < negligible) continue;
      const double ratio = std::exp(moment / weight) / forecast.size[s];
      term = constant + (std::log(weight) - size * std::log1p(ratio)) - y * std::log1p(1.0 / ratio);
      largest = largest.max(term);
      // The terms rise to one peak and fall; what is far below it is left out of the sum.
      const double peak = term.maxCoeff();
      Index from = 0;
      Index to = n;
      while (to - from > 1 && term[from] < peak - depth) ++from;
      while (to - from > 1 && term[to - 1] < peak - depth) --to;
      total.segment(from, to - from) += term.segment(from, to - from).exp();
    }
  }
  for (Index i = 0; i < n; ++i) {
    result[static_cast<std::size_t>(i)] = total[i] > 1e-290 ? std::log(total[i]) : largest[i];
  }
  return result;
}

}  // namespace tollcast
