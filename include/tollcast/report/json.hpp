#pragma once

#include <span>
#include <string>
#include <vector>

#include <tollcast/evaluation/scored_backtest.hpp>
#include <tollcast/evaluation/track_record.hpp>
#include <tollcast/projection/year_end.hpp>
#include <tollcast/report/questions.hpp>
#include <tollcast/report/regional_answer.hpp>
#include <tollcast/report/years_ahead.hpp>
#include <tollcast/series/datasets.hpp>
#include <tollcast/trend/trend_summary.hpp>

namespace tollcast {

// One object: {"tollcast": version, "results": [...], "notes": [...]}, indented by two, ending with a line feed.
// Numbers are finite; what is not known is null. Doubles have the fewest digits that read back as the same double. A
// result has
//   series, year, as_of, observed, known_share, model, mean, sd, median, mode, quantiles {"0.01": .. "0.99": ..},
//   interval_kind ("equal_tailed", "shortest"), intervals [{level, lower, upper}], exceed [{threshold, probability}],
//   last_total, history [{year, count, lower, upper, quality}] (count is null unless exact or about; upper is null
//   where open), path [{date, mean, sd, median, intervals}] (totals from 1 January to the end of date), passes_last
//   [{date, probability}], notes;
// and, where a record is given for each answer, track_record {reference, missing, lines}: the lines as results of a
// back-test without series, model and reference; missing is null where there are lines.
std::string to_json(std::span<const year_end> years, std::span<const std::string> notes = {},
                    const questions& asked = {}, std::span<const track_record> records = {});

// A result has
//   series, model, family, status ("converged", "not_converged"), observations, parameters {name: {estimate, se, lower,
//   upper}}, dispersion, log_likelihood, aic, aicc, bic, segments [{from, to, apc, lower, upper, p_value, level,
//   step}], joinpoints [{year, lower, upper}], aapc [{from, to, value, lower, upper}], jumps [{year, probability}],
//   fitted
//   [{year, observed, observed_lower, observed_upper, quality, mean, lower, upper}], notes.
// Changes are percent a year, intervals 95 %. A segment that has a level has apc null, and lower, upper and p_value are
// of the step into it. observed is null unless exact or about; observed_upper is null where open.
std::string to_json(std::span<const trend_summary> trends, std::span<const std::string> notes = {});

// A result has
//   series, model, origin (the last year that was known), status, parameters {name: {estimate, se, lower, upper}},
//   log_likelihood, aic, aicc, bic, steps [{period, mean, sd, median, intervals [{level, lower, upper}]}], notes,
//   and track_record as above, a line for each horizon.
// Medians and ends of intervals are integers for counts. A mean or sd that is infinite is null.
std::string to_json(std::span<const years_ahead> forecasts, std::span<const std::string> notes = {},
                    const std::vector<double>& levels = {0.8, 0.95}, std::span<const track_record> records = {});

// A result for each line of each back-test:
//   series, model, as_of ("MM-DD") or null, horizon or null, reference, first_target, last_target, n, failures, crps,
//   crps_log, log_score, mae, median_error, coverage_80, coverage_95, crps_skill.
// What is not defined is null: every mean where n is 0, crps_log of measured values, log_score where a law held an
// outcome for impossible. A note for each model that failed, with its first message, is added to the run's.
std::string to_json(std::span<const scored_backtest> backtests, std::span<const std::string> notes = {});

// A result has
//   series, year, total (as the result of a projection, with the law that it has together with its regions), parts
//   [{region, parent, observed, complete, mean, sd, median, intervals, share {mean, lower, upper}}], concentration
//   [{year or period, total, herfindahl, effective_number, gini, top_share, top_two_share: each {estimate, lower,
//   upper}; groups [{group, estimate, lower, upper}]; for a period shares [{region, estimate, lower, upper}]}], change
//   [{group, from, to, share_from, share_to, difference, probability (that the share is higher in `to`)}],
//   concentration_change [{from, to, difference (of the Herfindahl index), probability (that it is higher in `to`)}],
//   notes.
// region is the full name, parent null for a part of the total. Periods are "2007..2013" or "2021". Means of regions
// add up to that of what contains them, shares are of the total, their intervals and those of concentration 95 %.
std::string to_json(std::span<const regional_answer> answers, std::span<const std::string> notes = {},
                    const questions& asked = {});

// Results are {name, title, first, last, rows, source, terms}; first and last are days.
std::string to_json(std::span<const dataset> sets);

}  // namespace tollcast
