#pragma once

#include <array>
#include <cmath>
#include <optional>
#include <span>

namespace tollcast::detail {

inline constexpr int largest_arma_order = 5;

using arma_polynomial = std::array<double, largest_arma_order>;

// The coefficients of stationary autoregressions of order 1 .. p from partial autocorrelations pi_1 .. pi_p (Monahan
// 1984, Biometrika 71:403), row k - 1 those of order k:
//   phi_k,k = pi_k,   phi_k,j = phi_(k-1),j - pi_k phi_(k-1),(k-j)
struct autoregression_levels {
  std::array<arma_polynomial, largest_arma_order> level{};

  void set(std::span<const double> partial) {
    for (std::size_t k = 0; k < partial.size(); ++k) {
      level[k][k] = partial[k];
      for (std::size_t j = 0; j < k; ++j) level[k][j] = level[k - 1][j] - partial[k] * level[k - 1][k - 1 - j];
    }
  }

  // The gradient in the partial autocorrelations of what has this gradient in the coefficients of order p.
  void pull_back(std::span<const double> partial, arma_polynomial gradient, std::span<double> result) const {
    for (std::size_t k = partial.size(); k-- > 0;) {
      result[k] = gradient[k];
      const arma_polynomial above = gradient;
      for (std::size_t j = 0; j < k; ++j) {
        result[k] -= above[j] * level[k - 1][k - 1 - j];
        gradient[j] = above[j] - partial[k] * above[k - 1 - j];
      }
    }
  }
};

// The partial autocorrelations of an autoregression, nothing unless it is stationary.
inline std::optional<arma_polynomial> partial_autocorrelations(std::span<const double> coefficients) {
  arma_polynomial partial{};
  arma_polynomial level{};
  for (std::size_t k = 0; k < coefficients.size(); ++k) level[k] = coefficients[k];
  for (std::size_t k = coefficients.size(); k-- > 0;) {
    const double last = level[k];
    if (!(std::abs(last) < 1)) return std::nullopt;
    partial[k] = last;
    const arma_polynomial above = level;
    for (std::size_t j = 0; j < k; ++j) level[j] = (above[j] + last * above[k - 1 - j]) / ((1 - last) * (1 + last));
  }
  return partial;
}

}  // namespace tollcast::detail
