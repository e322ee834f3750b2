#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "csv_records.hpp"

#include <tollcast/series/tally.hpp>

namespace tollcast::io {

// Where the columns of a tally stand, from 0.
struct row_columns {
  std::size_t period, count;
  std::optional<std::size_t> series, region, source;
  std::size_t all;  // how many the header has
};

// The rows of a tally's CSV text, one after the other. Without a column series its name is that of `origin` without
// folder and extension.
class tally_rows {
 public:
  // Reads the header. Throws invalid_input, "ORIGIN:LINE:COLUMN: ...", as next() does.
  tally_rows(line_source lines, const std::string& origin);

  // Reads the next row; false at the end, which invalid_input says of a text without any.
  bool next();

  const std::string& series() const { return *series_; }  // that the row belongs to
  const observation& row() const { return row_; }

 private:
  csv_records records_;
  csv_record record_;
  row_columns where_;
  std::string count_column_, region_column_, only_name_;
  const std::string* series_ = nullptr;
  observation row_;
  bool has_rows_ = false;
};

}  // namespace tollcast::io
