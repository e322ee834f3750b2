#pragma once

#include <span>

#include <tollcast/core/config.hpp>
#include <tollcast/series/yearly.hpp>
#include <tollcast/trend/level_filter.hpp>

namespace tollcast {

// P(Y | history): the local level by year, run over consecutive years to the last of them and one step on. A year that
// is not known exactly counts for what it says: a bound, a range or "about" by the probability of its interval, parts
// by their beta-binomial likelihood given the total; a missing year is a step without an observation. `largest` is the
// largest yearly total that has to be thought of as ordinary; the grid runs from 0.1 a year, which is what a series of
// zeros comes down to, to 10 times as high as that (at most 8 10^14).
level_forecast level_from_years(std::span<const year_record> history, double largest);

}  // namespace tollcast

#ifndef TOLLCAST_COMPILED
#include <tollcast/projection/detail/history_level.ipp>
#endif
