#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <tollcast/series/detail/note_list.hpp>
#include <tollcast/series/detail/region_family.hpp>
#include <tollcast/series/detail/region_tree.hpp>
#include <tollcast/series/detail/sub_totals.hpp>

namespace tollcast::detail {

// A node's figures from those of its parts, the other way round from what share_out() does.

// A figure that is at least `least`.
inline count raised(const count& figure, std::int64_t least) {
  if (figure.is_exact() || least <= figure.lower() || least > figure.upper()) return figure;
  return figure.upper() == largest_count ? count::at_least(least) : count::between(least, figure.upper());
}

// Adds the stretches that the parts share and the node does not reach into.
inline void add_shared(const region_family& family, year_record& record) {
  const std::vector<year_record> parts = records_in(family, record.year);
  std::vector<part> added;
  for (const shared_stretch& stretch : shared_by(parts.front().parts, {parts.begin() + 1, parts.end()})) {
    const bool overlaps = std::any_of(record.parts.begin(), record.parts.end(),
                                      [&](const part& own) { return own.when.overlaps(stretch.when); });
    if (!overlaps) added.push_back({stretch.when, stretch.counts.front() + sum_after_first(stretch)});
  }
  added.insert(added.end(), record.parts.begin(), record.parts.end());
  std::sort(added.begin(), added.end(), [](const part& a, const part& b) { return a.when.first() < b.when.first(); });
  int days = 0;
  for (const part& one : added) days += one.when.days();
  if (record.total.is_exact()) {
    cut_to(added, record.total.lower());
  } else if (days == whole_year(record.year).days()) {
    const std::int64_t sum = sum_of(added);
    if (sum < record.total.lower() || sum > record.total.upper()) return;
    record.total = count::exactly(sum);
  }
  record.parts = std::move(added);
}

// Fills in what a node has no figure for.
inline void sum_up(region_node& whole, const region_family& family, family_coverage covered, note_list& notes) {
  std::vector<int> summed;
  for (const int year : years_of(family)) {
    year_record record = record_in(whole, year);
    const std::vector<year_record> parts = records_in(family, year);
    const std::int64_t sum = sum_of_least(parts);
    const bool may_sum = covered == family_coverage::is_whole && all_complete(parts);
    if (may_sum && !is_complete(record) && sum >= record.total.lower() && sum <= record.total.upper()) {
      record.total = count::exactly(sum);
      summed.push_back(year);
    }
    const bool has_ended = std::any_of(parts.begin(), parts.end(), [](const year_record& one) {
      return one.total.quality() != count_quality::unknown;
    });
    if (has_ended) record.total = raised(record.total, sum);
    if (covered == family_coverage::is_whole) add_shared(family, record);
    if (has_figure(record)) whole.years.insert_or_assign(year, std::move(record));
  }
  if (summed.empty()) return;
  const std::string whose = whole.parent ? " of " + whole.reported.name : "";
  notes.add("totals that are sums", year_ranges(summed) + whose + ": the total is the sum of the regions");
}

}  // namespace tollcast::detail
