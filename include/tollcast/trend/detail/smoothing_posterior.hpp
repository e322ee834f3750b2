#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <vector>

#include <tollcast/trend/detail/smoothing_profile.hpp>

namespace tollcast::detail {

// A cell of alpha, beta and phi: its probability given the values, and what least squares finds for the states there.
struct smoothing_cell {
  double alpha;
  double beta;
  double phi;
  double probability;
  least_squares_states<double> states;
};

// The probabilities of alpha, u and phi for forms with fitted values that are linear in the states, all flat
// beforehand: with states and log sigma integrated, the density is
//   |C'WC|^-1/2 (sum w e^2)^(-(n - k)/2),   C the slopes of the fitted values along the k states, e the errors
// (Box and Tiao 1973, section 2.7). Over a grid of cells that closes in on those that matter.
template <smoothing_trend trend>
std::vector<smoothing_cell> smoothing_cells(const smoothing_series& series, const std::vector<double>& weights) {
  using layout = smoothing_layout<trend>;
  constexpr std::size_t d = layout::weights;
  constexpr std::size_t states = layout::all - d;
  constexpr std::array<std::size_t, 3> counts = d == 1   ? std::array<std::size_t, 3>{20, 1, 1}
                                                : d == 2 ? std::array<std::size_t, 3>{10, 6, 1}
                                                         : std::array<std::size_t, 3>{8, 5, 3};
  constexpr int most_rounds = 12;
  constexpr double negligible = 1e-4;
  std::array<double, 3> lower{smallest_smoothing, 0, smallest_damping};
  std::array<double, 3> upper{largest_smoothing, 1, largest_damping};
  std::vector<smoothing_cell> cells(counts[0] * counts[1] * counts[2]);
  const double freedom = static_cast<double>(series.observations) - static_cast<double>(states);
  for (int round = 0;; ++round) {
    const auto middle = [&](std::size_t i, std::size_t k) {
      return lower[i] + (upper[i] - lower[i]) * (static_cast<double>(k) + 0.5) / static_cast<double>(counts[i]);
    };
    const auto at = [&](std::size_t i, std::size_t j, std::size_t k) -> smoothing_cell& {
      return cells[(i * counts[1] + j) * counts[2] + k];
    };
    double highest = 0;
    for (std::size_t i = 0; i < counts[0]; ++i) {
      for (std::size_t j = 0; j < counts[1]; ++j) {
        for (std::size_t k = 0; k < counts[2]; ++k) {
          smoothing_cell& cell = at(i, j, k);
          cell.alpha = middle(0, i);
          cell.beta = layout::trended ? beta_at(cell.alpha, middle(1, j)) : 0.0;
          cell.phi = layout::damped ? middle(2, k) : layout::trended ? 1.0 : 0.0;
          cell.states = least_squares_start<double, layout::trended>(series, cell.alpha, cell.beta, cell.phi, weights);
          const double determinant = cell.states.mean_moment * (layout::trended ? cell.states.growth_moment : 1.0);
          const double squares = std::max(cell.states.squares, rounding_square);
          cell.probability = -0.5 * (freedom * std::log(squares) + std::log(determinant));
          if (i + j + k == 0 || cell.probability > highest) highest = cell.probability;
        }
      }
    }
    double sum = 0;
    for (smoothing_cell& cell : cells) {
      cell.probability = std::exp(cell.probability - highest);
      sum += cell.probability;
    }
    std::array<std::size_t, 3> first = counts;
    std::array<std::size_t, 3> last{};
    for (std::size_t i = 0; i < counts[0]; ++i) {
      for (std::size_t j = 0; j < counts[1]; ++j) {
        for (std::size_t k = 0; k < counts[2]; ++k) {
          at(i, j, k).probability /= sum;
          if (at(i, j, k).probability * sum < negligible) continue;
          const std::array<std::size_t, 3> here{i, j, k};
          for (std::size_t a = 0; a < d; ++a) {
            first[a] = std::min(first[a], here[a]);
            last[a] = std::max(last[a], here[a]);
          }
        }
      }
    }
    bool closer = false;
    std::array<double, 3> next_lower = lower;
    std::array<double, 3> next_upper = upper;
    for (std::size_t a = 0; a < d; ++a) {
      if (2 * (last[a] - first[a] + 1) > counts[a]) continue;
      closer = true;
      // Half a cell more on each side, within what there was.
      const double width = (upper[a] - lower[a]) / static_cast<double>(counts[a]);
      next_lower[a] = std::max(lower[a], lower[a] + width * (static_cast<double>(first[a]) - 0.5));
      next_upper[a] = std::min(upper[a], lower[a] + width * (static_cast<double>(last[a]) + 1.5));
    }
    if (!closer || round == most_rounds) return cells;
    lower = next_lower;
    upper = next_upper;
  }
}

}  // namespace tollcast::detail
