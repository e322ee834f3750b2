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

// In a year that is not complete: the stretches that a node and all its parts but one share, given to that one where it
// has no figure, unless they would fill its year. Returns which parts gained some, and from which day to which.
inline std::vector<std::pair<std::size_t, period>> imply_stretches(const year_record& whole, family_coverage covered,
                                                                   std::vector<year_record>& records) {
  std::vector<std::pair<std::size_t, period>> implied;
  if (is_complete(whole) || whole.parts.empty() || covered != family_coverage::is_whole) return implied;
  const std::vector<year_record> reported = records;
  for (std::size_t i = 0; i < records.size(); ++i) {
    std::vector<part>& own = records[i].parts;
    std::vector<year_record> others = reported;
    others.erase(others.begin() + static_cast<std::ptrdiff_t>(i));
    std::vector<part> added;
    int days = 0;
    for (const part& one : own) days += one.when.days();
    for (const shared_stretch& stretch : shared_by(whole.parts, others)) {
      const bool overlaps =
          std::any_of(own.begin(), own.end(), [&](const part& one) { return one.when.overlaps(stretch.when); });
      const std::int64_t left = stretch.counts.front() - sum_after_first(stretch);
      if (overlaps) continue;
      added.push_back({stretch.when, std::max(left, std::int64_t{0})});
      days += stretch.when.days();
    }
    const bool would_fill = days == whole_year(whole.year).days();
    if (added.empty() || would_fill || sum_of(own) + sum_of(added) > records[i].total.upper()) continue;
    implied.emplace_back(i, period(added.front().when.first(), added.back().when.last()));
    own.insert(own.end(), added.begin(), added.end());
    std::sort(own.begin(), own.end(), [](const part& a, const part& b) { return a.when.first() < b.when.first(); });
  }
  return implied;
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
  const std::string of_whole =
      " what the others leave of " + (family.whole->parent ? family.whole->reported.name : "the total");
  const auto note = [&](std::size_t i, const std::string& figure) {
    notes.add("figures that follow from the others", family.parts[i]->reported.name + ": " + figure + of_whole);
  };
  std::vector<std::vector<int>> implied(family.parts.size());
  for (const auto& [year, whole] : family.whole->years) {
    std::vector<year_record> records = records_in(family, year);
    cut_totals(records, whole.total.upper());
    for (const auto& [i, when] : imply_stretches(whole, covered, records)) {
      note(i, "the figures from " + tollcast::to_string(when.first()) + " to " + tollcast::to_string(when.last()) +
                  " are");
    }
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
    if (!implied[i].empty()) note(i, "the figure of " + year_ranges(implied[i]) + " is");
  }
  return rest;
}

}  // namespace tollcast::detail
