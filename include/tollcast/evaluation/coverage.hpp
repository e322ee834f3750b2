#pragma once

#include <optional>
#include <span>
#include <vector>

#include <tollcast/core/config.hpp>
#include <tollcast/evaluation/pit.hpp>

namespace tollcast {

// One interval forecast and whether what happened lies in it, ends included.
struct interval_outcome {
  double level;  // what the interval promised
  int horizon;   // how far ahead, in whatever steps; 0 where that does not matter
  bool inside;
};

// Whether an outcome lies in the central interval of its law, from the quantile at (1 - level)/2 to that at
// (1 + level)/2, ends included: F(y) >= (1 - level)/2 and F(y - 1) < (1 + level)/2. Throws invalid_input unless
// 0 < level < 1, and for a pit that is none.
bool inside_central_interval(const pit_interval& pit, double level);

// The share of intervals that held what happened. lower ... upper is where the probability of holding it may lie, by
// Clopper and Pearson (below) as if the forecasts were independent: forecasts of the same series overlap, so that with
// them the true interval is wider.
struct coverage {
  double level;
  std::optional<int> horizon;  // nothing: all of them
  int n;
  int inside;
  double share;
  double lower;
  double upper;
};

// One row for each level, in rising order, or for each level and horizon. Throws invalid_input unless all levels and
// the confidence are in (0, 1). Nothing for no outcomes.
std::vector<coverage> coverage_by_level(std::span<const interval_outcome> outcomes, double confidence = 0.95);
std::vector<coverage> coverage_by_level_and_horizon(std::span<const interval_outcome> outcomes,
                                                    double confidence = 0.95);

// The interval for a probability of which k of n trials came true, which holds it with at least this confidence
// (Clopper and Pearson 1934, Biometrika 26:404): quantiles of the beta law, P(X >= k | lower) = P(X <= k | upper) =
// (1 - confidence)/2. Throws invalid_input unless 0 <= k <= n, n >= 1 and 0 < confidence < 1.
struct share_interval {
  double lower;
  double upper;
};
share_interval clopper_pearson(int k, int n, double confidence = 0.95);

}  // namespace tollcast

#ifndef TOLLCAST_COMPILED
#include <tollcast/evaluation/detail/coverage.ipp>
#endif
