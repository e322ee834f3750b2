#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <tollcast/core/error.hpp>
#include <tollcast/series/detail/note_list.hpp>
#include <tollcast/series/detail/region_tree.hpp>
#include <tollcast/series/detail/shared_stretches.hpp>
#include <tollcast/series/part.hpp>

namespace tollcast::detail {

// What the figures say of a node and its parts together: they leave something of it in some year; they never do, and
// some year shows that, or the node has no figure; nothing.
enum class family_coverage { leaves_some, is_whole, unknown };

// A node and the parts inside it.
struct region_family {
  const region_node* whole;
  std::vector<region_node*> parts;
};

inline region_family family_of(region_tree& tree, std::size_t node) {
  region_family family{&tree[node], {}};
  for (const std::size_t inside : tree[node].inside) family.parts.push_back(&tree[inside]);
  return family;
}

// The years in which one of the nodes has a figure.
inline std::set<int> years_of(const region_family& family) {
  std::set<int> years;
  for (const auto& [year, record] : family.whole->years) years.insert(year);
  for (const region_node* part : family.parts) {
    for (const auto& [year, record] : part->years) years.insert(year);
  }
  return years;
}

// The records of the parts in a year, in order.
inline std::vector<year_record> records_in(const region_family& family, int year) {
  std::vector<year_record> records;
  for (const region_node* part : family.parts) records.push_back(record_in(*part, year));
  return records;
}

// What all records share, the parts of `first` before those of the others.
inline std::vector<shared_stretch> shared_by(const std::vector<part>& first, const std::vector<year_record>& others) {
  part_lists lists{&first};
  for (const year_record& record : others) lists.push_back(&record.parts);
  return shared_stretches(lists);
}

inline std::int64_t sum_after_first(const shared_stretch& stretch) {
  std::int64_t sum = 0;
  for (std::size_t i = 1; i < stretch.counts.size(); ++i) sum += stretch.counts[i];
  return sum;
}

// The least that a year's figure can be.
inline std::int64_t least_of(const year_record& record) {
  return std::max(record.total.lower(), std::min(sum_of(record.parts), record.total.upper()));
}

inline std::int64_t sum_of_least(const std::vector<year_record>& records) {
  std::int64_t sum = 0;
  for (const year_record& record : records) sum = std::min(sum + least_of(record), largest_count);
  return sum;
}

inline bool all_complete(const std::vector<year_record>& records) {
  return std::all_of(records.begin(), records.end(), is_complete);
}

inline family_coverage coverage_of(const region_family& family) {
  bool adds_up = false;
  for (const auto& [year, record] : family.whole->years) {
    const std::vector<year_record> parts = records_in(family, year);
    std::int64_t most = 0;
    for (const year_record& one : parts) most = std::min(most + one.total.upper(), largest_count);
    if (record.total.lower() > most) return family_coverage::leaves_some;
    adds_up = adds_up || (is_complete(record) && all_complete(parts));
    for (const shared_stretch& stretch : shared_by(record.parts, parts)) {
      if (stretch.counts.front() > sum_after_first(stretch)) return family_coverage::leaves_some;
      adds_up = true;
    }
  }
  return adds_up || family.whole->years.empty() ? family_coverage::is_whole : family_coverage::unknown;
}

// "2024" for the total, "2024 of KP" for a region.
inline std::string to_text(const region_node& node, const period& when) {
  return to_string(when) + (node.parent ? " of " + node.reported.name : "");
}

// "Balochistan (782) + Khyber Pakhtunkhwa (1616)", of more than four the first and the sum.
inline std::string to_text(const region_family& family, const std::vector<std::int64_t>& counts) {
  constexpr std::size_t most = 4;
  std::string text;
  std::int64_t sum = 0;
  std::size_t shown = 0;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    sum += counts[i];
    if (counts[i] == 0 || ++shown > most) continue;
    text += (text.empty() ? "" : " + ") + family.parts[i]->reported.name + " (" + std::to_string(counts[i]) + ")";
  }
  return text + (shown > most ? " + ... = " + std::to_string(sum) : "");
}

// The line of the narrowest row around a stretch, else of the first that overlaps it; 0 when there is none.
inline std::size_t line_around(const region_node& node, const period& when) {
  const observation* nearest = nullptr;
  for (const observation& row : node.reported.rows) {
    const bool is_around = row.when.contains(when);
    if (!is_around && (nearest != nullptr || !row.when.overlaps(when))) continue;
    const bool has_around = nearest != nullptr && nearest->when.contains(when);
    if (!has_around || row.when.days() < nearest->when.days()) nearest = &row;
  }
  return nearest == nullptr ? 0 : nearest->line;
}

// Refuses parts that exceed their node by more than a revision; notes one.
inline void check_excess(const region_family& family, const period& when, const count& whole,
                         const std::vector<std::int64_t>& counts, note_list& notes) {
  std::int64_t excess = -whole.upper();
  for (const std::int64_t one : counts) excess += one;
  if (excess <= 0) return;
  const std::string found =
      to_text(*family.whole, when) + " has " + to_string(whole) + ", less than " + to_text(family, counts);
  if (!is_revision(excess, whole.upper())) {
    throw invalid_input(place_of(family.whole->reported, when, line_around(*family.whole, when)) + ": " + found +
                        "; regions must not exceed what contains them");
  }
  notes.add("regions that exceed what contains them by a revision",
            found + ", taken for a revision: the wider figure holds");
}

// What a record has counted in whole stretches within another.
inline std::int64_t counted_in(const year_record& record, const period& when) {
  std::int64_t sum = 0;
  for (const part& one : record.parts) sum += when.contains(one.when) ? one.count : 0;
  return sum;
}

// The stretches of a year of which a node has a figure that its parts' stretches can be held against: its own, those
// that it shares with one part, and with all parts that have any.
inline std::vector<period> stretches_of(const year_record& whole, const std::vector<year_record>& records) {
  std::vector<period> found;
  const auto add = [&](const period& when) {
    if (std::find(found.begin(), found.end(), when) == found.end()) found.push_back(when);
  };
  std::vector<year_record> some;
  std::copy_if(records.begin(), records.end(), std::back_inserter(some),
               [](const year_record& one) { return !one.parts.empty(); });
  for (const shared_stretch& stretch : shared_by(whole.parts, some)) add(stretch.when);
  for (const part& own : whole.parts) add(own.when);
  for (const year_record& one : some) {
    for (const shared_stretch& stretch : shared_by(whole.parts, {one})) add(stretch.when);
  }
  return found;
}

inline void check_family(const region_family& family, note_list& notes) {
  for (const auto& [year, record] : family.whole->years) {
    const std::vector<year_record> records = records_in(family, year);
    std::vector<std::int64_t> counts(records.size());
    std::transform(records.begin(), records.end(), counts.begin(), least_of);
    if (record.total.upper() < largest_count) {
      check_excess(family, whole_year(year), record.total, counts, notes);
    }
    for (const period& when : stretches_of(record, records)) {
      std::transform(records.begin(), records.end(), counts.begin(),
                     [&when](const year_record& one) { return counted_in(one, when); });
      check_excess(family, when, count::exactly(counted_in(record, when)), counts, notes);
    }
  }
}

}  // namespace tollcast::detail
