#pragma once

#include <tollcast/trend/detail/arma_likelihood.hpp>

namespace tollcast::detail {

inline double arma_likelihood::value(arma_orders orders, std::span<const double> at, std::span<double> gradient) {
  orders_ = orders;
  for (std::size_t i = 0; i < orders.p; ++i) {
    const double shrunk = std::exp(-2 * std::abs(at[i]));
    partial_ar_[i] = std::copysign((1 - shrunk) / (1 + shrunk), at[i]);
    left_ar_[i] = 4 * shrunk / ((1 + shrunk) * (1 + shrunk));
  }
  for (std::size_t i = 0; i < orders.q; ++i) partial_ma_[i] = at[orders.p + i];
  ar_levels_.set({partial_ar_.data(), orders.p});
  ma_levels_.set({partial_ma_.data(), orders.q});
  phi_ = {};
  theta_ = {};
  for (std::size_t i = 0; i < orders.p; ++i) phi_[i] = ar_levels_.level[orders.p - 1][i];
  for (std::size_t i = 0; i < orders.q; ++i) theta_[i] = -ma_levels_.level[orders.q - 1][i];
  if (!series_->gaps.empty()) return run<-1>(gradient);
  switch (orders.lags()) {
    case 0:
      return run<0>(gradient);
    case 1:
      return run<1>(gradient);
    case 2:
      return run<2>(gradient);
    case 3:
      return run<3>(gradient);
    default:
      return run<-1>(gradient);
  }
}

template <int Lags>
double arma_likelihood::run(std::span<double> gradient) {
  recurse<Lags>();
  add_prior();
  if (!decompose()) return std::numeric_limits<double>::infinity();
  const std::size_t all = columns();
  double squares = 0;
  const double* best = best_.data();
  for (std::size_t t = 0; t < series_->x.size(); ++t) {
    const double* e = e_.data() + t * all;
    const double residual = combined<Lags>(e, active_[t]);
    squares += residual * residual;
  }
  const std::size_t lags = orders_.lags();
  // P^-1 = sum of d_k l_k l_k', where l_k is what order k leaves of z_-k given z_0 .. z_-(k-1), of variance 1 / d_k
  double precision = 1;
  double log_prior = 0;
  for (std::size_t k = 0; k < orders_.p; ++k) {
    precision *= left_ar_[k];
    log_prior -= static_cast<double>(k + 1) * std::log(left_ar_[k]);
  }
  for (std::size_t k = 0; k < lags; ++k) {
    const std::size_t order = std::min(k, orders_.p);
    double left = best[k];
    for (std::size_t j = 0; j < order; ++j) left -= ar_levels_.level[order - 1][j] * best[k - 1 - j];
    squares += precision * left * left;
    if (k < orders_.p) precision = k + 1 == orders_.p ? 1 : precision / left_ar_[k];
  }
  double product = 1;
  double log_root = 0;
  for (std::size_t j = 0; j < lags + series_->gaps.size(); ++j) {
    product *= gram_[j * all + j];
    if (!(product > 1e-100 && product < 1e100)) {
      log_root += std::log(product);
      product = 1;
    }
  }
  sum_of_squares_ = squares;
  log_determinant_ = log_prior + 2 * (log_root + std::log(product));
  const double informative = static_cast<double>(series_->informative());
  if (!gradient.empty()) run_back<Lags>(gradient);
  return (informative * std::log(std::max(squares, std::numeric_limits<double>::min())) + log_determinant_) / 2;
}

// The columns that are not 0 in a year: those of z_0 .., of some missing values, of c and x.
template <int Lags, class Use>
void over_columns(std::size_t r, column_range active, std::size_t all, Use use) {
  for (std::size_t c = 0; c < r; ++c) use(c);
  if constexpr (Lags < 0) {
    for (std::size_t c = active.first; c < active.end; ++c) use(c);
  }
  use(all - 2);
  use(all - 1);
}

template <int Lags>
double arma_likelihood::combined(const double* row, column_range active) const {
  const std::size_t r = Lags >= 0 ? static_cast<std::size_t>(Lags) : orders_.lags();
  double sum = 0;
  over_columns<Lags>(r, active, Lags >= 0 ? r + 2 : columns(), [&](std::size_t c) { sum += best_[c] * row[c]; });
  return sum;
}

// Whether what a missing value did to z is below the digits of everything else, in year t - 1 and those before it that
// still act.
inline bool arma_likelihood::has_died(const double* z, std::size_t column, std::size_t t) const {
  const std::size_t r = orders_.lags();
  if (series_->gaps[column - r].first + std::max<std::size_t>(r, 3) > t) return false;
  for (std::size_t i = 1; i <= r; ++i) {
    if (std::abs(*(z + column - i * columns())) > 1e-18) return false;
  }
  return true;
}

template <int Lags>
void arma_likelihood::recurse() {
  const std::size_t r = Lags >= 0 ? static_cast<std::size_t>(Lags) : orders_.lags();
  const std::size_t all = Lags >= 0 ? r + 2 : columns();
  const std::size_t m = series_->x.size();
  const double* x = series_->x.data();
  std::array<double, largest_arma_order> sum;
  for (std::size_t i = 0; i < r; ++i) sum[i] = phi_[i] + theta_[i];
  const arma_polynomial theta = theta_;
  double* before = z_.data();
  std::fill(before, before + r * all, 0.0);
  for (std::size_t k = 0; k < r; ++k) before[(r - 1 - k) * all + k] = 1;
  double* rows = before + r * all;
  if constexpr (Lags < 0) {
    std::fill(rows, rows + m * all, 0.0);
    for (std::size_t g = 0; g < series_->gaps.size(); ++g) {
      const auto& gap = series_->gaps[g];
      for (std::size_t i = 0; i < 3 && gap.first + i < m; ++i) rows[(gap.first + i) * all + r + g] = gap.change[i];
    }
  }
  constexpr std::size_t fixed = Lags >= 0 ? static_cast<std::size_t>(Lags) + 2 : 1;
  std::array<double, fixed * fixed> local{};
  double* gram = Lags >= 0 ? local.data() : gram_.data();
  if constexpr (Lags < 0) std::fill(gram, gram + all * all, 0.0);
  const double minus_one = series_->constant ? -1 : 0;
  column_range active{r, r};  // the missing values that matter now: not those to come, nor those that have died away
  for (std::size_t t = 0; t < m; ++t) {
    double* z = rows + t * all;
    double* e = e_.data() + t * all;
    if constexpr (Lags >= 0) {
      for (std::size_t c = 0; c < r; ++c) z[c] = 0;
    } else {
      while (active.end < all - 2 && series_->gaps[active.end - r].first <= t) ++active.end;
      while (active.first < active.end && has_died(z, active.first, t)) ++active.first;
      active_[t] = active;
    }
    z[all - 2] = minus_one;
    z[all - 1] = x[t];
    over_columns<Lags>(r, active, all, [&](std::size_t c) {
      double now = z[c];
      double left = now;
      for (std::size_t i = 0; i < r; ++i) {
        const double earlier = *(z + c - (i + 1) * all);
        now -= theta[i] * earlier;
        left -= sum[i] * earlier;
      }
      z[c] = now;
      e[c] = left;
    });
    over_columns<Lags>(r, active, all, [&](std::size_t a) {
      double* row = gram + a * all;
      for (std::size_t b = a; b < r; ++b) row[b] += e[a] * e[b];
      if constexpr (Lags < 0) {
        for (std::size_t b = std::max(a, active.first); b < active.end; ++b) row[b] += e[a] * e[b];
      }
      for (std::size_t b = std::max(a, all - 2); b < all; ++b) row[b] += e[a] * e[b];
    });
  }
  if constexpr (Lags >= 0) std::copy(local.begin(), local.end(), gram_.begin());
}

inline void arma_likelihood::add_prior() {
  const std::size_t all = columns();
  double precision = 1;
  for (std::size_t k = 0; k < orders_.p; ++k) precision *= left_ar_[k];
  for (std::size_t k = 0; k < orders_.lags(); ++k) {
    const std::size_t order = std::min(k, orders_.p);
    arma_polynomial row{};  // coefficients of z_-k, z_-(k-1), ..
    row[0] = 1;
    for (std::size_t j = 0; j < order; ++j) row[j + 1] = -ar_levels_.level[order - 1][j];
    for (std::size_t a = 0; a <= order; ++a) {
      for (std::size_t b = a; b <= order; ++b) gram_[(k - b) * all + (k - a)] += precision * row[a] * row[b];
    }
    if (k < orders_.p) precision = k + 1 == orders_.p ? 1 : precision / left_ar_[k];
  }
}

// The root of the Gram matrix, in its place, and the best b.
inline bool arma_likelihood::decompose() {
  const std::size_t all = columns();
  double* gram = gram_.data();
  for (std::size_t j = 0; j + 1 < all; ++j) {
    double* row = gram + j * all;
    if (j + 2 == all && !series_->constant) {
      row[j] = 1;
      row[j + 1] = 0;
      continue;
    }
    const double before = row[j];
    for (std::size_t i = 0; i < j; ++i) {
      const double* above = gram + i * all;
      for (std::size_t k = j; k < all; ++k) row[k] -= above[j] * above[k];
    }
    if (!(row[j] > 1e-15 * before)) return false;
    const double pivot = std::sqrt(row[j]);
    row[j] = pivot;
    for (std::size_t k = j + 1; k < all; ++k) row[k] /= pivot;
  }
  best_[all - 1] = 1;
  for (std::size_t j = all - 1; j-- > 0;) {
    double left = 0;
    for (std::size_t k = j + 1; k < all; ++k) left -= gram[j * all + k] * best_[k];
    best_[j] = left / gram[j * all + j];
  }
  return true;
}

}  // namespace tollcast::detail
