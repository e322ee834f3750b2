#pragma once

#include <cstdint>
#include <span>

#include <tollcast/core/config.hpp>
#include <tollcast/distribution/any.hpp>
#include <tollcast/distribution/any_continuous.hpp>
#include <tollcast/distribution/empirical.hpp>
#include <tollcast/distribution/empirical_values.hpp>
#include <tollcast/distribution/log_normal.hpp>
#include <tollcast/distribution/negative_binomial.hpp>
#include <tollcast/distribution/normal.hpp>
#include <tollcast/distribution/normal_mixture.hpp>
#include <tollcast/distribution/poisson.hpp>
#include <tollcast/distribution/student_t.hpp>
#include <tollcast/distribution/tabulated.hpp>
#include <tollcast/evaluation/score_scale.hpp>

namespace tollcast {

// Continuous ranked probability score of a law F when y happens; lower is better, and for a certain law it is the
// absolute error (Gneiting and Raftery 2007, JASA 102:359, eq. 20). On the integers, with g(k) = k or log(1 + k),
//   CRPS = sum over k of (F(k) - 1{k >= y})^2 (g(k + 1) - g(k)),
// which on the natural scale is also the ranked probability score (Epstein 1969; Czado, Gneiting and Held 2009,
// Biometrics 65:1254): of counts the two are one. Always finite. Throws invalid_input unless 0 <= y <= 2^62 - 1; on the
// log scale outcomes of a law below 0 count as 0.

// In closed form on the natural scale (Wei and Held 2014, TEST 23:787, section 2), else by the sum.
double crps(const poisson& law, std::int64_t outcome, score_scale scale = score_scale::natural);
double crps(const negative_binomial& law, std::int64_t outcome, score_scale scale = score_scale::natural);

// Block by block and draw by draw: exact but for blocks of more than 64 outcomes, where it is right to about 10^-8.
double crps(const tabulated& law, std::int64_t outcome, score_scale scale = score_scale::natural);
double crps(const empirical& law, std::int64_t outcome, score_scale scale = score_scale::natural);

// One of the above where that is the law inside, else the sum by its cdf: panels of integers, extrapolated and halved
// until each shows an error below 10^-12 of the score, which leaves it right to about 10^-9. A law converts to
// any_distribution, so a mixture is scored here too. A few hundred evaluations of the law, whatever its spread.
double crps(const any_distribution& law, std::int64_t outcome, score_scale scale = score_scale::natural);

// Of a law F of measured values, the integral of (F(z) - 1{y <= z})^2 dg(z) with g(z) = z or log(1 + max(z, 0)): on the
// log scale values below 0 count as 0. On the natural scale in closed form: normal (Gneiting and Raftery 2007, eq. 21),
// Student t and log-normal (Jordan, Krueger and Lerch 2019, J. Stat. Softw. 90(12), appendix A), mixtures (Grimit,
// Gneiting, Berrocal and Johnson 2006, Q. J. R. Meteorol. Soc. 132:2925, eq. 5; the square of the number of components
// in time), draws; else by quadrature between quantiles of the law, right to about 10^-10. Always finite. Throws
// invalid_input unless y is finite, and 0 or more on the log scale; cannot_answer for a Student t law with 1 degree of
// freedom or less on the natural scale.
double crps(const normal& law, double outcome, score_scale scale = score_scale::natural);
double crps(const student_t& law, double outcome, score_scale scale = score_scale::natural);
double crps(const log_normal& law, double outcome, score_scale scale = score_scale::natural);
double crps(const normal_mixture& law, double outcome, score_scale scale = score_scale::natural);
double crps(const empirical_values& law, double outcome, score_scale scale = score_scale::natural);
double crps(const any_continuous_distribution& law, double outcome, score_scale scale = score_scale::natural);

// What a law stands for of which n draws are known: the draws' own law (plain), whose score is too large by
// E|Y - Y'| / (2 n) on average, or, free of that bias, the law they come from (fair; Ferro 2014, Q. J. R. Meteorol.
// Soc. 140:1917), which may be below 0 and needs two draws.
enum class draw_estimate { plain, fair };

// Of draws in any order. Throws invalid_input for too few draws or one that is not finite; on the log scale the outcome
// must be 0 or more and draws below 0 count as 0.
double crps_of_draws(std::span<const double> draws, double outcome, draw_estimate estimate = draw_estimate::fair,
                     score_scale scale = score_scale::natural);

}  // namespace tollcast

#ifndef TOLLCAST_COMPILED
#include <tollcast/evaluation/detail/crps.ipp>
#include <tollcast/evaluation/detail/crps_of_values.ipp>
#endif
