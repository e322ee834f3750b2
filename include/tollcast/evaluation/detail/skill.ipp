#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <string>
#include <vector>

#include <boost/random/uniform_int_distribution.hpp>

#include <tollcast/core/error.hpp>
#include <tollcast/evaluation/detail/score_lists.hpp>
#include <tollcast/evaluation/skill.hpp>
#include <tollcast/numeric/random.hpp>

namespace tollcast {

namespace detail {

// Sums of the scores of a method and of the reference in a block.
struct score_sums {
  double method = 0;
  double reference = 0;
};

// theta = sum of s_b / sum of r_b over blocks, and its standard error by linearisation,
// sqrt(n / (n - 1) sum of (s_b - theta r_b)^2) / sum of r_b (Cochran 1977, section 6.4).
struct score_ratio {
  double theta;
  double standard_error;
};

// Nothing where the reference's scores are all 0.
inline std::optional<score_ratio> ratio_of(std::span<const score_sums> blocks) {
  double method = 0;
  double reference = 0;
  for (const score_sums& block : blocks) {
    method += block.method;
    reference += block.reference;
  }
  if (reference == 0) return std::nullopt;
  const double theta = method / reference;
  double squares = 0;
  for (const score_sums& block : blocks) squares += std::pow((block.method - theta * block.reference) / reference, 2);
  const auto n = static_cast<double>(blocks.size());
  return score_ratio{theta, std::sqrt(n / (n - 1) * squares)};
}

inline void add_interval(skill_score& skill, const score_ratio& ratio, std::span<const score_sums> blocks,
                         const bootstrap_options& options) {
  const double rounding = 1e-9 * ratio.theta;
  if (ratio.standard_error <= rounding) {
    skill.lower = skill.upper = skill.value;
    return;
  }
  random_engine engine(options.seed);
  boost::random::uniform_int_distribution<std::size_t> any_block(0, blocks.size() - 1);
  std::vector<double> t;  // (theta* - theta) / standard error*
  t.reserve(static_cast<std::size_t>(options.replicates));
  std::vector<score_sums> drawn(blocks.size());
  for (int r = 0; r < options.replicates; ++r) {
    for (score_sums& block : drawn) block = blocks[any_block(engine)];
    const std::optional<score_ratio> resampled = ratio_of(drawn);
    if (!resampled) return;
    const double difference = resampled->theta - ratio.theta;
    // Resamples of one block again and again say nothing of their error.
    t.push_back(resampled->standard_error > rounding
                    ? difference / resampled->standard_error
                    : std::copysign(std::numeric_limits<double>::infinity(), difference));
  }
  std::sort(t.begin(), t.end());
  const auto at = [&](double p) {
    const auto n = static_cast<double>(t.size());
    return t[static_cast<std::size_t>(std::clamp(std::ceil(n * p - 1e-9), 1.0, n)) - 1];
  };
  const double low = at((1 - options.level) / 2);
  const double high = at((1 + options.level) / 2);
  if (std::isinf(low) || std::isinf(high)) return;
  skill.lower = skill.value + low * ratio.standard_error;
  skill.upper = std::min(1.0, skill.value + high * ratio.standard_error);
}

}  // namespace detail

TOLLCAST_INLINE std::optional<skill_score> skill(std::span<const double> scores, std::span<const double> reference,
                                                 std::span<const int> block, const bootstrap_options& options) {
  detail::require_pairs("skill", scores.size(), reference.size());
  detail::require_pairs("skill", scores.size(), block.size());
  detail::require_losses("skill", scores);
  detail::require_losses("skill", reference);
  detail::require_inside_unit("skill", "level", options.level);
  if (options.replicates < 10 || options.replicates > 1'000'000) {
    throw invalid_input("skill: " + std::to_string(options.replicates) +
                        " replicates were asked for; 10 to 1000000 are needed");
  }
  std::map<int, detail::score_sums> by_block;
  for (std::size_t i = 0; i < scores.size(); ++i) {
    detail::score_sums& sums = by_block[block[i]];
    sums.method += scores[i];
    sums.reference += reference[i];
  }
  std::vector<detail::score_sums> blocks;
  blocks.reserve(by_block.size());
  for (const auto& [name, sums] : by_block) blocks.push_back(sums);
  const std::optional<detail::score_ratio> ratio = detail::ratio_of(blocks);
  if (!ratio) return std::nullopt;
  skill_score result{1 - ratio->theta, std::nullopt, std::nullopt, static_cast<int>(scores.size()),
                     static_cast<int>(blocks.size())};
  if (blocks.size() > 1) detail::add_interval(result, *ratio, blocks, options);
  return result;
}

}  // namespace tollcast
