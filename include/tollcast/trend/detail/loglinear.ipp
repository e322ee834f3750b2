#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include <tollcast/core/error.hpp>
#include <tollcast/core/in_quotes.hpp>
#include <tollcast/trend/detail/count_likelihood.hpp>
#include <tollcast/trend/detail/summary_figures.hpp>
#include <tollcast/trend/detail/trend_dispersion.hpp>
#include <tollcast/trend/detail/trend_regression.hpp>
#include <tollcast/trend/loglinear.hpp>

namespace tollcast {

namespace detail {

inline void check_loglinear(const loglinear& asked, const yearly_tally& series) {
  if (asked.degree < 0 || asked.degree > 3) {
    throw invalid_input("loglinear: a degree of " + std::to_string(asked.degree) + " was given; 0 to 3 is needed");
  }
  if (asked.family == count_family::log_normal) {
    throw invalid_input(
        "loglinear: the family log_normal was given; this trend is for counts: poisson, quasi_poisson "
        "or negative_binomial");
  }
  if (!asked.exposure.empty() && asked.exposure.size() != series.years.size()) {
    throw invalid_input("loglinear: " + std::to_string(asked.exposure.size()) + " exposures were given for the " +
                        std::to_string(series.years.size()) + " years of " + in_quotes(series.name) +
                        "; one a year is needed");
  }
  for (const double exposure : asked.exposure) {
    if (!(exposure > 0 && std::isfinite(exposure))) {
      throw invalid_input("loglinear: an exposure of " + std::to_string(exposure) +
                          " was given; each must be a positive number");
    }
  }
}

inline double exposure_of(const loglinear& asked, std::size_t i) {
  return asked.exposure.empty() ? 1.0 : asked.exposure[i];
}

// The years that say something.
inline std::vector<trend_point> trend_points(const loglinear& asked, const yearly_tally& series) {
  std::vector<trend_point> points;
  const std::vector<annual_count> counts = annual_counts(series);
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (counts[i].is_missing()) continue;
    const double t = counts[i].year - counts.front().year;
    points.push_back({t, std::log(exposure_of(asked, i)), counts[i]});
  }
  return points;
}

// The regression as fitted.
inline trend_regression regression_of(const loglinear_fit& fit) {
  trend_regression regression(trend_points(fit.specification, fit.series), fit.specification.degree);
  regression.fit(fit.size ? 1 / *fit.size : 0);
  return regression;
}

// Whether a direction q of the log means, a polynomial in t, leaves the likelihood rising for ever. It must be 0 in the
// k years that hold the mean from both sides, and not positive in years that may be 0, not negative in those without
// an upper end. So q is the product of (t - t_i) over the k years times a polynomial of the degree d - k that is left,
// which can follow d - k changes of sign and no more.
inline bool has_no_maximum(const std::vector<trend_point>& points, int degree) {
  const auto holds = [](const annual_count& said) { return said.lower > 0 && !said.is_open(); };
  std::vector<double> held;
  for (const trend_point& point : points) {
    if (holds(point.said)) held.push_back(point.t);
  }
  const auto left = degree - static_cast<int>(held.size());
  if (left < 0) return false;
  int changes = 0;
  double last = 0;
  for (const trend_point& point : points) {
    if (holds(point.said)) continue;
    double sign = point.said.lower > 0 ? 1 : -1;
    for (const double t : held) sign *= point.t > t ? 1 : -1;
    changes += last * sign < 0 ? 1 : 0;
    last = sign;
  }
  return changes <= left;
}

inline void check_answerable(const loglinear& asked, const yearly_tally& series,
                             const std::vector<trend_point>& points) {
  const bool scattered = asked.family != count_family::poisson;
  const int needed = asked.degree + 1 + (scattered ? 1 : 0);
  if (static_cast<int>(points.size()) < needed) {
    throw cannot_answer("loglinear: " + std::to_string(points.size()) + " of the years of " + in_quotes(series.name) +
                        " say something; a " + to_string(asked.family) + " trend of degree " +
                        std::to_string(asked.degree) + " needs at least " + std::to_string(needed));
  }
  if (!has_no_maximum(points, asked.degree)) return;
  const bool zero = std::all_of(points.begin(), points.end(), [](const auto& point) { return point.said.lower == 0; });
  throw cannot_answer("loglinear: no trend of degree " + std::to_string(asked.degree) + " fits " +
                      in_quotes(series.name) + " best: " +
                      (zero ? "no count is above 0, and the lower its log mean the better it fits"
                            : "the steeper it is the better it fits; counts above 0 in more years, or a lower degree, "
                              "are needed"));
}

// What Pearson's statistic and the deviance compare with the mean. An interval that begins at 0 has no middle worth it.
inline std::optional<double> figure_of(const annual_count& said) {
  if (!said.is_exact() && said.lower == 0) return std::nullopt;
  return said.middle();
}

// A dispersion below this is that of rounding, which reaches 1e-13 for counts of 10^15.
inline constexpr double rounding_dispersion = 1e-12;

inline void add_criteria(loglinear_fit& fit, double log_likelihood, int parameters) {
  const auto n = static_cast<double>(fit.years.size());
  const double k = parameters;
  fit.log_likelihood = log_likelihood;
  const information_criteria criteria = criteria_of(log_likelihood, k, n);
  fit.aic = criteria.aic;
  fit.aicc = criteria.aicc;
  fit.bic = k * std::log(n) - 2 * log_likelihood;
}

}  // namespace detail

TOLLCAST_INLINE loglinear_fit loglinear::fit(const yearly_tally& series) const {
  detail::check_loglinear(*this, series);
  const std::vector<detail::trend_point> points = detail::trend_points(*this, series);
  detail::check_answerable(*this, series, points);

  detail::trend_regression regression(points, degree);
  const bool scattered = family == count_family::negative_binomial;
  const bool converged = scattered ? detail::maximise(regression) : regression.fit(0);
  loglinear_fit result{};
  result.specification = *this;
  result.series = series;
  result.family = family;
  result.status = converged ? fit_status::converged : fit_status::not_converged;
  const double alpha = regression.alpha();
  if (scattered && alpha > 0) {
    result.size = 1 / alpha;
    const double information = regression.alpha_information();
    if (information > 0) result.size_se = 1 / (alpha * alpha * std::sqrt(information));
  } else if (scattered) {
    result.family = count_family::poisson;
    result.notes.push_back(
        "the counts scatter no more about the trend than Poisson counts do: the negative binomial's size has no finite "
        "estimate, and the fit is Poisson");
  }
  if (!converged) result.notes.push_back("the search for the highest likelihood did not converge");

  const int terms = degree + 1;
  const auto root = regression.covariance_root();
  const auto half = (regression.x() * root).eval();
  int figures = 0;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const auto row = static_cast<Eigen::Index>(i);
    const double m = std::exp(regression.eta()[row]);
    loglinear_year year{points[i].said.year,
                        m,
                        regression.weight()[row] * half.row(row).squaredNorm(),
                        detail::figure_of(points[i].said),
                        {}};
    if (year.figure) {
      year.pearson_residual = (*year.figure - m) / std::sqrt(m * (1 + alpha * m));
      result.pearson += *year.pearson_residual * *year.pearson_residual;
      result.deviance += 2 * detail::count_deviance(*year.figure, m, alpha);
      ++figures;
    }
    result.years.push_back(year);
  }
  result.degrees_of_freedom = figures - terms;
  if (result.degrees_of_freedom > 0) {
    const double dispersion = result.pearson / result.degrees_of_freedom;
    result.dispersion = dispersion < detail::rounding_dispersion ? 0 : dispersion;
  }
  if (family == count_family::quasi_poisson && !result.dispersion) {
    throw cannot_answer("loglinear: " + std::to_string(figures) + " years of " + in_quotes(series.name) +
                        " have a figure; a quasi_poisson trend of degree " + std::to_string(degree) +
                        " needs at least " + std::to_string(terms + 1));
  }
  if (family == count_family::quasi_poisson && *result.dispersion == 0) {
    result.notes.push_back(
        "the counts lie on the trend: there is no scatter from which to give an interval or a p-value");
  }

  const auto basis = regression.in_powers();
  const auto coefficients = (basis * regression.coefficients()).eval();
  const auto in_powers = (basis * root).eval();
  const double scale = family == count_family::quasi_poisson ? *result.dispersion : 1.0;
  for (int i = 0; i < terms; ++i) {
    result.coefficients.push_back(coefficients[i]);
    for (int j = 0; j < terms; ++j) result.covariance.push_back(scale * in_powers.row(i).dot(in_powers.row(j)));
  }
  if (family != count_family::quasi_poisson) {
    detail::add_criteria(result, regression.log_likelihood(), terms + (result.size ? 1 : 0));
  }
  return result;
}

}  // namespace tollcast
