#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <tollcast/core/config.hpp>
#include <tollcast/evaluation/backtest.hpp>

namespace tollcast {

// How one model did on one series from one day of the year, or one horizon ahead: means over the n forecasts that were
// scored.
struct score_line {
  std::string series;
  std::string model;
  std::optional<std::chrono::month_day> as_of;  // 02-28 stands for the end of February in leap years too
  int horizon;                                  // 0 where as_of is given
  int first_target;                             // of the n forecasts
  int last_target;
  int n;
  int failures;  // forecasts that the model could not give; they enter no mean
  double crps;
  std::optional<double> crps_log;
  std::optional<double> log_score;     // nothing where one is infinite
  double mae;                          // of the median
  std::optional<double> median_error;  // median of |median - y| / y, over the outcomes above 0
  int inside_80, inside_95;            // outcomes within the intervals, ends included
  std::optional<double> crps_skill;    // 1 - CRPS / reference's CRPS, over the forecasts that both gave

  double coverage_80() const { return static_cast<double>(inside_80) / n; }
  double coverage_95() const { return static_cast<double>(inside_95) / n; }
};

// The lines of a back-test, by series, day and horizon in the order of the rows, the models of each ranked by skill,
// with the reference's CRPS wherever a model gave none, then by CRPS. A model that gave nothing stands last, with
// n = 0. Without rows of the reference there is no skill.
std::vector<score_line> score_table(std::span<const backtest_row> rows, const std::string& reference);

}  // namespace tollcast

#ifndef TOLLCAST_COMPILED
#include <tollcast/evaluation/detail/score_table.ipp>
#endif
