#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>

#include <boost/math/tools/minima.hpp>

#include <tollcast/distribution/negative_binomial.hpp>
#include <tollcast/distribution/poisson.hpp>
#include <tollcast/numeric/special.hpp>
#include <tollcast/trend/detail/level_count_partitions.hpp>

namespace tollcast::detail {

TOLLCAST_INLINE double level_count_partitions::cost(std::size_t first, std::size_t last,
                                                    std::optional<double> size) const {
  if (!size) return poisson_(first, last);
  const auto n = static_cast<double>(last - first + 1);
  const double m = (sums_[last + 1] - sums_[first]) / n;
  // m log(m / M) + M - m for Poisson, from which NB2 takes the same of m + size and M + size.
  return poisson_(first, last) + n * deviance(m + *size, mean_ + *size, mean_ - m);
}

TOLLCAST_INLINE segment_costs level_count_partitions::costs(std::optional<double> size) const {
  segment_costs result(counts_.size(), shortest_);
  for (std::size_t i = 0; i < counts_.size(); ++i) {
    for (std::size_t j = i + shortest_ - 1; j < counts_.size(); ++j) result(i, j) = cost(i, j, size);
  }
  return result;
}

TOLLCAST_INLINE double level_count_partitions::common_log_likelihood(std::optional<double> size) const {
  double sum = 0;
  for (const double y : counts_) {
    const auto outcome = static_cast<std::int64_t>(y);
    sum += size ? log_pmf(negative_binomial(mean_, *size), outcome) : log_pmf(poisson(mean_), outcome);
  }
  return sum;
}

TOLLCAST_INLINE double level_count_partitions::log_likelihood(const break_list& breaks,
                                                              std::optional<double> size) const {
  double sum = common_log_likelihood(size);
  for (std::size_t k = 0; k <= breaks.size(); ++k) {
    const auto [first, last] = segment_of(breaks, k, counts_.size());
    sum -= cost(first, last, size);
  }
  return sum;
}

TOLLCAST_INLINE level_count_partition level_count_partitions::climbed(break_list breaks, double log_size, double step,
                                                                      std::size_t most) const {
  level_count_partition result{{}, -std::numeric_limits<double>::infinity(), std::nullopt};
  while (true) {
    const auto minus = [&](double at) { return -log_likelihood(breaks, std::exp(at)); };
    const auto [at, least] = boost::math::tools::brent_find_minima(minus, log_size - step, log_size + step, 40);
    if (-least <= result.log_likelihood + 1e-9) return result;
    result = {breaks, -least, std::exp(at)};
    log_size = at;
    auto again = best_partitions(costs(result.size), most);
    if (again[most] == breaks) return result;
    breaks = std::move(again[most]);
  }
}

TOLLCAST_INLINE level_count_partitions::level_count_partitions(std::span<const double> counts, std::size_t shortest,
                                                               std::size_t most, bool overdispersed)
    : counts_(counts.begin(), counts.end()), sums_{0.0}, shortest_(shortest), poisson_(counts.size(), shortest) {
  for (const double y : counts_) sums_.push_back(sums_.back() + y);
  mean_ = sums_.back() / static_cast<double>(counts_.size());
  for (std::size_t i = 0; i < counts_.size(); ++i) {
    for (std::size_t j = i + shortest_ - 1; j < counts_.size(); ++j) {
      const auto n = static_cast<double>(j - i + 1);
      const double m = (sums_[j + 1] - sums_[i]) / n;
      poisson_(i, j) = -n * (m > 0 ? deviance(m, mean_, mean_ - m) : mean_);
    }
  }

  for (break_list& breaks : best_partitions(costs(std::nullopt), most)) {
    const double value = log_likelihood(breaks, std::nullopt);
    best_.push_back({std::move(breaks), value, std::nullopt});
  }
  if (!overdispersed || mean_ == 0) return;

  const double step = 0.25;
  const double largest = std::log(100 * std::max(1.0, *std::max_element(counts_.begin(), counts_.end())));
  std::vector<double> log_sizes;
  for (double at = std::log(0.002); at < largest; at += step) log_sizes.push_back(at);
  std::vector<std::vector<level_count_partition>> grid;  // by size, then by number of breaks
  for (const double at : log_sizes) {
    const double size = std::exp(at);
    const segment_costs cost_at = costs(size);
    const double common = common_log_likelihood(size);
    grid.emplace_back();
    for (break_list& breaks : best_partitions(cost_at, most)) {
      double value = common;
      for (std::size_t k = 0; k <= breaks.size(); ++k) {
        const auto [first, last] = segment_of(breaks, k, counts_.size());
        value -= cost_at(first, last);
      }
      grid.back().push_back({std::move(breaks), value, size});
    }
  }
  for (std::size_t m = 0; m < best_.size(); ++m) {
    const double poisson_value = best_[m].log_likelihood;
    const auto value = [&](std::size_t g) { return g < grid.size() ? grid[g][m].log_likelihood : poisson_value; };
    for (std::size_t g = 0; g < grid.size(); ++g) {
      if ((g > 0 && value(g) < value(g - 1)) || value(g) < value(g + 1)) continue;
      level_count_partition top = climbed(grid[g][m].breaks, log_sizes[g], step, m);
      if (top.log_likelihood > best_[m].log_likelihood + 1e-9) best_[m] = std::move(top);
    }
  }
}

TOLLCAST_INLINE std::vector<std::vector<double>> level_count_partitions::date_posterior(
    std::size_t m, std::optional<double> size) const {
  const std::size_t n = counts_.size();
  constexpr double impossible = -std::numeric_limits<double>::infinity();
  const auto weight = [&](std::size_t first, std::size_t last) {
    return -cost(first, last, size) - 0.5 * std::log(static_cast<double>(last - first + 1));
  };
  // before[k][j]: log sum over the partitions of 0 ... j into k + 1 segments; after[k][i]: of i ... n - 1.
  std::vector<std::vector<double>> before(m + 1, std::vector<double>(n, impossible));
  std::vector<std::vector<double>> after(m + 1, std::vector<double>(n, impossible));
  std::vector<double> terms;
  for (std::size_t j = shortest_ - 1; j < n; ++j) before[0][j] = weight(0, j);
  for (std::size_t i = 0; i + shortest_ <= n; ++i) after[0][i] = weight(i, n - 1);
  for (std::size_t k = 1; k <= m; ++k) {
    for (std::size_t j = (k + 1) * shortest_ - 1; j < n; ++j) {
      terms.clear();
      for (std::size_t i = k * shortest_ - 1; i + shortest_ <= j; ++i) {
        terms.push_back(before[k - 1][i] + weight(i + 1, j));
      }
      before[k][j] = log_sum_exp(terms);
    }
    for (std::size_t i = 0; i + (k + 1) * shortest_ <= n; ++i) {
      terms.clear();
      for (std::size_t j = i + shortest_ - 1; j + k * shortest_ < n; ++j) {
        terms.push_back(weight(i, j) + after[k - 1][j + 1]);
      }
      after[k][i] = log_sum_exp(terms);
    }
  }
  std::vector<std::vector<double>> result;
  for (std::size_t k = 0; k < m; ++k) {
    std::vector<double> date(n, impossible);
    for (std::size_t j = 0; j + 1 < n; ++j) date[j] = before[k][j] + after[m - 1 - k][j + 1];
    const double total = log_sum_exp(date);
    for (double& value : date) value = std::exp(value - total);
    result.push_back(std::move(date));
  }
  return result;
}

}  // namespace tollcast::detail
