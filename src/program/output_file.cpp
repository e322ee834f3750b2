#include "output_file.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <system_error>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <tollcast/core/error.hpp>
#include <tollcast/core/in_quotes.hpp>

namespace tollcast::program {
namespace {

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

// A new file has the permissions that any program would give it, an old one keeps its own.
mode_t permissions(bool exists, const struct stat& old) {
  if (exists) return old.st_mode & 07777;
  const mode_t mask = ::umask(0);
  ::umask(mask);
  return 0666 & ~mask;
}

// For a program that is interrupted, so that nothing is left beside the file.
char unfinished[PATH_MAX];

extern "C" void remove_unfinished(int signal) {
  ::unlink(unfinished);
  std::signal(signal, SIG_DFL);
  std::raise(signal);
}

constexpr std::array interruptions{SIGINT, SIGTERM, SIGHUP};

// While it lives they wait.
class no_interruption {
 public:
  no_interruption() {
    sigset_t all;
    sigemptyset(&all);
    for (const int signal : interruptions) sigaddset(&all, signal);
    pthread_sigmask(SIG_BLOCK, &all, &before_);
  }
  ~no_interruption() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  no_interruption(const no_interruption&) = delete;
  no_interruption& operator=(const no_interruption&) = delete;

 private:
  sigset_t before_{};
};

void remove_when_interrupted(const std::string& path) {
  if (path.size() >= sizeof unfinished) return;
  std::copy(path.begin(), path.end() + 1, unfinished);
  for (const int signal : interruptions) {
    if (std::signal(signal, remove_unfinished) == SIG_IGN) std::signal(signal, SIG_IGN);
  }
}

}  // namespace

output_file::output_file(const std::string& path) : path_(path) {
  struct stat old {};
  struct stat standard_output {};
  const bool exists = path != "-" && ::stat(path.c_str(), &old) == 0;
  if (path != "-" && !exists && errno != ENOENT) refuse(errno);
  const bool is_standard_output = exists && ::fstat(STDOUT_FILENO, &standard_output) == 0 &&
                                  old.st_dev == standard_output.st_dev && old.st_ino == standard_output.st_ino;
  if (path == "-" || is_standard_output) {  // or /dev/stdout
    file_ = STDOUT_FILENO;
    is_own_ = false;
    return;
  }
  if (exists && !S_ISREG(old.st_mode)) {
    file_ = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
    if (file_ < 0) refuse(errno);
    return;
  }
  if (exists && ::access(path.c_str(), W_OK) != 0) refuse(errno);
  char resolved[PATH_MAX];
  target_ = exists && ::realpath(path.c_str(), resolved) != nullptr ? resolved : path;  // of a link
  make_beside(target_, permissions(exists, old));
}

void output_file::make_beside(const std::string& target, unsigned permissions) {
  const no_interruption until_it_would_be_removed;
  beside_ = target + ".XXXXXX";
  file_ = ::mkostemp(beside_.data(), O_CLOEXEC);
  if (file_ < 0) {
    const int error = errno;
    beside_.clear();
    refuse(error);
  }
  remove_when_interrupted(beside_);
  if (::fchmod(file_, permissions) != 0) {
    const int error = errno;
    ::close(file_);
    ::unlink(beside_.c_str());
    refuse(error);
  }
}

output_file::~output_file() {
  if (file_ >= 0 && is_own_) ::close(file_);
  if (!beside_.empty()) ::unlink(beside_.c_str());
}

void output_file::refuse(int error) const {
  throw invalid_input(fmt::format("--output {}: {}", in_quotes(path_), std::generic_category().message(error)));
}

bool output_file::append(std::string_view text) {
  const int error = write_all(file_, text);
  if (error != 0 && error != EPIPE) refuse(error);
  return error == 0;
}

void output_file::finish() {
  if (!is_own_) return;
  const int closed = ::close(file_);
  file_ = -1;
  if (closed != 0) refuse(errno);
  if (target_.empty()) return;
  if (std::rename(beside_.c_str(), target_.c_str()) != 0) refuse(errno);
  beside_.clear();
}

bool output_file::is_terminal() const { return ::isatty(file_) == 1; }

}  // namespace tollcast::program
