#pragma once

#include <cstdint>
#include <vector>

#include <tollcast/series/period.hpp>

namespace tollcast {

// Deaths in a stretch of one year.
struct part {
  period when;
  std::int64_t count;

  bool operator==(const part&) const = default;
};

inline std::int64_t sum_of(const std::vector<part>& parts) {
  std::int64_t sum = 0;
  for (const part& one : parts) sum += one.count;
  return sum;
}

}  // namespace tollcast
