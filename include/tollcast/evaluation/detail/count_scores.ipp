#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

#include <tollcast/distribution/empirical.hpp>
#include <tollcast/distribution/mixture.hpp>
#include <tollcast/distribution/tabulated.hpp>
#include <tollcast/evaluation/count_scores.hpp>
#include <tollcast/evaluation/detail/count_sum.hpp>

namespace tollcast {

namespace detail {

// Adds outcomes of a law between which its probabilities are smooth: quantiles, ends of blocks, draws.
// NOLINTNEXTLINE(misc-no-recursion): a mixture may hold mixtures
inline void add_knots(const any_distribution& law, std::vector<std::int64_t>& knots) {
  const auto add = [&](std::int64_t y) {
    knots.push_back(y);
    knots.push_back(std::min(y, largest_outcome - 1) + 1);
  };
  if (const auto* parts = law.get_if<mixture>()) {
    for (const any_distribution& part : parts->components()) add_knots(part, knots);
  } else if (const auto* table = law.get_if<tabulated>()) {
    for (const auto& block : table->blocks()) {
      knots.push_back(block.first);
      add(block.last());
    }
  } else if (const auto* draws = law.get_if<empirical>()) {
    for (const std::int64_t y : draws->draws()) add(y);
  } else {
    for (const double p : {1e-13, 1e-4, 0.05, 0.5, 0.95, 1 - 1e-4, 1 - 1e-13}) {
      // A law may reach beyond the outcomes there are.
      add(cdf(law, largest_outcome) >= p ? quantile(law, p) : largest_outcome);
    }
    add(mode(law));
  }
}

// The sum of the squares of all probabilities.
inline double squared_norm(const any_distribution& law) {
  double sum = 0.0;
  if (const auto* table = law.get_if<tabulated>()) {
    for (const auto& block : table->blocks()) {
      sum += geometric_sum(2.0 * block.log_first, 2.0 * block.log_ratio, block.count);
    }
    return sum;
  }
  if (const auto* held = law.get_if<empirical>()) {
    const auto& draws = held->draws();
    for (auto first = draws.begin(); first != draws.end();) {
      const auto next = std::upper_bound(first, draws.end(), *first);
      const double share = static_cast<double>(next - first) / static_cast<double>(draws.size());
      sum += share * share;
      first = next;
    }
    return sum;
  }
  std::vector<std::int64_t> knots;
  add_knots(law, knots);
  std::sort(knots.begin(), knots.end());
  knots.erase(std::unique(knots.begin(), knots.end()), knots.end());
  for (std::size_t i = 1; i < knots.size(); ++i) {
    const std::int64_t first = knots[i - 1];
    const auto squared = [&](std::int64_t d) {
      const double p = std::exp(log_pmf(law, first + d));
      return p * p;
    };
    sum += sum_of_counts(
        squared, [](std::int64_t) { return std::numeric_limits<double>::infinity(); }, knots[i] - first);
  }
  return sum;
}

}  // namespace detail

TOLLCAST_INLINE double quadratic_score(const any_distribution& law, std::int64_t outcome) {
  detail::check_count("quadratic_score", outcome);
  return detail::squared_norm(law) - 2.0 * std::exp(log_pmf(law, outcome));
}

TOLLCAST_INLINE double spherical_score(const any_distribution& law, std::int64_t outcome) {
  detail::check_count("spherical_score", outcome);
  return -std::exp(log_pmf(law, outcome)) / std::sqrt(detail::squared_norm(law));
}

}  // namespace tollcast
