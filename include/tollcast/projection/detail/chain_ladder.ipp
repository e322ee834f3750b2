#pragma once

#include <cmath>

#include <tollcast/core/error.hpp>
#include <tollcast/projection/chain_ladder.hpp>
#include <tollcast/projection/within_year.hpp>

namespace tollcast {

TOLLCAST_INLINE chain_ladder_fit chain_ladder(std::span<const year_record> past, std::span<const period> when, int year,
                                              std::int64_t known) {
  std::vector<past_fill> years = past_fills(past, when);
  std::erase_if(years, [](const past_fill& one) { return !one.same_days || one.known == 0; });
  if (years.size() < 2) {
    throw cannot_answer("chain_ladder: years before " + std::to_string(year) +
                        " with a count on the same days: " + std::to_string(years.size()) + "; 2 are needed");
  }
  double sum_known = 0;
  double sum_total = 0;
  for (const past_fill& one : years) {
    sum_known += static_cast<double>(one.known);
    sum_total += static_cast<double>(one.total);
  }
  const double factor = sum_total / sum_known;
  double squares = 0;
  for (const past_fill& one : years) {
    const double before = static_cast<double>(one.known);
    const double error = static_cast<double>(one.total) / before - factor;
    squares += before * error * error;
  }
  const double sigma_squared = squares / static_cast<double>(years.size() - 1);
  const double x = static_cast<double>(known);
  const double variance = sigma_squared * (x + x * x / sum_known);
  const double mean = x * (factor - 1);
  constexpr double poisson_size = 1e30;
  const double size = variance > mean ? mean * mean / (variance - mean) : poisson_size;
  return {factor, sigma_squared, x * factor, std::sqrt(variance), negative_binomial(mean, mean > 0 ? size : 1)};
}

}  // namespace tollcast
