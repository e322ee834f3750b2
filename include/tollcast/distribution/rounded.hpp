#pragma once

#include <cstdint>

#include <tollcast/core/config.hpp>
#include <tollcast/distribution/any.hpp>
#include <tollcast/distribution/any_continuous.hpp>

namespace tollcast {

// On which scale a law of real values describes a count y: y itself, or log(1 + y).
enum class value_scale { natural, logarithmic };

// The law of a count that a law F of real values gives when its value is rounded: with g(y) = y or log(1 + y),
//   P(Y <= y) = F(g(y + 1/2)) / F(g(largest + 1/2)),   y = 0 ... largest
// so that all that lies below 1/2 counts as 0. What lies beyond `largest` is left out: taken back from the log scale a
// law with heavy tails has no mean. Draws are rounded one by one; any other law is tabulated, to about .2 % of its cdf
// or better. Throws invalid_input unless 0 <= largest <= 10^15 and F(g(largest + 1/2)) > 0.
any_distribution rounded(const any_continuous_distribution& law, value_scale scale = value_scale::natural,
                         std::int64_t largest = 1'000'000'000'000'000);

}  // namespace tollcast

#ifndef TOLLCAST_COMPILED
#include <tollcast/distribution/detail/rounded.ipp>
#endif
