#pragma once

#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include <tollcast/evaluation/scored_backtest.hpp>

// A forecast whose law is taken as 80 % of 90 to 110 and 95 % of 80 to 120, about 100, with so much CRPS.
inline tollcast::backtest_row made_up_row(std::string series, std::string model, int target, double outcome,
                                          double crps) {
  return {std::move(series),
          std::move(model),
          target - 1,
          1,
          {},
          target,
          outcome,
          tollcast::law_figures{100.5, 10, 100, 90, 110, 80, 120},
          tollcast::law_scores{crps, crps / 100, 3.5, 5.25, outcome < 100 ? 100 - outcome : outcome - 100, 0.25, 0.5}};
}

inline tollcast::backtest_row made_up_failure(std::string series, std::string model, int target, double outcome,
                                              std::string why) {
  return {std::move(series), std::move(model), target - 1, 1, {}, target, outcome, {}, {}, std::move(why)};
}

// The same as projections from that day of the target.
inline std::vector<tollcast::backtest_row> from_day(std::vector<tollcast::backtest_row> rows,
                                                    std::chrono::month_day day) {
  for (tollcast::backtest_row& row : rows) {
    row.horizon = 0;
    row.as_of = std::chrono::year(row.target) / day.month() / day.day();
  }
  return rows;
}

// Two models over three years, of which one could not be answered by run_rate: of auto the median error is 10 %, two
// of three outcomes lie within the 80 % interval, and the CRPS over the two years of both is 3/4 of run_rate's.
inline std::vector<tollcast::backtest_row> made_up_rows(const std::string& series) {
  return {made_up_row(series, "auto", 2021, 125, 12),       made_up_failure(series, "run_rate", 2021, 125, "too short"),
          made_up_row(series, "auto", 2022, 100, 2),        made_up_row(series, "run_rate", 2022, 100, 4),
          made_up_row(series, "auto", 2023, 1000. / 11, 4), made_up_row(series, "run_rate", 2023, 1000. / 11, 4)};
}

inline tollcast::scored_backtest made_up_by_day(const std::string& series = "police") {
  using namespace std::chrono;
  return tollcast::scored(from_day(made_up_rows(series), September / 30), "run_rate");
}
