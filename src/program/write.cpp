#include <cerrno>
#include <climits>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <system_error>

#include "program.hpp"
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <tollcast/core/error.hpp>
#include <tollcast/core/in_quotes.hpp>

namespace tollcast::program {
namespace {

[[noreturn]] void refuse(const std::string& path, int error) {
  throw invalid_input(fmt::format("--output {}: {}", in_quotes(path), std::generic_category().message(error)));
}

// 0, or the error.
int write_all(int file, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(file, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return errno;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return 0;
}

void to_standard_output(const std::string& text) {
  const int error = write_all(STDOUT_FILENO, text);
  if (error != 0 && error != EPIPE) refuse("-", error);
}

// What is no regular file (/dev/null, a pipe) cannot be replaced and is written to.
void into(const std::string& path, const std::string& text) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
  if (file < 0) refuse(path, errno);
  int error = write_all(file, text);
  if (::close(file) != 0 && error == 0) error = errno;
  if (error != 0 && error != EPIPE) refuse(path, error);
}

// A new file has the permissions that any program would give it, an old one keeps its own.
mode_t permissions(bool exists, const struct stat& old) {
  if (exists) return old.st_mode & 07777;
  const mode_t mask = ::umask(0);
  ::umask(mask);
  return 0666 & ~mask;
}

}  // namespace

void write(const std::string& text, const std::string& path) {
  if (path == "-") return to_standard_output(text);
  struct stat old {};
  struct stat standard_output {};
  const bool exists = ::stat(path.c_str(), &old) == 0;
  if (!exists && errno != ENOENT) refuse(path, errno);
  if (exists && ::fstat(STDOUT_FILENO, &standard_output) == 0 && old.st_dev == standard_output.st_dev &&
      old.st_ino == standard_output.st_ino) {
    return to_standard_output(text);  // /dev/stdout
  }
  if (exists && !S_ISREG(old.st_mode)) return into(path, text);
  if (exists && ::access(path.c_str(), W_OK) != 0) refuse(path, errno);

  std::string target = path;
  if (char resolved[PATH_MAX]; exists && ::realpath(path.c_str(), resolved) != nullptr) target = resolved;  // of a link
  std::string beside = target + ".XXXXXX";
  const int file = ::mkostemp(beside.data(), O_CLOEXEC);
  if (file < 0) refuse(path, errno);
  int error = write_all(file, text);
  if (error == 0 && ::fchmod(file, permissions(exists, old)) != 0) error = errno;
  if (::close(file) != 0 && error == 0) error = errno;
  if (error == 0 && std::rename(beside.c_str(), target.c_str()) != 0) error = errno;
  if (error != 0) {
    ::unlink(beside.c_str());
    refuse(path, error);
  }
}

}  // namespace tollcast::program
