#include <algorithm>
#include <cmath>
#include <cstdint>
#include <fstream>
#include <limits>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "../reference/reference_rows.hpp"
#include <doctest/doctest.h>

#include <tollcast/core/error.hpp>
#include <tollcast/distribution/distribution.hpp>
#include <tollcast/distribution/interval.hpp>
#include <tollcast/distribution/negative_binomial.hpp>
#include <tollcast/distribution/poisson.hpp>
#include <tollcast/trend/annual_count.hpp>
#include <tollcast/trend/detail/ingarch_likelihood.hpp>
#include <tollcast/trend/detail/ingarch_model.hpp>
#include <tollcast/trend/ingarch.hpp>
#include <tollcast/trend/loglinear.hpp>

using namespace tollcast;

namespace {

using figures = std::vector<std::int64_t>;

// "1 2.5 -3"; "-" is nothing.
template <class Number>
std::vector<Number> numbers(const std::string& text) {
  std::istringstream rest(text);
  std::vector<Number> all;
  for (Number one{}; rest >> one;) all.push_back(one);
  return all;
}

yearly_tally series_of(const figures& counts) { return exact_counts("made up", 2001, counts); }

figures public_series(const std::string& name, std::size_t most = 1000) {
  for (const auto& row : reference_rows("loglinear_series.csv")) {
    if (row.text("series") != name) continue;
    auto counts = numbers<std::int64_t>(row.text("counts"));
    counts.resize(std::min(most, counts.size()));
    return counts;
  }
  return {};
}

ingarch model_of(const reference_row& row) {
  return {.past_observations = numbers<int>(row.text("past_observations")),
          .past_means = numbers<int>(row.text("past_means")),
          .link = row.text("link") == "logarithm" ? ingarch_link::logarithm : ingarch_link::identity,
          .family = row.number("size") > 0 ? count_family::negative_binomial : count_family::poisson};
}

ingarch_coefficients coefficients_of(const reference_row& row, const ingarch& model) {
  const auto all = numbers<double>(row.text("coefficients"));
  ingarch_coefficients at{all.at(0), {}, {}, {}, {}};
  const auto begin = all.begin() + 1;
  const auto middle = begin + static_cast<std::ptrdiff_t>(model.past_observations.size());
  const auto end = middle + static_cast<std::ptrdiff_t>(model.past_means.size());
  at.past_observations.assign(begin, middle);
  at.past_means.assign(middle, end);
  at.regressors.assign(end, all.end());
  if (row.number("size") > 0) at.size = row.number("size");
  return at;
}

// The series and the regressors of a row of ingarch_tscount.csv.
yearly_tally tscount_series(const reference_row& row) {
  return series_of(row.text("series") == "campy" ? public_series("campy") : public_series("van_killed", 156));
}

std::vector<regressor> tscount_regressors(const reference_row& row) {
  if (row.text("regressors") == "-") return {};
  if (row.text("regressors") == "interventions") {
    regressor shift{"shift", {}};
    regressor spike{"spike", {}};
    for (int t = 1; t <= 140; ++t) {
      shift.values.push_back(t >= 84 ? 1 : 0);
      spike.values.push_back(t == 100 ? 1 : 0);
    }
    return {shift, spike};
  }
  regressor price{"price", {}};
  regressor time{"time", {}};
  std::ifstream file(std::string(TOLLCAST_TEST_DATA) + "/reference/ingarch_petrol_price.csv");
  std::string line;
  while (std::getline(file, line)) {
    if (!line.empty() && line.front() == '0') price.values = numbers<double>(line);
  }
  for (std::size_t t = 1; t <= price.values.size(); ++t) time.values.push_back(static_cast<double>(t) / 12);
  return {price, time};
}

// Every number that a fit and its forecast give away.
std::vector<double> numbers_of(const ingarch_fit& fit, int ahead) {
  std::vector<double> all{fit.log_likelihood, fit.aic, fit.aicc.value_or(0), fit.bic, fit.dispersion};
  for (const auto& [name, of] : fit.parameters) {
    for (const auto& number : {std::optional(of.value), of.se, of.lower, of.upper}) all.push_back(number.value_or(0));
  }
  for (const ingarch_year& year : fit.years) all.insert(all.end(), {year.mean, year.pearson_residual.value_or(0)});
  for (const auto uncertainty : {parameter_uncertainty::included, parameter_uncertainty::ignored}) {
    for (const any_distribution& law : fit.forecast(ahead, uncertainty)) {
      all.insert(all.end(), {mean(law), variance(law), static_cast<double>(quantile(law, 0.999))});
    }
  }
  return all;
}

const figures wars{5, 8, 3, 12, 20, 35, 18, 22, 40, 61, 33, 25, 19, 30, 44, 28, 15, 9, 13, 21};

}  // namespace

TEST_CASE("the recursion in plain R: log-likelihoods to 1e-12, with missing years, lags and regressors") {
  const auto rows = reference_rows("ingarch.csv");
  REQUIRE(rows.size() == 18);
  for (const auto& row : rows) {
    yearly_tally series{"made up", {}, {}};
    for (const std::string& year : numbers<std::string>(row.text("counts"))) {
      const count said = year == "NA" ? count::not_known() : count::exactly(std::stoll(year));
      series.years.push_back({2001 + static_cast<int>(series.years.size()), said, {}});
    }
    std::vector<regressor> regressors{{"time", {}}, {"since", {}}};
    for (std::size_t t = 1; t <= series.years.size(); ++t) {
      regressors[0].values.push_back(static_cast<double>(t) / 10);
      regressors[1].values.push_back(t >= 6 ? 1 : 0);
    }
    regressors.resize(static_cast<std::size_t>(row.whole("regressors")));
    const ingarch model = model_of(row);
    CAPTURE(row.text("coefficients"));
    const double found = log_likelihood(model, coefficients_of(row, model), series, regressors);
    CHECK(std::abs(found / row.number("log_likelihood") - 1) < 1e-12);
  }
}

TEST_CASE("tscount's fits: its likelihood at its coefficients, a higher one at ours; its forecasts") {
  const auto rows = reference_rows("ingarch_tscount.csv");
  REQUIRE(rows.size() == 5);
  for (const auto& row : rows) {
    ingarch model = model_of(row);
    const yearly_tally series = tscount_series(row);
    const auto regressors = tscount_regressors(row);
    const ingarch_coefficients theirs = coefficients_of(row, model);
    const double printed = row.number("log_likelihood");
    CAPTURE(row.text("series"));
    CAPTURE(printed);
    CHECK(std::abs(log_likelihood(model, theirs, series, regressors) - printed) < 6e-8);

    // The mean by the Poisson law's likelihood, as theirs, of which theirs is not quite the highest.
    model.estimation = ingarch_estimation::quasi_likelihood;
    ingarch_fit fit = model.fit(series, regressors);
    CHECK(fit.status == fit_status::converged);
    CHECK(log_likelihood(model, fit.coefficients, series, regressors) == doctest::Approx(fit.log_likelihood));
    ingarch as_poisson = model;
    as_poisson.family = count_family::poisson;
    ingarch_coefficients unscattered = theirs;
    unscattered.size.reset();
    CHECK(as_poisson.fit(series, regressors).log_likelihood >
          log_likelihood(as_poisson, unscattered, series, regressors) - 1e-6);
    if (theirs.size) {
      CHECK(fit.dispersion == doctest::Approx(1).epsilon(1e-10));
      CHECK(*fit.coefficients.size == doctest::Approx(*theirs.size).epsilon(0.02));
    }
    model.estimation = ingarch_estimation::maximum_likelihood;
    CHECK(model.fit(series, regressors).log_likelihood > printed - 1e-6);
    CHECK(model.fit(series, regressors).log_likelihood > fit.log_likelihood - 1e-9);

    const auto means = numbers<double>(row.text("forecast"));
    if (means.empty()) continue;
    fit.coefficients = theirs;
    const auto laws = fit.forecast(static_cast<int>(means.size()), parameter_uncertainty::ignored);
    CHECK(mean(laws[0]) == doctest::Approx(means[0]).epsilon(1e-8));
    if (model.link == ingarch_link::identity) {
      for (std::size_t h = 1; h < means.size(); ++h) CHECK(mean(laws[h]) == doctest::Approx(means[h]).epsilon(0.015));
    }
    // Theirs go on with the mean as if it were observed, as ours do through missing years.
    yearly_tally longer = series;
    longer.years.resize(series.years.size() + means.size(), year_record{3000, count::not_known(), {}});
    note_list notes;
    detail::ingarch_likelihood likelihood(detail::data_of(model, longer, regressors, notes));
    auto point = numbers<double>(row.text("coefficients"));
    double rest = 1;
    for (std::size_t i = 1; i + regressors.size() < point.size(); ++i) rest -= point[i];
    point[0] = model.link == ingarch_link::logarithm ? point[0] / rest : std::log(point[0] / rest);
    likelihood.evaluate(point, 0, detail::ingarch_wanted::value);
    for (std::size_t h = 0; h < means.size(); ++h) {
      CHECK(likelihood.means()[series.years.size() + h] == doctest::Approx(means[h]).epsilon(2e-9));
    }
  }
}

TEST_CASE("the gradient is that of the likelihood") {
  for (const bool logarithm : {false, true}) {
    detail::ingarch_data data{{1, 3}, {2, 1}, logarithm, {}, {}, 1, {}};
    for (std::size_t t = 0; t < wars.size(); ++t) {
      data.figures.push_back(static_cast<double>(wars[t]));
      data.known.push_back(t == 4 || t == 9 || t == 10 ? 0 : 1);
      data.covariates.push_back(t % 3 == 0 ? 0.5 : 1.5);
    }
    detail::ingarch_likelihood likelihood(data);
    const std::vector<double> at = logarithm ? std::vector<double>{2.8, 0.3, -0.1, 0.2, 0.25, 0.3}
                                             : std::vector<double>{2.8, 0.3, 0.1, 0.2, 0.25, 3};
    for (const double alpha : {0.0, 0.07, 1.8}) {
      likelihood.evaluate(at, alpha, detail::ingarch_wanted::gradient);
      const std::vector<double> gradient(likelihood.gradient().begin(), likelihood.gradient().end());
      for (std::size_t i = 0; i <= at.size(); ++i) {
        const auto value = [&](double h) {
          auto moved = at;
          if (i < at.size()) moved[i] += h;
          return likelihood.evaluate(moved, alpha + (i == at.size() ? h : 0), detail::ingarch_wanted::value);
        };
        if (i == at.size() && alpha == 0) continue;
        const double h = 1e-3 * (i == at.size() ? alpha : 1);
        const double slope = (8 * (value(h) - value(-h)) - (value(2 * h) - value(-2 * h))) / (12 * h);
        CAPTURE(i);
        CHECK(gradient[i] == doctest::Approx(slope).epsilon(1e-6));
      }
    }
  }
}

TEST_CASE("no allowed coefficients near the estimates fit better") {
  const figures falling{300, 220, 150, 160, 90, 70, 75, 40, 30, 33, 20, 12};
  random_engine engine(5);
  const auto uniform = [&] { return static_cast<double>(engine() >> 11) / 9007199254740992.0 - 0.5; };
  for (const figures& counts : {wars, falling, figures{3, 4, 5, 2, 9, 4, 6, 1}}) {
    const yearly_tally series = series_of(counts);
    for (const auto link : {ingarch_link::identity, ingarch_link::logarithm}) {
      for (const auto family : {count_family::poisson, count_family::negative_binomial}) {
        const ingarch model{.link = link, .family = family};
        const ingarch_fit fit = model.fit(series);
        CHECK(fit.status == fit_status::converged);
        int tried = 0;
        for (int i = 0; i < 400; ++i) {
          ingarch_coefficients at = fit.coefficients;
          const double reach = std::pow(10.0, -4 * (uniform() + 0.5));
          const double level = at.intercept / (1 - at.past_observations[0] - at.past_means[0]);
          at.past_observations[0] += reach * uniform();
          at.past_means[0] += reach * uniform();
          at.intercept = level * (1 + reach * uniform()) * (1 - at.past_observations[0] - at.past_means[0]);
          if (at.size) *at.size *= std::exp(reach * uniform());
          double found = -std::numeric_limits<double>::infinity();
          try {
            found = log_likelihood(model, at, series);
            ++tried;
          } catch (const invalid_input&) {
            continue;
          }
          CHECK(found < fit.log_likelihood + 1e-6);
        }
        CHECK(tried > 20);
      }
    }
  }
}

TEST_CASE("without lags: the log-linear trend of degree 0, and the error of a sample mean") {
  const yearly_tally series = series_of({4, 16, 8, 2, 5, 21, 3});
  const loglinear_fit trend = loglinear{.degree = 0}.fit(series);
  for (const auto link : {ingarch_link::identity, ingarch_link::logarithm}) {
    ingarch model{.past_observations = {}, .past_means = {}, .link = link};
    const ingarch_fit fit = model.fit(series);
    CHECK(fit.log_likelihood == doctest::Approx(*trend.log_likelihood).epsilon(1e-11));
    CHECK(fit.years[0].mean == doctest::Approx(trend.years[0].mean).epsilon(1e-6));
    CHECK(*fit.coefficients.size == doctest::Approx(*trend.size).epsilon(1e-4));
    CHECK(*fit.parameters[1].of.se == doctest::Approx(*trend.size_se).epsilon(1e-3));
    model.estimation = ingarch_estimation::quasi_likelihood;
    const double sd = std::sqrt(2224.0 / 7 / 6);  // of the counts
    const double slope = link == ingarch_link::identity ? 1 : 59.0 / 7;
    CHECK(slope * *model.fit(series).parameters[0].of.se == doctest::Approx(sd / std::sqrt(7)).epsilon(1e-6));
  }
}

TEST_CASE("a coefficient on its limit has no standard error") {
  const ingarch_fit back_and_forth = ingarch{.past_means = {}}.fit(series_of({30, 4, 35, 6, 28, 3, 33, 5}));
  CHECK(back_and_forth.coefficients.past_observations[0] == 0);
  CHECK_FALSE(back_and_forth.parameters[1].of.se);
  CHECK(back_and_forth.parameters[0].of.se);
  CHECK(back_and_forth.parameters[1].name == "past_observation_1");
}

TEST_CASE("missing years, bounds and ranges are said, and the middle of a range is its figure") {
  yearly_tally series = series_of(wars);
  series.years[3].total = count::not_known();
  series.years[7].total = count::at_least(20);
  series.years[9].total = count::between(50, 70);
  yearly_tally middle = series;
  middle.years[7].total = count::not_known();
  middle.years[9].total = count::exactly(60);
  const ingarch_fit fit = ingarch{}.fit(series);
  REQUIRE(fit.notes.size() == 3);
  CHECK(fit.notes[0] == "2004 is missing: its mean stands in for it, and it says nothing of the parameters");
  CHECK(fit.notes[1] ==
        "2008 is known by a bound alone: its mean stands in for it, and it says nothing of the parameters");
  CHECK(fit.notes[2] == "2010 counts as 60, the middle of its range");
  CHECK(fit.log_likelihood == ingarch{}.fit(middle).log_likelihood);
  CHECK_FALSE(fit.years[3].figure);
  CHECK(summary(fit).observations == 18);
}

TEST_CASE("the next year's law is the conditional law; later ones have its moments over paths") {
  const ingarch_fit fit = ingarch{.past_means = {}}.fit(series_of(wars));
  const auto laws = fit.forecast(3, parameter_uncertainty::ignored);
  const double b = fit.coefficients.past_observations[0];
  const double alpha = 1 / *fit.coefficients.size;
  double m = fit.coefficients.intercept + b * static_cast<double>(wars.back());
  REQUIRE(laws[0].get_if<negative_binomial>() != nullptr);
  CHECK(mean(laws[0]) == doctest::Approx(m).epsilon(1e-12));
  // Var m_(t+1) = b^2 Var y_t, Var y_t = E m + alpha E m^2 + Var m.
  double spread = 0;
  for (int h = 1; h < 3; ++h) {
    spread = b * b * (m + alpha * (m * m + spread) + spread);
    m = fit.coefficients.intercept + b * m;
    const auto& law = laws[static_cast<std::size_t>(h)];
    CHECK(mean(law) == doctest::Approx(m).epsilon(0.02));
    CHECK(variance(law) == doctest::Approx(m + alpha * (m * m + spread) + spread).epsilon(0.06));
  }
  const auto wider = fit.forecast(3);
  CHECK(variance(wider[0]) > variance(laws[0]));
  CHECK(numbers_of(fit, 3) == numbers_of(fit, 3));
}

TEST_CASE("intervals hold their level on short series") {
  random_engine engine(3);
  double held = 0;
  constexpr int series = 25;
  for (int i = 0; i < series; ++i) {
    figures counts;
    double m = 40;
    for (int t = 0; t < 15; ++t) {
      counts.push_back(sample(negative_binomial(m, 12), engine));
      m = 12 + 0.4 * static_cast<double>(counts.back()) + 0.3 * m;
    }
    const any_distribution law = ingarch{}.fit(series_of(counts)).forecast(1)[0];
    const interval_ends ends = interval(law, 0.9);
    held += prob_between(negative_binomial(m, 12), ends.lower, ends.upper) / series;
  }
  CHECK(held > 0.86);
  CHECK(held < 0.95);
}

TEST_CASE("short and strange series: a clear answer or none, no NaN, no blow-up") {
  const std::int64_t huge = largest_count;
  for (const figures& counts :
       {figures{3, 4, 5, 2}, figures{3, 4, 5, 2, 9}, figures{0, 0, 0, 5}, figures{0, 0, 0, 0, 0, 0, 1},
        figures{7, 7, 7, 7, 7, 7}, figures{1, 0, 0, 0, 0, 0, 0}, figures{10, 12, 9, 11, 10, 5000, 12, 9, 10, 11},
        figures{1, 2, 4, 8, 15, 30, 60, 120, 200, 300}, figures{huge, huge - 1, huge, huge / 10 * 9, huge},
        figures{huge, 0, 0, 0, huge, 0, 0}, figures{huge, 1, 1, 1, 1, 1}, figures{1, 10, 100, 1000, 10000, 1000000}}) {
    CAPTURE(counts.size());
    CAPTURE(counts[0]);
    const double most = 1000 * static_cast<double>(*std::max_element(counts.begin(), counts.end()));
    for (const auto link : {ingarch_link::identity, ingarch_link::logarithm}) {
      const ingarch_fit fit = ingarch{.link = link}.fit(series_of(counts));
      for (const double number : numbers_of(fit, 2)) CHECK(std::isfinite(number));
      for (const any_distribution& law : fit.forecast(2)) CHECK(mean(law) < most);
    }
  }
  CHECK_THROWS_WITH_AS(ingarch{}.fit(series_of({3, 4, 5})),
                       "ingarch: 3 of the years of 'made up' have a figure; this model needs at least 4",
                       cannot_answer);
  CHECK_THROWS_AS(ingarch{}.fit(series_of({})), cannot_answer);
  CHECK_THROWS_AS(ingarch{}.fit(series_of({0, 0, 0, 0, 0})), cannot_answer);
  CHECK_THROWS_AS(ingarch{.past_observations = {6}}.fit(series_of({1, 2, 3, 4, 5, 6})), cannot_answer);
  const ingarch_fit even = ingarch{}.fit(series_of({7, 7, 7, 7, 7, 7}));
  CHECK(even.family == count_family::poisson);
  CHECK(even.notes.size() == 1);
}

TEST_CASE("wrong arguments are refused") {
  const yearly_tally series = series_of(wars);
  CHECK_THROWS_AS(ingarch{.family = count_family::quasi_poisson}.fit(series), invalid_input);
  CHECK_THROWS_AS((ingarch{.past_observations = {1, 1}}.fit(series)), invalid_input);
  CHECK_THROWS_AS(ingarch{.past_means = {0}}.fit(series), invalid_input);
  CHECK_THROWS_AS((ingarch{.past_observations = {}, .past_means = {1}}.fit(series)), invalid_input);
  CHECK_THROWS_AS(ingarch{}.fit(series, {{"short", {1, 2, 3}}}), invalid_input);
  CHECK_THROWS_AS(ingarch{}.fit(series, {{"negative", std::vector<double>(20, -1)}}), invalid_input);
  CHECK_THROWS_AS(ingarch{}.fit(series, {{"nan", std::vector<double>(20, std::nan(""))}}), invalid_input);
  CHECK_THROWS_AS(log_likelihood(ingarch{}, {1, {0.5}, {0.6}}, series), invalid_input);
  CHECK_THROWS_AS(log_likelihood(ingarch{}, {1, {0.5}, {}}, series), invalid_input);
  CHECK_THROWS_AS(log_likelihood(ingarch{}, {1, {-0.5}, {0.2}}, series), invalid_input);
  const ingarch_fit fit = ingarch{}.fit(series);
  CHECK_THROWS_AS(fit.forecast(0), invalid_input);
  CHECK_THROWS_AS(fit.forecast(1001), invalid_input);
  std::vector<double> known(22, 0);
  known[12] = known[21] = 1;
  const ingarch_fit with = ingarch{.past_means = {}}.fit(series, {{"event", known}});
  CHECK(with.parameters[2].name == "event");
  CHECK(mean(with.forecast(2)[1]) > mean(with.forecast(1)[0]) - 10);
  CHECK_THROWS_WITH_AS(with.forecast(3),
                       "ingarch: a forecast of 3 years was asked for; the regressor 'event' has 22 values, and 23 are "
                       "needed",
                       invalid_input);
}
