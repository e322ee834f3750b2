#pragma once

#include <algorithm>
#include <exception>
#include <string>

#include <tbb/info.h>
#include <tbb/parallel_for.h>
#include <tbb/parallel_pipeline.h>
#include <tbb/task_arena.h>

#include <tollcast/core/error.hpp>
#include <tollcast/numeric/parallel.hpp>

namespace tollcast {

namespace detail {

// 1 to as many as there are cores.
inline int threads_to_use(const char* who, int threads) {
  if (threads < 0) {
    throw invalid_input(std::string(who) + ": " + std::to_string(threads) +
                        " threads were asked for; 0 (one for each core) or more is needed");
  }
  const int cores = tbb::info::default_concurrency();
  return threads == 0 ? cores : std::min(threads, cores);
}

}  // namespace detail

TOLLCAST_INLINE void parallel_for(std::size_t n, int threads, const std::function<void(std::size_t)>& body) {
  const int used = detail::threads_to_use("parallel_for", threads);
  if (used == 1 || n < 2) {
    for (std::size_t i = 0; i < n; ++i) body(i);
    return;
  }
  tbb::task_arena arena(used);
  arena.execute([&] {
    tbb::parallel_for(
        std::size_t{0}, n, [&](std::size_t i) { body(i); }, tbb::simple_partitioner());
  });
}

// Enough that the others have work while one item takes as long as some fifteen.
TOLLCAST_INLINE std::size_t detail::slots_in_order(int threads) {
  const int used = threads_to_use("parallel_in_order", threads);
  return used == 1 ? 1 : 16 * static_cast<std::size_t>(used);
}

// Items are given in order, so that when item i + slots is taken item i has been given, and its slot is free.
TOLLCAST_INLINE void detail::run_in_order(int threads, std::size_t slots, const std::function<bool(std::size_t)>& take,
                                          const std::function<void(std::size_t)>& work,
                                          const std::function<void(std::size_t)>& give) {
  if (slots == 1) {
    while (take(0)) {
      work(0);
      give(0);
    }
    return;
  }
  std::vector<std::exception_ptr> thrown(slots);
  std::size_t taken = 0;
  const auto begin = [&](tbb::flow_control& flow) {
    const std::size_t slot = taken++ % slots;
    try {
      if (!take(slot)) flow.stop();
    } catch (...) {
      thrown[slot] = std::current_exception();
    }
    return slot;
  };
  const auto go_on = [&](std::size_t slot) {
    try {
      if (!thrown[slot]) work(slot);
    } catch (...) {
      thrown[slot] = std::current_exception();
    }
    return slot;
  };
  const auto end = [&](std::size_t slot) {
    if (thrown[slot]) std::rethrow_exception(thrown[slot]);
    give(slot);
  };
  tbb::task_arena arena(threads_to_use("parallel_in_order", threads));
  arena.execute([&] {
    tbb::parallel_pipeline(slots, tbb::make_filter<void, std::size_t>(tbb::filter_mode::serial_in_order, begin) &
                                      tbb::make_filter<std::size_t, std::size_t>(tbb::filter_mode::parallel, go_on) &
                                      tbb::make_filter<std::size_t, void>(tbb::filter_mode::serial_in_order, end));
  });
}

}  // namespace tollcast
