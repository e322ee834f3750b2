#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

#include <boost/math/distributions/students_t.hpp>
#include <boost/random/student_t_distribution.hpp>

#include <tollcast/core/error.hpp>
#include <tollcast/distribution/continuous.hpp>
#include <tollcast/distribution/detail/tail.hpp>
#include <tollcast/distribution/student_t.hpp>
#include <tollcast/numeric/detail/beta_fraction.hpp>
#include <tollcast/numeric/special.hpp>

namespace tollcast {

namespace detail {

inline constexpr double half_log_pi = 0.57236494292470008707;

inline void check_positive(const char* who, const char* what, double value) {
  if (!(value > 0.0 && std::isfinite(value))) {
    throw invalid_input(std::string(who) + ": a " + what + " of " + spelled(value) +
                        " was given, but a positive, finite one is needed");
  }
}

inline double standardised(const student_t& law, double y) { return (y - law.location()) / law.scale(); }

// Within all that a double can hold.
inline double from_standard(const student_t& law, double t) {
  constexpr double largest = std::numeric_limits<double>::max();
  return std::clamp(law.location() + law.scale() * t, -largest, largest);
}

// Where n / (n + t^2) < 10^-18, P(T > t) is n^(n/2 - 1) t^-n / B(n/2, 1/2) to the last digit: its logarithm less that
// of t^-n.
inline double log_student_t_tail(double degrees) {
  return (0.5 * degrees - 1.0) * std::log(degrees) + log_gamma_ratio(0.5 * degrees, 0.5) - half_log_pi;
}

// P(T > t), t >= 0: half the incomplete beta function I_x(n/2, 1/2), x = n / (n + t^2); for many degrees of freedom by
// Boost.Math.
inline double student_t_beyond(const student_t& law, double t) {
  const double n = law.degrees_of_freedom();
  if (t > 1e9 * std::sqrt(n)) return std::exp(log_student_t_tail(n) - n * std::log(t));
  if (n > 1000.0) {
    return boost::math::cdf(boost::math::complement(boost::math::students_t_distribution<double, quiet_policy>(n), t));
  }
  const double odds = t / n * t;
  const double x = 1.0 / (1.0 + odds);
  const double y = odds * x;
  const double a = 0.5 * n;
  const double weight =
      0.5 * std::exp(law.log_gamma_ratio() - half_log_pi - a * std::log1p(odds)) * std::sqrt(y);  // x^a y^1/2 / 2 B
  return x < (a + 1.0) / (a + 2.5) ? weight * beta_fraction(a, 0.5, x, y, a * y - 0.5 * x)
                                   : 0.5 - weight * beta_fraction(0.5, a, y, x, 0.5 * x - a * y);
}

// t with P(T > t) = p, p <= 1/2.
inline double student_t_upper_quantile(double p, double degrees) {
  const double far = std::exp((log_student_t_tail(degrees) - std::log(p)) / degrees);
  if (far > 1e9 * std::sqrt(degrees)) return far;
  return boost::math::quantile(
      boost::math::complement(boost::math::students_t_distribution<double, quiet_policy>(degrees), p));
}

inline void check_moment(const student_t& law, const char* moment, double needed) {
  if (law.degrees_of_freedom() > needed) return;
  throw cannot_answer("student_t: there is no " + std::string(moment) + " for " + spelled(law.degrees_of_freedom()) +
                      " degrees of freedom; more than " + spelled(needed) + " are needed");
}

}  // namespace detail

TOLLCAST_INLINE student_t::student_t(double location, double scale, double degrees_of_freedom)
    : location_(location), scale_(scale), degrees_of_freedom_(degrees_of_freedom), log_gamma_ratio_(0.0) {
  detail::check_value("student_t", "location", location);
  detail::check_positive("student_t", "scale", scale);
  detail::check_positive("student_t", "number of degrees of freedom", degrees_of_freedom);
  log_gamma_ratio_ = tollcast::log_gamma_ratio(0.5 * degrees_of_freedom, 0.5);
}

TOLLCAST_INLINE double mean(const student_t& law) {
  detail::check_moment(law, "mean", 1.0);
  return law.location();
}

TOLLCAST_INLINE double variance(const student_t& law) {
  detail::check_moment(law, "variance", 2.0);
  return law.scale() * law.scale() * (1.0 + 2.0 / (law.degrees_of_freedom() - 2.0));
}

TOLLCAST_INLINE double log_pdf(const student_t& law, double y) {
  const double t = detail::standardised(law, y);
  const double n = law.degrees_of_freedom();
  // log(1 + t^2 / n), also where t^2 overflows
  const double beyond = std::abs(t) < 1e100 ? std::log1p(t / n * t) : 2.0 * std::log(std::abs(t)) - std::log(n);
  return law.log_gamma_ratio() - 0.5 * std::log(n) - detail::half_log_pi - std::log(law.scale()) -
         0.5 * (n + 1.0) * beyond;
}

TOLLCAST_INLINE double cdf(const student_t& law, double y) {
  const double t = detail::standardised(law, y);
  const double beyond = detail::student_t_beyond(law, std::abs(t));
  return t < 0.0 ? beyond : 1.0 - beyond;
}

TOLLCAST_INLINE double prob_exceeds(const student_t& law, double y) {
  const double t = detail::standardised(law, y);
  const double beyond = detail::student_t_beyond(law, std::abs(t));
  return t > 0.0 ? beyond : 1.0 - beyond;
}

TOLLCAST_INLINE double quantile(const student_t& law, double p) {
  detail::check_open_probability(p);
  const double t = p < 0.5 ? -detail::student_t_upper_quantile(p, law.degrees_of_freedom())
                           : detail::student_t_upper_quantile(1.0 - p, law.degrees_of_freedom());
  return detail::from_standard(law, t);
}

TOLLCAST_INLINE double sample(const student_t& law, random_engine& engine) {
  return detail::from_standard(law, boost::random::student_t_distribution<double>(law.degrees_of_freedom())(engine));
}

}  // namespace tollcast
