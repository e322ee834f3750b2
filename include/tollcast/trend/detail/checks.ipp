#pragma once

#include <algorithm>
#include <cmath>
#include <string>

#include <Eigen/Core>
#include <Eigen/QR>

#include <tollcast/core/error.hpp>
#include <tollcast/distribution/detail/check.hpp>
#include <tollcast/distribution/negative_binomial.hpp>
#include <tollcast/distribution/poisson.hpp>
#include <tollcast/numeric/random.hpp>
#include <tollcast/numeric/reference_laws.hpp>
#include <tollcast/trend/annual_count.hpp>
#include <tollcast/trend/checks.hpp>

namespace tollcast {

namespace detail {

inline void check_lengths(const char* who, std::size_t first, std::size_t second, std::size_t least) {
  if (first == second && first >= least) return;
  throw invalid_input(std::string(who) + ": lists of " + std::to_string(first) + " and " + std::to_string(second) +
                      " numbers were given; two of one length, " + std::to_string(least) + " or more, are needed");
}

inline void check_all_positive(const char* who, const char* what, std::span<const double> values) {
  for (const double value : values) {
    if (value > 0 && std::isfinite(value)) continue;
    throw invalid_input(std::string(who) + ": a " + what + " of " + spelled(value) +
                        " was given; positive numbers are needed");
  }
}

inline void check_all_finite(const char* who, std::span<const double> values) {
  if (std::all_of(values.begin(), values.end(), [](double value) { return std::isfinite(value); })) return;
  throw invalid_input(std::string(who) + ": finite numbers are needed");
}

inline check_result upper_tail(double z) { return {z, normal_cdf(-z)}; }

// The t value of a regression of y on x without intercept; 0 where y is 0, at most 10^6 for a perfect fit.
inline double t_value_through_origin(const std::vector<double>& x, const std::vector<double>& y) {
  double xx = 0;
  double xy = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    xx += x[i] * x[i];
    xy += x[i] * y[i];
  }
  double rss = 0;
  for (std::size_t i = 0; i < x.size(); ++i) rss += std::pow(y[i] - xy / xx * x[i], 2);
  if (xy == 0) return 0;
  return std::clamp(xy / std::sqrt(xx * rss / static_cast<double>(x.size() - 1)), -1e6, 1e6);
}

// Phi^-1 of the point a share u of the way from P(Y < y) to P(Y <= y), by the smaller tail.
inline double quantile_residual(std::int64_t y, const any_distribution& law, double u) {
  constexpr double smallest = 1e-299;
  const double below = cdf(law, y - 1) + u * (cdf(law, y) - cdf(law, y - 1));
  if (below <= 0.5) return normal_quantile(std::max(below, smallest));
  const double above = prob_exceeds(law, y) + (1 - u) * (prob_exceeds(law, y - 1) - prob_exceeds(law, y));
  return -normal_quantile(std::clamp(above, smallest, 0.5));
}

}  // namespace detail

TOLLCAST_INLINE dispersion_tests test_dispersion(std::span<const double> observed, std::span<const double> mean,
                                                 std::span<const double> leverage) {
  detail::check_lengths("test_dispersion", observed.size(), mean.size(), 2);
  detail::check_lengths("test_dispersion", observed.size(), leverage.size(), 2);
  detail::check_all_positive("test_dispersion", "mean", mean);
  detail::check_all_finite("test_dispersion", observed);
  detail::check_all_finite("test_dispersion", leverage);
  const auto n = static_cast<double>(observed.size());
  std::vector<double> excess;
  double linear = 0;
  double quadratic = 0;
  double squares = 0;
  for (std::size_t i = 0; i < observed.size(); ++i) {
    const double m = mean[i];
    const double score = std::pow(observed[i] - m, 2) - observed[i];
    excess.push_back(score / m);
    linear += score / m + leverage[i];
    quadratic += score + leverage[i] * m;
    squares += m * m;
  }
  const std::vector<double> ones(observed.size(), 1.0);
  return {detail::upper_tail(detail::t_value_through_origin(ones, excess)),
          detail::upper_tail(detail::t_value_through_origin({mean.begin(), mean.end()}, excess)),
          detail::upper_tail(linear / std::sqrt(2 * n)), detail::upper_tail(quadratic / std::sqrt(2 * squares))};
}

TOLLCAST_INLINE std::vector<double> poisson_leverages(std::span<const int> years, std::span<const double> mean,
                                                      int degree) {
  if (degree < 0 || degree > 3) {
    throw invalid_input("poisson_leverages: a degree of " + std::to_string(degree) + " was given; 0 to 3 is needed");
  }
  const auto columns = static_cast<Eigen::Index>(degree) + 1;
  detail::check_lengths("poisson_leverages", years.size(), mean.size(), static_cast<std::size_t>(columns));
  detail::check_all_positive("poisson_leverages", "mean", mean);
  const auto n = static_cast<Eigen::Index>(years.size());
  const double centre = 0.5 * (years.front() + years.back());
  const double reach = std::max(1.0, 0.5 * (years.back() - years.front()));
  Eigen::MatrixXd weighted(n, columns);
  for (Eigen::Index i = 0; i < n; ++i) {
    const auto at = static_cast<std::size_t>(i);
    for (Eigen::Index j = 0; j < columns; ++j) {
      weighted(i, j) = std::sqrt(mean[at]) * std::pow((years[at] - centre) / reach, static_cast<double>(j));
    }
  }
  // The leverages are the squared rows of Q in W^(1/2) X = Q R.
  const Eigen::MatrixXd q =
      Eigen::HouseholderQR<Eigen::MatrixXd>(weighted).householderQ() * Eigen::MatrixXd::Identity(n, columns);
  const Eigen::VectorXd rows = q.rowwise().squaredNorm();
  return {rows.begin(), rows.end()};
}

TOLLCAST_INLINE std::vector<double> pearson_residuals(std::span<const double> observed, std::span<const double> mean,
                                                      std::span<const double> variance) {
  detail::check_lengths("pearson_residuals", observed.size(), mean.size(), 0);
  detail::check_lengths("pearson_residuals", observed.size(), variance.size(), 0);
  detail::check_all_positive("pearson_residuals", "variance", variance);
  detail::check_all_finite("pearson_residuals", observed);
  detail::check_all_finite("pearson_residuals", mean);
  std::vector<double> residuals;
  for (std::size_t i = 0; i < observed.size(); ++i) {
    residuals.push_back((observed[i] - mean[i]) / std::sqrt(variance[i]));
  }
  return residuals;
}

TOLLCAST_INLINE check_result ljung_box(std::span<const double> residuals, int lags, int fitted) {
  const std::size_t n = residuals.size();
  detail::check_all_finite("ljung_box", residuals);
  if (fitted < 0 || lags <= fitted || static_cast<std::size_t>(lags) >= n) {
    throw invalid_input("ljung_box: " + std::to_string(lags) + " lags of " + std::to_string(n) +
                        " residuals were asked for, less " + std::to_string(fitted) +
                        "; at least one degree of freedom and more residuals than lags are needed");
  }
  double mean = 0;
  for (const double r : residuals) mean += r / static_cast<double>(n);
  double square = 0;
  for (const double r : residuals) square += (r - mean) * (r - mean);
  if (!(square > 1e-24 * static_cast<double>(n) * mean * mean)) return {0.0, 1.0};
  double sum = 0;
  for (std::size_t k = 1; k <= static_cast<std::size_t>(lags); ++k) {
    double together = 0;
    for (std::size_t i = k; i < n; ++i) together += (residuals[i] - mean) * (residuals[i - k] - mean);
    sum += std::pow(together / square, 2) / static_cast<double>(n - k);
  }
  const double statistic = static_cast<double>(n) * (static_cast<double>(n) + 2) * sum;
  return {statistic, chi_squared_exceeds(statistic, lags - fitted)};
}

TOLLCAST_INLINE std::vector<double> quantile_residuals(std::span<const std::int64_t> observed,
                                                       std::span<const any_distribution> laws, std::uint64_t seed) {
  detail::check_lengths("quantile_residuals", observed.size(), laws.size(), 0);
  random_engine engine(seed);
  std::vector<double> residuals;
  for (std::size_t i = 0; i < observed.size(); ++i) {
    residuals.push_back(detail::quantile_residual(observed[i], laws[i], detail::uniform(engine)));
  }
  return residuals;
}

TOLLCAST_INLINE std::vector<double> mid_quantile_residuals(std::span<const std::int64_t> observed,
                                                           std::span<const any_distribution> laws) {
  detail::check_lengths("mid_quantile_residuals", observed.size(), laws.size(), 0);
  std::vector<double> residuals;
  for (std::size_t i = 0; i < observed.size(); ++i) {
    residuals.push_back(detail::quantile_residual(observed[i], laws[i], 0.5));
  }
  return residuals;
}

TOLLCAST_INLINE std::vector<year_influence> influence(const yearly_tally& series,
                                                      const std::function<double(const yearly_tally&)>& figure) {
  const double with_all = figure(series);
  std::vector<year_influence> result;
  yearly_tally without = series;
  for (std::size_t i = 0; i < series.years.size(); ++i) {
    const year_record& record = series.years[i];
    if (annual_counts({series.name, {record}, {}}).front().is_missing()) continue;
    without.years[i] = {record.year};
    try {
      const double value = figure(without);
      result.push_back({record.year, value, value - with_all});
    } catch (const cannot_answer&) {
      // Too few years are left without this one.
    }
    without.years[i] = record;
  }
  return result;
}

TOLLCAST_INLINE std::optional<year_influence> most_influential(std::span<const year_influence> years) {
  const auto most = std::max_element(years.begin(), years.end(), [](const auto& one, const auto& other) {
    return std::abs(one.change) < std::abs(other.change);
  });
  return most == years.end() ? std::nullopt : std::optional(*most);
}

TOLLCAST_INLINE trend_checks check_trend(std::span<const int> years, std::span<const std::int64_t> observed,
                                         std::span<const any_distribution> laws, int degree, std::uint64_t seed) {
  detail::check_lengths("check_trend", years.size(), observed.size(), 1);
  trend_checks result;
  result.quantile_residuals = quantile_residuals(observed, laws, seed);
  const std::size_t n = observed.size();
  if (n < 6) return result;
  const std::vector<double> counts(observed.begin(), observed.end());
  std::vector<double> means;
  std::vector<double> variances;
  bool all_poisson = true;
  for (const any_distribution& law : laws) {
    means.push_back(mean(law));
    variances.push_back(variance(law));
    all_poisson = all_poisson && law.get_if<poisson>() != nullptr;
  }
  if (*std::min_element(variances.begin(), variances.end()) <= 0) return result;
  result.lags = static_cast<int>(std::min<std::size_t>(5, n / 3));
  result.autocorrelation = ljung_box(pearson_residuals(counts, means, variances), result.lags);
  if (all_poisson) result.dispersion = test_dispersion(counts, means, poisson_leverages(years, means, degree));
  return result;
}

TOLLCAST_INLINE std::vector<trend_check> checks_of(const trend_summary& trend) {
  std::optional<double> size;
  int degree = -1;  // parameters of the mean less one
  for (const named_estimate& one : trend.parameters) {
    if (one.name == "size") {
      size = one.of.value;
    } else {
      ++degree;
    }
  }
  const bool has_size = trend.family == to_string(count_family::negative_binomial);
  if (has_size ? !size : trend.family != to_string(count_family::poisson)) return {};
  std::vector<int> years;
  std::vector<std::int64_t> observed;
  std::vector<any_distribution> laws;
  for (const fitted_year& one : trend.fitted) {
    if (!one.observed.is_exact() || !(one.mean > 0)) continue;
    years.push_back(one.year);
    observed.push_back(one.observed.lower());
    laws.push_back(has_size ? any_distribution(negative_binomial(one.mean, *size))
                            : any_distribution(poisson(one.mean)));
  }
  if (years.size() < 6) return {};
  const trend_checks found = check_trend(years, observed, laws, trend.model == "loglinear" ? degree : 0);
  std::vector<trend_check> tests;
  const auto add = [&](const char* name, const check_result& test) {
    tests.push_back({name, test.statistic, test.p_value});
  };
  if (found.autocorrelation) add("ljung_box", *found.autocorrelation);
  if (!found.dispersion || trend.model != "loglinear") return tests;
  add("cameron_trivedi_linear", found.dispersion->cameron_trivedi_linear);
  add("cameron_trivedi_quadratic", found.dispersion->cameron_trivedi_quadratic);
  add("dean_linear", found.dispersion->dean_linear);
  add("dean_quadratic", found.dispersion->dean_quadratic);
  return tests;
}

}  // namespace tollcast
