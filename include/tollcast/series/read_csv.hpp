#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <tollcast/series/tally.hpp>

namespace tollcast {

// The series of a file, in the order in which their first rows stand.
class tallies {
 public:
  tallies(std::vector<tally> all, std::string origin) : all_(std::move(all)), origin_(std::move(origin)) {}

  auto begin() const { return all_.begin(); }
  auto end() const { return all_.end(); }
  std::size_t size() const { return all_.size(); }

  // Throws invalid_input with the nearest names when there is no such series.
  const tally& at(std::string_view name) const;

 private:
  std::vector<tally> all_;
  std::string origin_;
};

// Reads a CSV file (RFC 4180, UTF-8, a header row): the columns period and count (or value), and, when the file has
// them, series, region (or category) and source; any order, others ignored. Without a column series there is one, named
// by the file's name without its folder and extension. "-" is the standard input. Throws invalid_input,
// "FILE:LINE:COLUMN: ...", when it cannot be read or breaks a rule; COLUMN counts characters. Linked from tollcast::io.
tallies read_csv(const std::string& path);

// The same for a text. `origin` is the file's name for messages.
tallies parse_csv(std::string_view text, std::string_view origin);

}  // namespace tollcast
