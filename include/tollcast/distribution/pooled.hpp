#pragma once

#include <vector>

#include <tollcast/core/config.hpp>
#include <tollcast/distribution/any.hpp>
#include <tollcast/distribution/any_continuous.hpp>

namespace tollcast {

// How several laws become one; w_i are their weights, with sum 1.
//   mixture          F = sum of w_i F_i, the linear pool: where the laws disagree it is wide
//   geometric        P(Y = y) in proportion to the product of P_i(Y = y)^w_i, the logarithmic pool (Genest and Zidek
//                    1986, Statist. Sci. 1:114, section 3): what any of them holds for impossible is impossible
//   quantile_mean    Q(p) = sum of w_i Q_i(p), Vincent's average (Ratcliff 1979, Psychol. Bull. 86:446; Lichtendahl,
//                    Grushka-Cockayne and Winkler 2013, Manage. Sci. 59:1594): laws that differ in location and scale
//                    alone give a law of their shape, with the mean location and scale
//   quantile_median  Q(p) is the median of the Q_i(p): the smallest of them with more than half of the weight at or
//                    below it, and half way from the one before where that one has just half
// One law, or the same law several times, stays as it is.
enum class pooling { mixture, geometric, quantile_mean, quantile_median };

// Weights are divided by their sum; a law of weight 0 is left out. A quantile pool finds its cdf by root-finding, so
// that its upper tail is right to 1e-15 of the whole, and its density is 0 further out; its variance, and the mean of
// a median, are by quadrature over the quantiles, right to about 1e-6. Throws invalid_input unless there is one weight
// for each law, none is negative or not finite, and their sum is positive and finite, and for a geometric pool, which
// is of counts alone.
any_continuous_distribution pooled(pooling how, std::vector<double> weights,
                                   std::vector<any_continuous_distribution> laws);

// For the quantile pools each count is spread evenly over the unit about it, and the pool of the laws so spread is
// rounded. These and the geometric pool are tabulated, to about .2 % of the cdf or better, up to 10^15; what all the
// laws together hold for less likely than 1e-13 on either side is left out. Throws as above, and cannot_answer for a
// geometric pool of laws that have no outcome in common.
any_distribution pooled(pooling how, std::vector<double> weights, std::vector<any_distribution> laws);

}  // namespace tollcast

#ifndef TOLLCAST_COMPILED
#include <tollcast/distribution/detail/pooled.ipp>
#endif
