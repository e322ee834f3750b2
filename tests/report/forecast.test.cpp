#include <array>
#include <limits>
#include <sstream>
#include <string>
#include <vector>

#include "made_up.hpp"
#include "made_up_backtest.hpp"
#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <tollcast/distribution/normal.hpp>
#include <tollcast/distribution/tabulated.hpp>
#include <tollcast/report/csv.hpp>
#include <tollcast/report/forecast_pages.hpp>
#include <tollcast/report/json.hpp>
#include <tollcast/report/text.hpp>
#include <tollcast/trend/annual_count.hpp>

using namespace tollcast;
using json = nlohmann::ordered_json;

namespace {

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

// 10 + Binomial(4, 1/2), then twice as far out: the totals 20 to 24.
counts_ahead counts() {
  const std::array binomial{1.0, 4.0, 6.0, 4.0, 1.0};
  const std::array<std::int64_t, 2> known{14, 12};
  count_forecast forecast{"police", "local_level", 2024, {tabulated(10, binomial), tabulated(20, binomial)}};
  forecast.parameters = {{"scale", {0.25, 0.125, 0.1, 0.5}}};
  forecast.log_likelihood = -20.5;
  forecast.aic = 45;
  forecast.notes = {"2023 is about"};
  return {forecast, exact_counts("police", 2023, known)};
}

values_ahead values() { return {{"rates", "naive", 2024, {normal(12.5, 1.0)}}, {"rates", 2023, {12.25, 12.5}}}; }

std::vector<track_record> record() { return {{made_up_by_day().lines, "run_rate"}}; }

}  // namespace

TEST_CASE("a forecast of counts reads as stored") {
  const std::vector<years_ahead> forecasts{counts()};
  const std::string expected = R"(police: forecast of 2025 to 2026
================================

police after 12 in 2024: most likely near 12 in 2025 (80 %: 11 to 13; 95 %: 10
to 14) and near 22 in 2026 (80 %: 21 to 23; 95 %: 20 to 24).

  year  median  mean  sd      80 %      95 %
  2025      12    12   1  11 to 13  10 to 14
  2026      22    22   1  21 to 23  20 to 24

  model       local_level
  parameters  scale 0.25 (95 %: 0.1 to 0.5)
  fit         log-likelihood -20.50, AIC 45.00

  2023  14 ########################################
  2024  12 ##################################
  2025  12 ================================-|---
  2026  22 ============================================================--|---
           # counted  = up to the 80 % range  - 80 % range  | median

Notes
  - 2023 is about


Notes on this run
  - all
)";
  CHECK(to_text(forecasts, std::vector<std::string>{"all"}, {0.8, 0.95}, drawing::ascii) == expected);
}

TEST_CASE("a forecast of measured values has their digits, and no chart") {
  const std::vector<years_ahead> forecasts{values()};
  CHECK(to_text(forecasts, {}, {0.8}) == R"(rates: forecast of 2025
=======================

rates after 12.5 in 2024: most likely near 12.5 in 2025 (80 %: 11.22 to 13.78).

  year  median  mean  sd            80 %
  2025    12.5  12.5   1  11.22 to 13.78

  model  naive
)");
}

TEST_CASE("a forecast that did not converge is told so") {
  counts_ahead ahead = counts();
  ahead.forecast.status = fit_status::not_converged;
  const std::vector<years_ahead> forecasts{ahead};
  CHECK(contains(to_text(forecasts, {}), "The fit did not converge; take what follows as a sketch."));
  CHECK(json::parse(to_json(forecasts))["results"][0]["status"] == "not_converged");
}

TEST_CASE("no line of a forecast is wider than 80 columns for counts below a million") {
  counts_ahead ahead = counts();
  ahead.forecast.years = {tabulated::from_log_pmf({100'000, 500'000, 999'999}, {0, 0, 0})};
  const std::vector<years_ahead> forecasts{ahead};
  std::istringstream lines(to_text(forecasts, {}, {0.5, 0.8, 0.9, 0.95}, drawing::ascii));
  for (std::string line; std::getline(lines, line);) CHECK(line.size() <= 80);
}

TEST_CASE("a forecast has the fields of the interface, in order") {
  const std::vector<years_ahead> forecasts{counts(), values()};
  const json run = json::parse(to_json(forecasts, std::vector<std::string>{"all"}, {0.8}));
  CHECK(run["notes"] == json{"all"});
  CHECK(run["results"][0] == json::parse(R"({"series": "police", "model": "local_level", "origin": 2024,
    "status": "converged", "parameters": {"scale": {"estimate": 0.25, "se": 0.125, "lower": 0.1, "upper": 0.5}},
    "log_likelihood": -20.5, "aic": 45.0, "aicc": null, "bic": null,
    "steps": [{"period": 2025, "mean": 12.0, "sd": 1.0, "median": 12,
               "intervals": [{"level": 0.8, "lower": 11, "upper": 13}]},
              {"period": 2026, "mean": 22.0, "sd": 1.0, "median": 22,
               "intervals": [{"level": 0.8, "lower": 21, "upper": 23}]}],
    "notes": ["2023 is about"]})"));
  std::vector<std::string> names;
  for (const auto& [name, value] : run["results"][0].items()) names.push_back(name);
  CHECK(names == std::vector<std::string>{"series", "model", "origin", "status", "parameters", "log_likelihood", "aic",
                                          "aicc", "bic", "steps", "notes"});
  const json step = run["results"][1]["steps"][0];
  CHECK(step["median"] == 12.5);
  CHECK(step["intervals"][0]["lower"].get<double>() == doctest::Approx(12.5 - 1.2815515655446004));
}

TEST_CASE("forecasts as CSV: a row a year, columns named by the levels") {
  const std::vector<years_ahead> forecasts{counts()};
  CHECK(to_csv(forecasts) ==
        "series,model,period,mean,median,sd,lower_80,upper_80,lower_95,upper_95\n"
        "police,local_level,2025,12,12,1,11,13,10,14\n"
        "police,local_level,2026,22,22,1,21,23,20,24\n");
  CHECK(to_csv(forecasts, {0.5}).substr(0, 55) == "series,model,period,mean,median,sd,lower_50,upper_50\npo");
}

TEST_CASE("a track record stands under its answer") {
  std::vector<track_record> records = record();
  std::erase_if(records[0].lines, [](const score_line& line) { return line.model != "auto"; });
  const std::vector years{made_up()};
  const std::string text = to_text(years, {}, {}, drawing::ascii, records);
  CHECK(contains(text, R"(
Track record
  On this series, at the end of September, the median error was 10 % and 2 of 3
  outcomes fell inside the 80 % interval. This is the record of auto from 2021
  to 2023; its CRPS is 25 % lower than that of run_rate.

Notes
)"));
  const json of_year = json::parse(to_json(years, {}, {}, records))["results"][0]["track_record"];
  CHECK(of_year["reference"] == "run_rate");
  CHECK(of_year["missing"].is_null());
  CHECK(of_year["lines"].size() == 1);
  CHECK(of_year["lines"][0]["as_of"] == "09-30");
  CHECK(of_year["lines"][0]["crps_skill"] == 0.25);
  CHECK(of_year["lines"][0]["n"] == 3);

  const std::vector<years_ahead> forecasts{counts()};
  CHECK(contains(to_text(forecasts, {}, {0.8}, drawing::ascii, records), "\nTrack record\n  On this series,"));
  CHECK(json::parse(to_json(forecasts, {}, {0.8}, records))["results"][0]["track_record"] == of_year);
}

TEST_CASE("a record that is missing says why") {
  const std::vector<track_record> records{{{}, "run_rate", "no year has 8 years before it"}};
  const std::vector years{made_up()};
  CHECK(contains(to_text(years, {}, {}, drawing::ascii, records),
                 "\nTrack record\n  There is none: no year has 8 years before it.\n"));
  CHECK(json::parse(to_json(years, {}, {}, records))["results"][0]["track_record"] ==
        json::parse(R"({"reference": "run_rate", "missing": "no year has 8 years before it", "lines": []})"));
}

TEST_CASE("a record of many horizons is a table under its first sentences") {
  track_record of{{}, "naive"};
  for (int horizon = 1; horizon <= 5; ++horizon) {
    std::vector<backtest_row> rows{made_up_row("police", "auto", 2023, 100, 1)};
    rows.front().horizon = horizon;
    of.lines.push_back(score_table(rows, "naive").front());
  }
  const std::vector<years_ahead> forecasts{counts()};
  const std::string text = to_text(forecasts, {}, {0.8}, drawing::ascii, std::vector{of});
  CHECK(contains(text, "three years ahead"));
  CHECK(!contains(text, "four years ahead"));
  CHECK(contains(text, R"(
  years ahead  skill  error    80 %    95 %  n  failed
  1                     0 %  1 of 1  1 of 1  1       0
)"));
}

TEST_CASE("pages put together are the whole") {
  const std::vector<years_ahead> both{counts(), values()};
  const std::vector<track_record> records{record().front(), record().front()};
  const std::vector<std::string> notes{"a note", "another\nnote"};
  const auto together = [&](const forecast_pages& pages, bool with_records) {
    const auto one = [&](std::size_t i) { return pages.one(both[i], with_records ? &records[i] : nullptr); };
    return pages.begin + one(0) + pages.between + one(1) + pages.end(notes);
  };
  CHECK(together(json_pages(), true) == to_json(both, notes, {0.8, 0.95}, records));
  CHECK(together(text_pages(), false) == to_text(both, notes));
  CHECK(together(csv_pages({0.5}), false) == to_csv(both, {0.5}));

  const std::string text = together(json_pages(), true);
  CHECK(json::parse(text).dump(2) + '\n' == text);
  CHECK(json::parse(text)["notes"] == notes);
}
