#pragma once

#include <cmath>

#include <tollcast/core/error.hpp>
#include <tollcast/evaluation/calibration.hpp>
#include <tollcast/evaluation/detail/score_lists.hpp>
#include <tollcast/numeric/reference_laws.hpp>

namespace tollcast {

namespace detail {

TOLLCAST_INLINE void require_outcomes(std::size_t laws, std::size_t outcomes) {
  require_pairs("test_calibration", laws, outcomes);
}

TOLLCAST_INLINE void require_finite_log_score(double score) {
  if (std::isfinite(score)) return;
  throw cannot_answer("test_calibration: an outcome happened that its law held impossible; its log score is infinite");
}

TOLLCAST_INLINE score_moments moments_on(calibration_score score, const law_grid& grid, double variance) {
  const auto at = [&](std::size_t i) {
    if (score == calibration_score::log_score) return -grid.log_pmf[i];
    if (score == calibration_score::crps) return grid.crps[i];
    return grid.deviation[i] / variance * grid.deviation[i] + std::log(variance);
  };
  score_moments moments{0, 0};
  for (std::size_t i = 0; i < grid.mass.size(); ++i) moments.mean += grid.mass[i] * at(i);
  for (std::size_t i = 0; i < grid.mass.size(); ++i) {
    moments.variance += grid.mass[i] * std::pow(at(i) - moments.mean, 2);
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
      if (std::abs(excess) <= 1e-9 * (1 + std::abs(mean))) continue;
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
