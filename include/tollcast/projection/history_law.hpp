#pragma once

#include <string>
#include <vector>

#include <tollcast/core/config.hpp>
#include <tollcast/distribution/any.hpp>
#include <tollcast/series/yearly.hpp>

namespace tollcast {

// P(Y | history) by a trend model of this name, with its defaults: the law of the count of the year after the last of
// `history`. Throws invalid_input for another name, and what the model throws for years it cannot be fitted to.
any_distribution history_law(const std::string& model, const yearly_tally& history);

// The names, in the order in which to offer them.
std::vector<std::string> history_models();

}  // namespace tollcast

#ifndef TOLLCAST_COMPILED
#include <tollcast/projection/detail/history_law.ipp>
#endif
