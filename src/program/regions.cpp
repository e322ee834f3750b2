#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "each_series.hpp"
#include "program.hpp"
#include <fmt/format.h>

#include <tollcast/core/nearest.hpp>
#include <tollcast/projection/regional_year_end.hpp>
#include <tollcast/report/csv.hpp>
#include <tollcast/report/json.hpp>
#include <tollcast/report/text.hpp>
#include <tollcast/series/datasets.hpp>
#include <tollcast/series/regional_tally.hpp>
#include <tollcast/series/yearly.hpp>

namespace tollcast::program {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view default_datasets[]{"crss_all_fatalities_by_province", "ucdp_pakistan_by_province"};
constexpr sys_days default_as_of = 2025y / 9 / 30;

// Then and now, as the question was put: the late 2000s and these years.
const std::vector<year_span> default_periods{{2007, 2013}, {2021, 2025}};

std::vector<region_merger> mergers_of(const tally& series, const regions_command& command) {
  std::vector<region_merger> merged = command.merged;
  for (const dataset& one : datasets()) {
    if (series.origin == one.data.origin) merged.insert(merged.begin(), one.merged.begin(), one.merged.end());
  }
  return merged;
}

// The regions of level 1 that the rows name.
std::vector<std::size_t> named_regions(const tally& series, const regional_tally& settled) {
  std::vector<std::size_t> named;
  for (std::size_t i = 0; i < settled.parts.size(); ++i) {
    const regional_part& part = settled.parts[i];
    const std::string& name = part.series.name;
    const bool is_named = std::any_of(series.rows.begin(), series.rows.end(), [&](const observation& row) {
      return row.region == name || row.region.starts_with(name + "/");
    });
    if (part.level == 1 && is_named) named.push_back(i);
  }
  return named;
}

std::int64_t counted(const tally& part, const year_span& years) {
  std::int64_t sum = 0;
  if (part.rows.empty()) return sum;
  for (const year_record& record : yearly(part).years) {
    if (record.year >= years.first && record.year <= years.last) sum += known_count(record);
  }
  return sum;
}

// Where no group is asked for: the two regions with the most deaths in the last period, or the one of two.
region_group largest(const tally& series, const regional_tally& settled, const year_span& years) {
  std::vector<std::pair<std::int64_t, std::size_t>> order;
  for (const std::size_t i : named_regions(series, settled)) {
    order.emplace_back(-counted(settled.parts[i].series, years), i);
  }
  std::sort(order.begin(), order.end());
  const auto level_1 = std::count_if(settled.parts.begin(), settled.parts.end(),
                                     [](const regional_part& part) { return part.level == 1; });
  region_group group;
  for (std::size_t i = 0; i < order.size() && i < (level_1 > 2 ? 2U : 1U); ++i) {
    const std::string& name = settled.parts[order[i].second].series.name;
    group.name += (i == 0 ? "" : " and ") + name;
    group.regions.push_back(name);
  }
  return group;
}

void check_groups(const tally& series, const regional_tally& settled, const std::vector<region_group>& groups) {
  std::vector<std::string> names;
  for (const regional_part& part : settled.parts) {
    if (part.level == 1) names.push_back(part.series.name);
  }
  for (const region_group& group : groups) {
    for (const std::string& region : group.regions) {
      if (std::find(names.begin(), names.end(), region) != names.end()) continue;
      throw invalid_input(fmt::format("--group {}: {} has no region {} of level 1; {}", in_quotes(group.name),
                                      place_of(series), in_quotes(region), did_you_mean(region, names)));
    }
  }
}

// The periods as far as the years reach. Without any asked for: those of the question, where both are reached, else
// the first half of the years and the second.
std::vector<year_span> periods_within(const std::vector<int>& years, const std::vector<year_span>& asked,
                                      std::vector<std::string>& notes) {
  const auto cut = [&](const std::vector<year_span>& spans, std::vector<std::string>* told) {
    std::vector<year_span> within;
    for (const year_span& one : spans) {
      std::vector<int> reached;
      for (const int year : years) {
        if (year >= one.first && year <= one.last) reached.push_back(year);
      }
      if (!reached.empty()) within.push_back({reached.front(), reached.back()});
      if (told == nullptr || (!reached.empty() && reached.front() == one.first && reached.back() == one.last)) continue;
      told->push_back(
          fmt::format("of {}..{} the regions are known {}", one.first, one.last,
                      reached.empty() ? "in no year" : fmt::format("from {} to {}", reached.front(), reached.back())));
    }
    return within;
  };
  if (!asked.empty()) return cut(asked, &notes);
  if (years.empty()) return {};
  std::vector<year_span> within = cut(default_periods, nullptr);
  if (within.size() == default_periods.size()) return within;
  const std::size_t half = years.size() / 2;
  if (half == 0) return {{years.front(), years.back()}};
  return {{years.front(), years[half - 1]}, {years[half], years.back()}};
}

// Whether anybody died in a year, so that there is something to divide.
bool died(const regional_outlook& outlook, const regional_tally& settled, int year) {
  if (outlook.year == year) return mean(outlook.total) > 0;
  return std::any_of(settled.parts.begin(), settled.parts.end(), [&](const regional_part& part) {
    return counted(part.series, {year, year}) > 0;
  });
}

regional_answer answer(const tally& series, const regions_command& command, const year_end_options& options,
                       std::uint64_t seed) {
  const regional_tally settled = regional(seen_on(series, options.as_of), mergers_of(series, command));
  check_groups(series, settled, command.groups);
  const regional_year_end end = project_regional_year_end(settled, options, {.seed = seed});
  const bool has_begun = !end.total_alone.known.empty();  // of a year without any figure nothing is measured
  const auto measured = [&](const std::vector<region_group>& groups) {
    const concentration_options drawn{.seed = seed};
    return has_begun ? concentrations(settled, end.outlook, groups, drawn) : concentrations(settled, groups, drawn);
  };
  regional_answer told{
      .outlook = end.outlook, .total = total_of(end.total_alone, end.outlook), .notes = end.outlook.notes};
  std::vector<region_group> groups = command.groups;
  concentrations shares = measured(groups);
  const std::vector<year_span> periods = periods_within(shares.years(), command.periods, told.notes);
  if (groups.empty() && !periods.empty()) {
    groups.push_back(largest(series, settled, periods.back()));
    shares = measured(groups);
  }
  told.regions = shares.regions();
  for (const region_group& group : groups) told.groups.push_back(group.name);
  for (const int year : shares.years()) {
    if (died(end.outlook, settled, year)) told.years.push_back(shares.of({year, year}));
  }
  for (std::size_t i = 0; i < periods.size(); ++i) {
    told.periods.push_back(shares.of(periods[i]));
    const std::vector<std::string>& notes = told.periods.back().notes;
    told.notes.insert(told.notes.end(), notes.begin(), notes.end());
    if (i == 0) continue;
    const std::vector<group_change> changes = shares.group_changes(periods[i - 1], periods[i]);
    told.changes.insert(told.changes.end(), changes.begin(), changes.end());
    told.moves.push_back(shares.change(periods[i - 1], periods[i]));
  }
  return told;
}

}  // namespace

outcome run(const regions_command& command, const common_options& common) {
  std::vector<std::string> notes;
  outcome result;
  if (!command.file && !command.options.as_of) {
    notes.push_back(fmt::format("no FILE was named: the embedded series as they were known on {} (--as-of {})",
                                to_string(default_as_of), to_string(default_as_of)));
  }
  const std::vector<tally> series = series_of(command.file, command.series, default_datasets);
  const std::vector<regional_answer> answers = each(series, 1, result, notes, [&](const tally& one) {
    year_end_options options = command.options;
    const bool is_reached = std::any_of(one.rows.begin(), one.rows.end(),
                                        [](const observation& row) { return row.when.last() > default_as_of; });
    if (!command.file && !options.as_of && is_reached) options.as_of = default_as_of;
    return answer(one, command, options, common.seed);
  });
  if (answers.empty()) return result;
  switch (common.as) {
    case format::json:
      result.output = to_json(answers, notes, command.asked);
      break;
    case format::csv:
      result.output = to_csv(answers, command.asked);
      break;
    case format::text:
      result.output = to_text(answers, notes, command.asked);
      break;
  }
  return result;
}

}  // namespace tollcast::program
