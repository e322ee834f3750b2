#pragma once

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <tollcast/core/in_quotes.hpp>

namespace tollcast {

// How many letters must be put in, left out or replaced to turn one word into the other (Levenshtein 1966).
inline std::size_t edit_distance(std::string_view from, std::string_view to) {
  std::vector<std::size_t> row(to.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < from.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i + 1);
    for (std::size_t j = 0; j < to.size(); ++j) {
      const std::size_t replaced = diagonal + (from[i] == to[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, diagonal + 1, row[j] + 1});
    }
  }
  return row.back();
}

// For a message about an unknown name: "did you mean 'a', 'b' or 'c'?", the three known names nearest to it, nearest
// first. A name that begins with the wanted one, or holds it, counts as near. "" when nothing is known.
inline std::string did_you_mean(std::string_view wanted, const std::vector<std::string>& known) {
  constexpr std::size_t longest_compared = 200;  // the distance takes the product of both lengths
  std::vector<std::pair<std::size_t, std::size_t>> order;
  for (std::size_t i = 0; i < known.size(); ++i) {
    const bool holds = !wanted.empty() && known[i].find(wanted) != std::string::npos;
    order.emplace_back(holds ? 0
                             : edit_distance(wanted.substr(0, longest_compared),
                                             std::string_view(known[i]).substr(0, longest_compared)),
                       i);
  }
  const std::size_t shown = std::min<std::size_t>(3, order.size());
  std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(shown), order.end());
  std::string text;
  for (std::size_t i = 0; i < shown; ++i) {
    text += i == 0 ? "did you mean " : i + 1 == shown ? " or " : ", ";
    text += in_quotes(known[order[i].second]);
  }
  return text.empty() ? text : text + "?";
}

}  // namespace tollcast
