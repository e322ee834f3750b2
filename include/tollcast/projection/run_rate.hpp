#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include <tollcast/core/config.hpp>
#include <tollcast/distribution/negative_binomial.hpp>
#include <tollcast/series/yearly.hpp>

namespace tollcast {

// Reference model: the rest of the year goes on at the pace of its known days. With x counted in a share f of the days,
// the rest is negative binomial with mean x (1 - f) / f. Its size is the one most likely for the rests of past years
// seen from the same days, 20 f where there is none. Throws cannot_answer when nothing of the year is known.
negative_binomial run_rate(std::span<const year_record> past, std::span<const period> when, int year,
                           std::int64_t known);

}  // namespace tollcast

#ifndef TOLLCAST_COMPILED
#include <tollcast/projection/detail/run_rate.ipp>
#endif
