#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "bars.hpp"
#include "trend_words.hpp"
#include "words.hpp"
#include <fmt/format.h>

#include <tollcast/report/chart.hpp>

namespace tollcast {
namespace {

using bars::bar;

bar projected(const year_end& year, const chart_options& options) {
  const interval_ends range = interval(year.total, options.level, options.interval);
  const std::int64_t middle = median(year.total);
  bar row{.label = std::to_string(year.year),
          .figure = words::thousands(middle),
          .certain = year.observed,
          .low = range.lower,
          .high = range.upper,
          .mark = bars::pen_for(options.style).middle};
  if (middle > year.observed) row.marked = static_cast<double>(middle);
  return row;
}

// Neighbouring years of which nothing is known share a row.
std::vector<bar> rows(const year_end& year, const chart_options& options) {
  std::vector<bar> drawn;
  const std::size_t skipped = year.history.size() - std::min(options.years, year.history.size());
  if (skipped > 0) drawn.push_back(bars::left_out(skipped, year.history[skipped - 1].year));
  std::optional<int> unknown_since;
  for (std::size_t i = skipped; i < year.history.size(); ++i) {
    const year_record& record = year.history[i];
    const bool unknown = words::is_open(record) && words::at_least(record) == 0;
    if (unknown && unknown_since) {
      drawn.back().label = fmt::format("{}-{}", *unknown_since, record.year);
      continue;
    }
    drawn.push_back(bars::past(record));
    unknown_since = unknown ? std::optional{record.year} : std::nullopt;
  }
  drawn.push_back(projected(year, options));
  return drawn;
}

bar not_fitted(int from, int to) {
  return {.label = from == to ? std::to_string(from) : fmt::format("{}-{}", from, to), .figure = "not fitted"};
}

}  // namespace

std::string chart(const year_end& year, const chart_options& options) {
  const std::vector<bar> drawn = rows(year, options);
  const bars::pen& with = bars::pen_for(options.style);
  const std::string level = words::level(options.level);
  const std::string legend = fmt::format("{} counted  {} up to the {} % range  {} {} % range  {} median", with.certain,
                                         with.low, level, with.range, level, with.middle);
  const bool is_certain = drawn.back().certain == drawn.back().high;
  return bars::draw(drawn, options.style, options.width, is_certain ? "" : legend);
}

std::string chart(const trend_summary& trend, const chart_options& options) {
  const bars::pen& with = bars::pen_for(options.style);
  const words::turning turns = words::turns_of(trend);
  std::vector<bar> drawn;
  const std::size_t skipped = trend.fitted.size() - std::min(options.years, trend.fitted.size());
  if (skipped > 0) drawn.push_back(bars::left_out(skipped, trend.fitted[skipped - 1].year));
  for (std::size_t i = skipped; i < trend.fitted.size(); ++i) {
    const fitted_year& year = trend.fitted[i];
    const int next = i > skipped ? trend.fitted[i - 1].year + 1 : year.year;
    if (next < year.year) drawn.push_back(not_fitted(next, year.year - 1));
    bar row = bars::past({year.year, year.observed, {}});
    row.marked = year.mean;
    const bool is_turn = std::find(turns.years.begin(), turns.years.end(), year.year) != turns.years.end();
    row.mark = is_turn ? with.turn : with.fitted;
    drawn.push_back(std::move(row));
  }
  std::string legend = fmt::format("{} counted  {} fitted", with.certain, with.fitted);
  if (!turns.years.empty()) legend += fmt::format("  {} {}", with.turn, turns.name);
  return bars::draw(drawn, options.style, options.width, legend);
}

std::string chart(const counts_ahead& forecast, const chart_options& options) {
  const bars::pen& with = bars::pen_for(options.style);
  const std::vector<year_record>& history = forecast.history.years;
  std::vector<bar> drawn;
  const std::size_t skipped = history.size() - std::min(options.years, history.size());
  if (skipped > 0) drawn.push_back(bars::left_out(skipped, history[skipped - 1].year));
  for (std::size_t i = skipped; i < history.size(); ++i) drawn.push_back(bars::past(history[i]));
  int year = forecast.forecast.origin;
  for (const any_distribution& law : forecast.forecast.years) {
    const interval_ends range = interval(law, options.level, options.interval);
    const std::int64_t middle = median(law);
    drawn.push_back({.label = std::to_string(++year),
                     .figure = words::thousands(middle),
                     .low = range.lower,
                     .high = range.upper,
                     .marked = static_cast<double>(middle),
                     .mark = with.middle});
  }
  const std::string level = words::level(options.level);
  return bars::draw(drawn, options.style, options.width,
                    fmt::format("{} counted  {} up to the {} % range  {} {} % range  {} median", with.certain, with.low,
                                level, with.range, level, with.middle));
}

}  // namespace tollcast
