#include <iterator>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <tollcast/core/error.hpp>
#include <tollcast/trend/count_models.hpp>
#include <tollcast/trend/forecast_each.hpp>
#include <tollcast/trend/value_models.hpp>

namespace {

using namespace tollcast;
using value_answer = series_answer<value_forecast>;

std::vector<yearly_values> many_values(int n) {
  std::vector<yearly_values> many;
  for (int i = 0; i < n; ++i) {
    many.push_back({"series " + std::to_string(i), 2000, {}});
    for (int t = 0; t < (i == 5 ? 1 : 9); ++t) many.back().values.emplace_back((i * 7 + t * t) % 11 + 0.5);
  }
  return many;
}

std::vector<value_answer> answers(const std::vector<yearly_values>& many, int threads) {
  std::vector<value_answer> all;
  const std::size_t failures = forecast_each(
      many, named_value_model("theta"), 3, [&](value_answer one) { all.push_back(std::move(one)); }, threads);
  CHECK(failures == (many.size() > 5 ? 1 : 0));
  return all;
}

tally counts(const std::string& name, int years) {
  tally series{name, {}};
  for (int t = 0; t < years; ++t) series.rows.push_back({whole_year(2000 + t), count::exactly(5 + t % 3)});
  return series;
}

}  // namespace

TEST_SUITE("forecast_each") {
  TEST_CASE("in the order of the range, the same for any number of threads") {
    const std::vector<yearly_values> many = many_values(100);
    const std::vector<value_answer> one = answers(many, 1);
    REQUIRE(one.size() == many.size());
    for (const int threads : {2, 7, 0}) {
      const std::vector<value_answer> same = answers(many, threads);
      REQUIRE(same.size() == many.size());
      for (std::size_t i = 0; i < many.size(); ++i) {
        REQUIRE(same[i].series == many[i].name);
        REQUIRE(same[i].forecast.has_value() == one[i].forecast.has_value());
        if (one[i].forecast) REQUIRE(mean(same[i].forecast->years[2]) == mean(one[i].forecast->years[2]));
      }
    }
    CHECK_FALSE(one[5].forecast);
    CHECK(one[5].failure.find("'series 5' has values in 1 years") != std::string::npos);
    CHECK(mean(one[6].forecast->years[2]) == mean(named_value_model("theta").forecast(many[6], 3).years[2]));
  }

  TEST_CASE("tallies by their years; contradictory rows are one failure") {
    std::vector<tally> many{counts("a", 9), counts("b", 9), counts("c", 9)};
    many[1].rows.push_back({whole_year(2000), count::exactly(99)});
    std::vector<std::string> told;
    const std::size_t failures =
        forecast_each(many, named_count_model("naive"), 1, [&](const series_answer<count_forecast>& answer) {
          told.push_back(answer.series + (answer.forecast ? "" : ": " + answer.failure));
        });
    CHECK(failures == 1);
    REQUIRE(told.size() == 3);
    CHECK(told[0] == "a");
    CHECK(told[1].find("99 here, but 5") != std::string::npos);
    CHECK(told[1].starts_with("b: "));
    CHECK(told[2] == "c");
  }

  TEST_CASE("wrong arguments, and what the receiver throws") {
    const std::vector<yearly_values> many = many_values(3);
    const auto nothing = [](const value_answer&) {};
    CHECK_THROWS_AS(forecast_each(many, named_value_model("naive"), 0, nothing), invalid_input);
    CHECK_THROWS_AS(forecast_each(many, named_value_model("naive"), 1, nothing, -1), invalid_input);
    CHECK(forecast_each(many_values(0), named_value_model("naive"), 1, nothing) == 0);
    int received = 0;
    const auto impatient = [&](const value_answer&) {
      if (++received == 2) throw std::string("enough");
    };
    CHECK_THROWS_AS(forecast_each(many, named_value_model("naive"), 1, impatient), std::string);
    CHECK(received == 2);
  }
}
