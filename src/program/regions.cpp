#include <algorithm>
#include <cstdint>
#include <optional>
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

// As the question was put: the late 2000s, and these years.
constexpr year_span then{2007, 2013};
constexpr year_span now{2021, 2025};

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

// The years in a span that are among those known; none when there are none.
std::optional<year_span> within(const year_span& span, const std::vector<int>& years) {
  const auto first = std::lower_bound(years.begin(), years.end(), span.first);
  const auto last = std::upper_bound(years.begin(), years.end(), span.last);
  if (first >= last) return std::nullopt;
  return year_span{*first, *(last - 1)};
}

// The periods asked for, as far as the years reach.
std::vector<year_span> cut_to(const std::vector<year_span>& asked, const std::vector<int>& years,
                              std::vector<std::string>& notes) {
  std::vector<year_span> cut;
  for (const year_span& one : asked) {
    const std::optional<year_span> reached = within(one, years);
    if (reached) cut.push_back(*reached);
    if (reached && reached->first == one.first && reached->last == one.last) continue;
    notes.push_back(
        fmt::format("of {} to {} the regions are known {}", one.first, one.last,
                    reached ? fmt::format("from {} to {}", reached->first, reached->last) : std::string("in no year")));
  }
  return cut;
}

// Without any asked for: then and now for the embedded data, whose years before now are then where they begin later;
// else the first half of the years and the second.
std::vector<year_span> usual_periods(const std::vector<int>& years, bool is_embedded) {
  if (years.empty()) return {};
  const std::optional<year_span> present = within(now, years);
  std::optional<year_span> past = within(then, years);
  if (!past) past = within({years.front(), now.first - 1}, years);
  if (is_embedded && present && past) return {*past, *present};
  const std::size_t half = years.size() / 2;
  if (half == 0) return {{years.front(), years.back()}};
  return {{years.front(), years[half - 1]}, {years[half], years.back()}};
}

// Where the deaths of each year and period fell.
void measure(regional_answer& told, const tally& series, const regional_tally& settled, const regional_year_end& end,
             const regions_command& command, std::uint64_t seed) {
  const bool has_begun = !end.total_alone.known.empty();  // of a year without any figure nothing is measured
  const auto measured = [&](const std::vector<region_group>& groups) {
    const concentration_options drawn{.seed = seed};
    return has_begun ? concentrations(settled, end.outlook, groups, drawn) : concentrations(settled, groups, drawn);
  };
  std::vector<region_group> groups = command.groups;
  concentrations shares = measured(groups);
  const std::vector<int> years = shares.years();
  const std::vector<year_span> periods = command.periods.empty() ? usual_periods(years, series.origin.starts_with('@'))
                                                                 : cut_to(command.periods, years, told.notes);
  if (periods.empty()) {
    throw cannot_answer(fmt::format("{}: no year of the periods asked for is known by region; years from {} to {} are",
                                    place_of(series), years.front(), years.back()));
  }
  if (groups.empty()) {
    groups.push_back(largest(series, settled, periods.back()));
    shares = measured(groups);
  }
  told.regions = shares.regions();
  for (const region_group& group : groups) told.groups.push_back(group.name);
  told.years = shares.each_year();
  for (std::size_t i = 0; i < periods.size(); ++i) {
    told.periods.push_back(shares.of(periods[i]));
    const std::vector<std::string>& notes = told.periods.back().notes;
    told.notes.insert(told.notes.end(), notes.begin(), notes.end());
    if (i == 0) continue;
    told.changes.push_back(shares.change(periods[i - 1], periods[i]));
  }
}

regional_answer answer(const tally& series, const regions_command& command, const year_end_options& options,
                       std::uint64_t seed) {
  const regional_tally settled = regional(seen_on(series, options.as_of), mergers_of(series, command));
  check_groups(series, settled, command.groups);
  const regional_year_end end = project_regional_year_end(settled, options, {.seed = seed});
  regional_answer told{
      .outlook = end.outlook, .total = total_of(end.total_alone, end.outlook), .notes = end.outlook.notes};
  try {
    measure(told, series, settled, end, command, seed);
  } catch (const cannot_answer& error) {
    if (!command.groups.empty() || !command.periods.empty()) throw;
    told.notes.push_back(error.what());
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
