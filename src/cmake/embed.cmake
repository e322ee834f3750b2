# Puts text files into one C++ file, as tollcast::io::embedded_text(name) of src/io/embedded.hpp; the name of a text is its
# file's, without folder and extension. To be called from CMakeLists.txt as
#
#   set(embedded_csv src/io/data/crss_all_fatalities.csv ...)
#   list(TRANSFORM embedded_csv PREPEND "${PROJECT_SOURCE_DIR}/")
#   add_custom_command(
#     OUTPUT "${PROJECT_BINARY_DIR}/embedded.cpp"
#     COMMAND "${CMAKE_COMMAND}" "-DINPUTS=${embedded_csv}" "-DOUTPUT=${PROJECT_BINARY_DIR}/embedded.cpp"
#             -P "${PROJECT_SOURCE_DIR}/src/cmake/embed.cmake"
#     DEPENDS ${embedded_csv} src/cmake/embed.cmake
#     VERBATIM)
#   target_sources(tollcast_io PRIVATE "${PROJECT_BINARY_DIR}/embedded.cpp")
cmake_minimum_required(VERSION 3.25)

set(text [[
#include <stdexcept>
#include <string>
#include <string_view>

namespace tollcast::io {

std::string_view embedded_text(std::string_view name);

std::string_view embedded_text(std::string_view name) {
]])
foreach(input IN LISTS INPUTS)
  cmake_path(GET input STEM name)
  file(READ "${input}" content)
  string(FIND "${content}" ")csv\"" end_of_literal)
  if(NOT end_of_literal EQUAL -1)
    message(FATAL_ERROR "${input}: holds )csv\", which ends the literal that is to hold the file")
  endif()
  string(APPEND text "  if (name == \"${name}\") return R\"csv(${content})csv\";\n")
endforeach()
string(APPEND text [[
  throw std::logic_error("no text is embedded as " + std::string(name));
}

}  // namespace tollcast::io
]])
file(WRITE "${OUTPUT}" "${text}")
