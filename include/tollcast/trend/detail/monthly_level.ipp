#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
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

using month_weights = std::array<double, 12>;  // January's first; 1 on average

inline constexpr month_weights no_season{1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};

// The twelve months' shares of each year that is known month by month, times 12.
inline std::vector<month_weights> shares_of_months(std::span<const year_record> years) {
  std::vector<month_weights> shares;
  for (const year_record& record : years) {
    const double total = static_cast<double>(sum_of(record.parts));
    month_weights weights{};
    if (record.parts.size() != weights.size() || total == 0) continue;
    bool by_month = true;
    for (std::size_t k = 0; k < weights.size(); ++k) {
      by_month = by_month && record.parts[k].when == month_of(record.year, static_cast<unsigned>(k + 1));
      weights[k] = 12 * static_cast<double>(record.parts[k].count) / total;
    }
    if (by_month) shares.push_back(weights);
  }
  return shares;
}

// What a month usually has beside the others: the mean of its shares over n >= 5 years, as far from 1 as it is no
// noise, by the factor 1 - W / B (Efron and Morris 1973, JASA 68:117) with the mean squares B between the months and W
// within them, of a two-way layout without an effect of the year. None has less than .02.
inline month_weights season_of(std::span<const year_record> years) {
  constexpr std::size_t least_years = 5;
  constexpr double least_weight = .02;
  const std::vector<month_weights> shares = shares_of_months(years);
  const double n = static_cast<double>(shares.size());
  if (shares.size() < least_years) return no_season;
  month_weights season{};
  double between = 0;
  double within = 0;
  for (std::size_t k = 0; k < season.size(); ++k) {
    for (const month_weights& one : shares) season[k] += one[k] / n;
    between += n * (season[k] - 1) * (season[k] - 1) / 11;
    for (const month_weights& one : shares) within += (one[k] - season[k]) * (one[k] - season[k]) / (11 * (n - 1));
  }
  const double kept = between > 0 ? std::max(0.0, 1 - within / between) : 0;
  double sum = 0;
  for (double& weight : season) sum += weight = std::max(least_weight, 1 + kept * (weight - 1));
  for (double& weight : season) weight *= 12 / sum;
  return season;
}

// Counts by the month in which they end and the months from their first to their last; days within a month add up.
class counts_by_month {
 public:
  struct figure {
    std::int64_t count = 0;
    double months = 0;  // spanned, the exposure
  };

  explicit counts_by_month(const month_weights& season) : season_(season) {}

  void add(const year_record& record) {
    const period year = whole_year(record.year);
    int days = year.days();
    for (const part& one : record.parts) {
      add(one.when, one.count, one.when.days(), weight_of(one.when));
      days -= one.when.days();
    }
    const std::optional<std::int64_t> total = record.total.value();
    if (!total || days == 0) return;  // a bound says nothing of the months
    const period rest(record.parts.empty() ? year.first() : year.last(), year.last());
    add(rest, std::max<std::int64_t>(0, *total - sum_of(record.parts)), days, 1);
  }

  const std::map<std::pair<int, int>, figure>& by_end() const { return by_end_; }

 private:
  double weight_of(const period& when) const {
    const int first = month_index(when.first());
    const int last = month_index(when.last());
    double sum = 0;
    for (int month = first; month <= last; ++month) sum += season_[static_cast<std::size_t>(month % 12)];
    return sum / (last - first + 1);
  }

  void add(const period& when, std::int64_t count, int days, double weight) {
    const int end = month_index(when.last());
    figure& known = by_end_[{end, end - month_index(when.first())}];
    known.count += count;
    known.months += days / days_a_month * weight;
  }

  month_weights season_;
  std::map<std::pair<int, int>, figure> by_end_;
};

// The filter after the month `last`, over the years looked back on and the parts of `unfinished`.
inline level_filter filtered_months(std::span<const year_record> history, const year_record& unfinished, double largest,
                                    int last, const month_weights& season = no_season) {
  counts_by_month counts(season);
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
  constexpr int quarter = 92;
  int days = 0;
  int known = 0;
  for (const year_record& record : series.years) {
    if (record.year <= series.years.back().year - detail::years_looked_back) continue;
    days += whole_year(record.year).days();
    for (const part& one : record.parts) known += one.when.days() <= quarter ? one.when.days() : 0;
  }
  return known > 0 && 2 * known >= days;
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
  level_filter filter = detail::filtered_months(series.years, year_record{series.years.back().year + 1}, largest,
                                                december, detail::season_of(series.years));
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
