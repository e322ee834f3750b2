#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <string>

#include <tollcast/core/error.hpp>
#include <tollcast/distribution/detail/check.hpp>

// What the measures over many forecasts ask of the lists they are given; for .ipp files only.
namespace tollcast::detail {

inline void require_pairs(const char* who, std::size_t first, std::size_t second, std::size_t least = 1) {
  if (first == second && first >= least) return;
  throw invalid_input(std::string(who) + ": lists of " + std::to_string(first) + " and " + std::to_string(second) +
                      " were given; two of one length, " + std::to_string(least) + " or more, are needed");
}

inline void require_finite(const char* who, std::span<const double> values) {
  const auto wrong = std::find_if_not(values.begin(), values.end(), [](double value) { return std::isfinite(value); });
  if (wrong == values.end()) return;
  throw invalid_input(std::string(who) + ": " + spelled(*wrong) + " was given; finite numbers are needed");
}

inline void require_losses(const char* who, std::span<const double> scores) {
  const auto wrong =
      std::find_if_not(scores.begin(), scores.end(), [](double score) { return score >= 0 && std::isfinite(score); });
  if (wrong == scores.end()) return;
  throw invalid_input(std::string(who) + ": a score of " + spelled(*wrong) +
                      " was given; finite scores of 0 or more are needed");
}

inline void require_inside_unit(const char* who, const char* what, double value) {
  if (value > 0 && value < 1) return;
  throw invalid_input(std::string(who) + ": a " + what + " of " + spelled(value) +
                      " was given, but it must lie between 0 and 1, both excluded");
}

}  // namespace tollcast::detail
