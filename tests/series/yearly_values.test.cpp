#include <optional>
#include <string>

#include <doctest/doctest.h>

#include <tollcast/series/yearly_values.hpp>

using namespace tollcast;

namespace {

observation row(const std::string& when, const std::string& figure) {
  return {parse_period(when), parse_count(figure)};
}

}  // namespace

TEST_SUITE("yearly values") {
  TEST_CASE("measured, exact and rounded figures are values; gaps are missing years") {
    const tally series{"s", {row("2003", "12.5"), row("2000", "7"), row("2002", "~8"), row("2004", "NA")}};
    const yearly_values values = values_of(series);
    CHECK(values.first_year == 2000);
    REQUIRE(values.values.size() == 4);
    CHECK(values.values[0] == 7.0);
    CHECK(values.values[1] == std::nullopt);
    CHECK(values.values[2] == 8.0);
    CHECK(values.values[3] == 12.5);
    CHECK(values.last_year() == 2003);
    CHECK(values.notes.empty());
    CHECK(is_measured(series));
    CHECK_FALSE(is_measured({"s", {row("2000", "7")}}));
  }

  TEST_CASE("bounds and parts of a year are left out, with a note") {
    const yearly_values values = values_of({"s", {row("2000", "7.5"), row("2001", ">500"), row("2002-Q1", "3")}});
    CHECK(values.values.size() == 1);
    REQUIRE(values.notes.size() == 2);
    CHECK(values.notes[0] == "2001 (>500) is left out: a value is needed, not a bound or a range");
    CHECK(values.notes[1] == "2002-Q1 (3) is not a whole year and is not used");
  }

  TEST_CASE("nothing to use, and two values of one year") {
    CHECK_THROWS_WITH_AS(values_of({"s", {row("2001-Q1", "5")}}),
                         "series 's' has no value for a whole year; at least one is needed", cannot_answer);
    CHECK_THROWS_AS(values_of({"s", {row("2001", "5.5"), row("2001", "6.5")}}), invalid_input);
    CHECK(values_of({"s", {row("2001", "5.5"), row("2001", "5.5")}}).values.size() == 1);
  }
}
