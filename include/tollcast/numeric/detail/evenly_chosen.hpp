#pragma once

#include <cstddef>

namespace tollcast::detail {

// Number i of m evenly chosen from increasing values: the one in the middle of the i-th of m equal parts of them. Of
// fewer than m some come more than once.
template <class Values>
auto evenly_chosen(const Values& values, std::size_t i, std::size_t m) {
  return values[(2 * i + 1) * values.size() / (2 * m)];
}

}  // namespace tollcast::detail
