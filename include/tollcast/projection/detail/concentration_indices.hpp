#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <functional>
#include <vector>

namespace tollcast::detail {

// The indices of a set of shares: the largest, the two largest, Herfindahl, entropy and Gini.
struct concentration_indices {
  double top = 0;
  double top_two = 0;
  double herfindahl = 0;
  double entropy = 0;
  double gini = 0;
};

// Of counts or shares, in any order, which need not add up to 1; they are put in order.
inline concentration_indices indices_of(std::vector<double> counts) {
  std::sort(counts.begin(), counts.end(), std::greater<>());
  double sum = 0;
  for (const double one : counts) sum += one;
  concentration_indices found;
  const auto k = static_cast<double>(counts.size());
  for (std::size_t i = 0; i < counts.size(); ++i) {
    const double share = counts[i] / sum;
    if (i < 1) found.top += share;
    if (i < 2) found.top_two += share;
    found.herfindahl += share * share;
    if (share > 0) found.entropy -= share * std::log(share);
    found.gini += share * (k - 1 - 2 * static_cast<double>(i)) / k;
  }
  return found;
}

// Overdispersion of cells about the shares of their sum: sums of squares, what they are without it, and the degrees of
// freedom of their ratio.
struct dispersion_squares {
  double squares = 0;
  double expected = 0;
  double degrees = 0;
};

inline dispersion_squares squares_of(const std::vector<std::vector<double>>& cells) {
  dispersion_squares found;
  if (cells.empty()) return found;
  std::vector<double> sums(cells.front().size(), 0);
  double total = 0;
  for (const auto& cell : cells) {
    for (std::size_t k = 0; k < cell.size(); ++k) sums[k] += cell[k];
  }
  for (const double sum : sums) total += sum;
  if (!(total > 0)) return found;
  double squared = 0;
  double cubed = 0;
  for (const double sum : sums) {
    const double p = sum / total;
    squared += p * p;
    cubed += p * p * p;
  }
  const double spread = 1 - squared;
  if (!(spread > 1e-9)) return found;
  int used = 0;
  for (const auto& cell : cells) {
    double n = 0;
    for (const double count : cell) n += count;
    if (!(n > 0)) continue;
    ++used;
    for (std::size_t k = 0; k < cell.size(); ++k) {
      const double residual = cell[k] - n * sums[k] / total;
      found.squares += residual * residual;
    }
    found.expected += spread * n * (1 - n / total);
  }
  found.degrees = (used - 1) * spread * spread / (squared - 2 * cubed + squared * squared);
  if (!(found.expected > 0)) return {};
  return found;
}

}  // namespace tollcast::detail
