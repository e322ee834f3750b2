#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <tollcast/series/period.hpp>
#include <tollcast/series/tally.hpp>
#include <tollcast/series/yearly.hpp>

// How the reports spell things. Private to src/report.
namespace tollcast::words {

std::string thousands(std::int64_t count);       // 12,345
std::string rounded(double number);              // 0.3, 9.8, 12,345: a decimal below ten
std::string value(double number);                // 12.53, 0.003125, 12,345: four significant digits below a thousand
std::string percent(double probability);         // two significant digits: 4.1 %, 37 %, under 1 %, over 99 %
std::string share(double probability);           // in whole percent: 9 %
std::string level(double level);                 // 0.8 -> 80, 0.995 -> 99.5
std::string date(sys_days day);                  // 30 September 2025
std::string month(sys_days day);                 // September
std::string figure(const year_record& year);     // 685, >500, <=798, 640..655, ~800, ?
std::int64_t at_least(const year_record& year);  // what is counted of a year, or what its total is said to exceed
bool is_open(const year_record& year);           // nothing bounds its total above
std::string range(std::int64_t lower, std::int64_t upper);

period span_of(const tally& data);  // first to last day that any row touches; `data` has rows

// Control characters become '?', so that a name from a file cannot move the cursor or break a line.
std::string plain(std::string_view text);

// Lines of at most `width` columns: the first begins with `first`, the others with as many spaces.
std::string wrap(std::string_view text, std::string_view first = "", std::size_t width = 80);

std::size_t columns(std::string_view text);  // code points of UTF-8
std::string left(std::string_view text, std::size_t width);
std::string right(std::string_view text, std::size_t width);

}  // namespace tollcast::words
