#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <tollcast/core/config.hpp>
#include <tollcast/distribution/tabulated.hpp>
#include <tollcast/projection/year_end.hpp>
#include <tollcast/series/tally.hpp>
#include <tollcast/trend/model_forecast.hpp>

namespace tollcast {

// A law in figures: intervals are equal-tailed.
struct law_figures {
  double mean, sd, median, lower_80, upper_80, lower_95, upper_95;
};

// A law against what happened. `below` and `at` are F(y - 1) and F(y), the ends of the probability integral transform
// of a count (Czado, Gneiting, Held 2009); both are F(y) for a measured value.
struct law_scores {
  double crps;
  std::optional<double> crps_log;   // of log(1 + y); for counts only
  std::optional<double> log_score;  // nothing where infinite: an outcome held for impossible, a value for certain
  std::optional<double> dawid_sebastiani;
  double absolute_error;  // of the median
  double below, at;
};

// One forecast of a back-test: a model that saw a series up to `origin` and its law of the year `target`, with what
// happened there; or why it gave none. A projection of a year that is running has horizon 0 and the day it was made on;
// its origin is the year before.
struct backtest_row {
  std::string series;
  std::string model;
  int origin;
  int horizon;
  std::optional<sys_days> as_of;
  int target;
  double outcome;
  std::optional<law_figures> law;
  std::optional<law_scores> scores;
  std::string failure = {};
};

struct backtest_options {
  int horizon = 1;                  // years ahead, 1 to so many
  std::optional<int> origins = {};  // the last so many; all, when not given
  int least_years = 8;              // with a figure, the origin among them
  std::optional<int> window = {};   // see so many last years only (rolling); all, when not given (expanding)
  int threads = 0;                  // 0: one for each core
};

// Back-tests by origin: every model is fitted anew at the end of every year with a figure that leaves enough years
// before it and an outcome after it, and sees nothing of what came later. A list of events is known to the end of that
// year. A year counts as an outcome when its total is exact. Rows come by series, origin, model and horizon, and are
// the same for any number of threads. A fit that fails is a row with its message. Throws invalid_input for options out
// of range, two models of one name and without series or models; cannot_answer when no series has an origin.
std::vector<backtest_row> backtest(std::span<const tally> panel, std::span<const count_model> models,
                                   const backtest_options& options = {});
std::vector<backtest_row> backtest(std::span<const yearly_values> panel, std::span<const value_model> models,
                                   const backtest_options& options = {});

// A projection of the running year under a name: from a series and a day to the law of that year's total. Any function
// will do, as for count_model. It is given what was known on the day, and nothing else.
struct year_end_model {
  std::string name;
  std::function<tabulated(const tally& known, sys_days as_of)> project;
};

// project_year_end with the model of this name. Throws invalid_input for another one.
year_end_model named_year_end_model(const std::string& name);

struct as_of_options {
  std::vector<std::chrono::month_day> as_of;  // the days of the year to look from
  std::optional<int> origins = {};            // the last so many years; all, when not given
  int least_years = 8;                        // with a figure, before the year
  std::optional<int> window = {};             // see the rows of so many years before only
  int threads = 0;
};

// Back-tests by day: every year with an exact total and with some but not all of it known on the day is projected from
// each of the days, as known_on shows the series then. 02-29 is the last day of February; 02-28 beside it, as any day
// given twice, counts once. Revised figures are not known as they first were: the figures that were known on a day are
// those that the series has today. Otherwise as above.
std::vector<backtest_row> backtest(std::span<const tally> panel, std::span<const year_end_model> models,
                                   const as_of_options& options);

}  // namespace tollcast

#ifndef TOLLCAST_COMPILED
#include <tollcast/evaluation/detail/backtest.ipp>
#endif
