#include "model_names.hpp"

#include <algorithm>

#include "arguments.hpp"
#include <fmt/format.h>

#include <tollcast/core/error.hpp>
#include <tollcast/core/in_quotes.hpp>
#include <tollcast/core/nearest.hpp>
#include <tollcast/projection/year_end.hpp>
#include <tollcast/trend/count_models.hpp>
#include <tollcast/trend/value_models.hpp>

namespace tollcast::program {
namespace {

bool is_among(const std::string& name, const std::vector<std::string>& names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool is_year_end_model(const std::string& name) { return is_among(name, year_end_models()); }

bool is_years_ahead_model(const std::string& name) {
  return is_among(name, count_model_names()) || is_value_model(name);
}

// One side of a back-test: its models, and how to tell a foreign one.
struct side {
  std::string option;
  std::string other_option;
  std::vector<std::string> names;
  bool (*holds)(const std::string& name);
  bool is_alone;  // the other side is not asked for
};

[[noreturn]] void refuse_foreign(std::string_view option, const std::string& name, const side& here) {
  throw invalid_input(fmt::format("{} {} goes with {}; with {} go {}", option, in_quotes(name), here.other_option,
                                  here.option, fmt::join(here.names, ", ")));
}

compared chosen(const backtest_command& command, const side& here, const std::vector<std::string>& by_default,
                const std::string& reference) {
  compared result{{}, reference};
  for (const std::string& name : command.models) {
    if (here.holds(name)) {
      result.models.push_back(name);
    } else if (here.is_alone) {
      refuse_foreign("--model", name, here);
    }
  }
  if (!command.models.empty() && result.models.empty()) refuse_foreign("--model", command.models.front(), here);
  if (command.models.empty()) result.models = by_default;
  if (command.reference && here.holds(*command.reference)) {
    result.reference = *command.reference;
  } else if (command.reference && here.is_alone) {
    refuse_foreign("--reference", *command.reference, here);
  }
  if (!is_among(result.reference, result.models)) result.models.push_back(result.reference);
  return result;
}

}  // namespace

void check_years_ahead(std::string_view option, const std::string& name) {
  if (is_year_end_model(name) && !is_years_ahead_model(name)) {
    refuse(
        option, name,
        fmt::format("it projects a year that is known in part, as tollcast project does, and says nothing of the years "
                    "after it; models of those are {}",
                    fmt::join(count_model_names(), ", ")));
  }
  if (!is_years_ahead_model(name)) refuse(option, name, "no such choice; " + did_you_mean(name, count_model_names()));
  try {
    named_count_model(name);
  } catch (const invalid_input& error) {  // a form of ets that there is not
    refuse(option, name, error.what());
  }
}

void check_known(std::string_view option, const std::string& name) {
  if (is_year_end_model(name)) return;
  if (is_years_ahead_model(name)) return check_years_ahead(option, name);
  std::vector<std::string> names = year_end_models();
  for (std::string& one : count_model_names()) {
    if (!is_among(one, names)) names.push_back(std::move(one));
  }
  refuse(option, name, "no such choice; " + did_you_mean(name, names));
}

compared models_by_day(const backtest_command& command) {
  const bool is_alone = !command.horizon;
  return chosen(command, {"--as-of", "--horizon", year_end_models(), is_year_end_model, is_alone},
                {"auto", "local_level", "chain_ladder", "run_rate"}, "run_rate");
}

compared models_by_horizon(const backtest_command& command, bool measured) {
  const bool is_alone = command.as_of.empty();
  const std::vector<std::string> by_default =
      measured ? value_model_names()
               : std::vector<std::string>{"auto", "loglinear", "local_trend", "ets", "theta", "naive"};
  return chosen(command, {"--horizon", "--as-of", count_model_names(), is_years_ahead_model, is_alone}, by_default,
                "naive");
}

void check_measured(const std::string& name, const std::string& series) {
  if (is_value_model(name)) return;
  throw invalid_input(
      fmt::format("--model {} is a model of counts, and series {} holds measured values; models of "
                  "those are {}",
                  in_quotes(name), in_quotes(series), fmt::join(value_model_names(), ", ")));
}

}  // namespace tollcast::program
