#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <vector>

#include <tollcast/trend/detail/arma_coefficients.hpp>

namespace tollcast::detail {

// A series after its differences are taken, x_1 .. x_m; x holds any value where a missing year enters it.
struct arma_series {
  struct gap {
    std::size_t first;             // the first place of x that the missing value enters, counted from 0
    std::array<double, 3> change;  // what a unit of it adds there and in the next two places
  };
  std::vector<double> x;
  std::vector<gap> gaps = {};
  bool constant = false;

  std::size_t informative() const { return x.size() - gaps.size(); }
};

struct column_range {
  std::size_t first;
  std::size_t end;
};

struct arma_orders {
  std::size_t p;
  std::size_t q;
  std::size_t lags() const { return std::max(p, q); }
  std::size_t count() const { return p + q; }
  bool operator==(const arma_orders&) const = default;
};

// The exact Gaussian likelihood of
//   x_t = c + z_t + theta_1 z_(t-1) + ... + theta_q z_(t-q),   z_t = phi_1 z_(t-1) + ... + phi_p z_(t-p) + e_t
// with e_t ~ N(0, sigma^2) and z stationary. Given the r = max(p, q) values z_0, z_-1, .. before the first year, the
// e_t follow by recursion and are linear in them, in the missing values and in c, together b: e = e_x + E b. The former
// have the prior N(0, sigma^2 P). With M = E'E + P^-1, its columns without that of c,
//   -2 log L = m log(2 pi sigma^2) + S / sigma^2 + log|P| + log|M|,   S = min over b of |e_x + E b|^2 + z' P^-1 z
// (Galbraith and Galbraith 1974, J. Appl. Prob. 11:63; Ljung and Box 1979, Biometrika 66:265), where m counts the x
// less the missing values. P^-1 and |P| are products of partial autocorrelations, so that nothing cancels near a unit
// root, and no step of the recursion divides. The gradient runs it backwards. An evaluation costs about
// m (r + 2) (3 r + 5) multiplications, its gradient as many again; neither allocates.
class arma_likelihood {
 public:
  explicit arma_likelihood(const arma_series& series)
      : series_(&series),
        z_((series.x.size() + largest_arma_order) * columns(largest_arma_order)),
        e_(series.x.size() * columns(largest_arma_order)),
        weight_((series.x.size() + largest_arma_order) * columns(largest_arma_order)),
        adjoint_(weight_.size()),
        gram_(columns(largest_arma_order) * columns(largest_arma_order)),
        inverse_(gram_.size()),
        best_(columns(largest_arma_order)),
        active_(series.x.size()) {}

  // (m log S + log|P| + log|M|) / 2, which is -log L at the best sigma^2 and c but for a constant. `at` holds p numbers
  // whose tanh are the partial autocorrelations of z, and q in [-1, 1], those of the moving average's inverse. With a
  // `gradient` in them. Infinite where rounding leaves no answer.
  double value(arma_orders orders, std::span<const double> at, std::span<double> gradient = {});

  // After value(), at its arguments.
  const arma_series& series() const { return *series_; }
  arma_orders orders() const { return orders_; }
  double sum_of_squares() const { return sum_of_squares_; }
  double log_determinant() const { return log_determinant_; }  // log|P| + log|M|
  const arma_polynomial& ar() const { return phi_; }
  const arma_polynomial& ma() const { return theta_; }
  std::size_t columns() const { return columns(orders_.lags()); }  // z_0 .. , missing values, c, x
  // The best b, then 1 for x: z_t = sum over columns of column_z(t) b.
  std::span<const double> best() const { return {best_.data(), columns()}; }
  const double* column_z(std::size_t t) const { return z_.data() + (t + orders_.lags()) * columns(); }  // t from 0
  double residual(std::size_t t) const { return combined<-1>(e_.data() + t * columns(), active_[t]); }  // e_t, t from 0
  // Row `i` of the upper triangular R with R'R = [E e_x]'[E e_x] + P^-1.
  const double* root(std::size_t i) const { return gram_.data() + i * columns(); }

 private:
  std::size_t columns(std::size_t lags) const { return lags + series_->gaps.size() + 2; }
  template <int Lags>
  double run(std::span<double> gradient);
  template <int Lags>
  void recurse();
  template <int Lags>
  double combined(const double* row, column_range active) const;
  bool has_died(const double* z, std::size_t column, std::size_t t) const;
  void add_prior();
  bool decompose();
  template <int Lags>
  void run_back(std::span<double> gradient);
  void invert();
  void prior_gradient(double scale, arma_polynomial& ar_gradient) const;

  const arma_series* series_;
  arma_orders orders_{};
  arma_polynomial phi_{}, theta_{};
  arma_polynomial partial_ar_{}, partial_ma_{};
  arma_polynomial left_ar_{};  // 1 - partial_ar^2
  autoregression_levels ar_levels_{}, ma_levels_{};
  std::vector<double> z_, e_, weight_, adjoint_, gram_, inverse_, best_;
  std::vector<column_range> active_;
  double sum_of_squares_ = 0;
  double log_determinant_ = 0;
};

}  // namespace tollcast::detail

#include <tollcast/trend/detail/arma_likelihood_run.hpp>
// after what it uses
#include <tollcast/trend/detail/arma_likelihood_gradient.hpp>
