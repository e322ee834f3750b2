#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <utility>

#include <tollcast/core/error.hpp>
#include <tollcast/distribution/detail/check.hpp>
#include <tollcast/distribution/tabulated.hpp>
#include <tollcast/numeric/integer_search.hpp>
#include <tollcast/numeric/special.hpp>

namespace tollcast {

namespace detail {

TOLLCAST_INLINE double log_geometric_sum(double log_first, double log_ratio, std::int64_t count) {
  if (count == 1) return log_first;
  const auto n = static_cast<double>(count);
  return log_first + std::max(0.0, (n - 1.0) * log_ratio) + std::log(geometric_factor(std::abs(log_ratio), n));
}

TOLLCAST_INLINE double geometric_sum(double log_first, double log_ratio, std::int64_t count) {
  if (count <= 0) return 0.0;
  if (count == 1) return std::exp(log_first);
  const auto n = static_cast<double>(count);
  return std::exp(log_first + std::max(0.0, (n - 1.0) * log_ratio)) * geometric_factor(std::abs(log_ratio), n);
}

// coth(x/2)/2 - 1/x, an odd function; n L(n a) - L(a) is how far the mean of j over 0 ... n - 1 with weights e^(a j)
// lies from (n - 1)/2.
inline double geometric_lean(double x) {
  if (std::abs(x) > 0.5) return 1.0 / -std::expm1(-x) - 0.5 - 1.0 / x;
  const double z = x * x;
  return x * (1.0 / 12 -
              z * (1.0 / 720 -
                   z * (1.0 / 30240 - z * (1.0 / 1209600 - z * (1.0 / 47900160 - z * (691.0 / 1307674368000.0))))));
}

// Its derivative 1/x^2 - 1/(2 sinh(x/2))^2; n^2 L'(n a) - L'(a) is the variance of that j.
inline double geometric_spread(double x) {
  if (std::abs(x) > 0.5) {
    const double a = std::abs(x);
    const double tail = std::exp(-a) / (std::expm1(-a) * std::expm1(-a));
    return 1.0 / (x * x) - tail;
  }
  const double z = x * x;
  return 1.0 / 12 -
         z * (1.0 / 240 - z * (1.0 / 6048 - z * (1.0 / 172800 - z * (1.0 / 5322240 - z * (691.0 / 118879488000.0)))));
}

inline double block_mass(const tabulated::block& b) { return geometric_sum(b.log_first, b.log_ratio, b.count); }

inline double block_mean(const tabulated::block& b) {
  const auto n = static_cast<double>(b.count);
  return static_cast<double>(b.first) + (n - 1.0) / 2 +
         (n * geometric_lean(n * b.log_ratio) - geometric_lean(b.log_ratio));
}

inline double block_variance(const tabulated::block& b) {
  const auto n = static_cast<double>(b.count);
  return b.count == 1 ? 0.0 : n * n * geometric_spread(n * b.log_ratio) - geometric_spread(b.log_ratio);
}

}  // namespace detail

TOLLCAST_INLINE tabulated::tabulated(std::int64_t first, std::span<const double> probabilities) {
  detail::check_outcome("tabulated", first);
  blocks_.reserve(probabilities.size());
  for (std::size_t i = 0; i < probabilities.size(); ++i) {
    const double p = probabilities[i];
    if (!(p >= 0.0 && std::isfinite(p))) {
      throw invalid_input("tabulated: a probability of " + detail::spelled(p) +
                          " was given, but each must be a finite number of 0 or more");
    }
    if (p > 0.0) blocks_.push_back({first + static_cast<std::int64_t>(i), 1, std::log(p), 0.0, 0.0, 0.0});
  }
  normalise();
}

TOLLCAST_INLINE tabulated tabulated::from_log_pmf(std::vector<std::int64_t> knots, std::vector<double> log_pmf) {
  if (knots.size() != log_pmf.size()) {
    throw invalid_input("tabulated: " + std::to_string(knots.size()) + " knots and " + std::to_string(log_pmf.size()) +
                        " log probabilities were given, but each knot needs one");
  }
  for (const std::int64_t knot : knots) detail::check_outcome("tabulated", knot);
  tabulated law;
  law.blocks_.reserve(knots.size());
  for (std::size_t i = 0; i < knots.size(); ++i) {
    if (std::isnan(log_pmf[i]) || log_pmf[i] == std::numeric_limits<double>::infinity()) {
      throw invalid_input("tabulated: the log probability at " + std::to_string(knots[i]) + " is " +
                          detail::spelled(log_pmf[i]) + ", but it must be a number or -infinity");
    }
    const bool last = i + 1 == knots.size();
    if (!last && knots[i] >= knots[i + 1]) {
      throw invalid_input("tabulated: the knot " + std::to_string(knots[i + 1]) + " follows " +
                          std::to_string(knots[i]) + ", but knots must increase");
    }
    if (std::isinf(log_pmf[i])) continue;
    block b{knots[i], 1, log_pmf[i], 0.0, 0.0, 0.0};
    if (!last && std::isfinite(log_pmf[i + 1])) {
      const std::int64_t gap = knots[i + 1] - knots[i];
      if (gap > 1) {
        b.count = gap;
        b.log_ratio = (log_pmf[i + 1] - log_pmf[i]) / static_cast<double>(gap);
      }
    }
    law.blocks_.push_back(b);
  }
  law.normalise();
  return law;
}

TOLLCAST_INLINE tabulated tabulated::certain(std::int64_t outcome) {
  detail::check_outcome("tabulated", outcome);
  tabulated law;
  law.blocks_.push_back({outcome, 1, 0.0, 0.0, 0.0, 0.0});
  return law;
}

TOLLCAST_INLINE void tabulated::normalise() {
  std::vector<double> masses;
  masses.reserve(blocks_.size());
  for (const block& b : blocks_) masses.push_back(detail::log_geometric_sum(b.log_first, b.log_ratio, b.count));
  const double total = log_sum_exp(masses);
  if (!std::isfinite(total)) {
    throw invalid_input("tabulated: no outcome has a positive probability, but at least one must");
  }
  for (std::size_t i = 0; i < blocks_.size(); ++i) {
    blocks_[i].log_first -= total;
    masses[i] = detail::block_mass(blocks_[i]);
  }
  double sum = 0.0;
  for (std::size_t i = 0; i < blocks_.size(); ++i) {
    blocks_[i].before = std::min(sum, 1.0);
    sum += masses[i];
  }
  sum = 0.0;
  for (std::size_t i = blocks_.size(); i-- > 0;) {
    blocks_[i].after = std::min(sum, 1.0);
    sum += masses[i];
  }
}

TOLLCAST_INLINE const tabulated::block* tabulated::find(std::int64_t y) const {
  const auto next = std::upper_bound(blocks_.begin(), blocks_.end(), y,
                                     [](std::int64_t value, const block& b) { return value < b.first; });
  return next == blocks_.begin() ? nullptr : &*std::prev(next);
}

TOLLCAST_INLINE double mean(const tabulated& law) {
  // Sums from the first outcome, so that a narrow law far from 0 keeps its digits.
  const auto origin = static_cast<double>(support_lower(law));
  double sum = 0.0;
  for (const auto& b : law.blocks()) sum += detail::block_mass(b) * (detail::block_mean(b) - origin);
  return origin + sum;
}

TOLLCAST_INLINE double variance(const tabulated& law) {
  const double centre = mean(law);
  double sum = 0.0;
  for (const auto& b : law.blocks()) {
    const double distance = detail::block_mean(b) - centre;
    sum += detail::block_mass(b) * (detail::block_variance(b) + distance * distance);
  }
  return sum;
}

TOLLCAST_INLINE double log_pmf(const tabulated& law, std::int64_t y) {
  const tabulated::block* b = law.find(y);
  if (b == nullptr || y > b->last()) return -std::numeric_limits<double>::infinity();
  return b->log_first + static_cast<double>(y - b->first) * b->log_ratio;
}

TOLLCAST_INLINE double cdf(const tabulated& law, std::int64_t y) {
  if (y >= law.blocks().back().last()) return 1.0;
  const tabulated::block* b = law.find(y);
  if (b == nullptr) return 0.0;
  const std::int64_t taken = std::min(y, b->last()) - b->first + 1;
  return std::min(1.0, b->before + detail::geometric_sum(b->log_first, b->log_ratio, taken));
}

TOLLCAST_INLINE double prob_exceeds(const tabulated& law, std::int64_t y) {
  const tabulated::block* b = law.find(y);
  if (b == nullptr) return 1.0;
  if (y >= b->last()) return b->after;
  const std::int64_t skipped = y - b->first + 1;
  return std::min(1.0, b->after + detail::geometric_sum(b->log_first + static_cast<double>(skipped) * b->log_ratio,
                                                        b->log_ratio, b->count - skipped));
}

TOLLCAST_INLINE std::int64_t quantile(const tabulated& law, double p) {
  detail::check_probability("quantile", p);
  const auto blocks = law.blocks();
  // The last block that begins below p holds the answer, or all of it lies below p and the next block's first outcome
  // does.
  const auto next = std::partition_point(blocks.begin() + 1, blocks.end(), [p](const auto& b) { return b.before < p; });
  const tabulated::block& b = *std::prev(next);
  const double wanted = p - b.before;
  const double terms = b.log_ratio == 0.0
                           ? wanted * std::exp(-b.log_first)
                           : std::log1p(wanted * std::exp(-b.log_first) * std::expm1(b.log_ratio)) / b.log_ratio;
  const std::int64_t guess = b.first + std::clamp(detail::whole(std::ceil(terms) - 1.0), std::int64_t{0}, b.count - 1);
  return smallest_where(b.first, b.last(), guess, [&](std::int64_t y) { return cdf(law, y) >= p; });
}

TOLLCAST_INLINE std::int64_t mode(const tabulated& law) {
  double highest = -std::numeric_limits<double>::infinity();
  std::int64_t where = support_lower(law);
  for (const auto& b : law.blocks()) {
    const std::int64_t peak = b.log_ratio > 0.0 ? b.last() : b.first;
    const double height = log_pmf(law, peak);
    if (height > highest) {
      highest = height;
      where = peak;
    }
  }
  return where;
}

TOLLCAST_INLINE bool is_unimodal(const tabulated& law) {
  const auto blocks = law.blocks();
  bool falling = false;
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    const auto& b = blocks[i];
    if (b.count > 1) {
      if (b.log_ratio == 0.0 || (falling && b.log_ratio > 0.0)) return false;
      falling = b.log_ratio < 0.0;
    }
    if (i + 1 == blocks.size()) break;
    if (b.last() + 1 < blocks[i + 1].first) return false;
    const double step = blocks[i + 1].log_first - (b.log_first + static_cast<double>(b.count - 1) * b.log_ratio);
    if (step == 0.0 || (falling && step > 0.0)) return false;
    falling = step < 0.0;
  }
  return true;
}

TOLLCAST_INLINE std::int64_t sample(const tabulated& law, random_engine& engine) {
  return quantile(law, detail::uniform(engine));
}

TOLLCAST_INLINE std::int64_t support_lower(const tabulated& law) { return law.blocks().front().first; }

TOLLCAST_INLINE std::optional<std::int64_t> support_upper(const tabulated& law) { return law.blocks().back().last(); }

TOLLCAST_INLINE tabulated conditioned(const tabulated& law, std::int64_t lower, std::int64_t upper) {
  tabulated result;
  for (tabulated::block b : law.blocks()) {
    const std::int64_t first = std::max(lower, b.first);
    const std::int64_t last = std::min(upper, b.last());
    if (first > last) continue;
    b.log_first += static_cast<double>(first - b.first) * b.log_ratio;
    b.first = first;
    b.count = last - first + 1;
    if (b.count == 1) b.log_ratio = 0.0;
    result.blocks_.push_back(b);
  }
  if (result.blocks_.empty()) {
    throw invalid_input("conditioned: the law gives no probability to " + std::to_string(lower) + " ... " +
                        std::to_string(upper));
  }
  result.normalise();
  return result;
}

TOLLCAST_INLINE tabulated shifted(tabulated law, std::int64_t by) {
  detail::check_outcome("shifted", by);
  detail::check_outcome("shifted", support_lower(law) + by);
  detail::check_outcome("shifted", *support_upper(law) + by);
  for (auto& b : law.blocks_) b.first += by;
  return law;
}

}  // namespace tollcast
