#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <tollcast/series/regional_tally.hpp>
#include <tollcast/series/tally.hpp>

namespace tollcast {

// A series that the library carries. Each row has its source; `source` is that of the whole.
struct dataset {
  std::string name, title, source, terms;
  tally data;
  std::vector<region_merger> merged = {};  // regions that another has taken in, as regional() wants them told
};

// Linked from tollcast::io.
std::span<const dataset> datasets();

// With or without a leading @. Throws invalid_input with the nearest names when there is none.
const dataset& find_dataset(std::string_view name);

}  // namespace tollcast
