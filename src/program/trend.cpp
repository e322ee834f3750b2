#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "each_series.hpp"
#include "program.hpp"
#include <fmt/format.h>

#include <tollcast/report/csv.hpp>
#include <tollcast/report/json.hpp>
#include <tollcast/report/text.hpp>
#include <tollcast/series/yearly.hpp>
#include <tollcast/trend/checks.hpp>

namespace tollcast::program {
namespace {

constexpr std::string_view default_datasets[]{"crss_all_fatalities", "crss_security_personnel", "picss_security_forces",
                                              "ucdp_pakistan"};

constexpr int most_refits = 20;  // a longer series hangs less on one year

// Which single year the last yearly change hangs on most; nothing for a model without such a change.
std::optional<std::string> leaning(const trend_summary& trend, const yearly_tally& years,
                                   const trend_command& command) {
  const auto last_change = [](const trend_summary& of) {
    return of.segments.empty() || of.segments.back().level ? std::nullopt : of.segments.back().change;
  };
  const std::optional<double> with_all = last_change(trend);
  if (!with_all || trend.observations > most_refits) return std::nullopt;
  const auto refitted = [&](const yearly_tally& fewer) {
    const std::optional<double> change = last_change(command.model.fit(fewer, command.options));
    if (!change) throw cannot_answer("no yearly change");
    return *change;
  };
  const std::optional<year_influence> most = most_influential(influence(years, refitted));
  if (!most) return std::nullopt;
  const bool turns = (most->without < 0) != (*with_all < 0);
  return fmt::format("the last yearly change leans most on {}: without it {:+.1f} % a year, not {:+.1f} %{}",
                     most->year, most->without, *with_all,
                     turns ? "; the direction itself hangs on that one year" : "");
}

// A fit tells of its own doings alone; how the rows became years comes before, what it leans on after.
trend_summary answer(const tally& series, const trend_command& command) {
  const yearly_tally years = yearly(seen_on(series, command.as_of));
  trend_summary trend = command.model.fit(years, command.options);
  for (fitted_year& fitted : trend.fitted) {  // of a year that is known in part, what is counted is reported
    for (const year_record& record : years.years) {
      if (record.year == fitted.year && fitted.observed == count::not_known() && known_count(record) > 0) {
        fitted.observed = count::at_least(known_count(record));
      }
    }
  }
  trend.checks = checks_of(trend);
  trend.notes.insert(trend.notes.begin(), years.notes.begin(), years.notes.end());
  if (std::optional<std::string> note = leaning(trend, years, command)) trend.notes.push_back(std::move(*note));
  return trend;
}

std::string report(const std::vector<trend_summary>& trends, const std::vector<std::string>& notes,
                   const common_options& common) {
  switch (common.as) {
    case format::json:
      return to_json(trends, notes);
    case format::csv:
      return to_csv(trends);
    case format::text:
      break;
  }
  return to_text(trends, notes, common.style);
}

}  // namespace

outcome run(const trend_command& command, const common_options& common) {
  outcome result;
  std::vector<std::string> notes;
  if (!command.file) notes.emplace_back("no FILE was named: the series that the program carries");
  const std::vector<tally> series = series_of(command.file, command.series, default_datasets);
  const auto trends = each(series, 1, result, notes, [&](const tally& one) { return answer(one, command); });
  if (!trends.empty()) result.output = report(trends, notes, common);
  return result;
}

}  // namespace tollcast::program
