#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <tollcast/core/error.hpp>
#include <tollcast/series/detail/event_list.hpp>
#include <tollcast/series/tally.hpp>
#include <tollcast/series/yearly.hpp>
#include <tollcast/series/yearly_values.hpp>
#include <tollcast/trend/annual_count.hpp>

// How a series of either kind is cut at an origin, and what happened in a year.
namespace tollcast::detail {

// The years of the rows that were known; none where none of them can be used.
inline yearly_tally years_known(const tally& known) {
  if (known.rows.empty()) return {};
  try {
    return yearly(known);
  } catch (const cannot_answer&) {
    return {};
  }
}

// How many years have a figure that is bounded above.
inline int years_with_figure(const yearly_tally& years) {
  const std::vector<annual_count> counts = annual_counts(years);
  return static_cast<int>(std::count_if(counts.begin(), counts.end(), [](auto& year) { return !year.is_open(); }));
}

// Read alone, a list of events ends with the last of them; at the end of the year the days since are known to be
// without. Not where the series went over to whole years.
inline void end_events_with(int year, tally& seen) {
  std::vector<reported> shorter;
  int last_event = 0;
  int last_whole = 0;
  for (const observation& row : seen.rows) {
    const int row_year = year_of(row.when.last());
    if (is_whole_year(row.when)) {
      last_whole = std::max(last_whole, row_year);
    } else if (year_of(row.when.first()) == row_year) {
      shorter.push_back({row.when, row.figure, row.line});
      last_event = std::max(last_event, row_year);
    }
  }
  if (!is_event_list(shorter) || last_whole > last_event) return;
  seen.rows.push_back({period(whole_year(year).last(), whole_year(year).last()), count::exactly(0)});
}

struct count_series {
  yearly_tally whole;
  const tally* rows;

  const std::string& name() const { return whole.name; }
  int first_year() const { return whole.years.front().year; }
  int last_year() const { return whole.years.back().year; }
  std::optional<std::int64_t> outcome(int year) const {
    if (year < first_year() || year > last_year()) return std::nullopt;
    const year_record& record = whole.years[static_cast<std::size_t>(year - first_year())];
    return is_complete(record) ? std::optional(record.total.lower()) : std::nullopt;
  }
  // Of the rows up to the origin, so that how a year is read cannot hang on later ones.
  yearly_tally seen(int from, int origin) const {
    tally rows_seen{rows->name, {}, rows->origin};
    for (const observation& row : rows->rows) {
      if (row.region.empty() && year_of(row.when.first()) >= from && year_of(row.when.last()) <= origin) {
        rows_seen.rows.push_back(row);
      }
    }
    end_events_with(origin, rows_seen);
    return years_known(rows_seen);
  }
  // Years with a figure; none unless the origin has one, if only a bound.
  static int figures_up_to(int origin, const yearly_tally& years) {
    if (years.years.empty() || years.years.back().year != origin) return 0;
    if (years.years.back().total.quality() == count_quality::unknown) return 0;
    return years_with_figure(years);
  }
};

struct value_series {
  const yearly_values* whole;

  const std::string& name() const { return whole->name; }
  int first_year() const { return whole->first_year; }
  int last_year() const { return whole->last_year(); }
  std::optional<double> outcome(int year) const {
    if (year < first_year() || year > last_year()) return std::nullopt;
    return whole->values[static_cast<std::size_t>(year - first_year())];
  }
  yearly_values seen(int from, int origin) const {
    const int first = std::max(from, first_year());
    const auto begin = whole->values.begin() + (first - first_year());
    return {whole->name, first, {begin, whole->values.begin() + (origin - first_year() + 1)}};
  }
  static int figures_up_to(int /*origin*/, const yearly_values& years) {
    if (!years.values.back()) return 0;
    return static_cast<int>(
        std::count_if(years.values.begin(), years.values.end(), [](auto& v) { return v.has_value(); }));
  }
};

}  // namespace tollcast::detail
