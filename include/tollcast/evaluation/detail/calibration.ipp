#pragma once

#include <algorithm>
#include <cmath>

#include <tollcast/core/error.hpp>
#include <tollcast/evaluation/calibration.hpp>
#include <tollcast/evaluation/detail/score_lists.hpp>
#include <tollcast/numeric/reference_laws.hpp>

namespace tollcast {

namespace detail {

TOLLCAST_INLINE void require_variance(double variance) {
  if (!(variance > 0)) {
    throw cannot_answer("the Dawid-Sebastiani score divides by the variance of a law, which is 0 for a certain one");
  }
}

TOLLCAST_INLINE void require_outcomes(std::size_t laws, std::size_t outcomes) {
  require_pairs("test_calibration", laws, outcomes);
}

// The ranked probability score between two outcomes of the grid on the line through them; beyond its ends it grows by 1
// an outcome.
inline double ranked_probability_at(const law_grid& grid, double deviation) {
  const auto& at = grid.deviation;
  const auto& score = grid.ranked_probability;
  if (deviation <= at.front()) return score.front() + (at.front() - deviation);
  if (deviation >= at.back()) return score.back() + (deviation - at.back());
  const auto above = static_cast<std::size_t>(std::lower_bound(at.begin(), at.end(), deviation) - at.begin());
  const double share = (deviation - at[above - 1]) / (at[above] - at[above - 1]);
  return score[above - 1] + share * (score[above] - score[above - 1]);
}

TOLLCAST_INLINE double score_at(calibration_score score, const law_grid& grid, double variance, double deviation,
                                double log_pmf) {
  switch (score) {
    case calibration_score::dawid_sebastiani:
      return deviation / variance * deviation + std::log(variance);
    case calibration_score::log_score:
      if (!std::isfinite(log_pmf)) {
        throw cannot_answer(
            "test_calibration: an outcome happened that its law held impossible; its log score is "
            "infinite");
      }
      return -log_pmf;
    case calibration_score::ranked_probability:
      break;
  }
  return ranked_probability_at(grid, deviation);
}

TOLLCAST_INLINE score_moments moments_on(calibration_score score, const law_grid& grid, double variance) {
  std::vector<double> scores;
  scores.reserve(grid.mass.size());
  for (std::size_t i = 0; i < grid.mass.size(); ++i) {
    scores.push_back(score_at(score, grid, variance, grid.deviation[i], grid.log_pmf[i]));
  }
  score_moments moments{0, 0};
  for (std::size_t i = 0; i < scores.size(); ++i) moments.mean += grid.mass[i] * scores[i];
  for (std::size_t i = 0; i < scores.size(); ++i) {
    moments.variance += grid.mass[i] * std::pow(scores[i] - moments.mean, 2);
  }
  return moments;
}

}  // namespace detail

TOLLCAST_INLINE calibration_test test_calibration(std::span<const double> scores,
                                                  std::span<const score_moments> moments, calibration_weights weights) {
  detail::require_pairs("test_calibration", scores.size(), moments.size());
  detail::require_finite("test_calibration", scores);
  double excesses = 0;
  double standardised = 0;
  double variances = 0;
  int n = 0;
  for (std::size_t i = 0; i < scores.size(); ++i) {
    const auto [mean, variance] = moments[i];
    if (!(std::isfinite(mean) && variance >= 0 && std::isfinite(variance))) {
      throw invalid_input("test_calibration: a mean of " + detail::spelled(mean) + " and a variance of " +
                          detail::spelled(variance) + " were given; finite ones are needed, the variance not negative");
    }
    const double excess = scores[i] - mean;
    if (variance == 0) {
      if (std::abs(excess) <= 1e-9 * std::max(1.0, std::abs(mean))) continue;
      throw cannot_answer("test_calibration: a score of " + detail::spelled(scores[i]) + " happened where " +
                          detail::spelled(mean) + " was certain");
    }
    excesses += excess;
    standardised += excess / std::sqrt(variance);
    variances += variance;
    ++n;
  }
  if (n == 0) {
    throw cannot_answer(
        "test_calibration: the scores of these laws do not vary, so that nothing says how far chance "
        "goes");
  }
  const double z =
      weights == calibration_weights::equal ? standardised / std::sqrt(n) : excesses / std::sqrt(variances);
  return {z, 2 * normal_cdf(-std::abs(z)), n};
}

}  // namespace tollcast
