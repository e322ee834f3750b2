#pragma once

#include <tollcast/core/config.hpp>
#include <tollcast/numeric/random.hpp>

namespace tollcast {

// The normal law; with a standard deviation of 0 all probability lies on the mean.
class normal {
 public:
  // Throws invalid_input unless both are finite and sd >= 0.
  normal(double mean, double sd);
  double mean() const { return mean_; }
  double sd() const { return sd_; }

 private:
  double mean_;
  double sd_;
};

double mean(const normal& law);
double variance(const normal& law);
double log_pdf(const normal& law, double y);
double cdf(const normal& law, double y);
double prob_exceeds(const normal& law, double y);
double quantile(const normal& law, double p);
double sample(const normal& law, random_engine& engine);

}  // namespace tollcast

#ifndef TOLLCAST_COMPILED
#include <tollcast/distribution/detail/normal.ipp>
#endif
