#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <limits>
#include <optional>

#include <Eigen/Core>
#include <Eigen/Eigenvalues>

#include <tollcast/numeric/special.hpp>
#include <tollcast/projection/within_year.hpp>

namespace tollcast {

namespace detail {

inline constexpr double prior_concentration = 15;
inline constexpr double prior_log_sd = 1.3;
inline constexpr double share_of_days_weight = 40;
inline constexpr double year_weight = 20;
inline constexpr int longest_cut = 31;

inline int days_of(std::span<const period> when) {
  int days = 0;
  for (const period& stretch : when) days += stretch.days();
  return days;
}

inline double log_beta_binomial(double x, double n, double a, double b) {
  return log_gamma_ratio(x + 1, a - 1) + log_gamma_ratio(n - x + 1, b - 1) - log_gamma_ratio(n + 1, a + b - 1) +
         log_gamma(a + b) - log_gamma(a) - log_gamma(b);
}

// The three-point Gauss rule of Beta(a, b): exact for its first five moments (Golub and Welsch 1969, with the
// recurrence of the Jacobi polynomials, NIST DLMF 18.9.2, moved to [0, 1]).
using gauss_nodes = std::array<std::array<double, 2>, 3>;
inline gauss_nodes beta_nodes(double a, double b) {
  const double s = a + b;
  Eigen::Matrix3d jacobi = Eigen::Matrix3d::Zero();
  for (int n = 0; n < 3; ++n) {
    const double m = s + 2 * n;
    jacobi(n, n) = n == 0 ? a / s : 0.5 + (a - b) * (s - 2) / (2 * (m - 2) * m);
    if (n == 2) break;
    const double k = n + 1;
    const double product =
        n == 0 ? a * b / (s * s * (s + 1)) : k * (k + a - 1) * (k + b - 1) * (k + s - 2) / (m * m * (m + 1) * (m - 1));
    jacobi(n, n + 1) = jacobi(n + 1, n) = std::sqrt(product);
  }
  const Eigen::SelfAdjointEigenSolver<Eigen::Matrix3d> solved(jacobi);
  gauss_nodes nodes;
  for (int n = 0; n < 3; ++n) {
    const double at = std::clamp(solved.eigenvalues()[n], 1e-12, 1 - 1e-12);
    const double root = solved.eigenvectors()(0, n);
    nodes[static_cast<std::size_t>(n)] = {at, root * root};
  }
  return nodes;
}

inline int days_in_common(const period& a, const period& b) {
  return a.overlaps(b) ? period(std::max(a.first(), b.first()), std::min(a.last(), b.last())).days() : 0;
}

// What a complete year says about the days `when` (already of that year): the count there, if its parts give it. A part
// of at most a month that is cut by their edge is shared out by its days.
inline std::optional<std::int64_t> count_on(const year_record& record, std::span<const period> when) {
  std::int64_t inside = 0;
  std::int64_t outside = 0;
  int days_inside = 0;
  int days_outside = 0;
  for (const part& one : record.parts) {
    int common = 0;
    for (const period& stretch : when) common += days_in_common(stretch, one.when);
    const int days = one.when.days();
    if (common > 0 && common < days && days > longest_cut) continue;
    const std::int64_t share =
        common == days ? one.count : std::llround(static_cast<double>(one.count) * common / days);
    inside += share;
    outside += one.count - share;
    days_inside += common;
    days_outside += days - common;
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
    std::vector<part> given = record.parts;
    std::vector<period> days;
    days.reserve(given.size());
    for (const part& one : given) days.push_back(one.when);
    if (share_of_days(days, record.year) == 1) {  // the last part is what the others leave
      given.pop_back();
      days.pop_back();
    }
    fills.push_back({sum_of(given), total, share_of_days(days, record.year), false});
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

  const detail::gauss_nodes shares = detail::beta_nodes(a, b);
  double kept = 0;
  for (std::size_t i = 0; i < concentrations.size(); ++i) {
    const double weight = std::exp(log_weight[i] - all);
    if (weight < 1e-4) continue;
    for (const auto& [share, part_of] : shares) {
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
