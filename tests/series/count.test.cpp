#include <cstdint>
#include <limits>
#include <string>

#include <doctest/doctest.h>

#include <tollcast/core/error.hpp>
#include <tollcast/series/count.hpp>

using tollcast::count;
using tollcast::count_quality;
using tollcast::largest_count;
using tollcast::parse_count;

TEST_CASE("each spelling of a count says what it can be") {
  struct spelling {
    const char* text;
    count_quality quality;
    std::int64_t lower, upper;
  };
  const spelling table[] = {
      {"685", count_quality::exact, 685, 685},
      {"0", count_quality::exact, 0, 0},
      {"007", count_quality::exact, 7, 7},
      {"1000000000000000", count_quality::exact, largest_count, largest_count},
      {">500", count_quality::bound, 501, largest_count},
      {">=500", count_quality::bound, 500, largest_count},
      {"<800", count_quality::bound, 0, 799},
      {"<=800", count_quality::bound, 0, 800},
      {"640..655", count_quality::range, 640, 655},
      {"640..640", count_quality::exact, 640, 640},
      {"~800", count_quality::about, 760, 840},
      {"~193", count_quality::about, 184, 202},  // .95 * 193 = 183.35, 1.05 * 193 = 202.65
      {"~19", count_quality::about, 19, 19},     // 18.05 .. 19.95
      {"~1000000000000000", count_quality::about, 950'000'000'000'000, largest_count},
      {"", count_quality::unknown, 0, largest_count},
      {"NA", count_quality::unknown, 0, largest_count},
      {"12.5", count_quality::measured, 12, 13},
  };
  for (const spelling& one : table) {
    CAPTURE(one.text);
    const count figure = parse_count(one.text);
    CHECK(figure.quality() == one.quality);
    CHECK(figure.lower() == one.lower);
    CHECK(figure.upper() == one.upper);
    CHECK(parse_count(to_string(figure)) == figure);
  }
}

TEST_CASE("only an exact count and a rounded one have a value") {
  CHECK(parse_count("685").value() == 685);
  CHECK(parse_count("~800").value() == 800);
  CHECK(parse_count("~999999999999999").value() == 999'999'999'999'999);
  CHECK_FALSE(parse_count(">500").value().has_value());
  CHECK_FALSE(parse_count("640..655").value().has_value());
  CHECK_FALSE(parse_count("NA").value().has_value());
  CHECK_FALSE(parse_count("12.5").value().has_value());
  CHECK(parse_count("685").is_exact());
  CHECK_FALSE(parse_count("~800").is_exact());
}

TEST_CASE("a measured value keeps its decimals and is no count") {
  CHECK(parse_count("12.5").measure() == 12.5);
  CHECK(to_string(count::measured(12.5)) == "12.5");
  CHECK(to_string(count::measured(12)) == "12.0");
  CHECK(to_string(count::measured(1e-7)) == "0.0000001");
  CHECK_THROWS_WITH_AS(parse_count("12").measure(), "count: this figure is a count, not a measured value",
                       tollcast::invalid_input);
  CHECK_THROWS_AS(count::measured(std::numeric_limits<double>::quiet_NaN()), tollcast::invalid_input);
  CHECK_THROWS_AS(count::measured(std::numeric_limits<double>::infinity()), tollcast::invalid_input);
  CHECK_THROWS_AS(count::measured(-0.5), tollcast::invalid_input);
}

TEST_CASE("a bound is written in its rounder spelling") {
  CHECK(to_string(count::at_least(501)) == ">500");
  CHECK(to_string(count::at_least(500)) == ">=500");
  CHECK(to_string(count::at_most(799)) == "<800");
  CHECK(to_string(count::at_most(800)) == "<=800");
  CHECK(to_string(count::about(800)) == "~800");
  CHECK(to_string(count::not_known()) == "NA");
  CHECK(to_string(count::between(640, 655)) == "640..655");
}

TEST_CASE("a refused count states the rule that it breaks") {
  CHECK_THROWS_WITH(parse_count("-5"), "'-5' is not a count: it must not be negative");
  CHECK_THROWS_WITH(parse_count("655..640"), "'655..640' is not a count: the lower end comes first");
  CHECK_THROWS_WITH(parse_count("<0"), "'<0' is not a count: nothing is fewer than 0");
  CHECK_THROWS_WITH(parse_count("1000000000000001"),
                    "'1000000000000001' is not a count: it must not be more than 1000000000000000");
  CHECK_THROWS_WITH(parse_count("9999999999999999999999"),
                    "'9999999999999999999999' is not a count: it must not be more than 1000000000000000");
  CHECK_THROWS_WITH(parse_count("1e3"),
                    "'1e3' is not a count: write 685, >500, >=500, <800, <=800, 640..655, ~800, 12.5, or nothing or NA "
                    "when it is not known");
  CHECK_THROWS_AS(parse_count("."), tollcast::invalid_input);
  CHECK_THROWS_AS(parse_count(".5"), tollcast::invalid_input);
  CHECK_THROWS_AS(parse_count(".."), tollcast::invalid_input);
  CHECK_THROWS_AS(parse_count(">"), tollcast::invalid_input);
}

TEST_CASE("the factories refuse what lies outside 0 to the largest count") {
  CHECK_THROWS_WITH(count::exactly(-1), "count: -1 was given; 0 to 1000000000000000 is needed");
  CHECK_THROWS_AS(count::at_least(largest_count + 1), tollcast::invalid_input);
  CHECK_THROWS_AS(count::at_most(-1), tollcast::invalid_input);
  CHECK_THROWS_AS(count::about(-1), tollcast::invalid_input);
  CHECK_THROWS_AS(count::between(5, 4), tollcast::invalid_input);
}
