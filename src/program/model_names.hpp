#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "program.hpp"

// Which model goes with which question. Each throws invalid_input that names the option.
namespace tollcast::program {

// That the name is one of a model for years ahead.
void check_years_ahead(std::string_view option, const std::string& name);

// That the name is one of a model for a day of the year or for years ahead.
void check_known(std::string_view option, const std::string& name);

// The models of a back-test, those asked for or the default, and the reference, which is the last of them unless it was
// asked for.
struct compared {
  std::vector<std::string> models;
  std::string reference;
};

compared models_by_day(const backtest_command& command);
compared models_by_horizon(const backtest_command& command, bool measured);

// A model of counts for measured values.
void check_measured(const std::string& name, const std::string& series);

}  // namespace tollcast::program
