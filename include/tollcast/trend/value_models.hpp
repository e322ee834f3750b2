#pragma once

#include <string>
#include <vector>

#include <tollcast/core/config.hpp>
#include <tollcast/trend/model_forecast.hpp>

namespace tollcast {

// The models of this library that forecast measured yearly values, each with its defaults: auto, naive, drift, mean,
// theta, dynamic_theta, ets and arima (each automatic), lgt (local_global_trend), ets:AAdN (that form), arima:0,1,1,
// arima:0,1,1:drift and arima:1,0,0:mean (those orders), combination (the mixture of naive, drift, theta, ets and
// arima, equally), combination:median and combination:quantiles (of the same, the median and the mean of their
// quantiles).
// "auto" is the mixture of lgt, which counts for six tenths, and naive, drift, ets with a damped trend (MAdN, or AAdN
// where a value is not positive) and arima, a tenth each; of the first year each law is .87 times as wide. The weights
// are near those of least CRPS on the training parts of M3 yearly, their last years forecast from those before, and on
// 1,772 pieces of the Penn World Table; the width is that of the least score of 80 % intervals on the latter, which is
// from 1.02 to 1.10 for later years (benchmarks/auto_of_values.cpp, benchmarks/peers/penn_world_table.R). A forecast
// with a mean or standard deviation beyond 1,000 times the largest figure is refused with cannot_answer (and left out
// of a combination), one with a mean beyond 30 times has a note. Throws invalid_input for another name.
value_model named_value_model(const std::string& name);

bool is_value_model(const std::string& name);

// The names, in the order in which to offer them; forms and orders are not listed.
std::vector<std::string> value_model_names();

}  // namespace tollcast

#ifndef TOLLCAST_COMPILED
#include <tollcast/trend/detail/value_models.ipp>
#endif
