#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <string>
#include <vector>

#include <tollcast/core/error.hpp>
#include <tollcast/series/count.hpp>
#include <tollcast/series/detail/day_boundaries.hpp>
#include <tollcast/series/detail/note_list.hpp>
#include <tollcast/series/detail/same_period.hpp>
#include <tollcast/series/period.hpp>
#include <tollcast/series/tally.hpp>

namespace tollcast {

// Ten days or more, and nothing but days.
inline bool is_event_list(const std::vector<reported>& shorter_than_a_year) {
  constexpr std::size_t fewest_days = 10;
  return shorter_than_a_year.size() >= fewest_days &&
         std::all_of(shorter_than_a_year.begin(), shorter_than_a_year.end(),
                     [](const reported& row) { return row.when.days() == 1; });
}

// The months from 1 January of a day's year to `last`; days without a row count 0. A month with a day that is not exact
// is left out. `days`: in time order, one row a day.
inline std::vector<sub_total> months_of_days(const std::vector<reported>& days, sys_days first, sys_days last,
                                             note_list& notes) {
  std::vector<sub_total> months;
  auto day = days.begin();
  for (sys_days start = whole_year(year_of(first)).first(); start <= last;) {
    const year_month_day date(start);
    const sys_days end = std::min(month_of(year_of(start), static_cast<unsigned>(date.month())).last(), last);
    sub_total month{period(start, end), 0, day == days.end() ? 0 : day->line};
    bool is_exact = true;
    for (; day != days.end() && day->when.last() <= end; ++day) {
      if (day->figure.is_exact()) {
        month.figure += day->figure.lower();
        continue;
      }
      is_exact = false;
      notes.add("days that are not exact",
                to_text(day->when, day->figure) + " is not exact: its month is not used as a part");
    }
    if (is_exact) months.push_back(month);
    start = end + std::chrono::days(1);
  }
  return months;
}

// The months of an event list, from 1 January of the first event's year to the last event.
inline std::vector<sub_total> months_of_events(const tally& series, const std::vector<reported>& days,
                                               note_list& notes) {
  const sys_days first = whole_year(year_of(days.front().when.first())).first();
  const sys_days last = days.back().when.last();
  std::vector<sub_total> months = months_of_days(days, first, last, notes);
  notes.add("events", "series " + in_quotes(series.name) + " is a list of events: from " + to_string(first) + " to " +
                          to_string(last) + " the days without a row count 0");
  return months;
}

// Whether the months of a year's events fit the year's own figure: no more than it, and no fewer when they reach from
// January to December. When they do not, a note says so. Throws invalid_input when they exceed it by more than a
// revision.
inline bool events_fit(const tally& series, const reported& own, const std::vector<sub_total>& months,
                       note_list& notes) {
  const std::int64_t sum =
      std::accumulate(months.begin(), months.end(), std::int64_t{0},
                      [](std::int64_t before, const sub_total& month) { return before + month.figure; });
  const bool is_whole = months.size() == 12 && months.back().when.last() == own.when.last();
  if (sum <= own.figure.upper() && (!is_whole || sum >= own.figure.lower())) return true;
  const std::string found = "the events of " + to_string(own.when) + " add up to " + std::to_string(sum) +
                            ", the year has " + to_string(own.figure);
  if (sum > own.figure.upper() && !is_revision(sum - own.figure.upper(), own.figure.upper())) {
    throw invalid_input(place_of(series, own.when, own.line) + ": " + found +
                        "; parts must not exceed what contains them");
  }
  notes.add("years whose events do not add up", found + "; the events are not used");
  return false;
}

}  // namespace tollcast
