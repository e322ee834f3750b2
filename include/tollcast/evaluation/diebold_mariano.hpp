#pragma once

#include <span>
#include <string>
#include <vector>

#include <tollcast/core/config.hpp>

namespace tollcast {

enum class accuracy_alternative { differs, second_is_worse, second_is_better };

// How the variance of the mean difference allows for the h - 1 lags over which forecasts h steps ahead are correlated,
// from the autocovariances g_0, g_1, ... (divisor n): g_0 + 2 (g_1 + ... + g_(h-1)), or with the weights 1 - k/h of
// Bartlett, which keep it positive.
enum class long_run_variance { truncated, bartlett };

struct diebold_mariano_options {
  int horizon = 1;  // h
  accuracy_alternative alternative = accuracy_alternative::differs;
  long_run_variance variance = long_run_variance::truncated;
};

struct diebold_mariano_result {
  double statistic;  // negative where the first has the smaller loss
  double p_value;
  int horizon;                     // as used
  std::vector<std::string> notes;  // says so where the variance came out 0 or negative and h = 1 was used in its place
};

// The test of equal accuracy of Diebold and Mariano (1995, J. Bus. Econ. Stat. 13:253) with the small-sample correction
// of Harvey, Leybourne and Newbold (1997, Int. J. Forecast. 13:281, eqs. 8 and 9): the mean of the differences d_t =
// first_t - second_t over the root of its variance V/n, times sqrt((n + 1 - 2 h + h (h - 1) / n) / n), against
// Student's t with n - 1 degrees of freedom. The same figures as dm.test of R's forecast 8.20. `first` and `second` are
// the scores (losses) of two methods on the same n targets in order of time, or their errors e, whose loss is
// |e|^power. Throws invalid_input unless 1 <= h < n, power > 0 and all is finite; cannot_answer where the differences
// do not vary.
diebold_mariano_result diebold_mariano(std::span<const double> first, std::span<const double> second,
                                       const diebold_mariano_options& options = {});
diebold_mariano_result diebold_mariano_of_errors(std::span<const double> first, std::span<const double> second,
                                                 double power = 2, const diebold_mariano_options& options = {});

}  // namespace tollcast

#ifndef TOLLCAST_COMPILED
#include <tollcast/evaluation/detail/diebold_mariano.ipp>
#endif
