#pragma once

#include <string>
#include <vector>

#include <tollcast/projection/year_end.hpp>
#include <tollcast/projection/year_path.hpp>
#include <tollcast/report/questions.hpp>
#include <tollcast/report/regional_answer.hpp>

// How the reports tell of a year's end. Private to src/report.
namespace tollcast::words {

bool is_certain(const year_end& year);
std::string last_year(const year_end& year);  // 2024's 685

// What is counted, where the year ends and whether it passes the last one, in sentences. `rest`: path(year).
std::string answer(const year_end& year, const std::vector<dated_total>& rest, const questions& asked);

// The same of a total and its regions. `rest`: path(answer.total).
std::string answer(const regional_answer& of, const std::vector<dated_total>& rest, const questions& asked);

}  // namespace tollcast::words
