#pragma once

#include <tollcast/evaluation/detail/score_check.hpp>
#include <tollcast/evaluation/score_scale.hpp>

namespace tollcast {

// The quantile (pinball, check) score of a forecast q of the quantile at p (Koenker and Bassett 1978; Gneiting and
// Raftery 2007, eq. 40, sign turned): (1{y <= q} - p) (q - y), of the values or of their log(1 + .); lower is better.
// Twice its integral over p is the CRPS. Throws invalid_input unless 0 < p < 1 and both values are finite, and 0 or
// more on the log scale.
inline double quantile_score(double quantile, double probability, double outcome,
                             score_scale scale = score_scale::natural) {
  if (!(probability > 0.0 && probability < 1.0)) {
    throw invalid_input("quantile_score: a probability of " + detail::spelled(probability) +
                        " was given, but it must lie between 0 and 1, both excluded");
  }
  detail::check_scored("quantile_score", quantile, scale);
  detail::check_scored("quantile_score", outcome, scale);
  return outcome <= quantile ? (1.0 - probability) * detail::scaled_distance(outcome, quantile, scale)
                             : probability * detail::scaled_distance(quantile, outcome, scale);
}

}  // namespace tollcast
