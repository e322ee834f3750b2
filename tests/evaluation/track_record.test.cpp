#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <tollcast/core/error.hpp>
#include <tollcast/distribution/poisson.hpp>
#include <tollcast/evaluation/track_record.hpp>
#include <tollcast/trend/count_models.hpp>
#include <tollcast/trend/value_models.hpp>

using namespace tollcast;
using namespace std::chrono;

namespace {

// A half and a whole of each year.
tally halves(int first, int last) {
  tally series{"police", {}};
  for (int year = first; year <= last; ++year) {
    series.rows.push_back({period(std::chrono::year(year) / 1 / 1, std::chrono::year(year) / 6 / 30),
                           count::exactly(40 + year * 7 % 10)});
    series.rows.push_back({whole_year(year), count::exactly(90 + year * 3 % 20)});
  }
  return series;
}

// Says the same of every year, so that its scores can be worked out.
count_model constant(std::string name) {
  return {std::move(name), [](const yearly_tally& series, int years) {
            return count_forecast{series.name, "constant", series.years.back().year,
                                  std::vector<any_distribution>(static_cast<std::size_t>(years), poisson(100.0))};
          }};
}

}  // namespace

TEST_CASE("a record by day is the model's own line of a back-test against run_rate") {
  const tally series = halves(2010, 2021);
  const track_record record = record_of(series, "loglinear", June / 30);
  CHECK(record.missing.empty());
  CHECK(record.reference == "run_rate");
  REQUIRE(record.lines.size() == 1);
  CHECK(record.lines[0].model == "loglinear");
  CHECK(record.lines[0].as_of == June / 30);
  CHECK(record.lines[0].n == 4);
  CHECK(record.lines[0].first_target == 2018);
  CHECK(record.lines[0].last_target == 2021);

  const std::vector models{named_year_end_model("loglinear"), named_year_end_model("run_rate")};
  const std::vector<backtest_row> rows = backtest(std::span(&series, 1), models, as_of_options{.as_of = {June / 30}});
  const std::vector<score_line> table = score_table(rows, "run_rate");
  const score_line& own = table[0].model == "loglinear" ? table[0] : table[1];
  CHECK(record.lines[0].crps == own.crps);
  CHECK(record.lines[0].crps_skill == own.crps_skill);
}

TEST_CASE("the reference's own record has no skill but 0") {
  const track_record record = record_of(halves(2010, 2020), "run_rate", June / 30);
  REQUIRE(record.lines.size() == 1);
  CHECK(*record.lines[0].crps_skill == 0);
}

TEST_CASE("a projection's record is of its day in the years before its own") {
  const tally series = halves(2010, 2023);
  const year_end answer =
      project_year_end(series, {.as_of = sys_days(2021y / 6 / 30), .year = 2021, .model = "loglinear"});
  const track_record record = record_of(series, answer);
  REQUIRE(record.lines.size() == 1);
  CHECK(record.lines[0].as_of == June / 30);
  CHECK(record.lines[0].last_target == 2020);
  CHECK(record.lines[0].model == "loglinear");
}

TEST_CASE("a projection's record knows no more than the projection") {
  tally series = halves(2010, 2022);
  for (int year = 2010; year <= 2022; ++year) series.rows.push_back({quarter_of(year, 3), count::exactly(20)});
  series.rows.push_back({half_of(2023, 1), count::exactly(40)});
  const year_end answer = project_year_end(series, {.as_of = sys_days(2023y / 10 / 15), .model = "loglinear"});
  const track_record record = record_of(series, answer);
  REQUIRE(record.lines.size() == 1);
  CHECK(record.lines[0].as_of == June / 30);

  std::erase_if(series.rows, [](const observation& row) { return row.when == half_of(2023, 1); });
  const year_end blind = project_year_end(series, {.as_of = sys_days(2023y / 10 / 15), .model = "loglinear"});
  CHECK(record_of(series, blind).missing ==
        "nothing of the year is known, and a record is of years that are known in part");
}

TEST_CASE("a record that cannot be says why") {
  CHECK(record_of(halves(2019, 2021), "loglinear", June / 30).missing ==
        "no year has 8 years with a figure before it and is known in part on 06-30");
  const track_record early = record_of(halves(2010, 2021), "loglinear", February / 29);
  CHECK(early.missing == "no year has 8 years with a figure before it and is known in part on 02-29");
  CHECK(early.lines.empty());

  const tally series = halves(2010, 2021);
  CHECK(record_of(series, project_year_end(series, {.year = 2020})).missing ==
        "the year is complete, and nothing is projected");
  const year_end next = project_year_end(series, {.year = 2022, .model = "loglinear"});
  CHECK(record_of(series, next).missing == "a record is of projections made within the year, not on a day of another");
  CHECK(record_of(halves(2019, 2021), constant("mine"), 1).missing ==
        "no year has 8 years with a figure before it and an outcome after it");
}

TEST_CASE("a record by horizon has a line for each, of any model") {
  const track_record record = record_of(halves(2010, 2021), constant("mine"), 2);
  CHECK(record.reference == "naive");
  REQUIRE(record.lines.size() == 2);
  for (int horizon = 1; horizon <= 2; ++horizon) {
    const score_line& line = record.lines[static_cast<std::size_t>(horizon - 1)];
    CHECK(line.model == "mine");
    CHECK(line.horizon == horizon);
    CHECK(line.n == 5 - horizon);
    CHECK(line.crps_skill.has_value());
  }
}

TEST_CASE("a record of measured values has no log scale") {
  yearly_values rates{"rates", 2000, {}};
  for (int year = 0; year < 12; ++year) rates.values.push_back(2.5 + year % 3);
  const track_record record = record_of(rates, named_value_model("drift"), 1);
  REQUIRE(record.lines.size() == 1);
  CHECK(record.lines[0].n == 4);
  CHECK(!record.lines[0].crps_log);
}

TEST_CASE("an unknown model has no record") {
  CHECK_THROWS_AS(record_of(halves(2010, 2020), "nothing", June / 30), invalid_input);
}
