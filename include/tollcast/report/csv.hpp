#pragma once

#include <span>
#include <string>
#include <vector>

#include <tollcast/evaluation/scored_backtest.hpp>
#include <tollcast/projection/year_end.hpp>
#include <tollcast/report/questions.hpp>
#include <tollcast/report/regional_answer.hpp>
#include <tollcast/report/years_ahead.hpp>
#include <tollcast/series/datasets.hpp>
#include <tollcast/trend/trend_summary.hpp>

namespace tollcast {

// A header and one row a series, RFC 4180 quotes, line feeds. Columns:
//   series,year,as_of,observed,known_share,model,mean,sd,median,mode,lower_80,upper_80,lower_95,upper_95,
//   last_total,prob_exceeds_last
// with the interval columns named by the levels in percent, and prob_exceeds_N added for each threshold N. Empty: not
// known.
std::string to_csv(std::span<const year_end> years, const questions& asked = {});

// A row a fitted year. Columns:
//   series,model,family,year,observed,mean,lower,upper,from,to,apc,apc_lower,apc_upper,p_value,jump
// observed is empty unless exact or about; from .. to is the segment that leads to the year (a joint belongs to the
// one that it ends), apc its yearly change in percent, empty where a segment has a level; jump the probability that the
// year began with one.
std::string to_csv(std::span<const trend_summary> trends);

// A row a year that is forecast. Columns:
//   series,model,period,mean,median,sd,lower_80,upper_80,lower_95,upper_95
// with the interval columns named by the levels in percent. A mean or sd that is infinite is empty.
std::string to_csv(std::span<const years_ahead> forecasts, const std::vector<double>& levels = {0.8, 0.95});

// Every row of every back-test. Columns:
//   series,model,as_of,origin,horizon,target,outcome,mean,sd,median,lower_80,upper_80,lower_95,upper_95,crps,crps_log,
//   log_score,dawid_sebastiani,absolute_error,pit_below,pit_at,failure
// as_of is a day, and empty for a forecast from the end of a year; horizon is empty for a projection from a day. What
// is not defined is empty, as is everything of a law that a model could not give; failure says why it could not.
std::string to_csv(std::span<const scored_backtest> backtests);

// A row for the total, whose region is empty, and one for each region. Columns:
//   series,year,as_of,region,observed,complete,mean,sd,median,lower_80,upper_80,lower_95,upper_95,share,share_lower,
//   share_upper
// with the interval columns named by the levels in percent; shares are of the total, their intervals 95 %.
std::string to_csv(std::span<const regional_answer> answers, const questions& asked = {});

// Columns: name,title,first,last,rows,source,terms.
std::string to_csv(std::span<const dataset> sets);

}  // namespace tollcast
