#pragma once

#include <vector>

#include <tollcast/series/yearly.hpp>
#include <tollcast/trend/level_fit.hpp>

namespace tollcast {

// The dynamic level of a tally: a log rate that walks, and now and then jumps.
//   eta_t = eta_(t-1) + e_t,   Y_t ~ NB2(mean = e^eta_t, size), or Poisson(e^eta_t)
//   e_t is N(0, scale^2) with chance 1 - jump; with chance jump it is a jump, asymmetric Laplace with mean `surge`
//   upwards and mean `collapse` downwards
// The log rate is one number, so it is filtered and smoothed on a grid as a hidden Markov chain, without approximation
// but for the grid (Kitagawa 1987, JASA 82:1032), which is as fine as each series and each choice of constants needs:
// halving it changes no figure by more than 1e-4 of it.
// Each of scale, jump and size is a list: the model is averaged over all their combinations, equally likely before the
// data. That is the weak prior: a usual year moves by 10 to 80 %, one year in twenty to two in five jumps, and counts
// scatter by 7 to 50 % around their rate (chosen on the back-test of benchmarks/backtest_year_end.cpp, once for all
// series). The first level is uniform on the log scale. In every year, and in those that are forecast, a level fades
// away below 0.1 and above 7 times the largest figure, and is gone at 0.03 and at 20 times: that, too, is prior
// knowledge. Missing years pass without a figure; a bound, a range and "about" enter by the probability of their
// interval.
struct local_level {
  count_family family = count_family::negative_binomial;  // or poisson, which takes no sizes
  std::vector<double> scale = {.1, .3, .8};
  std::vector<double> jump = {.05, .4};
  std::vector<double> size = {4, 20, 200};
  double surge = .8;
  double collapse = 1.5;
  double fineness = 1;  // of the grid: 2 halves its spacing

  // Throws cannot_answer for a series without a figure that is bounded above, invalid_input for constants out of their
  // range and a family that is neither Poisson nor negative binomial.
  level_fit fit(const yearly_tally& series) const;
};

}  // namespace tollcast

#ifndef TOLLCAST_COMPILED
#include <tollcast/trend/detail/local_level.ipp>
#endif
