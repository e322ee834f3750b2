#pragma once

#include <span>
#include <string>

#include <tollcast/projection/year_end.hpp>
#include <tollcast/report/chart.hpp>
#include <tollcast/report/questions.hpp>
#include <tollcast/series/datasets.hpp>

namespace tollcast {

// A projection for a reader, at most 80 columns wide for totals below a million: the answer in a sentence, the numbers,
// a chart, the rest of the year month by month, what was assumed. Percentages have two significant digits, "under 1 %"
// and "over 99 %" at the ends.
std::string to_text(const year_end& year, const questions& asked = {}, drawing style = drawing::blocks);

// Several, in order, one blank line between them, then the notes that belong to the run.
std::string to_text(std::span<const year_end> years, std::span<const std::string> notes, const questions& asked = {},
                    drawing style = drawing::blocks);

// Name, span, number of rows, title and source of each.
std::string to_text(std::span<const dataset> sets);

}  // namespace tollcast
