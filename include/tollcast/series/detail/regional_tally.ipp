#pragma once

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <tollcast/core/error.hpp>
#include <tollcast/series/detail/region_family.hpp>
#include <tollcast/series/detail/region_mergers.hpp>
#include <tollcast/series/detail/region_shares.hpp>
#include <tollcast/series/detail/region_sums.hpp>
#include <tollcast/series/detail/region_tree.hpp>
#include <tollcast/series/regional_tally.hpp>

namespace tollcast {

namespace detail {

// The indices of all nodes, each before those inside it, siblings in order.
inline std::vector<std::size_t> in_order(const region_tree& tree) {
  std::vector<std::size_t> order;
  std::vector<std::size_t> waiting{0};
  while (!waiting.empty()) {
    const std::size_t node = waiting.back();
    waiting.pop_back();
    order.push_back(node);
    waiting.insert(waiting.end(), tree[node].inside.rbegin(), tree[node].inside.rend());
  }
  return order;
}

// The rest as a part of its own.
inline void add_rest(region_tree& tree, std::size_t node, std::map<int, year_record> rest, note_list& notes) {
  const region_node& whole = tree[node];
  const std::string before = whole.parent ? whole.reported.name + "/" : "";
  std::string name = before + "elsewhere";
  const auto is_taken = [&](std::size_t inside) { return tree[inside].reported.name == name; };
  while (std::any_of(whole.inside.begin(), whole.inside.end(), is_taken)) name += " (rest)";
  std::vector<int> years;
  years.reserve(rest.size());
  for (const auto& [year, record] : rest) years.push_back(year);
  notes.add("what no region holds",
            name + " is what the regions leave of " + (whole.parent ? whole.reported.name : "the total") +
                (years.empty() ? "; where all of them have a figure" : " in " + year_ranges(years)));
  tree[node].inside.push_back(tree.size());
  const int level = whole.level + 1;
  tree.push_back({{name, {}, tree[node].reported.origin}, node, level, {}, std::move(rest)});
}

// The settled rows, each with the line of the row that reports the same period.
inline tally settled_tally(const region_node& node) {
  std::map<period, std::size_t> lines;
  for (const observation& row : node.reported.rows) lines.try_emplace(row.when, row.line);
  tally settled{node.reported.name, {}, node.reported.origin};
  const auto add = [&](const period& when, const count& figure) {
    const auto line = lines.find(when);
    settled.rows.push_back({when, figure, "", line == lines.end() ? 0 : line->second, ""});
  };
  for (const auto& [year, record] : node.years) {
    if (record.total.quality() != count_quality::unknown) add(whole_year(year), record.total);
    for (const part& one : record.parts) add(one.when, count::exactly(one.count));
  }
  return settled;
}

// Where parts begin later or end earlier than others beside them.
inline void note_spans(const region_tree& tree, note_list& notes) {
  for (const region_node& whole : tree) {
    std::optional<int> first, last;
    for (const std::size_t inside : whole.inside) {
      const std::map<int, year_record>& years = tree[inside].years;
      if (years.empty()) continue;
      first = std::min(first.value_or(years.begin()->first), years.begin()->first);
      last = std::max(last.value_or(years.rbegin()->first), years.rbegin()->first);
    }
    for (const std::size_t inside : whole.inside) {
      const region_node& part = tree[inside];
      if (part.years.empty() || part.reported.rows.empty()) continue;
      const int begin = part.years.begin()->first;
      const int end = part.years.rbegin()->first;
      if (begin > *first) {
        notes.add("regions that begin later", part.reported.name + " has no figure before " + std::to_string(begin));
      }
      if (end < *last) {
        notes.add("regions that end earlier", part.reported.name + " has no figure after " + std::to_string(end) +
                                                  ", while others go on to " + std::to_string(*last) +
                                                  "; if another region has taken it in, say that they are merged");
      }
    }
  }
}

// The last day of the stretches of an unfinished year that are known.
inline std::optional<sys_days> last_day_in(const region_node& node, int year) {
  const year_record record = record_in(node, year);
  if (is_complete(record) || record.parts.empty()) return std::nullopt;
  return record.parts.back().when.last();
}

// In an unfinished last year, parts that are known to different days.
inline void note_last_days(const region_tree& tree, note_list& notes) {
  const region_node& total = tree.front();
  if (total.years.empty()) return;
  const int year = total.years.rbegin()->first;
  std::map<sys_days, std::vector<std::string>> known;
  for (const std::size_t inside : total.inside) {
    if (tree[inside].reported.rows.empty()) continue;
    if (const auto day = last_day_in(tree[inside], year)) known[*day].push_back(tree[inside].reported.name);
  }
  if (known.size() < 2) return;
  std::string text;
  for (const auto& [day, names] : known) {
    text += (text.empty() ? "" : ", ") + names.front() +
            (names.size() > 1 ? " and " + std::to_string(names.size() - 1) + " more" : "") + " to " +
            tollcast::to_string(day);
  }
  notes.add("last days", "of " + std::to_string(year) + " the regions are known to different days: " + text);
}

}  // namespace detail

TOLLCAST_INLINE regional_tally regional(const tally& series, const std::vector<region_merger>& merged) {
  using namespace detail;
  note_list notes;
  region_tree tree = reported_by_region(series);
  join_events(tree, notes);
  settle_each(tree, notes);
  for (const region_merger& one : merged) merge_region(tree, one.from, one.into, notes);

  std::vector<std::size_t> order = in_order(tree);
  std::erase_if(order, [&](std::size_t node) { return tree[node].inside.empty(); });
  std::map<std::size_t, family_coverage> covered;
  for (auto node = order.rbegin(); node != order.rend(); ++node) {
    const region_family family = family_of(tree, *node);
    covered[*node] = coverage_of(family);
    check_family(family, notes);
    sum_up(tree[*node], family, covered[*node], notes);
  }
  for (const std::size_t node : order) {
    const region_family family = family_of(tree, node);
    // Once more, as the node's figure may have followed from those beside it.
    if (coverage_of(family) == family_coverage::leaves_some) covered[node] = family_coverage::leaves_some;
    auto rest = share_out(family, covered[node], notes);
    if (covered[node] == family_coverage::leaves_some) add_rest(tree, node, std::move(rest), notes);
  }
  note_spans(tree, notes);
  note_last_days(tree, notes);

  order = in_order(tree);
  regional_tally result{settled_tally(tree.front()), {}, {}};
  std::map<std::size_t, std::size_t> index;
  for (const std::size_t node : order) {
    const region_node& one = tree[node];
    if (!one.parent) continue;
    if (one.years.empty() && one.inside.empty()) {
      notes.add("regions without a figure", one.reported.name + " has no figure and is left out");
      continue;
    }
    index[node] = result.parts.size();
    const auto parent = index.find(*one.parent);
    result.parts.push_back(
        {settled_tally(one), parent == index.end() ? std::nullopt : std::optional(parent->second), one.level});
  }
  if (result.parts.empty()) {
    const bool any = std::any_of(tree.begin() + 1, tree.end(), has_row_within_a_year);
    throw cannot_answer(place_of(series) + ": no row of a region " +
                        (any ? "that lies within one year has a figure" : "lies within one year") +
                        "; at least one is needed");
  }
  result.notes = notes.sentences();
  return result;
}

}  // namespace tollcast
