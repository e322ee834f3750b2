#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <vector>

#include <tollcast/trend/detail/smoothing_likelihood.hpp>

namespace tollcast::detail {

// Least squares of the states before the first year, for given alpha, beta and phi: with no trend, an additive or a
// damped one the fitted values are linear in them (Hyndman et al. 2008, section 10.1).
template <class Real>
struct least_squares_states {
  Real first_mean;
  Real growth;
  Real squares;  // the weighted sum of squared errors that is left
  // Of the matrix of moments sum w_t (d mu_t)(d mu_t)' of first mean and growth: the first row, and what is left of the
  // second diagonal entry after the first mean.
  Real mean_moment;
  Real cross_moment;
  Real growth_moment;
  // After the last year: the states, and what one more unit of first mean and of growth adds to each.
  Real level_end;
  Real growth_end;
  std::array<Real, 2> level_slope;
  std::array<Real, 2> growth_slope;
};

// `Real` is double, or an array of several alpha and beta at once. weights[t] weighs the squared error of year t.
template <class Real, bool trended>
least_squares_states<Real> least_squares_start(const smoothing_series& series, const Real& alpha, const Real& beta,
                                               double phi, const std::vector<double>& weights) {
  const Real zero = 0 * alpha;
  // The errors from the states (y_1, 0), and what one more unit of the first mean and of the growth adds to mu_t: level
  // l and growth p that is to come, phi b.
  const Real kept = 1 - alpha;
  const Real moved = phi * beta;
  Real l = zero + series.y[0];
  Real p = zero;
  Real l1 = zero + 1;
  Real p1 = zero;
  Real l2 = zero - phi;
  Real p2 = zero + phi;
  Real ee = zero;
  Real e1 = zero;
  Real e2 = zero;  // NOLINT(performance-unnecessary-copy-initialization): only where trended
  Real m11 = zero;
  Real m12 = zero;  // NOLINT(performance-unnecessary-copy-initialization): only where trended
  Real m22 = zero;  // NOLINT(performance-unnecessary-copy-initialization): only where trended
  for (std::size_t t = 0; t < series.y.size(); ++t) {
    const Real mu = trended ? Real(l + p) : l;
    const Real c1 = trended ? Real(l1 + p1) : l1;
    const Real c2 = trended ? Real(l2 + p2) : zero;
    if (series.known[t] == 0) {
      l = mu;
      l1 = c1;
      l2 = c2;
      p = phi * p;
      p1 = phi * p1;
      p2 = phi * p2;
      continue;
    }
    const Real e = series.y[t] - mu;
    const Real we = weights[t] * e;
    const Real w1 = weights[t] * c1;
    ee += we * e;
    e1 += w1 * e;
    m11 += w1 * c1;
    l = kept * mu + alpha * series.y[t];
    l1 = kept * c1;
    if constexpr (trended) {
      e2 += we * c2;
      m12 += w1 * c2;
      m22 += weights[t] * c2 * c2;
      p = phi * p + moved * e;
      p1 = phi * p1 - moved * c1;
      l2 = kept * c2;
      p2 = phi * p2 - moved * c2;
    }
  }
  // The growth after the mean: where it hardly shows in the errors it is held near 0.
  const Real by_mean = 1 / m11;
  const Real shared = m12 * by_mean;
  const Real left = m22 - m12 * shared + 1e-13 * m22 + 1e-300;
  const Real cleared = e2 - shared * e1;
  const Real growth = cleared / left;
  const Real first = (e1 - m12 * growth) * by_mean;
  const double unscaled = trended ? 1 / phi : 1;
  return {series.y[0] + first,
          growth,
          ee - e1 * e1 * by_mean - cleared * growth,
          m11,
          m12,
          left,
          l + first * l1 + growth * l2,
          (p + first * p1 + growth * p2) * unscaled,
          {l1, l2},
          {p1 * unscaled, p2 * unscaled}};
}

// The likelihood of an additive-error form at its best states, as a function of alpha, u and phi alone. Its slope is
// that of the full likelihood there (the states' own slope is 0); its curvature is what is left of the full one when
// the states follow, B_11 - B_12 B_22^-1 B_21 (Golub and Pereyra 1973).
template <smoothing_trend trend>
class smoothing_profile {
 public:
  using layout = smoothing_layout<trend>;
  using point = std::array<double, layout::weights>;

  smoothing_profile(const smoothing_series& series, const std::vector<double>& ones) : series_(series), ones_(ones) {}

  typename layout::point with_states(const point& at) const {
    typename layout::point all{};
    for (std::size_t i = 0; i < layout::weights; ++i) all[i] = at[i];
    const double beta = layout::trended ? beta_at(at[0], at[layout::weights - (layout::damped ? 2 : 1)]) : 0.0;
    const double phi = layout::damped ? at[layout::weights - 1] : layout::trended ? 1.0 : 0.0;
    const auto best = least_squares_start<double, layout::trended>(series_, at[0], beta, phi, ones_);
    all[layout::first_mean] = best.first_mean;
    if constexpr (layout::trended) all[layout::growth] = best.growth;
    return all;
  }

  local_shape<layout::weights> operator()(const point& at, curvature_table<layout::weights>* curvature) const {
    constexpr auto additive = smoothing_error::additive;
    const typename layout::point all = with_states(at);
    if (curvature == nullptr) return smoothing_shape<additive, trend, layout::weights>(series_, all);
    curvature_table<layout::all> left{};
    const auto full = smoothing_shape<additive, trend, layout::all>(series_, all, &left);
    for (std::size_t k = layout::all; k-- > layout::weights;) {
      for (std::size_t i = 0; i < k; ++i) {
        const double factor = left[i][k] / left[k][k];
        for (std::size_t j = 0; j < k; ++j) left[i][j] -= factor * left[k][j];
      }
    }
    local_shape<layout::weights> shape{full.value, {}};
    std::copy_n(full.gradient.begin(), layout::weights, shape.gradient.begin());
    for (std::size_t i = 0; i < layout::weights; ++i)
      std::copy_n(left[i].begin(), layout::weights, (*curvature)[i].begin());
    return shape;
  }

  static box<layout::weights> bounds() {
    const auto all = layout::bounds();
    box<layout::weights> within{};
    for (std::size_t i = 0; i < layout::weights; ++i) {
      within.lower[i] = all.lower[i];
      within.upper[i] = all.upper[i];
    }
    return within;
  }

 private:
  const smoothing_series& series_;
  const std::vector<double>& ones_;
};

}  // namespace tollcast::detail
