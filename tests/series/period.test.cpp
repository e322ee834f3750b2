#include <chrono>
#include <string>

#include <doctest/doctest.h>

#include <tollcast/core/error.hpp>
#include <tollcast/series/period.hpp>

using namespace std::chrono_literals;
using tollcast::parse_date;
using tollcast::parse_period;
using tollcast::period;
using tollcast::sys_days;

namespace {

std::string refusal(const char* text) {
  try {
    parse_period(text);
  } catch (const tollcast::invalid_input& error) {
    return error.what();
  }
  return "nothing was refused";
}

}  // namespace

TEST_CASE("each spelling of a period begins and ends on its days") {
  struct spelling {
    const char* text;
    sys_days first, last;
    int days;
  };
  const spelling table[] = {
      {"2023", 2023y / 1 / 1, 2023y / 12 / 31, 365},
      {"2024", 2024y / 1 / 1, 2024y / 12 / 31, 366},
      {"1900", 1900y / 1 / 1, 1900y / 12 / 31, 365},
      {"2000", 2000y / 1 / 1, 2000y / 12 / 31, 366},
      {"2023-H1", 2023y / 1 / 1, 2023y / 6 / 30, 181},
      {"2024-H1", 2024y / 1 / 1, 2024y / 6 / 30, 182},
      {"2024-H2", 2024y / 7 / 1, 2024y / 12 / 31, 184},
      {"2023-Q1", 2023y / 1 / 1, 2023y / 3 / 31, 90},
      {"2024-Q1", 2024y / 1 / 1, 2024y / 3 / 31, 91},
      {"2024-Q4", 2024y / 10 / 1, 2024y / 12 / 31, 92},
      {"2023-02", 2023y / 2 / 1, 2023y / 2 / 28, 28},
      {"2024-02", 2024y / 2 / 1, 2024y / 2 / 29, 29},
      {"1900-02", 1900y / 2 / 1, 1900y / 2 / 28, 28},
      {"2000-02", 2000y / 2 / 1, 2000y / 2 / 29, 29},
      {"2024-09-17", 2024y / 9 / 17, 2024y / 9 / 17, 1},
      {"2024-02-29", 2024y / 2 / 29, 2024y / 2 / 29, 1},
      {"2025-Q1/2025-Q3", 2025y / 1 / 1, 2025y / 9 / 30, 273},
      {"2024-Q1/2024-Q3", 2024y / 1 / 1, 2024y / 9 / 30, 274},
      {"2025-01/2025-11", 2025y / 1 / 1, 2025y / 11 / 30, 334},
      {"2025-01-01/2025-09-30", 2025y / 1 / 1, 2025y / 9 / 30, 273},
      {"2023/2024", 2023y / 1 / 1, 2024y / 12 / 31, 731},
      {"2024-Q3/2024-10-15", 2024y / 7 / 1, 2024y / 10 / 15, 107},
      {"0001", 1y / 1 / 1, 1y / 12 / 31, 365},
      {"9999-12-31", 9999y / 12 / 31, 9999y / 12 / 31, 1},
  };
  for (const spelling& one : table) {
    CAPTURE(one.text);
    const period when = parse_period(one.text);
    CHECK(when == period(one.first, one.last));
    CHECK(when.days() == one.days);
  }
}

TEST_CASE("a period is written in its largest unit") {
  CHECK(to_string(parse_period("2024-01/2024-12")) == "2024");
  CHECK(to_string(parse_period("2024-Q1/2024-Q2")) == "2024-H1");
  CHECK(to_string(parse_period("2024-07/2024-09")) == "2024-Q3");
  CHECK(to_string(parse_period("2024-02-01/2024-02-29")) == "2024-02");
  CHECK(to_string(parse_period("2023-02-01/2023-02-27")) == "2023-02-01/2023-02-27");
  CHECK(to_string(parse_period("2025-01-01/2025-09-30")) == "2025-Q1/2025-Q3");
  CHECK(to_string(parse_period("2025-Q1/2025-11")) == "2025-01/2025-11");
  CHECK(to_string(parse_period("2024-H2/2025-H1")) == "2024-H2/2025-H1");
  CHECK(to_string(parse_period("2023/2024")) == "2023/2024");
  CHECK(to_string(parse_period("0007-03-04")) == "0007-03-04");
}

TEST_CASE("every stretch of days of two years is read back from its spelling") {
  const sys_days start = 2023y / 1 / 1;
  const sys_days end = 2024y / 12 / 31;
  int read_back = 0;
  for (sys_days first = start; first <= end; first += std::chrono::days(1)) {
    for (sys_days last = first; last <= end; last += std::chrono::days(1)) {
      const period when(first, last);
      read_back += parse_period(to_string(when)) == when ? 1 : 0;
    }
  }
  CHECK(read_back == 731 * 732 / 2);
}

TEST_CASE("a refused period states the rule that it breaks") {
  CHECK(refusal("2024-13") == "'2024-13' is not a period: the month must be 01 to 12");
  CHECK(refusal("2024-Q5") == "'2024-Q5' is not a period: the quarter must be Q1 to Q4");
  CHECK(refusal("2024-H0") == "'2024-H0' is not a period: the half must be H1 or H2");
  CHECK(refusal("2023-02-29") == "'2023-02-29' is not a period: 2023-02 has the days 01 to 28");
  CHECK(refusal("0000") == "'0000' is not a period: the year must be 0001 to 9999");
  CHECK(refusal("2024 ") == "'2024 ' is not a period: no space may stand before or after it");
  CHECK(refusal("2025/2024") == "'2025/2024' is not a period: of A/B, B must not begin or end before A");
  CHECK(refusal("20\t24") ==
        "'20\\x0924' is not a period: write 2024, 2024-H1, 2024-Q3, 2024-09, 2024-09-17, or two of these as A/B");
}

TEST_CASE("a date is one day and nothing else") {
  CHECK(parse_date("2024-02-29") == sys_days(2024y / 2 / 29));
  CHECK(tollcast::to_string(parse_date("2025-09-30")) == "2025-09-30");
  CHECK(tollcast::year_of(parse_date("2025-12-31")) == 2025);
  for (const char* text :
       {"2025", "2025-09", "2025-9-30", "2025-09-31", "2025-09-30 ", "", "30.09.2025", "2025-01/025"}) {
    CAPTURE(text);
    CHECK_THROWS_AS(parse_date(text), tollcast::invalid_input);
  }
  CHECK_THROWS_WITH(parse_date("30 Sep"), "'30 Sep' is not a date: write 2025-09-30");
}

TEST_CASE("periods contain and overlap by their days") {
  const period year = tollcast::whole_year(2024);
  const period summer = tollcast::quarter_of(2024, 3);
  CHECK(year.contains(year));
  CHECK(year.contains(summer));
  CHECK_FALSE(summer.contains(year));
  CHECK(summer.overlaps(tollcast::month_of(2024, 9)));
  CHECK_FALSE(summer.overlaps(tollcast::month_of(2024, 10)));
  CHECK(summer.overlaps(parse_period("2024-09-30/2024-10-01")));
  CHECK(tollcast::half_of(2024, 2) == parse_period("2024-H2"));
  CHECK(tollcast::is_whole_year(parse_period("2024-01-01/2024-12-31")));
  CHECK_FALSE(tollcast::is_whole_year(parse_period("2024-01-02/2025-01-01")));
  CHECK_FALSE(tollcast::is_whole_year(parse_period("2023-01-01/2023-12-30")));
}

TEST_CASE("a period is never empty and never leaves the years 1 to 9999") {
  CHECK_THROWS_WITH(period(2024y / 2 / 2, 2024y / 2 / 1),
                    "period: 2024-02-02 to 2024-02-01 was given; the last day must not come before the first");
  CHECK_THROWS_AS(period(sys_days(2024y / 1 / 1), sys_days(10000y / 1 / 1)), tollcast::invalid_input);
  CHECK_THROWS_AS(period(sys_days(0y / 12 / 31), sys_days(1y / 1 / 1)), tollcast::invalid_input);
  CHECK_THROWS_AS(tollcast::whole_year(0), tollcast::invalid_input);
  CHECK_THROWS_AS(tollcast::month_of(2024, 13), tollcast::invalid_input);
  CHECK_THROWS_AS(tollcast::quarter_of(2024, 0), tollcast::invalid_input);
}
