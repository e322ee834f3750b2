#pragma once

#include <cstddef>
#include <iterator>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

#include <tollcast/core/config.hpp>
#include <tollcast/numeric/parallel.hpp>
#include <tollcast/series/tally.hpp>
#include <tollcast/trend/model_forecast.hpp>

namespace tollcast {

// What a model says of one series of many: its forecast, or why there is none.
template <class Forecast>
struct series_answer {
  std::string series;
  std::optional<Forecast> forecast;
  std::string failure = {};
};

namespace detail {

series_answer<count_forecast> answer_for(const tally& series, const count_model& model, int years);
series_answer<count_forecast> answer_for(const yearly_tally& series, const count_model& model, int years);
series_answer<value_forecast> answer_for(const tally& series, const value_model& model, int years);
series_answer<value_forecast> answer_for(const yearly_values& series, const value_model& model, int years);

}  // namespace detail

// The forecasts of so many years of every series of a range, on so many threads (0: one for each core):
// receive(series_answer<count_forecast>) or, of a value_model, receive(series_answer<value_forecast>) is called once a
// series, in the order of the range, with the same digits for any number of threads. A series is a tally or what the
// model takes (yearly_tally, yearly_values). The range is read as the answers are given, a few series ahead, and
// nothing is kept: a range that makes its series as it goes (tally_stream) may be longer than memory. A series that
// cannot be answered, or whose rows contradict each other, is an answer without a forecast. Returns how many those are.
// Throws invalid_input for a wrong argument, and what the range and the receiver throw.
template <class Series, class Model, class Receive>
std::size_t forecast_each(Series&& series, const Model& model, int years, Receive receive, int threads = 0) {
  auto at = std::begin(series);
  const auto end = std::end(series);
  bool is_first = true;
  std::size_t failures = 0;
  const auto take = [&]() -> std::optional<std::decay_t<decltype(*at)>> {
    if (!is_first) ++at;  // a range may read ahead, so it moves on only when asked for more
    is_first = false;
    if (at == end) return std::nullopt;
    return *at;
  };
  const auto give = [&](auto answer) {
    if (!answer.forecast) ++failures;
    receive(std::move(answer));
  };
  parallel_in_order(
      threads, take, [&](const auto& one) { return detail::answer_for(one, model, years); }, give);
  return failures;
}

}  // namespace tollcast

#ifndef TOLLCAST_COMPILED
#include <tollcast/trend/detail/forecast_each.ipp>
#endif
