#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "../reference/reference_rows.hpp"
#include <doctest/doctest.h>

#include <tollcast/core/error.hpp>
#include <tollcast/distribution/distribution.hpp>
#include <tollcast/distribution/interval.hpp>
#include <tollcast/distribution/mixture.hpp>
#include <tollcast/distribution/negative_binomial.hpp>
#include <tollcast/distribution/poisson.hpp>
#include <tollcast/numeric/reference_laws.hpp>
#include <tollcast/numeric/special.hpp>
#include <tollcast/trend/loglinear.hpp>

using namespace tollcast;

namespace {

using figures = std::vector<std::int64_t>;

template <class Number>
std::vector<Number> numbers(const std::string& text) {
  std::istringstream rest(text);
  std::vector<Number> all;
  for (Number one{}; rest >> one;) all.push_back(one);
  return all;
}

const figures& series_named(const std::string& name) {
  static const auto all = [] {
    std::map<std::string, figures> read;
    for (const auto& row : reference_rows("loglinear_series.csv")) {
      read[row.text("series")] = numbers<std::int64_t>(row.text("counts"));
    }
    return read;
  }();
  return all.at(name);
}

yearly_tally series_of(const figures& counts) { return exact_counts("made up", 2001, counts); }

// "100..120", "100..Inf", "-"
yearly_tally series_of_intervals(const std::string& text) {
  yearly_tally series{"made up", {}, {}};
  for (const std::string& year : numbers<std::string>(text)) {
    count said = count::not_known();
    if (const auto dots = year.find(".."); dots != std::string::npos) {
      const std::int64_t lower = std::stoll(year.substr(0, dots));
      const std::string upper = year.substr(dots + 2);
      said = upper == "Inf" ? count::at_least(lower) : count::between(lower, std::stoll(upper));
    }
    series.years.push_back({2001 + static_cast<int>(series.years.size()), said, {}});
  }
  return series;
}

count_family family_named(const std::string& name) {
  return name == "poisson" ? count_family::poisson : count_family::negative_binomial;
}

double relative(double found, double wanted) { return std::abs(found / wanted - 1); }

// Every number that a fit gives away.
std::vector<double> numbers_of(const loglinear_fit& fit) {
  std::vector<double> all = fit.coefficients;
  const auto add = [&](const std::optional<double>& number) { all.push_back(number.value_or(0)); };
  all.insert(all.end(), fit.covariance.begin(), fit.covariance.end());
  for (const auto& number : {fit.size, fit.size_se, fit.dispersion, fit.log_likelihood, fit.aicc}) add(number);
  const trend_summary found = summary(fit);
  for (const auto& [name, of] : found.parameters) {
    for (const auto& number : {std::optional(of.value), of.se, of.lower, of.upper}) add(number);
  }
  for (const auto& piece : found.segments) {
    for (const auto& number : {piece.change, piece.lower, piece.upper, piece.p_value}) add(number);
  }
  for (const auto& year : found.fitted) {
    for (const auto& number : {std::optional(year.mean), year.lower, year.upper}) add(number);
  }
  for (const auto& law : fit.forecast(2)) all.insert(all.end(), {mean(law), variance(law)});
  return all;
}

const figures lull_and_surge{5687, 7655, 4612, 2610, 2057, 980, 679, 600, 853, 973, 1524, 2546};

}  // namespace

TEST_CASE("R's glm and MASS::glm.nb on 37 series: coefficients and log-likelihood to 1e-8, size to 1e-6") {
  const auto rows = reference_rows("loglinear.csv");
  REQUIRE(rows.size() == 88);
  for (const auto& row : rows) {
    const figures& counts = series_named(row.text("series"));
    loglinear asked{.family = family_named(row.text("family")), .degree = static_cast<int>(row.whole("degree"))};
    for (std::size_t t = 0; t < counts.size() && row.whole("exposed") == 1; ++t) {
      asked.exposure.push_back(1 + static_cast<double>(t) / 10);
    }
    const loglinear_fit fit = asked.fit(series_of(counts));
    CAPTURE(row.text("series"));
    CAPTURE(row.text("family"));
    CAPTURE(asked.degree);
    CHECK(fit.status == fit_status::converged);
    CHECK(fit.family == asked.family);
    const auto coefficients = numbers<double>(row.text("b"));
    const auto errors = numbers<double>(row.text("se"));
    REQUIRE(fit.coefficients.size() == coefficients.size());
    for (std::size_t i = 0; i < coefficients.size(); ++i) {
      CHECK(relative(fit.coefficients[i], coefficients[i]) < 1e-8);
      CHECK(relative(*wald_estimate(fit, static_cast<int>(i)).se, errors[i]) < 1e-7);
    }
    CHECK(relative(*fit.log_likelihood, row.number("log_likelihood")) < 1e-10);
    CHECK(relative(*fit.aic, row.number("aic")) < 1e-10);
    CHECK(relative(fit.deviance, row.number("deviance")) < 1e-7);
    CHECK(relative(fit.pearson, row.number("pearson")) < 1e-7);
    if (asked.family == count_family::negative_binomial) {
      REQUIRE(fit.size);
      CHECK(relative(*fit.size, row.number("theta")) < 1e-6);
      CHECK(relative(*fit.size_se, row.number("se_theta")) < 3e-4);  // glm.nb's is that of its last step but one
    }
  }
}

TEST_CASE("the standard error of size is that of the information at the estimate") {
  for (const char* name : {"sv_h1_nrwrp", "salmNewport_DE", "lynx", "norway", "van_killed"}) {
    const loglinear_fit fit = loglinear{}.fit(series_of(series_named(name)));
    const double r = fit.size.value();
    double information = 0;
    double score = 0;
    for (const loglinear_year& year : fit.years) {
      const double y = *year.figure;
      information -=
          trigamma(y + r) - trigamma(r) + 1 / r - 2 / (r + year.mean) + (y + r) / ((r + year.mean) * (r + year.mean));
      score += digamma(y + r) - digamma(r) + std::log(r / (r + year.mean)) + 1 - (y + r) / (r + year.mean);
    }
    CAPTURE(name);
    CHECK(relative(*fit.size_se, 1 / std::sqrt(information)) < 1e-6);
    CHECK(std::abs(score * *fit.size_se) < 1e-7);
  }
}

TEST_CASE("years known by an interval: a direct maximisation in R") {
  const auto rows = reference_rows("loglinear_intervals.csv");
  REQUIRE(rows.size() == 8);
  for (const auto& row : rows) {
    const loglinear_fit fit =
        loglinear{.family = family_named(row.text("family"))}.fit(series_of_intervals(row.text("years")));
    CAPTURE(row.text("name"));
    CAPTURE(row.text("family"));
    CHECK(fit.status == fit_status::converged);
    CHECK(fit.coefficients[0] == doctest::Approx(row.number("b0")).epsilon(1e-6));
    CHECK(fit.coefficients[1] == doctest::Approx(row.number("b1")).epsilon(1e-5));
    CHECK(*fit.log_likelihood == doctest::Approx(row.number("log_likelihood")).epsilon(1e-10));
    CHECK(*fit.log_likelihood > row.number("log_likelihood") - 1e-8);
    if (row.text("family") == "poisson") continue;
    CHECK(*fit.size == doctest::Approx(row.number("size")).epsilon(1e-4));
  }
}

TEST_CASE("years known by an interval: the information is the likelihood's curvature, by differences") {
  const yearly_tally series = series_of_intervals("40..Inf 55..55 30..30 0..45 25..25 0..30 18..18 12..Inf 20..26");
  const loglinear_fit fit = loglinear{.family = count_family::poisson}.fit(series);
  const auto log_likelihood = [&](double intercept, double slope) {
    double sum = 0;
    for (const annual_count& said : annual_counts(series)) {
      const poisson law(std::exp(intercept + slope * (said.year - 2001)));
      sum += std::log(prob_between(law, said.lower, said.upper));
    }
    return sum;
  };
  const double b0 = fit.coefficients[0];
  const double b1 = fit.coefficients[1];
  CHECK(log_likelihood(b0, b1) == doctest::Approx(*fit.log_likelihood).epsilon(1e-12));
  const double h = 1e-3;
  const auto second = [&](double d0, double d1) {
    return (log_likelihood(b0 + d0, b1 + d1) - 2 * log_likelihood(b0, b1) + log_likelihood(b0 - d0, b1 - d1)) / (h * h);
  };
  // Exact years have the same information expected and observed under the Poisson law.
  const double i00 = -second(h, 0);
  const double i11 = -second(0, h);
  const double i01 = 0.5 * (-second(h, h) - i00 - i11);
  const double determinant = i00 * i11 - i01 * i01;
  CHECK(fit.covariance[0] == doctest::Approx(i11 / determinant).epsilon(1e-4));
  CHECK(fit.covariance[1] == doctest::Approx(-i01 / determinant).epsilon(1e-4));
  CHECK(fit.covariance[3] == doctest::Approx(i00 / determinant).epsilon(1e-4));
}

TEST_CASE("an interval of one count is that count; one that says nothing is a missing year") {
  const loglinear_fit exact = loglinear{}.fit(series_of_intervals("5..5 - 9..9 4..4 20..20 11..11"));
  const loglinear_fit wide = loglinear{}.fit(series_of_intervals("5..5 0..999999999999999 9..9 4..4 20..20 11..11"));
  CHECK(exact.years.size() == 5);
  CHECK(wide.years.size() == 6);
  CHECK(wide.coefficients[1] == doctest::Approx(exact.coefficients[1]).epsilon(1e-8));
  CHECK(*wide.log_likelihood == doctest::Approx(*exact.log_likelihood).epsilon(1e-10));
  CHECK(wide.pearson == doctest::Approx(exact.pearson).epsilon(1e-8));
}

TEST_CASE("Norway's road deaths: quasi-Poisson as in R") {
  const loglinear_fit fit = loglinear{.family = count_family::quasi_poisson}.fit(series_of(series_named("norway")));
  CHECK(*fit.dispersion == doctest::Approx(3.441897965).epsilon(1e-9));
  CHECK(fit.coefficients[0] == doctest::Approx(6.26953261111).epsilon(1e-11));
  CHECK(fit.coefficients[1] == doctest::Approx(-0.02019171598).epsilon(1e-9));
  CHECK(*wald_estimate(fit, 0).se == doctest::Approx(0.029231277655).epsilon(1e-9));
  CHECK(*wald_estimate(fit, 1).se == doctest::Approx(0.001670072912).epsilon(1e-9));
  CHECK_FALSE(fit.log_likelihood);
  CHECK_FALSE(fit.aic);
  const double quantile = student_t_quantile(.975, 32);
  CHECK(*wald_estimate(fit, 1).upper == doctest::Approx(-0.02019171598 + quantile * 0.001670072912).epsilon(1e-8));
  const auto expected = fit.forecast(3, parameter_uncertainty::ignored);
  CHECK(variance(expected[0]) == doctest::Approx(*fit.dispersion * mean(expected[0])).epsilon(1e-12));
}

TEST_CASE("Norway's road deaths: NB2 means of the years to come as in R") {
  const loglinear_fit fit = loglinear{}.fit(series_of(series_named("norway")));
  const auto laws = fit.forecast(3, parameter_uncertainty::ignored);
  REQUIRE(laws.size() == 3);
  CHECK(mean(laws[0]) == doctest::Approx(267.5288839).epsilon(1e-9));
  CHECK(mean(laws[1]) == doctest::Approx(262.2694328).epsilon(1e-9));
  CHECK(mean(laws[2]) == doctest::Approx(257.1133792).epsilon(1e-9));
  CHECK(variance(laws[0]) == doctest::Approx(267.5288839 * (1 + 267.5288839 / 162.9718941)).epsilon(1e-7));
}

TEST_CASE("at the ends of a profile interval the likelihood has fallen by half the quantile of chi-squared") {
  const auto at_slope = [](const figures& counts, count_family family, double slope) {
    loglinear fixed{.family = family, .degree = 0};
    for (std::size_t t = 0; t < counts.size(); ++t) fixed.exposure.push_back(std::exp(slope * static_cast<double>(t)));
    return *fixed.fit(series_of(counts)).log_likelihood;
  };
  const double fall = 0.5 * chi_squared_quantile(.95, 1);
  for (const figures& counts : {series_named("finland"), lull_and_surge, figures{3, 0, 2, 5, 1, 7, 6}}) {
    for (const count_family family : {count_family::poisson, count_family::negative_binomial}) {
      const loglinear_fit fit = loglinear{.family = family}.fit(series_of(counts));
      const estimate slope = profile_estimate(fit);
      REQUIRE(slope.lower);
      REQUIRE(slope.upper);
      CHECK(*fit.log_likelihood - at_slope(counts, family, *slope.lower) == doctest::Approx(fall).epsilon(1e-6));
      CHECK(*fit.log_likelihood - at_slope(counts, family, *slope.upper) == doctest::Approx(fall).epsilon(1e-6));
      CHECK(*slope.lower < slope.value);
      CHECK(slope.value < *slope.upper);
    }
  }
  // The likelihood of size in a sample without trend, its mean at the estimate, which does not depend on size.
  const figures counts{12, 3, 25, 7, 1, 9, 30, 4, 6, 16};
  const loglinear_fit fit = loglinear{.degree = 0}.fit(series_of(counts));
  const auto at_size = [&](double size) {
    double sum = 0;
    for (const std::int64_t y : counts) sum += log_pmf(negative_binomial(11.3, size), y);
    return sum;
  };
  const auto size = profile_size(fit);
  REQUIRE(size);
  CHECK(at_size(size->value) == doctest::Approx(*fit.log_likelihood).epsilon(1e-12));
  CHECK(at_size(size->value) - at_size(*size->lower) == doctest::Approx(fall).epsilon(1e-6));
  CHECK(at_size(size->value) - at_size(*size->upper) == doctest::Approx(fall).epsilon(1e-6));
}

TEST_CASE("quasi-Poisson's profile interval: the deviance rises by F times the dispersion") {
  const figures& counts = series_named("finland");
  const loglinear_fit fit = loglinear{.family = count_family::quasi_poisson}.fit(series_of(counts));
  const estimate slope = profile_estimate(fit);
  loglinear fixed{.family = count_family::poisson, .degree = 0};
  for (std::size_t t = 0; t < counts.size(); ++t) {
    fixed.exposure.push_back(std::exp(*slope.lower * static_cast<double>(t)));
  }
  const double quantile = student_t_quantile(.975, 32);
  CHECK(fixed.fit(series_of(counts)).deviance - fit.deviance ==
        doctest::Approx(*fit.dispersion * quantile * quantile).epsilon(1e-6));
}

TEST_CASE("the yearly change and the time to double are the slope in other words") {
  const loglinear_fit fit = loglinear{}.fit(series_of(series_named("norway")));
  const estimate slope = profile_estimate(fit);
  const trend_segment change = yearly_change(fit);
  CHECK(*change.change == doctest::Approx(100 * std::expm1(-0.01985519281)).epsilon(1e-8));
  CHECK(*change.lower == doctest::Approx(100 * std::expm1(*slope.lower)));
  CHECK(*change.upper == doctest::Approx(100 * std::expm1(*slope.upper)));
  CHECK(*change.p_value == doctest::Approx(2 * normal_cdf(-0.01985519281 / 0.001643824064)).epsilon(1e-4));
  const auto halving = time_to_double(fit);
  REQUIRE(halving);
  CHECK(halving->halves);
  CHECK(halving->years.value == doctest::Approx(34.9101).epsilon(1e-5));
  CHECK(*halving->years.lower == doctest::Approx(-std::log(2.0) / *slope.lower));
  CHECK(*halving->years.upper == doctest::Approx(-std::log(2.0) / *slope.upper));

  const auto unsure = time_to_double(loglinear{}.fit(series_of({4, 9, 3, 8, 5, 12, 4, 9})));
  REQUIRE(unsure);
  CHECK_FALSE(unsure->halves);
  CHECK(unsure->years.lower);
  CHECK_FALSE(unsure->years.upper);
  CHECK_FALSE(time_to_double(loglinear{.family = count_family::poisson}.fit(series_of({7, 7, 7, 7, 7}))));
  CHECK_THROWS_AS(yearly_change(loglinear{.degree = 2}.fit(series_of(lull_and_surge))), invalid_input);
}

TEST_CASE("without overdispersion the fit says Poisson") {
  for (const figures& counts : {series_named("driverdeaths"), figures{7, 7, 8, 7, 6, 7}, figures{5, 9, 30}}) {
    const loglinear_fit fit = loglinear{}.fit(series_of(counts));
    const loglinear_fit plain = loglinear{.family = count_family::poisson}.fit(series_of(counts));
    CHECK(fit.family == count_family::poisson);
    CHECK_FALSE(fit.size);
    CHECK(fit.notes.size() == 1);
    CHECK(fit.coefficients[1] == plain.coefficients[1]);
    CHECK(*fit.aic == *plain.aic);
    CHECK(summary(fit).family == "poisson");
    // The forecast still allows for overdispersion that few years do not show.
    CHECK(variance(fit.forecast(1)[0]) > variance(plain.forecast(1)[0]));
  }
}

TEST_CASE("sv_m1, where glm.nb fails: no size near the estimate has a higher likelihood") {
  const loglinear_fit fit = loglinear{}.fit(series_of(series_named("sv_m1")));
  REQUIRE(fit.size);
  CHECK(fit.status == fit_status::converged);
  CHECK(*fit.log_likelihood > *loglinear{.family = count_family::poisson}.fit(fit.series).log_likelihood + 10);
  for (const double factor : {.9, .99, 1.01, 1.1}) {
    double sum = 0;
    for (const auto& year : fit.years) {
      sum += log_pmf(negative_binomial(year.mean, *fit.size * factor), static_cast<std::int64_t>(*year.figure));
    }
    CHECK(sum < *fit.log_likelihood);
  }
}

TEST_CASE("too few years and likelihoods without a maximum are refused, in words") {
  const auto refused = [](const loglinear& asked, const yearly_tally& series) {
    try {
      asked.fit(series);
    } catch (const cannot_answer& refusal) {
      return std::string(refusal.what());
    }
    return std::string("fitted");
  };
  const loglinear nb{};
  const loglinear plain{.family = count_family::poisson};
  CHECK(
      refused(nb, series_of({0, 0, 0, 0, 0})) ==
      "loglinear: no trend of degree 1 fits 'made up' best: no count is above 0, and the lower its log mean the better "
      "it fits");
  CHECK(refused(nb, series_of({5})) ==
        "loglinear: 1 of the years of 'made up' say something; a negative_binomial trend of degree 1 needs at least 3");
  CHECK(refused(nb, series_of({5, 9})).find("at least 3") != std::string::npos);
  CHECK(refused(plain, series_of({5})).find("at least 2") != std::string::npos);
  CHECK(refused(plain, series_of({})).find("at least 2") != std::string::npos);
  CHECK(refused(plain, series_of({0, 0, 0, 5})).find("the steeper it is the better") != std::string::npos);
  CHECK(refused(nb, series_of({5, 0, 0, 0})).find("the steeper it is the better") != std::string::npos);
  CHECK(refused({.family = count_family::poisson, .degree = 2}, series_of({0, 5, 7, 0, 0})).find("steeper") !=
        std::string::npos);
  CHECK(refused(plain, series_of_intervals("5..Inf 7..Inf 9..Inf")).find("steeper") != std::string::npos);
  CHECK(refused(plain, series_of_intervals("5..Inf 0..7 9..9")).find("steeper") == std::string::npos);

  CHECK(refused(nb, series_of({0, 5, 0, 0})) == "fitted");
  CHECK(refused(plain, series_of({0, 0, 2, 5})) == "fitted");
  CHECK(refused({.family = count_family::poisson, .degree = 2}, series_of({0, 5, 0, 7, 0})) == "fitted");
  CHECK(refused({.degree = 0}, series_of({0, 0, 0, 5})) == "fitted");

  CHECK_THROWS_AS(loglinear{.degree = 4}.fit(series_of(lull_and_surge)), invalid_input);
  CHECK_THROWS_AS(loglinear{.family = count_family::log_normal}.fit(series_of(lull_and_surge)), invalid_input);
  CHECK_THROWS_AS((loglinear{.exposure = {1, 2}}.fit(series_of({3, 4, 5}))), invalid_input);
  CHECK_THROWS_AS((loglinear{.exposure = {1, 0, 2}}.fit(series_of({3, 4, 5}))), invalid_input);
  const loglinear_fit fit = loglinear{}.fit(series_of(lull_and_surge));
  CHECK_THROWS_AS(fit.forecast(0), invalid_input);
  CHECK_THROWS_AS(wald_estimate(fit, 2), invalid_input);
}

TEST_CASE("two years and a Poisson line: the fit passes through both") {
  const loglinear_fit fit = loglinear{.family = count_family::poisson}.fit(series_of({5, 9}));
  CHECK(fit.coefficients[0] == doctest::Approx(std::log(5.0)));
  CHECK(fit.coefficients[1] == doctest::Approx(std::log(9.0 / 5)));
  CHECK(fit.covariance[3] == doctest::Approx(1.0 / 5 + 1.0 / 9));
  CHECK_FALSE(fit.aicc);
  CHECK_FALSE(fit.dispersion);
}

TEST_CASE("large counts: the same trend and size whatever the unit, up to 10^15") {
  const figures shape{1000, 1100, 900, 1400, 1300, 1800};
  double last_size = 0;
  for (const std::int64_t unit :
       {std::int64_t{1'000'000}, std::int64_t{100'000'000'000}, std::int64_t{500'000'000'000}}) {
    figures counts;
    for (const std::int64_t y : shape) counts.push_back(y * unit);
    const loglinear_fit fit = loglinear{}.fit(series_of(counts));
    CAPTURE(unit);
    CHECK(fit.status == fit_status::converged);
    REQUIRE(fit.size);
    CHECK(fit.coefficients[1] == doctest::Approx(0.110934).epsilon(1e-5));
    if (last_size > 0) CHECK(*fit.size == doctest::Approx(last_size).epsilon(1e-6));
    last_size = *fit.size;
    double sum = 0;
    for (const auto& year : fit.years) {
      sum += log_pmf(negative_binomial(year.mean, *fit.size), static_cast<std::int64_t>(*year.figure));
    }
    CHECK(sum == doctest::Approx(*fit.log_likelihood).epsilon(1e-5));
    if (unit > 100'000'000'000) continue;  // the means of a forecast stay below 10^15
    const auto ends = interval(fit.forecast(1)[0], .95);
    CHECK(static_cast<double>(ends.lower) / static_cast<double>(unit) == doctest::Approx(919).epsilon(.01));
    CHECK(static_cast<double>(ends.upper) / static_cast<double>(unit) == doctest::Approx(3151).epsilon(.01));
  }
  const loglinear_fit even =
      loglinear{}.fit(series_of({100'000'000'000'000, 100'000'000'000'010, 99'999'999'999'000, 100'000'003'000'000}));
  CHECK(even.family == count_family::poisson);
  CHECK(std::abs(even.coefficients[1]) < 1e-7);
}

TEST_CASE("a forecast is the mixture that it stands for") {
  // Poisson: the log mean is normal; by a fine sum.
  const loglinear_fit fit = loglinear{.family = count_family::poisson}.fit(series_of({12, 9, 15, 11, 18, 16, 21}));
  const auto laws = fit.forecast(3);
  for (int h = 1; h <= 3; ++h) {
    const double t = 6.0 + h;
    const double centre = fit.coefficients[0] + fit.coefficients[1] * t;
    const double sd = std::sqrt(fit.covariance[0] + 2 * t * fit.covariance[1] + t * t * fit.covariance[3]);
    for (const std::int64_t y : {5, 15, 25, 40, 60}) {
      double probability = 0;
      for (int i = -800; i <= 800; ++i) {
        const double z = i / 100.0;
        probability +=
            0.01 / std::sqrt(2 * std::acos(-1.0)) * std::exp(-z * z / 2) * pmf(poisson(std::exp(centre + sd * z)), y);
      }
      CHECK(pmf(laws[static_cast<std::size_t>(h - 1)], y) == doctest::Approx(probability).epsilon(.02));
    }
  }
}

TEST_CASE("where counts are large a forecast's interval is the t interval of a linear model for log counts") {
  const figures counts{800'000, 1'010'000, 930'000, 1'260'000, 1'150'000, 1'330'000, 1'290'000, 1'610'000, 1'490'000};
  const auto n = static_cast<double>(counts.size());
  double mean_log = 0;
  double slope = 0;
  for (std::size_t t = 0; t < counts.size(); ++t) {
    const double z = std::log(static_cast<double>(counts[t]));
    mean_log += z / n;
    slope += (static_cast<double>(t) - 4) * z / 60;
  }
  double squares = 0;
  for (std::size_t t = 0; t < counts.size(); ++t) {
    const double e = std::log(static_cast<double>(counts[t])) - mean_log - slope * (static_cast<double>(t) - 4);
    squares += e * e;
  }
  const auto laws = loglinear{}.fit(series_of(counts)).forecast(3);
  for (const double h : {1.0, 3.0}) {
    const double centre = mean_log + slope * (4 + h);
    const double se = std::sqrt(squares / 7 * (1 + 1 / n + (4 + h) * (4 + h) / 60));
    for (const double p : {.025, .1, .5, .9, .975}) {
      const double wanted = centre + se * (p == .5 ? 0 : student_t_quantile(p, 7));
      const auto found = static_cast<double>(quantile(laws[static_cast<std::size_t>(h) - 1], p));
      CAPTURE(p);
      CHECK(std::abs(std::log(found) - wanted) < 0.2 * se);
    }
  }
}

TEST_CASE("uncertain parameters widen a forecast, the more the further ahead; no mean explodes") {
  for (const count_family family :
       {count_family::poisson, count_family::quasi_poisson, count_family::negative_binomial}) {
    const loglinear_fit fit = loglinear{.family = family}.fit(series_of(lull_and_surge));
    const auto with = fit.forecast(6);
    const auto without = fit.forecast(6, parameter_uncertainty::ignored);
    for (std::size_t h = 0; h < 6; ++h) {
      const auto width = [](const interval_ends& ends) {
        return std::log(static_cast<double>(ends.upper) + 1) - std::log(static_cast<double>(ends.lower) + 1);
      };
      CHECK(width(interval(with[h], .95)) > width(interval(without[h], .95)));
      CHECK(quantile(with[h], .5) < 1.3 * static_cast<double>(quantile(without[h], .5)));
    }
  }
  for (const figures& counts : {figures{0, 1, 0, 0, 0, 0}, figures{1, 2, 1'000'000'000, 3, 4}, figures{5, 9, 30},
                                figures{0, 0, 0, 0, 1, 1}, figures{1, 10, 100, 1000, 10000}}) {
    for (const int degree : {0, 1}) {
      const auto largest = static_cast<double>(*std::max_element(counts.begin(), counts.end()));
      for (const auto& law : loglinear{.degree = degree}.fit(series_of(counts)).forecast(6)) {
        CHECK(std::isfinite(variance(law)));
        CHECK(mean(law) <= 1000 * largest);
        CHECK(mean(law) >= 0);
        CHECK(support_lower(law) == 0);
      }
    }
  }
}

TEST_CASE("a forecast is for the last year's exposure") {
  const figures counts{50, 61, 43, 55, 62, 47, 58};
  const loglinear_fit fit = loglinear{.degree = 0, .exposure = {1, 1, 1, 1, 1, 1, 2}}.fit(series_of(counts));
  CHECK(fit.coefficients[0] == doctest::Approx(std::log(376.0 / 8)).epsilon(.01));
  CHECK(mean(fit.forecast(1, parameter_uncertainty::ignored)[0]) == doctest::Approx(2 * std::exp(fit.coefficients[0])));
}

TEST_CASE("leverages add up to the number of coefficients") {
  for (const int degree : {0, 1, 2, 3}) {
    double sum = 0;
    for (const auto& year : loglinear{.degree = degree}.fit(series_of(lull_and_surge)).years) sum += year.leverage;
    CHECK(sum == doctest::Approx(degree + 1));
  }
}

TEST_CASE("the summary") {
  yearly_tally series = series_of(lull_and_surge);
  series.years[3].total = count::not_known();
  const loglinear_fit fit = loglinear{}.fit(series);
  const trend_summary found = summary(fit);
  CHECK(found.series == "made up");
  CHECK(found.model == "loglinear");
  CHECK(found.family == "negative_binomial");
  CHECK(found.observations == 11);
  REQUIRE(found.parameters.size() == 3);
  CHECK(found.parameters[0].name == "intercept");
  CHECK(found.parameters[1].name == "slope");
  CHECK(found.parameters[2].name == "size");
  CHECK(*found.parameters[1].of.lower == doctest::Approx(*profile_estimate(fit).lower));
  CHECK(*found.dispersion == *fit.dispersion);
  REQUIRE(found.segments.size() == 1);
  CHECK(found.segments[0].from == 2001);
  CHECK(found.segments[0].to == 2012);
  REQUIRE(found.averages.size() == 1);
  CHECK(found.averages[0].value == *found.segments[0].change);
  REQUIRE(found.fitted.size() == 12);
  CHECK(found.fitted[0].mean == doctest::Approx(std::exp(fit.coefficients[0])));
  CHECK(*found.fitted[0].upper ==
        doctest::Approx(std::exp(fit.coefficients[0] + normal_quantile(.975) * std::sqrt(fit.covariance[0]))));
  CHECK_FALSE(found.fitted[3].observed.is_exact());
  const auto cubic = summary(loglinear{.family = count_family::quasi_poisson, .degree = 3}.fit(series));
  REQUIRE(cubic.parameters.size() == 4);
  CHECK(cubic.parameters[3].name == "cubic");
  CHECK(cubic.segments.empty());
  CHECK_FALSE(cubic.aic);
}

TEST_CASE("quasi-Poisson on a series without scatter: no interval, no p-value, a note") {
  for (const figures& counts : {figures(8, 1), figures(3, 2), figures(6, 3), figures(8, 100), figures(10, 7),
                                figures(5, 12), figures(6, 1'000'000'000'000'000), figures{2, 4, 8, 16, 32, 64}}) {
    const loglinear_fit fit = loglinear{.family = count_family::quasi_poisson}.fit(series_of(counts));
    CHECK(fit.dispersion.value() == 0);
    CHECK(fit.notes.size() == 1);
    const estimate slope = profile_estimate(fit);
    CHECK_FALSE((slope.se || slope.lower || slope.upper));
    const trend_segment change = yearly_change(fit);
    CHECK_FALSE((change.lower || change.upper || change.p_value));
    CHECK_FALSE(summary(fit).fitted[0].upper);
    time_to_double(fit);
    for (const double number : numbers_of(fit)) CHECK(std::isfinite(number));
    CHECK(mean(fit.forecast(1)[0]) == doctest::Approx(fit.years.back().mean * std::exp(fit.coefficients[1])));
  }
}

TEST_CASE("the profile likelihood of size may fall from the Poisson law and still peak higher beyond") {
  const loglinear_fit steep = loglinear{}.fit(series_of({1, 0, 0, 0, 2, 35}));
  CHECK(*steep.log_likelihood == doctest::Approx(-11.5845841));
  CHECK(steep.size.value() == doctest::Approx(.672723).epsilon(1e-5));
  CHECK(steep.coefficients[1] == doctest::Approx(.936114).epsilon(1e-5));
  const loglinear_fit flat = loglinear{}.fit(series_of({3, 3, 0, 0, 0, 0, 2}));
  CHECK(*flat.log_likelihood == doctest::Approx(-9.87712975));
  CHECK(flat.size.value() == doctest::Approx(2.05965).epsilon(1e-5));
}

TEST_CASE("years known by wide or far intervals: the search ends at the maximum") {
  for (const char* years : {"84..84 98..98 94..94 140..140 2627..7007 236..236 143..382 282..282 211..563",
                            "95..105 115..125 85..95 495..505 5..5 950000..1050000",
                            "0..1000000 500000..1000000 3..7 1..1000000", "5..5 6..6 7..7 8..8 3001..Inf"}) {
    for (const count_family family : {count_family::poisson, count_family::negative_binomial}) {
      const loglinear_fit fit = loglinear{.family = family}.fit(series_of_intervals(years));
      CAPTURE(years);
      CHECK(fit.status == fit_status::converged);
      for (const double number : numbers_of(fit)) CHECK(std::isfinite(number));
    }
  }
}

TEST_CASE("extreme series give finite numbers or none") {
  const yearly_tally bounded = series_of_intervals("5..5 6..6 7..7 8..8 9..9 10..10 1000000001..Inf");
  const yearly_tally swinging =
      series_of({0, 1'000'000'000'000'000, 0, 1'000'000'000'000'000, 0, 1'000'000'000'000'000});
  for (const yearly_tally& series : {bounded, swinging}) {
    for (const count_family family :
         {count_family::poisson, count_family::quasi_poisson, count_family::negative_binomial}) {
      const loglinear_fit fit = loglinear{.family = family}.fit(series);
      CAPTURE(to_string(family));
      for (const double number : numbers_of(fit)) CHECK(std::isfinite(number));
    }
  }
}
