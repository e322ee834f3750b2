#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <type_traits>
#include <utility>

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

// f(0), ..., f(n - 1) with the numbers as types, so that every compiler writes them out one after the other.
template <std::size_t n, class Function>
void unrolled(const Function& f) {
  [&]<std::size_t... i>(std::index_sequence<i...>) { (f(std::integral_constant<std::size_t, i>{}), ...); }
  (std::make_index_sequence<n>{});
}

// The concentrated likelihood of a form,
//   f = n log(sum r_t^2) + 2 sum log mu_t (the second sum for multiplicative errors only)
// (Hyndman et al. 2008, eq. 5.2), with its slope along the first `moved` parameters of the layout (none, alpha to phi,
// or all), by the derivatives of the recursions, and with the curvature 2n / sum r^2 sum w_t (d mu_t)(d mu_t)', w_t =
// (dr_t / d mu_t)^2, of Gauss and Newton. Infinite where a fitted value, level or growth that must be positive is not.
// A missing year has no error and no term. Nothing is allocated.
template <smoothing_error error, smoothing_trend trend, std::size_t moved>
local_shape<moved> smoothing_shape(const smoothing_series& series, const typename smoothing_layout<trend>::point& at,
                                   bool curvature) {
  using layout = smoothing_layout<trend>;
  constexpr bool relative = error == smoothing_error::multiplicative;
  constexpr bool weights_move = moved >= layout::weights;
  const auto undefined = [] {
    local_shape<moved> shape{};
    shape.value = std::numeric_limits<double>::infinity();
    return shape;
  };
  const smoothing_parameters start = layout::of(at);
  double l = start.level;
  double b = start.growth;
  std::array<double, moved> dl{};  // d l / d parameter
  std::array<double, moved> db{};
  if constexpr (layout::grows) {
    const double p = at[layout::first_mean] / l;  // b^phi
    if constexpr (layout::damped && weights_move) dl[layout::damping] = -l * std::log(b);
    if constexpr (moved == layout::all) {
      dl[layout::first_mean] = 1 / p;
      dl[layout::growth] = -l * start.phi / b;
      db[layout::growth] = 1;
    }
  } else {
    if constexpr (layout::damped && weights_move) dl[layout::damping] = -b;
    if constexpr (moved == layout::all) {
      dl[layout::first_mean] = 1;
      if constexpr (layout::trended) {
        dl[layout::growth] = -start.phi;
        db[layout::growth] = 1;
      }
    }
  }

  double squares = 0;
  double product = 1;  // of the fitted values, its logarithm taken now and then
  double logs = 0;
  std::array<double, moved> slope{};      // sum r dr / d parameter, less its sign
  std::array<double, moved> log_slope{};  // sum d log mu / d parameter
  std::array<std::array<double, moved>, moved> crossed{};
  std::array<double, moved> dmu{};
  for (std::size_t t = 0; t < series.y.size(); ++t) {
    double p = start.phi * b;
    double dp = start.phi;  // dp / db
    double dp_damping = b;
    double mu = l + p;
    if constexpr (layout::grows) {
      if (!(l > 0 && b > 0)) return undefined();
      p = b;
      if constexpr (layout::damped) {
        p = std::pow(b, start.phi);
        dp = start.phi * p / b;
        dp_damping = p * std::log(b);
      }
      mu = l * p;
      unrolled<moved>([&](auto i) { dmu[i] = dl[i] * p + l * dp * db[i]; });
      if constexpr (layout::damped && weights_move) dmu[layout::damping] += l * dp_damping;
    } else {
      unrolled<moved>([&](auto i) { dmu[i] = dl[i] + (layout::trended ? dp * db[i] : 0.0); });
      if constexpr (layout::damped && weights_move) dmu[layout::damping] += dp_damping;
    }
    const bool known = series.known[t] != 0;
    const double e = known ? series.y[t] - mu : 0.0;
    const double alpha = known ? start.alpha : 0.0;
    const double beta = known ? start.beta : 0.0;
    if (known) {
      double weight = 1;
      if constexpr (relative) {
        if (!(mu > 0)) return undefined();
        const double inverse = 1 / mu;
        const double ratio = series.y[t] * inverse;
        const double r = ratio - 1;
        squares += r * r;
        product *= mu;
        if (t % 8 == 7) {
          logs += std::log(product);
          product = 1;
        }
        const double factor = r * ratio * inverse;
        unrolled<moved>([&](auto i) {
          slope[i] += factor * dmu[i];
          log_slope[i] += inverse * dmu[i];
        });
        weight = ratio * ratio * inverse * inverse;
      } else {
        squares += e * e;
        unrolled<moved>([&](auto i) { slope[i] += e * dmu[i]; });
      }
      if (curvature) {
        unrolled<moved>([&](auto i) {
          const double weighted = weight * dmu[i];
          unrolled<i + 1>([&](auto j) { crossed[i][j] += weighted * dmu[j]; });
        });
      }
    }
    if constexpr (layout::grows) {
      const double inverse = 1 / l;
      const double pull = e * inverse;
      unrolled<moved>([&](auto i) {
        db[i] = dp * db[i] - beta * inverse * (dmu[i] + pull * dl[i]);
        dl[i] = (1 - alpha) * dmu[i];
      });
      if constexpr (weights_move) {
        dl[0] += e;
        db[0] += at[layout::share] * pull;
        db[layout::share] += (start.alpha - smallest_smoothing) * pull;
        if constexpr (layout::damped) db[layout::damping] += dp_damping;
      }
      b = p + beta * pull;
    } else {
      unrolled<moved>([&](auto i) {
        if constexpr (layout::trended) db[i] = dp * db[i] - beta * dmu[i];
        dl[i] = (1 - alpha) * dmu[i];
      });
      if constexpr (weights_move) {
        dl[0] += e;
        if constexpr (layout::trended) {
          db[0] += at[layout::share] * e;
          db[layout::share] += (start.alpha - smallest_smoothing) * e;
        }
        if constexpr (layout::damped) db[layout::damping] += dp_damping;
      }
      if constexpr (layout::trended) b = p + beta * e;
    }
    l = mu + alpha * e;
  }

  const auto n = static_cast<double>(series.observations);
  squares = std::max(squares, n * rounding_square);
  local_shape<moved> shape{};
  shape.value = n * std::log(squares) + (relative ? 2 * (logs + std::log(product)) : 0.0);
  if (!std::isfinite(shape.value)) return undefined();
  const double scale = 2 * n / squares;
  for (std::size_t i = 0; i < moved; ++i) {
    shape.gradient[i] = -scale * slope[i] + (relative ? 2 * log_slope[i] : 0.0);
    if (!curvature) continue;
    for (std::size_t j = 0; j <= i; ++j) shape.curvature[i][j] = shape.curvature[j][i] = scale * crossed[i][j];
    shape.curvature[i][i] += 1e-9 * scale * crossed[i][i] + 1e-300;
  }
  return shape;
}

}  // namespace tollcast::detail
