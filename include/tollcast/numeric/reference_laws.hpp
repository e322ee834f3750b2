#pragma once

#include <tollcast/core/config.hpp>

namespace tollcast {

// Tails and quantiles of the laws that tests and intervals refer to, and two derivatives of log Gamma. By Boost.Math;
// each throws invalid_input where it is not defined (a probability outside (0, 1), degrees of freedom or x not
// positive).
double normal_cdf(double z);
double normal_quantile(double p);
double student_t_quantile(double p, double degrees);
double student_t_two_sided(double t, double degrees);  // P(|T| > |t|)
double chi_squared_quantile(double p, double degrees);
double chi_squared_exceeds(double x, double degrees);      // P(X > x); 1 for x <= 0
double f_exceeds(double x, double degrees, double below);  // P(F > x), `degrees` over `below`; 1 for x <= 0
double digamma(double x);                                  // d log Gamma / dx, x > 0
double trigamma(double x);                                 // its derivative

}  // namespace tollcast

#ifndef TOLLCAST_COMPILED
#include <tollcast/numeric/detail/reference_laws.ipp>
#endif
