#pragma once

#include <cstdint>

#include <tollcast/core/config.hpp>
#include <tollcast/distribution/any.hpp>
#include <tollcast/distribution/any_continuous.hpp>
#include <tollcast/distribution/interval.hpp>
#include <tollcast/evaluation/score_scale.hpp>

namespace tollcast {

// The threshold-weighted CRPS (Gneiting and Ranjan 2011, J. Bus. Econ. Stat. 29:411, eq. 10) with weight 1 from
// `threshold` upwards, or within an interval, and 0 elsewhere:
//   the integral of (F(z) - 1{y <= z})^2 dg(z) over that range, g(z) = z or log(1 + max(z, 0)):
// the Brier scores of all exceedances from there on, added up. It remains proper, and tells laws apart only there. Any
// law of a count or of a measured value converts to the type taken. Exact for tabulated laws and draws, else as
// accurate as crps by its sum or integral. Throws invalid_input as crps does, and unless the threshold is a number and
// lower <= upper; ends may be infinite for measured values.
double threshold_weighted_crps(const any_distribution& law, std::int64_t outcome, std::int64_t threshold,
                               score_scale scale = score_scale::natural);
double threshold_weighted_crps(const any_distribution& law, std::int64_t outcome, const interval_ends& weighted,
                               score_scale scale = score_scale::natural);
double threshold_weighted_crps(const any_continuous_distribution& law, double outcome, double threshold,
                               score_scale scale = score_scale::natural);
double threshold_weighted_crps(const any_continuous_distribution& law, double outcome, const value_interval& weighted,
                               score_scale scale = score_scale::natural);

}  // namespace tollcast

#ifndef TOLLCAST_COMPILED
#include <tollcast/evaluation/detail/threshold_weighted_crps.ipp>
#endif
