#pragma once

#include <string>
#include <vector>

#include <tollcast/core/config.hpp>
#include <tollcast/trend/model_forecast.hpp>

namespace tollcast {

// Weights of models, learnt from a series' own past: those w, none negative and with sum 1, for which the mixture of
// the models' laws has the least mean CRPS over the last origins of the series and the years ahead of each (stacking;
// Hall and Mitchell 2007, Int. J. Forecast. 23:1; with the CRPS for the log score, Thorey, Mallet and Baudin 2017,
// Q. J. R. Meteorol. Soc. 143:521). With F_i the laws and H the step at the outcome that mean is w'Gw, where G_ij is
// the mean integral of (F_i - H)(F_j - H); of counts it is taken on the log scale, so that the largest years do not
// decide. From n origins the weights are n/(n + shrinkage) w + shrinkage/(n + shrinkage) times equal ones, and equal
// below least_origins. At an origin the models see the years up to it and nothing else; origins are years with a
// figure.
struct stacking {
  int origins = 10;     // the last so many of those at which every model answers and an outcome followed
  int least_years = 8;  // from the first to an origin
  int least_origins = 4;
  double shrinkage = 10;
};

// One weight for each model, for forecasts of so many years ahead. Throws invalid_input without a model, for numbers of
// years, origins or least_years below 1 and for a shrinkage that is negative or not finite.
std::vector<double> stacked_weights(const std::vector<count_model>& models, const yearly_tally& series, int years,
                                    const stacking& how = {});
std::vector<double> stacked_weights(const std::vector<value_model>& models, const yearly_values& series, int years,
                                    const stacking& how = {});

// The mixture of the models by weights that are learnt anew from every series: as many fits as origins, of each model.
// A note tells the weights.
count_model stacked(std::string name, std::vector<count_model> models, stacking how = {});
value_model stacked(std::string name, std::vector<value_model> models, stacking how = {});

}  // namespace tollcast

#ifndef TOLLCAST_COMPILED
#include <tollcast/evaluation/detail/stacking.ipp>
#endif
