#include "progress.hpp"

#include <cstdio>

#include <fmt/format.h>
#include <unistd.h>

namespace tollcast::program {

progress::progress(std::size_t all, bool results_on_terminal)
    : all_(all), is_shown_(all >= 20 && !results_on_terminal && ::isatty(STDERR_FILENO) == 1) {}

progress::~progress() {
  if (is_shown_) fmt::print(stderr, "\r{:76}\r", "");
}

void progress::step() {
  ++done_;
  const auto now = std::chrono::steady_clock::now();
  if (!is_shown_ || now < next_) return;
  next_ = now + std::chrono::milliseconds(100);
  constexpr std::size_t width = 30;
  const std::size_t filled = done_ * width / all_;
  fmt::print(stderr, "\r[{:#<{}}{:.<{}}] {} of {} series", "", filled, "", width - filled, done_, all_);
}

}  // namespace tollcast::program
