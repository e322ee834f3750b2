#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <tollcast/series/yearly.hpp>

namespace tollcast {

// What a series says of one year's total, in the form that trend models read: it lies in lower .. upper, ends included.
// Equal ends are an exact count; 0 .. largest_count says nothing.
struct annual_count {
  int year;
  std::int64_t lower;
  std::int64_t upper;

  bool is_exact() const { return lower == upper; }
  bool is_missing() const { return lower == 0 && upper == largest_count; }
  // The exact count, else the middle of a bounded interval; nothing for a missing year and an open bound.
  std::optional<double> middle() const {
    if (upper == largest_count && !is_exact()) return std::nullopt;
    return 0.5 * (static_cast<double>(lower) + static_cast<double>(upper));
  }
};

// The years of a series. A year that is known in part is at least the sum of its parts; "about" is the interval it
// stands for.
inline std::vector<annual_count> annual_counts(const yearly_tally& series) {
  std::vector<annual_count> years;
  for (const year_record& record : series.years) {
    years.push_back({record.year, std::max(record.total.lower(), known_count(record)), record.total.upper()});
  }
  return years;
}

// A series of exact counts, for programs that have numbers rather than a file. Throws invalid_input for a count outside
// 0 .. largest_count.
inline yearly_tally exact_counts(std::string name, int first_year, std::span<const std::int64_t> counts) {
  yearly_tally series{std::move(name), {}, {}};
  for (const std::int64_t figure : counts) series.years.push_back({first_year++, count::exactly(figure), {}});
  return series;
}

}  // namespace tollcast
