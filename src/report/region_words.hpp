#pragma once

#include <string>

#include <tollcast/projection/concentration.hpp>

// How the reports spell what they tell of regions. Private to src/report.
namespace tollcast::words {

std::string span(const year_span& years);          // 2007..2013, 2021
std::string span_in_text(const year_span& years);  // 2007 to 2013, 2021

}  // namespace tollcast::words
