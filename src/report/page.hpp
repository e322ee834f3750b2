#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

// How the text reports lay out a page. Private to src/report.
namespace tollcast {

inline constexpr std::size_t page = 80;  // columns

using grid = std::vector<std::vector<std::string>>;

// Columns two blanks apart, the first flush left, the others flush right, the last one as it is when `last_left`.
std::string aligned(const grid& rows, bool last_left);

// The line and as many = below it.
std::string title(const std::string& line);

// "  - NOTE" each, wrapped.
std::string bullets(std::span<const std::string> notes);

}  // namespace tollcast
