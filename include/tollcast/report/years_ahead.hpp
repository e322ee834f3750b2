#pragma once

#include <variant>

#include <tollcast/series/yearly.hpp>
#include <tollcast/series/yearly_values.hpp>
#include <tollcast/trend/model_forecast.hpp>

namespace tollcast {

// A forecast as a report shows it: after the years that it was made from, the last of them its origin.
struct counts_ahead {
  count_forecast forecast;
  yearly_tally history;
};

struct values_ahead {
  value_forecast forecast;
  yearly_values history;
};

using years_ahead = std::variant<counts_ahead, values_ahead>;

}  // namespace tollcast
