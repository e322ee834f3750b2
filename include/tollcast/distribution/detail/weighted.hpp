#pragma once

#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

#include <tollcast/core/error.hpp>
#include <tollcast/distribution/detail/check.hpp>

// What mixtures of laws of any kind share.
namespace tollcast::detail {

// The sum of the weights. Throws invalid_input for a negative weight and unless their sum is positive and finite.
inline double checked_sum(const char* who, const std::vector<double>& weights) {
  double sum = 0.0;
  for (const double weight : weights) {
    if (!(weight >= 0.0 && std::isfinite(weight))) {
      throw invalid_input(std::string(who) + ": a weight of " + spelled(weight) +
                          " was given, but each must be a finite number of 0 or more");
    }
    sum += weight;
  }
  if (!(sum > 0.0 && std::isfinite(sum))) {
    throw invalid_input(std::string(who) + ": the weights add up to " + spelled(sum) +
                        ", but their sum must be positive and finite");
  }
  return sum;
}

inline void check_components(const char* who, std::size_t weights, std::size_t components) {
  if (weights != components) {
    throw invalid_input(std::string(who) + ": " + std::to_string(weights) + " weights and " +
                        std::to_string(components) + " components were given, but each component needs one weight");
  }
}

template <class Mixture, class Figure>
double weighted(const Mixture& law, Figure figure) {
  double sum = 0.0;
  for (std::size_t i = 0; i < law.weights().size(); ++i) sum += law.weights()[i] * figure(law.components()[i]);
  return sum;
}

}  // namespace tollcast::detail
