#pragma once

#include <vector>

#include <tollcast/series/yearly.hpp>
#include <tollcast/trend/level_fit.hpp>
#include <tollcast/trend/local_level.hpp>

namespace tollcast {

// The dynamic level with a slope of its own, which fades and is renewed:
//   eta_t = eta_(t-1) + delta_t + e_t,   delta_t = damping delta_(t-1) + N(0, slope_spread^2 (1 - damping^2))
// with e_t and the counts as in local_level. The slope is stationary: before the data it is N(0, slope_spread^2) in
// every year. A damping of 1 is one slope for the whole series. Slopes end at 5 slope spreads, and the range of the
// level is raised at its upper end to a whole number of these. Slope and level are filtered together on a grid.
struct local_trend {
  std::vector<double> slope_spread = {.25};
  double damping = .7;  // 0 to 1
  local_level level = {.scale = {.1}, .jump = {.3}, .size = {5, 50}};

  // Throws as local_level.
  level_fit fit(const yearly_tally& series) const;
};

}  // namespace tollcast

#ifndef TOLLCAST_COMPILED
#include <tollcast/trend/detail/local_level.ipp>
#endif
