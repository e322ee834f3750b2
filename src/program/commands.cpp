#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "arguments.hpp"
#include "model_names.hpp"
#include "typed.hpp"
#include <fmt/format.h>

#include <tollcast/core/error.hpp>

namespace tollcast::program {
namespace {

// In rising order, each once.
template <class Value>
std::vector<Value> sorted(std::vector<Value> values) {
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
  return values;
}

// In the order in which they were given, each once.
std::vector<std::string> once(const std::vector<std::string>& given) {
  std::vector<std::string> values;
  for (const std::string& one : given) {
    if (std::find(values.begin(), values.end(), one) == values.end()) values.push_back(one);
  }
  return values;
}

std::vector<double> as_levels(const std::vector<std::string>& given, const std::vector<double>& otherwise) {
  if (given.empty()) return otherwise;
  std::vector<double> levels;
  levels.reserve(given.size());
  for (const std::string& text : given) levels.push_back(as_level(text));
  return sorted(std::move(levels));
}

count_family as_family(const std::string& text, const trend_model& model) {
  const std::vector<std::string> all = names_of(
      {count_family::poisson, count_family::quasi_poisson, count_family::negative_binomial, count_family::log_normal});
  one_of("--family", text, all);
  for (const count_family family : model.families) {
    if (to_string(family) == text) return family;
  }
  throw invalid_input(fmt::format("--family {} does not belong to --model {}, which takes {}", text, model.name,
                                  fmt::join(names_of(model.families), ", ")));
}

// The rows of a record are those of a back-test; a table of answers has no place for them.
void check_track_record(const typed& given) {
  if (given.track_record && given.format == "csv") {
    throw invalid_input(
        "--track-record and --format csv exclude each other; tollcast backtest --format csv gives every "
        "row of a record");
  }
}

int as_threads(const std::optional<std::string>& text) { return text ? as_number("--threads", *text, 0, 1024) : 0; }

int as_horizon(const std::string& text) { return as_number("--horizon", text, 1, 100); }

}  // namespace

std::vector<std::string> names_of(const std::vector<trend_model>& models) {
  std::vector<std::string> names;
  names.reserve(models.size());
  for (const trend_model& model : models) names.push_back(model.name);
  return names;
}

std::vector<std::string> names_of(const std::vector<count_family>& families) {
  std::vector<std::string> names;
  names.reserve(families.size());
  for (const count_family family : families) names.push_back(to_string(family));
  return names;
}

common_options common(const typed& given) {
  return {.as = as_format(given.format),
          .style = given.ascii ? drawing::ascii : drawing::blocks,
          .output = given.output,
          .seed = as_seed(given.seed)};
}

project_command project(const typed& given) {
  check_track_record(given);
  project_command command{.file = given.file, .series = given.series};
  if (given.year) command.options.year = as_year(*given.year);
  if (given.as_of) command.options.as_of = as_day(*given.as_of);
  command.options.model = one_of("--model", given.model.value_or("auto"), year_end_models());
  command.asked.levels = as_levels(given.levels, command.asked.levels);
  for (const std::string& text : given.exceed) command.asked.thresholds.push_back(as_threshold(text));
  command.asked.thresholds = sorted(command.asked.thresholds);
  command.asked.interval = as_interval_kind(given.interval);
  command.track_record = given.track_record;
  return command;
}

trend_command trend(const typed& given) {
  trend_command command{.file = given.file, .series = given.series};
  if (given.as_of) command.as_of = as_day(*given.as_of);
  const std::string name = one_of("--model", given.model.value_or("joinpoint"), names_of(trend_models()));
  command.model = *std::find_if(trend_models().begin(), trend_models().end(),
                                [&](const trend_model& one) { return one.name == name; });
  if (given.family) command.options.family = as_family(*given.family, command.model);
  const auto refuse_foreign = [&](std::string_view option) {
    const std::vector<std::string>& taken = command.model.options;
    if (std::find(taken.begin(), taken.end(), option) != taken.end()) return;
    throw invalid_input(fmt::format("{} does not belong to --model {}{}", option, name,
                                    taken.empty() ? "" : fmt::format(", which takes {}", fmt::join(taken, ", "))));
  };
  const auto read = [&](std::string_view option, const std::optional<std::string>& text, int most,
                        std::optional<int>& into) {
    if (!text) return;
    refuse_foreign(option);
    into = as_number(option, *text, 0, most);
  };
  read("--degree", given.degree, 3, command.options.degree);
  read("--joinpoints", given.joints, 9, command.options.joints);
  read("--max-joinpoints", given.max_joints, 9, command.options.max_joints);
  read("--min-end", given.min_end, 1000, command.options.min_end);
  read("--min-between", given.min_between, 1000, command.options.min_between);
  if (given.selection) {
    refuse_foreign("--selection");
    command.options.selection = as_joint_selection(*given.selection);
  }
  if (given.joints && (given.max_joints || given.selection)) {
    throw invalid_input(
        fmt::format("--joinpoints and {} exclude each other: exactly K joints, or as many as the data say",
                    given.max_joints ? "--max-joinpoints" : "--selection"));
  }
  command.options.seed = as_seed(given.seed);
  return command;
}

forecast_command forecast(const typed& given) {
  check_track_record(given);
  if (!given.horizon) throw invalid_input("--horizon is needed: how many years ahead, 1 to 100");
  forecast_command command{.file = given.file, .series = given.series};
  command.horizon = as_horizon(*given.horizon);
  if (given.as_of) command.as_of = as_day(*given.as_of);
  command.model = given.model.value_or("auto");
  check_years_ahead("--model", command.model);
  command.levels = as_levels(given.levels, command.levels);
  command.threads = as_threads(given.threads);
  command.track_record = given.track_record;
  return command;
}

backtest_command backtest(const typed& given) {
  backtest_command command{.file = given.file, .series = given.series};
  for (const std::string& text : given.days) {
    const std::chrono::month_day day = as_day_of_year(text);
    if (std::find(command.as_of.begin(), command.as_of.end(), day) == command.as_of.end()) command.as_of.push_back(day);
  }
  if (given.horizon) command.horizon = as_horizon(*given.horizon);
  if (given.origins) command.origins = as_number("--origins", *given.origins, 1, 10'000);
  if (given.least_years) command.least_years = as_number("--least-years", *given.least_years, 1, 10'000);
  if (given.window) command.window = as_number("--window", *given.window, 1, 10'000);
  if (command.window && *command.window < command.least_years) {
    throw invalid_input(fmt::format("--window {}: the {} years that an origin needs (--least-years) must lie in it",
                                    *command.window, command.least_years));
  }
  command.threads = as_threads(given.threads);
  command.models = once(given.models);
  command.reference = given.reference;
  for (const std::string& model : command.models) check_known("--model", model);
  if (command.reference) check_known("--reference", *command.reference);
  const bool by_day = !command.as_of.empty();
  if (by_day || command.horizon) {  // else the series decides
    if (by_day) models_by_day(command);
    if (command.horizon) models_by_horizon(command, false);
  }
  return command;
}

regions_command regions(const typed& given) {
  regions_command command{.file = given.file, .series = given.series};
  if (given.year) command.options.year = as_year(*given.year);
  if (given.as_of) command.options.as_of = as_day(*given.as_of);
  command.options.model = one_of("--model", given.model.value_or("auto"), year_end_models());
  command.asked.levels = as_levels(given.levels, command.asked.levels);
  for (const std::string& text : given.groups) {
    region_group group = as_group(text);
    for (const region_group& before : command.groups) {
      if (before.name == group.name) refuse("--group", text, "two groups of one name were given");
    }
    command.groups.push_back(std::move(group));
  }
  if (given.periods) command.periods = as_periods(*given.periods);
  for (const std::string& text : given.merged) command.merged.push_back(as_merger(text));
  return command;
}

}  // namespace tollcast::program
