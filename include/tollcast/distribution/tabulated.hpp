#pragma once

#include <cmath>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include <tollcast/core/config.hpp>
#include <tollcast/numeric/random.hpp>

namespace tollcast {

// A law on the integers kept as a table of blocks, each a run of consecutive integers whose probabilities form a
// geometric sequence. It is exact where every integer has its own entry, and stays a few kilobytes where the outcomes
// spread over 10^12: sums, mean and variance over a block have closed forms, so nothing is ever summed integer by
// integer.
class tabulated {
 public:
  // P(Y = first + j) = exp(log_first + j log_ratio), j = 0 ... count - 1. Blocks are in order, do not overlap, and may
  // leave gaps of probability 0.
  struct block {
    std::int64_t first;
    std::int64_t count;
    double log_first;
    double log_ratio;  // 0 when count is 1
    double before;     // P(Y < first)
    double after;      // P(Y > last())
    std::int64_t last() const { return first + (count - 1); }
  };

  // The probabilities of first, first + 1, ...; not negative, their sum positive (they are divided by it).
  tabulated(std::int64_t first, std::span<const double> probabilities);

  // The log probability at each knot, up to one constant common to all; -infinity for an impossible outcome. Between
  // two knots the log probability is linear, so the outcomes k_i ... k_(i+1) - 1 are one geometric block; where one of
  // the two knots is impossible, so is all that lies between them. Outcomes outside the knots are impossible. Throws
  // invalid_input unless the knots increase within +-(2^62 - 1), each has its log probability, none is NaN or
  // +infinity, and at least one is finite.
  static tabulated from_log_pmf(std::vector<std::int64_t> knots, std::vector<double> log_pmf);

  // All probability on one outcome: a total that is known.
  static tabulated certain(std::int64_t outcome);

  // Blocks that carry probability, in order: for sums over the law such as a score.
  std::span<const block> blocks() const { return blocks_; }

  // The block that holds y, or the nearest one below it; nullptr when y lies below all.
  const block* find(std::int64_t y) const;

 private:
  friend tabulated conditioned(const tabulated&, std::int64_t, std::int64_t);
  friend tabulated shifted(tabulated, std::int64_t);
  tabulated() = default;
  void normalise();

  std::vector<block> blocks_;
};

double mean(const tabulated& law);
double variance(const tabulated& law);
double log_pmf(const tabulated& law, std::int64_t y);       // -infinity for an impossible outcome
double cdf(const tabulated& law, std::int64_t y);           // P(Y <= y)
double prob_exceeds(const tabulated& law, std::int64_t y);  // P(Y > y), summed from the far end
std::int64_t quantile(const tabulated& law, double p);      // smallest y with cdf(law, y) >= p; 0 <= p <= 1
std::int64_t mode(const tabulated& law);                    // the smallest, of ties
bool is_unimodal(const tabulated& law);  // rises strictly to one peak and falls strictly, no gap between
std::int64_t sample(const tabulated& law, random_engine& engine);
std::int64_t support_lower(const tabulated& law);
std::optional<std::int64_t> support_upper(const tabulated& law);

// The law of Y given lower <= Y <= upper. Throws invalid_input when that is impossible under the law.
tabulated conditioned(const tabulated& law, std::int64_t lower, std::int64_t upper);

// The law of Y + by. Throws invalid_input when an outcome would leave +-(2^62 - 1).
tabulated shifted(tabulated law, std::int64_t by);

namespace detail {

// (1 - e^(-n a)) / (1 - e^(-a)), a >= 0: a geometric sum counted from its largest term.
inline double geometric_factor(double a, double n) { return a == 0.0 ? n : std::expm1(-n * a) / std::expm1(-a); }

// Sum of exp(log_first + j log_ratio) over j = 0 ... count - 1: as a logarithm, and as a number.
double log_geometric_sum(double log_first, double log_ratio, std::int64_t count);
double geometric_sum(double log_first, double log_ratio, std::int64_t count);

}  // namespace detail

}  // namespace tollcast

#ifndef TOLLCAST_COMPILED
#include <tollcast/distribution/detail/tabulated.ipp>
#endif
