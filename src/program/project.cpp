#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "each_series.hpp"
#include "program.hpp"
#include <fmt/format.h>

#include <tollcast/evaluation/track_record.hpp>
#include <tollcast/report/csv.hpp>
#include <tollcast/report/json.hpp>
#include <tollcast/report/text.hpp>

namespace tollcast::program {
namespace {

using namespace std::chrono_literals;

// The question that the program was written for: 2025 as it looked at the end of September.
constexpr std::string_view default_datasets[]{"crss_all_fatalities", "crss_security_personnel",
                                              "picss_security_forces"};
constexpr sys_days default_as_of = 2025y / 9 / 30;

std::string report(const std::vector<year_end>& years, const std::vector<track_record>& records,
                   const std::vector<std::string>& notes, const questions& asked, const common_options& common) {
  switch (common.as) {
    case format::json:
      return to_json(years, notes, asked, records);
    case format::csv:
      return to_csv(years, asked);
    case format::text:
      break;
  }
  return to_text(years, notes, asked, common.style, records);
}

}  // namespace

outcome run(const project_command& command, const common_options& common) {
  std::vector<std::string> notes;
  year_end_options options = command.options;
  if (!command.file && !options.as_of) {
    options.as_of = default_as_of;
    notes.push_back(fmt::format("no FILE was named: the embedded series as they were known on {} (--as-of {})",
                                to_string(default_as_of), to_string(default_as_of)));
  }
  outcome result;
  const std::vector<tally> series = series_of(command.file, command.series, default_datasets);
  std::vector<std::pair<year_end, track_record>> answers = each(series, 1, result, notes, [&](const tally& one) {
    year_end year = project_year_end(one, options);
    track_record record = command.track_record ? record_of(seen_on(one, options.as_of), year) : track_record{};
    return std::pair(std::move(year), std::move(record));
  });
  std::vector<year_end> years;
  std::vector<track_record> records;
  for (auto& [year, record] : answers) {
    years.push_back(std::move(year));
    if (command.track_record) records.push_back(std::move(record));
  }
  if (!years.empty()) result.output = report(years, records, notes, command.asked, common);
  return result;
}

}  // namespace tollcast::program
