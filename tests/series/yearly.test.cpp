#include <algorithm>
#include <chrono>
#include <cstdint>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include <tollcast/core/error.hpp>
#include <tollcast/series/yearly.hpp>

using namespace std::chrono_literals;
using tollcast::count;
using tollcast::part;
using tollcast::tally;
using tollcast::year_record;
using tollcast::yearly_tally;

namespace {

// A tally of "PERIOD FIGURE" rows, as if they stood in a file from line 2 on.
tally tally_of(const std::vector<std::pair<std::string, std::string>>& rows) {
  tally made{"killed", {}, "killed.csv"};
  for (const auto& [when, figure] : rows) {
    made.rows.push_back({tollcast::parse_period(when), tollcast::parse_count(figure), "", made.rows.size() + 2, ""});
  }
  return made;
}

std::vector<part> parts_of(const std::vector<std::pair<std::string, std::int64_t>>& parts) {
  std::vector<part> made;
  for (const auto& [when, figure] : parts) made.push_back({tollcast::parse_period(when), figure});
  return made;
}

const year_record& year_in(const yearly_tally& view, int year) {
  return *std::find_if(view.years.begin(), view.years.end(), [&](const year_record& one) { return one.year == year; });
}

bool has_note(const yearly_tally& view, const std::string& words) {
  return std::any_of(view.notes.begin(), view.notes.end(),
                     [&](const std::string& note) { return note.find(words) != std::string::npos; });
}

std::string refusal(const tally& series) {
  try {
    yearly(series);
  } catch (const tollcast::invalid_input& error) {
    return error.what();
  }
  return "nothing was refused";
}

}  // namespace

TEST_CASE("a month, the half and the three quarters that hold it become parts that overlap nowhere") {
  const auto view =
      yearly(tally_of({{"2023-01", "111"}, {"2023-H1", "267"}, {"2023-Q1/2023-Q3", "386"}, {"2023", ">500"}}));
  REQUIRE(view.years.size() == 1);
  CHECK(view.years[0].parts == parts_of({{"2023-01", 111}, {"2023-02/2023-06", 156}, {"2023-Q3", 119}}));
  CHECK(view.years[0].total == count::at_least(501));
  CHECK_FALSE(is_complete(view.years[0]));
  CHECK(known_count(view.years[0]) == 386);
  CHECK(view.notes.empty());
}

TEST_CASE("a year and some of its sub-totals leave the rest as a part") {
  const auto view = yearly(tally_of({{"2025", "3417"},
                                     {"2025-01/2025-11", "3187"},
                                     {"2025-Q1", "897"},
                                     {"2025-Q1/2025-Q3", "2414"},
                                     {"2025-Q2", "615"},
                                     {"2025-Q3", "901"}}));
  CHECK(view.years[0].total == count::exactly(3417));
  CHECK(view.years[0].parts ==
        parts_of({{"2025-Q1", 898}, {"2025-Q2", 615}, {"2025-Q3", 901}, {"2025-10/2025-11", 773}, {"2025-12", 230}}));
  CHECK(view.notes ==
        std::vector<std::string>{"2025-Q1 is given as 897, but wider figures leave 898 for it, which is used"});
}

TEST_CASE("parts without a gap make a year complete") {
  const auto view =
      yearly(tally_of({{"2024-H1", "100"}, {"2024-Q3", "20"}, {"2024-10", "5"}, {"2024-11/2024-12", "6"}}));
  CHECK(is_complete(view.years[0]));
  CHECK(view.years[0].total == count::exactly(131));
  CHECK(view.years[0].parts.size() == 4);
  const auto open = yearly(tally_of({{"2024-H1", "100"}, {"2024-Q3", "20"}, {"2024-10", "5"}, {"2024-12", "6"}}));
  CHECK_FALSE(is_complete(open.years[0]));
  CHECK(known_count(open.years[0]) == 131);
}

TEST_CASE("a year without a part has no parts, and its own row is none") {
  const auto view = yearly(tally_of({{"2022", "282"}, {"2024", "685"}}));
  REQUIRE(view.years.size() == 3);
  CHECK(view.years[0].parts.empty());
  CHECK(view.years[1].year == 2023);
  CHECK(view.years[1].total == count::not_known());
  CHECK(known_count(view.years[1]) == 0);
  CHECK(view.notes == std::vector<std::string>{"no figure for 2023"});
}

TEST_CASE("of figures that overlap without a common boundary those that cover the most days are used") {
  // February to April is what the half leaves; March inside it cannot be told from the rest of it.
  const auto view = yearly(tally_of(
      {{"2025-01/2025-06", "284"}, {"2025-01", "35"}, {"2025-03", "73"}, {"2025-05", "52"}, {"2025-06", "53"}}));
  CHECK(view.years[0].parts == parts_of({{"2025-01", 35}, {"2025-02/2025-04", 144}, {"2025-05", 52}, {"2025-06", 53}}));
  CHECK(view.notes == std::vector<std::string>{"2025-03 (73) overlaps 2025-02/2025-04 (144), which is used instead"});
}

TEST_CASE("where the total is known, the part that holds the most others is implied and gives way to them") {
  const auto view =
      yearly(tally_of({{"2025", "667"}, {"2025-01/2025-08", "445"}, {"2025-10", "72"}, {"2025-11", "25"}}));
  CHECK(view.years[0].total == count::exactly(667));
  CHECK(view.years[0].parts == parts_of({{"2025-01/2025-08", 445}, {"2025-10", 72}, {"2025-11", 25}}));
  CHECK(view.notes.empty());
}

TEST_CASE("days of a month do not count beside the month") {
  const auto view =
      yearly(tally_of({{"2024-03", "40"}, {"2024-03-10", "12"}, {"2024-03-10", "3"}, {"2024-05-02", "7"}}));
  CHECK(view.years[0].parts == parts_of({{"2024-03", 40}, {"2024-05-02", 7}}));
  CHECK(has_note(view, "2024-03-10 (15) overlaps 2024-03 (40)"));
}

TEST_CASE("a sub-total over a leap February knows its day") {
  for (const auto& [year, last] : {std::pair{"2023", "28"}, std::pair{"2024", "29"}, std::pair{"2000", "29"}}) {
    const std::string y = year;
    const auto view = yearly(tally_of({{y + "-01", "10"},
                                       {y + "-02-01/" + y + "-02-" + last, "20"},
                                       {y + "-Q1", "60"},
                                       {y + "-Q1/" + y + "-Q3", "90"}}));
    CHECK(view.years[0].parts ==
          parts_of({{y + "-01", 10}, {y + "-02", 20}, {y + "-03", 30}, {y + "-Q2/" + y + "-Q3", 30}}));
  }
}

TEST_CASE("rows of one day add up, and fewer than ten days leave the other days open") {
  const auto view = yearly(tally_of({{"2024-02-29", "3"}, {"2024-09-17", "5"}, {"2024-02-29", "4"}}));
  CHECK(view.years[0].parts == parts_of({{"2024-02-29", 7}, {"2024-09-17", 5}}));
  CHECK_FALSE(is_complete(view.years[0]));
}

TEST_CASE("ten days and nothing shorter than a year beside them are a list of events without gaps") {
  std::vector<std::pair<std::string, std::string>> rows{{"2021", "90"}};
  for (const char* day : {"2022-02-03", "2022-03-04", "2022-05-06", "2022-07-08", "2022-11-12", "2022-11-13",
                          "2023-01-02", "2023-01-02", "2023-01-03", "2023-02-01", "2023-02-03"}) {
    rows.emplace_back(day, "2");
  }
  const auto view = yearly(tally_of(rows));
  CHECK(year_in(view, 2021).total == count::exactly(90));
  CHECK(year_in(view, 2022).total == count::exactly(12));
  REQUIRE(year_in(view, 2022).parts.size() == 12);
  CHECK(year_in(view, 2022).parts[0] == part{tollcast::month_of(2022, 1), 0});
  CHECK(year_in(view, 2022).parts[10] == part{tollcast::month_of(2022, 11), 4});
  CHECK_FALSE(is_complete(year_in(view, 2023)));
  CHECK(year_in(view, 2023).parts == parts_of({{"2023-01", 6}, {"2023-02-01/2023-02-03", 4}}));
  CHECK(has_note(view, "from 2022-01-01 to 2023-02-03 the days without a row count 0"));
  rows.emplace_back("2023-03", "9");  // a month beside the days: no list of events
  CHECK_FALSE(is_complete(year_in(yearly(tally_of(rows)), 2022)));
}

TEST_CASE("events that do not add up to the year's own figure are not used") {
  std::vector<std::pair<std::string, std::string>> rows{{"2022", "90"}};
  for (int month = 1; month <= 12; ++month) {
    rows.emplace_back("2022-" + std::string(month < 10 ? "0" : "") + std::to_string(month) + "-15", "5");
  }
  rows.emplace_back("2022-12-31", "0");
  const auto view = yearly(tally_of(rows));
  CHECK(view.years[0].total == count::exactly(90));
  CHECK(view.years[0].parts.empty());
  CHECK(has_note(view, "the events of 2022 add up to 60, the year has 90; the events are not used"));
  rows[0].second = "60";
  CHECK(yearly(tally_of(rows)).years[0].parts.size() == 12);
  rows[0].second = ">50";
  CHECK(yearly(tally_of(rows)).years[0].total == count::exactly(60));
  rows[0].second = "57";  // 3 too many: a revision
  CHECK(yearly(tally_of(rows)).years[0].total == count::exactly(57));
  rows[0].second = "50";
  CHECK(refusal(tally_of(rows)) ==
        "killed.csv:2: the events of 2022 add up to 60, the year has 50; parts must not exceed what contains them");
}

TEST_CASE("a day of an event list that is not exact leaves its month open") {
  std::vector<std::pair<std::string, std::string>> rows;
  for (int day = 10; day <= 30; ++day) rows.emplace_back("2022-01-" + std::to_string(day), "1");
  rows.emplace_back("2022-02-03", ">20");
  rows.emplace_back("2022-12-31", "4");
  const auto view = yearly(tally_of(rows));
  CHECK_FALSE(is_complete(view.years[0]));
  CHECK(known_count(view.years[0]) == 25);
  CHECK(view.years[0].parts.size() == 11);
  CHECK(has_note(view, "2022-02-03 (>20) is not exact"));
}

TEST_CASE("a figure given twice counts once") {
  const auto view =
      yearly(tally_of({{"2024-Q1", "432"}, {"2024", "500..600"}, {"2024-01/2024-03", "432"}, {"2024", "523"}}));
  CHECK(view.years[0].total == count::exactly(523));
  CHECK(known_count(view.years[0]) == 523);
  CHECK(view.years[0].parts == parts_of({{"2024-Q1", 432}, {"2024-Q2/2024-Q4", 91}}));
  CHECK(has_note(view, "2024-Q1 is given 2 times; 432 is counted once"));
  CHECK(has_note(view, "2024 is given 2 times; 523 is counted once"));
}

TEST_CASE("two bounds of one year hold together") {
  CHECK(yearly(tally_of({{"2024", ">500"}, {"2024", "<800"}})).years[0].total == count::between(501, 799));
  CHECK(yearly(tally_of({{"2024", "~800"}, {"2024", ">500"}})).years[0].total == count::about(800));
  CHECK(yearly(tally_of({{"2024", "NA"}, {"2024", ">500"}})).years[0].total == count::at_least(501));
  CHECK(refusal(tally_of({{"2024", ">500"}, {"2023", "1"}, {"2024", "<400"}})) ==
        "killed.csv:4: 2024 is <400 here, but >500 in line 2; one figure is needed");
}

TEST_CASE("a bounded year's lower end is raised to what its parts hold") {
  CHECK(yearly(tally_of({{"2024", ">500"}, {"2024-H1", "520"}})).years[0].total == count::at_least(520));
  CHECK(yearly(tally_of({{"2024", "<800"}, {"2024-H1", "520"}})).years[0].total == count::between(520, 799));
  CHECK(yearly(tally_of({{"2024", "500..600"}, {"2024-H1", "520"}})).years[0].total == count::between(520, 600));
  CHECK(yearly(tally_of({{"2024", "~800"}, {"2024-H1", "700"}})).years[0].total == count::about(800));
  CHECK(yearly(tally_of({{"2024", "NA"}, {"2024-H1", "520"}})).years[0].total == count::not_known());
}

TEST_CASE("parts that fill a year replace its bound") {
  CHECK(yearly(tally_of({{"2024", ">500"}, {"2024-H1", "520"}, {"2024-H2", "100"}})).years[0].total ==
        count::exactly(620));
  const auto less = yearly(tally_of({{"2024", ">700"}, {"2024-H1", "520"}, {"2024-H2", "100"}}));
  CHECK(less.years[0].total == count::exactly(620));
  CHECK(has_note(less, "2024 has >700, but its parts add up to 620, which is used"));
  const auto more = yearly(tally_of({{"2024", "~600"}, {"2024-H1", "520"}, {"2024-H2", "120"}}));
  CHECK(more.years[0].total == count::exactly(640));
  CHECK(has_note(more, "2024 has ~600, but its parts add up to 640, which is used"));
}

TEST_CASE("a revision of up to a tenth shortens the narrower figure and the wider one holds") {
  const auto shrunk = yearly(tally_of({{"2024", "685"}, {"2024-Q1/2024-Q3", "700"}}));
  CHECK(shrunk.years[0].total == count::exactly(685));
  CHECK(shrunk.years[0].parts == parts_of({{"2024-Q1/2024-Q3", 685}, {"2024-Q4", 0}}));
  CHECK(has_note(shrunk, "2024-Q1/2024-Q3 is given as 700, but wider figures leave 685 for it"));

  const auto mirrored = yearly(tally_of({{"2024", "685"}, {"2024-Q2/2024-Q4", "280"}, {"2024-H2", "300"}}));
  CHECK(mirrored.years[0].parts == parts_of({{"2024-Q1", 405}, {"2024-Q2", 0}, {"2024-H2", 280}}));

  const auto apart = yearly(tally_of({{"2024", "100"}, {"2024-02", "60"}, {"2024-05", "45"}}));
  CHECK(apart.years[0].total == count::exactly(100));
  CHECK(apart.years[0].parts == parts_of({{"2024-02", 55}, {"2024-05", 45}}));
  CHECK(has_note(apart, "2024 has 100, less than 2024-02 (60) + 2024-05 (45), taken for a revision"));

  const auto bound = yearly(tally_of({{"2024", "<100"}, {"2024-02", "60"}, {"2024-05", "45"}}));
  CHECK(bound.years[0].total == count::at_least(105));

  CHECK(yearly(tally_of({{"2024", "5"}, {"2024-H1", "6"}})).years[0].total ==
        count::exactly(5));  // 1 is a revision too
}

TEST_CASE("a contradiction beyond a revision names the line of the wider figure") {
  CHECK(refusal(tally_of({{"2023", "1"}, {"2024", "685"}, {"2024-Q1/2024-Q3", "754"}})) ==
        "killed.csv:3: 2024 has 685, but the rows for its parts leave -69 for 2024-Q4; parts must not exceed what "
        "contains "
        "them");
  CHECK(refusal(tally_of({{"2024-02", "60"}, {"2024-05", "51"}, {"2024", "100"}})) ==
        "killed.csv:4: 2024 has 100, less than 2024-02 (60) + 2024-05 (51); parts must not exceed what contains them");
  CHECK(refusal(tally_of({{"2024", "5"}, {"2024-H1", "7"}})) ==
        "killed.csv:2: 2024 has 5, but the rows for its parts leave -2 for 2024-H2; parts must not exceed what "
        "contains them");
  tally made = tally_of({{"2024", "5"}, {"2024-H1", "7"}});
  made.origin.clear();
  CHECK(refusal(made).starts_with("series 'killed', 2024: 2024 has 5"));
}

TEST_CASE("bounds of parts, and rows over several years, are not used and noted") {
  const auto view =
      yearly(tally_of({{"2024-Q1", ">100"}, {"2024-Q2", "~50"}, {"2024-Q3", "NA"}, {"2020/2021", "900"}}));
  REQUIRE(view.years.size() == 1);
  CHECK(view.years[0].parts.empty());
  CHECK(view.years[0].total == count::not_known());
  CHECK(has_note(view, "2020/2021 (900) spans several years and is not used"));
  CHECK(has_note(view, "2024-Q1 (>100) is not exact and is not used as a part"));
  CHECK(has_note(view, "2024-Q2 (~50) is not exact and is not used as a part"));
}

TEST_CASE("rows of regions are left aside") {
  tally series = tally_of({{"2024", "685"}, {"2024", "400"}, {"2024", "200"}});
  series.rows[1].region = "Khyber Pakhtunkhwa";
  series.rows[2].region = "Balochistan";
  const auto view = yearly(series);
  CHECK(view.years[0].total == count::exactly(685));
  CHECK(view.notes ==
        std::vector<std::string>{"2 rows carry a region and are left aside: the rows without a region are the total"});
  CHECK(series.rows.size() == 3);
}

TEST_CASE("what cannot be counted cannot be answered") {
  CHECK_THROWS_WITH_AS(yearly(tally_of({{"2023", "5"}, {"2024", "12.5"}})),
                       "killed.csv:3: 12.5 is a measured value; a tally of counts needs whole numbers",
                       tollcast::cannot_answer);
  CHECK_THROWS_AS(yearly(tally{"none", {}, ""}), tollcast::cannot_answer);
  CHECK_THROWS_AS(yearly(tally_of({{"2020/2023", "5"}})), tollcast::cannot_answer);
}

TEST_CASE("sums beyond the largest count are refused, not wrapped") {
  const std::string most = std::to_string(tollcast::largest_count);
  CHECK(refusal(tally_of({{"2024-H1", most}, {"2024-H2", "1"}})).find("add up to 1000000000000001") !=
        std::string::npos);
  CHECK(refusal(tally_of({{"2024-02-01", most}, {"2024-02-01", most}})).find("add up to more than") !=
        std::string::npos);
  CHECK(yearly(tally_of({{"2024-H1", most}, {"2024-H2", "0"}})).years[0].total ==
        count::exactly(tollcast::largest_count));
}

TEST_CASE("many notes of a kind become five and a number") {
  std::vector<std::pair<std::string, std::string>> rows;
  for (int year = 2001; year <= 2009; ++year) rows.emplace_back(std::to_string(year) + "-H1", ">5");
  const auto view = yearly(tally_of(rows));
  CHECK(has_note(view, "and 4 more: parts that are not exact"));
  CHECK(view.notes.size() == 7);  // 5, the number, and the missing years
}

TEST_CASE("what was known on a day holds the rows that had ended, and not the year itself") {
  const tally series =
      tally_of({{"2023", "9"}, {"2024", "8"}, {"2024-H1", "3"}, {"2024-09", "2"}, {"2024-10-01", "1"}, {"2025", "7"}});
  CHECK(known_on(series, 2024y / 9 / 29).rows.size() == 2);
  CHECK(known_on(series, 2024y / 9 / 30).rows.size() == 3);
  CHECK(known_on(series, 2024y / 10 / 1).rows.size() == 4);
  CHECK(known_on(series, 2024y / 12 / 31).rows.size() == 4);
  CHECK(known_on(series, 2025y / 1 / 1).rows.size() == 5);
  CHECK(known_on(series, 2024y / 9 / 30).origin == "killed.csv");
}

TEST_CASE("however true sub-totals of a year overlap, the parts count each death once") {
  // Deaths fall on the days of a leap year; rows are exact totals of random stretches, so the parts must agree with the
  // days.
  std::mt19937 random(20250930);
  const auto below = [&](int most) { return static_cast<int>(random() % static_cast<unsigned>(most)); };
  for (int trial = 0; trial < 400; ++trial) {
    const tollcast::period year = tollcast::whole_year(2024);
    std::vector<std::int64_t> before(367, 0);
    for (std::size_t day = 1; day <= 366; ++day) before[day] = before[day - 1] + below(4);
    const auto deaths_in = [&](const tollcast::period& when) {
      return before[static_cast<std::size_t>((when.last() - year.first()).count()) + 1] -
             before[static_cast<std::size_t>((when.first() - year.first()).count())];
    };
    tally series{"random", {}, ""};
    const int rows = 1 + below(12);
    for (int row = 0; row < rows; ++row) {
      const int step = trial % 2 == 0 ? 1 : 30;  // coarse boundaries meet often
      const int from = below(360 / step) * step;
      const int to = from + step + below((366 - from - step) / step + 1) * step;
      const tollcast::period when(year.first() + std::chrono::days(from), year.first() + std::chrono::days(to - 1));
      if (when.days() > 1) series.rows.push_back({when, count::exactly(deaths_in(when)), "", 0, ""});
    }
    if (trial % 3 == 0) series.rows.push_back({year, count::exactly(before[366]), "", 0, ""});
    if (series.rows.empty()) continue;
    const year_record record = yearly(series).years[0];
    for (std::size_t i = 0; i < record.parts.size(); ++i) {
      CHECK(record.parts[i].count == deaths_in(record.parts[i].when));
      CHECK(year.contains(record.parts[i].when));
      CHECK(record.parts[i].when != year);
      if (i > 0) CHECK(record.parts[i - 1].when.last() < record.parts[i].when.first());
    }
    if (is_complete(record)) CHECK(record.total == count::exactly(before[366]));
    if (trial % 3 == 0) CHECK(is_complete(record));
    CHECK(known_count(record) <= before[366]);
  }
}

TEST_CASE("whatever the rows claim, the yearly view keeps its promises or refuses them") {
  std::mt19937 random(685);
  const auto below = [&](std::size_t most) { return static_cast<std::int64_t>(random() % most); };
  int views = 0, refusals = 0;
  for (int trial = 0; trial < 4000; ++trial) {
    tally series{"random", {}, ""};
    const std::int64_t rows = 1 + below(8);
    for (std::int64_t row = 0; row < rows; ++row) {
      const std::int64_t from = below(12);
      const std::int64_t to = from + 1 + below(static_cast<std::size_t>(12 - from));
      const tollcast::period when(tollcast::month_of(2023, static_cast<unsigned>(from) + 1).first(),
                                  tollcast::month_of(2023, static_cast<unsigned>(to)).last());
      const std::int64_t figure = 100 * (to - from) + below(30);  // about 100 a month, so that many are revisions
      series.rows.push_back({when, below(5) == 0 ? count::about(figure) : count::exactly(figure), "", 0, ""});
    }
    try {
      const year_record record = yearly(series).years[0];
      ++views;
      CHECK(sum_of(record.parts) <= record.total.upper());
      for (std::size_t i = 0; i < record.parts.size(); ++i) {
        CHECK(record.parts[i].count >= 0);
        CHECK(record.parts[i].when != tollcast::whole_year(2023));
        if (i > 0) CHECK(record.parts[i - 1].when.last() < record.parts[i].when.first());
      }
    } catch (const tollcast::invalid_input&) {
      ++refusals;
    }
  }
  CHECK(views > 1000);
  CHECK(refusals > 100);
}
