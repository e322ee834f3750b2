#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <tollcast/trend/trend_summary.hpp>

// How the reports speak of a trend. Private to src/report.
namespace tollcast::words {

// What a trend is told by: segments of constant yearly change, segments of constant level, or a level a year.
enum class trend_kind { changes, levels, path };

trend_kind kind_of(const trend_summary& trend);

// The years in which the trend turns, and what such a year is called: joints, the first years of new levels, years that
// more likely than not began with a jump.
struct turning {
  std::vector<int> years;
  std::string_view name;
};

turning turns_of(const trend_summary& trend);

std::string change(double percent);         // +41 %, -4.1 %
std::string about(double level);            // two significant digits above 100: 3,000; else 41, 4.1
std::string p_value(double p);              // 0.034, <0.001
bool says_something(const count& figure);   // that is: not a missing year
bool is_clear(const trend_segment& piece);  // the 95 % interval excludes no change, and p is below .05

// The trend in sentences to be quoted.
std::string answer(const trend_summary& trend);

// What so few years cannot tell, from how many there are.
std::vector<std::string> limits(const trend_summary& trend);

}  // namespace tollcast::words
