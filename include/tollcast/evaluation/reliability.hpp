#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include <tollcast/core/config.hpp>
#include <tollcast/evaluation/brier_score.hpp>

namespace tollcast {

// How the probabilities that were given to events, such as prob_exceeds(law, 685), compare with what happened. Both
// functions throw invalid_input for no forecasts, a probability outside [0, 1] and a level outside (0, 1).

// The forecasts with `from` <= probability < `to` (the last bin with its upper end). lower ... upper is the consistency
// band (Broecker and Smith 2007, Weather Forecast. 22:651): where the frequency would lie with probability `level` or
// more if the forecasts were right, each tail at most (1 - level)/2. By the exact law of a sum of independent events of
// these probabilities, with no resampling.
struct reliability_bin {
  double from;
  double to;
  int n;
  int happened;
  double mean_probability;
  double frequency;
  double lower;
  double upper;
};

// The bins of equal width that have forecasts. Throws invalid_input unless 1 <= bins <= 10,000.
std::vector<reliability_bin> reliability_bins(std::span<const event_forecast> forecasts, int bins = 10,
                                              double level = 0.9);

// What a forecast probability has meant: `frequency` of the event among the forecasts from `first` to `last`, with the
// consistency band at either end.
struct reliability_step {
  double first;
  double last;
  int n;
  int happened;
  double frequency;
  double lower_first;
  double upper_first;
  double lower_last;
  double upper_last;
};

// The CORP diagram (Dimitriadis, Gneiting and Jordan 2021, PNAS 118:e2016191118): frequencies that rise with the
// forecast probability and fit best, by pooling adjacent violators, so that no bins need be chosen. Their mean squared
// error splits the mean Brier score, brier = miscalibration - discrimination + uncertainty (eqs. 1 to 3 there), all
// three 0 or more; uncertainty is f (1 - f) for the overall frequency f.
struct reliability_curve {
  std::vector<reliability_step> steps;  // with rising frequencies
  double brier;
  double miscalibration;
  double discrimination;
  double uncertainty;
};

struct reliability_options {
  double level = 0.9;     // of the band: the quantiles (1 - level)/2 and (1 + level)/2 at each probability
  int replicates = 1000;  // outcomes drawn from the forecast probabilities, each pooled as the true ones; 1 to 100,000
  std::uint64_t seed = 1;
};
reliability_curve isotonic_reliability(std::span<const event_forecast> forecasts,
                                       const reliability_options& options = {});

}  // namespace tollcast

#ifndef TOLLCAST_COMPILED
#include <tollcast/evaluation/detail/reliability.ipp>
#endif
