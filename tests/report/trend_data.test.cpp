#include <algorithm>
#include <limits>
#include <string>
#include <vector>

#include "made_up_trend.hpp"
#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <tollcast/report/chart.hpp>
#include <tollcast/report/csv.hpp>
#include <tollcast/report/json.hpp>

using namespace tollcast;
using json = nlohmann::ordered_json;

namespace {

json parsed(const trend_summary& trend) { return json::parse(to_json({&trend, 1}))["results"][0]; }

std::string row(const trend_summary& trend, std::ptrdiff_t number) {
  const std::string text = to_csv({&trend, 1});
  auto begin = text.begin();
  while (number-- > 0) begin = std::find(begin, text.end(), '\n') + 1;
  return {begin, std::find(begin, text.end(), '\n')};
}

}  // namespace

TEST_CASE("a trend has the fields of the interface, in order") {
  std::vector<std::string> names;
  const json result = parsed(made_up_trend());
  for (const auto& [name, value] : result.items()) names.push_back(name);
  CHECK(names == std::vector<std::string>{"series", "model", "family", "status", "observations", "parameters",
                                          "dispersion", "log_likelihood", "aic", "aicc", "bic", "segments",
                                          "joinpoints", "aapc", "jumps", "checks", "fitted", "notes"});
}

TEST_CASE("each field of a trend carries the summary's own figure, null where there is none") {
  const json result = parsed(made_up_trend());
  CHECK(result["series"] == "police");
  CHECK(result["model"] == "joinpoint");
  CHECK(result["family"] == "poisson");
  CHECK(result["status"] == "converged");
  CHECK(result["observations"] == 6);
  CHECK(result["parameters"] == json::parse(R"({"intercept": {"estimate": 4.5, "se": 0.25, "lower": 4.0, "upper": 5.0},
                        "slope_1": {"estimate": -0.5, "se": null, "lower": null, "upper": null}})"));
  CHECK(result["dispersion"] == 1.5);
  CHECK(result["log_likelihood"] == -20.25);
  CHECK(result["aic"] == 48.5);
  CHECK(result["aicc"].is_null());
  CHECK(result["bic"] == 47.75);
  CHECK(result["segments"][1] == json::parse(R"({"from": 2022, "to": 2025, "apc": 100.0, "lower": 50.0, "upper": 150.0,
                                                 "p_value": 0.0125, "level": null, "step": null})"));
  CHECK(result["joinpoints"] == json::parse(R"([{"year": 2022, "lower": 2021, "upper": 2023}])"));
  CHECK(result["aapc"] == json::parse(R"([{"from": 2019, "to": 2025, "value": 0.5, "lower": -10.0, "upper": 12.0}])"));
  CHECK(result["jumps"] == json::array());
  CHECK(result["notes"] == json{"2023 is missing"});
}

TEST_CASE("fitted years tell what was observed as the projection's history does") {
  const json fitted = parsed(made_up_trend())["fitted"];
  REQUIRE(fitted.size() == 7);
  CHECK(fitted[0] == json::parse(R"({"year": 2019, "observed": 80, "observed_lower": 80, "observed_upper": 80,
                                     "quality": "exact", "mean": 80.0, "lower": 70.0, "upper": 90.0})"));
  CHECK(fitted[1]["observed"] == 40);
  CHECK(fitted[2]["observed"].is_null());
  CHECK(fitted[2]["observed_upper"] == 24);
  CHECK(fitted[4]["quality"] == "unknown");
  CHECK(fitted[5] == json::parse(R"({"year": 2024, "observed": null, "observed_lower": 35, "observed_upper": null,
                                     "quality": "bound", "mean": 40.0, "lower": null, "upper": null})"));
}

TEST_CASE("a segment with a level has a step, not a yearly change") {
  CHECK(parsed(made_up_levels())["segments"] == json::parse(R"([
    {"from": 2020, "to": 2022, "apc": null, "lower": null, "upper": null, "p_value": null, "level": 1040.0, "step": null},
    {"from": 2023, "to": 2023, "apc": null, "lower": -5.0, "upper": 120.0, "p_value": 0.08, "level": 1560.0,
     "step": 50.0}])"));
}

TEST_CASE("jumps are dated, and a fit that did not converge is named") {
  trend_summary path = made_up_path();
  path.status = fit_status::not_converged;
  CHECK(parsed(path)["jumps"] == json::parse(R"([{"year": 2021, "probability": 0.03},
                                                 {"year": 2022, "probability": 0.75}])"));
  CHECK(parsed(path)["status"] == "not_converged");
  CHECK(parsed(path)["parameters"] == json::object());
}

TEST_CASE("a run of trends is one object with the version, the results and the notes") {
  const std::vector trends{made_up_trend(), made_up_path()};
  const std::vector<std::string> notes{"first"};
  const json run = json::parse(to_json(trends, notes));
  CHECK(run["results"].size() == 2);
  CHECK(run["notes"] == json{"first"});
}

TEST_CASE("trends as CSV: a row a fitted year, a joint in the segment that it ends") {
  CHECK(row(made_up_trend(), 0) ==
        "series,model,family,year,observed,mean,lower,upper,from,to,apc,apc_lower,apc_upper,p_value,jump");
  CHECK(row(made_up_trend(), 1) == "police,joinpoint,poisson,2019,80,80,70,90,2019,2022,-50,-60,-40,0.0001,");
  CHECK(row(made_up_trend(), 4) == "police,joinpoint,poisson,2022,10,10,5,15,2019,2022,-50,-60,-40,0.0001,");
  CHECK(row(made_up_trend(), 5) == "police,joinpoint,poisson,2023,,20,15,25,2022,2025,100,50,150,0.0125,");
  CHECK(row(made_up_levels(), 4) == "police,level_shifts,poisson,2023,1560,1560,,,2023,2023,,,,,");
  CHECK(row(made_up_path(), 3) == "police,local_level,negative_binomial,2022,31,30.5,24,39,,,,,,,0.75");
}

TEST_CASE("a trend's chart leaves out early years beyond the last few, and tells how many") {
  // One column a count.
  CHECK(chart(made_up_path(), {.style = drawing::ascii, .years = 1, .width = 46}) ==
        "  to 2021  2 years not shown\n"
        "     2022  31 ##############################*\n"
        "        # counted  o fitted  * probably a jump\n");
}

TEST_CASE("years that a fit leaves out share a row") {
  trend_summary trend = made_up_path();
  trend.jumps.clear();
  trend.fitted = {
      {2018, count::exactly(3), 3, {}, {}}, {2020, count::exactly(3), 3, {}, {}}, {2024, count::exactly(6), 6, {}, {}}};
  CHECK(chart(trend, {.style = drawing::ascii, .width = 28}) ==
        "       2018  3 #####o\n"
        "       2019  not fitted\n"
        "       2020  3 #####o\n"
        "  2021-2023  not fitted\n"
        "       2024  6 ###########o\n"
        "         # counted  o fitted\n");
}

TEST_CASE("a fit of nothing but nought is drawn") {
  trend_summary trend = made_up_path();
  trend.jumps.clear();
  trend.fitted = {{2024, count::exactly(0), 0, {}, {}}};
  CHECK(chart(trend, {.style = drawing::ascii}) == "  2024  0 o\n          # counted  o fitted\n");
}
