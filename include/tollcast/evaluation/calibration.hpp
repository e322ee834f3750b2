#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <tollcast/core/config.hpp>
#include <tollcast/distribution/detail/check.hpp>
#include <tollcast/distribution/distribution.hpp>
#include <tollcast/evaluation/detail/law_grid.hpp>

namespace tollcast {

// The scores whose calibration test is offered: (y - m)^2 / V + log V (Dawid and Sebastiani), -log P(Y = y), and the
// sum over k = 0, 1, ... of (F(k) - 1{k >= y})^2.
enum class calibration_score { dawid_sebastiani, log_score, ranked_probability };

// Of the score of a law when what happens follows that law.
struct score_moments {
  double mean;
  double variance;
};

// By summing over the outcomes, leaving out tails below 10^-25. Where more than 2^16 outcomes are left they are summed
// in stretches, each by its middle, no longer than 2^-16 of them all and 2^-12 of the distance from the law's smallest
// outcome: right to about 10^-6 for a law that is smooth over such stretches. Throws cannot_answer for the Dawid-
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

void require_variance(double variance);
double score_at(calibration_score score, const law_grid& grid, double variance, double deviation, double log_pmf);
score_moments moments_on(calibration_score score, const law_grid& grid, double variance);
void require_outcomes(std::size_t laws, std::size_t outcomes);

}  // namespace detail

template <distribution Law>
score_moments moments_of(calibration_score score, const Law& law) {
  const double spread = variance(law);
  if (score == calibration_score::dawid_sebastiani) detail::require_variance(spread);
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
    const Law& law = laws[i];
    detail::check_outcome("test_calibration", outcomes[i]);
    const double spread = variance(law);
    if (score == calibration_score::dawid_sebastiani) detail::require_variance(spread);
    const detail::law_grid grid = detail::grid_of(law);
    const double deviation = static_cast<double>(outcomes[i]) - mean(law);
    scores.push_back(detail::score_at(score, grid, spread, deviation, log_pmf(law, outcomes[i])));
    moments.push_back(detail::moments_on(score, grid, spread));
  }
  return test_calibration(scores, moments, weights);
}

}  // namespace tollcast

#ifndef TOLLCAST_COMPILED
#include <tollcast/evaluation/detail/calibration.ipp>
#endif
