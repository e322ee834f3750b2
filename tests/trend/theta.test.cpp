#include <cmath>
#include <string>

#include "../reference/reference_rows.hpp"
#include "value_series.hpp"
#include <doctest/doctest.h>

#include <tollcast/core/error.hpp>
#include <tollcast/distribution/normal.hpp>
#include <tollcast/distribution/student_t.hpp>
#include <tollcast/trend/theta.hpp>

using namespace tollcast;

TEST_CASE(
    "R's thetaf: squared errors no higher; points and intervals to what its search leaves, but for one where it stops "
    "early") {
  int compared = 0;
  for (const auto& row : reference_rows("simple_models.csv")) {
    if (row.text("model") != "theta") continue;
    CAPTURE(row.text("series"));
    const theta_fit fit = theta{}.fit(series_in(row.text("values")));
    const double squares = fit.residual_variance * fit.degrees_of_freedom;
    CHECK(squares <= row.number("squares") * (1 + 1e-12));
    if (row.text("series") == "short") {
      // R stops at alpha = 1; the lowest point is alpha = 0, the squares about the mean.
      CHECK(squares == doctest::Approx(2869.2));
      continue;
    }
    const auto laws = fit.forecast(6, parameter_uncertainty::ignored);
    const auto means = numbers_in(row.text("mean"));
    const auto lower = numbers_in(row.text("lower_95"));
    const auto upper = numbers_in(row.text("upper_95"));
    // R's alpha stops at .9999 and its search before the lowest point: within a thousandth of the standard deviation.
    for (std::size_t h = 0; h < 6; ++h) {
      const double near = 1e-3 * standard_deviation(laws[h]);
      CHECK(std::abs(mean(laws[h]) - means[h]) < near);
      CHECK(std::abs(interval(laws[h], 0.95).lower - lower[h]) < near);
      CHECK(std::abs(interval(laws[h], 0.95).upper - upper[h]) < near);
    }
    ++compared;
  }
  CHECK(compared == 8);
}

TEST_CASE("years without a value, against dense matrices: alpha, log-likelihood, means and standard deviations") {
  int compared = 0;
  for (const auto& row : reference_rows("theta.csv")) {
    if (row.text("model") != "gaps") continue;
    CAPTURE(row.text("series"));
    const theta_fit fit = theta{}.fit(series_in(row.text("values")));
    CHECK(fit.alpha == doctest::Approx(row.number("alpha")).epsilon(1e-5));
    CHECK(*fit.log_likelihood == doctest::Approx(row.number("squares")).epsilon(1e-11));
    const auto laws = fit.forecast(6, parameter_uncertainty::ignored);
    const auto means = numbers_in(row.text("mean"));
    const auto sds = numbers_in(row.text("sd"));
    for (std::size_t h = 0; h < 6; ++h) {
      CHECK(mean(laws[h]) == doctest::Approx(means[h]).epsilon(1e-6));
      CHECK(standard_deviation(laws[h]) == doctest::Approx(sds[h]).epsilon(1e-6));
    }
    ++compared;
  }
  CHECK(compared == 3);
}

TEST_CASE("years without a value at the end are years of the forecast") {
  const auto known = theta{}.fit(series_in("10 14 13 17 16 20 18")).forecast(5);
  const auto later = theta{}.fit(series_in("NA 10 14 13 17 16 20 18 NA NA")).forecast(3);
  for (std::size_t h = 0; h < 3; ++h) {
    CHECK(mean(later[h]) == mean(known[h + 2]));
    CHECK(variance(later[h]) == variance(known[h + 2]));
  }
}

TEST_CASE("the forecast moves with the values: shifted, stretched and turned") {
  const std::vector<double> values{560, 533, 490, 511, 509, 539, 471, 442, 434, 437, 362, 338};
  const auto laws = theta{}.fit(series_from(values)).forecast(4);
  for (const auto& [factor, shift] : {std::pair{1.0, 1e6}, {-3.0, 5.0}, {1e-9, 0.0}}) {
    std::vector<double> moved = values;
    for (double& y : moved) y = factor * y + shift;
    const auto found = theta{}.fit(series_from(moved)).forecast(4);
    for (std::size_t h = 0; h < 4; ++h) {
      CHECK(mean(found[h]) == doctest::Approx(factor * mean(laws[h]) + shift).epsilon(1e-9));
      CHECK(standard_deviation(found[h]) ==
            doctest::Approx(std::abs(factor) * standard_deviation(laws[h])).epsilon(1e-6));
    }
  }
}

TEST_CASE("parameter uncertainty widens: more for a trend that halving misses, and with the horizon") {
  const theta_fit fit = theta{}.fit(series_from({10, 31, 48, 70, 92, 108, 131, 149, 172, 190}));
  const auto known = fit.forecast(6, parameter_uncertainty::ignored);
  const auto laws = fit.forecast(6);
  // Values that rise by 20 a year, forecast to rise by 10: five years on, 50 are to be expected.
  CHECK(laws[4].get_if<student_t>()->scale() > 45);
  CHECK(laws[4].get_if<student_t>()->degrees_of_freedom() == 7);
  for (std::size_t h = 1; h < 6; ++h) CHECK(variance(laws[h]) > variance(laws[h - 1]));
  CHECK(mean(laws[4]) == mean(known[4]));
}

TEST_CASE("short and strange series: a finite answer, or a refusal that says how many values are needed") {
  for (const auto& values : strange_series()) {
    const yearly_values series = series_from(values);
    if (values.size() < 4) {
      CHECK_THROWS_AS(theta{}.fit(series), cannot_answer);
      continue;
    }
    CAPTURE(values.front());
    CAPTURE(values.back());
    for (const auto how : {parameter_uncertainty::ignored, parameter_uncertainty::included}) {
      CHECK(all_finite(theta{}.fit(series).forecast(6, how)));
    }
  }
  CHECK_THROWS_WITH_AS(theta{}.fit(series_in("3 NA 4 5")),
                       "theta: 'made up' has values in 3 years; at least 4 are needed", cannot_answer);
}

TEST_CASE("10,000 years: alpha of a simulated level is found, at once") {
  random_engine engine(7);
  std::vector<double> values;
  double level = 100;
  for (int t = 0; t < 10000; ++t) {
    const double error = sample(normal(0, 5), engine);
    values.push_back(level + error);
    level += 0.3 * error;
  }
  const theta_fit fit = theta{}.fit(series_from(values));
  CHECK(fit.alpha == doctest::Approx(0.3).epsilon(0.06));
  const auto laws = fit.forecast(3);
  CHECK(laws[0].get_if<student_t>()->scale() == doctest::Approx(5).epsilon(0.03));
}
