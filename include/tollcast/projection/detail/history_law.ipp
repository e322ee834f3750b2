#pragma once

#include <array>
#include <functional>
#include <utility>

#include <tollcast/core/error.hpp>
#include <tollcast/core/nearest.hpp>
#include <tollcast/projection/history_law.hpp>
#include <tollcast/trend/joinpoint.hpp>
#include <tollcast/trend/level_shifts.hpp>
#include <tollcast/trend/local_level.hpp>
#include <tollcast/trend/local_trend.hpp>
#include <tollcast/trend/loglinear.hpp>

namespace tollcast {

namespace detail {

using next_year = any_distribution (*)(const yearly_tally&);

template <class Model>
any_distribution next_year_of(const yearly_tally& history) {
  return Model{}.fit(history).forecast(1).front();
}

inline constexpr std::array<std::pair<const char*, next_year>, 5> history_models{{
    {"loglinear", next_year_of<loglinear>},
    {"joinpoint", next_year_of<joinpoint>},
    {"level_shifts", next_year_of<level_shifts>},
    {"local_level", next_year_of<local_level>},
    {"local_trend", next_year_of<local_trend>},
}};

}  // namespace detail

TOLLCAST_INLINE any_distribution history_law(const std::string& model, const yearly_tally& history) {
  for (const auto& [name, law] : detail::history_models) {
    if (model == name) return law(history);
  }
  throw invalid_input("model " + in_quotes(model) + " is no trend; " + did_you_mean(model, history_models()));
}

TOLLCAST_INLINE std::vector<std::string> history_models() {
  std::vector<std::string> names;
  names.reserve(detail::history_models.size());
  for (const auto& model : detail::history_models) names.emplace_back(model.first);
  return names;
}

}  // namespace tollcast
