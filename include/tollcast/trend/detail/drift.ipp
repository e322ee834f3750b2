#pragma once

#include <cmath>
#include <cstddef>
#include <vector>

#include <tollcast/trend/detail/value_series.hpp>
#include <tollcast/trend/drift.hpp>

namespace tollcast {

TOLLCAST_INLINE drift_fit drift::fit(const yearly_values& series) const {
  const std::vector<detail::dated_value> known = detail::dated_values("drift", series, 3);
  drift_fit result{};
  result.series = series;
  result.status = fit_status::converged;
  result.last_value = known.back().y;
  result.drift = (known.back().y - known.front().y) / known.back().t;
  double squares = 0;
  double log_factors = 0;
  for (std::size_t i = 1; i < known.size(); ++i) {
    const double years = known[i].t - known[i - 1].t;
    const double error = known[i].y - known[i - 1].y - result.drift * years;
    squares += error * error / years;
    log_factors += std::log(years);
  }
  detail::add_normal_errors(result, squares, log_factors, known.size() - 1, 2, detail::largest_size(known));
  result.drift_se = std::sqrt(result.residual_variance / known.back().t);
  result.parameters = {detail::student_estimate("drift", result.drift, result.drift_se, result.degrees_of_freedom),
                       {"sigma", {std::sqrt(result.residual_variance), {}, {}, {}}}};
  return result;
}

TOLLCAST_INLINE std::vector<any_continuous_distribution> drift_fit::forecast(int years,
                                                                             parameter_uncertainty uncertainty) const {
  detail::check_years_ahead("drift", years);
  const int unknown = detail::years_unknown_at_end(series);
  const bool known = uncertainty == parameter_uncertainty::ignored;
  std::vector<any_continuous_distribution> laws;
  laws.reserve(static_cast<std::size_t>(years));
  for (double h = unknown + 1; h <= unknown + years; ++h) {
    const double variance = residual_variance * h + (known ? 0 : h * h * drift_se * drift_se);
    laws.push_back(detail::value_law(last_value + drift * h, std::sqrt(variance), degrees_of_freedom, uncertainty));
  }
  return laws;
}

}  // namespace tollcast
