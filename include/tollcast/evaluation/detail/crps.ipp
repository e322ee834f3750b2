#pragma once

#include <cmath>

#include <boost/math/quadrature/gauss.hpp>

#include <tollcast/core/error.hpp>
#include <tollcast/evaluation/crps.hpp>

namespace tollcast {

namespace detail {

// Sum over k = from ... to - 1 of (F(k) - step)^2 (g(k + 1) - g(k)) inside one block, or where there is none.
inline double squared_gap(const tabulated& law, const tabulated::block* b, std::int64_t from, std::int64_t to,
                          double step, score_scale scale) {
  const auto distance = [scale](std::int64_t low, std::int64_t high) {
    return scale == score_scale::natural ? static_cast<double>(high - low)
                                         : std::log1p(static_cast<double>(high - low) / (static_cast<double>(low) + 1));
  };
  if (from >= to) return 0;
  if (b == nullptr || from > b->last()) {
    const double gap = (step > 0 ? prob_exceeds(law, from) : cdf(law, from));
    return gap * gap * distance(from, to);
  }
  const auto gap_at = [&](double offset) {
    const double n = offset + 1;
    const double below = b->before + (b->log_ratio == 0 ? n * std::exp(b->log_first)
                                                        : std::exp(b->log_first) * std::expm1(n * b->log_ratio) /
                                                              std::expm1(b->log_ratio));
    return below - step;
  };
  const double start = static_cast<double>(from - b->first);
  if (to - from <= 48) {
    double sum = 0;
    for (std::int64_t k = from; k < to; ++k) {
      const double gap = gap_at(static_cast<double>(k - b->first));
      sum += gap * gap * distance(k, k + 1);
    }
    return sum;
  }
  // A long run: the sum is the integral from -1/2 to n - 1/2 but for terms of the second derivative.
  const auto integrand = [&](double offset) {
    const double gap = gap_at(start + offset);
    const double at = static_cast<double>(b->first) + start + offset;
    return gap * gap * (scale == score_scale::natural ? 1.0 : std::log1p(1 / (at + 1)));
  };
  return boost::math::quadrature::gauss<double, 20>::integrate(integrand, -0.5, static_cast<double>(to - from) - 0.5);
}

}  // namespace detail

TOLLCAST_INLINE double crps(const tabulated& law, std::int64_t outcome, score_scale scale) {
  if (outcome < 0)
    throw invalid_input("crps: " + std::to_string(outcome) + " was given; a count of 0 or more is needed");
  double sum = 0;
  std::int64_t reached = std::min(outcome, support_lower(law));
  const auto cross = [&](const tabulated::block* b, std::int64_t to) {
    const std::int64_t split = std::clamp(outcome, reached, to);
    sum += detail::squared_gap(law, b, reached, split, 0, scale) + detail::squared_gap(law, b, split, to, 1, scale);
    reached = std::max(reached, to);
  };
  for (const tabulated::block& b : law.blocks()) {
    cross(nullptr, b.first);
    cross(&b, b.last() + 1);
  }
  cross(nullptr, std::max(outcome, reached));
  return sum;
}

}  // namespace tollcast
