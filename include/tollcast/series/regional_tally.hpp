#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include <tollcast/series/tally.hpp>

namespace tollcast {

// One region: its series is named by the region ("A", or "A/B" below "A").
struct regional_part {
  tally series;
  std::optional<std::size_t> parent = {};  // index of the part it belongs to, which comes before it; none: the total
  int level = 1;                           // 1 for the parts of the total
};

// A total and its parts. The parts of each node cover it: what no part covers is a part of its own.
struct regional_tally {
  tally total;
  std::vector<regional_part> parts;
  std::vector<std::string> notes = {};
};

}  // namespace tollcast
