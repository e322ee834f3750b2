#pragma once

#include <algorithm>
#include <cstddef>
#include <span>

#include <tollcast/evaluation/detail/score_check.hpp>

namespace tollcast::detail {

// The CRPS of draws in rising order, within lower ... upper: from one of the draws and the outcome to the next, the
// law's cdf less the outcome's is i/n, or i/n - 1. One pass, and nothing but positive terms.
template <class Value>
double sorted_draws_crps(std::span<const Value> draws, Value outcome, Value lower, Value upper, score_scale scale) {
  const auto n = static_cast<double>(draws.size());
  double sum = 0.0;
  const auto add = [&](Value from, Value to, std::size_t below) {
    from = std::max(from, lower);
    to = std::min(to, upper);
    if (!(from < to)) return;
    const auto share = static_cast<double>(from < outcome ? below : draws.size() - below) / n;
    sum += share * share * scaled_distance(from, to, scale);
  };
  if (outcome < draws.front()) add(outcome, draws.front(), 0);
  for (std::size_t i = 1; i < draws.size(); ++i) {
    const Value split = std::clamp(outcome, draws[i - 1], draws[i]);
    add(draws[i - 1], split, i);
    add(split, draws[i], i);
  }
  if (draws.back() < outcome) add(draws.back(), outcome, draws.size());
  return sum;
}

// E|Y - Y'| / 2 of two draws from n in rising order: the sum of (i/n) (1 - i/n) times the gap after the i-th.
template <class Value>
double sorted_mean_difference(std::span<const Value> draws, score_scale scale) {
  const auto n = static_cast<double>(draws.size());
  double sum = 0.0;
  for (std::size_t i = 1; i < draws.size(); ++i) {
    const double share = static_cast<double>(i) / n;
    sum += share * (1.0 - share) * scaled_distance(draws[i - 1], draws[i], scale);
  }
  return sum;
}

}  // namespace tollcast::detail
