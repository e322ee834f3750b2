#pragma once

#include <algorithm>
#include <cstddef>
#include <limits>
#include <span>
#include <utility>
#include <vector>

namespace tollcast::detail {

// What each run first ... last of n observations costs as one segment; runs shorter than `shortest` are not segments.
class segment_costs {
 public:
  segment_costs(std::size_t observations, std::size_t shortest)
      : observations_(observations), shortest_(shortest), cost_(observations * observations) {}
  std::size_t observations() const { return observations_; }
  std::size_t shortest() const { return shortest_; }
  double& operator()(std::size_t first, std::size_t last) { return cost_[first * observations_ + last]; }
  double operator()(std::size_t first, std::size_t last) const { return cost_[first * observations_ + last]; }

 private:
  std::size_t observations_;
  std::size_t shortest_;
  std::vector<double> cost_;
};

// The last observation of every segment but the final one.
using break_list = std::vector<std::size_t>;

// first and last of segment k of a partition of n observations.
inline std::pair<std::size_t, std::size_t> segment_of(std::span<const std::size_t> breaks, std::size_t k,
                                                      std::size_t n) {
  return {k == 0 ? 0 : breaks[k - 1] + 1, k == breaks.size() ? n - 1 : breaks[k]};
}

// For 0, 1, ... `most` breaks (fewer where the observations do not suffice) the partition of least total cost, exactly,
// by dynamic programming over the end of the last segment (Bellman 1961; Bai and Perron 2003, section 3): of equal ones
// that with the earliest last break.
inline std::vector<break_list> best_partitions(const segment_costs& cost, std::size_t most) {
  const std::size_t n = cost.observations();
  const std::size_t h = cost.shortest();
  std::vector<double> least(n, std::numeric_limits<double>::infinity());  // of the observations up to j
  for (std::size_t j = h - 1; j < n; ++j) least[j] = cost(0, j);
  std::vector<std::vector<std::size_t>> came_from;  // by number of breaks: the break before the segment that ends at j
  std::vector<break_list> found{{}};
  for (std::size_t m = 1; m <= most && (m + 1) * h <= n; ++m) {
    std::vector<double> next(n, std::numeric_limits<double>::infinity());
    came_from.emplace_back(n, 0);
    for (std::size_t j = (m + 1) * h - 1; j < n; ++j) {
      for (std::size_t i = m * h - 1; i + h <= j; ++i) {
        const double total = least[i] + cost(i + 1, j);
        if (total < next[j]) {
          next[j] = total;
          came_from.back()[j] = i;
        }
      }
    }
    least = std::move(next);
    break_list breaks(m);
    for (std::size_t k = m, j = n - 1; k-- > 0;) breaks[k] = j = came_from[k][j];
    found.push_back(std::move(breaks));
  }
  return found;
}

}  // namespace tollcast::detail
