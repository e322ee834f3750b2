#pragma once

#include <cstddef>
#include <cstdio>
#include <memory>
#include <string>
#include <string_view>

namespace tollcast::io {

// A file by lines, or the standard input for "-".
class text_file {
 public:
  // Throws invalid_input when it cannot be opened.
  explicit text_file(const std::string& path);

  const std::string& origin() const { return origin_; }  // for messages

  // The next line, as a line_source gives it. Throws invalid_input when it cannot be read and, so that memory does not
  // run out, for a line of more than 1 GiB.
  std::string_view next_line();

  // All that is left. Throws as above, for more than 1 GiB.
  std::string_view rest();

 private:
  struct closing {
    void operator()(std::FILE* file) const;
  };
  bool read_more();
  [[noreturn]] void refuse(const std::string& what) const;

  std::string origin_;
  std::unique_ptr<std::FILE, closing> file_;
  std::string buffer_;
  std::size_t begin_ = 0;  // of the next line in the buffer
};

}  // namespace tollcast::io
