#pragma once

#include <cstddef>
#include <map>
#include <vector>

namespace tollcast::detail {

// One choice of a dynamic level's constants.
//   slope_t = damping slope_(t-1) + N(0, slope_spread^2 (1 - damping^2)),  level_t = level_(t-1) + slope_t + e_t,
//   e_t ~ N(0, scale^2) with chance 1 - jump, with chance jump the asymmetric Laplace law with mean surge above 0 and
//   mean collapse below
struct level_constants {
  double scale, jump, size;  // an infinite size: Poisson
  double slope_spread, damping;
  double surge, collapse;
};

// A density over slope and level, of the levels first ... first + count - 1 of a grid: slopes fastest.
struct level_density {
  std::ptrdiff_t first = 0;
  std::ptrdiff_t count = 0;
  std::vector<double> at;
};

// A choice of constants with less weight than this is left out of figures and forecasts.
inline constexpr double negligible_choice = 1e-6;

// Where a fit ends: what a forecast goes on from. One density for each choice of constants, and what the grids were
// made from.
struct level_ends {
  std::vector<level_constants> constants;
  std::vector<level_density> density;
  std::map<double, std::vector<double>> scatters;  // of the figures, by size
  double lowest;
  double highest;
  double fineness;
};

struct level_fitter;

}  // namespace tollcast::detail
