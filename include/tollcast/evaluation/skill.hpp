#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include <tollcast/core/config.hpp>

namespace tollcast {

// 1 - (mean score) / (mean score of a reference): 1 for perfect forecasts, 0 for forecasts as good as the reference's,
// below 0 for worse ones. For scores of 0 or more whose best value is 0, such as the CRPS; not for the log score.
struct skill_score {
  double value;
  std::optional<double> lower;
  std::optional<double> upper;
  int n;       // scores
  int blocks;  // that were resampled
};

struct bootstrap_options {
  double level = 0.95;
  int replicates = 2000;  // 10 to 1,000,000
  std::uint64_t seed = 1;
};

// `block` says to which block a pair of scores belongs: its series, or its origin. Scores within a block may depend on
// each other; blocks are drawn with replacement, as many as there are. The interval is that of the studentised
// bootstrap (Efron and Tibshirani 1993, section 12.5): value + t* se, with t* the quantiles of (theta* - theta) / se*
// and theta = 1 - value, se that of a ratio of sums; at most 1. 90 % intervals hold 84 to 91 %
// (benchmarks/coverage_skill.cpp), the fewer the more the scale of the blocks differs. The same with any compiler.
// Nothing where the reference's scores are all 0; no interval for too few blocks (2 or 3), and where the reference's
// scores of a resample are all 0. Throws invalid_input for lists that are empty or of unequal lengths, for a score that
// is negative or not finite, and for options out of range.
std::optional<skill_score> skill(std::span<const double> scores, std::span<const double> reference,
                                 std::span<const int> block, const bootstrap_options& options = {});

}  // namespace tollcast

#ifndef TOLLCAST_COMPILED
#include <tollcast/evaluation/detail/skill.ipp>
#endif
