#include <algorithm>
#include <string>
#include <vector>

#include "arguments.hpp"
#include "program.hpp"
#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <tollcast/core/error.hpp>
#include <tollcast/core/in_quotes.hpp>
#include <tollcast/core/nearest.hpp>
#include <tollcast/core/version.hpp>

namespace tollcast::program {
namespace {

constexpr auto about =
    R"(Yearly tallies of the killed: where does the year that is running end, is this a new trend, and how sure is that?)";

constexpr auto main_footer = R"(
Examples:
  tollcast project                                  2025 in Pakistan as known at the end of September
  tollcast project fatalities.csv --as-of 2025-06-30
  tollcast project - --series police --format json < fatalities.csv
  tollcast trend                                    since when it rises or falls, how steeply, how surely
  tollcast trend fatalities.csv --max-joinpoints 1
  tollcast datasets

Exit: 0 done; 1 the data cannot answer the question; 2 wrong usage or unreadable input.)";

constexpr auto file_footer = R"(
FILE is CSV with a header row and the columns series (optional when there is one), period (2024, 2024-H1, 2024-Q3,
2024-09, 2024-09-17, or A/B from one to another) and count (685, >500, <=800, 640..655, ~800, NA). - reads standard
input; @DATASET is one of `tollcast datasets`. )";

constexpr auto project_footer = R"(Without FILE: crss_all_fatalities, crss_security_personnel and
picss_security_forces as they were known on 2025-09-30.

The projection is an exact law, not a simulation: --seed changes nothing here.

CSV columns: series, year, as_of, observed, known_share, model, mean, sd, median, mode, lower_80, upper_80, lower_95,
upper_95 (or what --level says), last_total, prob_exceeds_last, and prob_exceeds_N for every --exceed N.
)";

constexpr auto trend_footer = R"(Without FILE: crss_all_fatalities, crss_security_personnel,
picss_security_forces and ucdp_pakistan.

Models: loglinear (one steady yearly change, or a polynomial of --degree on the log scale), joinpoint (steady changes
that meet at joints), level_shifts (levels with sudden steps between them), local_level (a level that drifts and now and
then jumps), local_trend (the same with a slope). A joint stands on a year with a figure; at least --min-end such years
lie before the first joint and after the last, at least --min-between between two, the joints not counted. Changes are
percent a year, intervals 95 %. A year known in part is at least what is counted of it. --seed is of the permutations
of --selection permutation.

CSV: a row a year. Columns: series, model, family, year, observed (empty unless exact or about), mean, lower, upper (of
the fitted mean), from, to (the segment that leads to the year), apc, apc_lower, apc_upper, p_value (its yearly change in
percent), jump (the probability that the year began with one).
)";

constexpr auto failure_footer = R"(
If some of several series cannot be answered the others are printed, each failure is named on standard error and in the
notes, and the exit is 1.

Exit: 0 done; 1 the data cannot answer the question; 2 wrong usage or unreadable input.)";

// In rising order, each once.
template <class Value>
std::vector<Value> sorted(std::vector<Value> values) {
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
  return values;
}

// Options as they were typed. CLI11 says which are given; what they mean is decided here, so that --help always wins
// and every message names the option, what was given and the rule.
struct typed {
  std::string format = "text", output = "-", seed = "1", model = "auto", interval = "equal", trend_model = "joinpoint";
  std::optional<std::string> file, series, year, as_of, family, degree, joints, max_joints, min_end, min_between,
      selection;
  std::vector<std::string> exceed, levels;
  bool ascii = false;
};

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

std::string families_help() {
  std::string text = "\nFamilies, the default first:\n";
  for (const trend_model& model : trend_models()) {
    text += fmt::format("  {:13} {}\n", model.name, fmt::join(names_of(model.families), ", "));
  }
  return text;
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

void add_common(CLI::App& command, typed& given) {
  command.add_option("--format", given.format, "text, json or csv")->type_name("FORMAT")->capture_default_str();
  command.add_option("--output", given.output, "replace FILE in one step (-: standard output)")->type_name("FILE");
  command.add_option("--seed", given.seed, "of what is simulated")->type_name("N")->capture_default_str();
  command.set_version_flag("--version", fmt::format("tollcast {}", version), "print the version")
      ->disable_flag_override();
}

// What project and trend read, and how they draw.
void add_series(CLI::App& command, typed& given, const std::string& footer) {
  command.add_option("FILE", given.file, "CSV file, - or @DATASET")->type_name("");
  command.add_option("--series", given.series, "one series of the file (default: every one)")->type_name("NAME");
  command.add_option("--as-of", given.as_of, "use only what was known on that day")->type_name("YYYY-MM-DD");
  command.add_flag("--ascii", given.ascii, "draw the chart without block characters")->disable_flag_override();
  command.footer(file_footer + footer + failure_footer);
}

void add_project(CLI::App& command, typed& given) {
  add_series(command, given, project_footer);
  command.add_option("--year", given.year, "the year to project (default: the last that is not complete)")
      ->type_name("YYYY");
  command.add_option("--exceed", given.exceed, "P(total > N), may be repeated (default: last year's total)")
      ->type_name("N")
      ->allow_extra_args(false);
  command.add_option("--level", given.levels, "of an interval, may be repeated (default: 0.8 and 0.95)")
      ->type_name("L")
      ->allow_extra_args(false);
  command.add_option("--interval", given.interval, "equal (tails) or shortest")
      ->type_name("KIND")
      ->capture_default_str();
  command.add_option("--model", given.model, fmt::format("one of {}", fmt::join(year_end_models(), ", ")))
      ->type_name("M")
      ->capture_default_str();
}

void add_trend(CLI::App& command, typed& given) {
  add_series(command, given, trend_footer + families_help());
  command.add_option("--model", given.trend_model, fmt::format("one of {}", fmt::join(names_of(trend_models()), ", ")))
      ->type_name("M")
      ->capture_default_str();
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

common_options common(const typed& given) {
  return {.as = as_format(given.format),
          .style = given.ascii ? drawing::ascii : drawing::blocks,
          .output = given.output,
          .seed = as_seed(given.seed)};
}

project_command project(const typed& given) {
  project_command command{.file = given.file, .series = given.series};
  if (given.year) command.options.year = as_year(*given.year);
  if (given.as_of) command.options.as_of = as_day(*given.as_of);
  command.options.model = one_of("--model", given.model, year_end_models());
  if (!given.levels.empty()) command.asked.levels.clear();
  for (const std::string& text : given.levels) command.asked.levels.push_back(as_level(text));
  for (const std::string& text : given.exceed) command.asked.thresholds.push_back(as_threshold(text));
  command.asked.levels = sorted(command.asked.levels);
  command.asked.thresholds = sorted(command.asked.thresholds);
  command.asked.interval = as_interval_kind(given.interval);
  return command;
}

trend_command trend(const typed& given) {
  trend_command command{.file = given.file, .series = given.series};
  if (given.as_of) command.as_of = as_day(*given.as_of);
  const std::string name = one_of("--model", given.trend_model, names_of(trend_models()));
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
    into = as_small_number(option, *text, most);
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

// CLI11's complaint in the words of this program.
std::string complaint(const CLI::App& app, const CLI::ParseError& error) {
  std::vector<std::string> names;
  const std::vector<const CLI::App*> chosen = app.get_subcommands([](const CLI::App* sub) { return sub->parsed(); });
  const std::vector<std::string> left_over = app.remaining(true);
  if (chosen.empty()) {
    for (const CLI::App* sub : app.get_subcommands(nullptr)) names.push_back(sub->get_name());
    if (left_over.empty()) return "a command is needed: project, trend or datasets";
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
  CLI::App& datasets_app = *app.add_subcommand("datasets", "The embedded tallies, their span and source");
  add_project(project_app, given);
  add_common(project_app, given);
  add_trend(trend_app, given);
  add_common(trend_app, given);
  add_common(datasets_app, given);
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
  return invocation{common(given), project(given)};
}

}  // namespace tollcast::program
