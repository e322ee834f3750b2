#include <sstream>
#include <string>
#include <vector>

#include "made_up_backtest.hpp"
#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <tollcast/report/csv.hpp>
#include <tollcast/report/json.hpp>
#include <tollcast/report/text.hpp>

using namespace tollcast;
using namespace std::chrono;
using json = nlohmann::ordered_json;

namespace {

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

// Without line ends, so that a sentence can be looked for.
std::string in_one_line(std::string text) {
  std::string line;
  for (const char letter : text) {
    const bool blank = letter == '\n' || letter == ' ';
    if (!blank) line += letter;
    if (blank && !line.empty() && line.back() != ' ') line += ' ';
  }
  return line;
}

std::string text_of(const scored_backtest& backtest) { return to_text(std::span(&backtest, 1), {}); }

}  // namespace

TEST_CASE("a back-test reads as stored") {
  const std::vector<std::string> notes{"revisions are in"};
  const scored_backtest backtest = made_up_by_day();
  const std::string expected = R"(police: back-test
=================

On this series, at the end of September, the median error was 10 % and 2 of 3
outcomes fell inside the 80 % interval. This is the record of auto from 2021 to
2023; its CRPS is 25 % lower than that of run_rate.

  model     skill  CRPS  error    80 %    95 %  n  failed
  auto      +25 %  6.00   10 %  2 of 3  2 of 3  3       0
  run_rate    0 %  4.00    5 %  2 of 2  2 of 2  2       1

No answer
  - at the end of September, run_rate gave no answer at 1 of 3 origins: too
    short


Notes on this run
  - revisions are in
)";
  CHECK(to_text(std::span(&backtest, 1), notes) == expected);
}

TEST_CASE("the record is told of auto, else of the best model that gave an answer") {
  std::vector<backtest_row> rows = made_up_rows("police");
  for (backtest_row& row : rows) {
    if (row.model == "auto") row.model = "drift";
  }
  rows.push_back(made_up_failure("police", "auto", 2023, 90, "no"));
  const std::string text = in_one_line(text_of(scored(rows, "run_rate")));
  CHECK(contains(text,
                 "On this series, one year ahead, the median error was 10 % and 2 of 3 outcomes fell inside the "
                 "80 % interval. This is the record of drift from 2021 to 2023;"));
  CHECK(contains(text, "auto 0 1"));
  CHECK(contains(text, "- auto gave no answer at 1 of 1 origins: no"));
}

TEST_CASE("a model that never answered has no record") {
  const scored_backtest backtest = scored({made_up_failure("police", "auto", 2023, 90, "no")}, "run_rate");
  CHECK(contains(text_of(backtest), "On this series, one year ahead, auto gave no answer."));
  const json result = json::parse(to_json(std::span(&backtest, 1)))["results"][0];
  CHECK(result["n"] == 0);
  CHECK(result["failures"] == 1);
  for (const char* name : {"first_target", "last_target", "crps", "crps_log", "log_score", "mae", "median_error",
                           "coverage_80", "coverage_95", "crps_skill"}) {
    CHECK(result[name].is_null());
  }
}

TEST_CASE("days and horizons are told in words") {
  const auto told = [](const std::vector<backtest_row>& rows) {
    const std::string text = in_one_line(text_of(scored(rows, "naive")));
    const std::size_t begin = text.find("On this series, ") + 16;
    return text.substr(begin, text.find(", the median") - begin);
  };
  std::vector<backtest_row> rows{made_up_row("police", "auto", 2023, 100, 1)};
  CHECK(told(rows) == "one year ahead");
  rows.front().horizon = 3;
  CHECK(told(rows) == "three years ahead");
  rows.front().horizon = 12;
  CHECK(told(rows) == "12 years ahead");
  CHECK(told(from_day(rows, February / 14)) == "on 14 February");
  CHECK(told(from_day(rows, February / 28)) == "at the end of February");
  CHECK(told(from_day(rows, June / 30)) == "at the end of June");
  CHECK(told(from_day(rows, July / 30)) == "on 30 July");
}

TEST_CASE("outcomes of nought have no relative error, and one outcome is one") {
  const std::vector rows{made_up_row("police", "auto", 2023, 0, 1)};
  CHECK(contains(in_one_line(text_of(scored(rows, "naive"))),
                 "On this series, one year ahead, 0 of 1 outcome fell inside the 80 % interval. This is the record of "
                 "auto in 2023."));
}

TEST_CASE("several series end in a table over all of them") {
  std::vector<backtest_row> better = from_day(made_up_rows("army"), September / 30);
  for (backtest_row& row : better) {
    if (row.model == "auto" && row.scores) row.scores->crps /= 3;  // a quarter of run_rate's over the years of both
  }
  const std::vector backtests{made_up_by_day(), scored(better, "run_rate")};
  const std::string text = to_text(backtests, {});
  // The geometric mean of 3/4 and 1/4 is .433; four of six outcomes are covered.
  CHECK(contains(text, R"(All 2 series
============

At the end of September, relative to run_rate (geometric mean of CRPS)

  model     CRPS  series   80 %   95 %  n  failed
  auto      0.43       2   67 %   67 %  6       0
  run_rate  1.00       2  100 %  100 %  4       2
)"));
}

TEST_CASE("no line of a back-test is wider than 80 columns") {
  std::vector<backtest_row> rows;
  for (int year = 1000; year < 1200; ++year) {
    rows.push_back(made_up_row("police", "dynamic_theta", year, 100, 999'999));
    rows.push_back(
        made_up_failure("police", "chain_ladder", year, 100, std::string(60, 'x') + ' ' + std::string(60, 'y')));
  }
  std::istringstream lines(text_of(scored(from_day(rows, September / 30), "dynamic_theta")));
  for (std::string line; std::getline(lines, line);) CHECK(line.size() <= 80);
}

TEST_CASE("a result of a back-test has the fields of the interface, in order") {
  const scored_backtest backtest = made_up_by_day();
  const json run = json::parse(to_json(std::span(&backtest, 1), std::vector<std::string>{"first"}));
  CHECK(run["results"].size() == 2);
  CHECK(run["results"][0] ==
        json::parse(R"({"series": "police", "model": "auto", "as_of": "09-30", "horizon": null,
    "reference": "run_rate", "first_target": 2021, "last_target": 2023, "n": 3, "failures": 0, "crps": 6.0,
    "crps_log": 0.06, "log_score": 3.5, "mae": )" +
                    run["results"][0]["mae"].dump() + R"(, "median_error": )" +
                    run["results"][0]["median_error"].dump() + R"(, "coverage_80": )" + json(2. / 3).dump() +
                    R"(, "coverage_95": )" + json(2. / 3).dump() + R"(, "crps_skill": 0.25})"));
  CHECK(run["results"][0]["median_error"].get<double>() == doctest::Approx(0.1));
  CHECK(run["results"][0]["mae"].get<double>() == doctest::Approx((25 + 0 + 100. / 11) / 3));
  CHECK(run["notes"] ==
        json{"first", "police: at the end of September, run_rate gave no answer at 1 of 3 origins: too short"});
}

TEST_CASE("by horizon as_of is null and horizon is not") {
  const scored_backtest backtest = scored(made_up_rows("police"), "run_rate");
  const json result = json::parse(to_json(std::span(&backtest, 1)))["results"][0];
  CHECK(result["as_of"].is_null());
  CHECK(result["horizon"] == 1);
}

TEST_CASE("a back-test as CSV: every row, what is not defined empty") {
  std::vector<backtest_row> rows{made_up_row("police, all", "auto", 2022, 100, 2),
                                 made_up_failure("police, all", "run_rate", 2022, 100, "too short")};
  rows.front().scores->crps_log.reset();
  const std::vector backtests{scored(rows, "run_rate"), scored(from_day(rows, September / 30), "run_rate")};
  CHECK(to_csv(backtests) ==
        "series,model,as_of,origin,horizon,target,outcome,mean,sd,median,lower_80,upper_80,lower_95,upper_95,crps,"
        "crps_log,log_score,dawid_sebastiani,absolute_error,pit_below,pit_at,failure\n"
        "\"police, all\",auto,,2021,1,2022,100,100.5,10,100,90,110,80,120,2,,3.5,5.25,0,0.25,0.5,\n"
        "\"police, all\",run_rate,,2021,1,2022,100,,,,,,,,,,,,,,,too short\n"
        "\"police, all\",auto,2022-09-30,2021,,2022,100,100.5,10,100,90,110,80,120,2,,3.5,5.25,0,0.25,0.5,\n"
        "\"police, all\",run_rate,2022-09-30,2021,,2022,100,,,,,,,,,,,,,,,too short\n");
}
