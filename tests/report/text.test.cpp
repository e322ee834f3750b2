#include <string>
#include <utility>
#include <vector>

#include "made_up.hpp"
#include <doctest/doctest.h>

#include <tollcast/report/text.hpp>

using namespace tollcast;

namespace {

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

// The answer: the first paragraph after the title, on one line.
std::string answer(const year_end& year, const questions& asked = {}) {
  const std::string text = to_text(year, asked);
  const std::size_t begin = text.find("\n\n") + 2;
  std::string paragraph = text.substr(begin, text.find("\n\n", begin) - begin);
  for (char& letter : paragraph) letter = letter == '\n' ? ' ' : letter;
  return paragraph;
}

}  // namespace

TEST_CASE("a projection reads as stored") {
  const std::string expected = R"(police in 2025
==============

By 30 November 2025 police counted 9. The year most likely ends near 12 (80 %:
11 to 13; 95 %: 10 to 14). The chance of passing 2024's 12 is 31 %.

  counted so far         9  90 % of an average year is known
  median                12  as likely to end above as below
  mean                  12  standard deviation 1.0
  mode                  12  the single most probable total
  80 % interval   11 to 13  equal tails
  95 % interval   10 to 14  equal tails
  more than 12        31 %  2024's 12 is passed
  model                     auto

       2019    ~20 ██████████████████████████████████████████████████████████
  2020-2021      ?
       2022    >=6 █████████████████→
       2023  8..10 ███████████████████████░░░░░░
       2024     12 ███████████████████████████████████
       2025     12 ██████████████████████████▓▓▓▓▓▓░░│░░░
                   █ counted  ▓ up to the 80 % range  ░ 80 % range  │ median

  to the end of  median      80 %      95 %  more than 12
  December           12  11 to 13  10 to 14          31 %

Notes
  - shares are learnt from 3 years
)";
  CHECK(to_text(made_up()) == expected);
}

TEST_CASE("in ASCII only the characters of the chart differ") {
  std::string text = to_text(made_up());
  const std::vector<std::pair<std::string, char>> pens{{"█", '#'}, {"▓", '='}, {"░", '-'}, {"│", '|'}, {"→", '>'}};
  for (const auto& [block, ascii] : pens) {
    for (std::size_t at = 0; (at = text.find(block, at)) != std::string::npos;)
      text.replace(at, block.size(), 1, ascii);
  }
  CHECK(to_text(made_up(), {}, drawing::ascii) == text);
}

TEST_CASE("no line is wider than 80 columns for totals below a million, whatever the levels and the name") {
  year_end year = made_up();
  year.series = std::string(40, 'x');
  year.observed = 600'000;
  year.last_total = 999'999;
  year.total = tabulated::from_log_pmf({600'000, 700'000, 999'999}, {-9, 0, -9});
  year.as_of = year.known.front().first();
  year.known = {period(year.as_of, year.as_of)};
  year.history.back().total = count::exactly(999'999);
  std::size_t wide = 0;
  std::size_t width = 0;
  for (const char letter : to_text(year, {.levels = {0.5, 0.8, 0.9, 0.995}, .thresholds = {888'888}})) {
    if (letter == '\n') {
      wide += width > 80 ? 1 : 0;
      width = 0;
    } else if ((static_cast<unsigned char>(letter) & 0xc0) != 0x80) {
      ++width;
    }
  }
  CHECK(wide == 0);
}

TEST_CASE("probabilities have two significant digits and never claim certainty") {
  year_end year = made_up();
  year.last_total = 13;
  CHECK(contains(answer(year), "is 6.2 %."));  // 1/16
  year.last_total = 14;
  CHECK(contains(answer(year), "is under 1 %."));
  year.last_total = 9;
  CHECK(contains(answer(year), "is over 99 %"));
}

TEST_CASE("mean and standard deviation have a decimal below ten") {
  year_end year = made_up();
  const std::vector<double> one_in_five{4, 1};
  year.observed = 0;
  year.total = tabulated(0, one_in_five);
  CHECK(contains(to_text(year), " 0.2  standard deviation 0.4\n"));  // 1/5 and 2/5
}

TEST_CASE("a total that was last year's is passed already when more is counted") {
  year_end year = made_up();
  year.last_total = 8;
  CHECK(contains(answer(year), "It has already passed 2024's 8."));
}

TEST_CASE("the day by which passing is more likely than not is the first of such days") {
  year_end year = made_up();
  year.last_total = 11;
  CHECK(contains(answer(year), "passing 2024's 11 is 69 %; more likely than not it is passed by 31 December 2025."));
}

TEST_CASE("a year whose days are counted in part counted at least so many") {
  year_end year = made_up();
  year.known = {quarter_of(2025, 1), month_of(2025, 11)};
  CHECK(answer(year).starts_with("By 30 November 2025 police counted at least 9. The year"));
}

TEST_CASE("a year that is over but not complete is named") {
  year_end year = made_up();
  year.as_of = month_of(2026, 1).last();
  CHECK(answer(year).starts_with("By 31 January 2026 police counted at least 9 of 2025. The year"));
}

TEST_CASE("the rest of the year has a row a month") {
  year_end year = made_up();
  year.as_of = month_of(2025, 6).last();
  year.known = {half_of(2025, 1)};
  const std::string text = to_text(year);
  for (const char* month : {"July", "August", "September", "October", "November", "December"}) {
    CHECK(contains(text, std::string("\n  ") + month + " "));
  }
  CHECK_FALSE(contains(text, "\n  June "));
}

TEST_CASE("an about figure of last year is called about") {
  year_end year = made_up();
  year.history.back().total = count::about(12);
  CHECK(contains(answer(year), "passing 2024's about 12 is"));
}

TEST_CASE("a year without a known year before it has no word of passing") {
  year_end year = made_up();
  year.last_total = std::nullopt;
  CHECK_FALSE(contains(to_text(year), "more than"));
  CHECK_FALSE(contains(to_text(year), "passing"));
}

TEST_CASE("a year of which nothing is known has no figure") {
  year_end year = made_up();
  year.observed = 0;
  year.known_share = 0;
  year.known.clear();
  CHECK(answer(year).starts_with("By 30 November 2025 police had no figure for 2025. The year most likely ends near"));
}

TEST_CASE("thresholds have a row each") {
  CHECK(contains(to_text(made_up(), {.thresholds = {11, 13}}), "more than 11        69 %\n"));
}

TEST_CASE("a complete year is a fact, not a projection") {
  year_end year = made_up();
  year.observed = 12;
  year.total = tabulated::certain(12);
  CHECK(answer(year) == "police counted 12 in 2025; nothing of the year is left to project. It follows 2024's 12.");
  CHECK_FALSE(contains(to_text(year), "median"));
}

TEST_CASE("several projections follow each other and the run's notes close the page") {
  const std::vector years{made_up(), made_up()};
  const std::vector<std::string> notes{"a note of the run"};
  const std::string one = to_text(made_up());
  CHECK(to_text(years, notes) == one + "\n\n" + one + "\n\nNotes on this run\n  - a note of the run\n");
}

TEST_CASE("a name cannot move the cursor or break a line") {
  year_end year = made_up();
  year.series = "po\x1b[2Jli\nce";
  CHECK(to_text(year).starts_with("po?[2Jli?ce in 2025\n"));
}

TEST_CASE("datasets are listed with span, rows, title, source and terms") {
  const tally data{"police", {{whole_year(2024), count::exactly(12), "", 2, ""}}, ""};
  const std::vector<dataset> sets{{"police", "Police killed", "a yearbook", "free", data}};
  CHECK(to_text(sets) ==
        "@police\n  1 January 2024 to 31 December 2024, 1 row\n  Police killed\n  Source: a yearbook\n  Terms: free\n");
}
