#pragma once

#include <span>

#include <tollcast/core/config.hpp>

namespace tollcast {

// A test of the hypothesis that a series varies about a constant level without a unit root (Kwiatkowski, Phillips,
// Schmidt and Shin 1992, J. Econometrics 54:159): sum of S_t^2 / (n^2 s^2), S_t the sums of the values less their mean
// and s^2 their long-run variance with Bartlett's weights 1 - k / (lags + 1).
struct stationarity_test {
  double statistic;
  int lags;
  double p_value;  // between the paper's critical values in a line, so from .01 to .1
};

// With trunc(3 sqrt(n) / 13) lags, as R's forecast::ndiffs. A series that does not vary has the statistic 0. Throws
// cannot_answer for no values, invalid_input for values that are not finite.
stationarity_test test_stationarity(std::span<const double> values);

// The differences, at most `most`, after which the test no longer rejects at the level alpha or the series does not
// vary. Throws invalid_input unless 0 <= most and .01 <= alpha <= .1, and as test_stationarity.
int differences_needed(std::span<const double> values, double alpha = .05, int most = 2);

}  // namespace tollcast

#ifndef TOLLCAST_COMPILED
#include <tollcast/trend/detail/stationarity.ipp>
#endif
