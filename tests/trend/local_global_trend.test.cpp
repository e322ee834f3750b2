#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include "../reference/reference_rows.hpp"
#include "value_series.hpp"
#include <doctest/doctest.h>

#include <tollcast/core/error.hpp>
#include <tollcast/numeric/random.hpp>
#include <tollcast/trend/local_global_trend.hpp>
#include <tollcast/trend/value_models.hpp>

using namespace tollcast;

namespace {

const std::vector<double> points_told{0.025, 0.1, 0.5, 0.9, 0.975};

}  // namespace

TEST_CASE("the log-likelihood at given parameters, with and without gaps, against scipy") {
  int compared = 0;
  for (const auto& row : reference_rows("local_global_trend.csv")) {
    if (row.text("kind") != "likelihood") continue;
    CAPTURE(row.text("series"));
    const auto p = numbers_in(row.text("parameters"));
    const local_global_trend_parameters at{p[0], p[1], p[2], p[3], p[4], p[5], p[6], p[7]};
    CHECK(log_likelihood(at, series_in(row.text("values"))) ==
          doctest::Approx(row.number("log_likelihood")).epsilon(1e-11));
    ++compared;
  }
  CHECK(compared == 12);
}

TEST_CASE("the quadrature against long Markov chains: parameters and coming years, to what 500 points leave") {
  int compared = 0;
  for (const auto& row : reference_rows("local_global_trend.csv")) {
    if (row.text("kind") != "posterior") continue;
    CAPTURE(row.text("series"));
    const local_global_trend_fit fit = local_global_trend{}.fit(series_in(row.text("values")));
    CHECK(fit.status == fit_status::converged);
    const auto means = numbers_in(row.text("parameters"));
    const auto sds = numbers_in(row.text("sd"));
    for (std::size_t k = 0; k < means.size(); ++k) {
      const estimate& found = fit.parameters[k].of;
      CAPTURE(fit.parameters[k].name);
      CHECK(std::abs(found.value - means[k]) < 0.25 * sds[k]);
      CHECK(*found.se == doctest::Approx(sds[k]).epsilon(0.25));
      CHECK(*found.lower < found.value);
      CHECK(*found.upper > found.value);
    }
    const auto laws = fit.forecast(6);
    for (const auto& [law, told] :
         {std::pair{laws[0], numbers_in(row.text("next"))}, std::pair{laws[5], numbers_in(row.text("sixth"))}}) {
      const double width = told[3] - told[1];
      for (std::size_t k = 0; k < points_told.size(); ++k) {
        const bool outer = k == 0 || k == 4;
        CHECK(std::abs(quantile(law, points_told[k]) - told[k]) < (outer ? 0.2 : 0.08) * width);
      }
    }
    ++compared;
  }
  CHECK(compared == 3);
}

TEST_CASE("paths of known parameters: the first year is Student's, later ones spread") {
  const yearly_values series = series_in("500 510 520 530 NA");
  local_global_trend_fit known{};
  known.series = series;
  known.points = {{{0.7, 0.3, 30, 0.6, 0.5, 40, 0.5, 5}, 1, 530, 10}};
  const auto after_gap = known.forecast(5);
  known.series.values.pop_back();
  const auto laws = known.forecast(6);
  CHECK(median(laws[0]) == doctest::Approx(530 + 30 + 0.5 * 10).epsilon(0.01));
  CHECK(quantile(laws[0], 0.9) - quantile(laws[0], 0.1) == doctest::Approx(2 * 1.475884 * 40).epsilon(0.08));
  CHECK(standard_deviation(laws[5]) > 1.3 * standard_deviation(laws[0]));
  for (std::size_t h = 0; h < 5; ++h) CHECK(quantile(after_gap[h], 0.3) == quantile(laws[h + 1], 0.3));
}

TEST_CASE("series of its own making: the 80 % intervals hold four in five of the coming years") {
  const std::vector<double> start{100, 104, 109, 111, 118};
  local_global_trend_fit maker{};
  maker.series = series_from(start);
  maker.points = {{{0.8, 0.4, 4, 0.5, 0.4, 4, 0.5, 4}, 1, 118, 4}};
  const auto ahead = maker.forecast(1);
  random_engine engine(3);
  int held = 0;
  int told = 0;
  for (int i = 0; i < 40; ++i) {
    std::vector<double> values = start;
    double level = 118;
    double growth = 4;
    for (int t = 0; t < 23; ++t) {
      // The errors of the first year ahead, 4 (118 / 118)^.5 e, moved to where this path is.
      const double error = (sample(ahead[0], engine) - 118 - 4 - 0.4 * 4) * std::sqrt(std::max(level, 1.0) / 118);
      const double y = std::max(level + 4 * std::sqrt(level / 118) + 0.4 * growth + error, 20.0);
      const double rise = 0.8 * (y - level);
      level += rise;
      growth += 0.4 * (rise - growth);
      values.push_back(y);
    }
    const std::vector<double> history(values.begin(), values.end() - 3);
    const auto laws = local_global_trend{}.fit(series_from(history)).forecast(3);
    for (std::size_t h = 0; h < 3; ++h) {
      const value_interval ends = interval(laws[h], 0.8);
      const double outcome = values[values.size() - 3 + h];
      held += ends.lower <= outcome && outcome <= ends.upper ? 1 : 0;
      ++told;
    }
  }
  CHECK(held > 0.7 * told);
  CHECK(held < 0.92 * told);
}

TEST_CASE("the unit of the series is of no matter, nor are years without a value about it") {
  const yearly_values plain = series_in("412 480 683 612 585 704 818 790 861 840 902");
  yearly_values other = series_in("NA 412 480 683 612 585 704 818 790 861 840 902");
  for (auto& y : other.values) y = y ? std::optional(std::ldexp(*y, -70)) : y;
  const auto laws = local_global_trend{}.fit(plain).forecast(3);
  const auto scaled = local_global_trend{}.fit(other).forecast(3);
  for (std::size_t h = 0; h < 3; ++h) {
    for (const double p : points_told) {
      CHECK(std::ldexp(quantile(scaled[h], p), 70) == doctest::Approx(quantile(laws[h], p)).epsilon(1e-9));
    }
  }
}

TEST_CASE("strange series are told from, or refused for a reason") {
  int told = 0;
  for (const auto& values : strange_series()) {
    CAPTURE(values);
    const yearly_values series = series_from(values);
    const bool positive = std::all_of(values.begin(), values.end(), [](double y) { return y > 0; });
    if (values.size() < 4 || !positive) {
      CHECK_THROWS_AS(local_global_trend{}.fit(series), cannot_answer);
      continue;
    }
    const auto laws = local_global_trend{}.fit(series).forecast(6);
    CHECK(all_finite(laws));
    CHECK(mean(laws[5]) <= 1000 * *std::max_element(values.begin(), values.end()));
    ++told;
  }
  CHECK(told == 15);
}

TEST_CASE("a constant series stays") {
  const local_global_trend_fit fit = local_global_trend{}.fit(series_in("7 7 NA 7 7"));
  CHECK(fit.notes.size() == 1);
  const auto laws = fit.forecast(2);
  CHECK(quantile(laws[1], 0.025) == 7);
  CHECK(quantile(laws[1], 0.975) == 7);
}

TEST_CASE("arguments out of range are refused") {
  const yearly_values series = series_in("3 4 6 5 7");
  using p = local_global_trend_parameters;
  CHECK_THROWS_AS(log_likelihood(p{1.1, 0, 0, 0, 0, 1, 0, 5}, series), invalid_input);
  CHECK_THROWS_AS(log_likelihood(p{1, 0, 0, 0, 0, 0, 0, 5}, series), invalid_input);
  CHECK_THROWS_AS(log_likelihood(p{1, 0, std::nan(""), 0, 0, 1, 0, 5}, series), invalid_input);
  CHECK_THROWS_AS(local_global_trend{}.fit(series).forecast(0), invalid_input);
  CHECK_THROWS_AS(local_global_trend{}.fit(series_from({1, 2, 3, 1e101})), invalid_input);
}

TEST_CASE("lgt is a model of measured values") {
  const yearly_values series = series_in("412 480 683 612 585 704 818 790");
  const value_forecast found = named_value_model("lgt").forecast(series, 2);
  CHECK(found.model == "local and global trend");
  CHECK(found.parameters.size() == 8);
  CHECK(quantile(found.years[1], 0.5) == quantile(local_global_trend{}.fit(series).forecast(2)[1], 0.5));
}
