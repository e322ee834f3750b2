#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <tollcast/trend/detail/smoothing_search.hpp>
#include <tollcast/trend/detail/smoothing_states.hpp>
#include <tollcast/trend/detail/value_series.hpp>
#include <tollcast/trend/exponential_smoothing.hpp>

namespace tollcast {

namespace detail {

inline constexpr const char* smoothing_name = "exponential_smoothing";

inline smoothing_series smoothing_series_of(const yearly_values& series) {
  constexpr std::size_t fewest = 4;  // ETS(A,N,N) has 3 parameters
  const std::vector<dated_value> known = dated_values(smoothing_name, series, fewest);
  smoothing_series data;
  const double largest = largest_size(known);
  data.unit = largest > 0 ? largest : 1;
  data.observations = known.size();
  data.y.resize(static_cast<std::size_t>(known.back().t) + 1);
  data.known.resize(data.y.size());
  for (const dated_value& value : known) {
    const auto t = static_cast<std::size_t>(value.t);
    data.y[t] = value.y / data.unit;
    data.known[t] = 1;
    data.positive = data.positive && value.y > 0;
    if (data.positive) data.log_sum += std::log(data.y[t]);
  }
  return data;
}

inline void check_smoothing(const yearly_values& series, const smoothing_series& data, const smoothing_form& form) {
  const auto refuse = [&](const std::string& why) {
    throw cannot_answer(std::string(smoothing_name) + ": " + to_string(form) + " " + why);
  };
  const int parameters = parameter_count(form.trend);
  if (data.observations <= static_cast<std::size_t>(parameters)) {
    refuse("has " + std::to_string(parameters) + " parameters and needs more values than that; " +
           in_quotes(series.name) + " has values in " + std::to_string(data.observations) + " years");
  }
  if (!data.positive && (form.error == smoothing_error::multiplicative || grows(form.trend))) {
    refuse("is multiplicative and needs positive values; " + in_quotes(series.name) + " has others");
  }
}

inline void add_named_parameters(smoothing_fit& fit) {
  const auto add = [&fit](const char* name, double value) {
    fit.parameters.push_back({name, {value, std::nullopt, std::nullopt, std::nullopt}});
  };
  fit.parameters.reserve(6);
  add("alpha", fit.estimates.alpha);
  if (fit.form.trend != smoothing_trend::none) add("beta", fit.estimates.beta);
  if (is_damped(fit.form.trend)) add("phi", fit.estimates.phi);
  add("level", fit.estimates.level);
  if (fit.form.trend != smoothing_trend::none) add("growth", fit.estimates.growth);
  add("sigma", std::sqrt(fit.residual_variance));
}

// Everything that follows from the form and its parameters.
inline smoothing_fit smoothing_fit_at(const yearly_values& series, const smoothing_series& data,
                                      const smoothing_form& form, const smoothing_parameters& parameters) {
  smoothing_fit fit{};
  fit.series = series;
  fit.form = form;
  fit.status = fit_status::converged;
  fit.estimates = parameters;
  const auto first =
      std::find_if(series.values.begin(), series.values.end(), [](const auto& y) { return y.has_value(); });
  const auto skipped = first - series.values.begin();
  const bool relative = form.error == smoothing_error::multiplicative;
  smoothing_states states{parameters.level, parameters.growth};
  double squares = 0;
  double logs = 0;
  fit.years.reserve(data.y.size());
  for (std::size_t t = 0; t < data.y.size(); ++t) {
    const std::optional<double>& y = first[static_cast<std::ptrdiff_t>(t)];
    const double mu = states.mean(form, parameters.phi);
    const bool defined = (!relative || mu > 0) && (!grows(form.trend) || (states.level > 0 && states.growth > 0));
    if (!defined || !std::isfinite(mu)) {
      throw invalid_input(std::string(smoothing_name) + ": the parameters of " + to_string(form) +
                          " lead to a fitted value of " + spelled(mu) + " and a level of " + spelled(states.level) +
                          " in " + std::to_string(series.first_year + static_cast<int>(skipped) + static_cast<int>(t)) +
                          ", but multiplicative errors and trends need positive ones");
    }
    std::optional<double> r;
    if (y) {
      r = relative ? *y / mu - 1 : *y - mu;
      const double in_units = relative ? *r : *r / data.unit;
      squares += in_units * in_units;
      if (relative) logs += std::log(mu / data.unit);
    }
    states.step(form, parameters, y ? *y - mu : 0.0);
    fit.years.push_back(
        {series.first_year + static_cast<int>(skipped) + static_cast<int>(t), y, mu, r, states.level, states.growth});
  }
  const double unit = relative ? 1 : data.unit;
  const auto n = static_cast<double>(data.observations);
  add_normal_errors(fit, squares * unit * unit, relative ? 2 * (logs + n * std::log(data.unit)) : 0.0,
                    data.observations, parameter_count(form.trend), unit);
  add_named_parameters(fit);
  return fit;
}

inline std::optional<double> criterion_of(const smoothing_candidate& candidate, smoothing_criterion criterion) {
  switch (criterion) {
    case smoothing_criterion::aic:
      return candidate.aic;
    case smoothing_criterion::bic:
      return candidate.bic;
    case smoothing_criterion::aicc:
      break;
  }
  return candidate.aicc;
}

inline smoothing_candidate candidate_of(const smoothing_series& data, const smoothing_form& form, double value) {
  const auto n = static_cast<double>(data.observations);
  const double log_likelihood =
      -0.5 * (value + 2 * n * std::log(data.unit) + n * (1 + 2 * half_log_two_pi - std::log(n)));
  const int parameters = parameter_count(form.trend);
  const information_criteria criteria = criteria_of(log_likelihood, parameters, n);
  return {form, log_likelihood, criteria.aic, criteria.aicc, parameters * std::log(n) - 2 * log_likelihood};
}

}  // namespace detail

TOLLCAST_INLINE smoothing_fit exponential_smoothing::fit(const yearly_values& series) const {
  const detail::smoothing_series data = detail::smoothing_series_of(series);
  if (form) detail::check_smoothing(series, data, *form);
  detail::smoothing_search search(data);
  const auto fit_of = [&](const smoothing_form& chosen) {
    const detail::smoothing_optimum& best = search.best(chosen);
    if (std::isinf(best.value)) {
      throw cannot_answer(std::string(detail::smoothing_name) + ": no parameters of " + to_string(chosen) +
                          " were found that keep the fitted values of " + in_quotes(series.name) + " positive");
    }
    smoothing_parameters parameters = best.point;
    parameters.level *= data.unit;
    if (!detail::grows(chosen.trend)) parameters.growth *= data.unit;
    smoothing_fit fit = detail::smoothing_fit_at(series, data, chosen, parameters);
    if (!best.converged) fit.status = fit_status::not_converged;
    return fit;
  };
  if (form) return fit_of(*form);

  std::vector<smoothing_candidate> candidates;
  candidates.reserve(10);
  std::optional<std::size_t> lowest;
  for (const smoothing_form& one : smoothing_forms()) {
    if (detail::grows(one.trend) && !(multiplicative_trend && data.positive)) continue;
    if (one.error == smoothing_error::multiplicative && !data.positive) continue;
    if (data.observations <= static_cast<std::size_t>(detail::parameter_count(one.trend))) continue;
    const double value = search.best(one).value;
    if (std::isinf(value)) continue;
    if (one.error == smoothing_error::additive && search.exact(one)) return fit_of(one);
    candidates.push_back(detail::candidate_of(data, one, value));
    const auto criterion_now = detail::criterion_of(candidates.back(), criterion);
    if (!criterion_now) continue;
    if (!lowest || *criterion_now < *detail::criterion_of(candidates[*lowest], criterion))
      lowest = candidates.size() - 1;
  }
  smoothing_fit fit = fit_of(lowest ? candidates[*lowest].form : smoothing_form{});
  if (!lowest) fit.notes.emplace_back("of so few years only the level can be followed: ETS(A,N,N), no form was chosen");
  fit.candidates = std::move(candidates);
  return fit;
}

TOLLCAST_INLINE smoothing_fit smoothing_at(const yearly_values& series, const smoothing_form& form,
                                           const smoothing_parameters& parameters) {
  const detail::smoothing_series data = detail::smoothing_series_of(series);
  detail::check_smoothing(series, data, form);
  smoothing_parameters given = parameters;
  if (form.trend == smoothing_trend::none) given.beta = given.growth = given.phi = 0;
  if (form.trend != smoothing_trend::none && !detail::is_damped(form.trend)) given.phi = 1;
  const bool inside = given.alpha >= 0 && given.alpha <= 1 && given.beta >= 0 && given.beta <= given.alpha &&
                      (given.phi > 0 || form.trend == smoothing_trend::none) && given.phi <= 1 &&
                      std::isfinite(given.level) && std::isfinite(given.growth);
  if (!inside) {
    throw invalid_input(std::string(detail::smoothing_name) + ": alpha " + detail::spelled(given.alpha) + ", beta " +
                        detail::spelled(given.beta) + ", phi " + detail::spelled(given.phi) + " and states " +
                        detail::spelled(given.level) + ", " + detail::spelled(given.growth) +
                        " were given; 0 <= beta <= alpha <= 1, 0 < phi <= 1 and finite states are needed");
  }
  return detail::smoothing_fit_at(series, data, form, given);
}

TOLLCAST_INLINE std::vector<double> simulated_path(const smoothing_fit& fit, std::span<const double> errors) {
  detail::smoothing_states states{fit.years.back().level, fit.years.back().growth};
  std::vector<double> path;
  path.reserve(errors.size());
  for (const double r : errors) {
    const double mu = states.mean(fit.form, fit.estimates.phi);
    const double e = fit.form.error == smoothing_error::multiplicative ? mu * r : r;
    path.push_back(mu + e);
    states.step(fit.form, fit.estimates, e);
  }
  return path;
}

}  // namespace tollcast
