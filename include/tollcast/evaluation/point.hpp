#pragma once

#include <optional>
#include <span>

#include <tollcast/core/config.hpp>

namespace tollcast {

// Measures of point forecasts: y_1 ... y_n what happened, f_1 ... f_n what was forecast. All throw invalid_input for
// lists that are empty or of unequal lengths, and for numbers that are not finite.

double mae(std::span<const double> actual, std::span<const double> forecast);   // mean of |y - f|
double rmse(std::span<const double> actual, std::span<const double> forecast);  // root of the mean of (y - f)^2

// The mean of 200 |y - f| / (|y| + |f|), in percent, 0 to 200 (Makridakis, Spiliotis and Assimakopoulos 2020, the M4
// competition, Int. J. Forecast. 36:54, eq. 1). A term with y = f = 0 is 0.
double smape(std::span<const double> actual, std::span<const double> forecast);

// The median of 100 |y - f| / |y|, in percent; the middle of the two terms in the middle where n is even. A term with
// y = 0 is 0 where f = 0 and more than all others where not; nothing where such a term decides the median.
std::optional<double> median_ape(std::span<const double> actual, std::span<const double> forecast);

// How far the naive forecast y_(t - lag) was off within the history, in units of the data: what MASE, RMSSE and MSIS
// divide by.
struct forecast_scale {
  double mean_absolute;     // mean of |y_t - y_(t - lag)|
  double root_mean_square;  // root of the mean of (y_t - y_(t - lag))^2
};

// The means are over the t for which both values are known. Nothing where there is no such t, and where all differences
// are 0 (a constant history): there is no scale to measure by. Throws invalid_input unless lag >= 1.
std::optional<forecast_scale> scale_of(std::span<const double> history, int lag = 1);
std::optional<forecast_scale> scale_of(std::span<const std::optional<double>> history, int lag = 1);

// These throw invalid_input for a scale that is not positive.
// MASE: mae / mean_absolute (Hyndman and Koehler 2006, Int. J. Forecast. 22:679, section 3).
double mase(std::span<const double> actual, std::span<const double> forecast, const forecast_scale& scale);

// RMSSE: rmse / root_mean_square (Makridakis, Spiliotis and Assimakopoulos 2022, the M5 competition, Int. J. Forecast.
// 38:1346, eq. 1).
double rmsse(std::span<const double> actual, std::span<const double> forecast, const forecast_scale& scale);

// MSIS of central intervals of a level 1 - a, 0 < a < 1: the mean of (u - l) + 2/a (l - y)+ + 2/a (y - u)+ over
// mean_absolute (M4 as above, section 3). Throws invalid_input also where a lower end exceeds its upper end.
double msis(std::span<const double> actual, std::span<const double> lower, std::span<const double> upper, double level,
            const forecast_scale& scale);

// OWA: the mean of sMAPE and MASE, each over that of a benchmark, which in M4 is Naive 2 and for yearly series the
// naive forecast; both measures are means over all series. Nothing where a measure of the benchmark is 0. Throws
// invalid_input for a measure that is negative or not finite.
struct point_measures {
  double smape;
  double mase;
};
std::optional<double> owa(const point_measures& method, const point_measures& benchmark);

}  // namespace tollcast

#ifndef TOLLCAST_COMPILED
#include <tollcast/evaluation/detail/point.ipp>
#endif
