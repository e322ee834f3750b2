#include <algorithm>
#include <chrono>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include <tollcast/core/error.hpp>
#include <tollcast/series/datasets.hpp>
#include <tollcast/series/read_csv.hpp>
#include <tollcast/series/regional_tally.hpp>
#include <tollcast/series/yearly.hpp>

using namespace std::chrono_literals;
using tollcast::count;
using tollcast::region_merger;
using tollcast::regional_tally;
using tollcast::tally;

namespace {

using rows = std::vector<std::tuple<std::string, std::string, std::string>>;

// A tally of "REGION", "PERIOD", "FIGURE" rows, as if they stood in a file from line 2 on.
tally tally_of(const rows& given) {
  tally made{"killed", {}, "killed.csv"};
  for (const auto& [region, when, figure] : given) {
    made.rows.push_back(
        {tollcast::parse_period(when), tollcast::parse_count(figure), "", made.rows.size() + 2, region});
  }
  return made;
}

// "2024=12 2025-Q1=3"
std::string text_of(const tally& series) {
  std::string text;
  for (const tollcast::observation& row : series.rows) {
    text += (text.empty() ? "" : " ") + to_string(row.when) + "=" + to_string(row.figure);
  }
  return text;
}

// "A: 2024=12 | A/B: 2024=5": the parts, in order.
std::string parts_of(const regional_tally& settled) {
  std::string text;
  for (const tollcast::regional_part& part : settled.parts) {
    text += (text.empty() ? "" : " | ") + part.series.name + ": " + text_of(part.series);
  }
  return text;
}

std::string notes_of(const regional_tally& settled) {
  std::string text;
  for (const std::string& note : settled.notes) text += note + "\n";
  return text;
}

std::string refusal(const rows& given, const std::vector<region_merger>& merged = {}) {
  try {
    regional(tally_of(given), merged);
  } catch (const tollcast::invalid_input& error) {
    return error.what();
  }
  return "nothing was refused";
}

}  // namespace

TEST_CASE("regions become a tree: each after the one that it lies in, siblings in the order of the rows") {
  const regional_tally settled = regional(tally_of({{"", "2024", "10"},
                                                    {"Sindh/Karachi", "2024", "3"},
                                                    {"KP", "2024", "6"},
                                                    {"Sindh/Sukkur", "2024", "1"},
                                                    {"Sindh/Karachi/Lyari", "2024", "3"},
                                                    {"KP/Bannu", "2024", "6"}}));
  CHECK(settled.total.name == "killed");
  CHECK(text_of(settled.total) == "2024=10");
  CHECK(parts_of(settled) ==
        "Sindh: 2024=4 | Sindh/Karachi: 2024=3 | Sindh/Karachi/Lyari: 2024=3 | Sindh/Sukkur: 2024=1 | KP: 2024=6 | "
        "KP/Bannu: 2024=6");
  CHECK(settled.parts[0].parent == std::nullopt);
  CHECK(settled.parts[2].parent == 1U);
  CHECK(settled.parts[2].level == 3);
  CHECK(settled.parts[3].parent == 0U);
  CHECK(settled.parts[5].parent == 4U);
  CHECK(notes_of(settled) == "2024 of Sindh: the total is the sum of the regions\n");
}

TEST_CASE("a part without a figure in a year stays without one, and so do the parts of a total alone") {
  const regional_tally settled = regional(tally_of({{"", "2020", "7"},
                                                    {"", "2021", "10"},
                                                    {"", "2022", "12"},
                                                    {"", "2023", "9"},
                                                    {"", "2024", "8"},
                                                    {"A", "2021", "4"},
                                                    {"A", "2022", "5"},
                                                    {"A", "2024", "5"},
                                                    {"B", "2021", "3"},
                                                    {"C", "2021", "2"}}));
  CHECK(text_of(settled.total) == "2020=7 2021=10 2022=12 2023=9 2024=8");
  CHECK(parts_of(settled) == "A: 2021=4 2022=5 2024=5 | B: 2021=3 | C: 2021=2 | elsewhere: 2021=1");
  CHECK(notes_of(settled).find("A: no figure for 2023\n") != std::string::npos);
  CHECK(notes_of(settled).find("B has no figure after 2021, while others go on to 2024; if another region has taken "
                               "it in, say that they are merged\n") != std::string::npos);
}

TEST_CASE("without a total the parts add up to it where all are there, and it is at least their sum elsewhere") {
  const regional_tally settled = regional(tally_of({{"A", "2023", "4"},
                                                    {"B", "2023", "3"},
                                                    {"A", "2024", "5"},
                                                    {"A", "2025-Q1", "2"},
                                                    {"B", "2025-01", "1"},
                                                    {"B", "2025-02/2025-03", "0"}}));
  CHECK(text_of(settled.total) == "2023=7 2024=>=5 2025-Q1=3");
  CHECK(notes_of(settled).find("2023: the total is the sum of the regions\n") != std::string::npos);
}

TEST_CASE("parts that add up in one year stand for a total that is missing in another, parts that leave some do not") {
  CHECK(
      text_of(
          regional(
              tally_of(
                  {{"", "2023", "7"}, {"A", "2023", "4"}, {"B", "2023", "3"}, {"A", "2024", "5"}, {"B", "2024", "1"}}))
              .total) == "2023=7 2024=6");
  const regional_tally some = regional(
      tally_of({{"", "2023", "8"}, {"A", "2023", "4"}, {"B", "2023", "3"}, {"A", "2024", "5"}, {"B", "2024", "1"}}));
  CHECK(text_of(some.total) == "2023=8 2024=>=6");
  CHECK(parts_of(some) == "A: 2023=4 2024=5 | B: 2023=3 2024=1 | elsewhere: 2023=1");
  CHECK(text_of(regional(tally_of({{"", "2023", "8"}, {"A", "2024", "5"}, {"B", "2024", "1"}})).total) ==
        "2023=8 2024=>=6");
}

TEST_CASE("what the parts leave is elsewhere, known where all others are, over the year and the stretches all share") {
  const regional_tally settled = regional(tally_of({{"", "2023", "8"},
                                                    {"", "2024", "10"},
                                                    {"", "2025-Q1", "9"},
                                                    {"", "2025-Q2", "9"},
                                                    {"A", "2023", "5"},
                                                    {"A", "2024", "5"},
                                                    {"A", "2025-H1", "12"},
                                                    {"B", "2023", "3"},
                                                    {"B", "2024", "3"},
                                                    {"B", "2025-01", "1"},
                                                    {"B", "2025-02/2025-03", "1"},
                                                    {"B", "2025-Q2", "0"},
                                                    {"B", "2025-Q3", "4"}}));
  CHECK(settled.parts.back().series.name == "elsewhere");
  CHECK(text_of(settled.parts.back().series) == "2023=0 2024=2 2025-H1=4");
  CHECK(notes_of(settled) ==
        "elsewhere is what the regions leave of the total in 2023 to 2025\n"
        "of 2025 the regions are known to different days: A to 2025-06-30, B to 2025-09-30\n");
}

TEST_CASE("a region that is called elsewhere keeps its name, and the rest takes another") {
  const regional_tally settled =
      regional(tally_of({{"", "2024", "10"}, {"elsewhere", "2024", "4"}, {"A", "2024", "4"}, {"A/B", "2024", "1"}}));
  CHECK(parts_of(settled) ==
        "elsewhere: 2024=4 | A: 2024=4 | A/B: 2024=1 | A/elsewhere: 2024=3 | elsewhere (rest): 2024=2");
}

TEST_CASE("parts that exceed the total by a revision give way, the largest first, and those inside it follow") {
  const regional_tally settled = regional(tally_of(
      {{"", "2024", "100"}, {"A", "2024", "90"}, {"B", "2024", "20"}, {"A/C", "2024", "90"}, {"A", "2024-Q1", "88"}}));
  CHECK(parts_of(settled) == "A: 2024=80 2024-Q1=78 2024-Q2/2024-Q4=2 | A/C: 2024=80 | B: 2024=20");
  CHECK(settled.notes[0] == "2024 has 100, less than A (90) + B (20), taken for a revision: the wider figure holds");
  CHECK(parts_of(regional(tally_of({{"", "2024", "3"}, {"A", "2024", "2"}, {"B", "2024", "2"}}))) ==
        "A: 2024=1 | B: 2024=2");
  const regional_tally months = regional(
      tally_of({{"", "2024-Q1", "30"}, {"A", "2024-01", "12"}, {"A", "2024-02/2024-03", "9"}, {"B", "2024-Q1", "11"}}));
  CHECK(parts_of(months) == "A: 2024-01=10 2024-02/2024-03=9 | B: 2024-Q1=11");
}

TEST_CASE("parts that exceed what contains them by more are refused with the line of its figure") {
  CHECK(refusal({{"A", "2024", "90"}, {"B", "2024", "21"}, {"", "2024", "100"}}) ==
        "killed.csv:4: 2024 has 100, less than A (90) + B (21); regions must not exceed what contains them");
  CHECK(refusal({{"", "2024", "<100"}, {"A", "2024", "90"}, {"B", "2024", ">=30"}}) ==
        "killed.csv:2: 2024 has <100, less than A (90) + B (30); regions must not exceed what contains them");
  CHECK(refusal({{"", "2024", "100"},
                 {"A", "2024", "50"},
                 {"A", "2024-Q3", "7"},
                 {"A/B", "2024-Q3", "5"},
                 {"A/C", "2024-07", "2"},
                 {"A/C", "2024-08/2024-09", "3"}}) ==
        "killed.csv:4: 2024-Q3 of A has 7, less than A/B (5) + A/C (5); regions must not exceed what contains them");
  CHECK(refusal({{"", "2024", "10"},
                 {"A", "2024", "1"},
                 {"B", "2024", "2"},
                 {"C", "2024", "3"},
                 {"D", "2024", "4"},
                 {"E", "2024", "5"}}) ==
        "killed.csv:2: 2024 has 10, less than A (1) + B (2) + C (3) + D (4) + ... = 15; regions must not exceed what "
        "contains them");
}

TEST_CASE("one part alone without a figure is what the others leave, where they add up to the total in other years") {
  const regional_tally settled = regional(tally_of({{"", "2023", "9"},
                                                    {"", "2024", "10"},
                                                    {"A", "2023", "4"},
                                                    {"B", "2023", "5"},
                                                    {"A", "2024", "7"},
                                                    {"B", "2024", ">2"},
                                                    {"B", "2024-Q1", "1"}}));
  CHECK(parts_of(settled) == "A: 2023=4 2024=7 | B: 2023=5 2024=3 2024-Q1=1");
  CHECK(notes_of(settled) == "B: the figure of 2024 is what the others leave of the total\n");
  const regional_tally none = regional(
      tally_of({{"", "2023", "9"}, {"", "2024", "7"}, {"A", "2023", "4"}, {"B", "2023", "2"}, {"A", "2024", "7"}}));
  CHECK(parts_of(none) == "A: 2023=4 2024=7 | B: 2023=2 2024=0 | elsewhere: 2023=3 2024=0");
}

TEST_CASE("a region that is merged into another adds to it up to its last figure and is no part any more") {
  const rows given{{"", "2016", "90"},
                   {"", "2017", "100"},
                   {"", "2018", "50"},
                   {"", "2019", "60"},
                   {"FATA", "2017", "30"},
                   {"KP", "2017", "40"},
                   {"FATA", "2018", "10"},
                   {"KP", "2018", "20"},
                   {"FATA", "2018-Q1", "4"},
                   {"KP", "2018-01", "5"},
                   {"KP", "2018-02/2018-03", "6"},
                   {"KP", "2016", "33"},
                   {"KP", "2019", "55"}};
  const regional_tally settled = regional(tally_of(given), {{"FATA", "KP"}});
  CHECK(parts_of(settled) ==
        "KP: 2016=>=33 2017=70 2018=30 2018-Q1=15 2018-Q2/2018-Q4=15 2019=55 | elsewhere: 2017=30 2018=20 2019=5");
  CHECK(notes_of(settled).find("FATA is merged into KP: to 2018 the figures of both add up, after that KP holds both; "
                               "in 2016 one of the two has no figure\n") != std::string::npos);
  CHECK(notes_of(regional(tally_of(given))).find("FATA has no figure after 2018, while others go on to 2019") !=
        std::string::npos);
}

TEST_CASE("a merger of what is not there, or of a region with others inside, is refused") {
  const rows given{{"", "2024", "10"}, {"KP", "2024", "4"}, {"KP/Bannu", "2024", "4"}, {"FATA", "2024", "2"}};
  CHECK(refusal(given, {{"FATA", "K"}}) ==
        "killed.csv: series 'killed': no region is named 'K'; did you mean 'KP', 'KP/Bannu' or 'FATA'?");
  const std::string needed = "; a region without others inside it, and one that it does not lie in, are needed";
  CHECK(refusal(given, {{"KP", "FATA"}}) ==
        "killed.csv: series 'killed': region 'KP' cannot be merged into 'FATA'" + needed);
  CHECK(refusal(given, {{"KP/Bannu", "KP"}}) ==
        "killed.csv: series 'killed': region 'KP/Bannu' cannot be merged into 'KP'" + needed);
  CHECK(refusal(given, {{"FATA", "FATA"}}).ends_with(needed));
}

TEST_CASE("a merger of, or into, a region that an earlier one has made part of another is refused") {
  const rows given{{"", "2024", "10"}, {"A", "2024", "4"}, {"B", "2024", "4"}, {"C", "2024", "2"}};
  const std::string needed =
      " has been merged into another already; one merger of a region, after those into it, is needed";
  for (const std::string into : {"B", "C"}) {
    CHECK(refusal(given, {{"A", "B"}, {"A", into}}) == "killed.csv: series 'killed': region 'A'" + needed);
  }
  CHECK(refusal(given, {{"A", "B"}, {"B", "A"}}) == "killed.csv: series 'killed': region 'A'" + needed);
  CHECK(refusal(given, {{"B", "C"}, {"A", "B"}}) == "killed.csv: series 'killed': region 'B'" + needed);
  CHECK(parts_of(regional(tally_of(given), {{"A", "B"}, {"B", "C"}})) == "C: 2024=10");
}

TEST_CASE("a region's period given twice counts once, or is refused with both lines when the figures differ") {
  CHECK(parts_of(regional(tally_of({{"A", "2024", "4"}, {"A", "2024", "4"}}))) == "A: 2024=4");
  CHECK(refusal({{"A", "2024", "4"}, {"B", "2024", "5"}, {"A", "2024", "5"}}) ==
        "killed.csv:4: 2024 is 5 here, but 4 in line 2; one figure is needed");
}

TEST_CASE("events of regions are one list: each region has nothing on the days without a row, up to the last event") {
  rows given{{"A", "2023-03-05", "2"}, {"A", "2023-03-05", "1"}, {"B", "2024-02-10", "7"}};
  for (int day = 1; day <= 8; ++day) given.emplace_back("A", "2023-12-0" + std::to_string(day), "1");
  const regional_tally settled = regional(tally_of(given));
  const auto total = yearly(settled.total);
  REQUIRE(total.years.size() == 2);
  CHECK(total.years[0].total == count::exactly(11));
  CHECK(total.years[1].total == count::not_known());
  CHECK(known_count(total.years[1]) == 7);
  const auto a = yearly(settled.parts[0].series);
  const auto b = yearly(settled.parts[1].series);
  CHECK(b.years[0].total == count::exactly(0));
  CHECK(known_count(a.years[1]) == 0);
  CHECK(a.years[1].parts.back().when == tollcast::parse_period("2024-02-01/2024-02-10"));
  CHECK(notes_of(settled).find("the days of the regions are one list of events: from 2023-01-01 to 2024-02-10 the days "
                               "without a row count 0\n") != std::string::npos);
}

TEST_CASE("bounds and roundings of parts stay, and the total is at least what they are") {
  const regional_tally settled = regional(tally_of({{"", "2024", ">500"},
                                                    {"A", "2024", ">400"},
                                                    {"B", "2024", "150..170"},
                                                    {"A", "2023", "~100"},
                                                    {"B", "2023", "7"}}));
  CHECK(text_of(settled.total) == "2023=>=102 2024=>550");
  CHECK(parts_of(settled) == "A: 2023=~100 2024=>400 | B: 2023=7 2024=150..170");
}

TEST_CASE("on a day the regions are seen as they were known then") {
  const tally series = tally_of({{"", "2023", "9"},
                                 {"A", "2023", "5"},
                                 {"B", "2023", "4"},
                                 {"", "2024", "8"},
                                 {"A", "2024-Q1", "2"},
                                 {"A", "2024-Q2", "3"},
                                 {"B", "2024-Q1", "1"}});
  const regional_tally settled = regional(seen_on(series, 2024y / 5 / 31));
  CHECK(text_of(settled.total) == "2023=9 2024-Q1=3");
  CHECK(parts_of(settled) == "A: 2023=5 2024-Q1=2 | B: 2023=4 2024-Q1=1");
}

TEST_CASE("a tally without regions, a measured value and a level without a name are refused") {
  CHECK_THROWS_WITH_AS(regional(tally_of({{"", "2024", "9"}})),
                       "killed.csv: series 'killed': no row carries a region; a column named region (or category) is "
                       "needed, with the rows of the parts named in it",
                       tollcast::cannot_answer);
  CHECK_THROWS_WITH_AS(regional(tally_of({{"A", "2024", "9"}, {"B", "2024", "1.5"}})),
                       "killed.csv:3: 1.5 is a measured value; a tally of counts needs whole numbers",
                       tollcast::cannot_answer);
  for (const char* name : {"A//B", "/A", "A/", "A /B", "A/ B"}) {
    CHECK(refusal({{"C", "2024", "9"}, {name, "2024", "1"}}) ==
          "killed.csv:3: region '" + std::string(name) +
              "' was given; a name for each level, A or A/B, without spaces at its ends, is needed");
  }
}

TEST_CASE("whatever the rows, the settled parts of a node add up to it where all are exact, and never exceed it") {
  std::minstd_rand engine(7);
  const auto below = [&](unsigned n) { return static_cast<int>(engine() % n); };
  int settled_tallies = 0;
  bool all_add_up = true;
  for (int repeat = 0; repeat < 150; ++repeat) {
    rows given;
    for (const std::string year : {"2022", "2023", "2024"}) {
      for (const auto& [region, figure] :
           {std::pair("", 62), {"A", 21}, {"B", 20}, {"A/x", 10}, {"A/y", 10}, {"C", 20}}) {
        const int kind = below(8);
        const int shown = figure + below(2);
        if (kind < 5) given.emplace_back(region, year, (below(8) == 0 ? ">" : "") + std::to_string(shown));
        for (int quarter = 1; kind > 3 && quarter < 5; ++quarter) {
          if (below(6) > 0) {
            given.emplace_back(region, year + "-Q" + std::to_string(quarter), std::to_string(shown / 4));
          }
        }
      }
    }
    regional_tally settled{{}, {}};
    try {
      settled = regional(tally_of(given));
    } catch (const tollcast::invalid_input&) {
      continue;
    }
    ++settled_tallies;
    const auto total_in = [](const tally& series, int year) {
      if (series.rows.empty()) return count::not_known();
      for (const tollcast::year_record& record : yearly(series).years) {
        if (record.year == year) return record.total;
      }
      return count::not_known();
    };
    for (std::size_t node = 0; node <= settled.parts.size(); ++node) {
      for (int year = 2022; year <= 2024; ++year) {
        const count whole = total_in(node == 0 ? settled.total : settled.parts[node - 1].series, year);
        std::int64_t least = 0;
        bool has_parts = false;
        bool all_exact = whole.is_exact();
        for (const tollcast::regional_part& part : settled.parts) {
          if ((part.parent ? *part.parent + 1 : 0) != node) continue;
          const count figure = total_in(part.series, year);
          least += figure.lower();
          has_parts = true;
          all_exact = all_exact && figure.is_exact();
        }
        if (least > whole.upper() || (has_parts && all_exact && least != whole.lower())) all_add_up = false;
      }
    }
  }
  CHECK(all_add_up);
  CHECK(settled_tallies > 100);
}

TEST_CASE(
    "in an unfinished year one region has what the others leave of the total, over the stretches that they share") {
  const regional_tally settled = regional(tally_of({{"", "2024", "10"},
                                                    {"A", "2024", "6"},
                                                    {"B", "2024", "4"},
                                                    {"", "2025-01", "5"},
                                                    {"", "2025-02", "7"},
                                                    {"", "2025-03", "8"},
                                                    {"A", "2025-01", "2"},
                                                    {"A", "2025-02", "7"},
                                                    {"A", "2025-03", "3"},
                                                    {"A", "2025-04", "90"},
                                                    {"B", "2025-01", "3"}}));
  CHECK(text_of(settled.parts[1].series) == "2024=4 2025-01=3 2025-02=0 2025-03=5");
  CHECK(
      notes_of(settled).find("B: the figures from 2025-02-01 to 2025-03-31 are what the others leave of the total\n") !=
      std::string::npos);
  const auto last_part = [](rows given) {
    given.insert(given.end(), {{"", "2025-Q1", "20"}, {"A", "2025-Q1", "12"}, {"A", "2025-04", "9"}});
    return text_of(regional(tally_of(given)).parts.back().series);
  };
  CHECK(last_part({{"", "2024", "10"}, {"A", "2024", "6"}, {"B", "2024", "4"}, {"B", "2025", "<5"}}) ==
        "2024=4 2025=<=4");  // what is left contradicts the bound
  CHECK(last_part({{"", "2024", "11"}, {"A", "2024", "6"}, {"B", "2024", "4"}}) == "2024=1");  // elsewhere
  CHECK(last_part({{"", "2024", "10"}, {"A", "2024", "6"}, {"B", "2024", "3"}, {"C", "2024", "1"}}) == "2024=1");
}

TEST_CASE("each malformed file of regions is refused with its line and the rule that it breaks") {
  const std::string folder = std::string(TOLLCAST_TEST_DATA) + "/bad_regions/";
  std::ifstream table(folder + "expected.txt");
  int files = 0;
  for (std::string line; std::getline(table, line); ++files) {
    const std::string name = line.substr(0, line.find('\t'));
    CAPTURE(name);
    std::ifstream file(folder + name);
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    std::string found = "nothing was refused";
    try {
      regional(*tollcast::parse_csv(text, name).begin());
    } catch (const tollcast::cannot_answer& error) {
      found = std::string("1\t") + error.what();
    } catch (const tollcast::invalid_input& error) {
      found = std::string("2\t") + error.what();
    }
    CHECK(found == line.substr(name.size() + 1, 2) + name + ":" + line.substr(name.size() + 3));
  }
  CHECK(files >= 14);
}

TEST_CASE("the provinces of CRSS, with FATA in Khyber Pakhtunkhwa, and those of UCDP add up to Pakistan") {
  const tollcast::dataset& crss = tollcast::find_dataset("crss_all_fatalities_by_province");
  const regional_tally settled = regional(seen_on(crss.data, 2025y / 9 / 30), crss.merged);
  REQUIRE(settled.parts.size() == 3);
  CHECK(settled.parts[0].series.name == "Khyber Pakhtunkhwa");
  CHECK(text_of(settled.parts[0].series)
            .starts_with("2013=2488 2014=4344 2015=2358 2017=628 2018=348 2019=265 2020=313"));
  CHECK(text_of(settled.parts[2].series).ends_with("2024=148 2025-Q1=14 2025-Q2=36 2025-Q3=33"));
  const regional_tally ucdp = regional(tollcast::find_dataset("ucdp_pakistan_by_province").data);
  REQUIRE(ucdp.parts.size() == 3);
  CHECK(yearly(ucdp.parts[2].series).years.size() == 33);
}
