#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <tollcast/core/config.hpp>
#include <tollcast/distribution/tabulated.hpp>
#include <tollcast/projection/within_year.hpp>
#include <tollcast/series/tally.hpp>
#include <tollcast/series/yearly.hpp>

namespace tollcast {

struct year_end_options {
  std::optional<sys_days> as_of = {};  // see only what was known on that day; default: all rows
  std::optional<int> year = {};  // default: the year of as_of, else the last year if it is unfinished, else the next
  std::string model = "auto";    // one of year_end_models()
};

// Where a year ends, given what is known of it and of the years before.
struct year_end {
  std::string series;
  int year;
  sys_days as_of;         // the last day whose count is known, or the day asked for
  std::int64_t observed;  // counted so far
  double known_share;     // expected share of the year's total in the days counted
  std::string model;
  tabulated total;                         // the law of the year's total; no weight below `observed`
  std::vector<year_record> history;        // the years before, as known on as_of
  std::optional<std::int64_t> last_total;  // last year's total, when it is known (exactly or about)
  std::vector<period> known;               // the days counted, in order, apart
  share_law share;                         // of the year's total that falls on those days
  std::vector<std::string> notes;          // what was done with the figures, and what was assumed
};

// The law of the year's total Y given the count x on the known days:
//   P(Y = y | x) proportional to P(Y = y | history) BetaBinomial(x | y, kappa f, kappa (1 - f)),   y >= x
// with f and kappa integrated over share_law, and P(Y | history) from the trend model that is named (loglinear,
// joinpoint, level_shifts, local_level, local_trend), with one chance in a million, evenly on the log scale, of what it
// did not foresee. "auto", the default for its back-test, is the geometric mean of that law, with the level filter by
// year as history, and of a second one, which runs the same filter by month and adds the months to come
// to what is counted (a logarithmic pool with equal weights; Genest and Zidek 1986, Stat. Sci. 1:114). A bound on the
// year's own total restricts the law; an exact total is the answer. The law ends at 60 times the largest total that is
// ordinary (of the past, or this year's at its pace).
// Throws invalid_input for an unknown model and for a year or day out of the data's reach, cannot_answer when the
// data say nothing.
year_end project_year_end(const tally& series, const year_end_options& options = {});

// The names of the models, in the order in which to offer them.
std::vector<std::string> year_end_models();

}  // namespace tollcast

#ifndef TOLLCAST_COMPILED
#include <tollcast/projection/detail/year_end.ipp>
#endif
