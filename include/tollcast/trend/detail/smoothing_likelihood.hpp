#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>

#include <Eigen/Core>

#include <tollcast/trend/detail/box_minimum.hpp>
#include <tollcast/trend/detail/smoothing_series.hpp>
#include <tollcast/trend/smoothing_form.hpp>

namespace tollcast::detail {

// What the parameters of a form are, in the order of the search: alpha, the share u of beta in its range, phi, the
// first fitted value m (which stands for the first level: l_0 = m - phi b_0, or m / b_0^phi) and b_0.
template <smoothing_trend trend>
struct smoothing_layout {
  static constexpr bool grows =
      trend == smoothing_trend::multiplicative || trend == smoothing_trend::damped_multiplicative;
  static constexpr bool damped = trend == smoothing_trend::damped || trend == smoothing_trend::damped_multiplicative;
  static constexpr bool trended = trend != smoothing_trend::none;
  static constexpr std::size_t weights = trended ? (damped ? 3 : 2) : 1;  // alpha, u, phi
  static constexpr std::size_t all = weights + (trended ? 2 : 1);
  static constexpr std::size_t share = 1;
  static constexpr std::size_t damping = 2;
  static constexpr std::size_t first_mean = weights;
  static constexpr std::size_t growth = all - 1;
  using point = std::array<double, all>;

  static smoothing_parameters of(const point& at) {
    smoothing_parameters found;
    found.alpha = at[0];
    if constexpr (trended) {
      found.beta = beta_at(at[0], at[share]);
      found.phi = damped ? at[damping] : 1.0;
      found.growth = at[growth];
    }
    found.level = grows     ? at[first_mean] / (damped ? std::pow(found.growth, found.phi) : found.growth)
                  : trended ? at[first_mean] - found.phi * found.growth
                            : at[first_mean];
    return found;
  }

  static point from(const smoothing_parameters& given) {
    point at{};
    at[0] = given.alpha;
    at[first_mean] = given.level;
    if constexpr (trended) {
      const double range = given.alpha - smallest_smoothing;
      at[share] = range > 0 ? std::clamp((given.beta - smallest_smoothing) / range, 0.0, 1.0) : 0.0;
      at[growth] = given.growth;
      at[first_mean] = grows ? given.level * std::pow(given.growth, given.phi) : given.level + given.phi * given.growth;
    }
    if constexpr (damped) at[damping] = given.phi;
    return at;
  }

  static box<all> bounds() {
    constexpr double far = std::numeric_limits<double>::infinity();
    box<all> within{};
    within.lower.fill(grows ? 1e-12 : -far);
    within.upper.fill(far);
    within.lower[0] = smallest_smoothing;
    within.upper[0] = largest_smoothing;
    if constexpr (trended) {
      within.lower[share] = 0;
      within.upper[share] = 1;
    }
    if constexpr (damped) {
      within.lower[damping] = smallest_damping;
      within.upper[damping] = largest_damping;
    }
    return within;
  }
};

// The concentrated likelihood of a form,
//   f = n log(sum r_t^2) + 2 sum log mu_t (the second sum for multiplicative errors only)
// (Hyndman et al. 2008, eq. 5.2), with its slope along the first `moved` parameters of the layout (none, alpha to phi,
// or all), by the derivatives of the recursions, and with the curvature 2n / sum r^2 sum w_t (d mu_t)(d mu_t)', w_t =
// (dr_t / d mu_t)^2, of Gauss and Newton. Infinite where a fitted value, level or growth that must be positive is not.
// A missing year has no error and no term. Nothing is allocated.
template <smoothing_error error, smoothing_trend trend, std::size_t moved>
local_shape<moved> smoothing_shape(const smoothing_series& series, const typename smoothing_layout<trend>::point& at,
                                   curvature_table<moved>* curvature = nullptr) {
  using layout = smoothing_layout<trend>;
  constexpr bool relative = error == smoothing_error::multiplicative;
  constexpr bool weights_move = moved >= layout::weights;
  constexpr local_shape<moved> undefined{std::numeric_limits<double>::infinity(), {}};
  // A number for each of the `moved` parameters, and one more where these are odd: their instructions work on pairs.
  constexpr std::size_t wide = moved + moved % 2;
  using slopes = Eigen::Array<double, static_cast<int>(wide), 1>;
  const auto packed = [](const std::array<double, wide>& all) { return slopes(Eigen::Map<const slopes>(all.data())); };
  const smoothing_parameters start = layout::of(at);
  const double phi = layout::damped ? start.phi : 1.0;
  double l = start.level;
  double b = start.growth;
  double p = layout::trended ? phi * b : 0.0;  // the growth to come: phi b, or b^phi
  std::array<double, wide> first_dl{};
  std::array<double, wide> first_db{};
  if constexpr (layout::damped && weights_move) first_dl[layout::damping] = layout::grows ? -l * std::log(b) : -b;
  if constexpr (moved == layout::all) {
    first_dl[layout::first_mean] = layout::grows ? l / at[layout::first_mean] : 1;
    if constexpr (layout::trended) {
      first_dl[layout::growth] = -phi * (layout::grows ? l / b : 1);
      first_db[layout::growth] = 1;
    }
  }
  slopes dl = packed(first_dl);  // d l / d parameter
  slopes db = packed(first_db);
  slopes dp = phi * db;
  // What an error adds to dl and db, and a growth to dp.
  Eigen::Array2d error_to_dl(1, 0);
  Eigen::Array2d error_to_db(0, 0);
  if constexpr (layout::trended) error_to_db = Eigen::Array2d(at[layout::share], start.alpha - smallest_smoothing);
  const Eigen::Array2d growth_to_dp(1, 0);
  const auto add_growth = [&](slopes& to, double growth) {
    if constexpr (layout::damped && weights_move) to.template segment<2>(layout::damping) += growth * growth_to_dp;
  };
  add_growth(dp, b);

  double squares = 0;
  double product = 1;  // of value over fitted value, its logarithm taken now and then
  double logs = 0;
  slopes slope = slopes::Zero();      // sum r dr / d parameter, less its sign
  slopes log_slope = slopes::Zero();  // sum d log mu / d parameter
  std::array<slopes, moved> crossed;
  crossed.fill(slopes::Zero());
  for (std::size_t t = 0; t < series.y.size(); ++t) {
    if (relative && t > 0 && t % 32 == 0) {
      logs += std::log(product);
      product = 1;
    }
    double mu = l + p;
    slopes dmu = dl;
    double power = 1;  // d b^phi / db
    if constexpr (layout::grows) {
      if (!(l > 0 && b > 0)) return undefined;
      p = b;
      if constexpr (layout::damped) {
        p = std::pow(b, phi);
        power = phi * p / b;
      }
      mu = l * p;
      dp = power * db;
      if constexpr (layout::damped) add_growth(dp, p * std::log(b));
      dmu = p * dl + l * dp;
    } else if constexpr (layout::trended) {
      dmu += dp;
    }
    const bool known = series.known[t] != 0;
    const double y = series.y[t];
    const double e = known ? y - mu : 0.0;
    const double alpha = known ? start.alpha : 0.0;
    const double beta = known ? start.beta : 0.0;
    if (known) {
      double weight = 1;
      if constexpr (relative) {
        if (!(mu > 0)) return undefined;
        const double inverse = 1 / mu;
        const double ratio = y * inverse;
        const double r = ratio - 1;
        squares += r * r;
        product *= ratio;
        const double factor = r * ratio * inverse;
        slope += factor * dmu;
        log_slope += inverse * dmu;
        weight = ratio * ratio * inverse * inverse;
      } else {
        squares += e * e;
        slope += e * dmu;
      }
      if (curvature != nullptr) {
        std::array<double, wide> weighted;
        Eigen::Map<slopes>(weighted.data()) = weight * dmu;
        for (std::size_t i = 0; i < moved; ++i) crossed[i] += weighted[i] * dmu;
      }
    }
    if constexpr (layout::grows) {
      const double inverse = 1 / l;
      const double pull = e * inverse;
      db = dp - (beta * inverse) * (dmu + pull * dl);
      if constexpr (weights_move) db.template head<2>() += pull * error_to_db;
      b = p + beta * pull;
    } else if constexpr (layout::trended) {
      dp = phi * dp;
      if constexpr (weights_move) dp.template head<2>() += (phi * e) * error_to_db;
      add_growth(dp, p + beta * e);
      dp -= (phi * beta) * dmu;
      p = (phi * p + (phi * beta) * y) - (phi * beta) * mu;
    }
    dl = (1 - alpha) * dmu;
    if constexpr (weights_move) dl.template head<2>() += e * error_to_dl;
    l = alpha * y + (1 - alpha) * mu;
  }

  const auto n = static_cast<double>(series.observations);
  squares = std::max(squares, n * rounding_square);
  const double value = n * std::log(squares) + (relative ? 2 * (series.log_sum - logs - std::log(product)) : 0.0);
  if (!std::isfinite(value)) return undefined;
  const double scale = 2 * n / squares;
  if (curvature != nullptr) {
    for (std::size_t i = 0; i < moved; ++i) {
      for (std::size_t j = 0; j < moved; ++j) (*curvature)[i][j] = scale * crossed[i][static_cast<Eigen::Index>(j)];
      (*curvature)[i][i] += 1e-9 * (*curvature)[i][i] + 1e-300;
    }
  }
  std::array<double, wide> gradient;
  Eigen::Map<slopes>(gradient.data()) = -scale * slope + (relative ? 2 : 0) * log_slope;
  local_shape<moved> shape{value, {}};
  std::copy_n(gradient.begin(), moved, shape.gradient.begin());
  return shape;
}

}  // namespace tollcast::detail
