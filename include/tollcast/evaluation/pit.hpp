#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include <tollcast/core/config.hpp>
#include <tollcast/distribution/continuous.hpp>
#include <tollcast/distribution/detail/check.hpp>
#include <tollcast/distribution/distribution.hpp>

namespace tollcast {

// The probability integral transform of what happened: for a count y the stretch from F(y - 1) to F(y), over which a
// right law spreads it evenly; for a real value the one point F(y), which is both ends.
struct pit_interval {
  double below;
  double at;
};

template <distribution Law>
pit_interval pit(const Law& law, std::int64_t outcome) {
  detail::check_outcome("pit", outcome);
  // Held in order where rounding is not.
  const double at = std::min(1.0, cdf(law, outcome));
  return {std::min(at, cdf(law, outcome - 1)), at};
}

template <continuous_distribution Law>
pit_interval pit(const Law& law, double outcome) {
  detail::check_value("pit", "outcome", outcome);
  const double at = std::min(1.0, cdf(law, outcome));
  return {at, at};
}

// These throw invalid_input for an empty list, and unless 0 <= below <= at <= 1.

// The mean distribution function of the transforms, without randomisation (Czado, Gneiting and Held 2009, Biometrics
// 65:1254, eqs. 1 and 2): the mean of (u - F(y - 1)) / (F(y) - F(y - 1)), held within 0 and 1; for a point, whether it
// is <= u. Near u for right laws. 0 at u = 0.
double mean_pit_cdf(std::span<const pit_interval> pits, double u);

// J times its increments over the J = `bins` parts of (0, 1], so that every height is near 1 for right laws: a hump in
// the middle says that the laws are too wide, high ends that they are too narrow, a slope that they are biased. Throws
// invalid_input unless 1 <= bins <= 10,000.
std::vector<double> pit_histogram(std::span<const pit_interval> pits, int bins = 10);

}  // namespace tollcast

#ifndef TOLLCAST_COMPILED
#include <tollcast/evaluation/detail/pit.ipp>
#endif
