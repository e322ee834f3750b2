#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <tollcast/core/error.hpp>
#include <tollcast/series/tally_stream.hpp>

namespace {

using namespace tollcast;

struct file {
  explicit file(const std::string& text) { std::ofstream(path, std::ios::binary) << text; }
  ~file() { std::filesystem::remove(path); }
  file(const file&) = delete;
  file& operator=(const file&) = delete;

  std::string path = (std::filesystem::temp_directory_path() / "tollcast_tally_stream.csv").string();
};

// What read_csv gives, to the row.
void check_as_read(const std::string& path) {
  const tallies whole = read_csv(path);
  tally_stream stream(path);
  CHECK(stream.size() == whole.size());
  for (int walk = 0; walk < 2; ++walk) {
    auto expected = whole.begin();
    for (const tally& one : stream) {
      REQUIRE(expected != whole.end());
      REQUIRE(one.name == expected->name);
      REQUIRE(one.origin == path);
      REQUIRE(one.rows.size() == expected->rows.size());
      for (std::size_t i = 0; i < one.rows.size(); ++i) {
        REQUIRE(one.rows[i].line == expected->rows[i].line);
        REQUIRE(one.rows[i].figure.lower() == expected->rows[i].figure.lower());
        REQUIRE(one.rows[i].source == expected->rows[i].source);
      }
      ++expected;
    }
    CHECK(expected == whole.end());
  }
}

}  // namespace

TEST_SUITE("tally_stream") {
  TEST_CASE("series by series, twice") {
    std::string text = "\xEF\xBB\xBFseries,period,count,source\r\n";
    for (int i = 0; i < 3000; ++i) {
      text += "s" + std::to_string(i / 3) + "," + std::to_string(2000 + i % 3) + "," + std::to_string(i) + ",\"a\n" +
              std::string(static_cast<std::size_t>(i % 70), 'x') + "\"\r\n" + (i % 5 == 0 ? "\r\n" : "");
    }
    check_as_read(file(text).path);
    check_as_read(file("series,period,count\na,2024,1\nb,2024,2").path);
    check_as_read(file("period,count\n2023,1\n2024,2\n").path);
  }

  TEST_CASE("mixed rows are put together") {
    check_as_read(file("series,period,count\na,2023,1\nb,2023,2\na,2024,3\nb,2024,4\n").path);
  }

  TEST_CASE("a walk that is broken off, then another") {
    const file two("series,period,count\na,2023,1\na,2024,2\nb,2023,2\n");
    tally_stream stream(two.path);
    for (const tally& one : stream) {
      CHECK(one.name == "a");
      break;
    }
    std::vector<std::string> names;
    for (const tally& one : stream) names.push_back(one.name);
    CHECK(names == std::vector<std::string>{"a", "b"});
  }

  TEST_CASE("a rule broken anywhere is told at once, with the place") {
    const auto refusal = [](const std::string& text) {
      const file made(text);
      try {
        tally_stream stream(made.path);
      } catch (const invalid_input& error) {
        return std::string(error.what()).substr(made.path.size());
      }
      return std::string();
    };
    CHECK(refusal("series,period,count\na,2023,1\nb,2023,x\n").starts_with(":3:8: column count: 'x'"));
    CHECK(refusal("series,period,count\n\"a\nb\",2023,1\n").starts_with(":2:1: column series: "));
    CHECK(refusal("series,period,count\n\na,2023,1\n\n\"b,2023,2\n").starts_with(":5:1: the quotes that open here"));
    CHECK(refusal("series,period,count\na,2023,1\n\xC3,2023,2\n").starts_with(":3:1: the byte 0xC3 is not UTF-8"));
    CHECK(refusal("series,period,count\n\n").starts_with(":3:1: no row follows the header"));
    CHECK_THROWS_AS(tally_stream(std::string("no such file.csv")), invalid_input);
  }
}
