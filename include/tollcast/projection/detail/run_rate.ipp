#pragma once

#include <limits>

#include <tollcast/core/error.hpp>
#include <tollcast/projection/run_rate.hpp>
#include <tollcast/projection/within_year.hpp>

namespace tollcast {

TOLLCAST_INLINE negative_binomial run_rate(std::span<const year_record> past, std::span<const period> when, int year,
                                           std::int64_t known) {
  const double share = share_of_days(when, year);
  if (share <= 0) {
    throw cannot_answer("run_rate: nothing of " + std::to_string(year) + " is known; a part of the year is needed");
  }
  const auto rest = [](double x, double f) { return x * (1 - f) / f; };
  const std::vector<past_fill> fills = past_fills(past, when);
  double best = -std::numeric_limits<double>::infinity();
  double best_size = 20 * share;
  for (double size = 0.1; size < 1000; size *= 1.1) {
    double sum = 0;
    bool any = false;
    for (const past_fill& one : fills) {
      if (!one.same_days || one.known <= 0) continue;
      any = true;
      sum += log_pmf(negative_binomial(rest(static_cast<double>(one.known), one.share), size), one.total - one.known);
    }
    if (any && sum > best) {
      best = sum;
      best_size = size;
    }
  }
  return negative_binomial(rest(static_cast<double>(known), share), best_size);
}

}  // namespace tollcast
