#include "text_file.hpp"

#include <cerrno>
#include <system_error>

#include <tollcast/core/error.hpp>

namespace tollcast::io {

void text_file::closing::operator()(std::FILE* file) const {
  if (file != stdin) std::fclose(file);
}

text_file::text_file(const std::string& path)
    : origin_(path == "-" ? "standard input" : path), file_(path == "-" ? stdin : std::fopen(path.c_str(), "rb")) {
  if (!file_) refuse("cannot be opened (" + std::generic_category().message(errno) + ")");
}

void text_file::refuse(const std::string& what) const {
  throw invalid_input(origin_ + ": " + what + "; a CSV file, or - for the standard input, is needed");
}

// False at the end of the file.
bool text_file::read_more() {
  constexpr std::size_t most_bytes = std::size_t{1} << 30U;
  constexpr std::size_t block = 65536;
  const std::size_t size = buffer_.size();
  buffer_.resize(size + block);
  const std::size_t read = std::fread(&buffer_[size], 1, block, file_.get());
  buffer_.resize(size + read);
  if (read == 0 && std::ferror(file_.get()) != 0) {
    refuse("cannot be read (" + std::generic_category().message(errno) + ")");
  }
  if (buffer_.size() > most_bytes) refuse("is larger than 1 GiB");
  return read > 0;
}

std::string_view text_file::next_line() {
  std::size_t searched = begin_;
  std::size_t end;
  while ((end = buffer_.find('\n', searched)) == std::string::npos) {
    buffer_.erase(0, begin_);
    begin_ = 0;
    searched = buffer_.size();
    if (!read_more()) {
      end = buffer_.size() - 1;
      break;
    }
  }
  const std::size_t begin = begin_;
  begin_ = buffer_.empty() ? 0 : end + 1;
  return std::string_view(buffer_).substr(begin, begin_ - begin);
}

std::string_view text_file::rest() {
  while (read_more()) {
  }
  return std::string_view(buffer_).substr(begin_);
}

}  // namespace tollcast::io
