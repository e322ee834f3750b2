#pragma once

#include <cmath>
#include <concepts>
#include <cstdint>
#include <optional>

#include <tollcast/numeric/random.hpp>

namespace tollcast {

// A law of a count: any copyable type with these free functions. Each is found beside its law's definition; the verbs
// below follow from them for every law.
//   mean, variance                 of the law itself, not of a sample
//   log_pmf(law, y)                log P(Y = y); finite where P(Y = y) underflows, -infinity for an impossible outcome
//   cdf(law, y)                    P(Y <= y)
//   prob_exceeds(law, y)           P(Y > y), to full precision in the upper tail too, where 1 - cdf has none left
//   quantile(law, p)               the smallest y with cdf(law, y) >= p; the smallest possible outcome at p = 0.
//                                  Throws invalid_input when p is not in [0, 1], when p is 1 and the law unbounded, and
//                                  when the answer exceeds 64 bits
//   mode                           the most probable outcome; the smallest, of ties
//   sample(law, engine)            one draw
//   support_lower, support_upper   the smallest and the largest possible outcome; nullopt when there is no largest
template <class Law>
concept distribution = std::copyable<Law> && requires(const Law& law, std::int64_t y, double p, random_engine& engine) {
  { mean(law) } -> std::same_as<double>;
  { variance(law) } -> std::same_as<double>;
  { log_pmf(law, y) } -> std::same_as<double>;
  { cdf(law, y) } -> std::same_as<double>;
  { prob_exceeds(law, y) } -> std::same_as<double>;
  { quantile(law, p) } -> std::same_as<std::int64_t>;
  { mode(law) } -> std::same_as<std::int64_t>;
  { sample(law, engine) } -> std::same_as<std::int64_t>;
  { support_lower(law) } -> std::same_as<std::int64_t>;
  { support_upper(law) } -> std::same_as<std::optional<std::int64_t>>;
};

template <distribution Law>
double standard_deviation(const Law& law) {
  return std::sqrt(variance(law));
}

template <distribution Law>
std::int64_t median(const Law& law) {
  return quantile(law, 0.5);
}

template <distribution Law>
double pmf(const Law& law, std::int64_t y) {
  return std::exp(log_pmf(law, y));
}

// P(Y >= y).
template <distribution Law>
double prob_at_least(const Law& law, std::int64_t y) {
  return y <= support_lower(law) ? 1.0 : prob_exceeds(law, y - 1);
}

// P(lower <= Y <= upper), from whichever tails are short, so that a small probability far out keeps its digits.
template <distribution Law>
double prob_between(const Law& law, std::int64_t lower, std::int64_t upper) {
  if (lower > upper) return 0.0;
  const double below = lower <= support_lower(law) ? 0.0 : cdf(law, lower - 1);
  if (below > 0.5) return prob_exceeds(law, lower - 1) - prob_exceeds(law, upper);
  const double up_to = cdf(law, upper);
  return up_to < 0.5 ? up_to - below : 1.0 - (below + prob_exceeds(law, upper));
}

}  // namespace tollcast
