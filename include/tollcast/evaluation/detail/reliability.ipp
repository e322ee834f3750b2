#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>

#include <tollcast/core/error.hpp>
#include <tollcast/evaluation/detail/score_lists.hpp>
#include <tollcast/evaluation/reliability.hpp>
#include <tollcast/numeric/random.hpp>

namespace tollcast {

namespace detail {

inline void require_event_forecasts(const char* who, std::span<const event_forecast> forecasts, double level) {
  if (forecasts.empty()) {
    throw invalid_input(std::string(who) + ": nothing was given; at least one forecast is needed");
  }
  for (const event_forecast& forecast : forecasts) check_probability(who, forecast.probability);
  require_inside_unit(who, "level", level);
}

// The law of how many events of given probabilities happen.
struct event_count_law {
  std::size_t first;         // smallest number with a probability of 10^-25 or more
  std::vector<double> mass;  // of first, first + 1, ...
};

// Event by event. Both tails are cut as they fall below 10^-25, so that a step takes the law's spread, not its range.
inline event_count_law event_counts(std::span<const double> probabilities) {
  constexpr double negligible = 1e-25;
  event_count_law law{0, {1.0}};
  for (const double p : probabilities) {
    std::vector<double>& mass = law.mass;
    mass.push_back(mass.back() * p);
    for (std::size_t k = mass.size() - 2; k > 0; --k) mass[k] = mass[k] * (1 - p) + mass[k - 1] * p;
    mass[0] *= 1 - p;
    while (mass.back() < negligible) mass.pop_back();
    const auto kept = std::find_if(mass.begin(), mass.end(), [](double m) { return m >= negligible; });
    law.first += static_cast<std::size_t>(kept - mass.begin());
    mass.erase(mass.begin(), kept);
  }
  return law;
}

// The smallest k with P(X <= k) > tail, and the largest with P(X >= k) > tail; sums of probabilities that differ from
// the tail by rounding count as equal to it.
inline double lower_event_count(const event_count_law& law, double tail) {
  std::size_t k = 0;
  for (double sum = law.mass[0]; sum <= tail + 1e-12 && k + 1 < law.mass.size(); sum += law.mass[k]) ++k;
  return static_cast<double>(law.first + k);
}

inline double upper_event_count(const event_count_law& law, double tail) {
  std::size_t k = law.mass.size() - 1;
  for (double sum = law.mass[k]; sum <= tail + 1e-12 && k > 0; sum += law.mass[k]) --k;
  return static_cast<double>(law.first + k);
}

// Forecasts of the same probability, together; and pools of them.
struct forecast_pool {
  std::size_t first;  // positions among the sorted distinct probabilities
  std::size_t last;
  std::int64_t n;
  std::int64_t happened;
};

// Pools neighbours until the frequencies rise (Ayer et al. 1955, Ann. Math. Stat. 26:641).
inline void pool_adjacent_violators(std::span<const forecast_pool> groups, std::vector<forecast_pool>& pools) {
  pools.clear();
  for (const forecast_pool& group : groups) {
    pools.push_back(group);
    while (pools.size() > 1) {
      const forecast_pool& right = pools.back();
      forecast_pool& left = pools[pools.size() - 2];
      if (left.happened * right.n < right.happened * left.n) break;
      left = {left.first, right.last, left.n + right.n, left.happened + right.happened};
      pools.pop_back();
    }
  }
}

inline double frequency_of(const forecast_pool& pool) {
  return static_cast<double>(pool.happened) / static_cast<double>(pool.n);
}

struct band_ends {
  double lower;
  double upper;
};

// The two quantiles of resampled frequencies, the smallest value with at least that share at or below it.
inline band_ends central_band(std::vector<double>& values, double level) {
  std::sort(values.begin(), values.end());
  const auto n = static_cast<double>(values.size());
  const auto at = [&](double p) {
    return values[static_cast<std::size_t>(std::clamp(std::ceil(n * p - 1e-9), 1.0, n)) - 1];
  };
  return {at((1 - level) / 2), at((1 + level) / 2)};
}

}  // namespace detail

TOLLCAST_INLINE std::vector<reliability_bin> reliability_bins(std::span<const event_forecast> forecasts, int bins,
                                                              double level) {
  detail::require_event_forecasts("reliability_bins", forecasts, level);
  if (bins < 1 || bins > 10'000) {
    throw invalid_input("reliability_bins: " + std::to_string(bins) + " bins were asked for; 1 to 10000 are needed");
  }
  const auto end_of = [bins](int bin) { return static_cast<double>(bin + 1) / bins; };
  std::vector<std::vector<double>> probabilities(static_cast<std::size_t>(bins));
  std::vector<int> happened(static_cast<std::size_t>(bins));
  for (const event_forecast& forecast : forecasts) {
    int bin = std::min(bins - 1, static_cast<int>(forecast.probability * bins));
    // The product may be rounded across the end of a bin.
    if (bin + 1 < bins && forecast.probability >= end_of(bin)) ++bin;
    if (bin > 0 && forecast.probability < end_of(bin - 1)) --bin;
    probabilities[static_cast<std::size_t>(bin)].push_back(forecast.probability);
    happened[static_cast<std::size_t>(bin)] += forecast.happened ? 1 : 0;
  }
  std::vector<reliability_bin> rows;
  for (int bin = 0; bin < bins; ++bin) {
    const std::vector<double>& here = probabilities[static_cast<std::size_t>(bin)];
    if (here.empty()) continue;
    const auto n = static_cast<double>(here.size());
    double sum = 0;
    for (const double p : here) sum += p;
    const detail::event_count_law law = detail::event_counts(here);
    const int k = happened[static_cast<std::size_t>(bin)];
    rows.push_back({bin == 0 ? 0.0 : end_of(bin - 1), end_of(bin), static_cast<int>(here.size()), k, sum / n, k / n,
                    detail::lower_event_count(law, (1 - level) / 2) / n,
                    detail::upper_event_count(law, (1 - level) / 2) / n});
  }
  return rows;
}

TOLLCAST_INLINE reliability_curve isotonic_reliability(std::span<const event_forecast> forecasts,
                                                       const reliability_options& options) {
  detail::require_event_forecasts("isotonic_reliability", forecasts, options.level);
  if (options.replicates < 1 || options.replicates > 100'000) {
    throw invalid_input("isotonic_reliability: " + std::to_string(options.replicates) +
                        " replicates were asked for; 1 to 100000 are needed");
  }
  std::vector<event_forecast> sorted(forecasts.begin(), forecasts.end());
  std::sort(sorted.begin(), sorted.end(),
            [](const event_forecast& a, const event_forecast& b) { return a.probability < b.probability; });
  std::vector<double> probabilities;
  std::vector<detail::forecast_pool> groups;
  const auto n = static_cast<double>(sorted.size());
  double brier = 0;
  for (const event_forecast& forecast : sorted) {
    if (probabilities.empty() || forecast.probability != probabilities.back()) {
      groups.push_back({groups.size(), groups.size(), 0, 0});
      probabilities.push_back(forecast.probability);
    }
    ++groups.back().n;
    groups.back().happened += forecast.happened ? 1 : 0;
    brier += brier_score(forecast.probability, forecast.happened) / n;
  }

  std::vector<detail::forecast_pool> pools;
  detail::pool_adjacent_violators(groups, pools);
  reliability_curve curve{{}, brier, 0, 0, 0};
  double recalibrated = 0;  // the Brier score of the frequencies
  double events = 0;
  for (const detail::forecast_pool& pool : pools) {
    const double frequency = detail::frequency_of(pool);
    recalibrated += static_cast<double>(pool.happened) * (1 - frequency) / n;
    events += static_cast<double>(pool.happened);
    curve.steps.push_back({probabilities[pool.first], probabilities[pool.last], static_cast<int>(pool.n),
                           static_cast<int>(pool.happened), frequency, 0, 0, 0, 0});
  }
  curve.uncertainty = events / n * (1 - events / n);
  curve.miscalibration = std::max(0.0, brier - recalibrated);
  curve.discrimination = std::max(0.0, curve.uncertainty - recalibrated);

  // The frequencies of resampled outcomes, at both ends of every step.
  std::vector<std::vector<double>> resampled(2 * pools.size());
  random_engine engine(options.seed);
  std::vector<detail::forecast_pool> drawn = groups;
  std::vector<detail::forecast_pool> drawn_pools;
  for (int r = 0; r < options.replicates; ++r) {
    for (std::size_t g = 0; g < drawn.size(); ++g) {
      drawn[g].happened = 0;
      for (std::int64_t i = 0; i < drawn[g].n; ++i) drawn[g].happened += detail::uniform(engine) < probabilities[g];
    }
    detail::pool_adjacent_violators(drawn, drawn_pools);
    auto at = drawn_pools.begin();
    for (std::size_t s = 0; s < pools.size(); ++s) {
      while (at->last < pools[s].first) ++at;
      resampled[2 * s].push_back(detail::frequency_of(*at));
      while (at->last < pools[s].last) ++at;
      resampled[2 * s + 1].push_back(detail::frequency_of(*at));
    }
  }
  for (std::size_t s = 0; s < pools.size(); ++s) {
    const auto [lower_first, upper_first] = detail::central_band(resampled[2 * s], options.level);
    const auto [lower_last, upper_last] = detail::central_band(resampled[2 * s + 1], options.level);
    reliability_step& step = curve.steps[s];
    step.lower_first = lower_first;
    step.upper_first = upper_first;
    step.lower_last = lower_last;
    step.upper_last = upper_last;
  }
  return curve;
}

}  // namespace tollcast
