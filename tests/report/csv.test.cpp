#include <string>
#include <vector>

#include "made_up.hpp"
#include <doctest/doctest.h>

#include <tollcast/report/csv.hpp>

using namespace tollcast;

namespace {

// Without the mean, the standard deviation and the probability, whose last digits are the law's business.
std::vector<std::string> fields(const std::string& text, std::size_t line) {
  std::vector<std::string> cut{""};
  for (const char letter : text) {
    if (letter == '\n') {
      if (line-- == 0) break;
      cut = {""};
    } else if (letter == ',') {
      cut.emplace_back();
    } else {
      cut.back() += letter;
    }
  }
  return cut;
}

std::string header(const std::string& text) { return text.substr(0, text.find('\n')); }

}  // namespace

TEST_CASE("a row a series under the documented header") {
  const std::vector years{made_up(), made_up()};
  const std::string text = to_csv(years);
  CHECK(
      header(text) ==
      "series,year,as_of,observed,known_share,model,mean,sd,median,mode,lower_80,upper_80,lower_95,upper_95,last_total,"
      "prob_exceeds_last");
  CHECK(std::count(text.begin(), text.end(), '\n') == 3);
  const auto row = fields(text, 1);
  REQUIRE(row.size() == 16);
  CHECK(std::vector(row.begin(), row.begin() + 6) ==
        std::vector<std::string>{"police", "2025", "2025-11-30", "9", "0.9", "auto"});
  CHECK(std::stod(row[6]) == doctest::Approx(12.0));
  CHECK(std::stod(row[7]) == doctest::Approx(1.0));
  CHECK(std::vector(row.begin() + 8, row.begin() + 15) ==
        std::vector<std::string>{"12", "12", "11", "13", "10", "14", "12"});
  CHECK(std::stod(row[15]) == doctest::Approx(5.0 / 16));
  CHECK(fields(text, 2) == row);
}

TEST_CASE("levels and thresholds name their columns") {
  const year_end year = made_up();
  const std::string text = to_csv({&year, 1}, {.levels = {0.5, 0.995}, .thresholds = {11, 13}});
  CHECK(header(text) ==
        "series,year,as_of,observed,known_share,model,mean,sd,median,mode,lower_50,upper_50,lower_99.5,upper_99.5,"
        "last_total,prob_exceeds_last,prob_exceeds_11,prob_exceeds_13");
  const auto row = fields(text, 1);
  REQUIRE(row.size() == 18);
  CHECK(std::stod(row[16]) == doctest::Approx(11.0 / 16));
  CHECK(std::stod(row[17]) == doctest::Approx(1.0 / 16));
}

TEST_CASE("what is not known is empty") {
  year_end year = made_up();
  year.last_total = std::nullopt;
  const auto row = fields(to_csv({&year, 1}), 1);
  CHECK(row[14].empty());
  CHECK(row[15].empty());
}

TEST_CASE("commas, quotes and line breaks are quoted as RFC 4180 has it") {
  year_end year = made_up();
  year.series = "a,\"b\"\nc";
  const std::string text = to_csv({&year, 1});
  CHECK(text.substr(header(text).size() + 1, 13) == "\"a,\"\"b\"\"\nc\",2");
}

TEST_CASE("datasets as CSV") {
  const tally data{"police", {{whole_year(2024), count::exactly(12), "", 2, ""}}, ""};
  const std::vector<dataset> sets{{"police", "Police, killed", "a yearbook", "free", data}};
  CHECK(to_csv(sets) ==
        "name,title,first,last,rows,source,terms\n"
        "police,\"Police, killed\",2024-01-01,2024-12-31,1,a yearbook,free\n");
}
