#include <string>
#include <vector>

#include "footers.hpp"
#include "typed.hpp"
#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <tollcast/core/error.hpp>
#include <tollcast/core/in_quotes.hpp>
#include <tollcast/core/nearest.hpp>
#include <tollcast/core/version.hpp>
#include <tollcast/trend/count_models.hpp>

namespace tollcast::program {
namespace {

constexpr auto about =
    R"(Yearly tallies of the killed: where does the year that is running end, is this a new trend, and how sure is that?)";

std::string families_help() {
  std::string text = "\nFamilies, the default first:\n";
  for (const trend_model& model : trend_models()) {
    text += fmt::format("  {:13} {}\n", model.name, fmt::join(names_of(model.families), ", "));
  }
  return text;
}

void add_common(CLI::App& command, typed& given) {
  command.add_option("--format", given.format, "text, json or csv")->type_name("FORMAT")->capture_default_str();
  command.add_option("--output", given.output, "replace FILE in one step (-: standard output)")->type_name("FILE");
  command.add_option("--seed", given.seed, "of what is simulated")->type_name("N")->capture_default_str();
  command.set_version_flag("--version", fmt::format("tollcast {}", version), "print the version")
      ->disable_flag_override();
}

void add_levels(CLI::App& command, typed& given) {
  command.add_option("--level", given.levels, "of an interval, may be repeated (default: 0.8 and 0.95)")
      ->type_name("L")
      ->allow_extra_args(false);
}

void add_model(CLI::App& command, typed& given, const std::vector<std::string>& names, const std::string& otherwise) {
  command.add_option("--model", given.model, fmt::format("one of {} (default: {})", fmt::join(names, ", "), otherwise))
      ->type_name("M");
}

void add_threads(CLI::App& command, typed& given) {
  command.add_option("--threads", given.threads, "how many at once (default: one for each core)")->type_name("N");
}

void add_file(CLI::App& command, typed& given, const std::string& footer) {
  command.add_option("FILE", given.file, "CSV file, - or @DATASET")->type_name("");
  command.add_option("--series", given.series, "one series of the file (default: every one)")->type_name("NAME");
  command.footer(file_footer + footer + failure_footer);
}

// What is asked of the last years of a file, and drawn.
void add_series(CLI::App& command, typed& given, const std::string& footer) {
  add_file(command, given, footer);
  command.add_option("--as-of", given.as_of, "use only what was known on that day")->type_name("YYYY-MM-DD");
  command.add_flag("--ascii", given.ascii, "draw the chart without block characters")->disable_flag_override();
}

void add_track_record(CLI::App& command, typed& given) {
  command.add_flag("--track-record", given.track_record, "under each answer, how good such answers were before")
      ->disable_flag_override();
}

void add_project(CLI::App& command, typed& given) {
  add_series(command, given, project_footer);
  command.add_option("--year", given.year, "the year to project (default: the last that is not complete)")
      ->type_name("YYYY");
  command.add_option("--exceed", given.exceed, "P(total > N), may be repeated (default: last year's total)")
      ->type_name("N")
      ->allow_extra_args(false);
  add_levels(command, given);
  command.add_option("--interval", given.interval, "equal (tails) or shortest")
      ->type_name("KIND")
      ->capture_default_str();
  add_model(command, given, year_end_models(), "auto");
  add_track_record(command, given);
}

void add_trend(CLI::App& command, typed& given) {
  add_series(command, given, trend_footer + families_help());
  add_model(command, given, names_of(trend_models()), "joinpoint");
  command.add_option("--family", given.family, "how counts scatter about the trend, see below")->type_name("F");
  command.add_option("--degree", given.degree, "loglinear: of the polynomial, 0 to 3 (default: 1)")->type_name("D");
  command.add_option("--joinpoints", given.joints, "joinpoint: exactly K joints")->type_name("K");
  command
      .add_option("--max-joinpoints", given.max_joints, "joinpoint: 0 to K joints, chosen from the data (default: 3)")
      ->type_name("K");
  command.add_option("--selection", given.selection, "joinpoint: weighted_bic (the default), bic or permutation")
      ->type_name("S");
  command
      .add_option("--min-end", given.min_end, "joinpoint: years before the first and after the last joint (default: 2)")
      ->type_name("N");
  command.add_option("--min-between", given.min_between, "joinpoint: years between two joints (default: 2)")
      ->type_name("N");
}

void add_forecast(CLI::App& command, typed& given) {
  add_series(command, given, forecast_footer);
  command.add_option("--horizon", given.horizon, "how many years ahead, 1 to 100; needed")->type_name("H");
  add_model(command, given, count_model_names(), "auto");
  add_levels(command, given);
  add_track_record(command, given);
  add_threads(command, given);
}

void add_backtest(CLI::App& command, typed& given) {
  add_file(command, given, backtest_footer);
  command.add_option("--as-of", given.days, "project every year from that day of it, may be repeated")
      ->type_name("MM-DD")
      ->allow_extra_args(false);
  command.add_option("--horizon", given.horizon, "forecast 1 to H years ahead from every year")->type_name("H");
  command.add_option("--origins", given.origins, "the last N years only (default: all)")->type_name("N");
  command
      .add_option("--model", given.models,
                  fmt::format("may be repeated; with --as-of {}; with --horizon {}", fmt::join(year_end_models(), ", "),
                              fmt::join(count_model_names(), ", ")))
      ->type_name("M")
      ->allow_extra_args(false);
  command
      .add_option("--reference", given.reference,
                  "what skill is measured against (default: run_rate by day, naive by horizon)")
      ->type_name("M");
  command.add_option("--window", given.window, "see the last N years before an origin only (default: all)")
      ->type_name("N");
  command.add_option("--least-years", given.least_years, "with a figure before an origin (default: 8)")->type_name("N");
  add_threads(command, given);
}

void add_regions(CLI::App& command, typed& given) {
  add_file(command, given, regions_footer);
  command.add_option("--as-of", given.as_of, "use only what was known on that day")->type_name("YYYY-MM-DD");
  command.add_option("--year", given.year, "the year to project (default: the last that is not complete)")
      ->type_name("YYYY");
  command
      .add_option("--group", given.groups, "regions to be taken together, may be repeated (default: the two largest)")
      ->type_name("NAME=A,B")
      ->allow_extra_args(false);
  command.add_option("--periods", given.periods, "to be compared, each with the one before")->type_name("A..B,C..D");
  command.add_option("--merge", given.merged, "region A has become part of region B, may be repeated")
      ->type_name("A=B")
      ->allow_extra_args(false);
  add_levels(command, given);
  add_model(command, given, year_end_models(), "auto");
}

// CLI11's complaint in the words of this program.
std::string complaint(const CLI::App& app, const CLI::ParseError& error) {
  std::vector<std::string> names;
  const std::vector<const CLI::App*> chosen = app.get_subcommands([](const CLI::App* sub) { return sub->parsed(); });
  const std::vector<std::string> left_over = app.remaining(true);
  if (chosen.empty()) {
    for (const CLI::App* sub : app.get_subcommands(nullptr)) names.push_back(sub->get_name());
    if (left_over.empty()) return "a command is needed: project, trend, forecast, backtest, regions or datasets";
    return fmt::format("no command or option is named {}; {}", in_quotes(left_over.front()),
                       did_you_mean(left_over.front(), names));
  }
  const std::string command = chosen.front()->get_name();
  if (dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr) {
    const std::string& first = left_over.front();
    if (!first.starts_with('-')) return fmt::format("{}: {} is one argument too many", command, in_quotes(first));
    for (const CLI::Option* option : chosen.front()->get_options()) {
      if (!option->get_positional()) names.push_back(option->get_name());
    }
    return fmt::format("{}: no option is named {}; {}", command, in_quotes(first), did_you_mean(first, names));
  }
  std::string text = error.what();
  const std::string option = text.substr(0, text.find(':'));
  if (text.ends_with("missing")) return option + " needs a value";
  if (text.find("At Most 1") != std::string::npos) return option + " can be given once";
  if (text.ends_with("flag override")) return "--" + text.substr(0, text.find(' ')) + " takes no value";
  return fmt::format("{}: {}", command, text);
}

}  // namespace

std::variant<invocation, std::string> parse_command_line(int argc, const char* const* argv) {
  typed given;
  CLI::App app{about, "tollcast"};
  app.set_version_flag("--version", fmt::format("tollcast {}", version), "print the version")->disable_flag_override();
  app.set_help_flag("-h,--help", "print this text")->disable_flag_override();
  app.footer(main_footer);
  app.require_subcommand(1);
  CLI::App& project_app = *app.add_subcommand("project", "The law of the total of the year that is not complete");
  CLI::App& trend_app = *app.add_subcommand("trend", "Since when a series rises or falls, how steeply, and how surely");
  CLI::App& forecast_app = *app.add_subcommand("forecast", "The laws of the years to come");
  CLI::App& backtest_app = *app.add_subcommand("backtest", "How good projections and forecasts were, model by model");
  CLI::App& regions_app =
      *app.add_subcommand("regions", "The year's total and its regions, and where it is concentrated");
  CLI::App& datasets_app = *app.add_subcommand("datasets", "The embedded tallies, their span and source");
  add_project(project_app, given);
  add_trend(trend_app, given);
  add_forecast(forecast_app, given);
  add_backtest(backtest_app, given);
  add_regions(regions_app, given);
  for (CLI::App* command : app.get_subcommands(nullptr)) add_common(*command, given);
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    return app.help();
  } catch (const CLI::CallForVersion& asked) {
    return std::string{asked.what()} + '\n';
  } catch (const CLI::ParseError& error) {
    throw invalid_input(complaint(app, error) + " (tollcast --help)");
  }
  if (datasets_app.parsed()) return invocation{common(given), datasets_command{}};
  if (trend_app.parsed()) return invocation{common(given), trend(given)};
  if (forecast_app.parsed()) return invocation{common(given), forecast(given)};
  if (regions_app.parsed()) return invocation{common(given), regions(given)};
  if (backtest_app.parsed()) return invocation{common(given), backtest(given)};
  return invocation{common(given), project(given)};
}

}  // namespace tollcast::program
