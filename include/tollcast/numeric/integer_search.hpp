#pragma once

#include <algorithm>
#include <cstdint>

namespace tollcast {

// The smallest integer in [lower, upper] for which `holds` is true, where `holds` is false up to some point and true
// from there on, and is true at `upper` (not asked). Steps of doubling width from `guess`, then halving: about 2
// log2(distance of the guess) calls, whatever the width of the range. The answer y always satisfies holds(y) and
// !holds(y - 1) as evaluated, also where rounding blurs `holds`.
template <class Predicate>
std::int64_t smallest_where(std::int64_t lower, std::int64_t upper, std::int64_t guess, Predicate holds) {
  // Distances inside the range can exceed the largest int64, never the largest uint64.
  const auto distance = [](std::int64_t from, std::int64_t to) {
    return static_cast<std::uint64_t>(to) - static_cast<std::uint64_t>(from);
  };
  const auto moved = [](std::int64_t from, std::uint64_t by) {
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(from) + by);
  };
  std::int64_t low = lower;   // every integer below low fails
  std::int64_t high = upper;  // high holds
  if (lower < upper) {
    std::int64_t at = std::clamp(guess, lower, upper - 1);
    if (holds(at)) {
      high = at;
      for (std::uint64_t step = 1; low < high; step *= 2) {
        at = distance(low, high) > step ? moved(high, ~step + 1) : low;
        if (!holds(at)) {
          low = at + 1;
          break;
        }
        high = at;
      }
    } else {
      low = at + 1;
      for (std::uint64_t step = 1; low < high; step *= 2) {
        at = distance(low, high) > step ? moved(low, step) : high - 1;
        if (holds(at)) {
          high = at;
          break;
        }
        low = at + 1;
      }
    }
  }
  while (low < high) {
    const std::int64_t middle = moved(low, distance(low, high) / 2);
    if (holds(middle)) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return high;
}

}  // namespace tollcast
