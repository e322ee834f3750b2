#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>

#include <boost/math/quadrature/gauss.hpp>

#include <tollcast/distribution/tabulated.hpp>
#include <tollcast/evaluation/detail/score_check.hpp>

namespace tollcast::detail {

// Sum over k = from ... to - 1 of (F(k) - step)^2 (g(k + 1) - g(k)) inside one block, or where there is none.
inline double squared_gap(const tabulated& law, const tabulated::block* b, std::int64_t from, std::int64_t to,
                          double step, score_scale scale) {
  if (from >= to) return 0;
  if (b == nullptr || from > b->last()) {
    const double gap = (step > 0 ? prob_exceeds(law, from) : cdf(law, from));
    return gap * gap * scaled_distance(from, to, scale);
  }
  const auto gap_at = [&](double offset) {  // of a real offset, by the same closed form
    const double n = offset + 1;
    const double a = b->log_ratio;
    const double sum =
        n <= 0 ? 0.0 : std::exp(b->log_first + std::max(0.0, (n - 1) * a)) * geometric_factor(std::abs(a), n);
    return b->before + sum - step;
  };
  constexpr std::int64_t single = 64;
  constexpr double steep = 3;
  constexpr double settled = 45;
  const double rise = std::abs(b->log_ratio);
  double sum = 0;
  for (std::int64_t k = from; k < to;) {
    const std::int64_t end_of_singles = std::min(to, k + single);
    // Where the probabilities left to come are below e^-45 of a block's largest, the gap is one number.
    const double before_peak = b->log_ratio > 0 ? static_cast<double>(b->last() - k) * rise : 0.0;
    const double after_peak = b->log_ratio < 0 ? static_cast<double>(k - b->first) * rise : 0.0;
    if (after_peak > settled || before_peak > 2 * settled) {
      const std::int64_t until =
          after_peak > settled ? to
                               : std::min(to, std::max(k + 1, b->last() - static_cast<std::int64_t>(settled / rise)));
      const double gap = gap_at(static_cast<double>(k - b->first));
      sum += gap * gap * scaled_distance(k, until, scale);
      k = until;
      continue;
    }
    double reach = 0.5 * (static_cast<double>(k) + 1);
    if (rise > 0) reach = std::min(reach, steep / rise);
    if (reach <= static_cast<double>(single) || to - k <= single) {
      for (; k < end_of_singles; ++k) {
        const double gap = gap_at(static_cast<double>(k - b->first));
        sum += gap * gap * scaled_distance(k, k + 1, scale);
      }
      continue;
    }
    const std::int64_t until = static_cast<double>(to - k) <= reach ? to : k + static_cast<std::int64_t>(reach);
    // A sum is the integral from half a step before to half a step before its end, less 1/24 of the gain in slope
    // (Euler-Maclaurin); what is left is below 10^-8 for panels as gentle as these.
    const auto term = [&](double at) {
      const double gap = gap_at(at - static_cast<double>(b->first));
      return gap * gap * (scale == score_scale::natural ? 1.0 : std::log1p(1 / (at + 1)));
    };
    const auto start = static_cast<double>(k);
    const auto end = static_cast<double>(until);
    sum += boost::math::quadrature::gauss<double, 10>::integrate(term, start - 0.5, end - 0.5) -
           (term(end) - term(end - 1) - term(start) + term(start - 1)) / 24;
    k = until;
  }
  return sum;
}

// The terms lower <= k < upper of the CRPS.
inline double tabulated_crps(const tabulated& law, std::int64_t outcome, std::int64_t lower, std::int64_t upper,
                             score_scale scale) {
  if (scale == score_scale::logarithmic) lower = std::max(lower, std::int64_t{0});
  double sum = 0;
  std::int64_t reached = std::max(lower, std::min(outcome, support_lower(law)));
  const auto cross = [&](const tabulated::block* b, std::int64_t to) {
    to = std::min(to, upper);
    if (to <= reached) return;
    const std::int64_t split = std::clamp(outcome, reached, to);
    sum += squared_gap(law, b, reached, split, 0, scale) + squared_gap(law, b, split, to, 1, scale);
    reached = to;
  };
  for (const tabulated::block& b : law.blocks()) {
    cross(nullptr, b.first);
    cross(&b, b.last() + 1);
  }
  cross(nullptr, outcome);
  return sum;
}

}  // namespace tollcast::detail
