#pragma once

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include <tollcast/numeric/reference_laws.hpp>
#include <tollcast/trend/detail/joinpoint_scenarios.hpp>
#include <tollcast/trend/detail/joinpoint_selection.hpp>
#include <tollcast/trend/detail/joinpoint_years.hpp>
#include <tollcast/trend/joinpoint.hpp>

namespace tollcast {

namespace detail {

inline joint_candidate candidate_of(const joinpoint& how, const joint_data& data, const placement_fit& fit, int joints,
                                    int first_year) {
  const joint_curve curve = curve_of(how.family);
  const auto n = static_cast<double>(data.size());
  joint_candidate result{joints, {}, 2 * fit.half_deviance, {}, {}, 2.0 * joints + 2, 0, 0, 0};
  for (int j = 1; j <= joints; ++j) {
    const auto place = static_cast<std::size_t>(fit.knots[static_cast<std::size_t>(j)]);
    result.years.push_back(first_year + static_cast<int>(data.time[place]));
  }
  // A mean square below rounding's counts as that of a perfect fit.
  const double mean_square = std::max(result.deviance / n, 1e-20);
  double twice = 0;
  if (curve == joint_curve::normal) {
    twice = n * (std::log(mean_square) + 1 + 2 * half_log_two_pi);
    for (const double y : data.count) twice += 2 * std::log(y);
  } else if (how.family == count_family::quasi_poisson) {
    twice = n * std::log(mean_square);
  } else {
    twice = 2 * (fit.half_deviance - saturated(data, fit.size).value);
    if (fit.size != no_size) result.size = fit.size;
  }
  const bool scaled = curve == joint_curve::normal || how.family == count_family::quasi_poisson;
  if (scaled || result.size) result.parameters += 1;
  if (how.family != count_family::quasi_poisson && !(scaled && result.deviance / n < 1e-20)) {
    result.log_likelihood = -0.5 * twice;
  }
  result.bic = twice + result.parameters * std::log(n);
  result.weight = largest_partial_r_squared(curve, data, fit, joints);
  result.weighted_bic = result.bic + result.weight * joints * std::log(n);
  return result;
}

inline double criterion_of(joint_selection selection, const joint_candidate& candidate) {
  return selection == joint_selection::weighted_bic ? candidate.weighted_bic : candidate.bic;
}

inline int choose_joints(const joinpoint& how, const joint_data& data, const std::vector<placement_fit>& best,
                         joinpoint_fit& fit) {
  const int most = static_cast<int>(best.size()) - 1;
  if (how.joints) return most;
  if (how.selection == joint_selection::permutation) {
    random_engine engine(how.seed);
    int fewer = 0;
    int more = most;
    while (fewer < more) {
      fit.tests.push_back(permutation_test(how, curve_of(how.family), data, best[static_cast<std::size_t>(fewer)],
                                           fewer, more, most, engine));
      const bool rejected = fit.tests.back().p_value <= fit.tests.back().level;
      rejected ? ++fewer : --more;
    }
    return fewer;
  }
  int chosen = 0;
  for (int k = 1; k <= most; ++k) {
    const double here = criterion_of(how.selection, fit.candidates[static_cast<std::size_t>(k)]);
    const double least = criterion_of(how.selection, fit.candidates[static_cast<std::size_t>(chosen)]);
    if (here < least - 1e-9 * (1 + std::abs(least))) chosen = k;
  }
  return chosen;
}

// What the loss of a fit may exceed the best by, within 95 %: half of F's quantile times the scale of the covariance.
// Nothing where there are no degrees of freedom.
inline std::optional<double> loss_allowed(const joinpoint_fit& fit) {
  const std::optional<double> reach = interval_reach(fit);
  if (!reach) return std::nullopt;
  return 0.5 * *reach * *reach * covariance_scale(fit.family, fit.dispersion);
}

inline void estimate_joints(const joint_search& search, const placement_fit& chosen, joinpoint_fit& fit) {
  const std::optional<double> allowed = loss_allowed(fit);
  const joint_data& data = search.data();
  const auto year_at = [&](int place) {
    return fit.knots.front() + static_cast<int>(data.time[static_cast<std::size_t>(place)]);
  };
  const double dispersion = covariance_scale(fit.family, fit.dispersion);
  const joint_curve curve = curve_of(fit.asked);
  fit.as_estimated = scenario_of(curve, data, chosen, fit.joints, chosen.size, dispersion,
                                 fit.asked == count_family::negative_binomial
                                     ? 1 / chosen.size
                                     : (fit.asked == count_family::poisson ? 1.0 : dispersion));
  const alpha_grid sizes =
      fit.asked == count_family::negative_binomial ? grid_of(data, chosen, fit.joints) : widest_grid(data, 0);
  const auto add = [&](const placement_fit& other, double weight) {
    if (weight < 1e-3) return;
    const auto found = scenarios_of(fit.asked, data, other, fit.joints, sizes, weight);
    fit.scenarios.insert(fit.scenarios.end(), found.begin(), found.end());
  };
  if (fit.joints == 0 || !allowed) {
    add(chosen, 1);
    for (int j = 1; j <= fit.joints; ++j) {
      const joint_grid grid = search.grid(fit.joints);
      const int lowest = grid.min_end + (j - 1) * (grid.min_between + 1);
      fit.intervals.push_back({fit.knots[static_cast<std::size_t>(j)], year_at(lowest), year_at(grid.highest(j))});
    }
    return;
  }
  const auto profile = search.profile(fit.joints, chosen, chosen.loss + *allowed);
  for (std::size_t j = 0; j < profile.size(); ++j) {
    fit.intervals.push_back(
        {fit.knots[j + 1], year_at(profile[j].begin()->first), year_at(profile[j].rbegin()->first)});
  }
  const auto last = static_cast<std::size_t>(fit.joints) + 1;
  for (std::size_t j = 0; j < profile.size(); ++j) {
    for (const auto& [place, other] : profile[j]) {
      if (place == chosen.knots[j + 1]) continue;
      const auto sums = expected_information(curve, data, other, last, other.size);
      joint_place found{j,
                        dispersion > 0 ? std::exp(-std::max(0.0, other.loss - chosen.loss) / dispersion) : 0.0,
                        {},
                        {other.value.begin(), other.value.begin() + static_cast<std::ptrdiff_t>(last) + 1},
                        covariance_of(sums.by_knot, last, dispersion)};
      for (std::size_t i = 0; i <= last; ++i) found.knots.push_back(year_at(other.knots[i]));
      fit.places.push_back(std::move(found));
    }
  }
  add(chosen, 1);
  for (const auto& [place, other] : profile.back()) {
    if (place == chosen.knots[static_cast<std::size_t>(fit.joints)]) continue;
    add(other, dispersion > 0 ? std::exp(-std::max(0.0, other.loss - chosen.loss) / dispersion) : 0.0);
  }
}

}  // namespace detail

TOLLCAST_INLINE joinpoint_fit joinpoint::fit(const yearly_tally& series) const {
  detail::check_joinpoint(*this, series);
  joinpoint_fit fit{};
  fit.series = series.name;
  fit.asked = fit.family = family;
  fit.last_exposure = 1;
  const detail::joint_curve curve = detail::curve_of(family);
  const detail::joint_search search(curve, detail::usable_years(*this, series, fit), min_end, min_between,
                                    family == count_family::negative_binomial);
  const detail::joint_data& data = search.data();
  const int first_year = fit.fitted.front().year;
  const int most = detail::most_joints_for(*this, search, series.name, fit.notes);

  std::vector<detail::placement_fit> best{search.refined(search.straight(), 1)};
  for (int k = 1; k <= most; ++k) {
    best.push_back(search.refined(search.best(k, best.back(), k - 1), static_cast<std::size_t>(k) + 1));
  }
  for (int k = 0; k <= most; ++k) {
    fit.candidates.push_back(detail::candidate_of(*this, data, best[static_cast<std::size_t>(k)], k, first_year));
  }
  fit.joints = detail::choose_joints(*this, data, best, fit);
  const detail::placement_fit& chosen = best[static_cast<std::size_t>(fit.joints)];
  const auto last = static_cast<std::size_t>(fit.joints) + 1;
  fit.status = chosen.converged ? fit_status::converged : fit_status::not_converged;
  if (family == count_family::negative_binomial && chosen.size == detail::no_size) {
    fit.family = count_family::poisson;
    fit.notes.emplace_back(
        "the counts scatter no more than Poisson counts would: the size runs to infinity, the law is Poisson");
  }

  const double degrees = static_cast<double>(data.size()) - 2.0 * static_cast<double>(last);
  const detail::information sums = detail::expected_information(curve, data, chosen, last, chosen.size);
  if (degrees > 0) {
    fit.degrees = degrees;
    fit.dispersion = sums.pearson / degrees;
  } else {
    fit.notes.push_back("nothing has an interval: the " + std::to_string(data.size()) + " years are no more than the " +
                        std::to_string(2 * last) + " parameters of the trend, and leave no scatter to be seen");
  }
  const double scale = detail::covariance_scale(fit.family, fit.dispersion);
  const std::optional<double> reach = detail::interval_reach(fit);
  fit.covariance = detail::covariance_of(sums.by_knot, last, scale);
  if (chosen.size != detail::no_size) {
    const double se = chosen.size_curvature > 0 ? std::sqrt(scale / chosen.size_curvature) : 0;
    fit.size = estimate{chosen.size, {}, {}, {}};
    if (reach && se > 0 && se < 100 && *reach * se < 300) {
      fit.size = estimate{chosen.size, chosen.size * se, chosen.size * std::exp(-*reach * se),
                          chosen.size * std::exp(*reach * se)};
    }
  }
  for (std::size_t j = 0; j <= last; ++j) {
    fit.knots.push_back(first_year + static_cast<int>(data.time[static_cast<std::size_t>(chosen.knots[j])]));
    fit.log_rate.push_back(chosen.value[j]);
  }
  detail::estimate_joints(search, chosen, fit);
  for (std::size_t i = 0; i < fit.fitted.size(); ++i) {
    const std::vector<double> weights = detail::knot_weights(fit.knots, fit.fitted[i].year);
    double log_mean = std::log(data.count[i]) - data.log_rate[i];
    for (std::size_t j = 0; j <= last; ++j) log_mean += weights[j] * fit.log_rate[j];
    fit.fitted[i].mean = std::exp(log_mean);
    const double se = std::sqrt(detail::variance_over_places(
        fit, [&](const std::vector<int>& knots) { return detail::knot_weights(knots, fit.fitted[i].year); }));
    if (!reach || *reach * se > detail::most_reach) continue;
    fit.fitted[i].lower = std::exp(log_mean - *reach * se);
    fit.fitted[i].upper = std::exp(log_mean + *reach * se);
  }
  for (std::size_t j = 0; j <= last; ++j) {
    if (!detail::fell_to_zero(fit, j)) continue;
    fit.notes.push_back("the fitted count of " + std::to_string(fit.knots[j]) +
                        " is 0: the change beside it is beyond all bounds and has no interval");
  }

  if (joints || selection == joint_selection::permutation) return fit;
  const bool scattered = family == count_family::negative_binomial;
  // The weight of a number of joints goes to all the places that the last joint may have.
  double places = 0;
  for (const joint_scenario& scenario : fit.scenarios) places += scenario.weight;
  for (int k = 0; k <= most; ++k) {
    const auto& candidate = fit.candidates[static_cast<std::size_t>(k)];
    const auto& by = fit.candidates[static_cast<std::size_t>(fit.joints)];
    const double weight =
        std::exp(0.5 * (detail::criterion_of(selection, by) - detail::criterion_of(selection, candidate)));
    if (k == fit.joints || weight < 0.001) continue;
    const detail::placement_fit& other = best[static_cast<std::size_t>(k)];
    const detail::alpha_grid sizes = scattered ? detail::grid_of(data, other, k) : detail::widest_grid(data, 0);
    const auto found = detail::scenarios_of(family, data, other, k, sizes, weight * places);
    fit.scenarios.insert(fit.scenarios.end(), found.begin(), found.end());
  }
  return fit;
}

}  // namespace tollcast
