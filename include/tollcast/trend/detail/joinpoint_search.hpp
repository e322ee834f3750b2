#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <functional>
#include <map>
#include <numeric>
#include <vector>

#include <tollcast/trend/detail/joinpoint_bounds.hpp>

namespace tollcast::detail {

// The exact best fit of each number of joints: every placement is visited, and each is fitted unless a lower bound
// proves that its loss exceeds the best one found by more than rounding can explain. At a fixed size a fit is a convex
// problem, which Newton's method solves; over the sizes the likelihood can have two peaks, so that a fit begins at the
// size for which the bounds promise most. Fits within `tie` of each other count as equal; of equal fits the one whose
// joints come first is the best.
class joint_search {
 public:
  // With `free_size` the NB2 size is estimated for each placement, else it is held at `size` (no_size: Poisson).
  joint_search(joint_curve curve, joint_data data, int min_end, int min_between, bool free_size, double size = no_size)
      : curve_(curve),
        data_(std::move(data)),
        min_end_(min_end),
        min_between_(min_between),
        free_size_(free_size),
        size_(size),
        table_(data_) {}

  const joint_data& data() const { return data_; }
  void replace_counts(std::vector<double> count, std::vector<double> log_rate) {
    data_.count = std::move(count);
    data_.log_rate = std::move(log_rate);
    table_ = saturated_table(data_);
  }
  joint_grid grid(int joints) const { return {static_cast<int>(data_.size()), joints, min_end_, min_between_}; }

  // The best fit without a joint.
  placement_fit straight() const {
    knot_list knots{};
    knots[1] = static_cast<int>(data_.size()) - 1;
    const auto [low, high] = std::minmax_element(data_.log_rate.begin(), data_.log_rate.end());
    knot_values value{};
    value[0] = value[1] = 0.5 * (std::max(*low, *high - 8) + *high);
    return fit_from_sizes(knots, value, 1, no_size);
  }

  // The best fit with this many joints, from the best one with `fewer_joints` joints.
  placement_fit best(int joints, const placement_fit& fewer, int fewer_joints) const {
    const auto last = static_cast<std::size_t>(joints) + 1;
    placement_fit base = fewer;
    auto base_last = static_cast<std::size_t>(fewer_joints) + 1;
    placement_fit best;
    // A good fit first: the one that one step from the best known fit promises most for, twice.
    for (int round = 0; round < 2; ++round) {
      const placement_bounds<1> promise(curve_, data_, {base}, base_last);
      double least = no_cut;
      knot_list knots{};
      knot_values start{};
      for_each_placement(grid(joints), promise.table(), [&](const knot_elimination<1>& placed) {
        const double bound = promise.optimistic(placed, last, 0);
        if (!(bound < least)) return;
        least = bound;
        knots = placed.knots;
        start = promise.step_from_base(placed, last, 0);
      });
      const placement_fit found = fit_from_sizes(knots, start, last, base.size);
      if (round > 0 && found.knots == best.knots) break;
      take_better(best, found, last);
      base = best;
      base_last = last;
    }
    visit_within(
        joints, best, [&] { return best.loss; }, [&](const placement_fit& found) { take_better(best, found, last); },
        [](const knot_list&, double) { return true; });
    return best;
  }

  // For every joint and year, the best fit of all whose joint stands there, where its loss is at most `cut`.
  std::vector<std::map<int, placement_fit>> profile(int joints, const placement_fit& best, double cut) const {
    const auto last = static_cast<std::size_t>(joints) + 1;
    std::vector<std::map<int, placement_fit>> all(static_cast<std::size_t>(joints));
    const auto keep = [&](const placement_fit& found) {
      if (!(found.loss <= cut)) return;
      for (std::size_t j = 1; j < last; ++j) {
        const auto [at, fresh] = all[j - 1].try_emplace(found.knots[j], found);
        if (!fresh && found.loss < at->second.loss) at->second = found;
      }
    };
    keep(best);
    visit_within(
        joints, best, [&] { return cut; }, keep,
        [&](const knot_list& knots, double bound) {
          for (std::size_t j = 1; j < last; ++j) {
            const auto at = all[j - 1].find(knots[j]);
            if (at == all[j - 1].end() || bound < at->second.loss) return true;
          }
          return false;
        });
    return all;
  }

  // Fits at the knots of a fit, to the last digit.
  placement_fit refined(const placement_fit& fit, std::size_t last) const {
    const placement_fit near = fit_from_sizes(fit.knots, fit.value, last, fit.size);
    return free_size_ ? fit_with_size(data_, table_, near.knots, near.value, last, near.size, 1e-15) : near;
  }

 private:
  static constexpr double tie = 1e-10;
  static constexpr std::size_t sizes = 8;

  struct promising {
    double bound;
    double rounding;
    double size;  // to start from
    knot_list knots;
    knot_values start;
  };

  static void take_better(placement_fit& best, const placement_fit& found, std::size_t last) {
    if (std::isinf(found.loss)) return;  // given up
    const double equal = tie * (1 + std::abs(found.loss));
    if (!(found.loss <= best.loss + equal)) return;
    if (found.loss < best.loss - equal ||
        std::lexicographical_compare(found.knots.begin(), found.knots.begin() + static_cast<std::ptrdiff_t>(last),
                                     best.knots.begin(), best.knots.begin() + static_cast<std::ptrdiff_t>(last))) {
      best = found;
    }
  }

  placement_fit fit_at(const knot_list& knots, const knot_values& start, std::size_t last, double size,
                       double cut) const {
    if (free_size_) return fit_with_size(data_, table_, knots, start, last, size, 1e-10);
    placement_fit fit = newton_fit(curve_, data_, knots, start, last, size_, cut);
    fit.loss = fit.half_deviance;
    return fit;
  }

  // The likelihood of some series has a peak at a small size and another at a large one, or at infinity.
  placement_fit fit_from_sizes(const knot_list& knots, const knot_values& start, std::size_t last, double size) const {
    placement_fit best = fit_at(knots, start, last, free_size_ ? size : size_, no_cut);
    if (!free_size_) return best;
    for (const double other : {no_size, 0.3, 3.0, 30.0, 300.0}) {
      const placement_fit found = fit_at(knots, best.value, last, other, no_cut);
      if (found.loss < best.loss - tie * (1 + std::abs(best.loss))) best = found;
    }
    return best;
  }

  // Fits every placement that a bound does not exclude from having a loss of at most cut().
  template <class Cut, class Keep, class Wanted>
  void visit_within(int joints, const placement_fit& near, const Cut& cut, const Keep& keep,
                    const Wanted& wanted) const {
    const auto last = static_cast<std::size_t>(joints) + 1;
    const auto limit = [&] { return cut() + tie * (1 + std::abs(cut())); };
    // Those that pass are fitted in order of their bounds, which excludes most of the rest.
    std::vector<promising> found;
    const auto fit_found = [&](const auto& again) {
      std::sort(found.begin(), found.end(), [](const promising& a, const promising& b) {
        return a.bound != b.bound ? a.bound < b.bound : a.knots < b.knots;
      });
      for (const promising& one : found) {
        if (one.bound > limit() || !wanted(one.knots, one.bound) || again(one.knots) > limit()) continue;
        keep(fit_at(one.knots, one.start, last, one.size, limit() + one.rounding));
      }
      found.clear();
    };
    // loss_bound(half deviances, lane) is the bound; it sets the lane whose size promises most. What it leaves is
    // bounded from `other`, too: where the best fit follows an outlier, a fit without joints is a better base for most.
    const auto visit = [&](const auto& bounds, const auto& other, const auto& at, const auto& loss_bound) {
      const auto again = [&](const knot_list& knots) {
        auto placed = empty_elimination(other.table());
        for (std::size_t j = 1; j <= last; ++j) placed.extend(j, knots[j], other.table());
        std::size_t lane = 0;
        const double bound = loss_bound(other.bounds(placed, last), lane);
        return bound - other.rounding(lane);
      };
      for_each_placement(grid(joints), bounds.table(), [&](const auto& placed) {
        std::size_t lane = 0;
        double bound = loss_bound(bounds.bounds(placed, last), lane);
        const double rounding = bounds.rounding(lane);
        bound -= rounding;
        if (bound > limit() || !wanted(placed.knots, bound)) return;
        found.push_back({bound, rounding, at[lane], placed.knots, bounds.step_from_base(placed, last, lane)});
        if (found.size() == 20'000) fit_found(again);
      });
      fit_found(again);
    };
    const placement_fit line = straight();
    if (!free_size_) {
      visit(placement_bounds<1>(curve_, data_, {near}, last), placement_bounds<1>(curve_, data_, {line}, 1),
            std::array{size_}, [](const std::array<double, 1>& one, std::size_t&) { return one[0]; });
      return;
    }
    std::array<placement_fit, sizes> bases;
    std::array<placement_fit, sizes> lines;
    std::array<double, sizes> at;
    const std::size_t middle = choose_sizes(near.size, at);
    bases[middle] = at_size(near, last, at[middle]);
    for (std::size_t i = middle; i-- > 0;) bases[i] = at_size(bases[i + 1], last, at[i]);
    for (std::size_t i = middle + 1; i < sizes; ++i) bases[i] = at_size(bases[i - 1], last, at[i]);
    for (std::size_t i = 0; i < sizes; ++i) lines[i] = at_size(line, 1, at[i]);
    const loss_over_sizes<sizes> loss(data_, at);
    visit(placement_bounds<sizes>(curve_, data_, bases, last), placement_bounds<sizes>(curve_, data_, lines, 1), at,
          [&](const std::array<double, sizes>& each, std::size_t& lane) { return loss.bound(each, lane); });
  }

  template <std::size_t Lanes>
  static knot_elimination<Lanes> empty_elimination(const segment_table<Lanes>&) {
    return {};
  }

  placement_fit at_size(const placement_fit& near, std::size_t last, double size) const {
    return newton_fit(joint_curve::negative_binomial, data_, near.knots, near.value, last, size);
  }

  // Sizes about the best fit's, or, where that is so large that the law is nearly Poisson's, in terms of the mean
  // count. The answer is the place of the one nearest to the best fit's.
  std::size_t choose_sizes(double size, std::array<double, sizes>& at) const {
    static constexpr std::array<double, sizes> about{0.4, 0.7, 1, 1.5, 2.5, 6, 30, 1000};
    static constexpr std::array<double, sizes> of_mean{0.5, 1, 2, 4, 10, 30, 200, 10'000};
    const double mean =
        std::accumulate(data_.count.begin(), data_.count.end(), 0.0) / static_cast<double>(data_.size());
    const bool near_poisson = size > 4 * mean;
    for (std::size_t i = 0; i < sizes; ++i) at[i] = near_poisson ? mean * of_mean[i] : size * about[i];
    if (!near_poisson) return 2;
    const auto next = std::find_if(at.begin(), at.end(), [&](double value) { return value >= size; });
    return std::min<std::size_t>(static_cast<std::size_t>(next - at.begin()), sizes - 1);
  }

  joint_curve curve_;
  joint_data data_;
  int min_end_;
  int min_between_;
  bool free_size_;
  double size_;
  mutable saturated_table table_;
};

}  // namespace tollcast::detail
