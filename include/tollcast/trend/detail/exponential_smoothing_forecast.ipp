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
// `Real` is double, or an array of several at once.
template <class Real>
struct linear_outlook {
  std::vector<double> reach;  // phi_h
  std::vector<Real> mean;
  std::vector<Real> variance;
  std::vector<Real> moment;  // theta_h, of multiplicative errors

  explicit linear_outlook(std::size_t years) : reach(years), mean(years), variance(years), moment(years) {}

  void look(smoothing_error error, const Real& alpha, const Real& beta, double phi, const Real& level,
            const Real& growth, const Real& sigma2) {
    double power = 1;
    double reached = 0;
    Real sum = 0 * alpha + 1;
    for (std::size_t h = 0; h < mean.size(); ++h) {
      power *= phi;
      reached += power;
      reach[h] = reached;
      mean[h] = level + reached * growth;
      if (error == smoothing_error::additive) {
        variance[h] = sigma2 * sum;
        const Real c = alpha + beta * reached;
        sum += c * c;
        continue;
      }
      Real spread = 0 * alpha;  // theta_h - mu_h^2
      for (std::size_t j = 0; j < h; ++j) {
        const Real c = alpha + beta * reach[j];
        spread += sigma2 * c * c * moment[h - 1 - j];
      }
      moment[h] = mean[h] * mean[h] + spread;
      variance[h] = sigma2 * moment[h] + spread;
    }
  }
};

// The expected squared distance of the years ahead from the means, parameters integrated.
template <smoothing_trend trend>
std::vector<double> smoothing_spread(const smoothing_fit& fit, const smoothing_series& series,
                                     const std::vector<double>& weights, const std::vector<double>& means) {
  using two = Eigen::Array2d;
  constexpr int states = trend == smoothing_trend::none ? 1 : 2;
  const double freedom = static_cast<double>(series.observations) - states;
  linear_outlook<two> ahead(means.size());
  std::vector<double> spread(means.size(), 0.0);
  for (const smoothing_cells& cells : smoothing_posterior<trend>(series, weights)) {
    if ((cells.probability < 1e-9).all()) continue;
    const least_squares_states<two>& found = cells.states;
    const two sigma2 = found.squares / freedom;
    const two by_mean = sigma2 / found.mean_moment;
    const two shared = found.cross_moment / found.mean_moment;
    const two by_growth = sigma2 / found.growth_moment;
    ahead.look(fit.form.error, cells.alpha, cells.beta, cells.phi, found.level_end, found.growth_end, sigma2);
    for (std::size_t h = 0; h < means.size(); ++h) {
      const two first = found.level_slope[0] + ahead.reach[h] * found.growth_slope[0];
      two uncertain = by_mean * first * first;
      if constexpr (states == 2) {
        const two second = found.level_slope[1] + ahead.reach[h] * found.growth_slope[1] - shared * first;
        uncertain += by_growth * second * second;
      }
      const two off = ahead.mean[h] - means[h];
      spread[h] += (cells.probability * (ahead.variance[h] + uncertain + off * off)).sum();
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
  const double sigma2 = residual_variance / (relative ? 1 : data.unit * data.unit);
  detail::linear_outlook<double> ahead(count);
  ahead.look(form.error, estimates.alpha, estimates.beta, estimates.phi, years.back().level / data.unit,
             years.back().growth / data.unit, sigma2);
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
