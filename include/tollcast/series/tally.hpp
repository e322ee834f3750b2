#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include <tollcast/core/error.hpp>
#include <tollcast/series/count.hpp>
#include <tollcast/series/period.hpp>

namespace tollcast {

// One row as reported: so many in this period.
struct observation {
  period when;
  count figure;
  std::string source{};
  std::size_t line = 0;  // of the file, from 1; 0 when there is none
  std::string region{};  // "" for the total; A/B for levels
};

// A series as reported, in the order it was given. Rows may overlap, disagree and leave holes; yearly() settles that.
struct tally {
  std::string name;
  std::vector<observation> rows;
  std::string origin{};  // the file's name for messages; "" when made in code
};

// What a message about a series begins with: FILE: series 'NAME', or the name alone when there is no file.
inline std::string place_of(const tally& series) {
  return (series.origin.empty() ? "" : series.origin + ": ") + "series " + in_quotes(series.name);
}

// What a message about a row begins with: FILE:LINE, or the series and the period when there is no file.
inline std::string place_of(const tally& series, const period& when, std::size_t line) {
  if (series.origin.empty() || line == 0) return place_of(series) + ", " + to_string(when);
  return series.origin + ":" + std::to_string(line);
}

// What was known on a day: the rows whose period ends on or before it, and never the full-year row of that day's year
// (a year's total is published after its last day).
inline tally known_on(const tally& series, sys_days as_of) {
  const int this_year = year_of(as_of);
  tally known{series.name, {}, series.origin};
  for (const observation& row : series.rows) {
    const bool is_this_year = is_whole_year(row.when) && year_of(row.when.first()) == this_year;
    if (row.when.last() <= as_of && !is_this_year) known.rows.push_back(row);
  }
  return known;
}

// What was known on a day, or all when none is given. Throws cannot_answer when nothing was, and for a day beyond the
// year after the last figure.
inline tally seen_on(const tally& series, std::optional<sys_days> as_of) {
  if (!as_of || series.rows.empty()) return series;
  sys_days first = series.rows.front().when.last();
  sys_days last = first;
  for (const observation& row : series.rows) {
    first = std::min(first, row.when.last());
    last = std::max(last, row.when.last());
  }
  const sys_days reach = whole_year(std::min(year_of(last) + 1, 9999)).last();
  if (*as_of > reach) {
    throw cannot_answer(place_of(series) + ": as-of " + to_string(*as_of) + " lies in the future: the figures end on " +
                        to_string(last) + ", so that a day up to " + to_string(reach) + " is needed");
  }
  tally seen = known_on(series, *as_of);
  if (seen.rows.empty()) {
    throw cannot_answer(place_of(series) + ": nothing was known on " + to_string(*as_of) + "; the first figure is of " +
                        to_string(first));
  }
  return seen;
}

}  // namespace tollcast
