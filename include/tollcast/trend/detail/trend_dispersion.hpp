#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>

#include <boost/math/tools/roots.hpp>

#include <tollcast/trend/detail/trend_regression.hpp>

// Maximum likelihood over NB2's alpha = 1/size, the coefficients (but the last `held`) refitted at each.
namespace tollcast::detail {

inline constexpr double largest_alpha = 1e4;

// Of the moment estimate at the present fit.
inline double moment_log_alpha(const trend_regression& regression) {
  double sum = 0;
  double squares = 0;
  double excess = 0;
  for (std::size_t i = 0; i < regression.points().size(); ++i) {
    const double m = std::exp(regression.eta()[static_cast<Eigen::Index>(i)]);
    const double e = regression.points()[i].said.middle().value_or(m) - m;
    sum += m;
    squares += m * m;
    excess += e * e - m;
  }
  return std::log(std::min(std::max(excess, 0.01 * sum) / squares, 10.0));
}

// The best of a grid from alpha = 1/1000 to 30, and the regression fitted there but for alpha; minus infinity where
// none has a likelihood above `better`.
inline double best_log_alpha(trend_regression& regression, double better, int held) {
  constexpr int values = 12;
  const double lowest = std::log(1e-3);
  const double step = (std::log(30.0) - lowest) / (values - 1);
  double best = -std::numeric_limits<double>::infinity();
  auto coefficients = regression.coefficients();
  for (int i = 0; i < values; ++i) {
    const double log_alpha = lowest + i * step;
    if (!regression.fit(std::exp(log_alpha), held)) continue;
    const double log_likelihood = regression.log_likelihood();
    if (!(log_likelihood > better)) continue;
    better = log_likelihood;
    best = log_alpha;
    coefficients = regression.coefficients();
  }
  regression.set_coefficients(coefficients);
  return best;
}

// To the peak of the profile likelihood next to `from`, or to alpha = 0. Says whether it was reached.
inline bool climb_in_alpha(trend_regression& regression, double from, int held) {
  if (!std::isfinite(from)) return false;
  const auto score = [&](double log_alpha) {
    const double alpha = std::exp(log_alpha);
    const bool found = regression.fit(alpha, held);
    const double slope = alpha * regression.alpha_score();
    return found && std::isfinite(slope) ? slope : -1.0;  // beyond where the means stay within range
  };
  double low = from;
  double high = low;
  double at_low = score(low);
  double at_high = at_low;
  double reach = 0.7;
  for (; at_high > 0 && high < std::log(largest_alpha); reach = std::min(2 * reach, 3.0)) {
    low = high;
    at_low = at_high;
    high += reach;
    at_high = score(high);
  }
  for (; at_low <= 0 && low > -80; reach = std::min(2 * reach, 3.0)) {
    high = low;
    at_high = at_low;
    low -= reach;
    at_low = score(low);
  }
  if (at_high > 0) return false;
  if (at_low <= 0) return regression.fit(0, held);
  std::uintmax_t steps = 60;
  const auto [left, right] = boost::math::tools::toms748_solve(
      score, low, high, at_low, at_high, [](double a, double b) { return std::abs(a - b) < 1e-11; }, steps);
  return regression.fit(std::exp(0.5 * (left + right)), held);
}

// Says whether the highest likelihood was found. Where the profile likelihood does not rise from alpha = 0 it may have
// a higher peak beyond, as for the counts 1, 0, 0, 0, 2, 35; the grid is for these.
inline bool maximise(trend_regression& regression, int held = 0) {
  const bool fitted = regression.fit(0, held);
  if (regression.alpha_score() > 0) return climb_in_alpha(regression, moment_log_alpha(regression), held);
  const trend_regression plain = regression;
  const double highest = plain.log_likelihood();
  const double better = highest + 1e-9 * (1 + std::abs(highest));
  const double from = best_log_alpha(regression, better, held);
  if (climb_in_alpha(regression, from, held) && regression.log_likelihood() > better) return true;
  regression = plain;
  return fitted;
}

}  // namespace tollcast::detail
