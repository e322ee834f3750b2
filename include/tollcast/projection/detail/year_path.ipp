#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>
#include <utility>

#include <tollcast/core/error.hpp>
#include <tollcast/distribution/distribution.hpp>
#include <tollcast/distribution/tabulate.hpp>
#include <tollcast/numeric/special.hpp>
#include <tollcast/projection/year_path.hpp>

namespace tollcast {

namespace detail {

// The days of the year up to `date` that are not counted, in order.
inline std::vector<period> uncounted_until(const year_end& projection, sys_days date) {
  std::vector<period> gaps;
  sys_days from = whole_year(projection.year).first();
  for (const period& stretch : projection.known) {
    if (from < stretch.first()) gaps.emplace_back(from, stretch.first() - std::chrono::days(1));
    from = stretch.last() + std::chrono::days(1);
  }
  if (from <= date) gaps.emplace_back(from, date);
  return gaps;
}

struct weighted_rest {
  double rest;
  double log_weight;
};

// The rest of the year as few weighted values: neighbouring outcomes join until they carry 1 %.
inline std::vector<weighted_rest> rests_of(const year_end& projection) {
  std::vector<weighted_rest> rests;
  double mass = 0;
  double moment = 0;
  for (const tabulated::block& block : projection.total.blocks()) {
    const double whole = 1.0 - block.before - block.after;
    const std::int64_t pieces = std::clamp<std::int64_t>(static_cast<std::int64_t>(whole / 0.01), 1, block.count);
    for (std::int64_t i = 0; i < pieces; ++i) {
      const std::int64_t first = block.first + i * (block.count / pieces);
      const std::int64_t last = i + 1 == pieces ? block.last() : first + block.count / pieces - 1;
      const double here = whole * static_cast<double>(last - first + 1) / static_cast<double>(block.count);
      mass += here;
      moment += here * (static_cast<double>(first - projection.observed) + static_cast<double>(last - first) / 2);
      if (mass >= 0.002 || (i + 1 == pieces && &block == &projection.total.blocks().back())) {
        if (mass > 0) rests.push_back({moment / mass, std::log(mass)});
        mass = moment = 0;
      }
    }
  }
  return rests;
}

// The concentration at the middle of each third of its law.
inline std::vector<double> concentrations_of(const share_law& law) {
  std::vector<std::pair<double, double>> by_concentration;
  for (const share_law::node& node : law.nodes) by_concentration.emplace_back(node.concentration, node.weight);
  std::sort(by_concentration.begin(), by_concentration.end());
  std::vector<double> thirds;
  double mass = 0;
  for (const auto& [concentration, weight] : by_concentration) {
    mass += weight;
    while (thirds.size() < 3 && mass >= (static_cast<double>(thirds.size()) + 0.5) / 3) thirds.push_back(concentration);
  }
  return thirds;
}

}  // namespace detail

TOLLCAST_INLINE tabulated total_by(const year_end& projection, sys_days date) {
  if (date < projection.as_of || year_of(date) != projection.year) {
    throw invalid_input("total_by: " + to_string(date) + " was given; a day of " + std::to_string(projection.year) +
                        " from " + to_string(projection.as_of) + " on is needed");
  }
  std::vector<period> days = detail::uncounted_until(projection, date);
  if (days.empty()) return tabulated::certain(projection.observed);
  if (date == whole_year(projection.year).last()) return projection.total;

  days.insert(days.end(), projection.known.begin(), projection.known.end());
  std::sort(days.begin(), days.end());
  const double counted = projection.known_share;
  std::vector<year_record> both;
  for (const year_record& record : projection.history) {
    const auto gives = [&](const std::vector<period>& when) {
      const std::vector<past_fill> fills = past_fills({&record, 1}, when);
      return !fills.empty() && fills.front().same_days;
    };
    if (gives(projection.known) && gives(days)) both.push_back(record);
  }
  const double before = learn_share(both, projection.known, projection.year).mean;
  const double until = learn_share(both, days, projection.year).mean;
  const double share = std::clamp((until - before) / (1 - before), 1e-3, 1 - 1e-3);

  const std::vector<detail::weighted_rest> rests = detail::rests_of(projection);
  const std::vector<double> concentrations = detail::concentrations_of(projection.share);
  constexpr double minus_infinity = -std::numeric_limits<double>::infinity();
  const auto log_pmf_of_part = [&](std::span<const std::int64_t> totals) {
    std::vector<double> values(totals.size(), minus_infinity);
    std::vector<double> terms;
    for (std::size_t i = 0; i < totals.size(); ++i) {
      const double c = static_cast<double>(totals[i] - projection.observed);
      terms.clear();
      for (const double concentration : concentrations) {
        const double kappa = std::max(concentration * (1 - counted), 1e-2);
        const double a = kappa * share;
        const double b = kappa - a;
        const double constant = log_gamma_ratio(c + 1, a - 1) + log_gamma(kappa) - log_gamma(a) - log_gamma(b);
        for (const detail::weighted_rest& one : rests) {
          if (one.rest < c) continue;
          terms.push_back(one.log_weight + constant + log_gamma_ratio(one.rest - c + 1, b - 1) -
                          log_gamma_ratio(one.rest + 1, kappa - 1));
        }
      }
      values[i] = log_sum_exp(terms);
    }
    return values;
  };
  const std::int64_t last = projection.total.blocks().back().last();
  return tabulate(projection.observed, last, log_pmf_of_part);
}

TOLLCAST_INLINE std::vector<dated_total> path(const year_end& projection) {
  std::vector<dated_total> totals;
  for (unsigned month = 1; month <= 12; ++month) {
    const sys_days end = month_of(projection.year, month).last();
    if (end > projection.as_of) totals.push_back({end, total_by(projection, end)});
  }
  return totals;
}

TOLLCAST_INLINE std::vector<dated_probability> passed_by(const year_end& projection, std::int64_t threshold) {
  std::vector<dated_probability> probabilities;
  for (const dated_total& by : path(projection)) probabilities.push_back({by.date, prob_exceeds(by.total, threshold)});
  // What is passed stays passed; the approximations of total_by must not say otherwise.
  for (std::size_t i = probabilities.size(); i-- > 1;) {
    probabilities[i - 1].probability = std::min(probabilities[i - 1].probability, probabilities[i].probability);
  }
  return probabilities;
}

}  // namespace tollcast
