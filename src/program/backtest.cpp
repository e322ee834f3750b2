#include <algorithm>
#include <chrono>
#include <iterator>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "each_series.hpp"
#include "model_names.hpp"
#include "program.hpp"
#include <fmt/format.h>

#include <tollcast/evaluation/backtest.hpp>
#include <tollcast/evaluation/scored_backtest.hpp>
#include <tollcast/report/csv.hpp>
#include <tollcast/report/json.hpp>
#include <tollcast/report/text.hpp>
#include <tollcast/series/yearly.hpp>
#include <tollcast/series/yearly_values.hpp>
#include <tollcast/trend/count_models.hpp>
#include <tollcast/trend/value_models.hpp>

namespace tollcast::program {
namespace {

using namespace std::chrono;

constexpr std::string_view default_dataset[]{"ucdp_pakistan"};

template <class Model>
std::vector<Model> named(const std::vector<std::string>& names, Model (*model)(const std::string&)) {
  std::vector<Model> models;
  models.reserve(names.size());
  std::transform(names.begin(), names.end(), std::back_inserter(models), model);
  return models;
}

scored_backtest by_day(const tally& series, const backtest_command& command, const std::vector<month_day>& days) {
  const compared asked = models_by_day(command);
  const std::vector<year_end_model> models = named(asked.models, named_year_end_model);
  return scored(tollcast::backtest(std::span(&series, 1), models,
                                   as_of_options{.as_of = days,
                                                 .origins = command.origins,
                                                 .least_years = command.least_years,
                                                 .window = command.window,
                                                 .threads = command.threads}),
                asked.reference);
}

scored_backtest by_horizon(const tally& series, const backtest_command& command, int horizon) {
  const backtest_options options{.horizon = horizon,
                                 .origins = command.origins,
                                 .least_years = command.least_years,
                                 .window = command.window,
                                 .threads = command.threads};
  const bool measured = is_measured(series);
  const compared asked = models_by_horizon(command, measured);
  if (!measured) {
    const std::vector<count_model> models = named(asked.models, named_count_model);
    return scored(tollcast::backtest(std::span(&series, 1), models, options), asked.reference);
  }
  for (const std::string& name : asked.models) check_measured(name, series.name);
  const yearly_values values = values_of(series);
  const std::vector<value_model> models = named(asked.models, named_value_model);
  return scored(tollcast::backtest(std::span(&values, 1), models, options), asked.reference);
}

bool has_parts(const tally& series) {
  if (is_measured(series)) return false;
  const yearly_tally view = yearly(series);
  return std::any_of(view.years.begin(), view.years.end(), [](const year_record& year) { return !year.parts.empty(); });
}

// By day, by horizon, or both.
std::vector<scored_backtest> answer(const tally& series, const backtest_command& command) {
  std::vector<scored_backtest> done;
  try {
    if (command.as_of.empty() && !command.horizon) {
      done.push_back(has_parts(series) ? by_day(series, command, {March / 31, June / 30, September / 30})
                                       : by_horizon(series, command, 1));
      return done;
    }
    if (!command.as_of.empty()) done.push_back(by_day(series, command, command.as_of));
    if (command.horizon) done.push_back(by_horizon(series, command, *command.horizon));
  } catch (const cannot_answer& error) {
    const std::string_view what = error.what();
    constexpr std::string_view who = "backtest: ";
    if (!what.starts_with(who)) throw;
    throw cannot_answer(fmt::format("{}: {}; --least-years {} asks for fewer", place_of(series),
                                    what.substr(who.size()), std::max(1, command.least_years / 2)));
  }
  return done;
}

std::string report(const std::vector<scored_backtest>& backtests, const std::vector<std::string>& notes,
                   const common_options& common) {
  switch (common.as) {
    case format::json:
      return to_json(backtests, notes);
    case format::csv:
      return to_csv(backtests);
    case format::text:
      break;
  }
  return to_text(backtests, notes);
}

}  // namespace

outcome run(const backtest_command& command, const common_options& common) {
  outcome result;
  std::vector<std::string> notes;
  if (!command.file) notes.push_back(fmt::format("no FILE was named: @{}", default_dataset[0]));
  if (command.as_of.empty() && !command.horizon) {
    notes.emplace_back(
        "neither --as-of nor --horizon was given: by day (03-31, 06-30, 09-30) where a series has parts of years, "
        "else one year ahead");
  }
  const std::vector<tally> series = series_of(command.file, command.series, default_dataset);
  std::vector<std::vector<scored_backtest>> answers =
      each(series, 1, result, notes, [&](const tally& one) { return answer(one, command); });
  notes.emplace_back(
      "a model saw nothing that came after its origin, but figures as they are known today: later revisions are in "
      "them");
  std::vector<scored_backtest> backtests;
  for (std::vector<scored_backtest>& done : answers) {
    std::move(done.begin(), done.end(), std::back_inserter(backtests));
  }
  if (!backtests.empty()) result.output = report(backtests, notes, common);
  return result;
}

}  // namespace tollcast::program
