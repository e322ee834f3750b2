#pragma once

#include <span>
#include <string>
#include <vector>

#include <tollcast/evaluation/scored_backtest.hpp>
#include <tollcast/evaluation/track_record.hpp>
#include <tollcast/projection/year_end.hpp>
#include <tollcast/report/chart.hpp>
#include <tollcast/report/questions.hpp>
#include <tollcast/report/regional_answer.hpp>
#include <tollcast/report/years_ahead.hpp>
#include <tollcast/series/datasets.hpp>
#include <tollcast/trend/trend_summary.hpp>

namespace tollcast {

// A projection for a reader, at most 80 columns wide for totals below a million: the answer in a sentence, the numbers,
// a chart, the rest of the year month by month, what was assumed. Percentages have two significant digits, "under 1 %"
// and "over 99 %" at the ends.
std::string to_text(const year_end& year, const questions& asked = {}, drawing style = drawing::blocks);

// Several, in order, one blank line between them, then the notes that belong to the run. With a record for each, it
// stands under its answer.
std::string to_text(std::span<const year_end> years, std::span<const std::string> notes, const questions& asked = {},
                    drawing style = drawing::blocks, std::span<const track_record> records = {});

// A trend for a reader, at most 80 columns wide: the answer in sentences (since when, how steep, how sure, "no clear
// trend" where the 95 % interval holds no change), segments or levels or the level a year, the fit, a chart, what so
// few years cannot tell. Times to double or halve are the yearly change in other words.
std::string to_text(const trend_summary& trend, drawing style = drawing::blocks);

// Several, in order, as above.
std::string to_text(std::span<const trend_summary> trends, std::span<const std::string> notes,
                    drawing style = drawing::blocks);

// Forecasts for a reader, at most 80 columns wide for figures below a million: the answer in a sentence, a table by
// year, the model, for counts a chart. Records as above.
std::string to_text(std::span<const years_ahead> forecasts, std::span<const std::string> notes,
                    const std::vector<double>& levels = {0.8, 0.95}, drawing style = drawing::blocks,
                    std::span<const track_record> records = {});

// Back-tests for a reader, at most 80 columns wide: for each series and each day or horizon the record in a sentence
// (of the model auto, else of the best), the models ranked by skill, and which failed, where and why. Of several series
// a table over all of them ends the text.
std::string to_text(std::span<const scored_backtest> backtests, std::span<const std::string> notes);

// Regions for a reader, at most 80 columns wide for totals below a million and short names: the groups' shares in words
// (in which period how much, how sure it is that they rose), the year's total in a sentence, a table by region, how
// concentrated periods and years are.
std::string to_text(std::span<const regional_answer> answers, std::span<const std::string> notes,
                    const questions& asked = {});

// Name, span, number of rows, title and source of each.
std::string to_text(std::span<const dataset> sets);

}  // namespace tollcast
