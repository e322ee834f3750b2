#pragma once

#include <vector>

#include <tollcast/core/config.hpp>
#include <tollcast/numeric/random.hpp>

namespace tollcast {

// The law of a set of draws of a measured value, each with probability 1/n: what `empirical` is for counts. Moments,
// cdf and quantiles are those of the steps. Steps have no density, so log_pdf is that of the draws smoothed by a normal
// kernel with the bandwidth .9 min(sd, IQR / 1.34) n^(-1/5) (Silverman 1986, eq. 3.31), or the sd where the quartiles
// are equal.
class empirical_values {
 public:
  // Throws invalid_input unless there is at least one draw and all are finite.
  explicit empirical_values(std::vector<double> draws);

  const std::vector<double>& draws() const { return draws_; }  // in rising order
  double bandwidth() const { return bandwidth_; }              // 0 where all draws are equal

 private:
  std::vector<double> draws_;
  double bandwidth_;
};

double mean(const empirical_values& law);
double variance(const empirical_values& law);
double log_pdf(const empirical_values& law, double y);
double cdf(const empirical_values& law, double y);
double prob_exceeds(const empirical_values& law, double y);
double quantile(const empirical_values& law, double p);
double sample(const empirical_values& law, random_engine& engine);

}  // namespace tollcast

#ifndef TOLLCAST_COMPILED
#include <tollcast/distribution/detail/empirical_values.ipp>
#endif
