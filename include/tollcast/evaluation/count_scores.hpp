#pragma once

#include <cmath>
#include <cstdint>

#include <tollcast/core/config.hpp>
#include <tollcast/distribution/any.hpp>
#include <tollcast/evaluation/detail/score_check.hpp>
#include <tollcast/evaluation/log_score.hpp>

namespace tollcast {

// Further scores of a count, as Czado, Gneiting and Held (2009, Biometrics 65:1254, section 2.3) and tscount's
// scoring() have them, with p the law's probabilities and ||p||^2 the sum of their squares; lower is better. The ranked
// probability score is crps. Each throws invalid_input unless 0 <= y <= 2^62 - 1.

// ||p||^2 - 2 p(y), and -p(y) / ||p||. Neither asks how far off a law is, so there is no other scale. ||p||^2 is exact
// for tabulated laws and draws, else right to about 10^-10 of itself.
double quadratic_score(const any_distribution& law, std::int64_t outcome);
double spherical_score(const any_distribution& law, std::int64_t outcome);

// (y - m)^2 with the law's mean, of Y or of log(1 + Y).
template <distribution Law>
double squared_error_score(const Law& law, std::int64_t outcome, score_scale scale = score_scale::natural) {
  detail::check_count("squared_error_score", outcome);
  const double distance = detail::scaled(static_cast<double>(outcome), scale) - detail::moments_of(law, scale).mean;
  return distance * distance;
}

// ((y - m) / s)^2, which is 1 on average under the true law: a check of spread, not a proper score. Throws
// cannot_answer for a law whose variance is 0 or not finite.
template <distribution Law>
double normalized_squared_error(const Law& law, std::int64_t outcome, score_scale scale = score_scale::natural) {
  detail::check_count("normalized_squared_error", outcome);
  const detail::moments of = detail::moments_of(law, scale);
  detail::check_spread_of("normalized_squared_error", of);
  const double distance = detail::scaled(static_cast<double>(outcome), scale) - of.mean;
  return distance / of.variance * distance;
}

}  // namespace tollcast

#ifndef TOLLCAST_COMPILED
#include <tollcast/evaluation/detail/count_scores.ipp>
#endif
