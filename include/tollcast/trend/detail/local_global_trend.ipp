#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include <tollcast/distribution/empirical_values.hpp>
#include <tollcast/trend/detail/local_global_trend_points.hpp>
#include <tollcast/trend/local_global_trend.hpp>

namespace tollcast {

namespace detail {

// The mean of a parameter and the middle 95 % of its weight.
inline named_estimate weighed_estimate(const char* name, const std::vector<local_global_trend_point>& points,
                                       double local_global_trend_parameters::*which) {
  std::vector<std::pair<double, double>> sorted;
  sorted.reserve(points.size());
  double mean = 0;
  double variance = 0;
  for (const local_global_trend_point& one : points) {
    const double value = one.parameters.*which;
    sorted.emplace_back(value, one.weight);
    mean += one.weight * value;
  }
  for (const auto& [value, weight] : sorted) variance += weight * (value - mean) * (value - mean);
  std::sort(sorted.begin(), sorted.end());
  double below = 0;
  double lower = sorted.front().first;
  double upper = sorted.back().first;
  for (const auto& [value, weight] : sorted) {
    if (below < 0.025) lower = value;
    if (below < 0.975) upper = value;
    below += weight;
  }
  return {name, {mean, std::sqrt(variance), lower, upper}};
}

}  // namespace detail

TOLLCAST_INLINE local_global_trend_fit local_global_trend::fit(const yearly_values& series) const {
  const detail::local_global_trend_series data = detail::local_global_trend_series_of(series);
  local_global_trend_fit result{};
  result.series = series;
  result.status = fit_status::converged;
  if (data.step <= 1e-12) {
    result.notes.push_back("no scatter is left over from which to say how far the coming years may stray");
    result.points = {{{1, 0, 0, 0, 0, 0, 0, 20}, 1, data.unit, 0}};
    result.effective_points = 1;
    return result;
  }
  const detail::trend_quadrature quadrature(data);
  result.points = quadrature.points();
  result.effective_points = quadrature.effective();
  if (result.effective_points < 25) {
    result.status = fit_status::not_converged;
    result.notes.push_back("the quadrature rests on few points: the laws are rough");
  }
  for (local_global_trend_point& one : result.points) {
    one.parameters.gamma *= data.unit;
    one.parameters.sigma *= data.unit;
    one.level *= data.unit;
    one.growth *= data.unit;
  }
  using p = local_global_trend_parameters;
  for (const auto& [name, which] :
       {std::pair{"alpha", &p::alpha}, std::pair{"beta", &p::beta}, std::pair{"gamma", &p::gamma},
        std::pair{"rho", &p::rho}, std::pair{"lambda", &p::lambda}, std::pair{"sigma", &p::sigma},
        std::pair{"tau", &p::tau}, std::pair{"nu", &p::nu}}) {
    result.parameters.push_back(detail::weighed_estimate(name, result.points, which));
  }
  return result;
}

TOLLCAST_INLINE double log_likelihood(const local_global_trend_parameters& parameters, const yearly_values& series) {
  const detail::local_global_trend_series data = detail::local_global_trend_series_of(series);
  local_global_trend_parameters scaled = parameters;
  for (const double share : {scaled.alpha, scaled.beta, scaled.tau}) {
    if (!(share >= 0 && share <= 1)) {
      throw invalid_input("local_global_trend: alpha, beta and tau must lie between 0 and 1, but one is " +
                          detail::spelled(share));
    }
  }
  for (const double size : {scaled.sigma, scaled.nu}) {
    if (!(size > 0 && std::isfinite(size))) {
      throw invalid_input("local_global_trend: sigma and nu must be positive and finite, but one is " +
                          detail::spelled(size));
    }
  }
  for (const double any : {scaled.gamma, scaled.rho, scaled.lambda}) {
    if (!std::isfinite(any)) {
      throw invalid_input("local_global_trend: gamma, rho and lambda must be finite, but one is " +
                          detail::spelled(any));
    }
  }
  scaled.gamma /= data.unit;
  scaled.sigma /= data.unit;
  return detail::run_of(data, scaled).log_likelihood - static_cast<double>(data.steps) * std::log(data.unit);
}

TOLLCAST_INLINE std::vector<any_continuous_distribution> local_global_trend_fit::forecast(int years) const {
  detail::check_years_ahead(detail::local_global_trend_name, years);
  const detail::local_global_trend_series data = detail::local_global_trend_series_of(series);
  constexpr std::size_t paths = 2000;
  constexpr double highest = 1000;
  const double lowest = detail::lowest_level(data);
  const auto unknown = static_cast<std::size_t>(detail::years_unknown_at_end(series));
  const std::size_t count = unknown + static_cast<std::size_t>(years);
  std::vector<std::vector<double>> values(static_cast<std::size_t>(years), std::vector<double>(paths));
  random_engine engine(1);
  std::size_t at = 0;
  double passed = points.front().weight;
  for (std::size_t i = 0; i < paths; ++i) {
    const double place = (static_cast<double>(i) + 0.5) / paths;
    while (passed < place && at + 1 < points.size()) passed += points[++at].weight;
    local_global_trend_parameters p = points[at].parameters;
    p.gamma /= data.unit;
    p.sigma /= data.unit;
    detail::local_global_trend_state state{points[at].level / data.unit, points[at].growth / data.unit};
    for (std::size_t h = 0; h < count; ++h) {
      const auto [mean, log_scale] = state.ahead(p);
      const double error = p.sigma * std::exp(log_scale) * detail::student_t_draw(p.nu, engine);
      const double y = std::clamp(mean + error, lowest, highest);
      state.observe(p, y);
      if (h >= unknown) values[h - unknown][i] = data.unit * y;
    }
  }
  std::vector<any_continuous_distribution> laws;
  laws.reserve(values.size());
  for (std::vector<double>& of_year : values) laws.emplace_back(empirical_values(std::move(of_year)));
  return laws;
}

}  // namespace tollcast
