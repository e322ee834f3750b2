#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <utility>
#include <vector>

#include <Eigen/Cholesky>
#include <boost/random/gamma_distribution.hpp>
#include <boost/random/normal_distribution.hpp>
#include <boost/random/uniform_01.hpp>

#include <tollcast/numeric/random.hpp>
#include <tollcast/trend/detail/smoothing_likelihood.hpp>
#include <tollcast/trend/detail/smoothing_states.hpp>

// Forecasts of forms with a multiplicative trend, which have no law in closed form.
namespace tollcast::detail {

inline constexpr std::size_t smoothing_path_count = 5000;

// The parameters of one path, in units of the largest value.
struct smoothing_draw {
  smoothing_parameters parameters;
  smoothing_states end;
  double sigma;
};

// What the recursions come to, starting with given parameters: sigma is the root of the sum of squares.
inline smoothing_draw run_through(const smoothing_series& series, const smoothing_form& form,
                                  const smoothing_parameters& parameters) {
  smoothing_states states{parameters.level, parameters.growth};
  double squares = 0;
  for (std::size_t t = 0; t < series.y.size(); ++t) {
    const double mu = states.mean(form, parameters.phi);
    const double e = series.known[t] != 0 ? series.y[t] - mu : 0.0;
    const double r = form.error == smoothing_error::multiplicative ? e / mu : e;
    squares += r * r;
    states.step(form, parameters, e);
  }
  return {parameters, states, std::sqrt(std::max(squares, rounding_square))};
}

// Draws from the likelihood: normal about the optimum with the curvature there as precision (that of the weights at
// least 4 / range^2 ), weighed by likelihood over normal density, resampled at equal steps (sampling importance
// resampling; Rubin 1988). sigma^2 is sum r^2 over chi-squared with the degrees of freedom.
template <smoothing_error error, smoothing_trend trend>
std::vector<smoothing_draw> smoothing_draws(const smoothing_series& series, const smoothing_parameters& best,
                                            int degrees, random_engine& engine) {
  using layout = smoothing_layout<trend>;
  constexpr int d = static_cast<int>(layout::all);
  constexpr std::size_t tries = 2000;
  const auto within = layout::bounds();
  const auto centre = layout::from(best);
  curvature_table<layout::all> curvature{};
  const double least = smoothing_shape<error, trend, layout::all>(series, centre, &curvature).value;
  // f is minus twice the log-likelihood, so its curvature is twice the precision.
  Eigen::Matrix<double, d, d> precision;
  for (int i = 0; i < d; ++i) {
    const auto a = static_cast<std::size_t>(i);
    for (int j = 0; j < d; ++j) precision(i, j) = curvature[a][static_cast<std::size_t>(j)] / 2;
    if (a < layout::weights) {
      const double range = within.upper[a] - within.lower[a];
      precision(i, i) += 4 / (range * range);
    } else {
      precision(i, i) *= 1 + 1e-6;
    }
  }
  const Eigen::LLT<Eigen::Matrix<double, d, d>> root(precision);
  boost::random::normal_distribution<double> standard;
  const smoothing_form form{error, trend};
  struct proposal {
    smoothing_draw draw;
    double weight;
  };
  std::vector<proposal> proposals;
  proposals.reserve(tries);
  double total = 0;
  for (std::size_t k = 0; k < tries; ++k) {
    Eigen::Matrix<double, d, 1> z;
    for (int i = 0; i < d; ++i) z[i] = standard(engine);
    const double distance = z.squaredNorm();
    root.matrixU().solveInPlace(z);
    auto at = centre;
    bool inside = true;
    for (std::size_t i = 0; i < layout::all; ++i) {
      at[i] += z[static_cast<int>(i)];
      inside = inside && at[i] >= within.lower[i] && at[i] <= within.upper[i];
    }
    if (!inside) continue;
    const double value = smoothing_shape<error, trend, 0>(series, at).value;
    if (std::isinf(value)) continue;
    const double weight = std::exp(-0.5 * (value - least) + 0.5 * distance);
    total += weight;
    proposals.push_back({run_through(series, form, layout::of(at)), weight});
  }
  if (!(total > 0 && std::isfinite(total))) {
    proposals = {{run_through(series, form, best), 1}};
    total = 1;
  }
  std::vector<smoothing_draw> draws;
  draws.reserve(smoothing_path_count);
  boost::random::gamma_distribution<double> half_chi_squared(degrees / 2.0);
  const double start = boost::random::uniform_01<double>()(engine);
  double passed = proposals[0].weight;
  std::size_t at = 0;
  for (std::size_t k = 0; k < smoothing_path_count; ++k) {
    const double wanted = (static_cast<double>(k) + start) / static_cast<double>(smoothing_path_count) * total;
    while (passed < wanted && at + 1 < proposals.size()) passed += proposals[++at].weight;
    draws.push_back(proposals[at].draw);
    draws.back().sigma /= std::sqrt(2 * half_chi_squared(engine));
  }
  return draws;
}

// What each path has in the years h = 1, 2, ...: [h - 1][path].
inline std::vector<std::vector<double>> smoothing_paths(const smoothing_form& form,
                                                        const std::vector<smoothing_draw>& draws, int years,
                                                        random_engine& engine) {
  constexpr double far = 1000;  // times the largest value, which is the unit
  std::vector<std::vector<double>> values(static_cast<std::size_t>(years));
  for (auto& of_year : values) of_year.reserve(draws.size());
  boost::random::normal_distribution<double> standard;
  for (const smoothing_draw& draw : draws) {
    smoothing_states states = draw.end;
    smoothing_parameters by = draw.parameters;
    for (auto& of_year : values) {
      const double mu = std::clamp(states.mean(form, by.phi), -far, far);
      const double r = draw.sigma * standard(engine);
      const double e = form.error == smoothing_error::multiplicative ? mu * r : r;
      of_year.push_back(std::clamp(mu + e, -far, far));
      const double level = std::clamp(mu + by.alpha * e, -far, far);
      const double growth = std::pow(states.growth, by.phi) + by.beta * e / states.level;
      if (level > 0 && growth > 0) {
        states = {level, growth};
      } else {
        states = {std::max(level, 1e-12), 1};
        by.beta = 0;
      }
    }
  }
  return values;
}

}  // namespace tollcast::detail
