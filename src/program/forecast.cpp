#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "each_series.hpp"
#include "model_names.hpp"
#include "program.hpp"
#include <fmt/format.h>

#include <tollcast/evaluation/track_record.hpp>
#include <tollcast/report/csv.hpp>
#include <tollcast/report/json.hpp>
#include <tollcast/report/text.hpp>
#include <tollcast/series/yearly.hpp>
#include <tollcast/series/yearly_values.hpp>
#include <tollcast/trend/count_models.hpp>
#include <tollcast/trend/value_models.hpp>

namespace tollcast::program {
namespace {

constexpr std::string_view default_datasets[]{"crss_all_fatalities", "crss_security_personnel", "picss_security_forces",
                                              "ucdp_pakistan"};

using answered = std::pair<years_ahead, track_record>;

// A fit tells of its own doings alone; how the rows became years comes before.
void put_first(const std::vector<std::string>& notes, std::vector<std::string>& before) {
  before.insert(before.begin(), notes.begin(), notes.end());
}

// The years up to the last with a figure for the whole of it.
yearly_tally whole_years(const tally& series) {
  yearly_tally years = yearly(series);
  while (!years.years.empty() && years.years.back().total.quality() == count_quality::unknown) {
    const year_record& last = years.years.back();
    if (!last.parts.empty()) {
      years.notes.push_back(
          fmt::format("{} is known in part ({} counted) and is forecast as a whole, from the years "
                      "before it; tollcast project uses what is known of it",
                      last.year, known_count(last)));
    }
    years.years.pop_back();
  }
  if (years.years.empty()) {
    throw cannot_answer(place_of(series) + ": no year has a figure for the whole of it; at least one is needed");
  }
  return years;
}

answered counts(const tally& seen, const forecast_command& command) {
  const count_model model = named_count_model(command.model);
  yearly_tally history = whole_years(seen);
  count_forecast forecast = model.forecast(history, command.horizon);
  put_first(history.notes, forecast.notes);
  track_record record;
  if (command.track_record) record = record_of(seen, model, command.horizon, command.threads);
  return {counts_ahead{std::move(forecast), std::move(history)}, std::move(record)};
}

answered values(const tally& seen, const forecast_command& command) {
  const value_model model = named_value_model(command.model);
  yearly_values history = values_of(seen);
  value_forecast forecast = model.forecast(history, command.horizon);
  put_first(history.notes, forecast.notes);
  track_record record;
  if (command.track_record) record = record_of(history, model, command.horizon, command.threads);
  return {values_ahead{std::move(forecast), std::move(history)}, std::move(record)};
}

std::string report(const std::vector<years_ahead>& forecasts, const std::vector<track_record>& records,
                   const std::vector<std::string>& notes, const std::vector<double>& levels,
                   const common_options& common) {
  switch (common.as) {
    case format::json:
      return to_json(forecasts, notes, levels, records);
    case format::csv:
      return to_csv(forecasts, levels);
    case format::text:
      break;
  }
  return to_text(forecasts, notes, levels, common.style, records);
}

}  // namespace

outcome run(const forecast_command& command, const common_options& common) {
  outcome result;
  std::vector<std::string> notes;
  if (!command.file) notes.emplace_back("no FILE was named: the series that the program carries");
  const std::vector<tally> series = series_of(command.file, command.series, default_datasets);
  for (const tally& one : series) {
    if (is_measured(one)) check_measured(command.model, one.name);
  }
  std::vector<answered> answers = each(series, command.threads, result, notes, [&](const tally& one) {
    const tally seen = seen_on(one, command.as_of);
    return is_measured(one) ? values(seen, command) : counts(seen, command);
  });
  std::vector<years_ahead> forecasts;
  std::vector<track_record> records;
  for (auto& [forecast, record] : answers) {
    forecasts.push_back(std::move(forecast));
    if (command.track_record) records.push_back(std::move(record));
  }
  if (!forecasts.empty()) result.output = report(forecasts, records, notes, command.levels, common);
  return result;
}

}  // namespace tollcast::program
