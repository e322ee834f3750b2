#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <tollcast/core/error.hpp>
#include <tollcast/series/read_csv.hpp>

using tollcast::count;
using tollcast::parse_csv;
using tollcast::parse_period;
using tollcast::tally;

TEST_CASE("columns are found by name, in any order, and others are ignored") {
  const auto all = parse_csv("note,count,period,source,series\nx,685,2024,Dawn,crss\ny,>500,2023,,crss\n", "a.csv");
  REQUIRE(all.size() == 1);
  const tally& series = all.at("crss");
  CHECK(series.origin == "a.csv");
  REQUIRE(series.rows.size() == 2);
  CHECK(series.rows[0].when == parse_period("2024"));
  CHECK(series.rows[0].figure == count::exactly(685));
  CHECK(series.rows[0].source == "Dawn");
  CHECK(series.rows[0].line == 2);
  CHECK(series.rows[1].figure == count::at_least(501));
  CHECK(series.rows[1].source == "");
}

TEST_CASE("the column of figures may be called value, that of regions category") {
  const auto all = parse_csv("period,value,category\n2024,12.5,\n2024,3,KP/Bannu\n", "a.csv");
  const tally& series = *all.begin();
  CHECK(series.rows[0].figure == count::measured(12.5));
  CHECK(series.rows[0].region == "");
  CHECK(series.rows[1].region == "KP/Bannu");
  CHECK(parse_csv("period,count,region\n2024,1,Sindh\n", "a.csv").begin()->rows[0].region == "Sindh");
}

TEST_CASE("series keep the order of their first rows") {
  const auto all = parse_csv("series,period,count\nb,2024,1\na,2024,2\nb,2023,3\n", "x.csv");
  std::vector<std::string> names;
  for (const tally& series : all) names.push_back(series.name);
  CHECK(names == std::vector<std::string>{"b", "a"});
  CHECK(all.at("b").rows.size() == 2);
  CHECK(all.at("b").rows[1].line == 4);
}

TEST_CASE("without a column of series the file's name is that of the one series") {
  const std::string text = "period,count\n2024,685\n";
  CHECK(parse_csv(text, "/some/folder/security.forces.csv").begin()->name == "security.forces");
  CHECK(parse_csv(text, "deaths").begin()->name == "deaths");
  CHECK(parse_csv(text, "../.hidden").begin()->name == ".hidden");
  CHECK(parse_csv(text, "standard input").begin()->name == "standard input");
}

TEST_CASE("a byte order mark, CRLF, blank lines, a last line without an end and quotes are all CSV") {
  const auto all = parse_csv(
      "\xEF\xBB\xBF\"period\",count,source\r\n\r\n2023,500,\"Dawn, \"\"Karachi\"\"\r\nand "
      "Lahore\"\r\n\r\n\"2024\",\"685\",caf\xC3\xA9",
      "a.csv");
  const tally& series = *all.begin();
  REQUIRE(series.rows.size() == 2);
  CHECK(series.rows[0].source == "Dawn, \"Karachi\"\r\nand Lahore");
  CHECK(series.rows[0].line == 3);
  CHECK(series.rows[1].figure == count::exactly(685));
  CHECK(series.rows[1].source == "caf\xC3\xA9");
  CHECK(series.rows[1].line == 6);
}

TEST_CASE("an empty figure and NA are not known") {
  const auto all = parse_csv("period,count\n2023,\n2024,NA\n2025,\"\"\n", "a.csv");
  for (const tollcast::observation& row : all.begin()->rows) CHECK(row.figure == count::not_known());
}

TEST_CASE("the column of a message counts characters, and its line is that of the field") {
  CHECK_THROWS_WITH(parse_csv("source,period,count\nPe\xC3\xA7"
                              "e\xE2\x82\xAC,2024-13,1\n",
                              "a.csv"),
                    "a.csv:2:7: column period: '2024-13' is not a period: the month must be 01 to 12");
  CHECK_THROWS_WITH(parse_csv("source,period,count\n\"one\n\"\"two\"\"\n, three\",2024,-1\n", "a.csv"),
                    "a.csv:4:15: column count: '-1' is not a count: it must not be negative");
  CHECK_THROWS_WITH(parse_csv("\xEF\xBB\xBFperiod,count\r\n2024,\"-1\"", "a.csv"),
                    "a.csv:2:6: column count: '-1' is not a count: it must not be negative");
}

TEST_CASE("fields of up to 10000 characters are read") {
  std::string longest;
  for (int i = 0; i < 10'000; ++i) longest += "\xC3\xA9";
  CHECK(parse_csv("period,count,source\n2024,1," + longest + "\n", "a.csv").begin()->rows[0].source == longest);
  CHECK_THROWS_AS(parse_csv("period,count,source\n2024,1," + longest + "x\n", "a.csv"), tollcast::invalid_input);
}

TEST_CASE("an unknown series is answered with the nearest names") {
  const auto all = parse_csv("series,period,count\npolice,2024,1\narmy,2024,2\nnavy,2024,3\nrangers,2024,4\n", "a.csv");
  CHECK_THROWS_WITH_AS(all.at("polise"), "a.csv: no series is named 'polise'; did you mean 'police', 'army' or 'navy'?",
                       tollcast::invalid_input);
}

TEST_CASE("a file is read as its text, and one that is not there is named") {
  const std::filesystem::path path = std::filesystem::temp_directory_path() / "tollcast_read_csv_test.csv";
  std::ofstream(path, std::ios::binary) << "period,count\n2024,685\n";
  const auto all = tollcast::read_csv(path.string());
  CHECK(all.at("tollcast_read_csv_test").rows.size() == 1);
  CHECK(all.begin()->origin == path.string());
  std::filesystem::remove(path);
  CHECK_THROWS_WITH_AS(
      tollcast::read_csv(path.string()),
      (path.string() + ": cannot be opened (No such file or directory); a CSV file, or - for the standard "
                       "input, is needed")
          .c_str(),
      tollcast::invalid_input);
  CHECK_THROWS_AS(tollcast::read_csv(std::filesystem::temp_directory_path().string()), tollcast::invalid_input);
}

TEST_CASE("a million rows are read") {
  std::string text = "series,period,count\n";
  constexpr std::size_t rows = 1'000'000;
  for (std::size_t i = 0; i < rows; ++i) {
    text += "s" + std::to_string(i % 7) + "," + std::to_string(1000 + i / 7 % 9000) + ",3\n";
  }
  const auto all = parse_csv(text, "large.csv");
  CHECK(all.size() == 7);
  std::size_t read = 0;
  for (const tally& series : all) read += series.rows.size();
  CHECK(read == rows);
  CHECK(all.at("s6").rows.back().line == rows - rows % 7 + 1);
}
