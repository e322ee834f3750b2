#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace tollcast::detail {

// A panel of 16 h + 1 equally spaced values of a function on the integers, h a power of two.
struct sum_panel {
  std::int64_t first;
  std::int64_t step;  // h
  std::array<double, 17> values;

  // The sum over first ... first + 16 h - 1 and its error, told by a sixteenth of the distance to the sum with half as
  // many values, whose error is at least 2^8 times as large where the function is smooth. Trapezoids of width h, 2 h,
  // ..., 16 h, whose error is a series in the square of the width (Euler-Maclaurin), are extrapolated (Romberg) to
  // width 1, at which the trapezoids are the sum itself.
  std::array<double, 2> sum_and_error() const {
    std::array<double, 5> row;
    for (std::size_t level = 0; level < 5; ++level) {
      const std::size_t stride = std::size_t{1} << level;
      double total = 0.5 * (values[0] + values[16]);
      for (std::size_t i = stride; i < 16; i += stride) total += values[i];
      row[level] = total * static_cast<double>(stride) * static_cast<double>(step);
    }
    const double ends = 0.5 * (values[0] - values[16]);
    if (step == 1) return {row[0] + ends, 0.0};
    // Neville's scheme towards width 1: row[i] takes in one coarser level at a time.
    double coarser = 0.0;                                                                   // without the finest level
    const double smallest = 1.0 / (static_cast<double>(step) * static_cast<double>(step));  // 1 in units of h^2
    for (std::size_t order = 1; order < 5; ++order) {
      coarser = row[1];
      for (std::size_t i = 0; i + order < 5; ++i) {
        const double fine = std::pow(4.0, static_cast<double>(i)) - smallest;
        const double coarse = std::pow(4.0, static_cast<double>(i + order)) - smallest;
        row[i] = (coarse * row[i] - fine * row[i + 1]) / (coarse - fine);
      }
    }
    return {row[0] + ends, std::abs(row[0] - coarser) / 16.0};
  }
};

// The sum of f(0) ... f(count - 1) for an f that is smooth but for a few kinks, of any count up to 2^63 - 1; rest(d)
// bounds the sum of f(d) ... f(count - 1). Panels grow with the distance from 0 and are halved, down to single integers
// if need be, until the error each shows is below 10^-12 of the whole; the sum ends where all that is left is below
// 10^-17 of it. Some hundred evaluations, 200,000 at most.
template <class Function, class Rest>
double sum_of_counts(Function f, Rest rest, std::int64_t count) {
  if (count <= 0) return 0.0;
  struct open_panel {
    sum_panel panel;
    std::array<double, 2> sum_and_error;
  };
  std::vector<open_panel> open;
  double done = 0.0;
  double whole = 0.0;
  std::int64_t at = 0;
  double next = f(0);
  for (std::int64_t step = 1; at < count && !(at > 0 && rest(at) <= 1e-17 * whole); step *= 2) {
    if (count - at <= 16) {
      for (; at < count; ++at) done += f(at);
      break;
    }
    while (step > (count - at - 1) / 16) step /= 2;
    sum_panel panel{at, step, {next}};
    for (std::size_t i = 1; i <= 16; ++i) panel.values[i] = f(at + static_cast<std::int64_t>(i) * step);
    at += 16 * step;
    next = panel.values[16];
    open.push_back({panel, panel.sum_and_error()});
    whole += open.back().sum_and_error[0];
  }
  whole += done;
  constexpr double tolerance = 1e-12;
  for (int evaluations = 0; !open.empty();) {
    const auto [panel, figure] = open.back();
    open.pop_back();
    if (figure[1] <= tolerance * whole || evaluations > 200'000) {
      done += figure[0];
      continue;
    }
    const std::int64_t step = panel.step / 2;
    for (std::size_t half = 0; half < 2; ++half) {
      sum_panel part{panel.first + static_cast<std::int64_t>(half) * 8 * panel.step, step, {}};
      for (std::size_t i = 0; i <= 16; ++i) {
        part.values[i] =
            i % 2 == 0 ? panel.values[8 * half + i / 2] : f(part.first + static_cast<std::int64_t>(i) * step);
      }
      open.push_back({part, part.sum_and_error()});
    }
    evaluations += 16;
  }
  return done;
}

}  // namespace tollcast::detail
