#pragma once

#include <span>
#include <string>

#include <tollcast/projection/year_end.hpp>
#include <tollcast/report/questions.hpp>
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

// Columns: name,title,first,last,rows,source,terms.
std::string to_csv(std::span<const dataset> sets);

}  // namespace tollcast
