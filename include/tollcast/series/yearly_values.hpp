#pragma once

#include <optional>
#include <string>
#include <vector>

#include <tollcast/core/config.hpp>
#include <tollcast/series/tally.hpp>

namespace tollcast {

// Measured values of consecutive years; nothing for a year without one.
struct yearly_values {
  std::string name;
  int first_year = 0;
  std::vector<std::optional<double>> values;
  std::vector<std::string> notes = {};  // for a reader: what was done with the rows

  int last_year() const { return first_year + static_cast<int>(values.size()) - 1; }
};

// The whole-year rows of a tally as values, measured or exact. Rows of a year without a value, bounds and ranges are
// missing years; "about" is its figure; rows shorter than a year are left out. Each is told in a note. Throws
// cannot_answer when no year has a value, and invalid_input, with FILE:LINE, when a year has two.
yearly_values values_of(const tally& series);

// Whether a tally holds a measured value, so that its years are values, not counts.
bool is_measured(const tally& series);

}  // namespace tollcast

#ifndef TOLLCAST_COMPILED
#include <tollcast/series/detail/yearly_values.ipp>
#endif
