#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <sstream>
#include <string>
#include <vector>

#include "../reference/reference_rows.hpp"
#include <doctest/doctest.h>

#include <tollcast/core/error.hpp>
#include <tollcast/distribution/any.hpp>
#include <tollcast/distribution/distribution.hpp>
#include <tollcast/distribution/negative_binomial.hpp>
#include <tollcast/distribution/poisson.hpp>
#include <tollcast/trend/annual_count.hpp>
#include <tollcast/trend/checks.hpp>
#include <tollcast/trend/loglinear.hpp>

using namespace tollcast;

namespace {

template <class Number>
std::vector<Number> numbers(const std::string& text) {
  std::vector<Number> result;
  std::istringstream rest(text);
  for (Number one{}; rest >> one;) result.push_back(one);
  return result;
}

std::vector<int> years_from(int first, std::size_t n) {
  std::vector<int> years;
  for (std::size_t i = 0; i < n; ++i) years.push_back(first + static_cast<int>(i));
  return years;
}

// The slope of a Poisson log-linear trend, by Newton's method.
double poisson_slope(const yearly_tally& series) {
  std::vector<double> t;
  std::vector<double> y;
  for (const auto& year : annual_counts(series)) {
    if (year.is_missing()) continue;
    t.push_back(year.year - series.years.front().year);
    y.push_back(static_cast<double>(year.lower));
  }
  if (y.size() < 2) throw cannot_answer("two years are needed");
  double sum = 0;
  for (const double one : y) sum += one;
  double a = std::log(sum / static_cast<double>(y.size()));
  double b = 0;
  for (int i = 0; i < 50; ++i) {
    double score_a = 0, score_b = 0, aa = 0, ab = 0, bb = 0;
    for (std::size_t j = 0; j < y.size(); ++j) {
      const double m = std::exp(a + b * t[j]);
      score_a += y[j] - m;
      score_b += (y[j] - m) * t[j];
      aa += m;
      ab += m * t[j];
      bb += m * t[j] * t[j];
    }
    const double determinant = aa * bb - ab * ab;
    a += (bb * score_a - ab * score_b) / determinant;
    b += (aa * score_b - ab * score_a) / determinant;
  }
  return b;
}

}  // namespace

TEST_CASE("checks: dispersion tests, leverages, Ljung-Box and middle residuals are R's") {
  for (const auto& row : reference_rows("checks.csv")) {
    CAPTURE(row.text("series"));
    const auto y = numbers<double>(row.text("counts"));
    const auto counts = numbers<std::int64_t>(row.text("counts"));
    const auto means = numbers<double>(row.text("means"));
    const auto expected = numbers<double>(row.text("leverages"));
    const auto leverages = poisson_leverages(years_from(1970, y.size()), means, 1);
    REQUIRE(leverages.size() == y.size());
    for (std::size_t i = 0; i < y.size(); ++i) CHECK(leverages[i] == doctest::Approx(expected[i]).epsilon(1e-9));

    const dispersion_tests found = test_dispersion(y, means, leverages);
    const auto same = [&](const check_result& test, const std::string& column) {
      CAPTURE(column);
      CHECK(test.statistic == doctest::Approx(row.number(column)).epsilon(1e-9));
      CHECK(test.p_value == doctest::Approx(row.number(column + "_p")).epsilon(1e-7));
    };
    same(found.cameron_trivedi_linear, "ct_linear");
    same(found.cameron_trivedi_quadratic, "ct_quadratic");
    same(found.dean_linear, "dean_linear");
    same(found.dean_quadratic, "dean_quadratic");
    same(ljung_box(pearson_residuals(y, means, means), 5), "ljung_box");

    std::vector<any_distribution> laws;
    for (const double m : means) laws.emplace_back(poisson(m));
    const auto middle = numbers<double>(row.text("mid_residuals"));
    const auto residuals = mid_quantile_residuals(counts, laws);
    for (std::size_t i = 0; i < y.size(); ++i) CHECK(residuals[i] == doctest::Approx(middle[i]).epsilon(1e-8));

    const trend_checks all = check_trend(years_from(1970, y.size()), counts, laws, 1);
    CHECK(all.lags == 5);
    same(all.autocorrelation.value(), "ljung_box");
    same(all.dispersion.value().dean_quadratic, "dean_quadratic");
    CHECK(all.quantile_residuals == quantile_residuals(counts, laws, 1));
  }
}

TEST_CASE("checks: Norway's road deaths hang together from year to year") {
  for (const auto& row : reference_rows("checks.csv")) {
    if (row.text("series") != "norway") continue;
    const auto means = numbers<double>(row.text("means"));
    const auto test = ljung_box(pearson_residuals(numbers<double>(row.text("counts")), means, means), 5);
    CHECK(test.statistic == doctest::Approx(15.09372).epsilon(1e-6));
    CHECK(test.p_value == doctest::Approx(0.00996929).epsilon(1e-6));
  }
}

TEST_CASE("checks_of: those of a fitted trend are those of its figures") {
  for (const auto& row : reference_rows("checks.csv")) {
    if (row.text("series") != "norway") continue;
    const yearly_tally norway = exact_counts("norway", 1970, numbers<std::int64_t>(row.text("counts")));
    const trend_summary line = summary(loglinear{.family = count_family::poisson}.fit(norway));
    const std::vector<trend_check> tests = checks_of(line);
    REQUIRE(tests.size() == 5);
    CHECK(tests[0].name == "ljung_box");
    CHECK(tests[0].statistic == doctest::Approx(15.09372).epsilon(1e-6));
    CHECK(tests[0].p_value == doctest::Approx(0.00996929).epsilon(1e-6));
    CHECK(tests[4].name == "dean_quadratic");
    CHECK(tests[4].p_value < 1e-6);
    const std::vector<trend_check> of_nb = checks_of(summary(loglinear{}.fit(norway)));
    REQUIRE(of_nb.size() == 1);
    CHECK(of_nb[0].statistic < tests[0].statistic);
    CHECK(checks_of(summary(loglinear{.family = count_family::quasi_poisson}.fit(norway))).empty());
  }
  CHECK(checks_of(summary(loglinear{}.fit(exact_counts("five", 2000, std::vector<std::int64_t>{3, 9, 4, 30, 7}))))
            .empty());
}

TEST_CASE("checks: the influence of each year is that of refitting without it") {
  for (const auto& row : reference_rows("checks.csv")) {
    const auto series = exact_counts("made up", 1970, numbers<std::int64_t>(row.text("counts")));
    const auto expected = numbers<double>(row.text("slope_changes"));
    const auto found = influence(series, poisson_slope);
    REQUIRE(found.size() == expected.size());
    for (std::size_t i = 0; i < found.size(); ++i) {
      CHECK(found[i].year == 1970 + static_cast<int>(i));
      CHECK(found[i].change == doctest::Approx(expected[i]).epsilon(1e-6));
      CHECK(found[i].without == doctest::Approx(row.number("slope") + expected[i]).epsilon(1e-8));
    }
    const auto most = most_influential(found);
    REQUIRE(most.has_value());
    for (const double change : expected) CHECK(std::abs(change) <= std::abs(most->change) * (1 + 1e-6));
  }
  CHECK(influence(exact_counts("two", 2000, std::vector<std::int64_t>{3, 5}), poisson_slope).empty());
  CHECK_FALSE(most_influential({}).has_value());
  auto gap = exact_counts("gap", 2000, std::vector<std::int64_t>{3, 5, 4, 9});
  gap.years[1].total = count::not_known();
  CHECK(influence(gap, poisson_slope).size() == 3);
}

TEST_CASE("checks: randomised residuals of a right law are standard normal, with the same seed the same") {
  random_engine engine(5);
  std::vector<any_distribution> laws;
  std::vector<std::int64_t> counts;
  for (int i = 0; i < 4000; ++i) {
    const double m = 0.5 + (i % 10);
    if (i % 2 == 0) {
      laws.emplace_back(poisson(m));
    } else {
      laws.emplace_back(negative_binomial(m, 2));
    }
    counts.push_back(sample(laws.back(), engine));
  }
  const auto residuals = quantile_residuals(counts, laws, 9);
  double sum = 0;
  double squares = 0;
  int beyond = 0;
  for (const double r : residuals) {
    sum += r / 4000;
    squares += r * r / 4000;
    beyond += std::abs(r) > 1.959964 ? 1 : 0;
  }
  CHECK(std::abs(sum) < 0.05);
  CHECK(squares == doctest::Approx(1.0).epsilon(0.07));
  CHECK(beyond / 4000.0 == doctest::Approx(0.05).epsilon(0.2));
  CHECK(residuals == quantile_residuals(counts, laws, 9));
  CHECK(residuals != quantile_residuals(counts, laws, 10));

  const std::vector<any_distribution> one{poisson(1)};
  for (const std::int64_t y : {std::int64_t{0}, std::int64_t{1'000'000}, std::int64_t{-1}}) {
    CHECK(std::isfinite(quantile_residuals(std::vector{y}, one, 1).front()));
    CHECK(std::isfinite(mid_quantile_residuals(std::vector{y}, one).front()));
  }
  CHECK(mid_quantile_residuals(std::vector<std::int64_t>{1'000'000}, one).front() > 36);
}

TEST_CASE("checks: dispersion tests reject Poisson counts about as often as they should") {
  random_engine engine(11);
  int dean = 0;
  int negative = 0;
  const std::vector<int> years = years_from(2000, 25);
  for (int repetition = 0; repetition < 1000; ++repetition) {
    for (const double size : {1e12, 10.0}) {
      std::vector<double> y;
      double sum = 0;
      for (int i = 0; i < 25; ++i) {
        y.push_back(static_cast<double>(sample(negative_binomial(30, size), engine)));
        sum += y.back();
      }
      const std::vector<double> means(25, sum / 25);
      const auto tests = test_dispersion(y, means, poisson_leverages(years, means, 0));
      (size > 1e6 ? dean : negative) += tests.dean_quadratic.p_value < 0.05 ? 1 : 0;
    }
  }
  CHECK(dean >= 30);
  CHECK(dean <= 75);
  CHECK(negative > 980);
}

TEST_CASE("checks: short, equal and certain series, and what is refused") {
  CHECK(ljung_box(std::vector<double>(8, 0.7), 3).p_value == 1);
  const std::vector<std::int64_t> zeros(8, 0);
  const std::vector<any_distribution> certain(8, poisson(0));
  const auto none = check_trend(years_from(2000, 8), zeros, certain, 0);
  CHECK_FALSE(none.autocorrelation.has_value());
  CHECK_FALSE(none.dispersion.has_value());
  for (const double r : none.quantile_residuals) CHECK(std::isfinite(r));
  const std::vector<any_distribution> few(3, poisson(2));
  CHECK_FALSE(check_trend(years_from(2000, 3), std::vector<std::int64_t>{1, 2, 3}, few, 1).autocorrelation.has_value());
  const std::vector<any_distribution> wide(8, negative_binomial(2, 3));
  CHECK_FALSE(check_trend(years_from(2000, 8), zeros, wide, 0).dispersion.has_value());

  const std::vector<double> two{1, 2};
  const std::vector<double> three{1, 2, 3};
  const double nan = std::numeric_limits<double>::quiet_NaN();
  CHECK_THROWS_AS(test_dispersion(two, three, two), invalid_input);
  CHECK_THROWS_AS(test_dispersion(two, two, three), invalid_input);
  CHECK_THROWS_AS(test_dispersion(two, std::vector<double>{0, 1}, two), invalid_input);
  CHECK_THROWS_AS(test_dispersion(std::vector<double>{nan, 1}, two, two), invalid_input);
  CHECK_THROWS_AS(poisson_leverages(years_from(2000, 2), two, 4), invalid_input);
  CHECK_THROWS_AS(poisson_leverages(years_from(2000, 2), two, 2), invalid_input);
  CHECK_THROWS_AS(pearson_residuals(two, two, std::vector<double>{0, 1}), invalid_input);
  CHECK_THROWS_AS(ljung_box(three, 3), invalid_input);
  CHECK_THROWS_AS(ljung_box(three, 1, 1), invalid_input);
  CHECK_THROWS_AS(ljung_box(std::vector<double>{nan, 1, 2}, 1), invalid_input);
  CHECK_THROWS_AS(quantile_residuals(zeros, few, 1), invalid_input);
  CHECK_THROWS_AS(check_trend(years_from(2000, 2), zeros, certain, 0), invalid_input);
}
