#include <cstdint>
#include <string>
#include <vector>

#include "json_keys.hpp"
#include "made_up_regions.hpp"
#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <tollcast/report/csv.hpp>
#include <tollcast/report/json.hpp>
#include <tollcast/report/text.hpp>

using namespace tollcast;
using json = nlohmann::ordered_json;

namespace {

json parsed(const regional_answer& answer) { return json::parse(to_json({&answer, 1}))["results"][0]; }

}  // namespace

TEST_CASE("the total has the law that it has together with its regions, draw by draw") {
  const regional_answer answer = made_up_regions();
  CHECK(mean(answer.total.total) == doctest::Approx(12));
  CHECK(cdf(answer.total.total, 11) == doctest::Approx(0.25));
  CHECK(cdf(answer.total.total, 12) == doctest::Approx(0.75));
  CHECK(quantile(answer.total.total, 1) == 13);
  CHECK(answer.total.observed == made_up().observed);
  regional_outlook apart = answer.outlook;
  apart.total = empirical(std::vector<std::int64_t>{1, 1'000'000'000'000, 1'000'000'000'000, 1'000'000'000'001});
  const year_end wide = total_of(made_up(), apart);
  CHECK(cdf(wide.total, 999'999'999'999) == doctest::Approx(0.25));
  CHECK(prob_exceeds(wide.total, 1'000'000'000'000) == doctest::Approx(0.25));
}

TEST_CASE("regions as JSON have the fields of the interface, in order") {
  const json result = parsed(made_up_regions());
  CHECK(keys(result) == std::vector<std::string>{"series", "year", "total", "parts", "concentration", "change",
                                                 "concentration_change", "notes"});
  const year_end alone = made_up();
  CHECK(keys(result["total"]) == keys(json::parse(to_json({&alone, 1}))["results"][0]));
  CHECK(keys(result["parts"][0]) == std::vector<std::string>{"region", "parent", "observed", "complete", "mean", "sd",
                                                             "median", "intervals", "share"});
  CHECK(result["parts"][1]["parent"] == "KP");
  CHECK(result["parts"][0]["parent"] == nullptr);
  CHECK(result["parts"][0]["mean"] == 7);
  CHECK(result["parts"][0]["intervals"][0] == json{{"level", 0.8}, {"lower", 6}, {"upper", 8}});
  CHECK(result["parts"][2]["share"] == json{{"mean", 0.4}, {"lower", 0.3}, {"upper", 0.5}});
}

TEST_CASE("concentration as JSON is by year, then by period with the shares of the regions") {
  const json list = parsed(made_up_regions())["concentration"];
  REQUIRE(list.size() == 4);
  const json estimate{{"estimate", 0.52}, {"lower", 0.5}, {"upper", 0.6}};
  CHECK(keys(list[0]) == std::vector<std::string>{"year", "total", "herfindahl", "effective_number", "gini",
                                                  "top_share", "top_two_share", "groups"});
  CHECK(list[0]["year"] == 2024);
  CHECK(list[0]["herfindahl"] == estimate);
  CHECK(list[2]["period"] == "2007..2013");
  CHECK(list[2]["groups"][0]["group"] == "the north");
  CHECK(list[2]["shares"][0]["region"] == "KP");
  CHECK(list[2]["shares"][0]["estimate"] == 0.4);
}

TEST_CASE("changes as JSON name the periods and the probability that the later one has more") {
  const json result = parsed(made_up_regions());
  CHECK(keys(result["change"][0]) ==
        std::vector<std::string>{"group", "from", "to", "share_from", "share_to", "difference", "probability"});
  CHECK(result["change"][0]["from"] == "2007..2013");
  CHECK(result["change"][0]["share_to"]["estimate"] == 0.8);
  CHECK(result["change"][0]["probability"] == 0.97);
  CHECK(result["concentration_change"][0]["probability"] == 0.25);
}

TEST_CASE("regions as CSV: the total, then each region") {
  const regional_answer answer = made_up_regions();
  CHECK(to_csv({&answer, 1}, questions{.levels = {0.8}}) ==
        "series,year,as_of,region,observed,complete,mean,sd,median,lower_80,upper_80,share,share_lower,share_upper\n"
        "police,2025,2025-11-30,,9,0,12,0.7071067811865476,12,11,13,1,1,1\n"
        "police,2025,2025-11-30,KP,5,0,7,0.7071067811865476,7,6,8,0.6,0.5,0.7\n"
        "police,2025,2025-11-30,KP/Bannu,5,0,7,0.7071067811865476,7,6,8,0.6,0.5,0.7\n"
        "police,2025,2025-11-30,Sindh,4,1,5,0,5,5,5,0.4,0.3,0.5\n");
}

TEST_CASE("regions read as stored") {
  const regional_answer answer = made_up_regions();
  const std::vector<std::string> notes{"no FILE was named"};
  CHECK(to_text({&answer, 1}, notes) == R"(police in 2025, by region
=========================

the north: 80 % (70 % to 85 %) of 90 in 2021 to 2025, against 40 % (30 % to
45 %) of 1,234 in 2007 to 2013. The probability that their share is now higher
is 97 %.
The probability that the deaths fall in fewer regions in 2021 to 2025 than in
2007 to 2013 (a higher Herfindahl index) is 25 %.

By 30 November 2025 police counted 9. The year most likely ends near 12 (80 %:
11 to 13; 95 %: 11 to 13). The chance of passing 2024's 12 is 25 %.

           counted  median      80 %      95 %         share (95 %)
  KP             5       7    6 to 8    6 to 8  60 % (50 % to 70 %)
    Bannu        5       7    6 to 8    6 to 8  60 % (50 % to 70 %)
  Sindh          4       5         5         5  40 % (30 % to 50 %)
  total          9      12  11 to 13  11 to 13

How concentrated (95 % in brackets)
                deaths  largest  two largest  effective number           Herfindahl
  2007 to 2013   1,234     40 %        100 %  1.9 (1.5 to 2.0)  0.52 (0.50 to 0.60)
  2021 to 2025      90     80 %        100 %  1.9 (1.5 to 2.0)  0.52 (0.50 to 0.60)
  2024              12     50 %        100 %  1.9 (1.5 to 2.0)  0.52 (0.50 to 0.60)
  2025              12     60 %        100 %  1.9 (1.5 to 2.0)  0.52 (0.50 to 0.60)

Notes
  - FATA is merged into KP


Notes on this run
  - no FILE was named
)");
}

TEST_CASE("one period is told by itself, and what is not measured is left out") {
  regional_answer answer = made_up_regions();
  answer.changes.clear();
  answer.periods.pop_back();
  CHECK(to_text({&answer, 1}, {}).find("\nthe north: 40 % (30 % to 45 %) of 1,234 in 2007 to 2013.\n") !=
        std::string::npos);
  answer.periods.clear();
  answer.years.clear();
  const std::string text = to_text({&answer, 1}, {});
  CHECK(text.find("=\n\nBy 30 November 2025") != std::string::npos);
  CHECK(text.find("How concentrated") == std::string::npos);
}
