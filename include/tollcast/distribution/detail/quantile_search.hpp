#pragma once

#include <cmath>
#include <cstdint>
#include <string>

#include <tollcast/core/error.hpp>
#include <tollcast/distribution/detail/check.hpp>
#include <tollcast/numeric/integer_search.hpp>

namespace tollcast::detail {

// A standard normal quantile to three digits, 0 < p < 1 (Abramowitz and Stegun 26.2.23).
inline double rough_normal_quantile(double p) {
  const double t = std::sqrt(-2.0 * std::log(p < 0.5 ? p : 1.0 - p));
  const double z =
      t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1.0 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
  return p < 0.5 ? -z : z;
}

// The quantile of a law by its cdf, from the Cornish-Fisher value for its mean, standard deviation and skewness
// outwards.
template <class Law>
std::int64_t searched_quantile(const Law& law, double p, double skewness) {
  check_probability("quantile", p);
  const std::int64_t lowest = support_lower(law);
  const auto highest = support_upper(law);
  if (p == 0.0 || lowest == highest) return lowest;
  if (p == 1.0 && !highest) {
    throw invalid_input(
        "quantile: a probability of 1 was given for a law without a largest outcome, but it must be below 1");
  }
  const double z = p < 1.0 ? rough_normal_quantile(p) : 8.0;
  const std::int64_t guess = whole(mean(law) + std::sqrt(variance(law)) * (z + skewness * (z * z - 1.0) / 6.0));
  const std::int64_t found = smallest_where(lowest, highest.value_or(largest_outcome), guess,
                                            [&](std::int64_t y) { return cdf(law, y) >= p; });
  if (found == largest_outcome && !highest) {
    throw invalid_input("quantile: the quantile at " + spelled(p) + " exceeds 2^62 - 2, the largest that can be told");
  }
  return found;
}

}  // namespace tollcast::detail
