#pragma once

#include <cmath>
#include <optional>

#include <tollcast/numeric/reference_laws.hpp>

// Figures that every model gives of its fit in the same way.
namespace tollcast::detail {

// What a change of the log mean a year is in percent.
inline double percent_change(double log_change) { return 100 * std::expm1(log_change); }

// The 97.5 % quantile and the two-sided p-value of an estimate over its standard error: Student's t, or the normal law
// where no degrees of freedom are given.
inline double reference_quantile(std::optional<double> degrees) {
  return degrees ? student_t_quantile(0.975, *degrees) : normal_quantile(0.975);
}
inline double two_sided_p(double ratio, std::optional<double> degrees) {
  return degrees ? student_t_two_sided(ratio, *degrees) : 2 * normal_cdf(-std::abs(ratio));
}

struct information_criteria {
  double aic;
  std::optional<double> aicc;  // nothing for n <= parameters + 1
};

// AIC (Akaike 1974) and its correction for small samples (Hurvich and Tsai 1989).
inline information_criteria criteria_of(double log_likelihood, double parameters, double n) {
  const double aic = 2 * parameters - 2 * log_likelihood;
  const double rest = n - parameters - 1;
  if (!(rest > 0)) return {aic, std::nullopt};
  return {aic, aic + 2 * parameters * (parameters + 1) / rest};
}

}  // namespace tollcast::detail
