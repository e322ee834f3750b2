#pragma once

#include <cmath>
#include <string>

#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/fisher_f.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <boost/math/special_functions/digamma.hpp>
#include <boost/math/special_functions/trigamma.hpp>

#include <tollcast/core/error.hpp>
#include <tollcast/numeric/reference_laws.hpp>

namespace tollcast {

namespace detail {

inline void check_inside(const char* who, double p) {
  if (p > 0 && p < 1) return;
  throw invalid_input(std::string(who) + ": a probability of " + std::to_string(p) + " was given; 0 < p < 1 is needed");
}

inline void check_above_zero(const char* who, double x) {
  if (x > 0 && std::isfinite(x)) return;
  throw invalid_input(std::string(who) + ": " + std::to_string(x) + " was given; a positive number is needed");
}

}  // namespace detail

TOLLCAST_INLINE double normal_cdf(double z) { return 0.5 * std::erfc(-z / std::sqrt(2.0)); }

TOLLCAST_INLINE double normal_quantile(double p) {
  detail::check_inside("normal_quantile", p);
  return boost::math::quantile(boost::math::normal(), p);
}

TOLLCAST_INLINE double student_t_quantile(double p, double degrees) {
  detail::check_inside("student_t_quantile", p);
  detail::check_above_zero("student_t_quantile: degrees of freedom", degrees);
  return boost::math::quantile(boost::math::students_t(degrees), p);
}

TOLLCAST_INLINE double student_t_two_sided(double t, double degrees) {
  detail::check_above_zero("student_t_two_sided: degrees of freedom", degrees);
  if (std::isinf(t)) return 0.0;
  return 2.0 * boost::math::cdf(boost::math::students_t(degrees), -std::abs(t));
}

TOLLCAST_INLINE double chi_squared_quantile(double p, double degrees) {
  detail::check_inside("chi_squared_quantile", p);
  detail::check_above_zero("chi_squared_quantile: degrees of freedom", degrees);
  return boost::math::quantile(boost::math::chi_squared(degrees), p);
}

TOLLCAST_INLINE double chi_squared_exceeds(double x, double degrees) {
  detail::check_above_zero("chi_squared_exceeds: degrees of freedom", degrees);
  if (x <= 0) return 1.0;
  return std::isinf(x) ? 0.0 : boost::math::cdf(boost::math::complement(boost::math::chi_squared(degrees), x));
}

TOLLCAST_INLINE double f_exceeds(double x, double degrees, double below) {
  detail::check_above_zero("f_exceeds: degrees of freedom", degrees);
  detail::check_above_zero("f_exceeds: degrees of freedom", below);
  if (x <= 0) return 1.0;
  return std::isinf(x) ? 0.0 : boost::math::cdf(boost::math::complement(boost::math::fisher_f(degrees, below), x));
}

TOLLCAST_INLINE double digamma(double x) {
  detail::check_above_zero("digamma", x);
  return boost::math::digamma(x);
}

TOLLCAST_INLINE double trigamma(double x) {
  detail::check_above_zero("trigamma", x);
  return boost::math::trigamma(x);
}

}  // namespace tollcast
