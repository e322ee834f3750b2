#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include <tollcast/core/error.hpp>
#include <tollcast/trend/detail/value_series.hpp>
#include <tollcast/trend/local_global_trend_point.hpp>

namespace tollcast::detail {

inline constexpr const char* local_global_trend_name = "local_global_trend";

// The years from the first known value to the last, in units of the largest.
struct local_global_trend_series {
  std::vector<std::optional<double>> values;
  double unit;
  double smallest;
  double step;        // the mean absolute difference a year of successive known values
  std::size_t steps;  // known values less the first
};

inline local_global_trend_series local_global_trend_series_of(const yearly_values& series) {
  const std::vector<dated_value> known = dated_values(local_global_trend_name, series, 4);
  local_global_trend_series made{};
  made.unit = largest_size(known);
  made.steps = known.size() - 1;
  made.smallest = 1;
  made.values.resize(static_cast<std::size_t>(known.back().t) + 1);
  for (const dated_value& one : known) {
    if (!(one.y > 0)) {
      throw cannot_answer(std::string(local_global_trend_name) + ": " + in_quotes(series.name) + " has a value of " +
                          spelled(one.y) + "; the powers of its level need all to be positive");
    }
    made.smallest = std::min(made.smallest, one.y / made.unit);
    made.values[static_cast<std::size_t>(one.t)] = one.y / made.unit;
  }
  for (std::size_t i = 1; i < known.size(); ++i) {
    made.step += std::abs(known[i].y - known[i - 1].y) / (known[i].t - known[i - 1].t) / made.unit;
  }
  made.step /= static_cast<double>(made.steps);
  return made;
}

// No path of levels falls below this: powers of it stay finite.
inline double lowest_level(const local_global_trend_series& series) { return 0.01 * series.smallest; }

// The mean and the scale of the year to come, and the states after it; gamma and sigma in units of the series' largest.
struct local_global_trend_state {
  double level;
  double growth = 0;

  struct outlook {
    double mean;
    double log_scale;  // less log sigma
  };

  outlook ahead(const local_global_trend_parameters& p) const {
    const double log_level = std::log(level);
    return {level + p.gamma * std::exp(p.rho * log_level) + p.lambda * growth, p.tau * log_level};
  }

  void observe(const local_global_trend_parameters& p, double y) {
    const double risen = p.alpha * (y - level);
    level += risen;
    growth += p.beta * (risen - growth);
  }
};

struct local_global_trend_run {
  double log_likelihood;
  local_global_trend_state end;
};

inline local_global_trend_run run_of(const local_global_trend_series& series, const local_global_trend_parameters& p) {
  local_global_trend_state state{*series.values.front()};
  const double lowest = lowest_level(series);
  double log_scales = 0;
  double log_distances = 0;
  for (std::size_t t = 1; t < series.values.size(); ++t) {
    const auto [mean, log_scale] = state.ahead(p);
    if (const std::optional<double>& y = series.values[t]) {
      const double e = (*y - mean) / p.sigma * std::exp(-log_scale);
      log_scales += log_scale;
      log_distances += std::log1p(e * e / p.nu);
      state.observe(p, *y);
    } else {
      state.observe(p, std::max(mean, lowest));
    }
  }
  const double constant =
      log_gamma(0.5 * (p.nu + 1)) - log_gamma(0.5 * p.nu) - 0.5 * std::log(p.nu * 3.14159265358979323846);
  return {static_cast<double>(series.steps) * (constant - std::log(p.sigma)) - log_scales -
              0.5 * (p.nu + 1) * log_distances,
          state};
}

}  // namespace tollcast::detail
