#pragma once

#include <tollcast/core/error.hpp>
#include <tollcast/series/yearly.hpp>
#include <tollcast/series/yearly_values.hpp>
#include <tollcast/trend/forecast_each.hpp>

namespace tollcast::detail {

template <class Model, class Years>
auto answered(const Years& series, const Model& model, int years) {
  series_answer<decltype(model.forecast(series, years))> answer{series.name, {}};
  try {
    answer.forecast = model.forecast(series, years);
  } catch (const cannot_answer& error) {
    answer.failure = error.what();
  }
  return answer;
}

// Rows that contradict each other are wrong input of this series, not of the call.
template <class Forecast, class Model, class View>
series_answer<Forecast> answered(const tally& series, const Model& model, int years, View view) {
  std::optional<decltype(view(series))> seen;
  try {
    seen = view(series);
  } catch (const invalid_input& error) {
    return {series.name, {}, error.what()};
  }
  return answered(*seen, model, years);
}

TOLLCAST_INLINE series_answer<count_forecast> answer_for(const tally& series, const count_model& model, int years) {
  return answered<count_forecast>(series, model, years, yearly);
}

TOLLCAST_INLINE series_answer<count_forecast> answer_for(const yearly_tally& series, const count_model& model,
                                                         int years) {
  return answered(series, model, years);
}

TOLLCAST_INLINE series_answer<value_forecast> answer_for(const tally& series, const value_model& model, int years) {
  return answered<value_forecast>(series, model, years, values_of);
}

TOLLCAST_INLINE series_answer<value_forecast> answer_for(const yearly_values& series, const value_model& model,
                                                         int years) {
  return answered(series, model, years);
}

}  // namespace tollcast::detail
