#pragma once

#include <span>
#include <string>

#include <tollcast/projection/year_end.hpp>
#include <tollcast/report/questions.hpp>
#include <tollcast/series/datasets.hpp>

namespace tollcast {

// One object: {"tollcast": version, "results": [...], "notes": [...]}, indented by two, ending with a line feed.
// Numbers are finite; what is not known is null. Doubles have the fewest digits that read back as the same double. A
// result has
//   series, year, as_of, observed, known_share, model, mean, sd, median, mode, quantiles {"0.01": .. "0.99": ..},
//   interval_kind ("equal_tailed", "shortest"), intervals [{level, lower, upper}], exceed [{threshold, probability}],
//   last_total, history [{year, count, lower, upper, quality}] (count is null unless exact or about; upper is null
//   where open), path [{date, mean, sd, median, intervals}] (totals from 1 January to the end of date), passes_last
//   [{date, probability}], notes.
std::string to_json(std::span<const year_end> years, std::span<const std::string> notes = {},
                    const questions& asked = {});

// Results are {name, title, first, last, rows, source, terms}; first and last are days.
std::string to_json(std::span<const dataset> sets);

}  // namespace tollcast
