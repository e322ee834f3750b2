#pragma once

#include <cmath>

#include <tollcast/trend/smoothing_form.hpp>

namespace tollcast::detail {

inline bool is_damped(smoothing_trend trend) {
  return trend == smoothing_trend::damped || trend == smoothing_trend::damped_multiplicative;
}

inline bool grows(smoothing_trend trend) {
  return trend == smoothing_trend::multiplicative || trend == smoothing_trend::damped_multiplicative;
}

// alpha, beta, phi and the states, and sigma.
inline int parameter_count(smoothing_trend trend) {
  return trend == smoothing_trend::none ? 3 : is_damped(trend) ? 6 : 5;
}

// One year of the recursions: the fitted value from the states before it, and the states after its error.
struct smoothing_states {
  double level;
  double growth;

  double mean(const smoothing_form& form, double phi) const {
    if (form.trend == smoothing_trend::none) return level;
    return grows(form.trend) ? level * std::pow(growth, phi) : level + phi * growth;
  }

  void step(const smoothing_form& form, const smoothing_parameters& by, double error) {
    const double mu = mean(form, by.phi);
    if (grows(form.trend)) {
      growth = std::pow(growth, by.phi) + by.beta * error / level;
    } else {
      growth = by.phi * growth + by.beta * error;
    }
    level = mu + by.alpha * error;
  }
};

}  // namespace tollcast::detail
