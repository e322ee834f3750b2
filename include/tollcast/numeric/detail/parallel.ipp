#pragma once

#include <algorithm>
#include <string>

#include <tbb/info.h>
#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>

#include <tollcast/core/error.hpp>
#include <tollcast/numeric/parallel.hpp>

namespace tollcast {

TOLLCAST_INLINE void parallel_for(std::size_t n, int threads, const std::function<void(std::size_t)>& body) {
  if (threads < 0) {
    throw invalid_input("parallel_for: " + std::to_string(threads) +
                        " threads were asked for; 0 (one for each core) "
                        "or more is needed");
  }
  if (threads == 1 || n < 2) {
    for (std::size_t i = 0; i < n; ++i) body(i);
    return;
  }
  const int cores = tbb::info::default_concurrency();
  tbb::task_arena arena(threads == 0 ? cores : std::min(threads, cores));
  arena.execute([&] {
    tbb::parallel_for(
        std::size_t{0}, n, [&](std::size_t i) { body(i); }, tbb::simple_partitioner());
  });
}

}  // namespace tollcast
