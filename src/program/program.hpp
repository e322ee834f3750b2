#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <tollcast/projection/year_end.hpp>
#include <tollcast/report/chart.hpp>
#include <tollcast/report/questions.hpp>
#include <tollcast/trend/joinpoint.hpp>
#include <tollcast/trend/trend_summary.hpp>

// The command-line program: parse, call the library, print. One struct and one file a command.
namespace tollcast::program {

enum class format { text, json, csv };

struct common_options {
  format as = format::text;
  drawing style = drawing::blocks;
  std::string output = "-";  // a path, or - for standard output
  std::uint64_t seed = 1;    // for what is simulated
};

struct project_command {
  std::optional<std::string> file;  // a path, - for standard input, or @DATASET; none: the embedded default
  std::optional<std::string> series;
  year_end_options options = {};
  questions asked = {};
  bool track_record = false;
};

struct datasets_command {};

struct trend_options {
  std::optional<count_family> family = {};
  std::optional<int> degree = {}, joints = {}, max_joints = {}, min_end = {}, min_between = {};
  std::optional<joint_selection> selection = {};
  std::uint64_t seed = 1;
};

// A trend as the command line knows it: its name, its families, the default first, the options that are its own, and
// the fit.
struct trend_model {
  std::string name;
  std::vector<count_family> families;
  std::vector<std::string> options;
  trend_summary (*fit)(const yearly_tally& series, const trend_options& options);
};

const std::vector<trend_model>& trend_models();

struct trend_command {
  std::optional<std::string> file;  // as of project_command
  std::optional<std::string> series;
  std::optional<sys_days> as_of = {};
  trend_model model = {};
  trend_options options = {};
};

struct forecast_command {
  std::optional<std::string> file;  // as of project_command
  std::optional<std::string> series;
  std::optional<sys_days> as_of = {};
  int horizon = 1;
  std::string model = "auto";
  std::vector<double> levels{0.8, 0.95};
  int threads = 0;
  bool track_record = false;
};

struct backtest_command {
  std::optional<std::string> file;  // as of project_command
  std::optional<std::string> series;
  std::vector<std::chrono::month_day> as_of = {};
  std::optional<int> horizon = {};
  std::optional<int> origins = {};
  int least_years = 8;
  std::optional<int> window = {};
  std::vector<std::string> models = {};       // none: the default ones
  std::optional<std::string> reference = {};  // none: run_rate by day, naive by horizon
  int threads = 0;
};

struct invocation {
  common_options common;
  std::variant<project_command, trend_command, forecast_command, backtest_command, datasets_command> command;
};

// What a command leaves to main: the results, unless it has written them itself, lines for standard error, the exit
// code.
struct outcome {
  std::string output;
  std::vector<std::string> messages = {};
  int exit_code = 0;
};

// An invocation, or the text of --help and --version. Throws invalid_input.
std::variant<invocation, std::string> parse_command_line(int argc, const char* const* argv);

outcome run(const project_command& command, const common_options& common);
outcome run(const trend_command& command, const common_options& common);
outcome run(const forecast_command& command, const common_options& common);
outcome run(const backtest_command& command, const common_options& common);
outcome run(const datasets_command& command, const common_options& common);

// One line for standard error: "tollcast: WHAT", or WHAT alone where it begins with FILE:LINE:.
std::string message_line(std::string_view what);

}  // namespace tollcast::program
