#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <tollcast/core/config.hpp>
#include <tollcast/series/count.hpp>
#include <tollcast/series/part.hpp>
#include <tollcast/series/tally.hpp>

namespace tollcast {

// One year of a series. `parts` are disjoint, in time order, inside the year, never the whole year, and add up to no
// more than total.upper(). The total is exact when the year has an exact row or parts without a gap.
struct year_record {
  int year;
  count total = count::not_known();
  std::vector<part> parts{};
};

inline bool is_complete(const year_record& record) { return record.total.is_exact(); }

// What is counted of the year: its total when that is exact, else the sum of its parts (0 when there are none).
inline std::int64_t known_count(const year_record& record) {
  return is_complete(record) ? record.total.lower() : sum_of(record.parts);
}

// The equally spaced view of a tally: consecutive years, from the first to the last that a row lies in. A missing year
// has an unknown total and no parts. The notes say, for a reader, what was done with rows that overlap, disagree or are
// left out.
struct yearly_tally {
  std::string name;
  std::vector<year_record> years;
  std::vector<std::string> notes;
};

// The yearly view of a tally.
//
// - Rows of one day add up. Any other period given more than once counts once, when its figures agree.
// - Ten days or more, and nothing else shorter than a year, are a list of events: from 1 January of the first event's
//   year to the last event the days without a row count 0, and the parts are the months.
// - The exact rows of a year are edges between day boundaries, taken from the widest to the narrowest. A row that joins
//   two unconnected boundaries is used, one whose ends are already connected is redundant. So of 2023-H1 267, 2023-01
//   111 and 2023-Q1/2023-Q3 386 the parts are 111 in January, 156 from February to June, 119 in Q3.
// - Of parts that overlap without a common boundary those that cover the most days are used, of these the most parts.
//   Where they fill a year whose total is known, one is implied; the one that holds the most others gives way to them.
// - A figure that exceeds what contains it by at most 10 % of that, or 1, is a revision: the wider one holds.
// - A year with a bound keeps it, its lower end raised to the sum of its parts. Parts that are not exact are not used.
//
// Throws cannot_answer for a measured value and when no row can be used; invalid_input, with FILE:LINE, when one period
// has two figures that contradict each other, when parts exceed what contains them by more than a revision, and when a
// year adds up to more than largest_count.
yearly_tally yearly(const tally& series);

}  // namespace tollcast

#ifndef TOLLCAST_COMPILED
#include <tollcast/series/detail/yearly.ipp>
#endif
