#include <cmath>
#include <string>

#include "../reference/reference_rows.hpp"
#include "value_series.hpp"
#include <doctest/doctest.h>

#include <tollcast/core/error.hpp>
#include <tollcast/distribution/normal.hpp>
#include <tollcast/distribution/student_t.hpp>
#include <tollcast/trend/constant_mean.hpp>
#include <tollcast/trend/drift.hpp>
#include <tollcast/trend/naive.hpp>

using namespace tollcast;

namespace {

constexpr double z80 = 1.2815515655446004;
constexpr double z95 = 1.959963984540054;

// R's column as many numbers, against ours h years ahead.
template <class Number>
void check_years(const std::string& column, const Number& ours) {
  const std::vector<double> theirs = numbers_in(column);
  REQUIRE(theirs.size() == 6);
  for (std::size_t h = 0; h < theirs.size(); ++h) CHECK(ours(h) == doctest::Approx(theirs[h]).epsilon(1e-11));
}

}  // namespace

TEST_CASE("R's rwf on nine series: naive's normal intervals, log-likelihood") {
  int compared = 0;
  for (const auto& row : reference_rows("simple_models.csv")) {
    if (row.text("model") != "naive") continue;
    CAPTURE(row.text("series"));
    const naive_fit fit = naive{}.fit(series_in(row.text("values")));
    CHECK(*fit.log_likelihood == doctest::Approx(row.number("log_likelihood")).epsilon(1e-12));
    CHECK(*fit.aic == doctest::Approx(2 - 2 * *fit.log_likelihood));
    const auto laws = fit.forecast(6, parameter_uncertainty::ignored);
    check_years(row.text("mean"), [&](std::size_t h) { return mean(laws[h]); });
    check_years(row.text("lower_80"), [&](std::size_t h) { return interval(laws[h], 0.8).lower; });
    check_years(row.text("upper_95"), [&](std::size_t h) { return interval(laws[h], 0.95).upper; });
    const auto wider = fit.forecast(6);
    for (std::size_t h = 0; h < 6; ++h) {
      const auto* law = wider[h].get_if<student_t>();
      REQUIRE(law != nullptr);
      CHECK(law->scale() == doctest::Approx(laws[h].get_if<normal>()->sd()).epsilon(1e-14));
      CHECK(law->degrees_of_freedom() == fit.degrees_of_freedom);
    }
    ++compared;
  }
  CHECK(compared == 9);
}

TEST_CASE("R's rwf with drift: its scale, which has the error of the drift, is that of the forecast with uncertainty") {
  int compared = 0;
  for (const auto& row : reference_rows("simple_models.csv")) {
    if (row.text("model") != "drift") continue;
    CAPTURE(row.text("series"));
    const drift_fit fit = drift{}.fit(series_in(row.text("values")));
    CHECK(*fit.log_likelihood == doctest::Approx(row.number("log_likelihood")).epsilon(1e-12));
    const auto laws = fit.forecast(6);
    const auto scale = [&](std::size_t h) { return laws[h].get_if<student_t>()->scale(); };
    check_years(row.text("mean"), [&](std::size_t h) { return mean(laws[h]); });
    check_years(row.text("upper_80"), [&](std::size_t h) { return mean(laws[h]) + z80 * scale(h); });
    check_years(row.text("lower_95"), [&](std::size_t h) { return mean(laws[h]) - z95 * scale(h); });
    const auto known = fit.forecast(6, parameter_uncertainty::ignored);
    for (std::size_t h = 0; h < 6; ++h) {
      const double years = static_cast<double>(h) + 1;
      CHECK(known[h].get_if<normal>()->sd() == doctest::Approx(std::sqrt(years * fit.residual_variance)));
    }
    ++compared;
  }
  CHECK(compared == 9);
}

TEST_CASE("R's meanf, which is the exact Student t interval") {
  int compared = 0;
  for (const auto& row : reference_rows("simple_models.csv")) {
    if (row.text("model") != "mean") continue;
    CAPTURE(row.text("series"));
    const constant_mean_fit fit = constant_mean{}.fit(series_in(row.text("values")));
    CHECK(*fit.log_likelihood == doctest::Approx(row.number("log_likelihood")).epsilon(1e-12));
    const auto laws = fit.forecast(6);
    check_years(row.text("mean"), [&](std::size_t h) { return mean(laws[h]); });
    check_years(row.text("lower_80"), [&](std::size_t h) { return interval(laws[h], 0.8).lower; });
    check_years(row.text("upper_80"), [&](std::size_t h) { return interval(laws[h], 0.8).upper; });
    check_years(row.text("lower_95"), [&](std::size_t h) { return interval(laws[h], 0.95).lower; });
    const auto known = fit.forecast(2, parameter_uncertainty::ignored);
    CHECK(known[1].get_if<normal>()->sd() == doctest::Approx(std::sqrt(fit.residual_variance)));
    ++compared;
  }
  CHECK(compared == 9);
}

TEST_CASE("years without a value: steps over k years have k times the variance, and a forecast starts at the last") {
  // Steps 6 in 3 years and -1 in one; two years without a value at the end.
  const yearly_values series = series_in("NA 10 NA NA 16 15 NA NA");
  const naive_fit walk = naive{}.fit(series);
  CHECK(walk.residual_variance == doctest::Approx((36.0 / 3 + 1) / 2));
  CHECK(walk.degrees_of_freedom == 2);
  const double variance = 6.5;
  CHECK(*walk.log_likelihood == doctest::Approx(-std::log(2 * 3.14159265358979 * variance) - 0.5 * std::log(3.0) - 1));
  const auto walked = walk.forecast(2, parameter_uncertainty::ignored);
  CHECK(mean(walked[1]) == 15);
  CHECK(tollcast::variance(walked[0]) == doctest::Approx(3 * variance));
  CHECK(tollcast::variance(walked[1]) == doctest::Approx(4 * variance));

  const drift_fit drifting = drift{}.fit(series);
  CHECK(drifting.drift == doctest::Approx(5.0 / 4));
  const double squares = std::pow(6 - 3.75, 2) / 3 + std::pow(-1 - 1.25, 2);
  CHECK(drifting.residual_variance == doctest::Approx(squares));
  CHECK(drifting.drift_se == doctest::Approx(std::sqrt(squares / 4)));
  CHECK(mean(drifting.forecast(1)[0]) == doctest::Approx(15 + 3 * 1.25));
  const auto one = drifting.forecast(1, parameter_uncertainty::ignored);
  CHECK(tollcast::variance(one[0]) == doctest::Approx(3 * squares));

  const constant_mean_fit level = constant_mean{}.fit(series);
  CHECK(level.mean_value == doctest::Approx(41.0 / 3));
  CHECK(level.degrees_of_freedom == 2);
}

TEST_CASE("few degrees of freedom: a law with a variance whose 80 % interval is that of Student's t") {
  const auto law = naive{}.fit(series_in("10 13")).forecast(1)[0];
  CHECK(std::isfinite(variance(law)));
  CHECK(interval(law, 0.8).upper == doctest::Approx(13 + 3 * 3.0776835371752527));
}

TEST_CASE("values without scatter are forecast with certainty, and a note says so") {
  for (const double constant : {0.0, 0.1, 1e15}) {
    const yearly_values series = series_from(std::vector<double>(6, constant));
    const auto check = [&](const auto& fit) {
      CHECK(fit.residual_variance == 0);
      CHECK_FALSE(fit.log_likelihood.has_value());
      CHECK_FALSE(fit.notes.empty());
      for (const auto& law : fit.forecast(3)) {
        CHECK(mean(law) == doctest::Approx(constant));
        CHECK(variance(law) == 0);
      }
    };
    check(naive{}.fit(series));
    check(drift{}.fit(series));
    check(constant_mean{}.fit(series));
  }
}

TEST_CASE("short and strange series: a finite answer, or a refusal that says how many values are needed") {
  for (const auto& values : strange_series()) {
    const yearly_values series = series_from(values);
    const auto check = [&](const auto& model, std::size_t needed) {
      if (values.size() < needed) {
        CHECK_THROWS_AS(model.fit(series), cannot_answer);
        return;
      }
      for (const auto how : {parameter_uncertainty::ignored, parameter_uncertainty::included}) {
        CHECK(all_finite(model.fit(series).forecast(6, how)));
      }
    };
    check(naive{}, 2);
    check(drift{}, 3);
    check(constant_mean{}, 2);
  }
}

TEST_CASE("what is refused, in words") {
  CHECK_THROWS_WITH_AS(drift{}.fit(series_in("1 NA 2")),
                       "drift: 'made up' has values in 2 years; at least 3 are needed", cannot_answer);
  CHECK_THROWS_WITH_AS(naive{}.fit(series_from({1, 2, 1e101})),
                       "naive: a value of 1e+101 was given in 1972 of 'made up'; values must lie within +-10^100",
                       invalid_input);
  CHECK_THROWS_AS(constant_mean{}.fit(series_from({1, std::nan("")})), invalid_input);
  const constant_mean_fit fit = constant_mean{}.fit(series_from({1, 2}));
  CHECK_THROWS_WITH_AS(fit.forecast(0), "mean: a forecast of 0 years was asked for; 1 to 1000 is needed",
                       invalid_input);
  CHECK_THROWS_AS(fit.forecast(1001), invalid_input);
}
