#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include <tollcast/numeric/detail/evenly_chosen.hpp>

namespace tollcast::detail {

// Numbers of the items, each as often as its weight says: systematic resampling with u in [0, 1).
inline std::vector<std::size_t> resampled(const std::vector<double>& weights, std::size_t n, double u) {
  double sum = 0;
  for (const double weight : weights) sum += weight;
  std::vector<std::size_t> chosen;
  double reached = 0;
  std::size_t i = 0;
  std::size_t last = 0;  // the last item with a weight
  for (std::size_t k = 0; k < weights.size(); ++k) {
    if (weights[k] > 0) last = k;
  }
  for (std::size_t j = 0; j < n; ++j) {
    const double at = (static_cast<double>(j) + u) / static_cast<double>(n) * sum;
    while (i < last && reached + weights[i] <= at) reached += weights[i++];
    chosen.push_back(i);
  }
  return chosen;
}

// 1 / sum of the squared weights, which need not add up to 1 (Kish 1965).
inline double effective_number_of(const std::vector<double>& weights) {
  double sum = 0;
  double squares = 0;
  for (const double weight : weights) {
    sum += weight;
    squares += weight * weight;
  }
  return squares > 0 ? sum * sum / squares : 0;
}

struct pooled_sample {
  std::vector<std::int64_t> totals;  // increasing
  double effective;
};

struct pool_exponents {
  double of_p;
  double of_q;
};

// Width of the middle 80 % of increasing draws, of log(1 + y).
inline double log_spread(const std::vector<std::int64_t>& draws) {
  const auto at = [&](std::size_t tenths) {
    return std::log1p(static_cast<double>(draws[std::min(draws.size() * tenths / 10, draws.size() - 1)]));
  };
  return at(9) - at(1);
}

// Exponents that pool two normal forecasts, whose errors correlate by r and have the standard deviations s (p) and 1
// (q), into the law of the outcome given both (Winkler 1981, Manage. Sci. 27:479):
//   w_p = (1 - r s) / (1 - r^2),   w_q = (1 - r / s) / (1 - r^2).
// Where one would fall below 0, the narrower law is left alone. s is the root of the ratio of the two spreads, halfway
// to equal, as a law does not say for sure how far it errs, and at most `most_s`.
inline pool_exponents exponents_by_spread(const std::vector<std::int64_t>& p, const std::vector<std::int64_t>& q,
                                          double r, double most_s) {
  constexpr double least = 0.05;
  const double s = std::min(std::sqrt((log_spread(p) + least) / (log_spread(q) + least)), most_s);
  if (s <= r) return {1, 0};
  if (s >= 1 / r) return {0, 1};
  return {(1 - r * s) / (1 - r * r), (1 - r / s) / (1 - r * r)};
}

// So many draws of the law proportional to p^w_p q^w_q as there are of p and of q, both increasing. The two densities
// are those of a histogram with bins that hold 1/64 of all draws each, or single integers where these are few.
inline pooled_sample pooled_totals(const std::vector<std::int64_t>& p, const std::vector<std::int64_t>& q,
                                   const pool_exponents& exponents) {
  const std::size_t n = p.size();
  constexpr std::size_t bins = 64;
  std::vector<std::int64_t> all(p.size() + q.size());
  std::merge(p.begin(), p.end(), q.begin(), q.end(), all.begin());
  std::vector<std::int64_t> ends;  // each bin goes up to its end
  for (std::size_t b = 1; b <= bins; ++b) {
    const std::int64_t end = all[b * (all.size() - 1) / bins];
    if (ends.empty() || end > ends.back()) ends.push_back(end);
  }
  const auto mass = [&](const std::vector<std::int64_t>& draws) {
    std::vector<double> found;
    auto from = draws.begin();
    for (const std::int64_t end : ends) {
      const auto to = std::upper_bound(from, draws.end(), end);
      found.push_back(static_cast<double>(to - from) / static_cast<double>(draws.size()));
      from = to;
    }
    return found;
  };
  const std::vector<double> of_p = mass(p);
  const std::vector<double> of_q = mass(q);
  std::vector<double> weight_of_bin;
  for (std::size_t b = 0; b < ends.size(); ++b) {
    const double width = static_cast<double>(ends[b] - (b == 0 ? all.front() - 1 : ends[b - 1]));
    const bool both = of_p[b] > 0 && of_q[b] > 0;
    const double mixed = of_p[b] * static_cast<double>(p.size()) + of_q[b] * static_cast<double>(q.size());
    const double density = std::pow(of_p[b], exponents.of_p) * std::pow(of_q[b], exponents.of_q) *
                           std::pow(width, 1 - exponents.of_p - exponents.of_q);
    weight_of_bin.push_back(both ? density / mixed : 0);
  }
  std::vector<double> weights;
  std::size_t b = 0;
  for (const std::int64_t total : all) {
    while (total > ends[b]) ++b;
    weights.push_back(weight_of_bin[b]);
  }
  const double effective = effective_number_of(weights);
  if (!(effective > 0)) return {p, 0};  // they exclude each other: the total's own law holds
  pooled_sample made{{}, std::min(effective, static_cast<double>(n))};
  for (const std::size_t i : resampled(weights, n, 0.5)) made.totals.push_back(all[i]);
  return made;
}

// Four of ten draws replaced by draws of p or of q, in proportion to their exponents, as a geometric pool is narrower
// than what it pools, the more the fewer deaths: with m the median, their log(1 + y) is 1 + 0.8 (1 - log10(1 + m) / 3)
// times as far from the median of their law, where m < 1000 (what is beyond its 2.5 or 97.5 % point moves no further
// than that). Below m = 10 the second term shrinks with m to nothing, as a law that can fall no lower would only rise.
// All are increasing.
inline std::vector<std::int64_t> with_wide_tails(const std::vector<std::int64_t>& pooled,
                                                 const std::vector<std::int64_t>& p, const std::vector<std::int64_t>& q,
                                                 const pool_exponents& exponents) {
  const std::size_t n = pooled.size();
  const std::size_t wide = 2 * n / 5;
  const auto of_p = static_cast<std::size_t>(
      std::lround(static_cast<double>(wide) * exponents.of_p / (exponents.of_p + exponents.of_q)));
  const auto median = static_cast<double>(pooled[n / 2]);
  const double further = 0.8 * std::max(0.0, 1 - std::log10(1 + median) / 3) * std::min(1.0, median / 10);
  std::vector<std::int64_t> made;
  for (std::size_t i = 0; i < n - wide; ++i) made.push_back(evenly_chosen(pooled, i, n - wide));
  const auto add_wide = [&](const std::vector<std::int64_t>& law, std::size_t m) {
    const auto at = [&](std::size_t i) { return std::log1p(static_cast<double>(law[i])); };
    const double middle = at(law.size() / 2);
    const double lowest = at(law.size() / 40);
    const double highest = at(law.size() - 1 - law.size() / 40);
    for (std::size_t i = 0; i < m; ++i) {
      const double own = std::log1p(static_cast<double>(evenly_chosen(law, i, m)));
      const double moved = std::expm1(own + further * (std::clamp(own, lowest, highest) - middle));
      made.push_back(static_cast<std::int64_t>(std::clamp(std::round(moved), 0.0, 4e18)));
    }
  };
  add_wide(p, of_p);
  add_wide(q, wide - of_p);
  std::sort(made.begin(), made.end());
  return made;
}

}  // namespace tollcast::detail
