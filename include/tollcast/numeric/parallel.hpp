#pragma once

#include <cstddef>
#include <functional>

#include <tollcast/core/config.hpp>

namespace tollcast {

// Calls body(0) ... body(n - 1) on so many threads at once, by oneTBB; 0 is one for each core, and more than that are
// not used. Each call stands for itself, so what call i writes to slot i is the same for any number of threads. What a
// call throws is thrown here. Throws invalid_input for a negative number of threads.
void parallel_for(std::size_t n, int threads, const std::function<void(std::size_t)>& body);

}  // namespace tollcast

#ifndef TOLLCAST_COMPILED
#include <tollcast/numeric/detail/parallel.ipp>
#endif
