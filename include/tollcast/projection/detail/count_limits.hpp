#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include <tollcast/distribution/any.hpp>

namespace tollcast::detail {

// The least and the most that a region can have; what is counted of it is the least.
struct count_limits {
  std::int64_t lower = 0;
  std::int64_t upper = std::int64_t{1} << 61;
  bool is_open() const { return lower < upper; }
};

inline count_limits limits_of(const any_distribution& law) {
  const count_limits widest;
  return {std::clamp(support_lower(law), std::int64_t{0}, widest.upper),
          std::min(support_upper(law).value_or(widest.upper), widest.upper)};
}

inline count_limits sum_of(const std::vector<count_limits>& parts) {
  const count_limits widest;
  count_limits sum{0, 0};
  for (const count_limits& part : parts) {
    sum.lower = std::min(sum.lower + part.lower, widest.upper);
    sum.upper = std::min(sum.upper + part.upper, widest.upper);
  }
  return sum;
}

// A node's own limits as far as its parts allow; where the two contradict each other, those of the parts hold.
inline count_limits within(const count_limits& own, const count_limits& parts) {
  return {std::clamp(own.lower, parts.lower, parts.upper), std::clamp(own.upper, parts.lower, parts.upper)};
}

// Moves what lies above a limit to the parts that have the most room; the sum stays.
inline void keep_within(std::vector<std::int64_t>& counts, const std::vector<count_limits>& limits) {
  std::int64_t excess = 0;
  for (std::size_t k = 0; k < counts.size(); ++k) {
    const std::int64_t over = std::max<std::int64_t>(counts[k] - limits[k].upper, 0);
    counts[k] -= over;
    excess += over;
  }
  while (excess > 0) {
    std::size_t widest = 0;
    for (std::size_t k = 1; k < counts.size(); ++k) {
      if (limits[k].upper - counts[k] > limits[widest].upper - counts[widest]) widest = k;
    }
    const std::int64_t moved = std::min(excess, limits[widest].upper - counts[widest]);
    if (moved <= 0) return;
    counts[widest] += moved;
    excess -= moved;
  }
}

// Divides a total: each part gets its lower limit and, of the rest, its share of the weights, rounded up or down with
// one uniform number u so that its expectation is the share itself (systematic sampling, Madow 1949).
inline std::vector<std::int64_t> divided(std::int64_t total, const std::vector<double>& weights,
                                         const std::vector<count_limits>& limits, double u) {
  std::int64_t rest = total;
  double sum = 0;
  for (std::size_t k = 0; k < limits.size(); ++k) {
    rest -= limits[k].lower;
    sum += weights[k];
  }
  std::vector<std::int64_t> counts;
  std::int64_t given = 0;
  double running = 0;
  std::size_t last = limits.size();
  for (std::size_t k = 0; k < limits.size(); ++k) {
    running += weights[k];
    const std::int64_t reached =
        rest <= 0 || sum <= 0
            ? 0
            : std::clamp(static_cast<std::int64_t>(running / sum * static_cast<double>(rest) + u), given, rest);
    counts.push_back(limits[k].lower + reached - given);
    given = reached;
    if (limits[k].is_open()) last = k;
  }
  if (last < limits.size()) counts[last] += std::max<std::int64_t>(rest, 0) - given;
  keep_within(counts, limits);
  return counts;
}

}  // namespace tollcast::detail
