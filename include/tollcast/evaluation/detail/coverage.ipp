#pragma once

#include <map>
#include <string>
#include <utility>

#include <boost/math/special_functions/beta.hpp>

#include <tollcast/core/error.hpp>
#include <tollcast/distribution/detail/tail.hpp>
#include <tollcast/evaluation/coverage.hpp>
#include <tollcast/evaluation/detail/pit.ipp>
#include <tollcast/evaluation/detail/score_lists.hpp>

namespace tollcast {

namespace detail {

inline std::vector<coverage> grouped_coverage(const char* who, std::span<const interval_outcome> outcomes,
                                              bool by_horizon, double confidence) {
  require_inside_unit(who, "confidence", confidence);
  struct tally_of_group {
    int n = 0;
    int inside = 0;
  };
  std::map<std::pair<double, std::optional<int>>, tally_of_group> groups;
  for (const interval_outcome& outcome : outcomes) {
    require_inside_unit(who, "level", outcome.level);
    auto& group = groups[{outcome.level, by_horizon ? std::optional<int>(outcome.horizon) : std::nullopt}];
    ++group.n;
    group.inside += outcome.inside ? 1 : 0;
  }
  std::vector<coverage> rows;
  rows.reserve(groups.size());
  for (const auto& [key, group] : groups) {
    const share_interval ends = clopper_pearson(group.inside, group.n, confidence);
    rows.push_back({key.first, key.second, group.n, group.inside, static_cast<double>(group.inside) / group.n,
                    ends.lower, ends.upper});
  }
  return rows;
}

}  // namespace detail

TOLLCAST_INLINE bool inside_central_interval(const pit_interval& pit, double level) {
  detail::require_pit("inside_central_interval", pit);
  detail::require_inside_unit("inside_central_interval", "level", level);
  return pit.at >= (1 - level) / 2 && pit.below < (1 + level) / 2;
}

TOLLCAST_INLINE std::vector<coverage> coverage_by_level(std::span<const interval_outcome> outcomes, double confidence) {
  return detail::grouped_coverage("coverage_by_level", outcomes, false, confidence);
}

TOLLCAST_INLINE std::vector<coverage> coverage_by_level_and_horizon(std::span<const interval_outcome> outcomes,
                                                                    double confidence) {
  return detail::grouped_coverage("coverage_by_level_and_horizon", outcomes, true, confidence);
}

TOLLCAST_INLINE share_interval clopper_pearson(int k, int n, double confidence) {
  if (n < 1 || k < 0 || k > n) {
    throw invalid_input("clopper_pearson: " + std::to_string(k) + " of " + std::to_string(n) +
                        " were given; 0 <= k <= n and n >= 1 are needed");
  }
  detail::require_inside_unit("clopper_pearson", "confidence", confidence);
  const double tail = (1 - confidence) / 2;
  const auto policy = detail::quiet_policy();
  return {k == 0 ? 0.0 : boost::math::ibeta_inv(static_cast<double>(k), n - k + 1.0, tail, policy),
          k == n ? 1.0 : boost::math::ibetac_inv(k + 1.0, static_cast<double>(n - k), tail, policy)};
}

}  // namespace tollcast
