#pragma once

#include <span>
#include <vector>

#include <tollcast/core/config.hpp>
#include <tollcast/distribution/continuous.hpp>
#include <tollcast/distribution/distribution.hpp>
#include <tollcast/distribution/interval.hpp>

namespace tollcast {

// How much forecasts promise, whatever happened: of calibrated ones the sharper are better (Gneiting, Balabdaoui and
// Raftery 2007, J. R. Stat. Soc. B 69:243). In units of the data.
struct sharpness {
  double level;
  int n;
  double median_width;  // of the central intervals, upper less lower end; the mean of the middle two where n is even
  double mean_width;
  double mean_standard_deviation;
};

// Throws invalid_input for lists that are empty or of unequal lengths, ends that are not finite or in the wrong order,
// a negative standard deviation, and unless 0 < level < 1.
sharpness sharpness_of(std::span<const value_interval> intervals, std::span<const double> standard_deviations,
                       double level);

// Of laws of counts, or of measured values; their central intervals.
template <class Law>
requires distribution<Law> || continuous_distribution<Law> sharpness sharpness_of(const std::vector<Law>& laws,
                                                                                  double level = 0.8) {
  std::vector<value_interval> intervals;
  std::vector<double> standard_deviations;
  intervals.reserve(laws.size());
  standard_deviations.reserve(laws.size());
  for (const Law& law : laws) {
    const auto ends = interval(law, level);
    intervals.push_back({static_cast<double>(ends.lower), static_cast<double>(ends.upper)});
    standard_deviations.push_back(standard_deviation(law));
  }
  return sharpness_of(intervals, standard_deviations, level);
}

}  // namespace tollcast

#ifndef TOLLCAST_COMPILED
#include <tollcast/evaluation/detail/sharpness.ipp>
#endif
