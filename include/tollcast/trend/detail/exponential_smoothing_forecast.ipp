#pragma once

#include <cmath>
#include <cstddef>
#include <vector>

#include <tollcast/distribution/empirical_values.hpp>
#include <tollcast/trend/detail/exponential_smoothing.ipp>
#include <tollcast/trend/detail/smoothing_paths.hpp>
#include <tollcast/trend/detail/smoothing_posterior.hpp>

namespace tollcast {

namespace detail {

// Means and variances of the years ahead, h = 1, 2, ..., for forms with fitted values that are linear in the states
// (Hyndman et al. 2008, tables 6.1 and 6.2): mu_h = l + phi_h b, phi_h = phi + ... + phi^h, c_j = alpha + beta phi_j;
//   additive errors        v_h = sigma^2 (1 + c_1^2 + ... + c_(h-1)^2)
//   multiplicative errors  v_h = (1 + sigma^2) theta_h - mu_h^2, theta_h = mu_h^2 + sigma^2 sum_j c_j^2 theta_(h-j).
struct linear_outlook {
  std::vector<double> reach;  // phi_h
  std::vector<double> mean;
  std::vector<double> variance;
};

inline linear_outlook outlook_of(smoothing_error error, const smoothing_parameters& by, const smoothing_states& end,
                                 double sigma2, std::size_t years) {
  linear_outlook ahead;
  ahead.reach.resize(years);
  ahead.mean.resize(years);
  ahead.variance.resize(years);
  std::vector<double> moment(years);  // theta_h
  double reach = 0;
  double power = 1;
  double sum = 1;
  for (std::size_t h = 0; h < years; ++h) {
    power *= by.phi;
    reach += power;
    const double mu = end.level + reach * end.growth;
    ahead.reach[h] = reach;
    ahead.mean[h] = mu;
    if (error == smoothing_error::additive) {
      ahead.variance[h] = sigma2 * sum;
      const double c = by.alpha + by.beta * reach;
      sum += c * c;
      continue;
    }
    double spread = 0;  // theta_h - mu_h^2
    for (std::size_t j = 0; j < h; ++j) {
      const double c = by.alpha + by.beta * ahead.reach[j];
      spread += sigma2 * c * c * moment[h - 1 - j];
    }
    moment[h] = mu * mu + spread;
    ahead.variance[h] = sigma2 * moment[h] + spread;
  }
  return ahead;
}

// The expected squared distance of the years ahead from the means, parameters integrated.
template <smoothing_trend trend>
std::vector<double> smoothing_spread(const smoothing_fit& fit, const smoothing_series& series,
                                     const std::vector<double>& weights, const std::vector<double>& means) {
  constexpr int states = trend == smoothing_trend::none ? 1 : 2;
  const double freedom = static_cast<double>(series.observations) - states;
  std::vector<double> spread(means.size(), 0.0);
  for (const smoothing_cell& cell : smoothing_cells<trend>(series, weights)) {
    if (cell.probability < 1e-9) continue;
    const least_squares_states<double>& found = cell.states;
    const double sigma2 = found.squares / freedom;
    const smoothing_parameters by{cell.alpha, cell.beta, cell.phi};
    const linear_outlook ahead =
        outlook_of(fit.form.error, by, {found.level_end, found.growth_end}, sigma2, means.size());
    for (std::size_t h = 0; h < means.size(); ++h) {
      const double first = found.level_slope[0] + ahead.reach[h] * found.growth_slope[0];
      double uncertain = first * first / found.mean_moment;
      if constexpr (states == 2) {
        const double second = found.level_slope[1] + ahead.reach[h] * found.growth_slope[1] -
                              first * found.cross_moment / found.mean_moment;
        uncertain += second * second / found.growth_moment;
      }
      const double off = ahead.mean[h] - means[h];
      spread[h] += cell.probability * (ahead.variance[h] + sigma2 * uncertain + off * off);
    }
  }
  return spread;
}

inline std::vector<double> smoothing_spread(const smoothing_fit& fit, const smoothing_series& series,
                                            const std::vector<double>& means) {
  std::vector<double> weights(series.y.size(), 1.0);
  if (fit.form.error == smoothing_error::multiplicative) {
    for (std::size_t t = 0; t < weights.size(); ++t) {
      const double mu = fit.years[t].fitted / series.unit;
      weights[t] = 1 / (mu * mu);
    }
  }
  switch (fit.form.trend) {
    case smoothing_trend::none:
      return smoothing_spread<smoothing_trend::none>(fit, series, weights, means);
    case smoothing_trend::additive:
      return smoothing_spread<smoothing_trend::additive>(fit, series, weights, means);
    default:
      return smoothing_spread<smoothing_trend::damped>(fit, series, weights, means);
  }
}

template <smoothing_error error>
std::vector<smoothing_draw> smoothing_draws(const smoothing_fit& fit, const smoothing_series& series,
                                            const smoothing_parameters& scaled, random_engine& engine) {
  return is_damped(fit.form.trend)
             ? smoothing_draws<error, smoothing_trend::damped_multiplicative>(series, scaled, fit.degrees_of_freedom,
                                                                              engine)
             : smoothing_draws<error, smoothing_trend::multiplicative>(series, scaled, fit.degrees_of_freedom, engine);
}

inline std::vector<any_continuous_distribution> smoothing_path_laws(const smoothing_fit& fit,
                                                                    const smoothing_series& series, int unknown,
                                                                    int years, parameter_uncertainty uncertainty) {
  random_engine engine(1);
  const bool relative = fit.form.error == smoothing_error::multiplicative;
  smoothing_parameters scaled = fit.estimates;
  scaled.level /= series.unit;
  const smoothing_states end{fit.years.back().level / series.unit, fit.years.back().growth};
  const double sigma = std::sqrt(fit.residual_variance) / (relative ? 1 : series.unit);
  std::vector<smoothing_draw> draws(smoothing_path_count, {scaled, end, sigma});
  if (uncertainty == parameter_uncertainty::included && fit.residual_variance > 0) {
    draws = relative ? smoothing_draws<smoothing_error::multiplicative>(fit, series, scaled, engine)
                     : smoothing_draws<smoothing_error::additive>(fit, series, scaled, engine);
  }
  std::vector<std::vector<double>> values = smoothing_paths(fit.form, draws, unknown + years, engine);
  std::vector<any_continuous_distribution> laws;
  laws.reserve(static_cast<std::size_t>(years));
  for (auto of_year = values.begin() + unknown; of_year != values.end(); ++of_year) {
    for (double& value : *of_year) value *= series.unit;
    laws.emplace_back(empirical_values(std::move(*of_year)));
  }
  return laws;
}

}  // namespace detail

TOLLCAST_INLINE std::vector<any_continuous_distribution> smoothing_fit::forecast(
    int years_ahead, parameter_uncertainty uncertainty) const {
  detail::check_years_ahead(detail::smoothing_name, years_ahead);
  const detail::smoothing_series data = detail::smoothing_series_of(series);
  const int unknown = detail::years_unknown_at_end(series);
  if (detail::grows(form.trend)) return detail::smoothing_path_laws(*this, data, unknown, years_ahead, uncertainty);

  const bool relative = form.error == smoothing_error::multiplicative;
  const auto count = static_cast<std::size_t>(unknown) + static_cast<std::size_t>(years_ahead);
  const detail::smoothing_states end{years.back().level / data.unit, years.back().growth / data.unit};
  const double sigma2 = residual_variance / (relative ? 1 : data.unit * data.unit);
  const detail::linear_outlook ahead = detail::outlook_of(form.error, estimates, end, sigma2, count);
  std::vector<double> variance = ahead.variance;
  if (uncertainty == parameter_uncertainty::included && residual_variance > 0) {
    variance = detail::smoothing_spread(*this, data, ahead.mean);
  }
  std::vector<any_continuous_distribution> laws;
  laws.reserve(static_cast<std::size_t>(years_ahead));
  for (std::size_t h = count - static_cast<std::size_t>(years_ahead); h < count; ++h) {
    laws.push_back(detail::value_law(data.unit * ahead.mean[h], data.unit * std::sqrt(variance[h]), degrees_of_freedom,
                                     uncertainty));
  }
  return laws;
}

}  // namespace tollcast
