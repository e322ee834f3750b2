#pragma once

#include <cmath>
#include <cstdint>
#include <string>

#include <tollcast/core/config.hpp>
#include <tollcast/distribution/any.hpp>
#include <tollcast/distribution/any_continuous.hpp>
#include <tollcast/evaluation/detail/score_check.hpp>
#include <tollcast/evaluation/score_scale.hpp>

namespace tollcast {

// The logarithmic score -log P(Y = y), or -log of the density (Good 1952; Gneiting and Raftery 2007, section 4.1);
// lower is better. The one score here that may be infinite: +infinity where the law held the outcome for impossible, by
// definition, and -infinity for a measured value on which all probability lies. There is no other scale: taken of
// log(1 + Y) it is the same for a count, and less log(1 + y), whatever the law, for a measured value.
template <distribution Law>
double log_score(const Law& law, std::int64_t outcome) {
  detail::check_count("log_score", outcome);
  return -log_pmf(law, outcome);
}

template <continuous_distribution Law>
double log_score(const Law& law, double outcome) {
  detail::check_scored("log_score", outcome, score_scale::natural);
  return -log_pdf(law, outcome);
}

namespace detail {

struct moments {
  double mean;
  double variance;
};

// Of log(1 + max(Y, 0)).
moments log_scale_moments(const any_distribution& law);
moments log_scale_moments(const any_continuous_distribution& law);

template <class Law>
moments moments_of(const Law& law, score_scale scale) {
  return scale == score_scale::natural ? moments{mean(law), variance(law)} : log_scale_moments(law);
}

inline void check_spread_of(const char* who, const moments& of) {
  if (of.variance > 0.0 && std::isfinite(of.variance)) return;
  throw cannot_answer(std::string(who) + ": the law has a variance of " + spelled(of.variance) +
                      "; a positive and finite one is needed");
}

template <class Law>
double dawid_sebastiani_of(const Law& law, double outcome, score_scale scale) {
  const moments of = moments_of(law, scale);
  check_spread_of("dawid_sebastiani", of);
  const double distance = scaled(outcome, scale) - of.mean;
  return distance / of.variance * distance + std::log(of.variance);
}

}  // namespace detail

// The score of Dawid and Sebastiani (1999, Ann. Stat. 27:65), of the first two moments alone:
//   (y - m)^2 / s^2 + 2 log s,
// with the mean and the standard deviation of Y, or of log(1 + Y). Throws cannot_answer for a law whose variance is 0
// or not finite.
template <distribution Law>
double dawid_sebastiani(const Law& law, std::int64_t outcome, score_scale scale = score_scale::natural) {
  detail::check_count("dawid_sebastiani", outcome);
  return detail::dawid_sebastiani_of(law, static_cast<double>(outcome), scale);
}

template <continuous_distribution Law>
double dawid_sebastiani(const Law& law, double outcome, score_scale scale = score_scale::natural) {
  detail::check_scored("dawid_sebastiani", outcome, scale);
  return detail::dawid_sebastiani_of(law, outcome, scale);
}

}  // namespace tollcast

#ifndef TOLLCAST_COMPILED
#include <tollcast/evaluation/detail/log_score.ipp>
#endif
