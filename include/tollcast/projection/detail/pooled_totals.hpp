#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

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

// So many draws of the law proportional to (p q)^exponent as there are of p and of q, both increasing. The two
// densities are those of a histogram with bins that hold 1/64 of all draws each, or single integers where these are
// few.
inline pooled_sample pooled_totals(const std::vector<std::int64_t>& p, const std::vector<std::int64_t>& q,
                                   double exponent) {
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
    const double both = of_p[b] * of_q[b];
    const double mixed = of_p[b] * static_cast<double>(p.size()) + of_q[b] * static_cast<double>(q.size());
    weight_of_bin.push_back(both > 0 ? std::pow(both, exponent) * std::pow(width, 1 - 2 * exponent) / mixed : 0);
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

}  // namespace tollcast::detail
