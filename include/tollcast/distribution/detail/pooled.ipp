#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <numeric>
#include <span>
#include <utility>

#include <boost/math/tools/toms748_solve.hpp>
#include <boost/random/uniform_01.hpp>

#include <tollcast/core/error.hpp>
#include <tollcast/distribution/continuous_mixture.hpp>
#include <tollcast/distribution/detail/tail.hpp>
#include <tollcast/distribution/detail/weighted.hpp>
#include <tollcast/distribution/mixture.hpp>
#include <tollcast/distribution/pooled.hpp>
#include <tollcast/distribution/rounded.hpp>
#include <tollcast/distribution/tabulate.hpp>

namespace tollcast {

namespace detail {

// Each law's share in the pool's quantile, whose own quantiles are given.
inline std::vector<double> shares_of_median(const std::vector<double>& weights, const std::vector<double>& quantiles) {
  std::vector<std::size_t> order(weights.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return quantiles[a] < quantiles[b]; });
  constexpr double rounding = 1e-12;
  std::vector<double> shares(weights.size(), 0.0);
  double below = 0.0;
  for (std::size_t k = 0; k < order.size(); ++k) {
    below += weights[order[k]];
    if (below < 0.5 - rounding) continue;
    const bool half = below < 0.5 + rounding && k + 1 < order.size();
    shares[order[k]] = half ? 0.5 : 1.0;
    if (half) shares[order[k + 1]] = 0.5;
    break;
  }
  return shares;
}

struct quantile_pool {
  std::vector<double> weights;
  std::vector<any_continuous_distribution> laws;
  bool is_median;

  std::vector<double> quantiles(double p) const {
    std::vector<double> at;
    at.reserve(laws.size());
    for (const any_continuous_distribution& law : laws) at.push_back(quantile(law, p));
    return at;
  }
  std::vector<double> shares(const std::vector<double>& at) const {
    return is_median ? shares_of_median(weights, at) : weights;
  }
  // The mean of f over the quantiles: with p = 1 / (1 + e^-t) the trapezoidal rule in t.
  template <class Function>
  double averaged(Function f) const {
    constexpr double step = 0.0625;
    constexpr int reach = 560;
    double sum = 0.0;
    double weight = 0.0;
    for (int i = -reach; i <= reach; ++i) {
      const double p = 1.0 / (1.0 + std::exp(-step * i));
      sum += p * (1.0 - p) * f(p);
      weight += p * (1.0 - p);
    }
    return sum / weight;
  }
};

inline double quantile(const quantile_pool& law, double p) {
  check_open_probability(p);
  const std::vector<double> at = law.quantiles(p);
  const std::vector<double> shares = law.shares(at);
  return std::inner_product(at.begin(), at.end(), shares.begin(), 0.0);
}

inline double cdf(const quantile_pool& law, double y) {
  double low = 1.0;
  double high = 0.0;
  for (const any_continuous_distribution& one : law.laws) {
    const double at = cdf(one, y);
    low = std::min(low, at);
    high = std::max(high, at);
  }
  if (low >= high) return high;
  const auto excess = [&](double p) { return quantile(law, p) - y; };
  const double at_least = std::max(low, std::numeric_limits<double>::min());
  const double at_most = std::min(high, 1.0 - 0x1p-53);
  if (excess(at_least) > 0.0) return low;
  if (excess(at_most) <= 0.0) return high;
  std::uintmax_t steps = 200;
  return boost::math::tools::toms748_solve(excess, at_least, at_most, boost::math::tools::eps_tolerance<double>(50),
                                           steps, quiet_policy())
      .first;
}

inline double prob_exceeds(const quantile_pool& law, double y) { return 1.0 - cdf(law, y); }

// 1 / Q'(p), Q' being the mean of the laws' own by their shares.
inline double log_pdf(const quantile_pool& law, double y) {
  const double p = cdf(law, y);
  const std::vector<double> at = law.quantiles(std::clamp(p, std::numeric_limits<double>::min(), 1.0 - 0x1p-53));
  const std::vector<double> shares = law.shares(at);
  double slope = 0.0;
  double reached = 0.0;
  for (std::size_t i = 0; i < at.size(); ++i) {
    if (shares[i] == 0.0) continue;
    slope += shares[i] * std::exp(-log_pdf(law.laws[i], at[i]));
    reached += shares[i] * at[i];
  }
  const bool is_beyond = p <= std::numeric_limits<double>::min() || p >= 1.0 - 0x1p-52;
  return is_beyond && reached != y ? -std::numeric_limits<double>::infinity() : -std::log(slope);
}

inline double mean(const quantile_pool& law) {
  if (law.is_median) return law.averaged([&](double p) { return quantile(law, p); });
  double sum = 0.0;
  for (std::size_t i = 0; i < law.laws.size(); ++i) sum += law.weights[i] * mean(law.laws[i]);
  return sum;
}

inline double variance(const quantile_pool& law) {
  if (!law.is_median) {
    for (const any_continuous_distribution& one : law.laws) {
      if (const double own = variance(one); !std::isfinite(own)) return own;
    }
  }
  const double centre = law.averaged([&](double p) { return quantile(law, p); });
  return law.averaged([&](double p) {
    const double distance = quantile(law, p) - centre;
    return distance * distance;
  });
}

inline double sample(const quantile_pool& law, random_engine& engine) {
  double p = 0.0;
  while (p == 0.0) p = boost::random::uniform_01<double>()(engine);
  return quantile(law, p);
}

// A count spread evenly over the unit about it.
struct spread_count {
  any_distribution of;

  static std::int64_t count_at(double y) { return static_cast<std::int64_t>(std::floor(y + 0.5)); }
  bool is_below(double y) const { return y + 0.5 < static_cast<double>(support_lower(of)); }
};

inline double mean(const spread_count& law) { return mean(law.of); }
inline double variance(const spread_count& law) { return variance(law.of) + 1.0 / 12; }
inline double log_pdf(const spread_count& law, double y) {
  return law.is_below(y) ? -std::numeric_limits<double>::infinity() : log_pmf(law.of, spread_count::count_at(y));
}
inline double prob_exceeds(const spread_count& law, double y) {
  if (law.is_below(y)) return 1.0;
  const std::int64_t k = spread_count::count_at(y);
  return prob_exceeds(law.of, k) + (static_cast<double>(k) + 0.5 - y) * pmf(law.of, k);
}
inline double cdf(const spread_count& law, double y) {
  if (law.is_below(y)) return 0.0;
  const std::int64_t k = spread_count::count_at(y);
  return std::max(0.0, cdf(law.of, k) - (static_cast<double>(k) + 0.5 - y) * pmf(law.of, k));
}
inline double quantile(const spread_count& law, double p) {
  const std::int64_t k = quantile(law.of, p);
  const double above = (cdf(law.of, k) - p) / pmf(law.of, k);
  return static_cast<double>(k) + 0.5 - std::clamp(above, 0.0, 1.0);
}
inline double sample(const spread_count& law, random_engine& engine) {
  return static_cast<double>(sample(law.of, engine)) - 0.5 + boost::random::uniform_01<double>()(engine);
}

inline any_distribution geometric_pool(const std::vector<double>& weights, const std::vector<any_distribution>& laws) {
  constexpr double tail = 1e-13;
  constexpr std::int64_t furthest = 1'000'000'000'000'000;
  std::int64_t first = furthest;
  std::int64_t last = 0;
  for (const any_distribution& law : laws) {
    first = std::min(first, quantile(law, tail));
    last = std::max(last, std::min(furthest, quantile(law, 1.0 - tail)));
  }
  const log_pmf_of log_weight = [&](std::span<const std::int64_t> counts) {
    std::vector<double> result(counts.size(), 0.0);
    for (std::size_t i = 0; i < laws.size(); ++i) {
      for (std::size_t k = 0; k < counts.size(); ++k) result[k] += weights[i] * log_pmf(laws[i], counts[k]);
    }
    return result;
  };
  try {
    return tabulate(first, std::max(first, last), log_weight);
  } catch (const invalid_input&) {  // no knot of the table is possible
    throw cannot_answer("pooled: the laws have no outcome in common, and their geometric pool has none at all");
  }
}

// Weights with sum 1, without those of 0 and their laws.
template <class Law>
void normalise_pool(std::vector<double>& weights, std::vector<Law>& laws) {
  check_components("pooled", weights.size(), laws.size());
  const double sum = checked_sum("pooled", weights);
  std::size_t kept = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    if (weights[i] / sum == 0.0) continue;
    weights[kept] = weights[i] / sum;
    laws[kept] = laws[i];
    ++kept;
  }
  weights.resize(kept);
  laws.erase(laws.begin() + static_cast<std::ptrdiff_t>(kept), laws.end());
}

}  // namespace detail

TOLLCAST_INLINE any_continuous_distribution pooled(pooling how, std::vector<double> weights,
                                                   std::vector<any_continuous_distribution> laws) {
  detail::normalise_pool(weights, laws);
  if (how == pooling::geometric) {
    throw invalid_input(
        "pooled: a geometric pool of laws of measured values was asked for, but there is one of counts "
        "alone");
  }
  if (laws.size() == 1) return laws.front();
  if (how == pooling::mixture) return continuous_mixture(weights, std::move(laws));
  return detail::quantile_pool{std::move(weights), std::move(laws), how == pooling::quantile_median};
}

TOLLCAST_INLINE any_distribution pooled(pooling how, std::vector<double> weights, std::vector<any_distribution> laws) {
  detail::normalise_pool(weights, laws);
  if (laws.size() == 1) return laws.front();
  if (how == pooling::mixture) return mixture(std::move(weights), std::move(laws));
  if (how == pooling::geometric) return detail::geometric_pool(weights, laws);
  std::vector<any_continuous_distribution> spread;
  spread.reserve(laws.size());
  for (const any_distribution& law : laws) spread.emplace_back(detail::spread_count{law});
  return rounded(detail::quantile_pool{std::move(weights), std::move(spread), how == pooling::quantile_median});
}

}  // namespace tollcast
