#pragma once

#include <tollcast/core/config.hpp>
#include <tollcast/numeric/random.hpp>

namespace tollcast {

// Student's t law, moved and stretched: Y = location + scale T with T of n degrees of freedom, which need not be whole.
class student_t {
 public:
  // Throws invalid_input unless location and scale are finite, scale > 0 and degrees_of_freedom > 0 and finite.
  student_t(double location, double scale, double degrees_of_freedom);
  double location() const { return location_; }
  double scale() const { return scale_; }
  double degrees_of_freedom() const { return degrees_of_freedom_; }
  double log_gamma_ratio() const { return log_gamma_ratio_; }  // log Gamma((n + 1) / 2) - log Gamma(n / 2)

 private:
  double location_;
  double scale_;
  double degrees_of_freedom_;
  double log_gamma_ratio_;
};

double mean(const student_t& law);      // throws cannot_answer unless n > 1: there is none
double variance(const student_t& law);  // scale^2 n / (n - 2); throws cannot_answer unless n > 2
double log_pdf(const student_t& law, double y);
double cdf(const student_t& law, double y);
double prob_exceeds(const student_t& law, double y);
double quantile(const student_t& law, double p);
double sample(const student_t& law, random_engine& engine);

}  // namespace tollcast

#ifndef TOLLCAST_COMPILED
#include <tollcast/distribution/detail/student_t.ipp>
#endif
