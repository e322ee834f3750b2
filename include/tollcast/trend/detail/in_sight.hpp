#pragma once

#include <cmath>
#include <cstddef>
#include <string>
#include <utility>

#include <tollcast/core/error.hpp>
#include <tollcast/core/in_quotes.hpp>
#include <tollcast/distribution/detail/check.hpp>

// How far beyond all that was seen a forecast may go.
namespace tollcast::detail {

// The forecast as it is. Throws cannot_answer where the mean or the standard deviation of a law is beyond 1,000 times
// the size of the largest figure of the series: such a law says nothing. A mean beyond 30 times is told in a note.
template <class Forecast>
Forecast in_sight(Forecast forecast, double largest) {
  constexpr double most = 1000;
  constexpr double unheard_of = 30;
  bool is_told = false;
  for (std::size_t h = 0; h < forecast.years.size(); ++h) {
    const double centre = mean(forecast.years[h]);
    const double spread = standard_deviation(forecast.years[h]);
    const std::string year = std::to_string(forecast.origin + 1 + static_cast<int>(h));
    if (!(std::abs(centre) <= most * largest && spread <= most * largest)) {
      throw cannot_answer(forecast.model + ": of " + year + " it would say of " + in_quotes(forecast.series) +
                          " a mean of " + spelled(centre) + " and a standard deviation of " + spelled(spread) +
                          ", beyond 1,000 times the largest figure, " + spelled(largest) +
                          "; fewer years ahead or another model are needed");
    }
    if (std::abs(centre) > unheard_of * largest && !is_told) {
      forecast.notes.push_back("the mean of " + year + " is " +
                               std::to_string(std::llround(std::abs(centre) / largest)) +
                               " times the largest figure so far: the model carries its growth on, beyond all that was "
                               "seen");
      is_told = true;
    }
  }
  return forecast;
}

}  // namespace tollcast::detail
