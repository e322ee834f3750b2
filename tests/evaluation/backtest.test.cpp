#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <tollcast/core/error.hpp>
#include <tollcast/distribution/normal.hpp>
#include <tollcast/distribution/poisson.hpp>
#include <tollcast/evaluation/backtest.hpp>
#include <tollcast/evaluation/crps.hpp>
#include <tollcast/trend/count_models.hpp>

using namespace tollcast;
using namespace std::chrono_literals;
using std::chrono::February;
using std::chrono::January;
using std::chrono::June;
using std::chrono::September;

namespace {

// Two figures a half-year, from a fixed sequence.
tally halves(const std::string& name, int first_year, int years, std::int64_t plus = 0) {
  tally series{name, {}, ""};
  for (int i = 0; i < years; ++i) {
    const int year = first_year + i;
    const std::int64_t first = 20 + (7 * i) % 11 + plus;
    const std::int64_t second = 30 + (5 * i) % 13 + plus;
    series.rows.push_back({half_of(year, 1), count::exactly(first)});
    series.rows.push_back({half_of(year, 2), count::exactly(second)});
    series.rows.push_back({whole_year(year), count::exactly(first + second)});
  }
  return series;
}

// A Poisson law with the mean of what the model was shown.
const count_model mean_of_years{"mean of years", [](const yearly_tally& series, int years) {
                                  double sum = 0;
                                  for (const year_record& record : series.years) {
                                    sum += static_cast<double>(record.total.lower());
                                  }
                                  const poisson law(sum / static_cast<double>(series.years.size()));
                                  return count_forecast{
                                      series.name, "mean of years", series.years.back().year,
                                      std::vector<any_distribution>(static_cast<std::size_t>(years), law)};
                                }};

const count_model fails_in_odd_years{"fails in odd years", [](const yearly_tally& series, int years) {
                                       if (series.years.back().year % 2 == 1) throw cannot_answer("an odd year");
                                       return mean_of_years.forecast(series, years);
                                     }};

std::vector<backtest_row> of(const std::vector<tally>& panel, const std::vector<count_model>& models,
                             const backtest_options& options = {}) {
  return backtest(std::span<const tally>(panel), std::span<const count_model>(models), options);
}

std::vector<backtest_row> of(const std::vector<tally>& panel, const std::vector<year_end_model>& models,
                             const as_of_options& options) {
  return backtest(std::span<const tally>(panel), std::span<const year_end_model>(models), options);
}

bool same(const backtest_row& a, const backtest_row& b) {
  return a.series == b.series && a.model == b.model && a.origin == b.origin && a.target == b.target &&
         a.horizon == b.horizon && a.as_of == b.as_of && a.outcome == b.outcome && a.failure == b.failure &&
         a.scores.has_value() == b.scores.has_value() &&
         (!a.scores || (a.scores->crps == b.scores->crps && a.scores->log_score == b.scores->log_score &&
                        a.law->median == b.law->median && a.law->mean == b.law->mean));
}

}  // namespace

TEST_SUITE("backtest by origin") {
  TEST_CASE("every year with eight years before it and an outcome after it is an origin, for every horizon") {
    const auto rows = of({halves("a", 2000, 12)}, {mean_of_years}, {.horizon = 2});
    // Origins 2007 ... 2010; from 2010 only 2011 has an outcome.
    REQUIRE(rows.size() == 7);
    CHECK(rows[0].origin == 2007);
    CHECK(rows[0].target == 2008);
    CHECK(rows[1].horizon == 2);
    CHECK(rows[6].origin == 2010);
    CHECK(rows[6].target == 2011);
    const double seen = [] {
      double sum = 0;
      for (const observation& row : halves("a", 2000, 8).rows) sum += static_cast<double>(row.figure.lower());
      return sum / 2 / 8;  // every death stands in two rows
    }();
    const poisson law(seen);
    REQUIRE(rows[0].scores);
    CHECK(rows[0].law->mean == doctest::Approx(seen).epsilon(1e-14));
    CHECK(rows[0].scores->crps == doctest::Approx(crps(law, 52)).epsilon(1e-12));
    CHECK(rows[0].outcome == 52);
    CHECK(rows[0].scores->log_score == doctest::Approx(-log_pmf(law, 52)).epsilon(1e-12));
    CHECK(rows[0].scores->below == doctest::Approx(cdf(law, 51)));
    CHECK(rows[0].scores->at == doctest::Approx(cdf(law, 52)));
  }

  TEST_CASE("a false future changes no score before it") {
    const std::vector<count_model> models{mean_of_years, named_count_model("local_level"),
                                          named_count_model("loglinear")};
    tally truth = halves("a", 2000, 14);
    tally lie = truth;
    for (observation& row : lie.rows) {
      if (year_of(row.when.first()) >= 2012) row.figure = count::exactly(1'000'000 + row.when.days());
    }
    std::erase_if(lie.rows, [](const observation& row) { return row.when == whole_year(2012); });
    const auto honest = of({truth}, models, {.horizon = 3});
    const auto misled = of({lie}, models, {.horizon = 3});
    std::size_t before = 0;
    std::size_t after = 0;
    for (const backtest_row& row : honest) {
      for (const backtest_row& other : misled) {
        if (row.model != other.model || row.origin != other.origin || row.target != other.target) continue;
        ++(row.target < 2012 ? before : after);
        CHECK(same(row, other) == (row.target < 2012));
        // From an origin before the lie even the law of a later year is the same.
        if (row.origin < 2012) CHECK(row.law->mean == other.law->mean);
      }
    }
    CHECK(before == 27);
    CHECK(after > 0);
  }

  TEST_CASE("a list of events is known to the end of the origin's year") {
    tally events{"e", {}, ""};
    for (int year = 2000; year <= 2012; ++year) {
      if (year == 2009) continue;  // without any
      const std::chrono::year in(year);
      events.rows.push_back({period(in / 3 / 5, in / 3 / 5), count::exactly(2)});
      events.rows.push_back({period(in / 11 / 7, in / 11 / 7), count::exactly(1 + year % 2)});
    }
    const auto rows = of({events}, {mean_of_years});
    REQUIRE(rows.size() == 4);
    CHECK(rows[0].origin == 2007);
    CHECK(rows[0].law->mean == doctest::Approx(3.5));
    CHECK(rows[2].origin == 2009);
    CHECK(rows[2].law->mean == doctest::Approx(31 / 10.0));
  }

  TEST_CASE("a year whose figure is not known is no origin") {
    tally series = halves("a", 2000, 12);
    std::erase_if(series.rows, [](const observation& row) { return year_of(row.when.first()) == 2009; });
    series.rows.push_back({whole_year(2009), count::not_known()});
    const auto rows = of({series}, {mean_of_years});
    REQUIRE(rows.size() == 2);
    CHECK(rows[0].origin == 2007);
    CHECK(rows[1].origin == 2010);
  }

  TEST_CASE("rows that cannot be used, known before all others, stand in nobody's way") {
    tally series = halves("a", 2001, 12);
    const auto rows = of({series}, {mean_of_years}, {.window = 8});
    series.rows.push_back({period(1990y / 1 / 1, 1999y / 12 / 31), count::exactly(500)});
    CHECK(of({series}, {mean_of_years}, {.window = 8}).size() == rows.size());
    std::erase_if(series.rows, [](const observation& row) { return row.when == half_of(2001, 1); });
    const std::vector<year_end_model> by_day{named_year_end_model("run_rate")};
    CHECK(of({series}, by_day, {.as_of = {June / 30}}).size() == 4);
  }

  TEST_CASE("a rolling window sees its years alone") {
    const auto rows = of({halves("a", 2000, 12)}, {mean_of_years}, {.origins = 1, .least_years = 3, .window = 3});
    REQUIRE(rows.size() == 1);
    CHECK(rows[0].origin == 2010);
    const auto alone = of({halves("a", 2000, 11)}, {mean_of_years}, {.origins = 1, .least_years = 3, .window = 3});
    CHECK(alone[0].law->mean != rows[0].law->mean);
    double sum = 0;
    for (const observation& row : halves("a", 2000, 11).rows) {
      if (is_whole_year(row.when) && year_of(row.when.first()) >= 2008) sum += static_cast<double>(row.figure.lower());
    }
    CHECK(rows[0].law->mean == doctest::Approx(sum / 3).epsilon(1e-14));
  }

  TEST_CASE("the same rows for any number of threads") {
    const std::vector<tally> panel{halves("a", 1990, 20), halves("b", 1980, 25, 40), halves("c", 2000, 12, 3)};
    const std::vector<count_model> models{mean_of_years, named_count_model("loglinear"), fails_in_odd_years};
    const auto one = of(panel, models, {.horizon = 2, .threads = 1});
    for (const int threads : {2, 5, 0}) {
      const auto many = of(panel, models, {.horizon = 2, .threads = threads});
      REQUIRE(many.size() == one.size());
      for (std::size_t i = 0; i < one.size(); ++i) CHECK(same(one[i], many[i]));
    }
  }

  TEST_CASE("a failed fit is a row with its message") {
    const auto rows = of({halves("a", 2000, 12)}, {fails_in_odd_years});
    REQUIRE(rows.size() == 4);
    CHECK(rows[0].failure == "an odd year");
    CHECK_FALSE(rows[0].scores);
    CHECK_FALSE(rows[0].law);
    CHECK(rows[1].failure.empty());
    CHECK(rows[1].scores);
  }

  TEST_CASE("measured values") {
    const value_model last{"last", [](const yearly_values& series, int years) {
                             return value_forecast{
                                 series.name, "last", series.last_year(),
                                 std::vector<any_continuous_distribution>(static_cast<std::size_t>(years),
                                                                          normal(*series.values.back(), 2))};
                           }};
    const std::vector<yearly_values> panel{{"v", 1990, {1.0, 2.0, 3.0, std::nullopt, 5.0, 4.5, 7.0}}};
    const std::vector<value_model> models{last};
    const auto rows = backtest(std::span<const yearly_values>(panel), std::span<const value_model>(models),
                               {.least_years = 2, .threads = 1});
    // 1992 has no year after it, 1993 no value of its own.
    REQUIRE(rows.size() == 3);
    CHECK(rows[0].origin == 1991);
    CHECK(rows[1].origin == 1994);
    CHECK(rows[1].law->mean == 5.0);
    CHECK(rows[1].outcome == 4.5);
    CHECK(rows[1].scores->crps == doctest::Approx(crps(normal(5.0, 2.0), 4.5)).epsilon(1e-14));
    CHECK_FALSE(rows[1].scores->crps_log);
  }

  TEST_CASE("what cannot be asked") {
    CHECK_THROWS_AS(of({}, {mean_of_years}), invalid_input);
    CHECK_THROWS_AS(of({halves("a", 2000, 12)}, std::vector<count_model>{}), invalid_input);
    CHECK_THROWS_AS(of({halves("a", 2000, 12)}, {mean_of_years}, {.horizon = 0}), invalid_input);
    CHECK_THROWS_AS(of({halves("a", 2000, 12)}, {mean_of_years}, {.origins = 0}), invalid_input);
    CHECK_THROWS_AS(of({halves("a", 2000, 12)}, {mean_of_years}, {.window = 3}), invalid_input);
    CHECK_THROWS_AS(of({halves("a", 2000, 12)}, {mean_of_years}, {.threads = -1}), invalid_input);
    CHECK_THROWS_WITH_AS(
        of({halves("a", 2000, 8)}, {mean_of_years}),
        "backtest: no year has 8 years with a figure before it and an outcome after it, as a back-test "
        "needs",
        cannot_answer);
    const count_model too_few{"too few", [](const yearly_tally& series, int) {
                                return count_forecast{series.name, "too few", series.years.back().year, {}};
                              }};
    CHECK_THROWS_AS(of({halves("a", 2000, 12)}, {too_few}), invalid_input);
    CHECK_THROWS_AS(of({halves("a", 2000, 12)}, {mean_of_years, mean_of_years}), invalid_input);
  }
}

TEST_SUITE("backtest by day") {
  TEST_CASE("every year that is known in part on the day, and nothing of what came later") {
    const std::vector<year_end_model> models{named_year_end_model("run_rate"), named_year_end_model("auto")};
    const as_of_options options{.as_of = {June / 30, September / 30}};
    tally truth = halves("a", 2000, 12);
    const auto rows = of({truth}, models, options);
    REQUIRE(rows.size() == 4 * 2 * 2);
    CHECK(rows[0].target == 2008);
    CHECK(rows[0].as_of == sys_days(2008y / 6 / 30));
    CHECK(rows[0].horizon == 0);
    CHECK(rows[1].model == "auto");
    CHECK(rows[2].as_of == sys_days(2008y / 9 / 30));
    CHECK(rows[0].outcome == 52);
    const year_end by_hand = project_year_end(truth, {.as_of = 2008y / 6 / 30, .model = "run_rate"});
    CHECK(rows[0].scores->crps == crps(by_hand.total, 52));

    tally lie = truth;
    for (observation& row : lie.rows) {
      if (row.when == half_of(2010, 2)) row.figure = count::exactly(400'000);
      if (row.when == whole_year(2010)) row.figure = count::exactly(400'028);
      if (year_of(row.when.first()) == 2011) row.figure = count::exactly(7);
    }
    std::erase_if(lie.rows, [](const observation& row) { return row.when == whole_year(2011); });
    const auto misled = of({lie}, models, options);
    REQUIRE(misled.size() == rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
      CAPTURE(i);
      if (rows[i].target < 2010) CHECK(same(rows[i], misled[i]));
      if (rows[i].target == 2010) CHECK(rows[i].law->mean == misled[i].law->mean);
      if (rows[i].target == 2010) CHECK(rows[i].scores->crps != misled[i].scores->crps);
    }
  }

  TEST_CASE("a year that is complete on the day is no case") {
    const std::vector<year_end_model> by_day{named_year_end_model("run_rate")};
    CHECK_THROWS_AS(of({halves("a", 2000, 12)}, by_day, {.as_of = {std::chrono::December / 31}}), cannot_answer);
  }

  TEST_CASE("years without parts are no cases, and 29 February is the last day of February") {
    tally series{"m", {}, ""};
    for (int year = 2000; year < 2012; ++year) {
      if (year >= 2010) series.rows.push_back({month_of(year, 2), count::exactly(3)});
      series.rows.push_back({whole_year(year), count::exactly(50 + year % 3)});
    }
    const auto rows = of({series}, {named_year_end_model("run_rate")}, {.as_of = {February / 29}});
    REQUIRE(rows.size() == 2);
    CHECK(rows[0].as_of == sys_days(2010y / 2 / 28));
    CHECK(of({series}, {named_year_end_model("run_rate")}, {.as_of = {February / 28, February / 29}}).size() == 2);
    const auto last = of({series}, {named_year_end_model("run_rate")}, {.as_of = {February / 29}, .origins = 1});
    REQUIRE(last.size() == 1);
    CHECK(last[0].target == 2011);
    CHECK_THROWS_WITH_AS(of({series}, {named_year_end_model("run_rate")}, {.as_of = {January / 31}}),
                         "backtest: no year has 8 years with a figure before it and is known in part on the day, as a "
                         "back-test needs",
                         cannot_answer);
  }

  TEST_CASE("what cannot be asked") {
    CHECK_THROWS_AS(of({halves("a", 2000, 12)}, {named_year_end_model("auto")}, {}), invalid_input);
    CHECK_THROWS_AS(of({halves("a", 2000, 12)}, {named_year_end_model("auto")}, {.as_of = {February / 30}}),
                    invalid_input);
    CHECK_THROWS_AS(named_year_end_model("crystal_ball"), invalid_input);
  }
}
