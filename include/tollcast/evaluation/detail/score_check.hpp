#pragma once

#include <cmath>
#include <cstdint>
#include <string>

#include <tollcast/core/error.hpp>
#include <tollcast/distribution/detail/check.hpp>
#include <tollcast/evaluation/score_scale.hpp>

namespace tollcast::detail {

// An outcome of a law of counts.
inline void check_count(const char* who, std::int64_t y) {
  if (y < 0) {
    throw invalid_input(std::string(who) + ": " + std::to_string(y) + " was given; a count of 0 or more is needed");
  }
  check_outcome(who, y);
}

// An outcome of a law of measured values, or any other value scored on `scale`.
inline void check_scored(const char* who, double y, score_scale scale) {
  if (!std::isfinite(y)) {
    throw invalid_input(std::string(who) + ": a value of " + spelled(y) + " was given; a finite number is needed");
  }
  if (scale == score_scale::logarithmic && y < 0.0) {
    throw invalid_input(std::string(who) + ": a value of " + spelled(y) +
                        " was given; on the log scale 0 or more is needed");
  }
}

// g(y) = y or log(1 + y), values below 0 as 0.
inline double scaled(double y, score_scale scale) {
  return scale == score_scale::natural ? y : std::log1p(std::max(y, 0.0));
}

// g(high) - g(low), low <= high, without the difference of large numbers.
inline double scaled_distance(double low, double high, score_scale scale) {
  if (scale == score_scale::natural) return high - low;
  low = std::max(low, 0.0);
  return high > low ? std::log1p((high - low) / (low + 1.0)) : 0.0;
}

inline double scaled_distance(std::int64_t low, std::int64_t high, score_scale scale) {
  if (scale == score_scale::natural) return static_cast<double>(high - low);
  return scaled_distance(static_cast<double>(low), static_cast<double>(high), scale);
}

}  // namespace tollcast::detail
