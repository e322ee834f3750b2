#include <cmath>
#include <string>
#include <vector>

#include "../reference/reference_rows.hpp"
#include "value_series.hpp"
#include <doctest/doctest.h>

#include <tollcast/core/error.hpp>
#include <tollcast/distribution/empirical_values.hpp>
#include <tollcast/distribution/normal.hpp>
#include <tollcast/distribution/student_t.hpp>
#include <tollcast/trend/exponential_smoothing.hpp>

using namespace tollcast;

namespace {

constexpr double pi = 3.14159265358979323846;

smoothing_parameters parameters_in(const reference_row& row) {
  return {row.number("alpha"), row.number("beta"), row.number("phi"), row.number("level"), row.number("growth")};
}

// The likelihood of R's ets() leaves out a constant.
double full_log_likelihood(double of_r, std::size_t n) {
  const auto m = static_cast<double>(n);
  return of_r - m / 2 * (1 + std::log(2 * pi / m));
}

}  // namespace

TEST_CASE("names of the ten forms, both ways") {
  CHECK(smoothing_forms().size() == 10);
  for (const smoothing_form& form : smoothing_forms()) {
    CHECK(smoothing_form_of(to_string(form)) == form);
    CHECK(smoothing_form_of(short_name(form)) == form);
  }
  const smoothing_form damped{smoothing_error::additive, smoothing_trend::damped};
  CHECK(to_string(damped) == "ETS(A,Ad,N)");
  CHECK(short_name(damped) == "AAdN");
  CHECK_THROWS_WITH_AS(
      smoothing_form_of("AAA"),
      "exponential_smoothing: there is no form 'AAA' (error A or M, trend N, A, Ad, M or Md, season N); "
      "did you mean 'AAN', 'ANN' or 'AAdN'?",
      invalid_input);
}

TEST_CASE("at R's parameters: R's likelihood, AICc, variance, states, fitted values, forecasts") {
  int rows = 0;
  int refused = 0;
  for (const auto& row : reference_rows("exponential_smoothing.csv")) {
    CAPTURE(row.text("series"));
    CAPTURE(row.text("form"));
    const yearly_values series = series_in(row.text("values"));
    const smoothing_form form = smoothing_form_of(row.text("form"));
    const auto fitted = numbers_in(row.text("fitted"));
    if (form.error == smoothing_error::multiplicative && fitted[0] < 0) {
      // R takes the logarithm of the absolute value of a fitted value, and may stop where it is negative.
      CHECK(row.text("series") == "airmiles");
      CHECK_THROWS_AS(smoothing_at(series, form, parameters_in(row)), invalid_input);
      ++refused;
      continue;
    }
    const smoothing_fit fit = smoothing_at(series, form, parameters_in(row));
    const std::size_t n = series.values.size();
    const auto near = [](double wanted) { return doctest::Approx(wanted).epsilon(1e-11); };
    CHECK(std::abs(*fit.log_likelihood - full_log_likelihood(row.number("log_likelihood"), n)) < 1e-8);
    CHECK(std::abs(*fit.aicc + 2 * *fit.log_likelihood - row.number("aicc") - 2 * row.number("log_likelihood")) < 1e-8);
    CHECK(fit.residual_variance == near(row.number("residual_variance")));
    const auto levels = numbers_in(row.text("levels"));
    const auto growths = numbers_in(row.text("growths"));
    REQUIRE(fit.years.size() == n);
    for (std::size_t t = 0; t < n; ++t) {
      CHECK(fit.years[t].level == near(levels[t + 1]));
      CHECK(std::abs(fit.years[t].growth - growths[t + 1]) < 1e-8);
      CHECK(fit.years[t].fitted == near(fitted[t]));
    }
    if (row.text("means") == "none") continue;
    const auto means = numbers_in(row.text("means"));
    const auto sds = numbers_in(row.text("sds"));
    const auto laws = fit.forecast(6, parameter_uncertainty::ignored);
    for (std::size_t h = 0; h < 6; ++h) {
      REQUIRE(laws[h].get_if<normal>());
      CHECK(mean(laws[h]) == near(means[h]));
      CHECK(standard_deviation(laws[h]) == doctest::Approx(sds[h]).epsilon(1e-9));
    }
    ++rows;
  }
  CHECK(rows == 22);
  CHECK(refused == 2);
}

TEST_CASE("optimised: no form has a lower likelihood than R's") {
  for (const auto& row : reference_rows("exponential_smoothing.csv")) {
    CAPTURE(row.text("series"));
    CAPTURE(row.text("form"));
    const yearly_values series = series_in(row.text("values"));
    const smoothing_fit fit = exponential_smoothing{.form = smoothing_form_of(row.text("form"))}.fit(series);
    CHECK(fit.status == fit_status::converged);
    CHECK(*fit.log_likelihood >= full_log_likelihood(row.number("log_likelihood"), series.values.size()) - 1e-6);
  }
}

TEST_CASE("oil (fpp2), as statsmodels keeps R's fits: likelihood, states, errors, means, a path with given errors") {
  int rows = 0;
  for (const auto& row : reference_rows("exponential_smoothing_oil.csv")) {
    CAPTURE(row.text("form"));
    const yearly_values series = series_in(row.text("values"));
    const smoothing_fit fit = smoothing_at(series, smoothing_form_of(row.text("form")), parameters_in(row));
    CHECK(std::abs(*fit.log_likelihood - full_log_likelihood(row.number("log_likelihood"), 49)) < 2e-7);
    CHECK(fit.residual_variance == doctest::Approx(row.number("residual_variance")).epsilon(2e-7));
    const auto levels = numbers_in(row.text("levels"));
    const auto growths = numbers_in(row.text("growths"));
    const auto errors = numbers_in(row.text("errors"));
    for (std::size_t t = 0; t < 49; ++t) {
      CHECK(std::abs(fit.years[t].level - levels[t + 1]) < 1e-5);
      CHECK(std::abs(fit.years[t].growth - growths[t + 1]) < 1e-5);
      CHECK(std::abs(*fit.years[t].error - errors[t]) < 1e-5);
    }
    const auto means = numbers_in(row.text("means"));
    const auto calm = simulated_path(fit, std::vector<double>(4, 0.0));
    const std::vector<double> draws{1.764052345967664, 0.4001572083672233, 0.9787379841057392, 2.240893199201458};
    const auto wanted = numbers_in(row.text("path"));
    const auto path = simulated_path(fit, draws);
    for (std::size_t h = 0; h < 4; ++h) {
      // R's means of this form step by b^phi twice; the book's, and R's own paths, by b^phi, b^phi^2, ...
      if (row.text("form") != "MMdN") CHECK(calm[h] == doctest::Approx(means[h]).epsilon(1e-8));
      CHECK(path[h] == doctest::Approx(wanted[h]).epsilon(1e-7));
    }
    ++rows;
  }
  CHECK(rows == 8);
}

TEST_CASE("the automatic choice is the lowest criterion of the forms that the data allow") {
  const yearly_values norway = series_in(reference_rows("exponential_smoothing.csv")[0].text("values"));
  const smoothing_fit fit = exponential_smoothing{}.fit(norway);
  CHECK(to_string(fit.form) == "ETS(A,N,N)");
  REQUIRE(fit.candidates.size() == 6);
  for (const smoothing_candidate& candidate : fit.candidates) {
    const smoothing_fit alone = exponential_smoothing{.form = candidate.form}.fit(norway);
    CHECK(candidate.log_likelihood == doctest::Approx(*alone.log_likelihood).epsilon(1e-10));
    CHECK(*candidate.aicc == doctest::Approx(*alone.aicc).epsilon(1e-10));
    CHECK(candidate.bic == doctest::Approx(*alone.bic).epsilon(1e-10));
    CHECK(*candidate.aicc >= *fit.aicc - 1e-9);
  }
  CHECK(exponential_smoothing{.multiplicative_trend = true}.fit(norway).candidates.size() == 10);
  const smoothing_fit by_aic = exponential_smoothing{.criterion = smoothing_criterion::aic}.fit(norway);
  for (const smoothing_candidate& candidate : by_aic.candidates) CHECK(candidate.aic >= *by_aic.aic - 1e-9);
  const smoothing_fit of_negative = exponential_smoothing{}.fit(series_from({3, -1, 4, 1, -5, 9, 2, -6, 5, 3}));
  CHECK(of_negative.candidates.size() == 3);
  for (const auto& candidate : of_negative.candidates) CHECK(candidate.form.error == smoothing_error::additive);
}

TEST_CASE("the parameters and states that a fit tells, in the order of its form") {
  const auto rows = reference_rows("exponential_smoothing.csv");
  const smoothing_fit fit =
      exponential_smoothing{.form = smoothing_form_of("AAdN")}.fit(series_in(rows[0].text("values")));
  std::string names;
  for (const named_estimate& parameter : fit.parameters) names += parameter.name + " ";
  CHECK(names == "alpha beta phi level growth sigma ");
  CHECK(fit.parameters[2].of.value == fit.estimates.phi);
  CHECK(fit.parameters[5].of.value == doctest::Approx(std::sqrt(fit.residual_variance)));
  CHECK(fit.degrees_of_freedom == 34 - 5);
  CHECK(*fit.log_likelihood > -167.3827);  // R stops at -168.0754; alpha = .0001 is another peak
}

TEST_CASE("strange series: a fit with finite laws, or a plain refusal") {
  int fitted = 0;
  int refused = 0;
  std::vector<exponential_smoothing> models{{}, {.multiplicative_trend = true}};
  for (const smoothing_form& form : smoothing_forms()) models.push_back({.form = form});
  for (const auto& values : strange_series()) {
    for (const exponential_smoothing& model : models) {
      try {
        const smoothing_fit fit = model.fit(series_from(values));
        CAPTURE(to_string(fit.form));
        CAPTURE(values.size());
        CAPTURE(values.back());
        for (const named_estimate& parameter : fit.parameters) CHECK(std::isfinite(parameter.of.value));
        if (fit.log_likelihood) CHECK(std::isfinite(*fit.log_likelihood + *fit.aic + *fit.bic));
        CHECK(all_finite(fit.forecast(6)));
        CHECK(all_finite(fit.forecast(6, parameter_uncertainty::ignored)));
        double largest = 0;
        for (const double y : values) largest = std::max(largest, std::abs(y));
        for (const auto& law : fit.forecast(6)) CHECK(std::abs(mean(law)) <= 1000 * largest);
        ++fitted;
      } catch (const cannot_answer& refusal) {
        CHECK(std::string(refusal.what()).starts_with("exponential_smoothing: "));
        ++refused;
      }
    }
  }
  CHECK(fitted > 150);
  CHECK(refused > 50);
}

TEST_CASE("parameters whose fitted values are not positive are refused for multiplicative errors") {
  CHECK_THROWS_WITH_AS(
      smoothing_at(series_from({5, 6, 7, 8, 9, 11}), smoothing_form_of("MAN"),
                   {.alpha = 0.5, .beta = 0.1, .level = 5, .growth = -8}),
      "exponential_smoothing: the parameters of ETS(M,A,N) lead to a fitted value of -3 and a level of 5 "
      "in 1970, but multiplicative errors and trends need positive ones",
      invalid_input);
}

TEST_CASE("too few years, and values that a form cannot have: the rule is named") {
  CHECK_THROWS_WITH_AS(exponential_smoothing{}.fit(series_from({1, 2, 4})),
                       "exponential_smoothing: 'made up' has values in 3 years; at least 4 are needed", cannot_answer);
  CHECK_THROWS_WITH_AS(
      exponential_smoothing{.form = smoothing_form_of("AAdN")}.fit(series_from({1, 2, 4, 3, 5, 6})),
      "exponential_smoothing: ETS(A,Ad,N) has 6 parameters and needs more values than that; 'made up' has "
      "values in 6 years",
      cannot_answer);
  CHECK_THROWS_WITH_AS(
      exponential_smoothing{.form = smoothing_form_of("MNN")}.fit(series_from({1, 2, 0, 3, 5, 6})),
      "exponential_smoothing: ETS(M,N,N) is multiplicative and needs positive values; 'made up' has others",
      cannot_answer);
  const smoothing_fit four = exponential_smoothing{}.fit(series_from({1, 2, 4, 3}));
  CHECK(to_string(four.form) == "ETS(A,N,N)");
  CHECK(four.notes.size() == 1);
  CHECK_THROWS_AS(four.forecast(0), invalid_input);
  CHECK_THROWS_AS(smoothing_at(series_from({1, 2, 4, 3}), {}, {.alpha = 1.5, .level = 1}), invalid_input);
}

TEST_CASE("no scatter: the simplest form that passes through all values, and no likelihood") {
  const smoothing_fit constant = exponential_smoothing{}.fit(series_from(std::vector<double>(9, 685.0)));
  CHECK(to_string(constant.form) == "ETS(A,N,N)");
  CHECK_FALSE(constant.log_likelihood);
  CHECK(constant.residual_variance == 0);
  CHECK(mean(constant.forecast(3)[2]) == doctest::Approx(685));
  const smoothing_fit line = exponential_smoothing{}.fit(series_from({1, 2, 3, 4, 5, 6, 7, 8}));
  CHECK(to_string(line.form) == "ETS(A,A,N)");
  CHECK_FALSE(line.aic);
  CHECK(mean(line.forecast(3)[2]) == doctest::Approx(11));
}

TEST_CASE("another unit: the same fit") {
  const auto values = numbers_in(reference_rows("exponential_smoothing.csv")[0].text("values"));
  const smoothing_fit once = exponential_smoothing{.form = smoothing_form_of("AAdN")}.fit(series_from(values));
  for (const double unit : {1e15, 1e-9, 7.3}) {
    std::vector<double> other = values;
    for (double& y : other) y *= unit;
    const smoothing_fit fit = exponential_smoothing{.form = smoothing_form_of("AAdN")}.fit(series_from(other));
    CHECK(fit.estimates.phi == doctest::Approx(once.estimates.phi).epsilon(1e-6));
    CHECK(*fit.log_likelihood == doctest::Approx(*once.log_likelihood - 34 * std::log(unit)).epsilon(1e-10));
    CHECK(mean(fit.forecast(3)[2]) == doctest::Approx(unit * mean(once.forecast(3)[2])).epsilon(1e-7));
    CHECK(variance(fit.forecast(3)[2]) == doctest::Approx(unit * unit * variance(once.forecast(3)[2])).epsilon(1e-6));
  }
}

TEST_CASE("a missing year has no error, inside the series and at its ends") {
  const std::string values = "NA 560 533 490 NA 509 539 471 442 NA NA 362 338 401 409 NA";
  for (const smoothing_form& form : smoothing_forms()) {
    CAPTURE(short_name(form));
    const smoothing_fit fit = exponential_smoothing{.form = form}.fit(series_in(values));
    REQUIRE(fit.years.size() == 14);
    CHECK(fit.years.front().year == 1971);
    CHECK(fit.degrees_of_freedom == 11 - (static_cast<int>(fit.parameters.size()) - 1));
    const smoothing_year& missing = fit.years[3];
    CHECK_FALSE(missing.observed);
    CHECK_FALSE(missing.error);
    CHECK(missing.level == doctest::Approx(missing.fitted));
    // The first forecast is for the year after the last of the series, two after the last value.
    const auto laws = fit.forecast(3, parameter_uncertainty::ignored);
    const auto path = simulated_path(fit, std::vector<double>(4, 0.0));
    if (laws[0].get_if<normal>()) {
      for (std::size_t h = 0; h < 3; ++h) CHECK(mean(laws[h]) == doctest::Approx(path[h + 1]));
    } else {
      CHECK(mean(laws[0]) == doctest::Approx(path[1]).epsilon(0.02));
    }
    CHECK(all_finite(fit.forecast(3)));
  }
}
