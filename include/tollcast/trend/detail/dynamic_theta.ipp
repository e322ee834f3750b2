#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include <tollcast/trend/detail/dynamic_errors.hpp>
#include <tollcast/trend/detail/smoothed_level.hpp>
#include <tollcast/trend/dynamic_theta.hpp>

namespace tollcast {

namespace detail {

inline constexpr double lowest_dynamic_alpha = 0.1;
inline constexpr double highest_dynamic_alpha = 0.99;
inline constexpr double highest_line_share = 1 - 1e-10;  // of 1 - 1/theta

// The share within its bounds that leaves the least squares.
inline double best_share(const two_regressors& sums) {
  const double determinant = sums.determinant();
  return determinant > 0 ? std::clamp(sums.best_z(), 0.0, highest_line_share) : 0.0;
}

// Means and variances over sigma^2 (in part: that of l_0, over sigma^2 too) of the next years.
struct theta_path {
  std::vector<double> means;
  std::vector<double> variances;
};

inline theta_path path_ahead(const theta_errors& errors, double share, bool estimated, int years, bool with_level) {
  theta_path path{{}, std::vector<double>(static_cast<std::size_t>(years), 0.0)};
  path.means.reserve(path.variances.size());
  theta_state at = errors.end;
  at.share = share;
  theta_state of_level = at.of_zeros();
  of_level.level = at.decay;
  const double level = errors.sums.best_x(share);
  at.level += level * at.decay;
  const double level_variance = estimated && with_level ? 1 / errors.sums.xx : 0;
  for (std::size_t h = 0; h < path.variances.size(); ++h) {
    theta_state after = at.of_zeros();
    after.take(1);
    path.variances[h] += 1;
    for (std::size_t k = h + 1; k < path.variances.size(); ++k) {
      const double added = after.expected();
      path.variances[k] += added * added;
      after.take(added);
    }
    path.variances[h] += level_variance * of_level.expected() * of_level.expected();
    of_level.take(of_level.expected());
    path.means.push_back(at.expected());
    at.take(path.means.back());
  }
  return path;
}

// Shares with the log of their weights at one alpha, l_0 and sigma integrated.
struct weighted_share {
  double share;
  double log_weight;
};

inline std::array<weighted_share, 8> likely_shares(const two_regressors& sums, double errors, bool estimated) {
  const double best = best_share(sums);
  const double power = 0.5 * (estimated ? errors - 1 : errors);
  const double information = sums.determinant() / sums.xx;
  const double reach = information > 0 ? 4 * std::sqrt(sums.squares(best) / (errors * information)) : 1;
  const double from = std::max(best - reach, 0.0);
  const double width = (std::min(best + reach, highest_line_share) - from) / 8;
  std::array<weighted_share, 8> shares{};
  for (std::size_t i = 0; i < shares.size(); ++i) {
    const double share = from + (static_cast<double>(i) + 0.5) * width;
    shares[i] = {share, std::log(width) - power * std::log(std::max(sums.squares(share), 1e-300)) -
                            (estimated ? 0.5 * std::log(sums.xx) : 0.0)};
  }
  return shares;
}

inline double log_sum(const std::array<weighted_share, 8>& shares) {
  std::array<double, 8> logs{};
  for (std::size_t i = 0; i < logs.size(); ++i) logs[i] = shares[i].log_weight;
  return log_sum_exp(logs);
}

inline scaled_values consecutive_values(const yearly_values& series, bool estimated) {
  std::vector<dated_value> known = dated_values("dynamic_theta", series, estimated ? 7 : 4);
  if (known.back().t + 1 > static_cast<double>(known.size())) {
    throw cannot_answer("dynamic_theta: " + in_quotes(series.name) +
                        " has years without a value between its first and its last; the running line needs them all");
  }
  return scaled_from_first(std::move(known));
}

}  // namespace detail

TOLLCAST_INLINE dynamic_theta_fit dynamic_theta::fit(const yearly_values& series) const {
  const bool estimated = initial == initial_level::estimated;
  const detail::scaled_values data = detail::consecutive_values(series, estimated);
  dynamic_theta_fit result{};
  result.specification = *this;
  result.series = series;
  result.status = fit_status::converged;
  result.alpha = detail::lowest_between(detail::lowest_dynamic_alpha, detail::highest_dynamic_alpha, [&](double alpha) {
    const detail::two_regressors sums = detail::dynamic_errors(data.values, alpha, estimated).sums;
    return sums.squares(detail::best_share(sums));
  });
  const detail::two_regressors sums = detail::dynamic_errors(data.values, result.alpha, estimated).sums;
  const double share = detail::best_share(sums);
  result.theta = 1 / (1 - share);
  result.initial_level = data.origin * (1 - share) + data.scale * sums.best_x(share);
  detail::add_normal_errors(result, sums.squares(share) * data.scale * data.scale, 0,
                            data.values.size() - (estimated ? 3 : 1), estimated ? 4 : 3,
                            detail::largest_size(data.values) * data.scale + std::abs(data.origin));
  result.parameters = {{"alpha", {result.alpha, {}, {}, {}}},
                       {"theta", {result.theta, {}, {}, {}}},
                       {"initial_level", {result.initial_level, {}, {}, {}}},
                       {"sigma", {std::sqrt(result.residual_variance), {}, {}, {}}}};
  return result;
}

TOLLCAST_INLINE std::vector<any_continuous_distribution> dynamic_theta_fit::forecast(
    int years, parameter_uncertainty uncertainty) const {
  detail::check_years_ahead("dynamic_theta", years);
  const bool estimated = specification.initial == dynamic_theta::initial_level::estimated;
  const detail::scaled_values data = detail::consecutive_values(series, estimated);
  const auto unknown = static_cast<std::size_t>(detail::years_unknown_at_end(series));
  const int reach = years + static_cast<int>(unknown);
  const detail::theta_errors fitted = detail::dynamic_errors(data.values, alpha, estimated);
  const detail::theta_path best = detail::path_ahead(fitted, 1 - 1 / theta, estimated, reach, false);
  std::vector<double> variances(best.variances.size(), 0.0);
  if (uncertainty == parameter_uncertainty::included && residual_variance > 0) {
    const auto errors = static_cast<double>(data.values.size() - (estimated ? 3 : 1));
    const auto cells =
        detail::cells_between(detail::lowest_dynamic_alpha, detail::highest_dynamic_alpha, [&](double at) {
          return detail::log_sum(
              detail::likely_shares(detail::dynamic_errors(data.values, at, estimated).sums, errors, estimated));
        });
    for (const detail::weighted_alpha& cell : cells) {
      const detail::theta_errors at = detail::dynamic_errors(data.values, cell.alpha, estimated);
      const auto shares = detail::likely_shares(at.sums, errors, estimated);
      const double whole = detail::log_sum(shares);
      for (const detail::weighted_share& one : shares) {
        const double weight = cell.weight * std::exp(one.log_weight - whole);
        const detail::theta_path path = detail::path_ahead(at, one.share, estimated, reach, true);
        const double variance = at.sums.squares(one.share) / degrees_of_freedom;
        for (std::size_t h = 0; h < variances.size(); ++h) {
          const double off = path.means[h] - best.means[h];
          variances[h] += weight * (variance * path.variances[h] + off * off);
        }
      }
    }
    for (double& variance : variances) variance *= data.scale * data.scale;
  } else {
    for (std::size_t h = 0; h < variances.size(); ++h) variances[h] = residual_variance * best.variances[h];
  }
  std::vector<any_continuous_distribution> laws;
  laws.reserve(static_cast<std::size_t>(years));
  for (std::size_t h = unknown; h < variances.size(); ++h) {
    laws.push_back(detail::value_law(data.origin + data.scale * best.means[h], std::sqrt(variances[h]),
                                     degrees_of_freedom, uncertainty));
  }
  return laws;
}

}  // namespace tollcast
