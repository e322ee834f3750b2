#pragma once

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <vector>

#include <boost/random/uniform_int_distribution.hpp>

#include <tollcast/core/error.hpp>
#include <tollcast/evaluation/detail/score_lists.hpp>
#include <tollcast/evaluation/skill.hpp>
#include <tollcast/numeric/random.hpp>
#include <tollcast/numeric/reference_laws.hpp>

namespace tollcast {

namespace detail {

// Sums of the scores of a method and of the reference; over a block, a resample or all.
struct score_sums {
  double method = 0;
  double reference = 0;
};

// Skills of resamples, in rising order; empty where one of them has no reference to compare with.
inline std::vector<double> resampled_skills(std::span<const score_sums> blocks, int replicates, std::uint64_t seed) {
  random_engine engine(seed);
  boost::random::uniform_int_distribution<std::size_t> any_block(0, blocks.size() - 1);
  std::vector<double> skills;
  skills.reserve(static_cast<std::size_t>(replicates));
  for (int r = 0; r < replicates; ++r) {
    score_sums sums;
    for (std::size_t b = 0; b < blocks.size(); ++b) {
      const score_sums& drawn = blocks[any_block(engine)];
      sums.method += drawn.method;
      sums.reference += drawn.reference;
    }
    if (sums.reference == 0) return {};
    skills.push_back(1 - sums.method / sums.reference);
  }
  std::sort(skills.begin(), skills.end());
  return skills;
}

// Efron's acceleration by the jackknife: sum d^3 / (6 (sum d^2)^(3/2)) for d = mean - skill without a block; nothing
// where the skill without one is not defined.
inline std::optional<double> acceleration(std::span<const score_sums> blocks) {
  const std::size_t n = blocks.size();
  std::vector<score_sums> after(n + 1);  // sums of the blocks b, b + 1, ...
  for (std::size_t b = n; b-- > 0;) {
    after[b] = {after[b + 1].method + blocks[b].method, after[b + 1].reference + blocks[b].reference};
  }
  score_sums before;
  std::vector<double> without;
  without.reserve(n);
  double mean = 0;
  for (std::size_t b = 0; b < n; ++b) {
    const double reference = before.reference + after[b + 1].reference;
    if (reference == 0) return std::nullopt;
    without.push_back(1 - (before.method + after[b + 1].method) / reference);
    mean += without.back() / static_cast<double>(n);
    before = {before.method + blocks[b].method, before.reference + blocks[b].reference};
  }
  double squares = 0;
  double cubes = 0;
  for (const double skill : without) {
    squares += std::pow(mean - skill, 2);
    cubes += std::pow(mean - skill, 3);
  }
  return squares > 0 ? cubes / (6 * std::pow(squares, 1.5)) : 0.0;
}

inline void add_interval(skill_score& skill, std::span<const score_sums> blocks, const bootstrap_options& options) {
  const std::vector<double> skills = resampled_skills(blocks, options.replicates, options.seed);
  const std::optional<double> accelerated = acceleration(blocks);
  if (skills.empty() || !accelerated) return;
  const double rounding = 1e-12 * std::max(1.0, std::abs(skill.value));
  if (skills.back() - skills.front() <= rounding) {
    skill.lower = skill.upper = skill.value;
    return;
  }
  const auto n = static_cast<double>(skills.size());
  const auto below = std::lower_bound(skills.begin(), skills.end(), skill.value - rounding) - skills.begin();
  const auto up_to = std::upper_bound(skills.begin(), skills.end(), skill.value + rounding) - skills.begin();
  const double share = 0.5 * (static_cast<double>(below) + static_cast<double>(up_to)) / n;
  const double bias = normal_quantile(std::clamp(share, 0.5 / n, 1 - 0.5 / n));
  const auto end = [&](double p) {
    const double z = bias + normal_quantile(p);
    const double shrunk = 1 - *accelerated * z;
    // Beyond its pole the transformation has no meaning; the outermost resample stands in.
    const double q = shrunk > 0 ? normal_cdf(bias + z / shrunk) : (z > 0 ? 1.0 : 0.0);
    return skills[static_cast<std::size_t>(std::clamp(std::ceil(n * q - 1e-9), 1.0, n)) - 1];
  };
  skill.lower = end((1 - options.level) / 2);
  skill.upper = end((1 + options.level) / 2);
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
  detail::score_sums all;
  for (const auto& [name, sums] : by_block) {
    blocks.push_back(sums);
    all = {all.method + sums.method, all.reference + sums.reference};
  }
  if (all.reference == 0) return std::nullopt;
  skill_score result{1 - all.method / all.reference, std::nullopt, std::nullopt, static_cast<int>(scores.size()),
                     static_cast<int>(blocks.size())};
  if (blocks.size() > 1) detail::add_interval(result, blocks, options);
  return result;
}

}  // namespace tollcast
