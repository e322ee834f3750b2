#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

#include <tollcast/core/error.hpp>
#include <tollcast/evaluation/detail/score_lists.hpp>
#include <tollcast/evaluation/diebold_mariano.hpp>
#include <tollcast/numeric/reference_laws.hpp>

namespace tollcast {

namespace detail {

inline double long_run_variance_of(std::span<const double> deviations, int horizon, long_run_variance kind) {
  const std::size_t n = deviations.size();
  double sum = 0;
  for (int k = 0; k < horizon; ++k) {
    const auto lag = static_cast<std::size_t>(k);
    double covariance = 0;
    for (std::size_t t = lag; t < n; ++t) covariance += deviations[t] * deviations[t - lag];
    covariance /= static_cast<double>(n);
    const double weight = kind == long_run_variance::bartlett ? 1 - static_cast<double>(k) / horizon : 1.0;
    sum += (k == 0 ? 1 : 2) * weight * covariance;
  }
  return sum;
}

}  // namespace detail

TOLLCAST_INLINE diebold_mariano_result diebold_mariano(std::span<const double> first, std::span<const double> second,
                                                       const diebold_mariano_options& options) {
  detail::require_pairs("diebold_mariano", first.size(), second.size(), 2);
  detail::require_finite("diebold_mariano", first);
  detail::require_finite("diebold_mariano", second);
  if (options.horizon < 1 || static_cast<std::size_t>(options.horizon) >= first.size()) {
    throw invalid_input("diebold_mariano: a horizon of " + std::to_string(options.horizon) + " was given for " +
                        std::to_string(first.size()) + " targets; 1 or more, and less than the targets, is needed");
  }
  const auto n = static_cast<double>(first.size());
  double mean = 0;
  double largest = 0;
  for (std::size_t t = 0; t < first.size(); ++t) {
    mean += (first[t] - second[t]) / n;
    largest = std::max({largest, std::abs(first[t]), std::abs(second[t])});
  }
  std::vector<double> deviations;
  deviations.reserve(first.size());
  for (std::size_t t = 0; t < first.size(); ++t) deviations.push_back(first[t] - second[t] - mean);

  const double rounding = std::pow(8 * std::numeric_limits<double>::epsilon() * largest, 2);
  diebold_mariano_result result{0, 1, options.horizon, {}};
  double variance = detail::long_run_variance_of(deviations, result.horizon, options.variance);
  if (!(variance > rounding) && result.horizon > 1) {
    result.horizon = 1;
    result.notes.push_back("the variance of the mean difference at a horizon of " + std::to_string(options.horizon) +
                           " is not positive; that of a horizon of 1 is used");
    variance = detail::long_run_variance_of(deviations, 1, options.variance);
  }
  if (!(variance > rounding)) {
    throw cannot_answer(
        "diebold_mariano: the two lists differ by the same amount throughout, so that nothing says "
        "how far chance goes");
  }
  const double h = result.horizon;
  result.statistic = mean / std::sqrt(variance / n) * std::sqrt((n + 1 - 2 * h + h * (h - 1) / n) / n);
  const double two_sided = student_t_two_sided(result.statistic, n - 1);
  if (options.alternative == accuracy_alternative::differs) {
    result.p_value = two_sided;
  } else {
    const bool towards = (result.statistic > 0) == (options.alternative == accuracy_alternative::second_is_better);
    result.p_value = towards ? two_sided / 2 : 1 - two_sided / 2;
  }
  return result;
}

TOLLCAST_INLINE diebold_mariano_result diebold_mariano_of_errors(std::span<const double> first,
                                                                 std::span<const double> second, double power,
                                                                 const diebold_mariano_options& options) {
  if (!(power > 0 && std::isfinite(power))) {
    throw invalid_input("diebold_mariano_of_errors: a power of " + detail::spelled(power) +
                        " was given; a positive number is needed");
  }
  const auto losses = [power](std::span<const double> errors) {
    std::vector<double> powers;
    powers.reserve(errors.size());
    for (const double error : errors) powers.push_back(std::pow(std::abs(error), power));
    return powers;
  };
  return diebold_mariano(losses(first), losses(second), options);
}

}  // namespace tollcast
