#pragma once

#include <tollcast/core/config.hpp>
#include <tollcast/numeric/random.hpp>

namespace tollcast {

// The log-normal law: log Y is normal with mean m and standard deviation s; with s = 0 all probability lies on e^m.
// What exceeds the largest double is that double.
class log_normal {
 public:
  // Throws invalid_input unless both are finite, sd_log >= 0 and mean and variance, e^(2 m + 2 s^2), are finite.
  log_normal(double mean_log, double sd_log);
  double mean_log() const { return mean_log_; }
  double sd_log() const { return sd_log_; }

 private:
  double mean_log_;
  double sd_log_;
};

double mean(const log_normal& law);      // e^(m + s^2 / 2)
double variance(const log_normal& law);  // (e^(s^2) - 1) e^(2 m + s^2)
double log_pdf(const log_normal& law, double y);
double cdf(const log_normal& law, double y);
double prob_exceeds(const log_normal& law, double y);
double quantile(const log_normal& law, double p);
double sample(const log_normal& law, random_engine& engine);

}  // namespace tollcast

#ifndef TOLLCAST_COMPILED
#include <tollcast/distribution/detail/log_normal.ipp>
#endif
