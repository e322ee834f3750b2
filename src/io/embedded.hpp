#pragma once

#include <string_view>

namespace tollcast::io {

// A file of src/io/data, by its name without extension. The body is written by src/cmake/embed.cmake.
std::string_view embedded_text(std::string_view name);

}  // namespace tollcast::io
