#include <algorithm>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <tollcast/core/error.hpp>
#include <tollcast/distribution/normal.hpp>
#include <tollcast/distribution/poisson.hpp>
#include <tollcast/evaluation/stacking.hpp>
#include <tollcast/trend/annual_count.hpp>

using namespace tollcast;

namespace {

// The last value plus a step, with a normal law.
value_model walking(const std::string& name, double step, double sd) {
  return {name, [=](const yearly_values& series, int years) {
            value_forecast result{series.name, name, series.last_year(), {}};
            for (int h = 1; h <= years; ++h) result.years.push_back(normal(*series.values.back() + step * h, sd));
            return result;
          }};
}

count_model always(const std::string& name, double mean) {
  return {name, [=](const yearly_tally& series, int years) {
            return count_forecast{series.name, name, series.years.back().year,
                                  std::vector<any_distribution>(static_cast<std::size_t>(years), poisson(mean))};
          }};
}

const std::vector<value_model> two{walking("still", 0, 1), walking("rising", 5, 1)};

yearly_values rising(int years) {
  yearly_values series{"v", 2000, {}};
  for (int i = 0; i < years; ++i) series.values.emplace_back(5.0 * i);
  return series;
}

}  // namespace

TEST_SUITE("stacking") {
  TEST_CASE("the weight goes to the model that was right, as far as the origins allow") {
    const std::vector<double> free = stacked_weights(two, rising(30), 2, {.shrinkage = 0});
    CHECK(free[0] == doctest::Approx(0).epsilon(1e-9));
    CHECK(free[1] == doctest::Approx(1));
    const std::vector<double> shrunk = stacked_weights(two, rising(30), 2);  // 10 origins: half of it
    CHECK(shrunk[0] == doctest::Approx(0.25));
    const std::vector<double> six = stacked_weights(two, rising(14), 1, {.shrinkage = 3});
    CHECK(six[1] == doctest::Approx(0.5 * 1 / 3 + 2.0 / 3));
  }

  TEST_CASE("few origins: equal weights") {
    CHECK(stacked_weights(two, rising(11), 1) == std::vector<double>{0.5, 0.5});
    CHECK(stacked_weights(two, rising(2), 3) == std::vector<double>{0.5, 0.5});
  }

  TEST_CASE("by hand: the best mixture of two laws that miss on either side") {
    // Outcomes 1 above the last value; N(last, s) misses by 1 below and N(last + 3, s) by 2 above, s next to nothing:
    // with weight w on the first the score is w 1 + (1 - w) 2 - w (1 - w) 3, least at w = 2/3.
    yearly_values series{"v", 2000, {}};
    for (int i = 0; i < 20; ++i) series.values.emplace_back(i);
    const std::vector<value_model> models{walking("low", 0, 1e-9), walking("high", 3, 1e-9)};
    const std::vector<double> weights = stacked_weights(models, series, 1, {.shrinkage = 0});
    CHECK(weights[0] == doctest::Approx(2.0 / 3).epsilon(1e-6));
  }

  TEST_CASE("counts are scored on the log scale, and what is not exact is no outcome") {
    yearly_tally series = exact_counts("c", 2000, std::vector<std::int64_t>(20, 9));
    const std::vector<count_model> models{always("ten", 10), always("hundred", 100), always("seven", 7)};
    const std::vector<double> weights = stacked_weights(models, series, 1, {.shrinkage = 0});
    CHECK(weights[1] == 0);
    CHECK(weights[0] > weights[2]);
    CHECK(weights[0] + weights[2] == doctest::Approx(1));
    for (std::size_t i = 9; i < 20; ++i) series.years[i].total = count::not_known();
    CHECK(stacked_weights(models, series, 1)[1] == doctest::Approx(1.0 / 3));
  }

  TEST_CASE("no model sees beyond its origin") {
    int furthest = 0;
    const value_model watched{"watched", [&](const yearly_values& series, int years) {
                                furthest = std::max(furthest, series.last_year() + years);
                                return walking("w", 1, 1).forecast(series, years);
                              }};
    const yearly_values series = rising(20);
    static_cast<void>(stacked_weights({watched, two[0]}, series, 3));
    CHECK(furthest == series.last_year());
  }

  TEST_CASE("the mixture tells its weights; a model that cannot answer leaves weights equal") {
    const value_forecast told = stacked("both", two).forecast(rising(30), 1);
    CHECK(told.notes.at(0) == "weights learnt from the past of the series: still 25 %, rising 75 %");
    CHECK(mean(told.years[0]) == doctest::Approx(145 + 0.75 * 5));
    const value_model never{"never",
                            [](const yearly_values&, int) -> value_forecast { throw cannot_answer("not today"); }};
    CHECK(stacked_weights({two[0], never}, rising(30), 1) == std::vector<double>{0.5, 0.5});
    CHECK(mean(stacked("c", {two[0], never}).forecast(rising(30), 1).years[0]) == doctest::Approx(145));
  }

  TEST_CASE("what makes no stacking is refused") {
    CHECK_THROWS_AS(stacked("none", std::vector<value_model>{}), invalid_input);
    CHECK_THROWS_AS(stacked_weights(two, rising(20), 0), invalid_input);
    CHECK_THROWS_AS(stacked("c", two, {.origins = 0}), invalid_input);
    CHECK_THROWS_AS(stacked("c", two, {.shrinkage = -1}), invalid_input);
  }
}
