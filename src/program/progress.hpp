#pragma once

#include <chrono>
#include <cstddef>

namespace tollcast::program {

// How many of many series are done, on standard error, where that is a terminal on which no results appear. Nothing for
// fewer than 20 series.
class progress {
 public:
  progress(std::size_t all, bool results_on_terminal);
  ~progress();
  progress(const progress&) = delete;
  progress& operator=(const progress&) = delete;

  void step();

 private:
  std::size_t all_;
  std::size_t done_ = 0;
  bool is_shown_;
  std::chrono::steady_clock::time_point next_ = {};  // to draw
};

}  // namespace tollcast::program
