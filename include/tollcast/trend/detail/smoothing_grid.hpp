#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

#include <Eigen/Core>

#include <tollcast/trend/detail/smoothing_profile.hpp>

// Where to begin the search for the parameters of a form.
namespace tollcast::detail {

// A point of the search, in the order of the layout; entries after the layout's last mean nothing.
using smoothing_start = std::array<double, 5>;

template <smoothing_trend trend>
typename smoothing_layout<trend>::point as_point(const smoothing_start& start) {
  typename smoothing_layout<trend>::point point{};
  std::copy_n(start.begin(), point.size(), point.begin());
  return point;
}

// Weights of the squared errors: 1, and for relative errors 1 / (middle of a value and the one before)^2.
struct smoothing_weights {
  std::vector<double> plain;
  std::vector<double> relative;

  explicit smoothing_weights(const smoothing_series& series) : plain(series.y.size(), 1.0) {
    if (!series.positive) return;
    relative.resize(series.y.size());
    double last = series.y[0];
    for (std::size_t t = 0; t < series.y.size(); ++t) {
      if (series.known[t] == 0) continue;
      const double middle = (last + series.y[t]) / 2;
      relative[t] = 1 / (middle * middle);
      last = series.y[t];
    }
  }
};

// The local minima of a coarse grid of alpha, u and phi, lowest first, at most three: of the sum of squares, states
// profiled out, or for multiplicative errors of the likelihood at the states of weighted least squares.
template <smoothing_error error, smoothing_trend trend>
class smoothing_grid {
 public:
  static std::vector<smoothing_start> starts(const smoothing_series& series, const smoothing_weights& weights) {
    smoothing_grid grid;
    for (std::size_t i = 0; i < alphas.size(); ++i) {
      for (std::size_t k = 0; k < deep; ++k) grid.fill(series, weights, i, k);
    }
    std::vector<node> lowest;
    lowest.reserve(alphas.size());
    for (std::size_t i = 0; i < alphas.size(); ++i) {
      for (std::size_t j = 0; j < wide; ++j) {
        for (std::size_t k = 0; k < deep; ++k) {
          if (grid.is_lowest(i, j, k)) lowest.push_back(grid.nodes_[i][j][k]);
        }
      }
    }
    std::sort(lowest.begin(), lowest.end(), [](const node& a, const node& b) { return a.height < b.height; });
    if (lowest.size() > most) lowest.resize(most);
    std::vector<smoothing_start> found;
    found.reserve(lowest.size());
    for (const node& of : lowest) found.push_back(of.at);
    return found;
  }

 private:
  using layout = smoothing_layout<trend>;
  static constexpr bool relative = error == smoothing_error::multiplicative;
  static constexpr std::array<double, 5> alphas{0.02, 0.15, 0.4, 0.7, 0.97};
  static constexpr std::array<double, 4> shares{0, 0.1, 0.4, 1};
  static constexpr std::array<double, 2> dampings{0.82, 0.96};
  static constexpr std::size_t wide = layout::trended ? shares.size() : 1;
  static constexpr std::size_t deep = layout::damped ? dampings.size() : 1;
  static constexpr std::size_t most = 3;

  struct node {
    smoothing_start at{};
    double height = std::numeric_limits<double>::infinity();
  };

  using lanes = Eigen::Array<double, static_cast<int>(wide), 1>;  // of the shares

  void fill(const smoothing_series& series, const smoothing_weights& weights, std::size_t i, std::size_t k) {
    // Two at once, as many as there are registers for.
    constexpr int together = wide == 1 ? 1 : 2;
    using some = Eigen::Array<double, together, 1>;
    const double phi = layout::damped ? dampings[k] : layout::trended ? 1.0 : 0.0;
    lanes beta = lanes::Zero();
    for (std::size_t j = 0; layout::trended && j < wide; ++j) {
      beta[static_cast<Eigen::Index>(j)] = beta_at(alphas[i], shares[j]);
    }
    lanes first_mean;
    lanes growth;
    lanes height;
    for (Eigen::Index j = 0; j < lanes::RowsAtCompileTime; j += together) {
      const auto best = least_squares_start<some, layout::trended>(series, some::Constant(alphas[i]),
                                                                   beta.template segment<together>(j), phi,
                                                                   relative ? weights.relative : weights.plain);
      first_mean.template segment<together>(j) = best.first_mean;
      growth.template segment<together>(j) = best.growth;
      height.template segment<together>(j) = best.squares;
    }
    if constexpr (relative) height = relative_heights(series, alphas[i], beta, phi, first_mean, growth);
    for (std::size_t j = 0; j < wide; ++j) {
      const auto lane = static_cast<Eigen::Index>(j);
      node& of = nodes_[i][j][k];
      of.at[0] = alphas[i];
      if constexpr (layout::trended) {
        of.at[layout::share] = shares[j];
        of.at[layout::growth] = growth[lane];
      }
      if constexpr (layout::damped) of.at[layout::damping] = phi;
      of.at[layout::first_mean] = first_mean[lane];
      of.height = height[lane];
    }
  }

  // What smoothing_shape has as value.
  static lanes relative_heights(const smoothing_series& series, double alpha, const lanes& beta, double phi,
                                const lanes& first_mean, const lanes& growth) {
    const lanes moved = phi * beta;
    lanes p = phi * growth;  // growth to come
    lanes l = first_mean - p;
    lanes squares = lanes::Zero();
    lanes product = lanes::Ones();
    lanes logs = lanes::Zero();
    lanes lowest = first_mean;
    for (std::size_t t = 0; t < series.y.size(); ++t) {
      if (t > 0 && t % 32 == 0) {
        logs += product.log();
        product.setOnes();
      }
      const lanes mu = l + p;
      if (series.known[t] == 0) {
        l = mu;
        p *= phi;
        continue;
      }
      const lanes e = series.y[t] - mu;
      const lanes r = e / mu;
      squares += r * r;
      product *= 1 + r;
      lowest = lowest.min(mu);
      l = (1 - alpha) * mu + alpha * series.y[t];
      p = phi * p + moved * e;
    }
    const auto n = static_cast<double>(series.observations);
    const lanes value = n * squares.max(n * rounding_square).log() + 2 * (series.log_sum - logs - product.log());
    return (lowest > 0 && value.isFinite()).select(value, std::numeric_limits<double>::infinity());
  }

  bool is_lowest(std::size_t i, std::size_t j, std::size_t k) const {
    const double here = nodes_[i][j][k].height;
    const auto higher = [&](std::size_t a, std::size_t b, std::size_t c) { return here <= nodes_[a][b][c].height; };
    return here < std::numeric_limits<double>::infinity() && (i == 0 || higher(i - 1, j, k)) &&
           (i + 1 == alphas.size() || higher(i + 1, j, k)) && (j == 0 || higher(i, j - 1, k)) &&
           (j + 1 == wide || higher(i, j + 1, k)) && (k == 0 || higher(i, j, k - 1)) &&
           (k + 1 == deep || higher(i, j, k + 1));
  }

  std::array<std::array<std::array<node, deep>, wide>, alphas.size()> nodes_;
};

}  // namespace tollcast::detail
