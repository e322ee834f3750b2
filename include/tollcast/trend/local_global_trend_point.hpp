#pragma once

namespace tollcast {

// Those of local_global_trend; gamma and sigma in the units of the series.
struct local_global_trend_parameters {
  double alpha;
  double beta;
  double gamma;
  double rho;
  double lambda;
  double sigma;
  double tau;
  double nu;
};

// One point of the quadrature and where it leaves the series at its last value.
struct local_global_trend_point {
  local_global_trend_parameters parameters;
  double weight;  // the weights add up to 1
  double level;
  double growth;
};

}  // namespace tollcast
