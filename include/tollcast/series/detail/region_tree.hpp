#pragma once

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include <tollcast/core/error.hpp>
#include <tollcast/series/detail/event_list.hpp>
#include <tollcast/series/detail/note_list.hpp>
#include <tollcast/series/detail/same_period.hpp>
#include <tollcast/series/period.hpp>
#include <tollcast/series/tally.hpp>
#include <tollcast/series/yearly.hpp>

namespace tollcast::detail {

// The total (the first) or a region: its rows as reported, and its years, those without any figure left out.
struct region_node {
  tally reported;                     // rows without a region
  std::optional<std::size_t> parent;  // none: the total
  int level;                          // 0: the total
  std::vector<std::size_t> inside{};  // its parts, in order
  std::map<int, year_record> years{};
};

using region_tree = std::vector<region_node>;

inline bool has_figure(const year_record& record) {
  return record.total.quality() != count_quality::unknown || !record.parts.empty();
}

// The year's record; one without a figure when there is none.
inline year_record record_in(const region_node& node, int year) {
  const auto found = node.years.find(year);
  return found == node.years.end() ? year_record{year} : found->second;
}

inline void check_levels(const tally& series, const observation& row) {
  const std::string& name = row.region;
  bool is_whole = true;
  for (std::size_t from = 0; from <= name.size();) {
    const std::size_t to = std::min(name.find('/', from), name.size());
    is_whole = is_whole && to > from && name[from] != ' ' && name[to - 1] != ' ';
    from = to + 1;
  }
  if (is_whole) return;
  throw invalid_input(place_of(series, row.when, row.line) + ": region " + in_quotes(name) +
                      " was given; a name for each level, A or A/B, without spaces at its ends, is needed");
}

// The nodes, each before those inside it, with their rows.
inline region_tree reported_by_region(const tally& series) {
  region_tree tree{{{series.name, {}, series.origin}, {}, 0}};
  std::unordered_map<std::string, std::size_t> index{{"", 0}};
  for (const observation& row : series.rows) {
    auto found = index.find(row.region);
    if (found == index.end()) {
      check_levels(series, row);
      std::size_t parent = 0;
      for (std::size_t end = 0; end < row.region.size();) {
        end = std::min(row.region.find('/', end + 1), row.region.size());
        const auto [entry, is_new] = index.try_emplace(row.region.substr(0, end), tree.size());
        if (is_new) {
          tree[parent].inside.push_back(tree.size());
          tree.push_back({{entry->first, {}, series.origin}, parent, tree[parent].level + 1});
        }
        parent = entry->second;
      }
      found = index.find(row.region);
    }
    tree[found->second].reported.rows.push_back(row);
    tree[found->second].reported.rows.back().region.clear();
  }
  if (tree.size() > 1) return tree;
  throw cannot_answer(place_of(series) + ": no row carries a region; a column named region (or category) is needed, " +
                      "with the rows of the parts named in it");
}

inline bool is_day(const observation& row) { return row.when.days() == 1; }

inline bool has_days(const region_node& node) {
  return std::any_of(node.reported.rows.begin(), node.reported.rows.end(), is_day);
}

// Where the days of all regions are one list of events, they become months that end together.
inline void join_events(region_tree& tree, note_list& notes) {
  std::vector<reported> shorter;
  for (std::size_t node = 1; node < tree.size(); ++node) {
    for (const observation& row : tree[node].reported.rows) {
      if (!is_whole_year(row.when)) shorter.push_back({row.when, row.figure, row.line});
    }
  }
  if (!is_event_list(shorter)) return;
  for (const observation& row : tree.front().reported.rows) {
    if (is_day(row)) shorter.push_back({row.when, row.figure, row.line});
  }
  const auto [first, last] = std::minmax_element(shorter.begin(), shorter.end(),
                                                 [](const reported& a, const reported& b) { return a.when < b.when; });
  const sys_days from = first->when.first();
  const sys_days to = last->when.last();
  for (region_node& node : tree) {
    if (!has_days(node)) continue;
    std::vector<observation>& rows = node.reported.rows;
    const auto days = std::stable_partition(rows.begin(), rows.end(), [](const auto& row) { return !is_day(row); });
    std::vector<reported> events;
    for (auto row = days; row != rows.end(); ++row) events.push_back({row->when, row->figure, row->line});
    rows.erase(days, rows.end());
    for (const sub_total& month :
         months_of_days(merge_same_periods(node.reported, std::move(events), notes), from, to, notes)) {
      rows.push_back({month.when, count::exactly(month.figure), "", month.line});
    }
  }
  notes.add("events", "the days of the regions are one list of events: from " +
                          tollcast::to_string(whole_year(year_of(from)).first()) + " to " + tollcast::to_string(to) +
                          " the days without a row count 0");
}

inline bool has_row_within_a_year(const region_node& node) {
  return std::any_of(node.reported.rows.begin(), node.reported.rows.end(),
                     [](const observation& row) { return year_of(row.when.first()) == year_of(row.when.last()); });
}

// The years of each node by its own rows.
inline void settle_each(region_tree& tree, note_list& notes) {
  for (region_node& node : tree) {
    const std::vector<observation>& rows = node.reported.rows;
    const bool is_total = !node.parent;
    const std::string whose = is_total ? "" : node.reported.name + ": ";
    if (!has_row_within_a_year(node)) {
      if (!rows.empty()) notes.add("rows that span several years", whose + "no row lies within one year");
      continue;
    }
    yearly_tally view = yearly(node.reported);
    for (year_record& record : view.years) {
      if (has_figure(record)) node.years.emplace(record.year, std::move(record));
    }
    for (const std::string& note : view.notes) notes.add(is_total ? note : "figures of regions", whose + note);
  }
}

}  // namespace tollcast::detail
