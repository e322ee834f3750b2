#pragma once

#include <cmath>
#include <cstdint>
#include <cstdio>
#include <string>

#include <tollcast/core/error.hpp>
#include <tollcast/numeric/random.hpp>

namespace tollcast::detail {

// A number as people write it (6 digits), for messages.
inline std::string spelled(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.6g", value);
  return text;
}

// Outcomes lie within +-(2^62 - 1), so that no distance between two of them overflows.
inline constexpr std::int64_t largest_outcome = (std::int64_t{1} << 62) - 1;

inline void check_outcome(const char* who, std::int64_t y) {
  if (y > largest_outcome || y < -largest_outcome) {
    throw invalid_input(std::string(who) + ": an outcome of " + std::to_string(y) +
                        " was given, but outcomes must lie within -(2^62 - 1) ... 2^62 - 1");
  }
}

// The whole part of x, held within the outcomes; 0 for NaN.
inline std::int64_t whole(double x) {
  if (!(std::abs(x) < static_cast<double>(largest_outcome)))
    return x > 0.0 ? largest_outcome : x < 0.0 ? -largest_outcome : 0;
  return static_cast<std::int64_t>(x);
}

inline void check_probability(const char* who, double p) {
  if (!(p >= 0.0 && p <= 1.0)) {
    throw invalid_input(std::string(who) + ": a probability of " + spelled(p) +
                        " was given, but it must lie in [0, 1]");
  }
}

inline void check_mean(const char* who, double mean) {
  if (!(mean >= 0.0 && mean <= 1e15)) {
    throw invalid_input(std::string(who) + ": a mean of " + spelled(mean) +
                        " was given, but it must lie in [0, 10^15]");
  }
}

inline void check_level(double level) {
  if (!(level > 0.0 && level < 1.0)) {
    throw invalid_input("interval: a level of " + spelled(level) +
                        " was given, but it must lie between 0 and 1, both excluded");
  }
}

// 53 random bits, in the middle of their step of 2^-53: never 0, never 1.
inline double uniform(random_engine& engine) { return (static_cast<double>(engine() >> 11) + 0.5) * 0x1p-53; }

}  // namespace tollcast::detail
