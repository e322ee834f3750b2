#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <map>
#include <tuple>
#include <utility>

#include <tollcast/evaluation/score_table.hpp>

namespace tollcast {

namespace detail {

// The day of the year, with the last of February as one.
inline std::optional<std::chrono::month_day> day_of_year(const backtest_row& row) {
  if (!row.as_of) return std::nullopt;
  const std::chrono::year_month_day date(*row.as_of);
  const std::chrono::month_day day(date.month(), date.day());
  return day == std::chrono::February / 29 ? std::chrono::February / 28 : day;
}

inline double median_of(std::vector<double> values) {
  const std::size_t half = values.size() / 2;
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(half), values.end());
  const double upper = values[half];
  if (values.size() % 2 == 1) return upper;
  return 0.5 * (upper + *std::max_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(half)));
}

using forecast_rows = std::vector<const backtest_row*>;

// 1 - CRPS / reference's CRPS with the reference's wherever the model gave none, so that it does not pay to fail where
// forecasting is hard.
inline std::optional<double> ranking_skill(const forecast_rows& rows,
                                           const std::map<std::pair<int, int>, double>& reference) {
  double own = 0;
  double of_reference = 0;
  for (const backtest_row* row : rows) {
    const auto same = reference.find({row->origin, row->target});
    if (same == reference.end()) continue;
    own += row->scores ? row->scores->crps : same->second;
    of_reference += same->second;
  }
  return of_reference > 0 ? std::optional(1 - own / of_reference) : std::nullopt;
}

inline score_line line_of(const forecast_rows& rows, const std::map<std::pair<int, int>, double>& reference) {
  const backtest_row& first = *rows.front();
  score_line line{first.series,
                  first.model,
                  day_of_year(first),
                  first.horizon,
                  first.target,
                  first.target,
                  0,
                  0,
                  0,
                  std::nullopt,
                  std::nullopt,
                  0,
                  std::nullopt,
                  0,
                  0,
                  std::nullopt};
  double crps_log = 0;
  double log_score = 0;
  bool has_crps_log = true;
  bool has_log_score = true;
  double own = 0;
  double of_reference = 0;
  std::vector<double> relative;
  for (const backtest_row* row : rows) {
    if (!row->scores) {
      ++line.failures;
      continue;
    }
    line.first_target = line.n == 0 ? row->target : std::min(line.first_target, row->target);
    line.last_target = line.n == 0 ? row->target : std::max(line.last_target, row->target);
    ++line.n;
    line.crps += row->scores->crps;
    line.mae += row->scores->absolute_error;
    crps_log += row->scores->crps_log.value_or(0);
    log_score += row->scores->log_score.value_or(0);
    has_crps_log = has_crps_log && row->scores->crps_log;
    has_log_score = has_log_score && row->scores->log_score;
    line.inside_80 += row->outcome >= row->law->lower_80 && row->outcome <= row->law->upper_80;
    line.inside_95 += row->outcome >= row->law->lower_95 && row->outcome <= row->law->upper_95;
    if (row->outcome > 0) relative.push_back(row->scores->absolute_error / row->outcome);
    if (const auto same = reference.find({row->origin, row->target}); same != reference.end()) {
      own += row->scores->crps;
      of_reference += same->second;
    }
  }
  if (line.n == 0) return line;
  line.crps /= line.n;
  line.mae /= line.n;
  if (has_crps_log) line.crps_log = crps_log / line.n;
  if (has_log_score) line.log_score = log_score / line.n;
  if (!relative.empty()) line.median_error = median_of(std::move(relative));
  if (of_reference > 0) line.crps_skill = 1 - own / of_reference;
  return line;
}

}  // namespace detail

TOLLCAST_INLINE std::vector<score_line> score_table(std::span<const backtest_row> rows, const std::string& reference) {
  using place = std::tuple<std::string, std::optional<std::chrono::month_day>, int>;
  std::vector<place> places;
  std::map<place, std::vector<std::pair<std::string, detail::forecast_rows>>> by_place;
  for (const backtest_row& row : rows) {
    place at{row.series, detail::day_of_year(row), row.horizon};
    auto& models = by_place[at];
    if (models.empty()) places.push_back(std::move(at));
    auto model = std::find_if(models.begin(), models.end(), [&](const auto& one) { return one.first == row.model; });
    if (model == models.end()) model = models.insert(model, {row.model, {}});
    model->second.push_back(&row);
  }
  std::vector<score_line> lines;
  for (const place& at : places) {
    std::map<std::pair<int, int>, double> of_reference;
    for (const auto& [model, forecast_rows] : by_place[at]) {
      if (model != reference) continue;
      for (const backtest_row* row : forecast_rows) {
        if (row->scores) of_reference[{row->origin, row->target}] = row->scores->crps;
      }
    }
    using ranked_line = std::pair<std::tuple<bool, double, double>, score_line>;
    std::vector<ranked_line> ranked;
    for (const auto& [model, forecast_rows] : by_place[at]) {
      const score_line line = detail::line_of(forecast_rows, of_reference);
      const std::optional<double> skill = detail::ranking_skill(forecast_rows, of_reference);
      constexpr double last = std::numeric_limits<double>::infinity();
      ranked.push_back({{line.n == 0, skill ? -*skill : last, line.crps}, line});
    }
    std::stable_sort(ranked.begin(), ranked.end(),
                     [](const ranked_line& a, const ranked_line& b) { return a.first < b.first; });
    for (ranked_line& one : ranked) lines.push_back(std::move(one.second));
  }
  return lines;
}

}  // namespace tollcast
