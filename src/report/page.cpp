#include "page.hpp"

#include <algorithm>

#include "words.hpp"

namespace tollcast {

std::string aligned(const grid& rows, bool last_left) {
  std::vector<std::size_t> widths;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], words::columns(row[i]));
  }
  std::string text;
  for (const auto& row : rows) {
    std::string line = "  ";
    for (std::size_t i = 0; i < row.size(); ++i) {
      const bool flush_left = i == 0 || (last_left && i + 1 == widths.size());
      if (i > 0) line += "  ";
      line += flush_left ? words::left(row[i], widths[i]) : words::right(row[i], widths[i]);
    }
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + '\n';
  }
  return text;
}

std::string title(const std::string& line) { return line + '\n' + std::string(words::columns(line), '=') + '\n'; }

std::string bullets(std::span<const std::string> notes) {
  std::string text;
  for (const std::string& note : notes) text += words::wrap(words::plain(note), "  - ", page);
  return text;
}

}  // namespace tollcast
