#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "each_series.hpp"
#include "program.hpp"

#include <tollcast/report/csv.hpp>
#include <tollcast/report/json.hpp>
#include <tollcast/report/text.hpp>
#include <tollcast/series/yearly.hpp>

namespace tollcast::program {
namespace {

constexpr std::string_view default_datasets[]{"crss_all_fatalities", "crss_security_personnel", "picss_security_forces",
                                              "ucdp_pakistan"};

// A fit tells of its own doings alone; how the rows became years comes before.
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
  trend.notes.insert(trend.notes.begin(), years.notes.begin(), years.notes.end());
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
  const auto trends = each(series, result, notes, [&](const tally& one) { return answer(one, command); });
  if (!trends.empty()) result.output = report(trends, notes, common);
  return result;
}

}  // namespace tollcast::program
