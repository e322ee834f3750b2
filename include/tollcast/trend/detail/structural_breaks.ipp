#pragma once

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include <tollcast/core/error.hpp>
#include <tollcast/distribution/detail/check.hpp>
#include <tollcast/numeric/reference_laws.hpp>
#include <tollcast/numeric/special.hpp>
#include <tollcast/trend/detail/best_partitions.hpp>
#include <tollcast/trend/detail/running_line.hpp>
#include <tollcast/trend/structural_breaks.hpp>

namespace tollcast {

namespace detail {

inline running_line line_of(std::span<const double> x, std::span<const double> y, int degree,
                            std::pair<std::size_t, std::size_t> segment) {
  running_line line{degree};
  for (std::size_t i = segment.first; i <= segment.second; ++i) line.add(x[i], y[i]);
  return line;
}

// The least sum of squares that is told from rounding.
inline double rounding_of_squares(std::span<const double> y) {
  double largest = 0;
  for (const double value : y) largest = std::max(largest, std::abs(value));
  return static_cast<double>(y.size()) * std::pow(1e-12 * std::max(largest, 1e-100), 2);
}

// e^(z^2/2) Phi(-z), z >= 0: directly, and for large z by the asymptotic series (NIST DLMF 7.12.1).
inline double mills_ratio(double z) {
  if (z < 20) return 0.5 * std::exp(0.5 * z * z) * std::erfc(z / std::sqrt(2.0));
  const double u = 1 / (z * z);
  return std::exp(-half_log_two_pi) / z * (1 - u * (1 - 3 * u * (1 - 5 * u * (1 - 7 * u))));
}

TOLLCAST_INLINE double argmax_exceeds(double s, double rate) {
  const double k = 0.5 + rate;
  const double a = 0.5 * rate * (rate + 1);
  const double root = std::sqrt(s);
  const double small = std::exp(-s / 8);
  return small * ((2 * k * k / a + 0.5 * s - 2) * mills_ratio(0.5 * root) - k / a * mills_ratio(k * root) -
                  root * std::exp(-half_log_two_pi));
}

// The s >= 0 with argmax_exceeds(s, rate) = p; 0 where it never is.
inline double argmax_quantile(double p, double rate) {
  if (argmax_exceeds(0, rate) <= p) return 0;
  double low = 0;
  double high = 1;
  while (argmax_exceeds(high, rate) > p) high *= 2;
  for (int i = 0; i < 60; ++i) {
    const double middle = 0.5 * (low + high);
    (argmax_exceeds(middle, rate) > p ? low : high) = middle;
  }
  return high;
}

}  // namespace detail

TOLLCAST_INLINE structural_breaks::structural_breaks(std::span<const double> x, std::span<const double> y, int degree,
                                                     std::size_t shortest, std::size_t most)
    : x_(x.begin(), x.end()), y_(y.begin(), y.end()), degree_(degree) {
  const std::size_t n = y.size();
  if (x.size() != n || std::adjacent_find(x.begin(), x.end(), [](double a, double b) { return !(a < b); }) != x.end()) {
    throw invalid_input("structural_breaks: each observation needs its time, and times must increase");
  }
  const auto finite = [](double value) { return std::isfinite(value); };
  if (!std::all_of(x.begin(), x.end(), finite) || !std::all_of(y.begin(), y.end(), finite)) {
    throw invalid_input("structural_breaks: times and observations must be finite numbers");
  }
  if (degree < 0 || degree > 1) {
    throw invalid_input("structural_breaks: a degree of " + std::to_string(degree) +
                        " was given; 0 (level) or 1 (level and slope) is needed");
  }
  const auto coefficients = static_cast<std::size_t>(degree) + 1;
  if (shortest <= coefficients || shortest > n) {
    throw invalid_input("structural_breaks: segments of at least " + std::to_string(shortest) + " of " +
                        std::to_string(n) + " observations were asked for; " + std::to_string(coefficients + 1) +
                        " to " + std::to_string(n) + " are possible");
  }

  detail::segment_costs rss(n, shortest);
  for (std::size_t i = 0; i < n; ++i) {
    detail::running_line line{degree};
    for (std::size_t j = i; j < n; ++j) {
      line.add(x[j], y[j]);
      rss(i, j) = line.rss();
    }
  }
  const double rounding = detail::rounding_of_squares(y);
  const auto size = static_cast<double>(n);
  for (detail::break_list& breaks : detail::best_partitions(rss, most)) {
    double sum = 0;
    for (std::size_t k = 0; k <= breaks.size(); ++k) {
      const auto [first, last] = detail::segment_of(breaks, k, n);
      sum += rss(first, last);
    }
    const auto parameters = static_cast<double>((coefficients + 1) * (breaks.size() + 1));
    const double bic = size * (std::log(std::max(sum, rounding) / size) + 1 + 2 * detail::half_log_two_pi) +
                       std::log(size) * parameters;
    partitions_.push_back({std::move(breaks), sum, bic});
  }
}

TOLLCAST_INLINE std::size_t structural_breaks::chosen() const {
  const auto best = std::min_element(partitions_.begin(), partitions_.end(),
                                     [](const auto& one, const auto& other) { return one.bic < other.bic; });
  return static_cast<std::size_t>(best - partitions_.begin());
}

TOLLCAST_INLINE std::vector<break_interval> structural_breaks::intervals(std::size_t m, double level) const {
  detail::check_level(level);
  if (m >= partitions_.size()) {
    throw invalid_input("structural_breaks: intervals for " + std::to_string(m) + " breaks were asked for; at most " +
                        std::to_string(partitions_.size() - 1) + " were fitted");
  }
  const auto& breaks = partitions_[m].breaks;
  const std::size_t n = y_.size();
  const double rounding = detail::rounding_of_squares(y_) / static_cast<double>(n);
  std::vector<break_interval> result;
  for (std::size_t k = 0; k < m; ++k) {
    const auto left_ends = detail::segment_of(breaks, k, n);
    const auto right_ends = detail::segment_of(breaks, k + 1, n);
    const auto left = detail::line_of(x_, y_, degree_, left_ends);
    const auto right = detail::line_of(x_, y_, degree_, right_ends);
    // d' Q d is the mean square of the change over the regressors of a segment.
    const auto mean_square = [&](std::pair<std::size_t, std::size_t> ends) {
      double sum = 0;
      for (std::size_t i = ends.first; i <= ends.second; ++i) sum += std::pow(right.at(x_[i]) - left.at(x_[i]), 2);
      return sum / static_cast<double>(ends.second - ends.first + 1);
    };
    const double change = std::max(mean_square(left_ends), rounding);
    const double ratio = std::max(mean_square(right_ends), rounding) / change;
    const double left_variance = std::max(left.rss() / left.n, rounding);
    const double right_variance = std::max(right.rss() / right.n, rounding);
    const double scale = left_variance / change;
    // V = W(s) - |s|/2 on the left; on the right variance b^2 = ratio right_variance / left_variance, drift ratio / 2.
    const double rate = right_variance / left_variance;
    const double after = detail::argmax_quantile(0.5 * (1 - level), rate) * rate / ratio * scale;
    const double before = detail::argmax_quantile(0.5 * (1 - level), 1 / rate) * scale;
    const auto at = static_cast<long>(breaks[k]);
    const double farthest = 1e9;
    result.push_back({at, at - static_cast<long>(std::min(farthest, std::floor(after))) - 1,
                      at + static_cast<long>(std::min(farthest, std::floor(before))) + 1});
  }
  return result;
}

}  // namespace tollcast
