#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include <boost/math/tools/roots.hpp>

#include <tollcast/core/error.hpp>
#include <tollcast/numeric/reference_laws.hpp>
#include <tollcast/trend/detail/loglinear.ipp>
#include <tollcast/trend/detail/summary_figures.hpp>
#include <tollcast/trend/detail/trend_dispersion.hpp>
#include <tollcast/trend/detail/trend_regression.hpp>
#include <tollcast/trend/loglinear.hpp>

namespace tollcast {

namespace detail {

// Those of Student's t, which quasi-Poisson takes; the others take the normal law.
inline std::optional<double> reference_degrees(const loglinear_fit& fit) {
  if (fit.family != count_family::quasi_poisson) return std::nullopt;
  return fit.degrees_of_freedom;
}

inline std::size_t loglinear_terms(const loglinear_fit& fit) { return fit.coefficients.size(); }

// Where `excess`, negative at `from`, crosses 0 in the direction of `step`, looked for in steps that double; nothing
// where it does not within `reach`, or where it is not negative at `from`.
inline std::optional<double> profile_end(const std::function<double(double)>& excess, double from, double step,
                                         double reach) {
  double inside = from;
  double at_inside = excess(from);
  if (!(at_inside < 0)) return std::nullopt;
  for (double gone = std::abs(step); gone <= reach; gone += std::abs(step)) {
    const double outside = inside + step;
    if (outside == inside) return std::nullopt;
    const double at_outside = excess(outside);
    if (at_outside >= 0) {
      std::uintmax_t steps = 60;
      const bool up = step > 0;
      const auto [left, right] = boost::math::tools::toms748_solve(
          excess, up ? inside : outside, up ? outside : inside, up ? at_inside : at_outside,
          up ? at_outside : at_inside,
          [&](double a, double b) { return std::abs(a - b) < 1e-9 * std::max(std::abs(step), std::abs(b)); }, steps);
      return 0.5 * (left + right);
    }
    inside = outside;
    at_inside = at_outside;
    step *= 2;
  }
  return std::nullopt;
}

inline void check_is_line(const char* who, const loglinear_fit& fit) {
  if (fit.specification.degree == 1) return;
  throw invalid_input(std::string(who) + ": a trend of degree " + std::to_string(fit.specification.degree) +
                      " was given; degree 1 has one yearly change");
}

inline trend_segment change_of(const loglinear_fit& fit, const estimate& slope) {
  trend_segment result{fit.series.years.front().year, fit.series.years.back().year, {}, {}, {}, {}};
  if (slope.value < 700) result.change = percent_change(slope.value);
  if (slope.lower) result.lower = percent_change(*slope.lower);
  if (slope.upper && *slope.upper < 700) result.upper = percent_change(*slope.upper);
  if (!slope.se) return result;
  result.p_value = two_sided_p(slope.value / *slope.se, reference_degrees(fit));
  return result;
}

}  // namespace detail

TOLLCAST_INLINE estimate wald_estimate(const loglinear_fit& fit, int power) {
  const std::size_t terms = detail::loglinear_terms(fit);
  if (power < 0 || power >= static_cast<int>(terms)) {
    throw invalid_input("wald_estimate: the power " + std::to_string(power) + " was given; 0 to " +
                        std::to_string(terms - 1) + " is needed");
  }
  const auto i = static_cast<std::size_t>(power);
  const double value = fit.coefficients[i];
  const double se = std::sqrt(fit.covariance[i * terms + i]);
  if (!(se > 0 && std::isfinite(se))) return {value, {}, {}, {}};
  const double reach = detail::reference_quantile(detail::reference_degrees(fit)) * se;
  return {value, se, value - reach, value + reach};
}

TOLLCAST_INLINE estimate profile_estimate(const loglinear_fit& fit) {
  const int degree = fit.specification.degree;
  estimate result = wald_estimate(fit, degree);
  result.lower = result.upper = std::nullopt;
  if (!result.se) return result;
  detail::trend_regression regression(detail::trend_points(fit.specification, fit.series), degree);
  const bool scattered = fit.specification.family == count_family::negative_binomial;
  const auto refit = [&](int held) { return scattered ? detail::maximise(regression, held) : regression.fit(0, held); };
  refit(0);
  const double highest = regression.log_likelihood();
  const double to_power = regression.in_powers()(degree, degree);
  const double quantile = detail::reference_quantile(detail::reference_degrees(fit));
  const double scale = fit.family == count_family::quasi_poisson ? *fit.dispersion : 1.0;
  auto coefficients = regression.coefficients();
  const auto fitted = coefficients;
  const std::function<double(double)> excess = [&](double value) {
    coefficients = regression.coefficients();
    coefficients[degree] = value / to_power;
    regression.set_coefficients(coefficients);
    refit(1);
    const double fall = 2 * (highest - regression.log_likelihood()) / scale - quantile * quantile;
    return std::isfinite(fall) ? fall : 1e6;  // means beyond the range of a double
  };
  const double step = 1.2 * quantile * *result.se;
  result.lower = detail::profile_end(excess, result.value, -step, 60 * step);
  regression.set_coefficients(fitted);
  result.upper = detail::profile_end(excess, result.value, step, 60 * step);
  return result;
}

TOLLCAST_INLINE std::optional<estimate> profile_size(const loglinear_fit& fit) {
  if (!fit.size) return std::nullopt;
  detail::trend_regression regression = detail::regression_of(fit);
  const double quantile = normal_quantile(0.975);
  const double best = -std::log(*fit.size);
  const auto fitted = regression.coefficients();
  const std::function<double(double)> excess = [&](double log_alpha) {
    regression.fit(std::exp(log_alpha));
    const double fall = 2 * (*fit.log_likelihood - regression.log_likelihood()) - quantile * quantile;
    return std::isfinite(fall) ? fall : 1e6;
  };
  estimate result{*fit.size, fit.size_se, std::nullopt, std::nullopt};
  constexpr double reach = 8;  // on the log scale
  if (const auto end = detail::profile_end(excess, best, 0.5, reach)) result.lower = std::exp(-*end);
  regression.set_coefficients(fitted);
  if (const auto end = detail::profile_end(excess, best, -0.5, reach)) result.upper = std::exp(-*end);
  return result;
}

TOLLCAST_INLINE trend_segment yearly_change(const loglinear_fit& fit) {
  detail::check_is_line("yearly_change", fit);
  return detail::change_of(fit, profile_estimate(fit));
}

TOLLCAST_INLINE std::optional<doubling_time> time_to_double(const loglinear_fit& fit) {
  detail::check_is_line("time_to_double", fit);
  const estimate slope = profile_estimate(fit);
  if (std::abs(slope.value) < 1e-12) return std::nullopt;
  const bool halves = slope.value < 0;
  const double two = std::log(2.0);
  const double speed = std::abs(slope.value);
  doubling_time result{halves, {two / speed, {}, {}, {}}};
  if (slope.se) result.years.se = two / (speed * speed) * *slope.se;
  const auto& fastest = halves ? slope.lower : slope.upper;
  const auto& slowest = halves ? slope.upper : slope.lower;
  if (fastest) result.years.lower = two / std::abs(*fastest);
  if (slowest && *slowest * slope.value > 0) result.years.upper = two / std::abs(*slowest);
  return result;
}

TOLLCAST_INLINE trend_summary summary(const loglinear_fit& fit) {
  trend_summary result{fit.series.name, "loglinear", to_string(fit.family), fit.status,
                       static_cast<int>(fit.years.size())};
  const std::array<const char*, detail::most_terms> names{"intercept", "slope", "quadratic", "cubic"};
  const std::size_t terms = detail::loglinear_terms(fit);
  for (std::size_t i = 0; i < terms; ++i) {
    result.parameters.push_back({names[i], wald_estimate(fit, static_cast<int>(i))});
  }
  if (const auto size = profile_size(fit)) result.parameters.push_back({"size", *size});
  result.dispersion = fit.dispersion;
  result.log_likelihood = fit.log_likelihood;
  result.aic = fit.aic;
  result.aicc = fit.aicc;
  result.bic = fit.bic;
  result.notes = fit.notes;
  if (fit.specification.degree == 1) {
    const estimate slope = profile_estimate(fit);
    const trend_segment change = detail::change_of(fit, slope);
    result.segments.push_back(change);
    if (change.change) {
      result.averages.push_back({change.from, change.to, *change.change, change.lower, change.upper});
    }
    result.parameters[1].of = slope;
  }

  detail::trend_regression regression = detail::regression_of(fit);
  const auto root = regression.covariance_root();
  const double scale = fit.family == count_family::quasi_poisson ? std::sqrt(*fit.dispersion) : 1.0;
  const double quantile = scale * detail::reference_quantile(detail::reference_degrees(fit));
  for (std::size_t i = 0; i < fit.series.years.size(); ++i) {
    const year_record& record = fit.series.years[i];
    const auto row = regression.row(record.year - fit.series.years.front().year);
    const double eta = row.dot(regression.coefficients()) + std::log(detail::exposure_of(fit.specification, i));
    const double reach = quantile * (root.transpose() * row).norm();
    result.fitted.push_back({record.year, record.total, std::exp(eta), {}, {}});
    if (!(reach > 0)) continue;
    result.fitted.back().lower = std::exp(eta - reach);
    const double upper = std::exp(eta + reach);
    if (std::isfinite(upper)) result.fitted.back().upper = upper;
  }
  return result;
}

}  // namespace tollcast
