#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include <tollcast/series/part.hpp>
#include <tollcast/series/period.hpp>

namespace tollcast::detail {

using part_lists = std::vector<const std::vector<part>*>;

// A stretch that several lists of parts fill, each with whole parts, and what each counts in it.
struct shared_stretch {
  period when;
  std::vector<std::int64_t> counts;
};

inline std::vector<part>::const_iterator part_from(const std::vector<part>& parts, sys_days day) {
  return std::partition_point(parts.begin(), parts.end(), [&](const part& one) { return one.when.first() < day; });
}

// The narrowest shared stretch that begins on a day.
inline std::optional<shared_stretch> shared_stretch_from(const part_lists& lists, sys_days first) {
  std::vector<std::int64_t> counts(lists.size(), 0);
  std::vector<sys_days> next(lists.size(), first);  // the day after what is counted
  sys_days furthest = first + std::chrono::days(1);
  for (bool changed = true; changed;) {
    changed = false;
    for (std::size_t i = 0; i < lists.size(); ++i) {
      while (next[i] < furthest) {
        const auto at = part_from(*lists[i], next[i]);
        if (at == lists[i]->end() || at->when.first() != next[i]) return std::nullopt;
        counts[i] += at->count;
        next[i] = at->when.last() + std::chrono::days(1);
      }
      changed = changed || next[i] > furthest;
      furthest = std::max(furthest, next[i]);
    }
  }
  return shared_stretch{period(first, furthest - std::chrono::days(1)), counts};
}

// The stretches, as narrow as there are and never a whole year, that all the lists share. Each list: disjoint parts of
// one year in time order.
inline std::vector<shared_stretch> shared_stretches(const part_lists& lists) {
  std::vector<shared_stretch> shared;
  for (const part& one : *lists.front()) {
    if (!shared.empty() && one.when.first() <= shared.back().when.last()) continue;
    auto stretch = shared_stretch_from(lists, one.when.first());
    if (stretch && !is_whole_year(stretch->when)) shared.push_back(std::move(*stretch));
  }
  return shared;
}

}  // namespace tollcast::detail
