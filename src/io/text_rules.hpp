#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace tollcast::io {

struct text_position {
  std::size_t line, column;  // from 1; the column counts characters
};

// Where a byte of the text lies.
text_position position_of(std::string_view text, std::size_t offset);

// How many characters the UTF-8 text has.
std::size_t characters_of(std::string_view text);

// "ORIGIN:LINE:COLUMN: WHAT"
std::string at(std::string_view origin, text_position where, const std::string& what);

// The first line of a text without its byte order mark. Throws invalid_input when it is UTF-16.
std::string_view without_mark(std::string_view first_line, std::string_view origin);

// Throws invalid_input, "ORIGIN:LINE:COLUMN: ...", unless the line, which ends with its line feed, is UTF-8 whose only
// control characters are tabs and its LF or CRLF.
void check_line(std::string_view line, std::size_t number, std::string_view origin);

}  // namespace tollcast::io
