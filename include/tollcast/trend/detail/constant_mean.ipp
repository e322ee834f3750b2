#pragma once

#include <cmath>
#include <cstddef>
#include <vector>

#include <tollcast/trend/constant_mean.hpp>
#include <tollcast/trend/detail/value_series.hpp>

namespace tollcast {

TOLLCAST_INLINE constant_mean_fit constant_mean::fit(const yearly_values& series) const {
  const std::vector<detail::dated_value> known = detail::dated_values("mean", series, 2);
  const auto n = static_cast<double>(known.size());
  double about_first = 0;
  for (const detail::dated_value& value : known) about_first += value.y - known.front().y;
  constant_mean_fit result{};
  result.series = series;
  result.status = fit_status::converged;
  result.mean_value = known.front().y + about_first / n;
  double squares = 0;
  for (const detail::dated_value& value : known) {
    squares += (value.y - result.mean_value) * (value.y - result.mean_value);
  }
  detail::add_normal_errors(result, squares, 0, known.size(), 2, detail::largest_size(known));
  result.mean_se = std::sqrt(result.residual_variance / n);
  result.parameters = {detail::student_estimate("mean", result.mean_value, result.mean_se, result.degrees_of_freedom),
                       {"sigma", {std::sqrt(result.residual_variance), {}, {}, {}}}};
  return result;
}

TOLLCAST_INLINE std::vector<any_continuous_distribution> constant_mean_fit::forecast(
    int years, parameter_uncertainty uncertainty) const {
  detail::check_years_ahead("mean", years);
  const bool known = uncertainty == parameter_uncertainty::ignored;
  const double variance = residual_variance + (known ? 0 : mean_se * mean_se);
  return {static_cast<std::size_t>(years),
          detail::value_law(mean_value, std::sqrt(variance), degrees_of_freedom, uncertainty)};
}

}  // namespace tollcast
