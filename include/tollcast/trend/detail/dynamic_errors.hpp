#pragma once

#include <span>

#include <tollcast/trend/detail/two_regressors.hpp>
#include <tollcast/trend/detail/value_series.hpp>

// The recursions of dynamic_theta.
namespace tollcast::detail {

// The model after t values at alpha and the share 1 - 1/theta of the line.
struct theta_state {
  double alpha;
  double share;
  double level = 0;
  double t = 0;
  double mean = 0;
  double intercept = 0;  // A_t
  double slope = 0;      // B_t
  double decay = 1;      // (1 - alpha)^t
  double reach = 1;      // (1 - (1 - alpha)^(t + 1)) / alpha

  double line() const { return decay * intercept + reach * slope; }
  double expected() const { return level + share * line(); }
  void take(double y) {
    t += 1;
    level += alpha * (y - level);
    slope = t == 1 ? 0 : ((t - 2) * slope + 6 / t * (y - mean)) / (t + 1);
    mean += (y - mean) / t;
    intercept = mean - 0.5 * (t + 1) * slope;
    decay *= 1 - alpha;
    reach = 1 + (1 - alpha) * reach;
  }
  // The same moment for a series that was 0 so far: what is added by l_0 = 1/decay or by later values.
  theta_state of_zeros() const {
    theta_state zeros = *this;
    zeros.level = zeros.mean = zeros.intercept = zeros.slope = 0;
    return zeros;
  }
};

struct theta_errors {
  two_regressors sums = {};  // errors y - l_0 x - share z
  theta_state end;           // with l_0 = 0
};

inline theta_errors dynamic_errors(std::span<const dated_value> values, double alpha, bool estimated) {
  theta_errors errors{{}, {alpha, 0}};
  const double first = estimated ? 3 : 1;
  for (const dated_value& value : values) {
    theta_state& at = errors.end;
    if (at.t >= first) errors.sums.add(value.y - at.level, estimated ? at.decay : 0, at.line(), 1);
    at.take(value.y);
  }
  if (!estimated) errors.sums.xx = 1;  // l_0 = 0 in the values less the first
  return errors;
}

}  // namespace tollcast::detail
