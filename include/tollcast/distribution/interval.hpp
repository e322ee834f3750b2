#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include <tollcast/core/error.hpp>
#include <tollcast/distribution/detail/check.hpp>
#include <tollcast/distribution/distribution.hpp>
#include <tollcast/numeric/integer_search.hpp>

namespace tollcast {

enum class interval_kind { equal_tailed, shortest };

// A closed interval of outcomes.
struct interval_ends {
  std::int64_t lower;
  std::int64_t upper;
  bool operator==(const interval_ends&) const = default;
};

namespace detail {

// Sums of probabilities that differ by less are taken as equal.
inline constexpr double probability_rounding = 8 * std::numeric_limits<double>::epsilon();

template <distribution Law>
bool holds_level(const Law& law, interval_ends ends, double level) {
  return prob_between(law, ends.lower, ends.upper) >= level - probability_rounding;
}

// The interval as long as `ends` that holds most, where moving it by one changes what it holds by
// P(Y = lower + length) - P(Y = lower): found from where that turns from a gain to a loss, which happens once for a law
// with one peak.
template <distribution Law>
interval_ends slid(const Law& law, interval_ends ends) {
  const std::int64_t reach = ends.upper - ends.lower;
  const std::int64_t top = support_upper(law).value_or(largest_outcome) - reach;
  const std::int64_t lower = smallest_where(support_lower(law), top, ends.lower, [&](std::int64_t y) {
    return y == top || log_pmf(law, y) >= log_pmf(law, y + reach + 1);
  });
  return {lower, lower + reach};
}

// Shortens `ends`, which must hold `level`, to the shortest interval of its peak; of equally short ones, to the one
// that holds most.
template <distribution Law>
interval_ends shortened(const Law& law, interval_ends ends, double level) {
  while (ends.lower < ends.upper) {
    const interval_ends shorter = slid(law, {ends.lower, ends.upper - 1});
    if (!holds_level(law, shorter, level)) break;
    const double spare = prob_between(law, shorter.lower, shorter.upper) - level;
    const double spared = spare > 0.0 ? spare * std::exp(-log_pmf(law, shorter.upper)) : 0.0;
    ends = {shorter.lower,
            smallest_where(shorter.lower, shorter.upper, shorter.upper - whole(spared), [&](std::int64_t y) {
              return holds_level(law, {shorter.lower, y}, level);
            })};
  }
  const interval_ends best = slid(law, ends);
  return holds_level(law, best, level) ? best : ends;
}

// The search for laws of any shape. The upper end u(l) of the shortest interval that begins at l never falls as l
// grows, so every interval that begins in l1 ... l2 has at least u(l1) - l2 + 1 outcomes: ranges that cannot reach the
// best length found are dropped, others halved until nothing, or a thousandth of that length, is left to ask. Each peak
// left in the race is then finished exactly.
template <distribution Law>
interval_ends shortest_of_many_peaks(const Law& law, double level) {
  const std::int64_t end = support_upper(law).value_or(largest_outcome);
  const auto begun_at = [&](std::int64_t lower, std::int64_t guess) -> interval_ends {
    return {lower, smallest_where(lower, end, guess, [&](std::int64_t y) {
              return holds_level(law, {lower, y}, level);
            })};
  };
  const auto reach = [](const interval_ends& ends) { return ends.upper - ends.lower; };

  const std::int64_t first = support_lower(law);
  const std::int64_t last =
      smallest_where(first, end, first, [&](std::int64_t y) { return prob_exceeds(law, y) < level; });
  std::vector<interval_ends> begun{begun_at(first, first)};
  for (int i = 1; i <= 32; ++i) {
    const std::int64_t lower = i == 32 ? last : std::min(last, quantile(law, (1.0 - level) * i / 32));
    if (lower > begun.back().lower) begun.push_back(begun_at(lower, begun.back().upper));
  }
  std::int64_t best = std::numeric_limits<std::int64_t>::max();
  for (const auto& ends : begun) best = std::min(best, reach(ends));
  const std::int64_t coarse = best / 1024 + (last - first) / 16384;

  std::vector<std::array<interval_ends, 2>> open;
  for (std::size_t i = begun.size() - 1; i > 0; --i) open.push_back({begun[i - 1], begun[i]});
  while (!open.empty()) {
    const auto [left, right] = open.back();
    open.pop_back();
    const std::int64_t inside = right.lower - left.lower - 1;
    if (inside <= coarse || left.upper - (right.lower - 1) > best) continue;
    const std::int64_t middle = left.lower + (inside + 1) / 2;
    begun.push_back(begun_at(middle, left.upper + (right.upper - left.upper) / 2));
    best = std::min(best, reach(begun.back()));
    open.push_back({begun.back(), right});
    open.push_back({left, begun.back()});
  }

  std::sort(begun.begin(), begun.end(), [](const auto& a, const auto& b) { return a.lower < b.lower; });
  interval_ends chosen = begun.front();
  double chosen_holds = prob_between(law, chosen.lower, chosen.upper);
  const auto consider = [&](const interval_ends& ends) {
    const double holds = prob_between(law, ends.lower, ends.upper);
    if (reach(ends) < reach(chosen) || (reach(ends) == reach(chosen) && holds > chosen_holds + probability_rounding)) {
      chosen = ends;
      chosen_holds = holds;
    }
  };
  const auto in_race = [&](const interval_ends& ends) { return reach(ends) <= best + 2 * coarse; };
  for (auto at = begun.begin(); at != begun.end();) {
    const auto peak_end = std::find_if_not(at, begun.end(), in_race);
    if (at != peak_end) {
      for (auto each = at; each != peak_end; ++each) consider(*each);
      const auto shortest =
          std::min_element(at, peak_end, [&](const auto& a, const auto& b) { return reach(a) < reach(b); });
      if (coarse > 0) consider(shortened(law, *shortest, level));
    }
    at = std::find_if(peak_end, begun.end(), in_race);
  }
  return chosen;
}

template <class Law>
bool has_one_peak(const Law& law) {
  if constexpr (requires { is_unimodal(law); }) {
    return is_unimodal(law);
  } else {
    return false;
  }
}

}  // namespace detail

// The interval with P(Y < lower) <= (1 - level)/2 and P(Y > upper) <= (1 - level)/2: the quantiles at (1 - level)/2 and
// (1 + level)/2. It holds at least `level`.
template <distribution Law>
interval_ends equal_tailed_interval(const Law& law, double level) {
  detail::check_level(level);
  return {quantile(law, (1.0 - level) / 2), quantile(law, (1.0 + level) / 2)};
}

// The interval with the fewest outcomes that holds at least `level`; of equally short ones the one that holds most, of
// those the lowest. One interval, also for a law with several peaks. It costs some hundred evaluations of the law,
// whatever its spread; a law that says is_unimodal(law) is spared the search among peaks. For several peaks and ranges
// of more than 16,000 outcomes, a peak narrower than a thousandth of the interval may be missed.
template <distribution Law>
interval_ends shortest_interval(const Law& law, double level) {
  detail::check_level(level);
  if (!detail::has_one_peak(law)) return detail::shortest_of_many_peaks(law, level);
  return detail::shortened(law, equal_tailed_interval(law, level), level);
}

// Throws invalid_input unless 0 < level < 1.
template <distribution Law>
interval_ends interval(const Law& law, double level, interval_kind kind = interval_kind::equal_tailed) {
  return kind == interval_kind::shortest ? shortest_interval(law, level) : equal_tailed_interval(law, level);
}

}  // namespace tollcast
