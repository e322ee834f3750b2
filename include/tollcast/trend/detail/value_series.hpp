#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include <tollcast/core/error.hpp>
#include <tollcast/core/in_quotes.hpp>
#include <tollcast/distribution/any_continuous.hpp>
#include <tollcast/distribution/detail/check.hpp>
#include <tollcast/distribution/normal.hpp>
#include <tollcast/distribution/student_t.hpp>
#include <tollcast/numeric/reference_laws.hpp>
#include <tollcast/numeric/special.hpp>
#include <tollcast/series/yearly_values.hpp>
#include <tollcast/trend/detail/summary_figures.hpp>
#include <tollcast/trend/forecast.hpp>
#include <tollcast/trend/trend_summary.hpp>

// What the models of measured values with normal errors have in common.
namespace tollcast::detail {

// A known value, t years after the first known one.
struct dated_value {
  double t;
  double y;
};

// The known values in order. Throws cannot_answer where there are fewer than `needed`, and invalid_input for a value
// beyond 10^100, whose square would leave the range of doubles.
inline std::vector<dated_value> dated_values(const char* who, const yearly_values& series, std::size_t needed) {
  std::vector<dated_value> known;
  known.reserve(series.values.size());
  std::optional<std::size_t> first;
  for (std::size_t i = 0; i < series.values.size(); ++i) {
    if (!series.values[i]) continue;
    const double y = *series.values[i];
    if (!(std::abs(y) <= 1e100)) {
      throw invalid_input(std::string(who) + ": a value of " + spelled(y) + " was given in " +
                          std::to_string(series.first_year + static_cast<int>(i)) + " of " + in_quotes(series.name) +
                          "; values must lie within +-10^100");
    }
    if (!first) first = i;
    known.push_back({static_cast<double>(i - *first), y});
  }
  if (known.size() < needed) {
    throw cannot_answer(std::string(who) + ": " + in_quotes(series.name) + " has values in " +
                        std::to_string(known.size()) + " years; at least " + std::to_string(needed) + " are needed");
  }
  return known;
}

// Years without a value after the last known one: a forecast reaches over them too.
inline int years_unknown_at_end(const yearly_values& series) {
  int unknown = 0;
  for (auto value = series.values.rbegin(); value != series.values.rend() && !*value; ++value) ++unknown;
  return unknown;
}

inline double largest_size(const std::vector<dated_value>& values) {
  double largest = 0;
  for (const dated_value& value : values) largest = std::max(largest, std::abs(value.y));
  return largest;
}

inline void check_years_ahead(const char* who, int years) {
  if (years < 1 || years > 1000) {
    throw invalid_input(std::string(who) + ": a forecast of " + std::to_string(years) +
                        " years was asked for; 1 to 1000 is needed");
  }
}

// Fills in what normal errors say of a fit: m errors e_i with variances sigma^2 f_i, `squares` = sum e_i^2 / f_i and
// `log_factors` = sum log f_i. The likelihood is at its maximum over sigma^2, squares / m; `parameters` counts sigma
// and those of the mean, and the residual variance divides by m less the latter. A scatter below 10^-12 of the largest
// value is that of rounding and counts as none: the likelihood is without bound.
template <class Fit>
void add_normal_errors(Fit& fit, double squares, double log_factors, std::size_t errors, int parameters,
                       double largest) {
  const auto m = static_cast<double>(errors);
  fit.degrees_of_freedom = static_cast<int>(errors) - (parameters - 1);
  const double variance = squares / m;
  if (std::sqrt(variance) <= 1e-12 * largest) {
    fit.residual_variance = 0;
    fit.notes.push_back("no scatter is left over from which to say how far the coming years may stray");
    return;
  }
  fit.residual_variance = squares / fit.degrees_of_freedom;
  const double log_likelihood = -m * (half_log_two_pi + 0.5 * std::log(variance) + 0.5) - 0.5 * log_factors;
  const information_criteria criteria = criteria_of(log_likelihood, parameters, m);
  fit.log_likelihood = log_likelihood;
  fit.aic = criteria.aic;
  fit.aicc = criteria.aicc;
  fit.bic = parameters * std::log(m) - 2 * log_likelihood;
}

// The law of a value: normal for known parameters, else Student's t with the degrees of freedom of the residual
// variance. Below 3 of them there is no mean or no variance: the law has 3 then, and the scale at which its 80 %
// interval stays. Throws cannot_answer for one beyond the range of doubles.
inline any_continuous_distribution value_law(double location, double scale, int degrees,
                                             parameter_uncertainty uncertainty) {
  if (!std::isfinite(location) || !std::isfinite(scale)) {
    throw cannot_answer("the law of a year ahead is beyond all numbers; fewer years or another model are needed");
  }
  if (uncertainty == parameter_uncertainty::ignored || scale == 0) return normal(location, scale);
  if (degrees >= 3) return student_t(location, scale, degrees);
  return student_t(location, scale * student_t_quantile(0.9, degrees) / student_t_quantile(0.9, 3), 3);
}

// An estimate with its 95 % interval by Student's t.
inline named_estimate student_estimate(const char* name, double value, double se, int degrees) {
  const double reach = student_t_quantile(0.975, degrees) * se;
  return {name, {value, se, value - reach, value + reach}};
}

}  // namespace tollcast::detail
