#pragma once

#include <cstddef>
#include <string_view>

namespace tollcast::io {

struct text_position {
  std::size_t line, column;  // from 1; the column counts characters
};

// Where a byte of the text lies.
text_position position_of(std::string_view text, std::size_t offset);

// The text without its byte order mark. Throws invalid_input, "ORIGIN:LINE:COLUMN: ...", unless it is UTF-8 whose only
// control characters are tabs and LF or CRLF line ends.
std::string_view checked_text(std::string_view text, std::string_view origin);

}  // namespace tollcast::io
