#pragma once

#include <cmath>
#include <cstddef>
#include <limits>
#include <numeric>
#include <string>

#include <tollcast/core/error.hpp>
#include <tollcast/numeric/special.hpp>
#include <tollcast/projection/region_shares.hpp>

namespace tollcast {

namespace detail {

// The discounted shares, year by year.
class running_shares {
 public:
  running_shares(std::size_t parts, double forgetting) : forgetting_(forgetting), sums_(parts, 0), weights_(parts, 0) {}

  void add(const counts_of_year& year) {
    const double total = year.total ? static_cast<double>(*year.total) : 0;
    for (std::size_t k = 0; k < sums_.size(); ++k) {
      sums_[k] *= forgetting_;
      weights_[k] *= forgetting_;
      if (total <= 0 || !year.parts[k]) continue;
      const double weight = total / (total + 5);
      sums_[k] += weight * static_cast<double>(*year.parts[k]) / total;
      weights_[k] += weight;
    }
  }

  std::vector<double> shares() const {
    std::vector<double> found;
    const double start = 0.3;
    for (std::size_t k = 0; k < sums_.size(); ++k) {
      found.push_back((start / static_cast<double>(sums_.size()) + sums_[k]) / (start + weights_[k]));
    }
    const double sum = std::accumulate(found.begin(), found.end(), 0.0);
    for (double& share : found) share /= sum;
    return found;
  }

 private:
  double forgetting_;
  std::vector<double> sums_;
  std::vector<double> weights_;
};

// The total, where the parts are all known and add up to it.
inline std::optional<std::int64_t> divided_total(const counts_of_year& year) {
  std::int64_t sum = 0;
  for (const auto& part : year.parts) {
    if (!part) return std::nullopt;
    sum += *part;
  }
  return sum > 0 && (!year.total || *year.total == sum) ? std::optional(sum) : std::nullopt;
}

// log P(parts | total) without the coefficient that no parameter enters.
inline double log_division(const counts_of_year& year, std::int64_t total, const std::vector<double>& shares,
                           double concentration) {
  double sum = -log_gamma_ratio(concentration, static_cast<double>(total));
  for (std::size_t k = 0; k < shares.size(); ++k) {
    if (*year.parts[k] > 0) sum += log_gamma_ratio(concentration * shares[k], static_cast<double>(*year.parts[k]));
  }
  return sum;
}

}  // namespace detail

TOLLCAST_INLINE region_share_law learn_region_shares(std::span<const counts_of_year> past, std::size_t parts,
                                                     int ahead) {
  if (ahead < 1) throw invalid_input("learn_region_shares: one year ahead or more is needed");
  for (const counts_of_year& year : past) {
    if (year.parts.size() == parts) continue;
    throw invalid_input("learn_region_shares: a year with " + std::to_string(year.parts.size()) + " parts was given; " +
                        std::to_string(parts) + " are needed");
  }
  constexpr int steps = 10;  // kappa = 0.5 2^step
  region_share_law best{{}, 0, 0};
  double best_value = -std::numeric_limits<double>::infinity();
  for (const double forgetting : {0.4, 0.6, 0.8, 0.95}) {
    detail::running_shares running(parts, forgetting);
    std::vector<double> values;
    for (int step = 0; step < steps; ++step) {
      const double z = (std::log(0.5) + step * std::log(2.0) - std::log(8.0)) / 1.5;
      values.push_back(-z * z / 2);
    }
    for (std::size_t t = 0; t < past.size(); ++t) {
      const auto lag = static_cast<std::size_t>(ahead);
      if (t < lag) continue;
      running.add(past[t - lag]);
      const auto total = detail::divided_total(past[t]);
      if (!total) continue;
      const std::vector<double> shares = running.shares();
      for (int step = 0; step < steps; ++step) {
        values[static_cast<std::size_t>(step)] +=
            detail::log_division(past[t], *total, shares, 0.5 * std::exp2(static_cast<double>(step)));
      }
    }
    for (std::size_t t = past.size() - std::min(past.size(), static_cast<std::size_t>(ahead)); t < past.size(); ++t) {
      running.add(past[t]);
    }
    for (int step = 0; step < steps; ++step) {
      const double value = values[static_cast<std::size_t>(step)];
      if (!(value > best_value)) continue;
      best_value = value;
      best = {running.shares(), 0.5 * std::exp2(static_cast<double>(step)), forgetting};
    }
  }
  return best;
}

}  // namespace tollcast
