#pragma once

#include <cstdint>

#include <tollcast/core/config.hpp>
#include <tollcast/distribution/tabulated.hpp>

namespace tollcast {

// On which scale a score measures distance: that of the counts, or log(1 + count), where small and large counts weigh
// alike (Bosse et al. 2023, PLoS Comput. Biol. 19:e1011393).
enum class score_scale { natural, logarithmic };

// Continuous ranked probability score of a law F when y happens; lower is better, and for a certain law it is the
// absolute error (Gneiting and Raftery 2007, JASA 102:359, eq. 20). On the integers, with g(k) = k or log(1 + k),
//   CRPS = sum over k of (F(k) - 1{k >= y})^2 (g(k + 1) - g(k)).
double crps(const tabulated& law, std::int64_t outcome, score_scale scale = score_scale::natural);

}  // namespace tollcast

#ifndef TOLLCAST_COMPILED
#include <tollcast/evaluation/detail/crps.ipp>
#endif
