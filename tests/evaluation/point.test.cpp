#include <cmath>
#include <limits>
#include <optional>
#include <vector>

#include "../reference/reference_rows.hpp"
#include <doctest/doctest.h>

#include <tollcast/core/error.hpp>
#include <tollcast/evaluation/point.hpp>

using namespace tollcast;
using doctest::Approx;

namespace {

using list = std::vector<double>;

}  // namespace

TEST_CASE("MAE, RMSE and MASE are those of R's accuracy") {
  const auto rows = reference_rows("point.csv");
  REQUIRE(rows.size() == 12);
  for (const auto& row : rows) {
    CAPTURE(row.text("series"));
    CAPTURE(row.text("method"));
    const list actual = row.numbers("actual");
    const list forecast = row.numbers("forecast");
    const auto scale = scale_of(row.numbers("history"));
    REQUIRE(scale);
    CHECK(mae(actual, forecast) == Approx(row.number("mae")).epsilon(1e-10));
    CHECK(rmse(actual, forecast) == Approx(row.number("rmse")).epsilon(1e-10));
    CHECK(mase(actual, forecast, *scale) == Approx(row.number("mase")).epsilon(1e-10));
  }
}

TEST_CASE("sMAPE, RMSSE and MSIS are those of utilsforecast, with zeros among the data") {
  const auto rows = reference_rows("point_scaled.csv");
  REQUIRE(rows.size() == 6);
  for (const auto& row : rows) {
    CAPTURE(row.text("case"));
    const list actual = row.numbers("actual");
    const list forecast = row.numbers("forecast");
    const auto scale = scale_of(row.numbers("history"));
    REQUIRE(scale);
    CHECK(mae(actual, forecast) == Approx(row.number("mae")).epsilon(1e-12));
    CHECK(rmse(actual, forecast) == Approx(row.number("rmse")).epsilon(1e-12));
    CHECK(smape(actual, forecast) == Approx(row.number("smape")).epsilon(1e-12));
    CHECK(mase(actual, forecast, *scale) == Approx(row.number("mase")).epsilon(1e-12));
    CHECK(rmsse(actual, forecast, *scale) == Approx(row.number("rmsse")).epsilon(1e-12));
    CHECK(msis(actual, row.numbers("lower"), row.numbers("upper"), row.number("level"), *scale) ==
          Approx(row.number("msis")).epsilon(1e-12));
  }
}

TEST_CASE("a term of sMAPE with both numbers 0 is 0, one with a single 0 is 200") {
  CHECK(smape(list{0}, list{0}) == 0);
  CHECK(smape(list{0}, list{7}) == 200);
  CHECK(smape(list{7}, list{0}) == 200);
  CHECK(smape(list{0, 100}, list{0, 50}) == Approx(100.0 / 3));
  CHECK(smape(list{-3}, list{3}) == 200);
}

TEST_CASE("the median absolute percentage error ranks what happened out of nothing last") {
  CHECK(median_ape(list{100, 200, 50}, list{110, 100, 50}) == 10.0);
  CHECK(median_ape(list{100, 200}, list{110, 100}) == 30.0);
  CHECK(median_ape(list{0, 200, 50}, list{5, 100, 50}) == 50.0);
  CHECK(median_ape(list{0, 200, 50}, list{0, 100, 25}) == 50.0);
  CHECK(median_ape(list{0, 50}, list{1, 50}) == std::nullopt);
  CHECK(median_ape(list{0}, list{0}) == 0.0);
  CHECK(median_ape(list{0, 0, 4}, list{1, 1, 4}) == std::nullopt);
}

TEST_CASE("a constant history has no scale, a history with holes that of its known pairs") {
  CHECK_FALSE(scale_of(list{5, 5, 5, 5}));
  CHECK_FALSE(scale_of(list{5}));
  CHECK_FALSE(scale_of(list{}));
  CHECK_FALSE(scale_of(list{1, 2, 1, 2}, 2));
  CHECK_FALSE(scale_of(std::vector<std::optional<double>>{1, std::nullopt, 2}));

  const auto scale = scale_of(std::vector<std::optional<double>>{1, 3, std::nullopt, 10, 4, 4});
  REQUIRE(scale);
  CHECK(scale->mean_absolute == Approx((2.0 + 6 + 0) / 3));
  CHECK(scale->root_mean_square == Approx(std::sqrt((4.0 + 36 + 0) / 3)));
  const auto apart = scale_of(list{1, 2, 4, 8}, 2);
  REQUIRE(apart);
  CHECK(apart->mean_absolute == Approx(4.5));
  CHECK(mase(list{4, 4}, list{5, 1}, *apart) == Approx(2 / 4.5));
}

TEST_CASE("OWA is 1 for the benchmark itself and missing for a benchmark without error") {
  // M4's winner and Theta against Naive 2 (Makridakis et al. 2020, table 4: all 100,000 series).
  CHECK(owa({11.374, 1.536}, {13.564, 1.912}) == Approx(0.821).epsilon(5e-4));
  CHECK(owa({12.309, 1.696}, {13.564, 1.912}) == Approx(0.897).epsilon(5e-4));
  CHECK(owa({13.564, 1.912}, {13.564, 1.912}) == 1.0);
  CHECK(owa({1, 1}, {0, 1}) == std::nullopt);
  CHECK(owa({1, 1}, {1, 0}) == std::nullopt);
  CHECK_THROWS_WITH_AS(owa({-1, 1}, {1, 1}),
                       "owa: an sMAPE of -1 and a MASE of 1 were given; finite numbers of 0 or more are needed",
                       invalid_input);
}

TEST_CASE("measures do not overflow where the result is a number") {
  CHECK(rmse(list{1e200, 0}, list{0, 0}) == Approx(1e200 / std::sqrt(2.0)));
  CHECK(rmsse(list{1e200}, list{0}, {1e200, 1e200}) == Approx(1));
}

TEST_CASE("what is wrong with a list is said") {
  CHECK_THROWS_WITH_AS(mae(list{}, list{}),
                       "mae: lists of 0 and 0 were given; two of one length, 1 or more, are needed", invalid_input);
  CHECK_THROWS_WITH_AS(rmse(list{1, 2}, list{1}),
                       "rmse: lists of 2 and 1 were given; two of one length, 1 or more, are needed", invalid_input);
  CHECK_THROWS_WITH_AS(smape(list{std::numeric_limits<double>::quiet_NaN()}, list{1}),
                       "smape: nan was given; finite numbers are needed", invalid_input);
  CHECK_THROWS_WITH_AS(mase(list{1}, list{1}, {0, 1}), "mase: a scale of 0 was given; a positive number is needed",
                       invalid_input);
  CHECK_THROWS_WITH_AS(scale_of(list{1, 2}, 0), "scale_of: a lag of 0 was given; 1 or more is needed", invalid_input);
  CHECK_THROWS_WITH_AS(
      msis(list{1}, list{2}, list{1}, 0.9, {1, 1}),
      "msis: an interval from 2 to 1 was given; a lower end that does not exceed the upper one is needed",
      invalid_input);
  CHECK_THROWS_WITH_AS(msis(list{1}, list{2}, list{3}, 1, {1, 1}),
                       "msis: a level of 1 was given, but it must lie between 0 and 1, both excluded", invalid_input);
}
