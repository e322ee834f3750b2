#include <cmath>
#include <string>

#include "../reference/reference_rows.hpp"
#include "value_series.hpp"
#include <doctest/doctest.h>

#include <tollcast/core/error.hpp>
#include <tollcast/distribution/normal.hpp>
#include <tollcast/distribution/student_t.hpp>
#include <tollcast/trend/dynamic_theta.hpp>

using namespace tollcast;

TEST_CASE("the equations of the paper by other means; squared errors no higher than statsforecast's") {
  int compared = 0;
  for (const auto& row : reference_rows("theta.csv")) {
    const bool estimated = row.text("model") == "estimated";
    if (!estimated && row.text("model") != "first_value") continue;
    CAPTURE(row.text("series"));
    CAPTURE(estimated);
    const dynamic_theta model{estimated ? dynamic_theta::initial_level::estimated
                                        : dynamic_theta::initial_level::first_value};
    const dynamic_theta_fit fit = model.fit(series_in(row.text("values")));
    const double squares = fit.residual_variance * fit.degrees_of_freedom;
    CHECK(squares <= row.number("squares") * (1 + 1e-10));
    CHECK(squares >= row.number("squares") * (1 - 1e-6));
    if (estimated) CHECK(squares <= row.number("peer_squares"));
    CHECK(fit.alpha == doctest::Approx(row.number("alpha")).epsilon(1e-4));
    CHECK(1 / fit.theta == doctest::Approx(1 / row.number("theta")).epsilon(1e-4));
    const auto laws = fit.forecast(6, parameter_uncertainty::ignored);
    const auto means = numbers_in(row.text("mean"));
    const auto sds = numbers_in(row.text("sd"));
    for (std::size_t h = 0; h < 6; ++h) {
      CHECK(mean(laws[h]) == doctest::Approx(means[h]).epsilon(1e-5));
      CHECK(standard_deviation(laws[h]) == doctest::Approx(sds[h]).epsilon(1e-5));
    }
    ++compared;
  }
  CHECK(compared == 10);
}

TEST_CASE("the forecast moves with the values: shifted, stretched and turned") {
  const std::vector<double> values{560, 533, 490, 511, 509, 539, 471, 442, 434, 437, 362, 338};
  const auto laws = dynamic_theta{}.fit(series_from(values)).forecast(4);
  for (const auto& [factor, shift] : {std::pair{1.0, 1e6}, {-3.0, 5.0}, {1e-9, 0.0}}) {
    std::vector<double> moved = values;
    for (double& y : moved) y = factor * y + shift;
    const auto found = dynamic_theta{}.fit(series_from(moved)).forecast(4);
    for (std::size_t h = 0; h < 4; ++h) {
      CHECK(mean(found[h]) == doctest::Approx(factor * mean(laws[h]) + shift).epsilon(1e-7));
      CHECK(standard_deviation(found[h]) ==
            doctest::Approx(std::abs(factor) * standard_deviation(laws[h])).epsilon(1e-5));
    }
  }
}

TEST_CASE("parameter uncertainty: the same means, Student's t, wider") {
  const dynamic_theta_fit fit =
      dynamic_theta{}.fit(series_from({560, 533, 490, 511, 509, 539, 471, 442, 434, 437, 362, 338}));
  const auto known = fit.forecast(5, parameter_uncertainty::ignored);
  const auto laws = fit.forecast(5);
  for (std::size_t h = 0; h < 5; ++h) {
    CHECK(mean(laws[h]) == doctest::Approx(mean(known[h])).epsilon(1e-14));
    CHECK(laws[h].get_if<student_t>()->degrees_of_freedom() == fit.degrees_of_freedom);
    CHECK(interval(laws[h], 0.95).upper > interval(known[h], 0.95).upper);
  }
}

TEST_CASE("the sampled recursion has the variance that is said") {
  const std::vector<double> values{560, 533, 490, 511, 509, 539, 471, 442, 434, 437, 362, 338};
  const dynamic_theta_fit fit = dynamic_theta{}.fit(series_from(values));
  const auto laws = fit.forecast(3, parameter_uncertainty::ignored);
  const double sigma = std::sqrt(fit.residual_variance);
  random_engine engine(3);
  double sum = 0;
  double squares = 0;
  constexpr int paths = 40000;
  for (int path = 0; path < paths; ++path) {
    std::vector<double> y = values;
    for (int h = 0; h < 3; ++h) {
      // mu_t from sums over the values so far.
      const double share = 1 - 1 / fit.theta;
      double level = fit.initial_level;
      for (const double value : y) level += fit.alpha * (value - level);
      const auto n = static_cast<double>(y.size());
      double middle = 0;
      for (const double value : y) middle += value / n;
      double slope = 0;
      for (std::size_t t = 0; t < y.size(); ++t) {
        slope += (static_cast<double>(t) + 1 - (n + 1) / 2) * y[t] * 12 / (n * (n * n - 1));
      }
      const double decay = std::pow(1 - fit.alpha, n);
      const double line = decay * (middle - (n + 1) / 2 * slope) + (1 - decay * (1 - fit.alpha)) / fit.alpha * slope;
      y.push_back(level + share * line + sample(normal(0, sigma), engine));
    }
    sum += y.back();
    squares += (y.back() - mean(laws[2])) * (y.back() - mean(laws[2]));
  }
  const double sd = standard_deviation(laws[2]);
  CHECK(std::abs(sum / paths - mean(laws[2])) < 4 * sd / std::sqrt(paths));
  CHECK(squares / paths == doctest::Approx(variance(laws[2])).epsilon(4 * std::sqrt(2.0 / paths)));
}

TEST_CASE("short and strange series: a finite answer, or a refusal that says how many values are needed") {
  for (const auto initial : {dynamic_theta::initial_level::first_value, dynamic_theta::initial_level::estimated}) {
    const dynamic_theta model{initial};
    const std::size_t needed = initial == dynamic_theta::initial_level::first_value ? 4 : 7;
    for (const auto& values : strange_series()) {
      const yearly_values series = series_from(values);
      if (values.size() < needed) {
        CHECK_THROWS_AS(model.fit(series), cannot_answer);
        continue;
      }
      CAPTURE(values.front());
      CAPTURE(values.back());
      for (const auto how : {parameter_uncertainty::ignored, parameter_uncertainty::included}) {
        CHECK(all_finite(model.fit(series).forecast(6, how)));
      }
    }
  }
  CHECK(all_finite(dynamic_theta{}.fit(series_in("NA 3 5 4 6 5 7 NA")).forecast(2)));
  CHECK_THROWS_WITH_AS(dynamic_theta{}.fit(series_in("3 5 NA 4 5 6")),
                       "dynamic_theta: 'made up' has years without a value between its first and its last; the "
                       "running line needs them all",
                       cannot_answer);
}

TEST_CASE("10,000 years and the longest forecast") {
  random_engine engine(7);
  std::vector<double> values(10000);
  double trend = 0;
  for (double& y : values) y = sample(normal(trend += 0.01, 5), engine);
  const auto laws = dynamic_theta{}.fit(series_from(values)).forecast(3);
  CHECK(laws[0].get_if<student_t>()->scale() == doctest::Approx(5).epsilon(0.1));
  values.resize(12);
  CHECK(all_finite(dynamic_theta{}.fit(series_from(values)).forecast(1000, parameter_uncertainty::ignored)));
}
