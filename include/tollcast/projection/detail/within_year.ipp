#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <limits>
#include <optional>

#include <Eigen/Core>
#include <boost/math/special_functions/digamma.hpp>
#include <boost/math/special_functions/trigamma.hpp>

#include <tollcast/numeric/special.hpp>
#include <tollcast/projection/within_year.hpp>

namespace tollcast {

namespace detail {

inline constexpr double prior_concentration = 15;
inline constexpr double prior_log_sd = 1.3;
inline constexpr double share_of_days_weight = 40;
inline constexpr double year_weight = 20;

inline int days_of(std::span<const period> when) {
  int days = 0;
  for (const period& stretch : when) days += stretch.days();
  return days;
}

inline double log_beta_binomial(double x, double n, double a, double b) {
  return log_gamma_ratio(x + 1, a - 1) + log_gamma_ratio(n - x + 1, b - 1) - log_gamma_ratio(n + 1, a + b - 1) +
         log_gamma(a + b) - log_gamma(a) - log_gamma(b);
}

// What a complete year says about the days `when` (already of that year): the count there, if its parts give it.
inline std::optional<std::int64_t> count_on(const year_record& record, std::span<const period> when) {
  std::int64_t inside = 0;
  std::int64_t outside = 0;
  int days_inside = 0;
  int days_outside = 0;
  for (const part& one : record.parts) {
    const bool within = std::any_of(when.begin(), when.end(), [&](const period& p) { return p.contains(one.when); });
    const bool apart = std::none_of(when.begin(), when.end(), [&](const period& p) { return p.overlaps(one.when); });
    if (within) {
      inside += one.count;
      days_inside += one.when.days();
    } else if (apart) {
      outside += one.count;
      days_outside += one.when.days();
    }
  }
  const int days = days_of(when);
  if (days_inside == days) return inside;
  if (days_outside == whole_year(record.year).days() - days) return record.total.lower() - outside;
  return std::nullopt;
}

}  // namespace detail

TOLLCAST_INLINE period in_year(const period& when, int year) {
  using std::chrono::year_month_day;
  const auto moved = [year](sys_days date) {
    const year_month_day day(date);
    const year_month_day other(std::chrono::year(year), day.month(), day.day());
    const auto end = std::chrono::year(year) / day.month() / std::chrono::last;
    const bool is_end = year_month_day(date + std::chrono::days(1)).day() == std::chrono::day(1);
    return is_end || !other.ok() ? sys_days(end) : sys_days(other);
  };
  // The first day keeps its place even where it is the last of its month (29 February goes to the 28th).
  const year_month_day first(when.first());
  const year_month_day kept(std::chrono::year(year), first.month(), first.day());
  return period(kept.ok() ? sys_days(kept) : moved(when.first()), moved(when.last()));
}

TOLLCAST_INLINE double share_of_days(std::span<const period> when, int year) {
  return static_cast<double>(detail::days_of(when)) / whole_year(year).days();
}

TOLLCAST_INLINE std::vector<past_fill> past_fills(std::span<const year_record> past, std::span<const period> when) {
  std::vector<past_fill> fills;
  std::vector<period> same;
  for (const year_record& record : past) {
    if (!is_complete(record) || record.total.lower() == 0 || record.parts.empty()) continue;
    same.clear();
    for (const period& stretch : when) same.push_back(in_year(stretch, record.year));
    const std::int64_t total = record.total.lower();
    if (const std::optional<std::int64_t> count = detail::count_on(record, same)) {
      fills.push_back({*count, total, share_of_days(same, record.year), true});
      continue;
    }
    std::vector<period> given;
    for (const part& one : record.parts) given.push_back(one.when);
    const double share = share_of_days(given, record.year);
    if (share < 1) fills.push_back({sum_of(record.parts), total, share, false});
  }
  return fills;
}

TOLLCAST_INLINE share_law learn_share(std::span<const year_record> past, std::span<const period> when, int year) {
  const double days = share_of_days(when, year);
  const std::vector<past_fill> fills = past_fills(past, when);

  double a = detail::share_of_days_weight * days;
  double b = detail::share_of_days_weight * (1 - days);
  for (const past_fill& one : fills) {
    if (!one.same_days) continue;
    const double weight = detail::year_weight / (static_cast<double>(one.total) + detail::year_weight);
    a += weight * static_cast<double>(one.known);
    b += weight * static_cast<double>(one.total - one.known);
  }
  const double mean = a / (a + b);

  share_law law{{}, mean};
  if (days <= 0 || days >= 1) {
    law.nodes.push_back({days, detail::prior_concentration, 1.0});
    law.mean = days;
    return law;
  }
  std::vector<double> log_weight;
  std::vector<double> concentrations;
  for (double kappa = 2; kappa < 3000; kappa *= 1.6) {
    const double z = std::log(kappa / detail::prior_concentration) / detail::prior_log_sd;
    double sum = -0.5 * z * z;
    for (const past_fill& one : fills) {
      const double share = one.same_days ? mean : one.share;
      sum += detail::log_beta_binomial(static_cast<double>(one.known), static_cast<double>(one.total), kappa * share,
                                       kappa * (1 - share));
    }
    concentrations.push_back(kappa);
    log_weight.push_back(sum);
  }
  const double all = log_sum_exp(log_weight);

  const double centre = boost::math::digamma(a) - boost::math::digamma(b);
  const double spread = std::sqrt(boost::math::trigamma(a) + boost::math::trigamma(b));
  constexpr std::array<std::array<double, 2>, 3> nodes{
      {{-1.7320508075688772, 1.0 / 6}, {0, 2.0 / 3}, {1.7320508075688772, 1.0 / 6}}};
  double kept = 0;
  for (std::size_t i = 0; i < concentrations.size(); ++i) {
    const double weight = std::exp(log_weight[i] - all);
    if (weight < 1e-4) continue;
    for (const auto& [at, part_of] : nodes) {
      const double share = 1.0 / (1.0 + std::exp(-(centre + spread * at)));
      law.nodes.push_back({share, concentrations[i], weight * part_of});
      kept += weight * part_of;
    }
  }
  for (share_law::node& node : law.nodes) node.weight /= kept;
  return law;
}

TOLLCAST_INLINE std::vector<double> log_likelihood(const share_law& law, std::int64_t known,
                                                   std::span<const std::int64_t> totals) {
  constexpr double minus_infinity = -std::numeric_limits<double>::infinity();
  const double x = static_cast<double>(known);
  std::vector<double> result(totals.size(), minus_infinity);
  if (law.mean <= 0 || law.mean >= 1) {
    for (std::size_t i = 0; i < totals.size(); ++i) {
      if (law.mean <= 0 ? totals[i] >= 0 && known == 0 : totals[i] == known) result[i] = 0;
    }
    return result;
  }
  // log P = log [Gamma(y + 1) / Gamma(y + kappa)] + log [Gamma(y - x + b) / Gamma(y - x + 1)] + a constant of each
  // node, its log weight + log [Gamma(x + a) / x!] - log B(a, b); nodes of one kappa follow each other.
  std::vector<double> constants;
  for (const share_law::node& node : law.nodes) {
    const double a = node.concentration * node.share;
    const double b = node.concentration - a;
    constants.push_back(std::log(node.weight) + log_gamma_ratio(x + 1, a - 1) + log_gamma(node.concentration) -
                        log_gamma(a) - log_gamma(b));
  }
  std::vector<double> terms(law.nodes.size());
  for (std::size_t i = 0; i < totals.size(); ++i) {
    if (totals[i] < known) continue;
    const double rest = static_cast<double>(totals[i] - known);
    double concentration = 0;
    double of_total = 0;
    for (std::size_t k = 0; k < law.nodes.size(); ++k) {
      const share_law::node& node = law.nodes[k];
      if (node.concentration != concentration) {
        concentration = node.concentration;
        of_total = log_gamma_ratio(x + rest + 1, concentration - 1);
      }
      terms[k] = constants[k] - of_total + log_gamma_ratio(rest + 1, concentration * (1 - node.share) - 1);
    }
    result[i] = log_sum_exp(terms);
  }
  return result;
}

}  // namespace tollcast
