#pragma once

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include <tollcast/core/error.hpp>
#include <tollcast/numeric/reference_laws.hpp>
#include <tollcast/trend/detail/joinpoint_estimates.hpp>
#include <tollcast/trend/detail/summary_figures.hpp>
#include <tollcast/trend/joinpoint.hpp>

namespace tollcast {

namespace detail {

// The slope of the straight line between two years, with its standard error: none beside a fitted 0, and none where
// the interval would reach beyond all sense. years_of(knots) are the two.
struct line_slope {
  double value;
  std::optional<double> se;
};

template <class YearsOf>
line_slope slope_between(const joinpoint_fit& fit, const YearsOf& years_of) {
  const auto weights_of = [&](const std::vector<int>& knots) {
    const auto [from, to] = years_of(knots);
    std::vector<double> weights = knot_weights(knots, to);
    const std::vector<double> begin = knot_weights(knots, from);
    for (std::size_t j = 0; j < weights.size(); ++j) weights[j] = (weights[j] - begin[j]) / (to - from);
    return weights;
  };
  const std::vector<double> weights = weights_of(fit.knots);
  line_slope slope{0, {}};
  bool finite = true;
  for (std::size_t j = 0; j < weights.size(); ++j) {
    slope.value += weights[j] * fit.log_rate[j];
    finite = finite && (weights[j] == 0 || !fell_to_zero(fit, j));
  }
  const std::optional<double> reach = interval_reach(fit);
  if (!finite || !reach) return slope;
  const double se = std::sqrt(variance_over_places(fit, weights_of));
  if (*reach * se < most_reach) slope.se = se;
  return slope;
}

inline average_change change_of(const joinpoint_fit& fit, int from, int to, const line_slope& slope) {
  average_change change{from, to, percent_change(slope.value), {}, {}};
  if (slope.se) {
    const double reach = *interval_reach(fit) * *slope.se;
    change.lower = percent_change(slope.value - reach);
    change.upper = percent_change(slope.value + reach);
  }
  return change;
}

}  // namespace detail

TOLLCAST_INLINE average_change joinpoint_fit::average(int from, int to) const {
  if (from >= to || from < knots.front() || to > knots.back()) {
    throw invalid_input("joinpoint: an average from " + std::to_string(from) + " to " + std::to_string(to) +
                        " was asked for; two years within " + std::to_string(knots.front()) + " .. " +
                        std::to_string(knots.back()) + " are needed, the earlier one first");
  }
  const auto years = [&](const std::vector<int>&) { return std::pair(from, to); };
  return detail::change_of(*this, from, to, detail::slope_between(*this, years));
}

TOLLCAST_INLINE trend_summary summary(const joinpoint_fit& fit) {
  trend_summary told{fit.series, "joinpoint", to_string(fit.family)};
  told.status = fit.status;
  told.observations = static_cast<int>(fit.fitted.size());
  told.dispersion = fit.dispersion;
  told.joints = fit.intervals;
  told.fitted = fit.fitted;
  told.notes = fit.notes;

  const std::optional<double> reach = detail::interval_reach(fit);
  const auto told_as = [&](double value, std::optional<double> se) {
    estimate result{value, se, {}, {}};
    if (se && reach) {
      result.lower = value - *reach * *se;
      result.upper = value + *reach * *se;
    }
    return result;
  };
  std::optional<double> intercept_se;
  if (fit.fitted.front().lower && !detail::fell_to_zero(fit, 0)) {
    intercept_se = std::sqrt(detail::variance_over_places(
        fit, [&](const std::vector<int>& knots) { return detail::knot_weights(knots, fit.knots.front()); }));
  }
  told.parameters.push_back({"intercept", told_as(fit.log_rate[0], intercept_se)});
  for (std::size_t j = 1; j < fit.knots.size(); ++j) {
    const int from = fit.knots[j - 1];
    const int to = fit.knots[j];
    const detail::line_slope slope =
        detail::slope_between(fit, [&](const std::vector<int>& knots) { return std::pair(knots[j - 1], knots[j]); });
    told.parameters.push_back({"slope_" + std::to_string(j), told_as(slope.value, slope.se)});
    const average_change change = detail::change_of(fit, from, to, slope);
    std::optional<double> p_value;
    if (slope.se && *slope.se > 0) {
      const double ratio = std::abs(slope.value) / *slope.se;
      p_value = student_t_two_sided(ratio, *fit.degrees);
    }
    told.segments.push_back({from, to, change.value, change.lower, change.upper, p_value});
  }
  if (fit.size) told.parameters.push_back({"size", *fit.size});

  const int first = fit.knots.front();
  const int last = fit.knots.back();
  told.averages.push_back(fit.average(first, last));
  for (const int years : {10, 5}) {
    if (last - years + 1 > first) told.averages.push_back(fit.average(last - years + 1, last));
  }

  const joint_candidate& chosen = *std::find_if(fit.candidates.begin(), fit.candidates.end(),
                                                [&](const joint_candidate& one) { return one.joints == fit.joints; });
  told.log_likelihood = chosen.log_likelihood;
  if (told.log_likelihood) {
    const auto criteria = detail::criteria_of(*told.log_likelihood, chosen.parameters, told.observations);
    told.aic = criteria.aic;
    told.aicc = criteria.aicc;
    told.bic = chosen.bic;
  }
  return told;
}

}  // namespace tollcast
