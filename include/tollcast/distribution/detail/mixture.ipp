#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <utility>

#include <tollcast/core/error.hpp>
#include <tollcast/distribution/detail/check.hpp>
#include <tollcast/distribution/detail/quantile_search.hpp>
#include <tollcast/distribution/detail/weighted.hpp>
#include <tollcast/distribution/mixture.hpp>
#include <tollcast/numeric/integer_search.hpp>

namespace tollcast {

TOLLCAST_INLINE mixture::mixture(std::vector<double> weights, std::vector<any_distribution> components) {
  detail::check_components("mixture", weights.size(), components.size());
  const double sum = detail::checked_sum("mixture", weights);
  for (std::size_t i = 0; i < weights.size(); ++i) {
    if (weights[i] / sum == 0.0) continue;
    weights_.push_back(weights[i] / sum);
    components_.push_back(std::move(components[i]));
  }
}

TOLLCAST_INLINE double mean(const mixture& law) {
  return detail::weighted(law, [](const auto& component) { return mean(component); });
}

TOLLCAST_INLINE double variance(const mixture& law) {
  const double centre = mean(law);
  return detail::weighted(law, [centre](const auto& component) {
    const double distance = mean(component) - centre;
    return variance(component) + distance * distance;
  });
}

TOLLCAST_INLINE double log_pmf(const mixture& law, std::int64_t y) {
  // log of the sum of e^x_i, kept as the largest x_i and the sum relative to it.
  double largest = -std::numeric_limits<double>::infinity();
  double sum = 0.0;
  for (std::size_t i = 0; i < law.weights().size(); ++i) {
    const double x = std::log(law.weights()[i]) + log_pmf(law.components()[i], y);
    if (x > largest) {
      sum = sum * std::exp(largest - x) + 1.0;
      largest = x;
    } else if (std::isfinite(x)) {
      sum += std::exp(x - largest);
    }
  }
  return sum == 0.0 ? largest : largest + std::log(sum);
}

TOLLCAST_INLINE double cdf(const mixture& law, std::int64_t y) {
  // By the complement where that is the smaller: a sum of weights times 1 may miss 1.
  const double above = prob_exceeds(law, y);
  if (above < 0.5) return 1.0 - above;
  return detail::weighted(law, [y](const auto& component) { return cdf(component, y); });
}

TOLLCAST_INLINE double prob_exceeds(const mixture& law, std::int64_t y) {
  if (y < support_lower(law)) return 1.0;
  return detail::weighted(law, [y](const auto& component) { return prob_exceeds(component, y); });
}

TOLLCAST_INLINE std::int64_t quantile(const mixture& law, double p) { return detail::searched_quantile(law, p, 0.0); }

TOLLCAST_INLINE std::int64_t mode(const mixture& law) {
  std::vector<std::int64_t> starts;
  for (const auto& component : law.components()) starts.push_back(mode(component));
  const auto [low, high] = std::minmax_element(starts.begin(), starts.end());
  const std::int64_t first = *low;
  const std::int64_t last = *high;
  const std::int64_t step = (last - first) / 1024 + 1;
  for (std::int64_t y = first; last - y > step; y += step) starts.push_back(y + step);
  std::sort(starts.begin(), starts.end());

  std::int64_t best = first;
  double best_height = log_pmf(law, first);
  for (const std::int64_t start : starts) {
    const auto no_rise = [&](std::int64_t y) { return y == last || log_pmf(law, y) >= log_pmf(law, y + 1); };
    const std::int64_t peak = step == 1 ? start : smallest_where(first, last, start, no_rise);
    const double height = log_pmf(law, peak);
    if (height > best_height || (height == best_height && peak < best)) {
      best = peak;
      best_height = height;
    }
  }
  return best;
}

TOLLCAST_INLINE std::int64_t sample(const mixture& law, random_engine& engine) {
  double rest = detail::uniform(engine);
  std::size_t i = 0;
  for (; i + 1 < law.weights().size() && rest >= law.weights()[i]; ++i) rest -= law.weights()[i];
  return sample(law.components()[i], engine);
}

TOLLCAST_INLINE std::int64_t support_lower(const mixture& law) {
  std::int64_t lowest = detail::largest_outcome;
  for (const auto& component : law.components()) lowest = std::min(lowest, support_lower(component));
  return lowest;
}

TOLLCAST_INLINE std::optional<std::int64_t> support_upper(const mixture& law) {
  std::int64_t highest = -detail::largest_outcome;
  for (const auto& component : law.components()) {
    const auto upper = support_upper(component);
    if (!upper) return std::nullopt;
    highest = std::max(highest, *upper);
  }
  return highest;
}

}  // namespace tollcast
