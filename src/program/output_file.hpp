#pragma once

#include <string>
#include <string_view>

namespace tollcast::program {

// Where results go, piece by piece: standard output (-), or a file, which is replaced in one step by finish(); until
// then, and without it, the old one stays. What is no regular file (/dev/null, a pipe) is written to at once, as
// standard output is. Throws invalid_input.
class output_file {
 public:
  explicit output_file(const std::string& path);
  ~output_file();
  output_file(const output_file&) = delete;
  output_file& operator=(const output_file&) = delete;

  // False when the reader has gone away (a broken pipe), which is no error.
  bool append(std::string_view text);
  void finish();

  bool is_terminal() const;

 private:
  [[noreturn]] void refuse(int error) const;
  void make_beside(const std::string& target, unsigned permissions);

  std::string path_;    // as it was given
  std::string target_;  // the file to replace; "" for what is written to at once
  std::string beside_;  // where it is written until it is whole
  int file_ = -1;
  bool is_own_ = true;  // to be closed
};

}  // namespace tollcast::program
