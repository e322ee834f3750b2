#pragma once

#include <optional>
#include <string>
#include <vector>

#include "program.hpp"

namespace tollcast::program {

// Options as they were typed. CLI11 says which are given; what they mean is decided in commands.cpp, so that --help
// always wins and every message names the option, what was given and the rule.
struct typed {
  std::string format = "text", output = "-", seed = "1", interval = "equal";
  std::optional<std::string> file, series, model, year, as_of, family, degree, joints, max_joints, min_end, min_between,
      selection, horizon, origins, window, least_years, reference, threads, periods;
  std::vector<std::string> exceed, levels, models, days, groups, merged;
  bool ascii = false, track_record = false;
};

// What each command was told. They throw invalid_input.
common_options common(const typed& given);
project_command project(const typed& given);
trend_command trend(const typed& given);
forecast_command forecast(const typed& given);
backtest_command backtest(const typed& given);
regions_command regions(const typed& given);

std::vector<std::string> names_of(const std::vector<trend_model>& models);
std::vector<std::string> names_of(const std::vector<count_family>& families);

}  // namespace tollcast::program
