#pragma once

#include <tollcast/core/config.hpp>
#include <tollcast/distribution/any_continuous.hpp>

namespace tollcast {

// The law stretched about its median m: of m + factor (Y - m). Throws invalid_input unless factor is finite and
// positive.
any_continuous_distribution widened(const any_continuous_distribution& law, double factor);

}  // namespace tollcast

#ifndef TOLLCAST_COMPILED
#include <tollcast/distribution/detail/widened.ipp>
#endif
