#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include <boost/random/uniform_int_distribution.hpp>

#include <tollcast/core/error.hpp>
#include <tollcast/distribution/detail/check.hpp>
#include <tollcast/distribution/empirical.hpp>

namespace tollcast {

namespace detail {

inline double share(const empirical& law, std::ptrdiff_t draws) {
  return static_cast<double>(draws) / static_cast<double>(law.draws().size());
}

// The smallest number of draws whose share of all, rounded to a double, is at least p.
inline std::size_t draws_needed(const empirical& law, double p) {
  const auto n = static_cast<std::int64_t>(law.draws().size());
  const auto guess = static_cast<std::int64_t>(p * static_cast<double>(n));
  return static_cast<std::size_t>(
      smallest_where(1, n, guess, [&](std::int64_t k) { return share(law, static_cast<std::ptrdiff_t>(k)) >= p; }));
}

}  // namespace detail

TOLLCAST_INLINE empirical::empirical(std::vector<std::int64_t> draws) : draws_(std::move(draws)) {
  if (draws_.empty()) throw invalid_input("empirical: no draws were given, but at least one is needed");
  std::sort(draws_.begin(), draws_.end());
  detail::check_outcome("empirical", draws_.front());
  detail::check_outcome("empirical", draws_.back());
}

TOLLCAST_INLINE double mean(const empirical& law) {
  // From the smallest draw, so that draws far from 0 keep their digits.
  const std::int64_t origin = law.draws().front();
  double sum = 0.0;
  for (const std::int64_t y : law.draws()) sum += static_cast<double>(y - origin);
  return static_cast<double>(origin) + sum / static_cast<double>(law.draws().size());
}

TOLLCAST_INLINE double variance(const empirical& law) {
  const double centre = mean(law);
  double sum = 0.0;
  for (const std::int64_t y : law.draws()) {
    const double distance = static_cast<double>(y) - centre;
    sum += distance * distance;
  }
  return sum / static_cast<double>(law.draws().size());
}

TOLLCAST_INLINE double log_pmf(const empirical& law, std::int64_t y) {
  const auto [first, last] = std::equal_range(law.draws().begin(), law.draws().end(), y);
  return std::log(detail::share(law, last - first));
}

TOLLCAST_INLINE double cdf(const empirical& law, std::int64_t y) {
  const auto& draws = law.draws();
  return detail::share(law, std::upper_bound(draws.begin(), draws.end(), y) - draws.begin());
}

TOLLCAST_INLINE double prob_exceeds(const empirical& law, std::int64_t y) {
  const auto& draws = law.draws();
  return detail::share(law, draws.end() - std::upper_bound(draws.begin(), draws.end(), y));
}

TOLLCAST_INLINE std::int64_t quantile(const empirical& law, double p) {
  detail::check_probability("quantile", p);
  return law.draws()[detail::draws_needed(law, p) - 1];
}

TOLLCAST_INLINE std::int64_t mode(const empirical& law) {
  const auto& draws = law.draws();
  std::int64_t best = draws.front();
  std::ptrdiff_t most = 0;
  for (auto first = draws.begin(); first != draws.end();) {
    const auto last = std::upper_bound(first, draws.end(), *first);
    if (last - first > most) {
      most = last - first;
      best = *first;
    }
    first = last;
  }
  return best;
}

TOLLCAST_INLINE std::int64_t sample(const empirical& law, random_engine& engine) {
  return law.draws()[boost::random::uniform_int_distribution<std::size_t>(0, law.draws().size() - 1)(engine)];
}

TOLLCAST_INLINE std::int64_t support_lower(const empirical& law) { return law.draws().front(); }

TOLLCAST_INLINE std::optional<std::int64_t> support_upper(const empirical& law) { return law.draws().back(); }

TOLLCAST_INLINE interval_ends shortest_interval(const empirical& law, double level) {
  detail::check_level(level);
  const auto& draws = law.draws();
  const std::size_t needed = detail::draws_needed(law, level);
  interval_ends best{draws.front(), draws[needed - 1]};
  double best_holds = prob_between(law, best.lower, best.upper);
  for (std::size_t i = 1; i + needed <= draws.size(); ++i) {
    const interval_ends ends{draws[i], draws[i + needed - 1]};
    if (ends.upper - ends.lower > best.upper - best.lower) continue;
    const double holds = prob_between(law, ends.lower, ends.upper);
    if (ends.upper - ends.lower < best.upper - best.lower || holds > best_holds) {
      best = ends;
      best_holds = holds;
    }
  }
  return best;
}

}  // namespace tollcast
