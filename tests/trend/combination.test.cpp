#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <tollcast/core/error.hpp>
#include <tollcast/distribution/interval.hpp>
#include <tollcast/distribution/negative_binomial.hpp>
#include <tollcast/distribution/normal.hpp>
#include <tollcast/distribution/poisson.hpp>
#include <tollcast/distribution/pooled.hpp>
#include <tollcast/distribution/tabulated.hpp>
#include <tollcast/trend/annual_count.hpp>
#include <tollcast/trend/combination.hpp>
#include <tollcast/trend/count_models.hpp>
#include <tollcast/trend/monthly_level.hpp>
#include <tollcast/trend/value_models.hpp>

using namespace tollcast;

namespace {

value_model always(const std::string& name, double mean, double sd) {
  return {name, [=](const yearly_values& series, int years) {
            return value_forecast{
                series.name, name, series.last_year(),
                std::vector<any_continuous_distribution>(static_cast<std::size_t>(years), normal(mean, sd))};
          }};
}

const value_model never{"never", [](const yearly_values&, int) -> value_forecast { throw cannot_answer("not today"); }};

const yearly_values growing{"v", 2000, {10.0, 12.0, 11.0, 14.0, 15.0, 15.5, 17.0, 19.0, 18.0, 21.0, 22.0, 24.0}};

}  // namespace

TEST_SUITE("combination") {
  TEST_CASE("the mixture of the members' laws, by weight") {
    const value_model both = combination("both", {always("a", 0, 1), always("b", 10, 2)}, {.weights = {3, 1}});
    const value_forecast result = both.forecast(growing, 2);
    REQUIRE(result.years.size() == 2);
    CHECK(mean(result.years[1]) == doctest::Approx(2.5));
    CHECK(cdf(result.years[0], 4.0) ==
          doctest::Approx(0.75 * cdf(normal(0, 1), 4) + 0.25 * cdf(normal(10, 2), 4)).epsilon(1e-12));
    CHECK(result.model == "combination of a and b");
    CHECK(result.origin == 2011);
    CHECK(both.name == "both");
  }

  TEST_CASE("a spread stretches the members' laws about their medians, the last one for the years after it") {
    const auto years = combination("wide", {always("a", 5, 1)}, {.spread = {.5, 2}}).forecast(growing, 3).years;
    for (std::size_t h = 0; h < 3; ++h) {
      const double middle = median(always("a", 5, 1).forecast(growing, 3).years[h]);
      const double reach = quantile(always("a", 5, 1).forecast(growing, 3).years[h], 0.9) - middle;
      CHECK(median(years[h]) == doctest::Approx(middle));
      CHECK(quantile(years[h], 0.9) - middle == doctest::Approx((h == 0 ? .5 : 2) * reach).epsilon(1e-9));
    }
  }

  TEST_CASE("a member that cannot answer is left out, and told; without any there is no answer") {
    const value_forecast result = combination("c", {never, always("a", 3, 1)}).forecast(growing, 1);
    CHECK(mean(result.years[0]) == doctest::Approx(3));
    REQUIRE(result.notes.size() == 1);
    CHECK(result.notes[0] == "never is left out of the combination: not today");
    CHECK_THROWS_WITH_AS(combination("c", {never}).forecast(growing, 1),
                         "none of the models combined can be fitted: not today", cannot_answer);
  }

  TEST_CASE("by rule: quantiles averaged, their median, and Akaike's weights") {
    const std::vector<value_model> three{always("a", 0, 1), always("b", 10, 2), always("c", 4, 1)};
    const auto by = [&](const combination_rule& rule) { return combination("c", three, rule).forecast(growing, 1); };
    const auto averaged = by({.pool = pooling::quantile_mean, .weights = {2, 1, 0}}).years[0];
    CHECK(quantile(averaged, 0.9) == doctest::Approx(quantile(normal(10.0 / 3, 4.0 / 3), 0.9)));
    CHECK(median(by({.pool = pooling::quantile_median}).years[0]) == doctest::Approx(4));

    const auto with = [](value_model model, std::optional<double> aicc) {
      return value_model{model.name, [=](const yearly_values& series, int years) {
                           value_forecast result = model.forecast(series, years);
                           result.aicc = aicc;
                           return result;
                         }};
    };
    const value_forecast weighed =
        combination("c", {with(three[0], 100), with(three[1], 102), with(three[2], std::nullopt)},
                    combination_rule{.by = weighting::information_criterion})
            .forecast(growing, 1);
    CHECK(mean(weighed.years[0]) == doctest::Approx(10 / (1 + std::exp(1.0))));
    REQUIRE(weighed.notes.size() == 1);
    CHECK(weighed.notes[0] == "c is left out of the combination: it has no AICc to be weighed by");
    CHECK_THROWS_AS(
        combination("c", {three[0]}, combination_rule{.by = weighting::information_criterion}).forecast(growing, 1),
        cannot_answer);
  }

  TEST_CASE("what makes no combination is refused") {
    CHECK_THROWS_AS(combination("c", {never}, combination_rule{.pool = pooling::geometric}), invalid_input);
    CHECK_THROWS_AS(combination("c", std::vector<value_model>{}), invalid_input);
    CHECK_THROWS_AS(combination("c", {never}, {.weights = {1, 2}}), invalid_input);
    CHECK_THROWS_AS(combination("c", {never}, {.weights = {-1}}), invalid_input);
    CHECK_THROWS_AS(combination("c", {never}, {.spread = {0}}), invalid_input);
  }

  TEST_CASE("by name: of values, also short ones, and of counts") {
    const value_forecast next = named_value_model("auto").forecast(growing, 3);
    CHECK(next.notes.empty());
    CHECK(median(next.years[0]) == doctest::Approx(25).epsilon(0.08));
    const yearly_values two{"short", 2000, {3.0, 4.0}};
    const value_forecast short_one = named_value_model("auto").forecast(two, 1);
    CHECK(short_one.notes.size() >= 2);
    CHECK(median(short_one.years[0]) == doctest::Approx(4).epsilon(0.2));
    CHECK_THROWS_AS(named_value_model("auto").forecast({"one", 2000, {3.0}}, 1), cannot_answer);

    const std::vector<std::int64_t> counts{12, 15, 9, 22, 30, 28, 41, 38, 52, 60};
    const count_forecast laws = named_count_model("combination").forecast(exact_counts("c", 2000, counts), 1);
    CHECK(mean(laws.years[0]) > 40);
    CHECK(mean(laws.years[0]) < 90);
    for (const char* name : {"combination:median", "combination:quantiles"}) {
      CHECK(median(named_value_model(name).forecast(growing, 1).years[0]) == doctest::Approx(25).epsilon(0.08));
      CHECK(is_value_model(name));
    }
    CHECK_THROWS_AS(named_value_model("combination:mode"), invalid_input);
  }

  TEST_CASE("auto of counts is the geometric pool of its three models, and past years") {
    const std::vector<std::int64_t> past{12, 15, 9, 22, 30, 28, 41, 38, 52};
    const yearly_tally series = exact_counts("c", 2000, past);
    const count_forecast whole = named_count_model("auto").forecast(series, 2);
    CHECK(whole.model == "combination of local_level, local_trend and ingarch, and past years");
    for (const std::size_t h : {0U, 1U}) {
      const auto law = [&](const char* name) { return named_count_model(name).forecast(series, 2).years[h]; };
      const any_distribution pool =
          pooled(pooling::geometric, {.5, .3, .2}, {law("local_level"), law("local_trend"), law("ingarch")});
      const double share = h == 0 ? .05 : .05 + .95 * .05;
      for (const std::int64_t y : {0, 4, 12, 30, 60, 150}) {
        double expected = (1 - share) * pmf(pool, y);
        for (const std::int64_t one : past) {
          expected += share / 9 * pmf(negative_binomial(static_cast<double>(std::max<std::int64_t>(one, 10)), 1), y);
        }
        CHECK(pmf(whole.years[h], y) / expected == doctest::Approx(1).epsilon(0.003));
      }
    }
  }

  TEST_CASE("auto of counts: a war that is over may come back") {
    const auto next = [](const std::vector<std::int64_t>& past) {
      return named_count_model("auto").forecast(exact_counts("c", 1000, past), 1).years[0];
    };
    const double back = prob_exceeds(next({900, 1200, 800, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0}), 400);
    CHECK(back > .05 * 3 / 15 * .6);
    CHECK(back < .03);
  }

  TEST_CASE("auto of counts: where nothing ever happened a first outbreak may come") {
    const any_distribution quiet =
        named_count_model("auto").forecast(exact_counts("c", 2000, std::vector<std::int64_t>(25, 0)), 1).years[0];
    CHECK(median(quiet) == 0);
    CHECK(prob_exceeds(quiet, 14) == doctest::Approx(.05 * std::pow(10.0 / 11, 15)).epsilon(.02));
  }

  TEST_CASE("auto of counts: a law much narrower than that of the past years is not lost") {
    for (const std::int64_t count : {20'000, 200'000, 3'000'000, 1'000'000'000}) {
      const yearly_tally series = exact_counts("c", 2000, std::vector<std::int64_t>(30, count));
      const count_forecast laws = named_count_model("auto").forecast(series, 3);
      for (const any_distribution& law : laws.years) {
        CHECK(static_cast<double>(median(law)) == doctest::Approx(static_cast<double>(count)).epsilon(0.01));
        const auto [lower, upper] = equal_tailed_interval(law, 0.8);
        CHECK(static_cast<double>(upper - lower) < 0.1 * static_cast<double>(count));
      }
    }
  }

  TEST_CASE("auto of counts: the months of the last years, where they are known") {
    // Two series with the same years: the deaths of the last one fell in its first or in its last months.
    const auto series = [](bool rising) {
      yearly_tally one = exact_counts("c", 2010, std::vector<std::int64_t>{90, 110, 95, 120, 101, 99, 105, 130, 240});
      for (year_record& record : one.years) {
        const bool is_last = record.year == 2018;
        const std::int64_t first = is_last ? (rising ? 40 : 200) : record.total.lower() / 2;
        for (unsigned month = 1; month <= 12; ++month) {
          const std::int64_t half = month <= 6 ? first : record.total.lower() - first;
          record.parts.push_back({month_of(record.year, month), half / 6 + (month % 6 == 1 ? half % 6 : 0)});
        }
      }
      return one;
    };
    const count_forecast up = named_count_model("auto").forecast(series(true), 3);
    const count_forecast down = named_count_model("auto").forecast(series(false), 3);
    CHECK(up.model == "combination of local_level, local_trend and ingarch, with the months, and past years");
    const auto ahead = [&](std::size_t h) { return mean(up.years[h]) / mean(down.years[h]); };
    CHECK(ahead(0) > 1.3);
    CHECK(ahead(1) > 1.1);
    CHECK(ahead(1) < ahead(0));
    CHECK(ahead(2) < ahead(1));

    yearly_tally alone = series(true);
    for (year_record& record : alone.years) record.parts.clear();
    const std::vector<tabulated> by_month = years_from_months(series(true), 3);
    const auto law = [&](const char* name, std::size_t h) {
      return named_count_model(name).forecast(alone, 3).years[h];
    };
    for (const std::size_t h : {0U, 1U, 2U}) {
      const double weight = .4 * std::pow(.6, static_cast<double>(h));
      const any_distribution by_year =
          pooled(pooling::geometric, {.5, .3, .2}, {law("local_level", h), law("local_trend", h), law("ingarch", h)});
      const any_distribution pool = pooled(pooling::geometric, {1 - weight, weight}, {by_year, by_month[h]});
      const double share = 1 - std::pow(.95, static_cast<double>(h) + 1);
      for (const std::int64_t y : {20, 100, 250, 700}) {
        double expected = (1 - share) * pmf(pool, y);
        for (const year_record& record : alone.years) {
          const double count = static_cast<double>(record.total.lower());
          expected += share / 9 * pmf(negative_binomial(count, 1), y);
        }
        CHECK(pmf(up.years[h], y) / expected == doctest::Approx(1).epsilon(0.003));
      }
    }
  }

  TEST_CASE("auto of counts: a year of which hardly anything is known is none of the past years") {
    yearly_tally series = exact_counts("c", 2000, std::vector<std::int64_t>{90, 110, 95, 120, 101, 99, 105, 97});
    const double before = mean(named_count_model("auto").forecast(series, 1).years[0]);
    series.years[2].total = count::at_most(1'000'000);
    CHECK(mean(named_count_model("auto").forecast(series, 1).years[0]) == doctest::Approx(before).epsilon(0.3));
  }
}
