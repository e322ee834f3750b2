#pragma once

#include <algorithm>
#include <span>

#include <tollcast/core/error.hpp>
#include <tollcast/evaluation/track_record.hpp>
#include <tollcast/trend/count_models.hpp>
#include <tollcast/trend/value_models.hpp>

namespace tollcast {

namespace detail {

// The lines of `model`, out of a back-test of it and of the reference.
template <class Series, class Model, class Options>
track_record record_by(const Series& series, const Model& model, const Model& reference, const Options& options,
                       const std::string& also_needed) {
  std::vector<Model> models{model};
  if (reference.name != model.name) models.push_back(reference);
  track_record record{{}, reference.name};
  std::vector<backtest_row> rows;
  try {
    rows = backtest(std::span(&series, 1), std::span<const Model>(models), options);
  } catch (const cannot_answer&) {
    record.missing =
        "no year has " + std::to_string(options.least_years) + " years with a figure before it and " + also_needed;
    return record;
  }
  record.lines = score_table(rows, reference.name);
  std::erase_if(record.lines, [&](const score_line& line) { return line.model != model.name; });
  return record;
}

}  // namespace detail

TOLLCAST_INLINE track_record record_of(const tally& series, const std::string& model, std::chrono::month_day day,
                                       int threads) {
  const std::string date = to_string(sys_days(std::chrono::year(2000) / day)).substr(5);
  return detail::record_by(series, named_year_end_model(model), named_year_end_model("run_rate"),
                           as_of_options{.as_of = {day}, .threads = threads}, "is known in part on " + date);
}

TOLLCAST_INLINE track_record record_of(const tally& series, const year_end& answer, int threads) {
  track_record none{{}, "run_rate"};
  if (quantile(answer.total, 0.0) == quantile(answer.total, 1.0)) {
    none.missing = "the year is complete, and nothing is projected";
    return none;
  }
  const std::chrono::year_month_day date(answer.as_of);
  if (static_cast<int>(date.year()) != answer.year) {
    none.missing = "a record is of projections made within the year, not on a day of another";
    return none;
  }
  if (answer.known.empty()) {
    none.missing = "nothing of the year is known, and a record is of years that are known in part";
    return none;
  }
  tally before{series.name, {}, series.origin};
  std::copy_if(series.rows.begin(), series.rows.end(), std::back_inserter(before.rows),
               [&](const observation& row) { return year_of(row.when.last()) < answer.year; });
  const std::chrono::year_month_day counted(std::min(answer.as_of, answer.known.back().last()));
  return record_of(before, answer.model, counted.month() / counted.day(), threads);
}

TOLLCAST_INLINE track_record record_of(const tally& series, const count_model& model, int horizon, int threads) {
  return detail::record_by(series, model, named_count_model("naive"),
                           backtest_options{.horizon = horizon, .threads = threads}, "an outcome after it");
}

TOLLCAST_INLINE track_record record_of(const yearly_values& series, const value_model& model, int horizon,
                                       int threads) {
  return detail::record_by(series, model, named_value_model("naive"),
                           backtest_options{.horizon = horizon, .threads = threads}, "an outcome after it");
}

}  // namespace tollcast
