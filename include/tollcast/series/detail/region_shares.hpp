#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <tollcast/series/detail/note_list.hpp>
#include <tollcast/series/detail/region_family.hpp>
#include <tollcast/series/detail/region_tree.hpp>
#include <tollcast/series/detail/sub_totals.hpp>

namespace tollcast::detail {

// Lowers the largest of the records' figures until their least sum is no more than the node's most.
inline void cut_totals(std::vector<year_record>& records, std::int64_t most) {
  std::vector<part> least;
  least.reserve(records.size());
  for (const year_record& one : records) least.push_back({whole_year(one.year), least_of(one)});
  if (sum_of(least) <= most) return;
  cut_to(least, most);
  for (std::size_t i = 0; i < records.size(); ++i) {
    count& total = records[i].total;
    const std::int64_t figure = least[i].count;
    if (total.is_exact()) {
      total = count::exactly(figure);
    } else if (figure < total.lower()) {
      total = total.upper() == largest_count ? count::at_least(figure) : count::between(figure, total.upper());
    }
    if (total.is_exact()) cut_to(records[i].parts, figure);
  }
}

// Lowers the largest of the records' parts within the stretches of the node.
inline void cut_stretches(const year_record& whole, std::vector<year_record>& records) {
  for (const period& when : stretches_of(whole, records)) {
    std::vector<part> inside;
    std::vector<part*> places;
    for (year_record& one : records) {
      for (part& own : one.parts) {
        if (!when.contains(own.when)) continue;
        inside.push_back(own);
        places.push_back(&own);
      }
    }
    cut_to(inside, counted_in(whole, when));
    for (std::size_t i = 0; i < places.size(); ++i) *places[i] = inside[i];
  }
}

// Where the year's figure settles those that are not exact, they are: one that the others leave alone in a node that
// its parts cover, or all of them when nothing is left. Returns which.
inline std::vector<std::size_t> imply(const year_record& whole, family_coverage covered,
                                      std::vector<year_record>& records) {
  if (!is_complete(whole)) return {};
  std::vector<std::size_t> open;
  std::int64_t left = whole.total.lower();
  for (std::size_t i = 0; i < records.size(); ++i) {
    if (is_complete(records[i])) {
      left -= records[i].total.lower();
    } else {
      open.push_back(i);
    }
  }
  if (left != 0 && !(covered == family_coverage::is_whole && open.size() == 1)) return {};
  for (const std::size_t i : open) {
    records[i].total = count::exactly(left);
    cut_to(records[i].parts, left);
  }
  return open;
}

// What the records leave of the node: over the year where all are exact, and over the stretches that all share.
inline year_record rest_of(const year_record& whole, const std::vector<year_record>& records) {
  year_record rest{whole.year};
  if (is_complete(whole) && all_complete(records)) {
    rest.total = count::exactly(whole.total.lower() - sum_of_least(records));
  }
  for (const shared_stretch& stretch : shared_by(whole.parts, records)) {
    rest.parts.push_back({stretch.when, stretch.counts.front() - sum_after_first(stretch)});
  }
  if (whole.total.upper() < largest_count) cut_to(rest.parts, whole.total.upper() - sum_of_least(records));
  return rest;
}

// Makes the parts add up to their node. Returns what they leave of it.
inline std::map<int, year_record> share_out(const region_family& family, family_coverage covered, note_list& notes) {
  std::map<int, year_record> rest;
  std::vector<std::vector<int>> implied(family.parts.size());
  for (const auto& [year, whole] : family.whole->years) {
    std::vector<year_record> records = records_in(family, year);
    cut_totals(records, whole.total.upper());
    cut_stretches(whole, records);
    for (const std::size_t i : imply(whole, covered, records)) implied[i].push_back(year);
    if (year_record left = rest_of(whole, records); covered == family_coverage::leaves_some && has_figure(left)) {
      rest.emplace(year, std::move(left));
    }
    for (std::size_t i = 0; i < records.size(); ++i) {
      if (has_figure(records[i])) family.parts[i]->years.insert_or_assign(year, std::move(records[i]));
    }
  }
  for (std::size_t i = 0; i < implied.size(); ++i) {
    if (implied[i].empty()) continue;
    notes.add("figures that follow from the others",
              family.parts[i]->reported.name + ": the figure of " + year_ranges(implied[i]) +
                  " is what the others leave of " + (family.whole->parent ? family.whole->reported.name : "the total"));
  }
  return rest;
}

}  // namespace tollcast::detail
