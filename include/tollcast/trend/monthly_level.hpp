#pragma once

#include <cmath>
#include <span>
#include <vector>

#include <tollcast/core/config.hpp>
#include <tollcast/distribution/tabulated.hpp>
#include <tollcast/series/yearly.hpp>
#include <tollcast/trend/level_filter.hpp>

namespace tollcast {

inline constexpr double days_a_month = 365.25 / 12;

// The law of the mean monthly rate over the rest of a year: the local level by month, over the last five years and what
// is known of this one. A figure counts in the month in which it ends, with the months it spans as its exposure; what a
// year's parts leave of its total counts in December, "about" as exactly; a bound is left to level_from_years. The grid
// runs from 0.01 a month to 10 times `largest` spread over six months. Days before the last known one that are not
// counted (a hole) are taken to come at the rate of the months to come.
level_forecast level_from_months(std::span<const year_record> history, const year_record& unfinished, double largest);

// Whether at least half of the days of the last five years are counted in parts of a quarter or less, so that the
// months say more than the years.
bool is_known_by_month(const yearly_tally& series);

// The exponent of the law of the months in a geometric pool with that of the years, so many years after the last known.
inline double weight_of_months(int years_ahead) { return 0.4 * std::pow(0.6, years_ahead - 1); }

// The laws of so many years after the last of a series, each the count of twelve months of that level. Where five years
// or more are known month by month, a month's exposure is what it usually has beside the others, so that a year that
// ends in its quiet season does not lower the next. A year known by a bound or a range alone is no figure here. Throws
// invalid_input for fewer than one year and for a series without years.
std::vector<tabulated> years_from_months(const yearly_tally& series, int years);

}  // namespace tollcast

#ifndef TOLLCAST_COMPILED
#include <tollcast/trend/detail/monthly_level.ipp>
#endif
