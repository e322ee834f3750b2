#pragma once

#include <algorithm>
#include <cmath>
#include <limits>

#include <tollcast/core/error.hpp>
#include <tollcast/distribution/continuous.hpp>
#include <tollcast/distribution/log_normal.hpp>
#include <tollcast/distribution/normal.hpp>

namespace tollcast {

namespace detail {

inline normal logarithm(const log_normal& law) { return normal(law.mean_log(), law.sd_log()); }

}  // namespace detail

TOLLCAST_INLINE log_normal::log_normal(double mean_log, double sd_log) : mean_log_(mean_log), sd_log_(sd_log) {
  detail::check_value("log_normal", "mean of the logarithm", mean_log);
  detail::check_spread("log_normal", "standard deviation of the logarithm", sd_log);
  if (!(2.0 * (mean_log + sd_log * sd_log) < 709.0)) {
    throw invalid_input("log_normal: the mean " + detail::spelled(mean_log) + " and the standard deviation " +
                        detail::spelled(sd_log) + " of the logarithm were given, whose law has no finite variance");
  }
}

TOLLCAST_INLINE double mean(const log_normal& law) {
  return std::exp(law.mean_log() + 0.5 * law.sd_log() * law.sd_log());
}

TOLLCAST_INLINE double variance(const log_normal& law) {
  const double square = law.sd_log() * law.sd_log();
  return std::expm1(square) * std::exp(2.0 * law.mean_log() + square);
}

TOLLCAST_INLINE double log_pdf(const log_normal& law, double y) {
  if (y <= 0.0) return -std::numeric_limits<double>::infinity();
  if (law.sd_log() == 0.0) {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    return y == mean(law) ? infinity : -infinity;
  }
  return log_pdf(detail::logarithm(law), std::log(y)) - std::log(y);
}

TOLLCAST_INLINE double cdf(const log_normal& law, double y) {
  if (law.sd_log() == 0.0) return y >= mean(law) ? 1.0 : 0.0;
  return y > 0.0 ? cdf(detail::logarithm(law), std::log(y)) : 0.0;
}

TOLLCAST_INLINE double prob_exceeds(const log_normal& law, double y) {
  if (law.sd_log() == 0.0) return y < mean(law) ? 1.0 : 0.0;
  return y > 0.0 ? prob_exceeds(detail::logarithm(law), std::log(y)) : 1.0;
}

TOLLCAST_INLINE double quantile(const log_normal& law, double p) {
  if (law.sd_log() == 0.0) {
    detail::check_open_probability(p);
    return mean(law);
  }
  return std::min(std::exp(quantile(detail::logarithm(law), p)), std::numeric_limits<double>::max());
}

TOLLCAST_INLINE double sample(const log_normal& law, random_engine& engine) {
  if (law.sd_log() == 0.0) return mean(law);
  return std::min(std::exp(sample(detail::logarithm(law), engine)), std::numeric_limits<double>::max());
}

}  // namespace tollcast
