#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

#include <Eigen/Core>

#include <tollcast/trend/detail/smoothing_profile.hpp>

namespace tollcast::detail {

// Two cells of alpha, beta and phi, next to each other along alpha: their probabilities given the values, and what
// least squares finds for the states there.
struct smoothing_cells {
  Eigen::Array2d alpha;
  Eigen::Array2d beta;
  double phi;
  Eigen::Array2d probability;
  least_squares_states<Eigen::Array2d> states;
};

inline Eigen::Array2d integer_power(Eigen::Array2d base, std::size_t exponent) {
  Eigen::Array2d power(1, 1);
  for (; exponent > 0; exponent /= 2) {
    if (exponent % 2 == 1) power *= base;
    base *= base;
  }
  return power;
}

// The probabilities of alpha, u and phi for forms with fitted values that are linear in the states, all flat
// beforehand: with states and log sigma integrated, the density is
//   |C'WC|^-1/2 (sum w e^2)^(-(n - k)/2),   C the slopes of the fitted values along the k states, e the errors
// (Box and Tiao 1973, section 2.7). Over a grid of cells that closes in on those that matter.
template <smoothing_trend trend>
std::vector<smoothing_cells> smoothing_posterior(const smoothing_series& series, const std::vector<double>& weights) {
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
  std::vector<smoothing_cells> all(counts[0] / 2 * counts[1] * counts[2]);
  for (int round = 0;; ++round) {
    const auto middle = [&](std::size_t i, std::size_t k) {
      return lower[i] + (upper[i] - lower[i]) * (static_cast<double>(k) + 0.5) / static_cast<double>(counts[i]);
    };
    double least = std::numeric_limits<double>::infinity();
    auto cells = all.begin();
    for (std::size_t i = 0; i < counts[0]; i += 2) {
      for (std::size_t j = 0; j < counts[1]; ++j) {
        for (std::size_t k = 0; k < counts[2]; ++k, ++cells) {
          cells->alpha = {middle(0, i), middle(0, i + 1)};
          cells->beta.setZero();
          if constexpr (layout::trended) cells->beta = beta_at(cells->alpha, middle(1, j));
          cells->phi = layout::damped ? middle(2, k) : layout::trended ? 1.0 : 0.0;
          cells->states = least_squares_start<Eigen::Array2d, layout::trended>(series, cells->alpha, cells->beta,
                                                                               cells->phi, weights);
          least = std::min(least, cells->states.squares.minCoeff());
        }
      }
    }
    least = std::max(least, rounding_square);
    double sum = 0;
    double highest = 0;
    for (smoothing_cells& two : all) {
      const Eigen::Array2d more = (least / two.states.squares.max(least)).sqrt();
      two.probability = integer_power(more, series.observations - states) / two.states.mean_moment.sqrt();
      if constexpr (layout::trended) two.probability /= two.states.growth_moment.sqrt();
      sum += two.probability.sum();
      highest = std::max(highest, two.probability.maxCoeff());
    }
    std::array<std::size_t, 3> first = counts;
    std::array<std::size_t, 3> last{};
    cells = all.begin();
    for (std::size_t i = 0; i < counts[0]; i += 2) {
      for (std::size_t j = 0; j < counts[1]; ++j) {
        for (std::size_t k = 0; k < counts[2]; ++k, ++cells) {
          for (std::size_t lane = 0; lane < 2; ++lane) {
            if (cells->probability[static_cast<Eigen::Index>(lane)] < negligible * highest) continue;
            const std::array<std::size_t, 3> here{i + lane, j, k};
            for (std::size_t a = 0; a < d; ++a) {
              first[a] = std::min(first[a], here[a]);
              last[a] = std::max(last[a], here[a]);
            }
          }
          cells->probability /= sum;
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
    if (!closer || round == most_rounds) return all;
    lower = next_lower;
    upper = next_upper;
  }
}

}  // namespace tollcast::detail
