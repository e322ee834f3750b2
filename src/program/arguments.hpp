#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "program.hpp"

// What the text of an option means. Each throws invalid_input with the option, what was given and the rule.
namespace tollcast::program {

[[noreturn]] void refuse(std::string_view option, std::string_view given, std::string_view rule);

int as_year(const std::string& text);
sys_days as_day(const std::string& text);
double as_level(const std::string& text);
std::int64_t as_threshold(const std::string& text);
std::uint64_t as_seed(const std::string& text);
std::chrono::month_day as_day_of_year(const std::string& text);  // MM-DD
int as_number(std::string_view option, const std::string& text, int least, int most);
format as_format(const std::string& text);
joint_selection as_joint_selection(const std::string& text);
interval_kind as_interval_kind(const std::string& text);
region_group as_group(const std::string& text);              // NAME=A,B
std::vector<year_span> as_periods(const std::string& text);  // 2007..2013,2021
region_merger as_merger(const std::string& text);            // A=B

std::string one_of(std::string_view option, const std::string& text, const std::vector<std::string>& names);

}  // namespace tollcast::program
