#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include <tollcast/core/config.hpp>
#include <tollcast/trend/detail/best_partitions.hpp>

namespace tollcast::detail {

struct level_count_partition {
  break_list breaks;
  double log_likelihood;
  std::optional<double> size;  // nothing for Poisson
};

// The best partitions of whole counts into Poisson or NB2 segments of one level each (see level_shifts).
class level_count_partitions {
 public:
  level_count_partitions(std::span<const double> counts, std::size_t shortest, std::size_t most, bool overdispersed);

  // Element m has m breaks.
  const std::vector<level_count_partition>& best() const { return best_; }

  // For each of m breaks, the probability that the segment before it ends at observation i (see level_shifts).
  std::vector<std::vector<double>> date_posterior(std::size_t m, std::optional<double> size) const;

 private:
  // Of the counts with their common mean.
  double common_log_likelihood(std::optional<double> size) const;
  // What a segment's own level gains in log-likelihood over the common mean, negative, so that the least is best.
  double cost(std::size_t first, std::size_t last, std::optional<double> size) const;
  segment_costs costs(std::optional<double> size) const;
  double log_likelihood(const break_list& breaks, std::optional<double> size) const;
  // Climbs from a node of the grid of log sizes, `step` apart.
  level_count_partition climbed(break_list breaks, double log_size, double step, std::size_t most) const;

  std::vector<double> counts_;
  std::vector<double> sums_;  // of the counts before i
  std::size_t shortest_;
  double mean_;
  segment_costs poisson_;
  std::vector<level_count_partition> best_;
};

}  // namespace tollcast::detail

#ifndef TOLLCAST_COMPILED
#include <tollcast/trend/detail/level_count_partitions.ipp>
#endif
