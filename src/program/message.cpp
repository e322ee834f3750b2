#include <algorithm>
#include <string>
#include <string_view>

#include "program.hpp"

namespace tollcast::program {
namespace {

// FILE:12: or FILE:12:5:
bool begins_with_position(std::string_view what) {
  const std::string_view place = what.substr(0, what.find(": "));
  const std::size_t colon = place.rfind(':');
  return place.size() < what.size() && !place.starts_with("--") && colon != std::string_view::npos &&
         colon + 1 < place.size() && place.find_first_not_of("0123456789", colon + 1) == std::string_view::npos;
}

}  // namespace

std::string message_line(std::string_view what) {
  std::string line = begins_with_position(what) ? std::string{what} : "tollcast: " + std::string{what};
  std::replace_if(
      line.begin(), line.end(), [](unsigned char c) { return c < 0x20 || c == 0x7f; }, '?');
  return line;
}

}  // namespace tollcast::program
