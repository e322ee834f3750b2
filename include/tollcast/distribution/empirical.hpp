#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include <tollcast/core/config.hpp>
#include <tollcast/distribution/interval.hpp>
#include <tollcast/numeric/random.hpp>

namespace tollcast {

// The law of a set of draws: each of the n draws has probability 1/n. Its moments are those of that law, so the
// variance divides by n. Probabilities are counted, not added up: cdf is the double nearest to k/n.
class empirical {
 public:
  // In any order. Throws invalid_input when there is none or one lies outside +-(2^62 - 1).
  explicit empirical(std::vector<std::int64_t> draws);

  const std::vector<std::int64_t>& draws() const { return draws_; }  // in increasing order

 private:
  std::vector<std::int64_t> draws_;
};

double mean(const empirical& law);
double variance(const empirical& law);
double log_pmf(const empirical& law, std::int64_t y);
double cdf(const empirical& law, std::int64_t y);
double prob_exceeds(const empirical& law, std::int64_t y);
std::int64_t quantile(const empirical& law, double p);
std::int64_t mode(const empirical& law);
std::int64_t sample(const empirical& law, random_engine& engine);
std::int64_t support_lower(const empirical& law);
std::optional<std::int64_t> support_upper(const empirical& law);
interval_ends shortest_interval(const empirical& law, double level);  // over all pairs of draws

}  // namespace tollcast

#ifndef TOLLCAST_COMPILED
#include <tollcast/distribution/detail/empirical.ipp>
#endif
