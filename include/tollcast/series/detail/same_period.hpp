#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <tollcast/core/error.hpp>
#include <tollcast/series/count.hpp>
#include <tollcast/series/detail/note_list.hpp>
#include <tollcast/series/period.hpp>
#include <tollcast/series/tally.hpp>

namespace tollcast {

// What is reported for a period, and the first line that reports it.
struct reported {
  period when;
  count figure;
  std::size_t line = 0;
};

inline std::string to_text(const period& when, const count& figure) {
  return to_string(when) + " (" + to_string(figure) + ")";
}

// What two figures for the same thing say together: the more exact one, or what they have in common; nothing when they
// contradict each other.
inline std::optional<count> agree(const count& a, const count& b) {
  if (a == b || b.quality() == count_quality::unknown) return a;
  if (a.quality() == count_quality::unknown) return b;
  const std::int64_t lower = std::max(a.lower(), b.lower());
  const std::int64_t upper = std::min(a.upper(), b.upper());
  if (lower > upper) return std::nullopt;
  for (const count& one : {a, b}) {
    if (one.lower() == lower && one.upper() == upper) return one;
  }
  return count::between(lower, upper);
}

namespace detail {

// The rows of one day add up; the sum is not known when one of them is not exact.
inline reported sum_of_day(const tally& series, std::vector<reported>::const_iterator from,
                           std::vector<reported>::const_iterator to) {
  std::int64_t sum = 0;
  for (auto row = from; row != to; ++row) {
    if (!row->figure.is_exact()) return to - from == 1 ? *from : reported{from->when, count::not_known(), from->line};
    sum += row->figure.lower();
    if (sum > largest_count) {
      throw invalid_input(place_of(series, row->when, row->line) + ": the rows of " + to_string(row->when) +
                          " add up to more than " + std::to_string(largest_count));
    }
  }
  return {from->when, count::exactly(sum), from->line};
}

inline reported agreement_of(const tally& series, std::vector<reported>::const_iterator from,
                             std::vector<reported>::const_iterator to, note_list& notes) {
  reported merged = *from;
  for (auto row = from + 1; row != to; ++row) {
    const std::optional<count> both = agree(merged.figure, row->figure);
    if (!both) {
      throw invalid_input(place_of(series, row->when, row->line) + ": " + to_string(row->when) + " is " +
                          to_string(row->figure) + " here, but " + to_string(merged.figure) +
                          (from->line > 0 ? " in line " + std::to_string(from->line) : " before") +
                          "; one figure is needed");
    }
    merged.figure = *both;
  }
  if (to - from > 1) {
    notes.add("periods given more than once", to_string(merged.when) + " is given " + std::to_string(to - from) +
                                                  " times; " + to_string(merged.figure) + " is counted once");
  }
  return merged;
}

}  // namespace detail

// One row a period, ordered by the first day, then the last. Throws invalid_input naming both lines when the figures
// for one period contradict each other.
inline std::vector<reported> merge_same_periods(const tally& series, std::vector<reported> rows, note_list& notes) {
  const auto key = [](const reported& row) { return std::tuple(row.when.first(), row.when.last(), row.line); };
  std::stable_sort(rows.begin(), rows.end(), [&](const reported& a, const reported& b) { return key(a) < key(b); });
  std::vector<reported> merged;
  for (auto from = rows.cbegin(); from != rows.cend();) {
    const auto to = std::find_if(from, rows.cend(), [&](const reported& row) { return row.when != from->when; });
    const bool is_day = from->when.days() == 1;
    merged.push_back(is_day ? detail::sum_of_day(series, from, to) : detail::agreement_of(series, from, to, notes));
    from = to;
  }
  return merged;
}

}  // namespace tollcast
