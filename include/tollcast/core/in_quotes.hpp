#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace tollcast {

// What was given, for a message: in single quotes, at most 40 characters of UTF-8, control characters as \xNN.
inline std::string in_quotes(std::string_view given) {
  constexpr std::size_t longest = 40;
  constexpr char digits[] = "0123456789abcdef";
  std::string text = "'";
  std::size_t characters = 0;
  for (const char letter : given) {
    const auto byte = static_cast<unsigned char>(letter);
    if ((byte & 0xC0U) != 0x80U && ++characters > longest) {
      text += "...";
      break;
    }
    if (byte < 0x20U || byte == 0x7FU) {
      text += "\\x";
      text += digits[byte >> 4U];
      text += digits[byte & 0xFU];
    } else {
      text += letter;
    }
  }
  return text + "'";
}

}  // namespace tollcast
