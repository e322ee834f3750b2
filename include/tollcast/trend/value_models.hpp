#pragma once

#include <string>
#include <vector>

#include <tollcast/core/config.hpp>
#include <tollcast/trend/model_forecast.hpp>

namespace tollcast {

// The models of this library that forecast measured yearly values, each with its defaults: auto, naive, drift, mean,
// theta, dynamic_theta, ets (automatic) and ets:AAdN (that form). "auto" is what
// benchmarks/m3_yearly.cpp found best on the scores of its intervals. Throws invalid_input for another name.
value_model named_value_model(const std::string& name);

bool is_value_model(const std::string& name);

// The names, in the order in which to offer them; the forms of ets are not listed.
std::vector<std::string> value_model_names();

}  // namespace tollcast

#ifndef TOLLCAST_COMPILED
#include <tollcast/trend/detail/value_models.ipp>
#endif
