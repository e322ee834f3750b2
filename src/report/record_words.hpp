#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include <tollcast/evaluation/scored_backtest.hpp>
#include <tollcast/evaluation/track_record.hpp>

// How the reports speak of what was forecast and what happened. Private to src/report.
namespace tollcast::words {

// "at the end of September", "on 14 February", "one year ahead"
std::string when(const std::optional<std::chrono::month_day>& as_of, int horizon);

std::string of(int inside, int n);          // 8 of 10
std::string skill(const score_line& line);  // +23 %, -4 %, 0 %, or nothing
std::string error(double relative);         // 6 %, under 1 %

// "On this series, at the end of September, the median error was 6 % and 8 of 10 outcomes fell inside the 80 %
// interval.", then whose record that is and how it compares with the reference.
std::string record(const score_line& line, const std::string& reference);

// Of a model that gave nothing at some origins: how many, and the message of the first.
struct failed {
  std::string series;
  std::string text;
};

std::vector<failed> failures(const scored_backtest& backtest);

// What stands under an answer.
std::string section(const track_record& record);

}  // namespace tollcast::words
