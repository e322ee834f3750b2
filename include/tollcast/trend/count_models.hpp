#pragma once

#include <string>
#include <vector>

#include <tollcast/core/config.hpp>
#include <tollcast/trend/model_forecast.hpp>

namespace tollcast {

// The models of this library that forecast yearly counts, each with its defaults: auto, loglinear, joinpoint,
// level_shifts, local_level, local_trend, ingarch, every value model, fitted to log(1 + count), and combination (the
// mixture of local_level, level_shifts, ingarch and ets, equally; combination:median and combination:quantiles, the
// median and the mean of their quantiles).
// "auto" is the geometric pool of local_level (.5), local_trend (.3) and ingarch (.2); where the last five years are
// known by month (is_known_by_month), pooled once more with the level by month (years_from_months), whose weight is .4
// in the next year and .6 times the weight before in each after; with weight .95^h, h years ahead, mixed with the past
// years: about each that is known an NB2 of its count, of 10 at least, and size 1 (give or take all), as a war that is
// over may come back and a first one may come where none was. On the tallies of benchmarks/backtest_years_ahead.cpp (42
// series, 1333 origins, one to three years ahead) its CRPS is below that of every single model and of R's ets and
// auto.arima at each horizon, of the counts and of their logarithms, and so it is on the years alone: there 1.3, 1.9
// and 1.6 % below local_level's (.7, .9 and 1.6 % of the logarithms); from the last 14 origins of each series it is
// then 1 % above. Kind and weights were chosen there, of some hundreds of pools, and the law of the past years on
// benchmarks/regions.cpp, of 12, for what its 80 and 95 % intervals hold, with all of these figures in view: none of
// them is of data kept aside. The months' weights were chosen on origins to 2010 of the countries and regions of
// benchmarks/regions.cpp; they lower the CRPS by 5 % (3 % of the logarithms) one year ahead and by 1 % (.3 %) two years
// ahead, and of the last 14 origins as of all. Where nothing ever changes they cost: of simulated months of one rate
// the next year's CRPS is 3 to 6 % higher with them, of Poisson months a tenth to a quarter. A forecast with a mean or
// standard deviation beyond 1,000 times the largest figure is refused with cannot_answer, one with a mean beyond 30
// times has a note. Throws invalid_input for another name.
count_model named_count_model(const std::string& name);

// The names, in the order in which to offer them.
std::vector<std::string> count_model_names();

// A model of measured values for counts, by log(1 + count): the middle of "about" and of a range counts as the figure,
// a bound as a missing year (each with a note), and its laws are rounded, without what lies beyond 60 times the
// largest figure: a note tells when that is more than 1 %, and where it is more than half cannot_answer is thrown.
count_model on_log_scale(value_model model);

}  // namespace tollcast

#ifndef TOLLCAST_COMPILED
#include <tollcast/trend/detail/count_models.ipp>
#endif
