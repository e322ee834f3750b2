#pragma once

#include <string>
#include <vector>

#include <tollcast/core/config.hpp>
#include <tollcast/distribution/pooled.hpp>
#include <tollcast/trend/model_forecast.hpp>

namespace tollcast {

// What a member counts for: its weight as given, or that times exp(-AICc / 2) (Akaike's weights; Burnham and Anderson
// 2002, section 2.9.1, with AICc for AIC). Criteria can be compared where members give probabilities to the same
// figures on the same scale: the forms of exponential_smoothing, or ARIMA models with the same differences, or
// loglinear and ingarch where no year is missing; not a model of log(1 + count) with one of the counts, nor arima with
// ets. A member without an AICc is left out, with a note. For weights learnt from the series' own past see stacked.
enum class weighting { given, information_criterion };

struct combination_rule {
  pooling pool = pooling::mixture;
  std::vector<double> weights = {};  // one for each member; equal when none are given
  weighting by = weighting::given;
  // By how much each member's law is stretched about its median before it is pooled: of the first year, the second,
  // ..., the last one for all that follow; 1 when none is given. A mixture of calibrated laws is wider than it should
  // be (Gneiting and Ranjan 2013, Electronic Journal of Statistics 7:1747, theorem 3.1). For measured values alone.
  std::vector<double> spread = {};
};

// Several models as one: the law of each year is the pool of theirs, by default the mixture with equal weights. A model
// that cannot be fitted to a series is left out of its pool, with a note; where none can, cannot_answer is thrown.
// Throws invalid_input unless there is one weight for each member, none is negative, and their sum is positive, and for
// a geometric pool of measured values.
value_model combination(std::string name, std::vector<value_model> members, combination_rule rule = {});
count_model combination(std::string name, std::vector<count_model> members, combination_rule rule = {});

}  // namespace tollcast

#ifndef TOLLCAST_COMPILED
#include <tollcast/trend/detail/combination.ipp>
#endif
