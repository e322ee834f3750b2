#pragma once

#include <cstdint>
#include <optional>

#include <tollcast/core/config.hpp>
#include <tollcast/numeric/random.hpp>

namespace tollcast {

// The negative binomial law in its mean (NB2 of Cameron and Trivedi 2013, section 3.3): a Poisson law whose mean is
// gamma with mean m and shape r, so that Var = m + m^2 / r and
//   P(Y = y) = Gamma(y + r) / (Gamma(r) y!) (r / (r + m))^r (m / (r + m))^y,   y = 0, 1, ...
// As the size r grows it becomes poisson(m); a mean of 0 is the law that is always 0.
class negative_binomial {
 public:
  // Throws invalid_input unless 0 <= mean <= 10^15 and 10^-100 <= size <= 10^100.
  negative_binomial(double mean, double size);
  double mean() const { return mean_; }
  double size() const { return size_; }

 private:
  double mean_;
  double size_;
};

double mean(const negative_binomial& law);
double variance(const negative_binomial& law);

// By Loader's saddle-point expansion (2000, sections 2 and 5), which keeps its digits from r = 10^-6 to r = 10^12.
double log_pmf(const negative_binomial& law, std::int64_t y);

// Regularised incomplete beta functions, P(Y <= y) = I_(r/(r + m))(r, y + 1), by Boost.Math; by quadrature of the same
// integral where both arguments exceed 1000 and a continued fraction takes a number of steps that grows with the count.
double cdf(const negative_binomial& law, std::int64_t y);
double prob_exceeds(const negative_binomial& law, std::int64_t y);

std::int64_t quantile(const negative_binomial& law, double p);
std::int64_t mode(const negative_binomial& law);
bool is_unimodal(const negative_binomial& law);
std::int64_t sample(const negative_binomial& law, random_engine& engine);
std::int64_t support_lower(const negative_binomial& law);
std::optional<std::int64_t> support_upper(const negative_binomial& law);

}  // namespace tollcast

#ifndef TOLLCAST_COMPILED
#include <tollcast/distribution/detail/negative_binomial.ipp>
#endif
