#include <cmath>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "../projection/made_up.hpp"
#include <doctest/doctest.h>

#include <tollcast/core/error.hpp>
#include <tollcast/distribution/distribution.hpp>
#include <tollcast/distribution/negative_binomial.hpp>
#include <tollcast/distribution/tabulate.hpp>
#include <tollcast/numeric/random.hpp>
#include <tollcast/series/yearly.hpp>
#include <tollcast/trend/monthly_level.hpp>

using namespace tollcast;

namespace {

// The law of the rest of `year`, over so many months.
tabulated rest_of(const figures& rows, int year, double months) {
  std::vector<year_record> history;
  year_record unfinished{year};
  for (year_record& record : yearly(tally_of(rows)).years) {
    if (record.year < year) history.push_back(record);
    if (record.year == year) unfinished = record;
  }
  const level_forecast level = level_from_months(history, unfinished, 2000);
  return tabulate(0, 200'000, [&](std::span<const std::int64_t> counts) { return log_pmf(level, counts, months); });
}

figures steady_months(int first_year, int last_year, int count) {
  figures rows;
  for (int year = first_year; year <= last_year; ++year) {
    for (int month = 1; month <= 12; ++month) rows.emplace_back(month_name(year, month), std::to_string(count));
  }
  return rows;
}

double width(const tabulated& law) {
  return std::log(static_cast<double>(quantile(law, 0.9)) / static_cast<double>(quantile(law, 0.1)));
}

}  // namespace

TEST_CASE("steady months go on at their pace") {
  const figures rows = steady_months(2019, 2023, 50) + figures{{"2024-01", "50"}, {"2024-02", "50"}, {"2024-03", "50"}};
  const tabulated law = rest_of(rows, 2024, 275 / days_a_month);
  CHECK(static_cast<double>(median(law)) == doctest::Approx(50 * 275 / days_a_month).epsilon(0.06));
}

TEST_CASE("the months since a change count, not those of years ago") {
  const figures rows =
      steady_months(2019, 2023, 50) + figures{{"2024-01", "200"}, {"2024-02", "210"}, {"2024-03", "190"}};
  const tabulated law = rest_of(rows, 2024, 275 / days_a_month);
  CHECK(median(law) > 100 * 9);
  CHECK(median(law) < 210 * 9);
}

TEST_CASE("figures more than five years old do not count at all") {
  const figures recent = steady_months(2019, 2023, 50) + figures{{"2024-01", "60"}};
  const figures all = steady_months(2005, 2018, 900) + recent;
  CHECK(mean(rest_of(all, 2024, 11)) == mean(rest_of(recent, 2024, 11)));
}

TEST_CASE("a quarter is three months of exposure, a half six, a year twelve") {
  figures quarters;
  figures whole_years;
  for (int year = 2019; year <= 2023; ++year) {
    for (int quarter = 1; quarter <= 4; ++quarter) {
      quarters.emplace_back(std::to_string(year) + "-Q" + std::to_string(quarter), "150");
    }
    whole_years.emplace_back(std::to_string(year), "600");
  }
  const figures now{{"2024-H1", "300"}};
  const double months = 184 / days_a_month;
  const double expected = 50 * months;
  CHECK(static_cast<double>(median(rest_of(quarters + now, 2024, months))) == doctest::Approx(expected).epsilon(0.06));
  CHECK(static_cast<double>(median(rest_of(whole_years + now, 2024, months))) ==
        doctest::Approx(expected).epsilon(0.06));
}

TEST_CASE("days within a month add up to the part of the month that they are") {
  const figures before = steady_months(2019, 2023, 62);
  const figures days{{"2024-01-01/2024-01-10", "20"}, {"2024-01-12/2024-01-16", "10"}};
  const figures together{{"2024-01-01/2024-01-15", "30"}};
  const double one = mean(rest_of(before + days, 2024, 11));
  const double other = mean(rest_of(before + together, 2024, 11));
  CHECK(one == doctest::Approx(other).epsilon(1e-9));
}

TEST_CASE("what a year's parts leave of its total counts as well") {
  const figures now{{"2024-01", "50"}};
  const tabulated low = rest_of(figures{{"2023", "360"}, {"2023-H1", "300"}} + now, 2024, 11);
  const tabulated high = rest_of(figures{{"2023", "2300"}, {"2023-H1", "300"}} + now, 2024, 11);
  CHECK(median(low) < median(high));
}

TEST_CASE("missing months spread the law") {
  const figures before = steady_months(2019, 2023, 50);
  const tabulated next = rest_of(before + figures{{"2024-01", "50"}}, 2024, 3);
  figures gap = before;
  gap.resize(gap.size() - 9);
  const tabulated after_gap = rest_of(gap, 2024, 3);
  CHECK(width(after_gap) > width(next));
}

TEST_CASE("a bound on the unfinished year is no count of its months") {
  // The bound restricts the law of the total elsewhere; here it must not be used as if December were counted.
  const figures rows = steady_months(2019, 2023, 50) + figures{{"2024-H1", "300"}};
  const double plain = mean(rest_of(rows, 2024, 6));
  CHECK(mean(rest_of(rows + figures{{"2024", "300..5000"}}, 2024, 6)) == plain);
  CHECK(mean(rest_of(rows + figures{{"2024", "~2000"}}, 2024, 6)) == plain);
}

TEST_CASE("nothing known at all is a law all the same") {
  const level_forecast level = level_from_months({}, year_record{2024}, 100);
  double sum = 0;
  for (const double weight : level.weight) sum += weight;
  CHECK(sum == doctest::Approx(1).epsilon(1e-12));
}

TEST_CASE("the years ahead of steady months are twelve of them, ever less surely") {
  const yearly_tally series = yearly(tally_of(steady_months(2019, 2023, 50)));
  const std::vector<tabulated> laws = years_from_months(series, 3);
  REQUIRE(laws.size() == 3);
  CHECK(static_cast<double>(median(laws[0])) == doctest::Approx(600).epsilon(0.06));
  CHECK(width(laws[0]) < width(laws[1]));
  CHECK(width(laws[1]) < width(laws[2]));
  const std::vector<tabulated> fewer = years_from_months(series, 1);
  CHECK(mean(fewer[0]) == mean(laws[0]));
}

TEST_CASE("the next year is that of a year of which nothing is known") {
  const std::vector<year_record> history = yearly(tally_of(steady_months(2019, 2023, 50))).years;
  const level_forecast level = level_from_months(history, year_record{2024}, 600);
  const tabulated expected =
      tabulate(0, 39'000, [&](std::span<const std::int64_t> counts) { return log_pmf(level, counts, 12); });
  const tabulated found = years_from_months({"S", history, {}}, 1).front();
  for (const double p : {.05, .3, .5, .8, .99}) CHECK(quantile(found, p) == quantile(expected, p));
}

TEST_CASE("a year that ends in its quiet season does not lower the next, once five years tell the season") {
  const auto summers = [](int years) {
    figures rows;
    for (int year = 2023 - years + 1; year <= 2023; ++year) {
      for (int month = 1; month <= 12; ++month) {
        rows.emplace_back(month_name(year, month),
                          month >= 6 && month <= 8 ? std::to_string(190 + year % 3 * 10) : "0");
      }
    }
    return yearly(tally_of(rows));
  };
  const auto next = [&](int years) {
    return static_cast<double>(median(years_from_months(summers(years), 1).front()));
  };
  CHECK(next(4) < 300);
  for (const int years : {5, 12, 30}) CHECK(next(years) == doctest::Approx(600).epsilon(0.1));
}

TEST_CASE("months that differ by chance are no season") {
  figures rows;
  random_engine engine(1);
  for (int year = 2008; year <= 2023; ++year) {
    for (int month = 1; month <= 12; ++month) {
      rows.emplace_back(month_name(year, month), std::to_string(sample(negative_binomial(40, 4), engine)));
    }
  }
  const yearly_tally all = yearly(tally_of(rows));
  yearly_tally four = all;  // too few for a season
  for (year_record& record : four.years) {
    if (record.year < 2020) record.parts.clear();
  }
  const auto next = [](const yearly_tally& series) {
    return static_cast<double>(median(years_from_months(series, 1).front()));
  };
  CHECK(next(all) == doctest::Approx(next(four)).epsilon(0.05));
}

TEST_CASE("the second year ahead is the year after an empty one, and a half-known year counts") {
  yearly_tally series =
      yearly(tally_of(steady_months(2020, 2022, 50) + figures{{"2023-01", "90"}, {"2023-06", "140"}}));
  REQUIRE(series.years.back().year == 2023);
  yearly_tally longer = series;
  longer.years.push_back(year_record{2024});
  const tabulated second = years_from_months(series, 2)[1];
  const tabulated after_empty = years_from_months(longer, 1)[0];
  const level_forecast level = level_from_months(series.years, year_record{2024}, 600);
  const tabulated by_hand =
      tabulate(0, 39'000, [&](std::span<const std::int64_t> counts) { return log_pmf(level, counts, 12); });
  const tabulated first = years_from_months(series, 1)[0];
  for (const double p : {.02, .1, .3, .5, .7, .9, .98}) {
    CHECK(quantile(second, p) == quantile(after_empty, p));
    CHECK(quantile(first, p) == quantile(by_hand, p));
  }
}

TEST_CASE("a series is known by month where half of its last five years are counted by the quarter or closer") {
  figures rows = steady_months(2010, 2012, 50);
  for (int year = 2013; year <= 2014; ++year) rows.emplace_back(std::to_string(year), "600");
  CHECK(is_known_by_month(yearly(tally_of(rows))));
  rows.emplace_back("2015", "600");
  CHECK_FALSE(is_known_by_month(yearly(tally_of(rows))));
  CHECK(is_known_by_month(yearly(tally_of({{"2020-Q1", "5"}, {"2020-Q2", "5"}, {"2020-Q3", "5"}, {"2020-Q4", "5"}}))));
  CHECK_FALSE(is_known_by_month(yearly(tally_of({{"2020-H1", "5"}, {"2020-H2", "5"}}))));
  CHECK_FALSE(is_known_by_month({"nothing", {}, {}}));
}

TEST_CASE("years from months: wrong calls") {
  const yearly_tally series = yearly(tally_of(steady_months(2019, 2023, 50)));
  CHECK_THROWS_AS(years_from_months(series, 0), invalid_input);
  CHECK_THROWS_AS(years_from_months({"nothing", {}, {}}, 1), invalid_input);
}
