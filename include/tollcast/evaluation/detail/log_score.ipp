#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>

#include <tollcast/evaluation/detail/count_sum.hpp>
#include <tollcast/evaluation/detail/score_check.hpp>
#include <tollcast/evaluation/detail/value_integral.hpp>
#include <tollcast/evaluation/log_score.hpp>

namespace tollcast {

namespace detail {

// With c = g(median), the mean less c is the integral of P(Y > z) dg(z) above c less that of P(Y <= z) dg(z) below, and
// E(g(Y) - c)^2 that of 2 |g(z) - c| times either: positive terms, in which a law far from 0 keeps its digits.
TOLLCAST_INLINE moments log_scale_moments(const any_distribution& law) {
  const std::int64_t middle = std::max(median(law), std::int64_t{0});
  const std::int64_t lower = std::max(support_lower(law), std::int64_t{0});
  const std::int64_t upper = std::max(support_upper(law).value_or(largest_outcome), middle);
  const auto distance = [](std::int64_t low, std::int64_t high) {
    return scaled_distance(low, high, score_scale::logarithmic);
  };
  const auto moment = [&](int order) {  // above, below
    const auto part = [&](double far, double near) { return order == 1 ? far - near : far * far - near * near; };
    const auto above = [&](std::int64_t d, std::int64_t end) {
      return prob_exceeds(law, middle + d) * part(distance(middle, end), distance(middle, middle + d));
    };
    const auto below = [&](std::int64_t d, std::int64_t end) {
      return cdf(law, middle - 1 - d) * part(distance(end, middle), distance(middle - d, middle));
    };
    const double over = sum_of_counts([&](std::int64_t d) { return above(d, middle + d + 1); },
                                      [&](std::int64_t d) { return above(d, upper); }, upper - middle);
    const double under = sum_of_counts([&](std::int64_t d) { return below(d, middle - 1 - d); },
                                       [&](std::int64_t d) { return below(d, lower); }, middle - lower);
    return order == 1 ? over - under : over + under;
  };
  const double shift = moment(1);
  return {std::log1p(static_cast<double>(middle)) + shift, std::max(0.0, moment(2) - shift * shift)};
}

TOLLCAST_INLINE moments log_scale_moments(const any_continuous_distribution& law) {
  constexpr score_scale scale = score_scale::logarithmic;
  constexpr double tail = 1e-13;
  const double middle = scaled_quantile(law, 0.5, scale);
  const double lower = scaled_quantile(law, tail, scale);
  const double upper = scaled_quantile(law, 1.0 - tail, scale);
  const auto above = [&](auto weight) {
    return integral_over_law(
        law, [&](double at) { return weight(at - middle) * prob_exceeds(law, std::expm1(at)); }, middle, upper, scale);
  };
  const auto below = [&](auto weight) {
    return integral_over_law(
        law, [&](double at) { return weight(middle - at) * cdf(law, std::expm1(at)); }, lower, middle, scale);
  };
  const auto one = [](double) { return 1.0; };
  const auto twice = [](double distance) { return 2.0 * distance; };
  const double shift = above(one) - below(one);
  return {middle + shift, std::max(0.0, above(twice) + below(twice) - shift * shift)};
}

}  // namespace detail

}  // namespace tollcast
