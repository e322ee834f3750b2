#pragma once

#include <algorithm>
#include <cmath>
#include <span>
#include <string>
#include <vector>

#include <tollcast/core/error.hpp>
#include <tollcast/distribution/detail/check.hpp>
#include <tollcast/distribution/empirical.hpp>
#include <tollcast/distribution/empirical_values.hpp>
#include <tollcast/distribution/rounded.hpp>
#include <tollcast/distribution/tabulate.hpp>

namespace tollcast {

namespace detail {

// g(y) and the count nearest to its inverse.
inline double on_scale(double y, value_scale scale) { return scale == value_scale::natural ? y : std::log1p(y); }

inline std::int64_t nearest_count(double value, value_scale scale, std::int64_t largest) {
  const double y = std::round(scale == value_scale::natural ? value : std::expm1(value));
  if (!(y > 0.0)) return 0;
  return y < static_cast<double>(largest) ? static_cast<std::int64_t>(y) : largest;
}

}  // namespace detail

TOLLCAST_INLINE any_distribution rounded(const any_continuous_distribution& law, value_scale scale,
                                         std::int64_t largest) {
  if (largest < 0 || largest > 1'000'000'000'000'000) {
    throw invalid_input("rounded: a largest count of " + std::to_string(largest) +
                        " was given, but it must lie in [0, 10^15]");
  }
  const double end = detail::on_scale(static_cast<double>(largest) + 0.5, scale);
  if (!(cdf(law, end) > 0.0)) {
    throw invalid_input("rounded: the law lies wholly beyond the largest count given, " + std::to_string(largest));
  }
  if (const auto* draws = law.get_if<empirical_values>()) {
    std::vector<std::int64_t> counts;
    counts.reserve(draws->draws().size());
    for (const double value : draws->draws()) {
      if (value <= end) counts.push_back(detail::nearest_count(value, scale, largest));
    }
    return empirical(std::move(counts));
  }
  constexpr double tail = 1e-13;
  constexpr std::int64_t narrow = 4096;
  const std::int64_t first = detail::nearest_count(quantile(law, tail), scale, largest);
  const std::int64_t last = detail::nearest_count(quantile(law, 1.0 - tail), scale, largest);
  if (first == last) return tabulated::certain(first);
  const log_pmf_of log_pmf = [&](std::span<const std::int64_t> counts) {
    std::vector<double> result;
    result.reserve(counts.size());
    for (const std::int64_t count : counts) {
      const auto y = static_cast<double>(count);
      if (last - first > narrow && count > narrow) {  // the density is as good as straight over one count
        const double jacobian = scale == value_scale::natural ? 0.0 : -std::log1p(y);
        result.push_back(log_pdf(law, detail::on_scale(y, scale)) + jacobian);
        continue;
      }
      const double high = detail::on_scale(y + 0.5, scale);
      const double low = detail::on_scale(y - 0.5, scale);
      const double below = count == 0 ? 0.0 : cdf(law, low);
      const double within = below > 0.5 ? prob_exceeds(law, low) - prob_exceeds(law, high) : cdf(law, high) - below;
      result.push_back(std::log(std::max(0.0, within)));  // a cdf found by root-finding may fall by its rounding
    }
    return result;
  };
  return tabulate(first, last, log_pmf);
}

}  // namespace tollcast
