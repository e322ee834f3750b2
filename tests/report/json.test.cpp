#include <string>
#include <vector>

#include "json_keys.hpp"
#include "made_up.hpp"
#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <tollcast/core/version.hpp>
#include <tollcast/report/json.hpp>

using namespace tollcast;
using json = nlohmann::ordered_json;

namespace {

json parsed(const year_end& year, const questions& asked = {}) {
  return json::parse(to_json({&year, 1}, {}, asked))["results"][0];
}

}  // namespace

TEST_CASE("a run is one object with the version, the results and the notes") {
  const std::vector years{made_up(), made_up()};
  const std::vector<std::string> notes{"first", "second"};
  const json run = json::parse(to_json(years, notes));
  CHECK(keys(run) == std::vector<std::string>{"tollcast", "results", "notes"});
  CHECK(run["tollcast"] == version);
  CHECK(run["results"].size() == 2);
  CHECK(run["notes"] == json{"first", "second"});
}

TEST_CASE("a run without results or notes has empty lists") {
  const json run = json::parse(to_json(std::span<const year_end>{}));
  CHECK(run["results"] == json::array());
  CHECK(run["notes"] == json::array());
}

TEST_CASE("a result has the fields of the interface, in order") {
  CHECK(keys(parsed(made_up())) == std::vector<std::string>{"series", "year", "as_of", "observed", "known_share",
                                                            "model", "mean", "sd", "median", "mode", "quantiles",
                                                            "interval_kind", "intervals", "exceed", "last_total",
                                                            "history", "path", "passes_last", "notes"});
}

TEST_CASE("each field carries the law's own figure") {
  const json result = parsed(made_up());
  CHECK(result["series"] == "police");
  CHECK(result["year"] == 2025);
  CHECK(result["as_of"] == "2025-11-30");
  CHECK(result["observed"] == 9);
  CHECK(result["known_share"] == 0.9);
  CHECK(result["model"] == "auto");
  CHECK(result["mean"].get<double>() == doctest::Approx(12.0));
  CHECK(result["sd"].get<double>() == doctest::Approx(1.0));
  CHECK(result["median"] == 12);
  CHECK(result["mode"] == 12);
  CHECK(result["interval_kind"] == "equal_tailed");
  CHECK(result["intervals"] == json::parse(R"([{"level": 0.8, "lower": 11, "upper": 13},
                                               {"level": 0.95, "lower": 10, "upper": 14}])"));
  CHECK(result["last_total"] == 12);
  CHECK(result["notes"] == json{"shares are learnt from 3 years"});
}

TEST_CASE("the 99 quantiles are integers under the keys 0.01 to 0.99") {
  const json quantiles = parsed(made_up())["quantiles"];
  REQUIRE(quantiles.size() == 99);
  const std::vector<std::string> names = keys(quantiles);
  CHECK(names.front() == "0.01");
  CHECK(names[9] == "0.10");
  CHECK(names.back() == "0.99");
  std::int64_t before = 0;
  for (const auto& [name, value] : quantiles.items()) {
    REQUIRE(value.is_number_integer());
    CHECK(value.get<std::int64_t>() >= before);
    CHECK(value.get<std::int64_t>() == quantile(made_up().total, std::stod(name)));
    before = value.get<std::int64_t>();
  }
}

TEST_CASE("without thresholds last year's total is asked for") {
  const json exceed = parsed(made_up())["exceed"];
  REQUIRE(exceed.size() == 1);
  CHECK(keys(exceed[0]) == std::vector<std::string>{"threshold", "probability"});
  CHECK(exceed[0]["threshold"] == 12);
  CHECK(exceed[0]["probability"].get<double>() == doctest::Approx(5.0 / 16));
}

TEST_CASE("thresholds replace the default and exceeding is strict") {
  const json exceed = parsed(made_up(), {.thresholds = {13, 14}})["exceed"];
  REQUIRE(exceed.size() == 2);
  CHECK(exceed[0]["threshold"] == 13);
  CHECK(exceed[0]["probability"].get<double>() == doctest::Approx(1.0 / 16));
  CHECK(exceed[1]["probability"] == 0.0);
}

TEST_CASE("what is not known is null") {
  year_end year = made_up();
  year.last_total = std::nullopt;
  const json result = parsed(year);
  CHECK(result["last_total"].is_null());
  CHECK(result["exceed"] == json::array());
  CHECK(result["passes_last"] == json::array());
}

TEST_CASE("history has a count where it is exact or about, and what else is known of it") {
  CHECK(parsed(made_up())["history"] == json::parse(R"([
    {"year": 2019, "count": 20, "lower": 19, "upper": 21, "quality": "about"},
    {"year": 2020, "count": null, "lower": 0, "upper": null, "quality": "unknown"},
    {"year": 2021, "count": null, "lower": 0, "upper": null, "quality": "unknown"},
    {"year": 2022, "count": null, "lower": 6, "upper": null, "quality": "bound"},
    {"year": 2023, "count": null, "lower": 8, "upper": 10, "quality": "range"},
    {"year": 2024, "count": 12, "lower": 12, "upper": 12, "quality": "exact"}])"));
}

TEST_CASE("the path and the passing of last year's total are dated") {
  const json result = parsed(made_up(), {.levels = {0.8}});
  REQUIRE(result["path"].size() == 1);
  const json& december = result["path"][0];
  CHECK(keys(december) == std::vector<std::string>{"date", "mean", "sd", "median", "intervals"});
  CHECK(december["date"] == "2025-12-31");
  CHECK(december["mean"].get<double>() == doctest::Approx(12.0));
  CHECK(december["sd"].get<double>() == doctest::Approx(1.0));
  CHECK(december["median"] == 12);
  CHECK(december["intervals"] == json::parse(R"([{"level": 0.8, "lower": 11, "upper": 13}])"));
  REQUIRE(result["passes_last"].size() == 1);
  CHECK(keys(result["passes_last"][0]) == std::vector<std::string>{"date", "probability"});
  CHECK(result["passes_last"][0]["date"] == "2025-12-31");
  CHECK(result["passes_last"][0]["probability"].get<double>() == doctest::Approx(5.0 / 16));
}

TEST_CASE("shortest intervals are asked of the law and named") {
  const json result = parsed(made_up(), {.levels = {0.8}, .interval = interval_kind::shortest});
  CHECK(result["interval_kind"] == "shortest");
  const interval_ends ends = interval(made_up().total, 0.8, interval_kind::shortest);
  CHECK(result["intervals"][0]["lower"] == ends.lower);
  CHECK(result["intervals"][0]["upper"] == ends.upper);
}

TEST_CASE("a name that is not UTF-8 still gives JSON") {
  year_end year = made_up();
  year.series = "caf\xe9 \"quoted\"\n";
  CHECK(parsed(year)["series"] == "caf\xef\xbf\xbd \"quoted\"\n");
}

TEST_CASE("datasets as JSON have name, title, span, rows, source and terms") {
  const tally data{
      "police",
      {{whole_year(2024), count::exactly(12), "", 2, ""}, {month_of(2023, 2), count::exactly(1), "", 3, ""}},
      ""};
  const std::vector<dataset> sets{{"police", "Police killed", "a yearbook", "free", data}};
  CHECK(json::parse(to_json(sets))["results"] ==
        json::parse(R"([{"name": "police", "title": "Police killed", "first": "2023-02-01", "last": "2024-12-31",
                         "rows": 2, "source": "a yearbook", "terms": "free"}])"));
}
