#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <tollcast/core/error.hpp>
#include <tollcast/series/detail/event_list.hpp>
#include <tollcast/series/detail/note_list.hpp>
#include <tollcast/series/detail/same_period.hpp>
#include <tollcast/series/detail/sub_totals.hpp>
#include <tollcast/series/period.hpp>
#include <tollcast/series/yearly.hpp>

namespace tollcast {

namespace detail {

// The rows that lie within one year. Rows of regions, and rows that span years, are left aside.
inline std::vector<reported> rows_within_years(const tally& series, note_list& notes) {
  std::vector<reported> rows;
  rows.reserve(series.rows.size());
  std::size_t regional = 0;
  for (const observation& row : series.rows) {
    if (!row.region.empty()) {
      ++regional;
    } else if (row.figure.quality() == count_quality::measured) {
      throw cannot_answer(place_of(series, row.when, row.line) + ": " + to_string(row.figure) +
                          " is a measured value; a tally of counts needs whole numbers");
    } else if (year_of(row.when.first()) != year_of(row.when.last())) {
      notes.add("rows that span several years", to_text(row.when, row.figure) + " spans several years and is not used");
    } else {
      rows.push_back({row.when, row.figure, row.line});
    }
  }
  if (regional > 0) {
    notes.add("regions", std::to_string(regional) + (regional == 1 ? " row carries" : " rows carry") +
                             " a region and " + (regional == 1 ? "is" : "are") +
                             " left aside: the rows without a region are the total");
  }
  if (rows.empty()) {
    throw cannot_answer(place_of(series) +
                        " has no row without a region that lies within one year; at least one is needed");
  }
  return rows;
}

struct rows_of_year {
  std::optional<reported> own;  // the row for the whole year
  std::vector<sub_total> exact;
};

inline std::map<int, rows_of_year> rows_by_year(const tally& series, note_list& notes) {
  const std::vector<reported> rows = merge_same_periods(series, rows_within_years(series, notes), notes);
  std::map<int, rows_of_year> years;
  std::vector<reported> shorter;
  for (const reported& row : rows) {
    rows_of_year& year = years[year_of(row.when.first())];
    if (is_whole_year(row.when)) {
      year.own = row;
    } else {
      shorter.push_back(row);
    }
  }
  if (is_event_list(shorter)) {
    const std::vector<sub_total> months = months_of_events(series, shorter, notes);
    for (auto from = months.begin(); from != months.end();) {
      const int in_year = year_of(from->when.first());
      const auto to = std::find_if(from, months.end(),
                                   [&](const sub_total& month) { return year_of(month.when.first()) != in_year; });
      rows_of_year& year = years[in_year];
      year.exact.assign(from, to);
      if (year.own && !events_fit(series, *year.own, year.exact, notes)) year.exact.clear();
      from = to;
    }
    return years;
  }
  for (const reported& row : shorter) {
    if (row.figure.is_exact()) {
      years[year_of(row.when.first())].exact.push_back({row.when, row.figure.lower(), row.line});
    } else if (row.figure.quality() != count_quality::unknown) {
      notes.add("parts that are not exact", to_text(row.when, row.figure) + " is not exact and is not used as a part");
    }
  }
  return years;
}

// The total of a year whose own row is not exact and whose parts add up to `known`; they fill the year or leave a gap.
inline count total_beside_parts(const tally& series, const reported& own, std::int64_t known, bool is_filled,
                                note_list& notes) {
  const count& total = own.figure;
  const std::string found =
      to_string(own.when) + " has " + to_string(total) + ", but its parts add up to " + std::to_string(known);
  if (known > total.upper()) {
    if (!is_revision(known - total.upper(), total.upper())) {
      throw invalid_input(place_of(series, own.when, own.line) + ": " + found +
                          "; parts must not exceed what contains them");
    }
    notes.add("parts that exceed what contains them by a revision", found + ", which is used");
    return is_filled ? count::exactly(known) : count::at_least(known);
  }
  if (is_filled) {
    if (known < total.lower()) notes.add("years that disagree with their parts", found + ", which is used");
    return count::exactly(known);
  }
  if (known <= total.lower() || total.quality() == count_quality::unknown) return total;
  return total.upper() == largest_count ? count::at_least(known) : count::between(known, total.upper());
}

inline year_record record_of(const tally& series, int year, const rows_of_year& rows, note_list& notes) {
  year_record record{year, count::not_known(), {}};
  std::vector<sub_total> exact = rows.exact;
  const bool has_own_total = rows.own && rows.own->figure.is_exact();
  if (has_own_total) exact.push_back({rows.own->when, rows.own->figure.lower(), rows.own->line});
  settled_year settled = settle_year(series, year, exact, notes);
  record.parts = std::move(settled.parts);
  const std::int64_t known = settled.total.value_or(sum_of(record.parts));
  if (known > largest_count) {
    throw invalid_input(place_of(series, exact.front().when, exact.front().line) + ": the rows of " +
                        std::to_string(year) + " add up to " + std::to_string(known) + "; at most " +
                        std::to_string(largest_count) + " is needed");
  }
  if (rows.own && !has_own_total) {
    record.total = total_beside_parts(series, *rows.own, known, settled.total.has_value(), notes);
  } else if (settled.total) {
    record.total = count::exactly(known);
  }
  return record;
}

inline void note_missing_years(const std::vector<year_record>& years, note_list& notes) {
  std::vector<int> missing;
  for (const year_record& record : years) {
    if (record.total.quality() == count_quality::unknown && record.parts.empty()) missing.push_back(record.year);
  }
  if (!missing.empty()) notes.add("missing years", "no figure for " + year_ranges(missing));
}

}  // namespace detail

TOLLCAST_INLINE yearly_tally yearly(const tally& series) {
  note_list notes;
  const std::map<int, detail::rows_of_year> by_year = detail::rows_by_year(series, notes);
  yearly_tally result{series.name, {}, {}};
  for (const auto& [year, rows] : by_year) {
    while (!result.years.empty() && result.years.back().year + 1 < year) {
      result.years.push_back({result.years.back().year + 1, count::not_known(), {}});
    }
    result.years.push_back(detail::record_of(series, year, rows, notes));
  }
  detail::note_missing_years(result.years, notes);
  result.notes = notes.sentences();
  return result;
}

}  // namespace tollcast
