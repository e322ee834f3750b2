#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include <tollcast/core/config.hpp>
#include <tollcast/distribution/tabulated.hpp>

namespace tollcast {

// Log probabilities of many outcomes at once, up to one constant common to all calls.
using log_pmf_of = std::function<std::vector<double>(std::span<const std::int64_t>)>;

// The law on first ... last with these log probabilities, tabulated at no more outcomes than it needs: each of the
// first 33, then steps of a quarter, halved wherever the law has weight (within e^-35 of its mode) and its log
// probability bends by more than 0.03 from a straight line between neighbours. Halving ends at single outcomes, so a
// law of 33 counts is exact, a wider one right to about .2 % of its cdf, and one of 10^12 takes a few hundred
// evaluations. `also` are outcomes to begin with beside these: where a law has a peak narrower than the steps, some of
// it must be among them. Those outside first ... last are not used.
tabulated tabulate(std::int64_t first, std::int64_t last, const log_pmf_of& log_pmf,
                   std::span<const std::int64_t> also = {});

// The same for a law that is smooth in log(y + 10), as mixtures of count laws are, to about 1e-4 of its cdf: steps are
// halved until a cubic through four neighbours foretells the log probability half way to 2e-4 (within e^-28 of the
// mode), and the cubics are then cut into blocks that follow them as closely.
tabulated tabulate_smooth(std::int64_t first, std::int64_t last, const log_pmf_of& log_pmf);

}  // namespace tollcast

#ifndef TOLLCAST_COMPILED
#include <tollcast/distribution/detail/tabulate.ipp>
#endif
