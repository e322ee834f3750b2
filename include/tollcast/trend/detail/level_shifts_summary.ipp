#pragma once

#include <algorithm>
#include <cmath>
#include <string>

#include <tollcast/numeric/reference_laws.hpp>
#include <tollcast/trend/detail/level_shifts.ipp>
#include <tollcast/trend/detail/summary_figures.hpp>
#include <tollcast/trend/level_shifts.hpp>

namespace tollcast {

namespace detail {

// A change on the log scale in percent, with its interval and p.
inline void fill_change(const level_shifts_fit& fit, double log_change, double variance, trend_segment& segment) {
  const auto percent = [](double x) { return percent_change(std::min(x, 50.0)); };
  const double se = std::sqrt(variance);
  segment.change = percent(log_change);
  if (!(se > 0 && std::isfinite(se))) return;
  const double reach = reference_quantile(reference_degrees(fit)) * se;
  segment.lower = percent(log_change - reach);
  segment.upper = percent(log_change + reach);
  segment.p_value = two_sided_p(log_change / se, reference_degrees(fit));
}

}  // namespace detail

TOLLCAST_INLINE trend_summary summary(const level_shifts_fit& fit) {
  const shift_candidate& chosen = fit.candidates[fit.chosen];
  trend_summary result{fit.series, fit.degree == 0 ? "level_shifts" : "level_and_slope_shifts", to_string(fit.family)};
  const auto n = static_cast<double>(fit.years.size());
  result.observations = static_cast<int>(fit.years.size());
  result.log_likelihood = chosen.log_likelihood;
  result.bic = chosen.bic;
  const double parameters = (chosen.bic + 2 * chosen.log_likelihood) / std::log(n);
  const auto criteria = detail::criteria_of(chosen.log_likelihood, parameters, n);
  result.aic = criteria.aic;
  result.aicc = criteria.aicc;
  if (chosen.size) result.parameters.push_back({"size", {*chosen.size, {}, {}, {}}});
  if (fit.family == count_family::log_normal) {
    result.parameters.push_back({"residual_sd", {std::sqrt(fit.scatter), {}, {}, {}}});
  } else {
    double pearson = 0;
    for (std::size_t i = 0, k = 0; i < fit.years.size(); ++i) {
      if (fit.years[i] > fit.segments[k].to) ++k;
      const double m = fit.segments[k].level;
      if (m > 0) pearson += std::pow(fit.counts[i] - m, 2) / (m + (chosen.size ? m * m / *chosen.size : 0));
    }
    result.dispersion = pearson / detail::residual_degrees(fit);
  }

  for (std::size_t k = 0; k < fit.segments.size(); ++k) {
    const level_segment& one = fit.segments[k];
    trend_segment segment{one.from, one.to, {}, {}, {}, {}};
    if (fit.degree > 0) {
      detail::fill_change(fit, one.slope, fit.scatter / one.spread, segment);
    } else {
      segment.level = one.level - fit.offset;
      const double before = k > 0 ? fit.segments[k - 1].level : 0;
      if (before > 0 && one.level > 0) {
        const double variance = detail::log_mean_variance(fit, fit.segments[k - 1], one.from) +
                                detail::log_mean_variance(fit, one, one.from);
        detail::fill_change(fit, std::log(one.level / before), variance, segment);
      } else if (before > 0) {
        segment.change = -100;
      }
    }
    result.segments.push_back(segment);
  }
  result.joints = fit.joints;
  result.fitted = fit.fitted;
  result.notes = fit.notes;
  if (fit.degree == 0 && !fit.joints.empty()) {
    result.notes.emplace_back("the p and interval of a step take its date as known");
  }
  if (fit.family == count_family::log_normal) {
    result.notes.emplace_back("likelihood, AIC and BIC are those of the logarithms; other families' do not compare");
  }
  return result;
}

}  // namespace tollcast
