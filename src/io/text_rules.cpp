#include "text_rules.hpp"

#include <algorithm>

#include <tollcast/core/error.hpp>

namespace tollcast::io {

namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

// How many bytes the character at the beginning of the text takes; 0 when they are not UTF-8 (Unicode 15, table 3-7:
// neither overlong forms, nor surrogates, nor more than U+10FFFF).
std::size_t character_length(std::string_view text) {
  const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U; };
  const auto continues = [&](std::size_t i, unsigned least = 0x80, unsigned most = 0xBF) {
    return byte(i) >= least && byte(i) <= most;
  };
  const unsigned lead = byte(0);
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead <= 0xDF) return continues(1) ? 2 : 0;
  if (lead >= 0xE0 && lead <= 0xEF) {
    const bool second = continues(1, lead == 0xE0 ? 0xA0 : 0x80, lead == 0xED ? 0x9F : 0xBF);
    return second && continues(2) ? 3 : 0;
  }
  if (lead >= 0xF0 && lead <= 0xF4) {
    const bool second = continues(1, lead == 0xF0 ? 0x90 : 0x80, lead == 0xF4 ? 0x8F : 0xBF);
    return second && continues(2) && continues(3) ? 4 : 0;
  }
  return 0;
}

std::string hexadecimal(unsigned byte) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  return {'0', 'x', digits[byte >> 4U], digits[byte & 0xFU]};
}

// The rule that the character at the beginning of the text breaks; "" when it breaks none.
std::string broken_rule(std::string_view text, std::size_t length) {
  const auto byte = static_cast<unsigned char>(text[0]);
  if (length == 0) return "the byte " + hexadecimal(byte) + " is not UTF-8 here; save the file as UTF-8";
  if (byte == 0) return "a NUL byte; this is a binary file or UTF-16, text in UTF-8 is needed";
  if (byte == '\r')
    return text.starts_with("\r\n") ? "" : "a carriage return without a line feed; end lines with LF or CRLF";
  if ((byte < 0x20 && byte != '\n' && byte != '\t') || byte == 0x7F) {
    return "the control character " + hexadecimal(byte) + "; only tabs and line ends may stand in the text";
  }
  if (byte == 0xC2 && static_cast<unsigned char>(text[1]) < 0xA0) {
    return "the control character U+00" + hexadecimal(static_cast<unsigned char>(text[1])).substr(2) +
           "; only tabs and line ends may stand in the text";
  }
  if (text.starts_with(byte_order_mark)) return "a byte order mark inside the text; it may only begin the file";
  return "";
}

}  // namespace

std::size_t characters_of(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char letter) { return (static_cast<unsigned char>(letter) & 0xC0U) != 0x80U; }));
}

text_position position_of(std::string_view text, std::size_t offset) {
  const std::string_view before = text.substr(0, offset);
  const auto lines = static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n'));
  const std::size_t line_end = before.rfind('\n');
  const std::string_view in_line = line_end == std::string_view::npos ? before : before.substr(line_end + 1);
  return {lines + 1, characters_of(in_line) + 1};
}

std::string at(std::string_view origin, text_position where, const std::string& what) {
  return std::string(origin) + ":" + std::to_string(where.line) + ":" + std::to_string(where.column) + ": " + what;
}

std::string_view without_mark(std::string_view first_line, std::string_view origin) {
  if (first_line.starts_with("\xFF\xFE") || first_line.starts_with("\xFE\xFF")) {
    throw invalid_input(at(origin, {1, 1}, "the text is UTF-16; save the file as UTF-8"));
  }
  if (first_line.starts_with(byte_order_mark)) first_line.remove_prefix(byte_order_mark.size());
  return first_line;
}

void check_line(std::string_view line, std::size_t number, std::string_view origin) {
  for (std::size_t offset = 0; offset < line.size();) {
    const auto byte = static_cast<unsigned char>(line[offset]);
    if (byte >= 0x20 && byte < 0x7F) {
      ++offset;
      continue;
    }
    const std::size_t length = character_length(line.substr(offset));
    if (const std::string rule = broken_rule(line.substr(offset), length); !rule.empty()) {
      throw invalid_input(at(origin, {number, position_of(line, offset).column}, rule));
    }
    offset += length;
  }
}

}  // namespace tollcast::io
