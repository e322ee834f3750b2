#pragma once

#include <cmath>
#include <concepts>

#include <tollcast/distribution/detail/check.hpp>
#include <tollcast/numeric/random.hpp>

namespace tollcast {

// A law of a measured value: as `distribution` is for counts, with real outcomes.
//   mean, variance            of the law itself
//   log_pdf(law, y)           log of the density at y; -infinity where that is 0, +infinity where all probability lies
//                             on one value
//   cdf(law, y)               P(Y <= y)
//   prob_exceeds(law, y)      P(Y > y), to full precision in the upper tail too
//   quantile(law, p)          the smallest y with cdf(law, y) >= p. Throws invalid_input unless 0 < p < 1
//   sample(law, engine)       one draw
template <class Law>
concept continuous_distribution = std::copyable<Law> &&
    requires(const Law& law, double y, double p, random_engine& engine) {
  { mean(law) } -> std::same_as<double>;
  { variance(law) } -> std::same_as<double>;
  { log_pdf(law, y) } -> std::same_as<double>;
  { cdf(law, y) } -> std::same_as<double>;
  { prob_exceeds(law, y) } -> std::same_as<double>;
  { quantile(law, p) } -> std::same_as<double>;
  { sample(law, engine) } -> std::same_as<double>;
};

// A closed interval of values.
struct value_interval {
  double lower;
  double upper;
  bool operator==(const value_interval&) const = default;
};

template <continuous_distribution Law>
double standard_deviation(const Law& law) {
  return std::sqrt(variance(law));
}

template <continuous_distribution Law>
double median(const Law& law) {
  return quantile(law, 0.5);
}

// The quantiles at (1 - level)/2 and (1 + level)/2. Throws invalid_input unless 0 < level < 1.
template <continuous_distribution Law>
value_interval interval(const Law& law, double level) {
  detail::check_level(level);
  return {quantile(law, (1.0 - level) / 2), quantile(law, (1.0 + level) / 2)};
}

namespace detail {

inline void check_open_probability(double p) {
  if (!(p > 0.0 && p < 1.0)) {
    throw invalid_input("quantile: a probability of " + spelled(p) +
                        " was given, but it must lie between 0 and 1, both excluded");
  }
}

// A location, or a scale where it may be 0.
inline void check_value(const char* who, const char* what, double value) {
  if (!std::isfinite(value)) {
    throw invalid_input(std::string(who) + ": a " + what + " of " + spelled(value) +
                        " was given, but a finite one is needed");
  }
}

inline void check_spread(const char* who, const char* what, double spread) {
  if (!(spread >= 0.0 && std::isfinite(spread))) {
    throw invalid_input(std::string(who) + ": a " + what + " of " + spelled(spread) +
                        " was given, but it must be finite and not negative");
  }
}

}  // namespace detail

}  // namespace tollcast
