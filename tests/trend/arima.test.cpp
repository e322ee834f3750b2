#include <algorithm>
#include <cmath>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "../reference/reference_rows.hpp"
#include <doctest/doctest.h>

#include <tollcast/core/error.hpp>
#include <tollcast/distribution/normal.hpp>
#include <tollcast/distribution/student_t.hpp>
#include <tollcast/trend/arima.hpp>
#include <tollcast/trend/automatic_arima.hpp>
#include <tollcast/trend/stationarity.hpp>

namespace {

using namespace tollcast;

yearly_values series_of(const std::vector<double>& values) {
  return {"made up", 1990, {values.begin(), values.end()}, {}};
}

std::vector<double> numbers(const std::string& text) {
  std::istringstream in(text);
  std::vector<double> result;
  for (double value; in >> value;) result.push_back(value);
  return result;
}

yearly_values series_of(const std::string& text) {
  yearly_values series{"reference", 1970, {}, {}};
  std::istringstream in(text);
  for (std::string word; in >> word;) {
    series.values.push_back(word == "?" ? std::nullopt : std::optional(std::strtod(word.c_str(), nullptr)));
  }
  return series;
}

std::vector<reference_row> rows_of(const std::string& kind) {
  std::vector<reference_row> rows;
  for (const reference_row& row : reference_rows("arima.csv")) {
    if (row.text("kind") == kind) rows.push_back(row);
  }
  REQUIRE(!rows.empty());
  return rows;
}

arima model_of(const reference_row& row) {
  return {static_cast<int>(row.whole("p")),
          static_cast<int>(row.whole("d")),
          static_cast<int>(row.whole("q")),
          row.whole("constant") == 1,
          {}};
}

const std::vector<double> norway = {560, 533, 490, 511, 509, 539, 471, 442, 434, 437, 362, 338,
                                    401, 409, 407, 402, 452, 398, 378, 381, 332, 323, 325, 281,
                                    283, 305, 255, 303, 352, 304, 341, 275, 312, 280};

TEST_CASE("At fixed parameters the likelihood and the forecasts are R's, with missing values too") {
  for (const reference_row& row : rows_of("fixed")) {
    arima model = model_of(row);
    CAPTURE(row.text("name"));
    CAPTURE(to_string(model));
    model.fixed = arima_parameters{numbers(row.text("ar")), numbers(row.text("ma")), {}};
    if (model.constant) model.fixed->constant = row.number("c");
    const yearly_values series = series_of(row.text("values"));
    const arima_fit fit = model.fit(series);
    const bool exact = model.d == 0 || row.text("name") != "holes";
    CHECK(std::abs(*fit.log_likelihood - row.number("statistic")) < (exact ? 1e-8 : 1e-6));
    const std::vector<double> means = numbers(row.text("means"));
    const std::vector<double> sds = numbers(row.text("sds"));
    const auto laws = fit.forecast(8, parameter_uncertainty::ignored);
    REQUIRE(means.size() == 8);
    for (std::size_t h = 0; h < 8; ++h) {
      CHECK(mean(laws[h]) == doctest::Approx(means[h]).epsilon(1e-6));
      CHECK(standard_deviation(laws[h]) == doctest::Approx(sds[h]).epsilon(1e-6));
    }
  }
}

TEST_CASE("The likelihood keeps its digits near unit roots") {
  for (const reference_row& row : reference_rows("arima_likelihood.csv")) {
    const std::vector<double> ar = numbers(row.text("ar"));
    const std::vector<double> ma = numbers(row.text("ma"));
    CAPTURE(row.text("ar"));
    CAPTURE(row.text("ma"));
    arima model{static_cast<int>(ar.size()), 0, static_cast<int>(ma.size()), row.whole("constant") == 1, {}};
    model.fixed = arima_parameters{ar, ma, {}};
    const arima_fit fit = model.fit(series_of(row.text("values")));
    // the coefficients as doubles are good for as much
    CHECK(std::abs(*fit.log_likelihood - row.number("loglik")) < 2e-7);
  }
}

TEST_CASE("No likelihood is lower than that which R finds") {
  for (const reference_row& row : rows_of("best")) {
    const arima model = model_of(row);
    CAPTURE(row.text("name"));
    CAPTURE(to_string(model));
    const arima_fit fit = model.fit(series_of(row.text("values")));
    CHECK(*fit.log_likelihood > row.number("statistic") - 1e-6);
  }
}

TEST_CASE("ARIMA(0,1,1) with drift of road deaths in Norway is R's") {
  const arima_fit fit = arima{.p = 0, .d = 1, .q = 1, .constant = true}.fit(series_of(norway));
  CHECK(fit.status == fit_status::converged);
  // R's filter starts with a variance of 10^6 instead of a diffuse one
  CHECK(*fit.log_likelihood == doctest::Approx(-164.1162029).epsilon(1e-7));
  CHECK(fit.parameters.ma[0] == doctest::Approx(-0.3744663).epsilon(1e-4));
  CHECK(*fit.parameters.constant == doctest::Approx(-8.0246146).epsilon(1e-4));
  CHECK(fit.innovation_variance == doctest::Approx(1295.315471).epsilon(1e-4));
  CHECK(*fit.standard_errors[0] == doctest::Approx(0.1705893).epsilon(1e-4));
  CHECK(*fit.aicc == doctest::Approx(335.06).epsilon(1e-4));
  CHECK(*fit.bic == doctest::Approx(338.72).epsilon(1e-4));
  const auto laws = fit.forecast(3, parameter_uncertainty::ignored);
  CHECK(mean(laws[0]) == doctest::Approx(276.8900).epsilon(1e-5));
  CHECK(mean(laws[2]) == doctest::Approx(260.8408).epsilon(1e-5));
  CHECK(interval(laws[0], .95).lower == doctest::Approx(206.35).epsilon(1e-5));
  CHECK(interval(laws[0], .95).upper == doctest::Approx(347.43).epsilon(1e-5));
}

TEST_CASE("A random walk with drift and a mean have the t intervals of the textbook") {
  const std::vector<double> y = {3, 5, 4, 8, 9, 12};
  const arima_fit walk = arima{.d = 1, .constant = true}.fit(series_of(y));
  // changes 2 -1 4 1 3: mean 1.8, standard deviation 1.92354
  const auto laws = walk.forecast(2);
  const auto* t = laws[1].get_if<student_t>();
  REQUIRE(t != nullptr);
  CHECK(t->degrees_of_freedom() == 4);
  CHECK(t->location() == doctest::Approx(12 + 2 * 1.8));
  CHECK(t->scale() == doctest::Approx(std::sqrt(3.7 * (2 + 4.0 / 5))));
  const arima_fit level = arima{.constant = true}.fit(series_of(y));
  const auto about_mean = level.forecast(1);
  CHECK(mean(about_mean[0]) == doctest::Approx(41.0 / 6));
  CHECK(about_mean[0].get_if<student_t>()->scale() == doctest::Approx(std::sqrt(353.0 / 6 / 5 * 7 / 6)));
}

TEST_CASE("Missing years at the ends add nothing, and forecasts begin after the last year") {
  yearly_values series = series_of(norway);
  const arima model{.p = 1, .d = 1, .q = 1};
  const arima_fit whole = model.fit(series);
  series.values.insert(series.values.begin(), std::nullopt);
  series.values.emplace_back();
  const arima_fit longer = model.fit(series);
  CHECK(*longer.log_likelihood == doctest::Approx(*whole.log_likelihood).epsilon(1e-12));
  CHECK(mean(longer.forecast(1)[0]) == doctest::Approx(mean(whole.forecast(2)[1])).epsilon(1e-9));
  CHECK(longer.residuals.size() == 36);
  CHECK(!longer.residuals[1]);
  CHECK(longer.residuals[2].has_value());
  CHECK(!longer.residuals[35]);
}

TEST_CASE("Many missing years are integrated out as few are") {
  // an autoregression without memory: the likelihood of the values that are left as independent ones
  yearly_values series = series_of(norway);
  for (std::size_t t = 2; t < 34; t += 3) series.values[t].reset();
  arima model{.p = 1, .constant = true};
  model.fixed = arima_parameters{{0.0}, {}, {}};
  double sum = 0;
  double squares = 0;
  double n = 0;
  for (const auto& value : series.values) {
    if (!value) continue;
    sum += *value;
    squares += *value * *value;
    n += 1;
  }
  const double variance_of_values = squares / n - sum / n * (sum / n);
  const arima_fit fit = model.fit(series);
  CHECK(*fit.parameters.constant == doctest::Approx(sum / n).epsilon(1e-10));
  CHECK(*fit.log_likelihood ==
        doctest::Approx(-n / 2 * (std::log(2 * 3.14159265358979323846 * variance_of_values) + 1)).epsilon(1e-10));
}

TEST_CASE("With its parameters estimated a forecast is more uncertain") {
  for (const arima& model : {arima{.p = 1, .constant = true}, arima{.d = 1, .q = 1, .constant = true},
                             arima{.p = 2, .d = 1, .q = 1}, arima{.p = 1, .d = 2, .q = 1}}) {
    CAPTURE(to_string(model));
    const arima_fit fit = model.fit(series_of(std::vector<double>(norway.begin(), norway.begin() + 15)));
    const auto plain = fit.forecast(5, parameter_uncertainty::ignored);
    const auto honest = fit.forecast(5);
    for (std::size_t h = 0; h < 5; ++h) {
      const auto narrow = interval(plain[h], .95);
      const auto wide = interval(honest[h], .95);
      CHECK(wide.upper - wide.lower > narrow.upper - narrow.lower);
      CHECK(wide.upper - wide.lower < 4 * (narrow.upper - narrow.lower));
    }
  }
}

TEST_CASE("KPSS statistics and the differences they ask for are R's") {
  for (const reference_row& row : rows_of("kpss")) {
    CAPTURE(row.text("name"));
    std::vector<double> values;
    for (const auto& value : series_of(row.text("values")).values) {
      if (value) values.push_back(*value);
    }
    CHECK(test_stationarity(values).statistic == doctest::Approx(row.number("statistic")).epsilon(1e-10));
    CHECK(differences_needed(values) == row.whole("d"));
  }
}

TEST_CASE("The automatic choice is R's, or its AICc is lower") {
  int same = 0;
  for (const reference_row& row : rows_of("auto")) {
    CAPTURE(row.text("name"));
    const arima theirs = model_of(row);
    const yearly_values series = series_of(row.text("values"));
    const arima_fit fit = automatic_arima{}.fit(series);
    if (to_string(fit.specification) == to_string(theirs)) {
      CHECK(*fit.log_likelihood > row.number("statistic") - 1e-3);
      ++same;
    } else {
      CHECK(fit.specification.d == theirs.d);
      CHECK(*fit.aicc < *theirs.fit(series).aicc);
    }
  }
  CHECK(same >= 9);
}

TEST_CASE("A full search is at least as good as a stepwise one") {
  const yearly_values series = series_of(norway);
  const arima_fit stepwise = automatic_arima{}.fit(series);
  const arima_fit full = automatic_arima{.full = true}.fit(series);
  CHECK(*full.aicc <= *stepwise.aicc + 1e-6);
  CHECK(full.candidates.size() == 42);
  for (const arima_candidate& candidate : full.candidates) {
    if (candidate.criterion) CHECK(*candidate.criterion >= *full.aicc - 1e-6);
  }
}

TEST_CASE("Short and strange series have a finite forecast or a clear refusal") {
  std::vector<std::vector<double>> all = {{5},
                                          {5, 7},
                                          {0, 0},
                                          {5, 7, 6},
                                          {1, 2, 3, 4},
                                          {1, 2, 4, 8, 16},
                                          {3, 1, 4, 1, 5, 9},
                                          {0, 0, 0, 0, 0, 0, 0, 0, 0},
                                          {7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7},
                                          {1, -1, 1, -1, 1, -1, 1, -1, 1, -1, 1, -1, 1, -1},
                                          {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1000, 0, 0, 0, 0, 0},
                                          {1, 2, 4, 9, 20, 35, 80, 150, 220, 300}};
  std::vector<double> line(20);
  std::vector<double> large = norway;
  std::vector<double> small = norway;
  for (std::size_t t = 0; t < line.size(); ++t) line[t] = 0.1 * static_cast<double>(t);
  for (double& value : large) value *= 1e15;
  for (double& value : small) value *= 1e-9;
  all.insert(all.end(), {line, large, small});
  for (const auto& values : all) {
    const yearly_values series = series_of(values);
    double largest = 0;
    for (const double value : values) largest = std::max(largest, std::abs(value));
    for (int choice = 0; choice < 5; ++choice) {
      CAPTURE(values);
      CAPTURE(choice);
      try {
        const arima_fit fit = choice == 0   ? automatic_arima{}.fit(series)
                              : choice == 1 ? arima{.d = 1, .constant = true}.fit(series)
                              : choice == 2 ? arima{.p = 1, .constant = true}.fit(series)
                              : choice == 3 ? arima{.p = 1, .d = 1, .q = 1}.fit(series)
                                            : arima{.d = 2, .q = 2}.fit(series);
        for (const auto uncertainty : {parameter_uncertainty::included, parameter_uncertainty::ignored}) {
          for (const auto& law : fit.forecast(6, uncertainty)) {
            CHECK(std::isfinite(variance(law)));
            CHECK(std::abs(mean(law)) <= 1000 * largest);
            CHECK(std::isfinite(quantile(law, .975)));
          }
        }
      } catch (const cannot_answer& refusal) {
        CHECK(std::string(refusal.what()).find("arima: ") != std::string::npos);
        CHECK((values.size() < 8 || choice > 1));
      }
    }
  }
}

TEST_CASE("The unit of a series changes nothing but the unit of its forecast") {
  std::vector<double> large = norway;
  for (double& value : large) value *= 1e15;
  const arima model{.p = 1, .d = 1, .q = 1, .constant = true};
  const auto laws = model.fit(series_of(norway)).forecast(4);
  const auto of_large = model.fit(series_of(large)).forecast(4);
  for (std::size_t h = 0; h < 4; ++h) {
    CHECK(mean(of_large[h]) == doctest::Approx(1e15 * mean(laws[h])).epsilon(1e-6));
    CHECK(standard_deviation(of_large[h]) == doctest::Approx(1e15 * standard_deviation(laws[h])).epsilon(1e-6));
  }
}

TEST_CASE("What cannot be asked is refused") {
  const yearly_values series = series_of(norway);
  CHECK_THROWS_WITH_AS((arima{.p = 6}.fit(series)), "arima: p = 6 was given, but it must be between 0 and 5",
                       invalid_input);
  CHECK_THROWS_WITH_AS((arima{.d = 2, .constant = true}.fit(series)),
                       "arima: a constant was asked for with d = 2, but it needs d = 0 (a mean) or d = 1 (a drift)",
                       invalid_input);
  CHECK_THROWS_WITH_AS((arima{.p = 1, .fixed = arima_parameters{{1.5}, {}, {}}}.fit(series)),
                       "arima: the autoregression that is given is not stationary, as is needed", invalid_input);
  CHECK_THROWS_WITH_AS((arima{.p = 1, .d = 1, .q = 1}.fit(series_of(std::vector<double>{1, 3, 2}))),
                       "arima: ARIMA(1,1,1) needs 4 values or more, but 3 are there", cannot_answer);
  CHECK_THROWS_WITH_AS((arima{.p = 1}.fit(series_of(std::vector<double>{0, 0, 0, 0}))),
                       "arima: the coefficients of ARIMA(1,0,0) cannot be found, as the series does not vary after its "
                       "differences",
                       cannot_answer);
  CHECK_THROWS_WITH_AS((void)arima{.d = 1}.fit(series).forecast(0),
                       "arima: a forecast of 0 years was asked for, but 1 to 1000 can be given", invalid_input);
  CHECK_THROWS_AS(automatic_arima{}.fit(series_of(std::vector<double>{})), cannot_answer);
}

}  // namespace
