#include <charconv>
#include <cmath>
#include <string>
#include <string_view>

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
    R"(Yearly tallies of the killed: where does the year that is running end, and how sure is that?)";

constexpr auto main_footer = R"(
Examples:
  tollcast project                                  2025 in Pakistan as known at the end of September
  tollcast project fatalities.csv --as-of 2025-06-30
  tollcast project - --series police --format json < fatalities.csv
  tollcast datasets

Exit: 0 done; 1 the data cannot answer the question; 2 wrong usage or unreadable input.)";

constexpr auto project_footer = R"(
FILE is CSV with a header row and the columns series (optional when there is one), period (2024, 2024-H1, 2024-Q3,
2024-09, 2024-09-17, or A/B from one to another) and count (685, >500, <=800, 640..655, ~800, NA). - reads standard
input; @DATASET is one of `tollcast datasets`. Without FILE: crss_all_fatalities, crss_security_personnel and
picss_security_forces as they were known on 2025-09-30.

The projection is an exact law, not a simulation: --seed changes nothing here.

CSV columns: series, year, as_of, observed, known_share, model, mean, sd, median, mode, lower_80, upper_80, lower_95,
upper_95 (or what --level says), last_total, prob_exceeds_last, and prob_exceeds_N for every --exceed N.

If some of several series cannot be projected the others are printed, each failure is named on standard error and in
the notes, and the exit is 1.

Exit: 0 done; 1 the data cannot answer the question; 2 wrong usage or unreadable input.)";

[[noreturn]] void refuse(std::string_view option, std::string_view given, std::string_view rule) {
  throw invalid_input(fmt::format("{} {}: {}", option, in_quotes(given), rule));
}

template <class Number>
std::optional<Number> number(std::string_view text) {
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

int year(const std::string& text) {
  const std::optional<int> value = number<int>(text);
  if (!value || text.size() != 4 || *value < 1) refuse("--year", text, "a year is four digits, 0001 to 9999");
  return *value;
}

sys_days as_of(const std::string& text) {
  try {
    return parse_date(text);
  } catch (const invalid_input& error) {
    throw invalid_input(fmt::format("--as-of: {}", error.what()));
  }
}

double level(const std::string& text) {
  const std::optional<double> value = number<double>(text);
  if (!value || !(*value > 0 && *value < 1)) {
    refuse("--level", text, "a level lies between 0 and 1, both excluded (80 % is 0.8)");
  }
  return *value;
}

std::int64_t threshold(const std::string& text) {
  const std::optional<std::int64_t> value = number<std::int64_t>(text);
  if (!value || *value < 0 || *value > largest_count) {
    refuse("--exceed", text, fmt::format("a threshold is a whole number from 0 to {}", largest_count));
  }
  return *value;
}

std::uint64_t seed(const std::string& text) {
  const std::optional<std::uint64_t> value = number<std::uint64_t>(text);
  if (!value) refuse("--seed", text, "a seed is a whole number from 0 to 2^64 - 1");
  return *value;
}

std::string one_of(std::string_view option, const std::string& text, const std::vector<std::string>& names) {
  if (std::find(names.begin(), names.end(), text) != names.end()) return text;
  refuse(option, text, "no such choice; " + did_you_mean(text, names));
}

format as_format(const std::string& text) {
  const std::string name = one_of("--format", text, {"text", "json", "csv"});
  return name == "json" ? format::json : name == "csv" ? format::csv : format::text;
}

interval_kind as_interval_kind(const std::string& text) {
  return one_of("--interval", text, {"equal", "shortest"}) == "shortest" ? interval_kind::shortest
                                                                         : interval_kind::equal_tailed;
}

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
  std::string format = "text", output = "-", seed = "1", model = "auto", interval = "equal";
  std::optional<std::string> file, series, year, as_of;
  std::vector<std::string> exceed, levels;
  bool ascii = false;
};

void add_common(CLI::App& command, typed& given) {
  command.add_option("--format", given.format, "text, json or csv")->type_name("FORMAT")->capture_default_str();
  command.add_option("--output", given.output, "replace FILE in one step (-: standard output)")->type_name("FILE");
  command.add_option("--seed", given.seed, "of what is simulated")->type_name("N")->capture_default_str();
  command.set_version_flag("--version", fmt::format("tollcast {}", version), "print the version")
      ->disable_flag_override();
}

void add_project(CLI::App& command, typed& given) {
  command.add_option("FILE", given.file, "CSV file, - or @DATASET")->type_name("");
  command.add_option("--series", given.series, "one series of the file (default: every one)")->type_name("NAME");
  command.add_option("--year", given.year, "the year to project (default: the last that is not complete)")
      ->type_name("YYYY");
  command.add_option("--as-of", given.as_of, "use only what was known on that day")->type_name("YYYY-MM-DD");
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
  command.add_flag("--ascii", given.ascii, "draw the chart without block characters")->disable_flag_override();
  command.footer(project_footer);
}

common_options common(const typed& given) {
  return {.as = as_format(given.format),
          .style = given.ascii ? drawing::ascii : drawing::blocks,
          .output = given.output,
          .seed = seed(given.seed)};
}

project_command project(const typed& given) {
  project_command command{.file = given.file, .series = given.series};
  if (given.year) command.options.year = year(*given.year);
  if (given.as_of) command.options.as_of = as_of(*given.as_of);
  command.options.model = one_of("--model", given.model, year_end_models());
  if (!given.levels.empty()) command.asked.levels.clear();
  for (const std::string& text : given.levels) command.asked.levels.push_back(level(text));
  for (const std::string& text : given.exceed) command.asked.thresholds.push_back(threshold(text));
  command.asked.levels = sorted(command.asked.levels);
  command.asked.thresholds = sorted(command.asked.thresholds);
  command.asked.interval = as_interval_kind(given.interval);
  return command;
}

// CLI11's complaint in the words of this program.
std::string complaint(const CLI::App& app, const CLI::ParseError& error) {
  std::vector<std::string> names;
  const std::vector<const CLI::App*> chosen = app.get_subcommands([](const CLI::App* sub) { return sub->parsed(); });
  const std::vector<std::string> left_over = app.remaining(true);
  if (chosen.empty()) {
    for (const CLI::App* sub : app.get_subcommands(nullptr)) names.push_back(sub->get_name());
    if (left_over.empty()) return "a command is needed: project or datasets";
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
  CLI::App& datasets_app = *app.add_subcommand("datasets", "The embedded tallies, their span and source");
  add_project(project_app, given);
  add_common(project_app, given);
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
  return invocation{common(given), project(given)};
}

}  // namespace tollcast::program
