#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include <tollcast/core/config.hpp>

namespace tollcast {

// Calls body(0) ... body(n - 1) on so many threads at once, by oneTBB; 0 is one for each core, and more than that are
// not used. Each call stands for itself, so what call i writes to slot i is the same for any number of threads. What a
// call throws is thrown here. Throws invalid_input for a negative number of threads.
void parallel_for(std::size_t n, int threads, const std::function<void(std::size_t)>& body);

namespace detail {

// How many items may be under way at once.
std::size_t slots_in_order(int threads);

void run_in_order(int threads, std::size_t slots, const std::function<bool(std::size_t slot)>& take,
                  const std::function<void(std::size_t slot)>& work, const std::function<void(std::size_t slot)>& give);

}  // namespace detail

// An assembly line: take() gives the next item (a std::optional) or nothing at the end, work(item) makes something of
// it, on so many threads at once, and give() is handed what was made in the order in which the items were taken, from
// one thread at a time. No more than some dozen items are under way, so that memory does not grow with their number.
// What give() is handed is the same for any number of threads. What one of the three throws is thrown here, when all
// before it has been given and nothing after it. Threads as above.
template <class Take, class Work, class Give>
void parallel_in_order(int threads, Take take, Work work, Give give) {
  using item = typename decltype(take())::value_type;
  struct under_way {
    std::optional<item> taken;
    std::optional<decltype(work(std::declval<item&>()))> made;
  };
  std::vector<under_way> slots(detail::slots_in_order(threads));
  detail::run_in_order(
      threads, slots.size(), [&](std::size_t i) { return (slots[i].taken = take()).has_value(); },
      [&](std::size_t i) {
        slots[i].made.emplace(work(*slots[i].taken));
        slots[i].taken.reset();
      },
      [&](std::size_t i) {
        give(std::move(*slots[i].made));
        slots[i].made.reset();
      });
}

}  // namespace tollcast

#ifndef TOLLCAST_COMPILED
#include <tollcast/numeric/detail/parallel.ipp>
#endif
