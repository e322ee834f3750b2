#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include <tollcast/core/error.hpp>
#include <tollcast/distribution/tabulate.hpp>
#include <tollcast/trend/annual_count.hpp>
#include <tollcast/trend/monthly_level.hpp>

namespace tollcast {

namespace detail {

// One choice for all series, made by back-test (benchmarks/backtest_year_end.cpp), as is the number of years.
inline level_moves level_by_month() {
  return {.scale = {.04, .1, .2, .4},
          .jump = {.02, .12},
          .size = {.5, 2, 10},
          .surge = .8,
          .collapse = 1.2,
          .redraw = 0,
          .spacing = .25};
}
inline constexpr int years_looked_back = 5;

inline int month_index(sys_days date) {
  const year_month_day day(date);
  return 12 * static_cast<int>(day.year()) + static_cast<int>(static_cast<unsigned>(day.month())) - 1;
}

// Counts by the month in which they end and the months from their first to their last; days within a month add up.
class counts_by_month {
 public:
  struct figure {
    std::int64_t count = 0;
    double months = 0;  // spanned, the exposure
  };

  void add(const year_record& record) {
    const period year = whole_year(record.year);
    int days = year.days();
    for (const part& one : record.parts) {
      add(one.when, one.count, one.when.days());
      days -= one.when.days();
    }
    const std::optional<std::int64_t> total = record.total.value();
    if (!total || days == 0) return;  // a bound says nothing of the months
    const period rest(record.parts.empty() ? year.first() : year.last(), year.last());
    add(rest, std::max<std::int64_t>(0, *total - sum_of(record.parts)), days);
  }

  const std::map<std::pair<int, int>, figure>& by_end() const { return by_end_; }

 private:
  void add(const period& when, std::int64_t count, int days) {
    const int end = month_index(when.last());
    figure& known = by_end_[{end, end - month_index(when.first())}];
    known.count += count;
    known.months += days / days_a_month;
  }

  std::map<std::pair<int, int>, figure> by_end_;
};

// The filter after the month `last`, with the parts of `unfinished` if there are any before it.
inline level_filter filtered_months(std::span<const year_record> history, const year_record& unfinished, double largest,
                                    int last) {
  counts_by_month counts;
  for (const year_record& record : history) {
    if (record.year >= unfinished.year - years_looked_back) counts.add(record);
  }
  counts.add({unfinished.year, count::not_known(), unfinished.parts});
  level_filter filter(level_by_month(), 0.01, std::min(10 * (largest / 6 + 10), 8e14));
  std::optional<int> month;
  for (const auto& [end, figure] : counts.by_end()) {
    for (; month && *month < end.first; ++*month) filter.step();
    month = end.first;
    filter.observe(figure.count, figure.months);
  }
  for (; month && *month < last; ++*month) filter.step();
  return filter;
}

}  // namespace detail

TOLLCAST_INLINE level_forecast level_from_months(std::span<const year_record> history, const year_record& unfinished,
                                                 double largest) {
  const int december = 12 * unfinished.year + 11;
  const int last = unfinished.parts.empty() ? december - 12 : detail::month_index(unfinished.parts.back().when.last());
  return detail::filtered_months(history, unfinished, largest, last).ahead(std::max(1, december - last));
}

TOLLCAST_INLINE bool is_known_by_month(const yearly_tally& series) {
  return std::any_of(series.years.begin(), series.years.end(), [&](const year_record& record) {
    return !record.parts.empty() && record.year > series.years.back().year - detail::years_looked_back;
  });
}

TOLLCAST_INLINE std::vector<tabulated> years_from_months(const yearly_tally& series, int years) {
  if (years < 1 || series.years.empty()) {
    throw invalid_input("years_from_months: " + std::to_string(years) + " years ahead of a series of " +
                        std::to_string(series.years.size()) + " were asked for; one or more of each are needed");
  }
  double largest = 1;
  for (const annual_count& year : annual_counts(series)) {
    largest = std::max(largest, year.middle().value_or(static_cast<double>(year.lower)));
  }
  constexpr int year_long = 12;
  const int december = year_long * series.years.back().year + 11;
  level_filter filter =
      detail::filtered_months(series.years, year_record{series.years.back().year + 1}, largest, december);
  constexpr double reach = 60;
  const auto last = static_cast<std::int64_t>(std::min(reach * (largest + 50), 1e17));
  std::vector<tabulated> laws;
  for (int ahead = 0; ahead < years; ++ahead) {
    const level_forecast level = filter.ahead(year_long);
    laws.push_back(
        tabulate(0, last, [&](std::span<const std::int64_t> counts) { return log_pmf(level, counts, year_long); }));
    for (int month = 0; month < year_long; ++month) filter.step();
  }
  return laws;
}

}  // namespace tollcast
