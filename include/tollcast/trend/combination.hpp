#pragma once

#include <string>
#include <vector>

#include <tollcast/core/config.hpp>
#include <tollcast/trend/model_forecast.hpp>

namespace tollcast {

// Several models as one: the law of each year is the mixture of theirs, so that where they disagree it is wide. A model
// that cannot be fitted to a series is left out of its mixture, with a note; where none can, cannot_answer is thrown.
// Throws invalid_input unless there is one weight for each member, none is negative, and their sum is positive; equal
// weights when none are given. A widening above 1 stretches the law of each member about its median.
value_model combination(std::string name, std::vector<value_model> members, std::vector<double> weights = {},
                        double widening = 1);
count_model combination(std::string name, std::vector<count_model> members, std::vector<double> weights = {});

}  // namespace tollcast

#ifndef TOLLCAST_COMPILED
#include <tollcast/trend/detail/combination.ipp>
#endif
