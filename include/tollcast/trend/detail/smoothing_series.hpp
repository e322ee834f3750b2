#pragma once

#include <cstddef>
#include <vector>

// What the search for the parameters of exponential smoothing works on.
namespace tollcast::detail {

// Years from the first to the last known one, in units of the largest absolute value, so that a series in other units
// has the same fit.
struct smoothing_series {
  std::vector<double> y;
  std::vector<char> known;  // of a year: 0 where its value is missing, and y is 0
  std::size_t observations = 0;
  double unit = 1;
  bool positive = true;
  double log_sum = 0;  // of log y, where all are positive
};

// The usual region within R's bounds: 10^-4 <= beta <= alpha <= .9999, .8 <= phi <= .98. The search moves u in [0, 1]
// with beta = 10^-4 + u (alpha - 10^-4), which makes a box of it.
inline constexpr double smallest_smoothing = 1e-4;
inline constexpr double largest_smoothing = 0.9999;
inline constexpr double smallest_damping = 0.8;
inline constexpr double largest_damping = 0.98;

template <class Real>
Real beta_at(const Real& alpha, double share) {
  return smallest_smoothing + share * (alpha - smallest_smoothing);
}

// Errors of which the mean square is below 10^-13 of the unit are rounding: a likelihood without bound is held there.
inline constexpr double rounding_square = 1e-26;

}  // namespace tollcast::detail
