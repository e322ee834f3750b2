#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <tollcast/core/error.hpp>
#include <tollcast/core/nearest.hpp>
#include <tollcast/series/detail/note_list.hpp>
#include <tollcast/series/detail/region_tree.hpp>
#include <tollcast/series/detail/shared_stretches.hpp>

namespace tollcast::detail {

// The sum of two figures; where one is not known it is at least the other.
inline count sum_of(const count& a, const count& b) {
  const std::int64_t lower = std::min(a.lower() + b.lower(), largest_count);
  if (a.upper() == largest_count || b.upper() == largest_count) {
    return lower == 0 ? count::not_known() : count::at_least(lower);
  }
  return count::between(lower, std::min(a.upper() + b.upper(), largest_count));
}

inline year_record sum_of(const year_record& a, const year_record& b) {
  year_record sum{a.year, sum_of(a.total, b.total), {}};
  for (const shared_stretch& stretch : shared_stretches({&a.parts, &b.parts})) {
    sum.parts.push_back({stretch.when, stretch.counts[0] + stretch.counts[1]});
  }
  return sum;
}

// The index of the region with this full name.
inline std::size_t region_named(const region_tree& tree, const std::string& name) {
  std::vector<std::string> names;
  for (std::size_t node = 1; node < tree.size(); ++node) {
    if (tree[node].reported.name == name) return node;
    names.push_back(tree[node].reported.name);
  }
  throw invalid_input(place_of(tree.front().reported) + ": no region is named " + in_quotes(name) + "; " +
                      did_you_mean(name, names));
}

inline void check_not_merged(const region_tree& tree, std::size_t region) {
  const std::vector<std::size_t>& siblings = tree[*tree[region].parent].inside;
  if (std::find(siblings.begin(), siblings.end(), region) != siblings.end()) return;
  throw invalid_input(place_of(tree.front().reported) + ": region " + in_quotes(tree[region].reported.name) +
                      " has been merged into another already; one merger of a region, after those into it, is needed");
}

// Adds the years of a region to those of the one that has taken it in.
inline void merge_region(region_tree& tree, const std::string& name, const std::string& taker, note_list& notes) {
  const std::size_t from = region_named(tree, name);
  const std::size_t into = region_named(tree, taker);
  check_not_merged(tree, from);
  check_not_merged(tree, into);
  if (from == into || name.starts_with(taker + "/") || !tree[from].inside.empty()) {
    throw invalid_input(place_of(tree.front().reported) + ": region " + in_quotes(name) + " cannot be merged into " +
                        in_quotes(taker) +
                        "; a region without others inside it, and one that it does not lie in, are needed");
  }
  const std::map<int, year_record> gone = std::exchange(tree[from].years, {});
  std::vector<std::size_t>& siblings = tree[*tree[from].parent].inside;
  siblings.erase(std::find(siblings.begin(), siblings.end(), from));
  if (gone.empty()) return;
  const int last = gone.rbegin()->first;
  std::map<int, year_record>& years = tree[into].years;
  for (const auto& [year, record] : gone) years.try_emplace(year, year_record{year});
  std::string alone;
  for (auto& [year, record] : years) {
    if (year > last) break;
    const year_record other = record_in(tree[from], year);
    const auto found = gone.find(year);
    const bool is_alone = found == gone.end() || !has_figure(record);
    if (is_alone) alone += (alone.empty() ? "" : ", ") + std::to_string(year);
    record = sum_of(record, found == gone.end() ? other : found->second);
  }
  std::erase_if(years, [](const auto& entry) { return !has_figure(entry.second); });
  notes.add("mergers", name + " is merged into " + taker + ": to " + std::to_string(last) +
                           " the figures of both add up, after that " + taker + " holds both" +
                           (alone.empty() ? "" : "; in " + alone + " one of the two has no figure"));
}

}  // namespace tollcast::detail
