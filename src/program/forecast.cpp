#include <atomic>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "each_series.hpp"
#include "model_names.hpp"
#include "output_file.hpp"
#include "program.hpp"
#include "progress.hpp"
#include <fmt/format.h>

#include <tollcast/core/error.hpp>
#include <tollcast/core/in_quotes.hpp>
#include <tollcast/evaluation/track_record.hpp>
#include <tollcast/numeric/parallel.hpp>
#include <tollcast/report/forecast_pages.hpp>
#include <tollcast/series/tally_stream.hpp>
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

// A row that cannot be used ends the run before anything is printed, wherever it stands.
void check(tally_stream& series, const forecast_command& command) {
  for (const tally& one : series) {
    if (is_measured(one)) check_measured(command.model, one.name);
    try {
      const tally seen = seen_on(one, command.as_of);
      is_measured(one) ? void(values_of(seen)) : void(yearly(seen));
    } catch (const cannot_answer&) {  // its own failure, to be told in its turn
      continue;
    }
  }
}

forecast_pages pages_of(const std::vector<double>& levels, const common_options& common) {
  switch (common.as) {
    case format::json:
      return json_pages(levels);
    case format::csv:
      return csv_pages(levels);
    case format::text:
      break;
  }
  return text_pages(levels, common.style);
}

// What is printed of one series, or why there is nothing.
struct answer {
  std::string page;
  std::string failure = {};
};

// In a long list of failures each says whose it is.
std::string named(const tally& series, const std::string& failure) {
  const bool is_named =
      failure.find(in_quotes(series.name)) != std::string::npos || failure.starts_with(series.origin + ":");
  return is_named ? failure : place_of(series) + ": " + failure;
}

answer answer_for(const tally& series, const forecast_command& command, const forecast_pages& pages) {
  try {
    const tally seen = seen_on(series, command.as_of);
    const auto [forecast, record] = is_measured(series) ? values(seen, command) : counts(seen, command);
    return {pages.one(forecast, command.track_record ? &record : nullptr)};
  } catch (const cannot_answer& error) {
    return {"", named(series, error.what())};
  }
}

}  // namespace

outcome run(const forecast_command& command, const common_options& common) {
  outcome result;
  std::vector<std::string> notes;
  if (!command.file) notes.emplace_back("no FILE was named: the series that the program carries");
  tally_stream series = stream_of(command.file, command.series, default_datasets);
  check(series, command);
  const forecast_pages pages = pages_of(command.levels, common);
  output_file out(common.output);
  progress bar(series.size(), out.is_terminal());
  bool has_begun = false;
  std::atomic<bool> is_read = true;  // nobody reads a broken pipe
  tally_stream::iterator at = series.begin();
  const auto take = [&]() -> std::optional<tally> {
    if (!is_read || at == series.end()) return std::nullopt;
    tally one = *at;
    ++at;
    return one;
  };
  const auto give = [&](const answer& of) {
    bar.step();
    if (!of.failure.empty()) {
      result.exit_code = 1;
      result.messages.push_back(message_line(of.failure));
      notes.push_back(of.failure);
      return;
    }
    if (!out.append((has_begun ? pages.between : pages.begin) + of.page)) is_read = false;
    has_begun = true;
  };
  parallel_in_order(
      command.threads, take, [&](const tally& one) { return answer_for(one, command, pages); }, give);
  if (has_begun && is_read && out.append(pages.end(notes))) out.finish();
  return result;
}

}  // namespace tollcast::program
