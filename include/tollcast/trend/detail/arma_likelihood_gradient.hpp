#pragma once

#include <tollcast/trend/detail/arma_likelihood.hpp>

namespace tollcast::detail {

// M^-1 of the columns that count for the determinant: the inverse of the first rows of the root, times its transpose.
inline void arma_likelihood::invert() {
  const std::size_t all = columns();
  const std::size_t d = all - 2;
  double* inverse = inverse_.data();
  std::fill(inverse, inverse + d * d, 0.0);
  for (std::size_t j = d; j-- > 0;) {
    // row j of M^-1 from R M^-1 = R'^-1: entries k >= j, then by symmetry
    for (std::size_t k = d; k-- > j;) {
      double sum = k == j ? 1 / gram_[j * all + j] : 0;
      for (std::size_t i = j + 1; i < d; ++i) sum -= gram_[j * all + i] * inverse[std::min(i, k) * d + std::max(i, k)];
      inverse[j * d + k] = sum / gram_[j * all + j];
    }
  }
  for (std::size_t j = 0; j < d; ++j) {
    for (std::size_t k = 0; k < j; ++k) inverse[j * d + k] = inverse[k * d + j];
  }
}

// The gradient of z' P^-1 z (scale / 2) + log|M| / 2 through P^-1 = A A' - B B' (Gohberg and Semencul), A and B lower
// triangular and constant along diagonals, with first columns (1, -phi_1, ..) and (-phi_r, .., -phi_1).
inline void arma_likelihood::prior_gradient(double scale, arma_polynomial& ar_gradient) const {
  const std::size_t r = orders_.lags();
  const std::size_t d = columns() - 2;
  const auto coefficient = [&](std::size_t k) { return k == 0 ? 1 : -phi_[k - 1]; };
  std::array<double, std::size_t{largest_arma_order} * largest_arma_order> weight;
  for (std::size_t i = 0; i < r; ++i) {
    for (std::size_t j = 0; j < r; ++j) weight[i * r + j] = scale * best_[i] * best_[j] + inverse_[i * d + j];
  }
  for (std::size_t i = 0; i < r; ++i) {
    for (std::size_t j = 0; j <= i; ++j) {
      double with_a = 0;
      double with_b = 0;
      for (std::size_t k = j; k < r; ++k) {
        with_a += weight[i * r + k] * coefficient(k - j);
        with_b += weight[i * r + k] * coefficient(r - (k - j));
      }
      if (i > j) ar_gradient[i - j - 1] -= with_a;
      ar_gradient[r - (i - j) - 1] += with_b;
    }
  }
}

template <int Lags>
void arma_likelihood::run_back(std::span<double> gradient) {
  const std::size_t r = Lags >= 0 ? static_cast<std::size_t>(Lags) : orders_.lags();
  const std::size_t all = Lags >= 0 ? r + 2 : columns();
  const std::size_t d = all - 2;
  const std::size_t wide = d + 1;
  const std::size_t m = series_->x.size();
  invert();
  const double scale = static_cast<double>(series_->informative()) / sum_of_squares_;
  arma_polynomial ar_gradient{};
  arma_polynomial ma_gradient{};
  std::fill(weight_.data() + m * wide, weight_.data() + (m + r) * wide, 0.0);
  std::fill(adjoint_.data() + m * wide, adjoint_.data() + (m + r) * wide, 0.0);
  const double* inverse = inverse_.data();
  for (std::size_t t = m; t-- > 0;) {
    const double* e = e_.data() + t * all;
    const double* z = z_.data() + (r + t) * all;
    double* w = weight_.data() + t * wide;
    double* back = adjoint_.data() + t * wide;
    const column_range active = active_[t];
    for (std::size_t a = 0; a < d; ++a) {
      double sum = 0;
      for (std::size_t b = 0; b < r; ++b) sum += inverse[a * d + b] * e[b];
      if constexpr (Lags < 0) {
        for (std::size_t b = active.first; b < active.end; ++b) sum += inverse[a * d + b] * e[b];
      }
      w[a] = sum;
    }
    w[d] = scale * combined<Lags>(e, active);
    for (std::size_t c = 0; c < wide; ++c) {
      double sum = w[c];
      for (std::size_t i = 0; i < r; ++i) {
        sum -= phi_[i] * *(w + c + (i + 1) * wide) + theta_[i] * *(back + c + (i + 1) * wide);
      }
      back[c] = sum;
    }
    for (std::size_t i = 0; i < r; ++i) {
      const double* earlier = z - (i + 1) * all;
      const double fitted = combined<Lags>(earlier, active);
      double by_ar = w[d] * fitted;
      double by_ma = back[d] * fitted;
      for (std::size_t c = 0; c < r; ++c) {
        by_ar += w[c] * earlier[c];
        by_ma += back[c] * earlier[c];
      }
      if constexpr (Lags < 0) {
        for (std::size_t c = active.first; c < active.end; ++c) {
          by_ar += w[c] * earlier[c];
          by_ma += back[c] * earlier[c];
        }
      }
      ar_gradient[i] -= by_ar;
      ma_gradient[i] += by_ma;  // in -theta
    }
  }
  if (r > 0) prior_gradient(scale, ar_gradient);
  const auto ar_part = gradient.first(orders_.p);
  const auto ma_part = gradient.subspan(orders_.p);
  ar_levels_.pull_back({partial_ar_.data(), orders_.p}, ar_gradient, ar_part);
  ma_levels_.pull_back({partial_ma_.data(), orders_.q}, ma_gradient, ma_part);
  for (std::size_t k = 0; k < orders_.p; ++k) {
    ar_part[k] = ar_part[k] * left_ar_[k] + static_cast<double>(k + 1) * partial_ar_[k];
  }
}

}  // namespace tollcast::detail
