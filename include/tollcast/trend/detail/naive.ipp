#pragma once

#include <cmath>
#include <cstddef>
#include <vector>

#include <tollcast/trend/detail/value_series.hpp>
#include <tollcast/trend/naive.hpp>

namespace tollcast {

TOLLCAST_INLINE naive_fit naive::fit(const yearly_values& series) const {
  const std::vector<detail::dated_value> known = detail::dated_values("naive", series, 2);
  double squares = 0;
  double log_factors = 0;
  for (std::size_t i = 1; i < known.size(); ++i) {
    const double years = known[i].t - known[i - 1].t;
    const double step = known[i].y - known[i - 1].y;
    squares += step * step / years;
    log_factors += std::log(years);
  }
  naive_fit result{};
  result.series = series;
  result.status = fit_status::converged;
  result.last_value = known.back().y;
  detail::add_normal_errors(result, squares, log_factors, known.size() - 1, 1, detail::largest_size(known));
  result.parameters = {{"sigma", {std::sqrt(result.residual_variance), {}, {}, {}}}};
  return result;
}

TOLLCAST_INLINE std::vector<any_continuous_distribution> naive_fit::forecast(int years,
                                                                             parameter_uncertainty uncertainty) const {
  detail::check_years_ahead("naive", years);
  const int unknown = detail::years_unknown_at_end(series);
  std::vector<any_continuous_distribution> laws;
  laws.reserve(static_cast<std::size_t>(years));
  for (int h = unknown + 1; h <= unknown + years; ++h) {
    laws.push_back(detail::value_law(last_value, std::sqrt(residual_variance * h), degrees_of_freedom, uncertainty));
  }
  return laws;
}

}  // namespace tollcast
