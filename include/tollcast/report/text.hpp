#pragma once

#include <span>
#include <string>

#include <tollcast/projection/year_end.hpp>
#include <tollcast/report/chart.hpp>
#include <tollcast/report/questions.hpp>
#include <tollcast/series/datasets.hpp>
#include <tollcast/trend/trend_summary.hpp>

namespace tollcast {

// A projection for a reader, at most 80 columns wide for totals below a million: the answer in a sentence, the numbers,
// a chart, the rest of the year month by month, what was assumed. Percentages have two significant digits, "under 1 %"
// and "over 99 %" at the ends.
std::string to_text(const year_end& year, const questions& asked = {}, drawing style = drawing::blocks);

// Several, in order, one blank line between them, then the notes that belong to the run.
std::string to_text(std::span<const year_end> years, std::span<const std::string> notes, const questions& asked = {},
                    drawing style = drawing::blocks);

// A trend for a reader, at most 80 columns wide: the answer in sentences (since when, how steep, how sure, "no clear
// trend" where the 95 % interval holds no change), segments or levels or the level a year, the fit, a chart, what so
// few years cannot tell. Times to double or halve are the yearly change in other words.
std::string to_text(const trend_summary& trend, drawing style = drawing::blocks);

// Several, in order, as above.
std::string to_text(std::span<const trend_summary> trends, std::span<const std::string> notes,
                    drawing style = drawing::blocks);

// Name, span, number of rows, title and source of each.
std::string to_text(std::span<const dataset> sets);

}  // namespace tollcast
