#pragma once

#include <optional>
#include <string>

#include <tollcast/distribution/pooled.hpp>

namespace tollcast::detail {

// What the name of a combination asks for; nothing for another name.
inline std::optional<pooling> pooling_of(const std::string& name) {
  if (name == "combination") return pooling::mixture;
  if (name == "combination:median") return pooling::quantile_median;
  if (name == "combination:quantiles") return pooling::quantile_mean;
  return std::nullopt;
}

}  // namespace tollcast::detail
