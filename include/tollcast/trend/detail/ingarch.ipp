#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include <tollcast/trend/detail/ingarch_model.hpp>
#include <tollcast/trend/detail/ingarch_optimum.hpp>
#include <tollcast/trend/detail/summary_figures.hpp>
#include <tollcast/trend/ingarch.hpp>

namespace tollcast {

namespace detail {

// The covariance of the point's coefficients by the expected information; those on a limit are held there by a penalty,
// and all is 0 where the information is singular.
inline search_matrix covariance_of(ingarch_likelihood& likelihood, const ingarch_space& space, const search_vector& at,
                                   double alpha, bool quasi) {
  constexpr double hold = 1e6;
  const auto k = static_cast<Eigen::Index>(space.coefficients);
  likelihood.evaluate(as_span(at), quasi ? 0 : alpha, ingarch_wanted::information);
  search_matrix bread = Eigen::Map<const search_matrix>(likelihood.information().data(), k, k);
  const search_vector free = bread.diagonal();
  const search_vector slack = space.limits.limits - space.limits.normals * at;
  for (Eigen::Index i = 0; i < slack.size(); ++i) {
    const search_vector normal = space.limits.normals.row(i).head(k).transpose();
    if (slack[i] > 1e-8) continue;
    const double most = normal.cwiseAbs().cwiseProduct(free).maxCoeff();
    bread += hold * (most > 0 ? most : 1.0) * normal * normal.transpose();
  }
  const search_vector scale = bread.diagonal().cwiseMax(1e-300).cwiseSqrt().cwiseInverse();
  const search_matrix scales = scale * scale.transpose();
  const Eigen::LLT<search_matrix> root(bread.cwiseProduct(scales));
  if (root.info() != Eigen::Success || !(root.matrixLLT().diagonal().minCoeff() > 1e-6)) {
    return search_matrix::Zero(k, k);
  }
  search_matrix inverse = root.solve(search_matrix::Identity(k, k)).cwiseProduct(scales);
  if (quasi) {
    likelihood.evaluate(as_span(at), alpha, ingarch_wanted::information);
    const search_matrix half = inverse * Eigen::Map<const search_matrix>(likelihood.meat().data(), k, k);
    inverse = (half * inverse).eval();
  }
  for (Eigen::Index i = 0; i < k; ++i) {
    if (inverse(i, i) * free[i] > 1e-4) continue;
    inverse.row(i).setZero();
    inverse.col(i).setZero();
  }
  return inverse;
}

inline estimate wald(double value, double variance) {
  if (!(variance > 0)) return {value, {}, {}, {}};
  const double se = std::sqrt(variance);
  const double reach = se * reference_quantile({});
  return {value, se, value - reach, value + reach};
}

// d^2 log-likelihood / d alpha^2 with the means held, by differences.
inline double alpha_information(ingarch_likelihood& likelihood, const search_vector& at, double alpha) {
  const auto slope = [&](double a) {
    likelihood.evaluate(as_span(at), a, ingarch_wanted::gradient);
    return likelihood.gradient().back();
  };
  const double h = 1e-4 * alpha;
  return (slope(alpha - h) - slope(alpha + h)) / (2 * h);
}

inline ingarch_coefficients coefficients_of(const ingarch_data& data, double intercept, const search_vector& at) {
  ingarch_coefficients result{intercept, {}, {}, {}, {}};
  const double* next = at.data() + 1;
  const auto take = [&](std::vector<double>& to, std::size_t n) {
    to.assign(next, next + n);
    next += n;
  };
  take(result.past_observations, data.past_observations.size());
  take(result.past_means, data.past_means.size());
  take(result.regressors, data.regressors);
  return result;
}

inline void describe(ingarch_fit& fit, ingarch_likelihood& likelihood, const ingarch_space& space,
                     const search_vector& at, double alpha) {
  const ingarch_data& data = likelihood.data();
  const bool quasi = fit.specification.estimation == ingarch_estimation::quasi_likelihood;
  const auto k = static_cast<Eigen::Index>(space.coefficients);
  search_matrix in_space = covariance_of(likelihood, space, at, alpha, quasi);
  // The intercept is the level's predictor times 1 - sum of the coefficients.
  search_matrix jacobian = search_matrix::Identity(k, k);
  const double sum = at.segment(1, static_cast<Eigen::Index>(space.lags)).sum();
  jacobian(0, 0) = (data.logarithm ? 1 : likelihood.centre()) * (1 - sum);
  jacobian.row(0).segment(1, static_cast<Eigen::Index>(space.lags)).setConstant(-likelihood.centre());
  const search_vector variance = (jacobian * in_space * jacobian.transpose()).diagonal();

  std::vector<std::string> names{"intercept"};
  for (const int lag : data.past_observations) names.push_back("past_observation_" + std::to_string(lag));
  for (const int lag : data.past_means) names.push_back("past_mean_" + std::to_string(lag));
  for (const regressor& one : fit.regressors) names.push_back(one.name);
  fit.coefficients = coefficients_of(data, likelihood.intercept(), at);
  for (Eigen::Index i = 0; i < k; ++i) {
    const bool held = i > 0 && !(in_space(i, i) > 0);
    fit.parameters.push_back(
        {names[static_cast<std::size_t>(i)], wald(i == 0 ? likelihood.intercept() : at[i], held ? 0 : variance[i])});
  }
  if (alpha > 0) {
    fit.coefficients.size = 1 / alpha;
    const double information = alpha_information(likelihood, at, alpha);
    fit.parameters.push_back({"size", wald(1 / alpha, information > 0 ? std::pow(alpha, -4) / information : 0)});
  }

  double pearson = 0;
  fit.log_likelihood = likelihood.evaluate(as_span(at), alpha, ingarch_wanted::value);
  for (std::size_t t = 0; t < data.figures.size(); ++t) {
    const double m = likelihood.means()[t];
    ingarch_year year{fit.series.years[t].year, m, {}, {}};
    if (data.known[t]) {
      year.figure = data.figures[t];
      if (m > 0) year.pearson_residual = (data.figures[t] - m) / std::sqrt(m * (1 + alpha * m));
      pearson += std::pow(year.pearson_residual.value_or(0), 2);
    }
    fit.years.push_back(year);
  }
  const int degrees = space.scale.figures - static_cast<int>(k);
  fit.dispersion = degrees > 0 ? pearson / degrees : 0;
  const double parameters = static_cast<double>(k) + (alpha > 0 ? 1 : 0);
  const information_criteria criteria = criteria_of(fit.log_likelihood, parameters, space.scale.figures);
  fit.aic = criteria.aic;
  fit.aicc = criteria.aicc;
  fit.bic = parameters * std::log(space.scale.figures) - 2 * fit.log_likelihood;

  if (fit.specification.family == count_family::negative_binomial && alpha == 0) {
    fit.notes.push_back(
        "the counts scatter no more about their means than Poisson counts do: the negative binomial's size has no "
        "finite estimate, and the fit is Poisson");
  }
  if (space.lags > 0 && sum > 1 - 1e-5) {
    fit.notes.push_back(
        "the sum of the coefficients is at its limit of 1: the counts wander rather than return to a level");
  }
}

inline void check_answerable(const ingarch& asked, const yearly_tally& series, const ingarch_data& data) {
  const ingarch_scale scale = scale_of(data);
  const auto needed = static_cast<int>(data.coefficients()) + (asked.family == count_family::negative_binomial ? 1 : 0);
  if (scale.figures < needed) {
    throw cannot_answer("ingarch: " + std::to_string(scale.figures) + " of the years of " + in_quotes(series.name) +
                        " have a figure; this model needs at least " + std::to_string(needed));
  }
  int longest = 0;
  for (const int lag : data.past_observations) longest = std::max(longest, lag);
  for (const int lag : data.past_means) longest = std::max(longest, lag);
  if (static_cast<int>(data.figures.size()) <= longest) {
    throw cannot_answer("ingarch: " + in_quotes(series.name) + " has " + std::to_string(data.figures.size()) +
                        " years; a lag of " + std::to_string(longest) + " needs more");
  }
  if (!(scale.largest > 0)) {
    throw cannot_answer("ingarch: no count of " + in_quotes(series.name) +
                        " is above 0, and the lower its mean the better it fits");
  }
}

}  // namespace detail

TOLLCAST_INLINE ingarch_fit ingarch::fit(const yearly_tally& series, std::vector<regressor> regressors) const {
  detail::check_ingarch(*this, series, regressors);
  note_list notes;
  detail::ingarch_likelihood likelihood(detail::data_of(*this, series, regressors, notes));
  detail::check_answerable(*this, series, likelihood.data());
  const bool quasi = estimation == ingarch_estimation::quasi_likelihood;
  const bool scattered = family == count_family::negative_binomial;
  const detail::ingarch_space space(likelihood.data(), scattered && !quasi);
  const detail::search_point best = detail::highest_likelihood(likelihood, space);
  double alpha = space.alpha(best.at);
  if (scattered && quasi) {
    likelihood.evaluate(detail::as_span(best.at), 0, detail::ingarch_wanted::value);
    alpha = detail::pearson_alpha(likelihood, space.scale.figures - static_cast<double>(space.coefficients));
  }
  ingarch_fit result{};
  result.specification = *this;
  result.series = series;
  result.regressors = std::move(regressors);
  result.family = alpha > 0 ? family : count_family::poisson;
  result.status = best.converged ? fit_status::converged : fit_status::not_converged;
  result.notes = notes.sentences();
  if (!best.converged) result.notes.push_back("the search for the highest likelihood did not converge");
  detail::describe(result, likelihood, space, best.at, alpha);
  return result;
}

TOLLCAST_INLINE double log_likelihood(const ingarch& model, const ingarch_coefficients& at, const yearly_tally& series,
                                      const std::vector<regressor>& regressors) {
  detail::check_ingarch(model, series, regressors);
  note_list notes;
  detail::ingarch_likelihood likelihood(detail::data_of(model, series, regressors, notes));
  const auto& data = likelihood.data();
  if (at.past_observations.size() != data.past_observations.size() || at.past_means.size() != data.past_means.size() ||
      at.regressors.size() != data.regressors) {
    throw invalid_input("ingarch: one coefficient is needed for each past observation, past mean and regressor");
  }
  std::vector<double> point{0};
  for (const auto* list : {&at.past_observations, &at.past_means, &at.regressors}) {
    point.insert(point.end(), list->begin(), list->end());
  }
  double sum = 0;
  bool allowed = std::isfinite(at.intercept) && !(at.size && !(*at.size > 0 && std::isfinite(*at.size)));
  for (std::size_t i = 1; i < point.size(); ++i) {
    const bool lagged = i + data.regressors < point.size();
    if (lagged) sum += point[i];
    allowed =
        allowed && std::isfinite(point[i]) && (data.logarithm || point[i] >= 0) && (!lagged || std::abs(point[i]) < 1);
  }
  if (!allowed || !(std::abs(sum) < 1) || (!data.logarithm && !(at.intercept > 0))) {
    throw invalid_input(
        "ingarch: coefficients were given that the model does not allow: each of a lag must lie within (-1, 1) and so "
        "must their sum; with the identity link none may be negative, and the intercept must be above 0");
  }
  const double level = at.intercept / (1 - sum);
  point[0] = data.logarithm ? level : std::log(level);
  return likelihood.evaluate(point, at.size ? 1 / *at.size : 0, detail::ingarch_wanted::value);
}

}  // namespace tollcast
