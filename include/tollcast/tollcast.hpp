#pragma once

// core: version, errors
#include <tollcast/core/config.hpp>
#include <tollcast/core/error.hpp>
#include <tollcast/core/in_quotes.hpp>
#include <tollcast/core/nearest.hpp>
#include <tollcast/core/version.hpp>

// series: counts over the calendar
#include <tollcast/series/count.hpp>
#include <tollcast/series/datasets.hpp>
#include <tollcast/series/part.hpp>
#include <tollcast/series/period.hpp>
#include <tollcast/series/read_csv.hpp>
#include <tollcast/series/regional_tally.hpp>
#include <tollcast/series/tally.hpp>
#include <tollcast/series/tally_stream.hpp>
#include <tollcast/series/yearly.hpp>
#include <tollcast/series/yearly_values.hpp>

// numeric: random numbers, special functions, threads
#include <tollcast/numeric/integer_search.hpp>
#include <tollcast/numeric/parallel.hpp>
#include <tollcast/numeric/random.hpp>
#include <tollcast/numeric/reference_laws.hpp>
#include <tollcast/numeric/special.hpp>

// distribution: laws of a count, laws of a measured value
#include <tollcast/distribution/any.hpp>
#include <tollcast/distribution/any_continuous.hpp>
#include <tollcast/distribution/continuous.hpp>
#include <tollcast/distribution/continuous_mixture.hpp>
#include <tollcast/distribution/distribution.hpp>
#include <tollcast/distribution/empirical.hpp>
#include <tollcast/distribution/empirical_values.hpp>
#include <tollcast/distribution/interval.hpp>
#include <tollcast/distribution/log_normal.hpp>
#include <tollcast/distribution/mixture.hpp>
#include <tollcast/distribution/negative_binomial.hpp>
#include <tollcast/distribution/normal.hpp>
#include <tollcast/distribution/normal_mixture.hpp>
#include <tollcast/distribution/poisson.hpp>
#include <tollcast/distribution/pooled.hpp>
#include <tollcast/distribution/rounded.hpp>
#include <tollcast/distribution/student_t.hpp>
#include <tollcast/distribution/tabulate.hpp>
#include <tollcast/distribution/tabulated.hpp>
#include <tollcast/distribution/widened.hpp>

// trend: models, fits, forecasts
#include <tollcast/trend/annual_count.hpp>
#include <tollcast/trend/arima.hpp>
#include <tollcast/trend/automatic_arima.hpp>
#include <tollcast/trend/checks.hpp>
#include <tollcast/trend/combination.hpp>
#include <tollcast/trend/constant_mean.hpp>
#include <tollcast/trend/count_models.hpp>
#include <tollcast/trend/drift.hpp>
#include <tollcast/trend/dynamic_theta.hpp>
#include <tollcast/trend/exponential_smoothing.hpp>
#include <tollcast/trend/forecast.hpp>
#include <tollcast/trend/forecast_each.hpp>
#include <tollcast/trend/ingarch.hpp>
#include <tollcast/trend/joinpoint.hpp>
#include <tollcast/trend/level_filter.hpp>
#include <tollcast/trend/level_fit.hpp>
#include <tollcast/trend/level_shifts.hpp>
#include <tollcast/trend/local_global_trend.hpp>
#include <tollcast/trend/local_global_trend_point.hpp>
#include <tollcast/trend/local_level.hpp>
#include <tollcast/trend/local_trend.hpp>
#include <tollcast/trend/loglinear.hpp>
#include <tollcast/trend/model_forecast.hpp>
#include <tollcast/trend/monthly_level.hpp>
#include <tollcast/trend/naive.hpp>
#include <tollcast/trend/smoothing_form.hpp>
#include <tollcast/trend/stationarity.hpp>
#include <tollcast/trend/structural_breaks.hpp>
#include <tollcast/trend/theta.hpp>
#include <tollcast/trend/trend_summary.hpp>
#include <tollcast/trend/value_models.hpp>

// projection: the year's end
#include <tollcast/projection/chain_ladder.hpp>
#include <tollcast/projection/concentration.hpp>
#include <tollcast/projection/history_law.hpp>
#include <tollcast/projection/history_level.hpp>
#include <tollcast/projection/reconciliation.hpp>
#include <tollcast/projection/region_shares.hpp>
#include <tollcast/projection/regional_outlook.hpp>
#include <tollcast/projection/regional_year_end.hpp>
#include <tollcast/projection/run_rate.hpp>
#include <tollcast/projection/share_trend.hpp>
#include <tollcast/projection/within_year.hpp>
#include <tollcast/projection/year_end.hpp>
#include <tollcast/projection/year_path.hpp>

// evaluation: a law and what happened, to a number
#include <tollcast/evaluation/backtest.hpp>
#include <tollcast/evaluation/brier_score.hpp>
#include <tollcast/evaluation/calibration.hpp>
#include <tollcast/evaluation/count_scores.hpp>
#include <tollcast/evaluation/coverage.hpp>
#include <tollcast/evaluation/crps.hpp>
#include <tollcast/evaluation/diebold_mariano.hpp>
#include <tollcast/evaluation/interval_score.hpp>
#include <tollcast/evaluation/log_score.hpp>
#include <tollcast/evaluation/panel_table.hpp>
#include <tollcast/evaluation/pit.hpp>
#include <tollcast/evaluation/point.hpp>
#include <tollcast/evaluation/quantile_score.hpp>
#include <tollcast/evaluation/relative_skill.hpp>
#include <tollcast/evaluation/reliability.hpp>
#include <tollcast/evaluation/score_scale.hpp>
#include <tollcast/evaluation/score_table.hpp>
#include <tollcast/evaluation/scored_backtest.hpp>
#include <tollcast/evaluation/sharpness.hpp>
#include <tollcast/evaluation/skill.hpp>
#include <tollcast/evaluation/stacking.hpp>
#include <tollcast/evaluation/threshold_weighted_crps.hpp>
#include <tollcast/evaluation/track_record.hpp>

// report: text, CSV, JSON, chart
#include <tollcast/report/chart.hpp>
#include <tollcast/report/csv.hpp>
#include <tollcast/report/forecast_pages.hpp>
#include <tollcast/report/json.hpp>
#include <tollcast/report/questions.hpp>
#include <tollcast/report/regional_answer.hpp>
#include <tollcast/report/text.hpp>
#include <tollcast/report/years_ahead.hpp>
