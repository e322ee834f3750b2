#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <tollcast/core/config.hpp>
#include <tollcast/distribution/distribution.hpp>
#include <tollcast/evaluation/crps.hpp>
#include <tollcast/evaluation/detail/law_grid.hpp>
#include <tollcast/evaluation/log_score.hpp>

namespace tollcast {

// The scores whose calibration test is offered, each the function of that name (on the natural scale).
enum class calibration_score { dawid_sebastiani, log_score, crps };

// Of the score of a law when what happens follows that law.
struct score_moments {
  double mean;
  double variance;
};

// By summing over the outcomes, leaving out tails below 10^-25. Where more than 2^16 outcomes are left they are summed
// in stretches, each by its middle, no longer than 2^-13 of them all and 2^-9 of the distance from the law's smallest
// outcome: right to about 10^-5 for a law that is smooth over such stretches. Throws cannot_answer for the Dawid-
// Sebastiani score of a law without variance.
template <distribution Law>
score_moments moments_of(calibration_score score, const Law& law);

struct calibration_test {
  double z;
  double p_value;  // P(|N(0, 1)| > |z|)
  int n;           // forecasts that could tell
};

// How the excesses s_i - E_i of the scores over their expectations are made one number, with V_i their variances.
enum class calibration_weights {
  equal,      // sum of (s_i - E_i) / sqrt(V_i), over sqrt(n): better for low counts
  by_spread,  // sum of s_i - E_i, over the root of the sum of V_i
};

// Whether scores are what they should be were the laws right (Wei and Held 2014, TEST 23:787, eq. 5 for by_spread,
// discussion for equal). z is large positive for laws that are too narrow or beside the point, large negative for laws
// that are too wide. Asymptotic, and for independent forecasts. A score without variance that is what is expected says
// nothing and is left out. Throws invalid_input for lists that are empty or of unequal lengths and for numbers that are
// not finite; cannot_answer where no score has a variance, and where one without is not what is expected.
calibration_test test_calibration(std::span<const double> scores, std::span<const score_moments> moments,
                                  calibration_weights weights = calibration_weights::equal);

// The same from laws and outcomes; cannot_answer also for the log score of an outcome that its law held impossible.
template <distribution Law>
calibration_test test_calibration(calibration_score score, const std::vector<Law>& laws,
                                  const std::vector<std::int64_t>& outcomes,
                                  calibration_weights weights = calibration_weights::equal);

namespace detail {

score_moments moments_on(calibration_score score, const law_grid& grid, double variance);
void require_outcomes(std::size_t laws, std::size_t outcomes);
void require_finite_log_score(double score);

template <distribution Law>
double score_of(calibration_score score, const Law& law, std::int64_t outcome) {
  if (score == calibration_score::dawid_sebastiani) return dawid_sebastiani(law, outcome);
  if (score == calibration_score::crps) return crps(law, outcome);
  const double found = log_score(law, outcome);
  require_finite_log_score(found);
  return found;
}

}  // namespace detail

template <distribution Law>
score_moments moments_of(calibration_score score, const Law& law) {
  const double spread = variance(law);
  if (score == calibration_score::dawid_sebastiani) detail::check_spread_of("moments_of", {mean(law), spread});
  return detail::moments_on(score, detail::grid_of(law), spread);
}

template <distribution Law>
calibration_test test_calibration(calibration_score score, const std::vector<Law>& laws,
                                  const std::vector<std::int64_t>& outcomes, calibration_weights weights) {
  detail::require_outcomes(laws.size(), outcomes.size());
  std::vector<double> scores;
  std::vector<score_moments> moments;
  scores.reserve(laws.size());
  moments.reserve(laws.size());
  for (std::size_t i = 0; i < laws.size(); ++i) {
    scores.push_back(detail::score_of(score, laws[i], outcomes[i]));
    moments.push_back(moments_of(score, laws[i]));
  }
  return test_calibration(scores, moments, weights);
}

}  // namespace tollcast

#ifndef TOLLCAST_COMPILED
#include <tollcast/evaluation/detail/calibration.ipp>
#endif
