#pragma once

#include <cstdint>
#include <optional>

#include <tollcast/core/config.hpp>
#include <tollcast/numeric/random.hpp>

namespace tollcast {

// The Poisson law: P(Y = y) = e^(-m) m^y / y!, y = 0, 1, ...; a mean m of 0 is the law that is always 0.
class poisson {
 public:
  // Throws invalid_input unless 0 <= mean <= 10^15.
  explicit poisson(double mean);
  double mean() const { return mean_; }

 private:
  double mean_;
};

double mean(const poisson& law);
double variance(const poisson& law);

// By Loader's saddle-point expansion (2000, "Fast and accurate computation of binomial probabilities", section 3):
// log P = -log(2 pi y)/2 - delta(y) - D(y, m), without the differences of large numbers of y log m - m - log y!.
double log_pmf(const poisson& law, std::int64_t y);

// Regularised incomplete gamma functions, P(Y <= y) = Q(y + 1, m), by Boost.Math; by quadrature of the same integral
// beyond y = 1000, where a series takes a number of terms that grows with the count.
double cdf(const poisson& law, std::int64_t y);
double prob_exceeds(const poisson& law, std::int64_t y);

std::int64_t quantile(const poisson& law, double p);
std::int64_t mode(const poisson& law);
bool is_unimodal(const poisson& law);
std::int64_t sample(const poisson& law, random_engine& engine);
std::int64_t support_lower(const poisson& law);
std::optional<std::int64_t> support_upper(const poisson& law);

}  // namespace tollcast

#ifndef TOLLCAST_COMPILED
#include <tollcast/distribution/detail/poisson.ipp>
#endif
