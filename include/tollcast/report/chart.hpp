#pragma once

#include <cstddef>
#include <string>

#include <tollcast/distribution/interval.hpp>
#include <tollcast/projection/year_end.hpp>
#include <tollcast/report/years_ahead.hpp>
#include <tollcast/trend/trend_summary.hpp>

namespace tollcast {

// Block characters (UTF-8), or ASCII alone. Chosen by the caller, never by looking at the terminal: the same answer is
// always the same text.
enum class drawing { blocks, ascii };

struct chart_options {
  drawing style = drawing::blocks;
  double level = 0.8;                                    // of a projected year's range
  interval_kind interval = interval_kind::equal_tailed;  // of that range
  std::size_t years = 20;                                // of history; earlier ones are counted in one line
  std::size_t width = 78;                                // columns, labels included
};

// The history and the projected year as horizontal bars on one scale from 0, years downwards. The projected year's bar
// is what is counted so far, then up to the lower end of its range, then the range with the median marked. A year given
// by a bound or a range has its certain part solid; years that are not known have no bar.
std::string chart(const year_end& year, const chart_options& options = {});

// The years of a fit as the same bars, what is counted solid, with the fitted mean marked in each; another mark where
// the trend turns (a joint, the first year of a new level, a year that probably began with a jump).
std::string chart(const trend_summary& trend, const chart_options& options = {});

// The history and the years that are forecast as the same bars: up to the lower end of each year's range, then the
// range with the median marked.
std::string chart(const counts_ahead& forecast, const chart_options& options = {});

}  // namespace tollcast
