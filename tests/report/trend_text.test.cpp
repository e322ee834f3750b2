#include <string>
#include <utility>
#include <vector>

#include "made_up_trend.hpp"
#include <doctest/doctest.h>

#include <tollcast/report/text.hpp>

using namespace tollcast;

namespace {

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

std::string on_one_line(std::string text) {
  for (std::size_t at = 0; (at = text.find("\n    ", at)) != std::string::npos;) text.replace(at, 5, " ");
  for (char& letter : text) letter = letter == '\n' ? ' ' : letter;
  return text;
}

// The answer: the first paragraph after the title, on one line.
std::string answer(const trend_summary& trend) {
  const std::string text = to_text(trend);
  const std::size_t begin = text.find("\n\n") + 2;
  return on_one_line(text.substr(begin, text.find("\n\n", begin) - begin));
}

// What follows the chart, each bullet on one line.
std::string limits(const trend_summary& trend) {
  const std::string text = to_text(trend);
  return on_one_line(text.substr(text.find("\nWhat ") + 1));
}

// One steady change over `years` exact years.
trend_summary steady(int years, trend_segment piece) {
  trend_summary trend{.series = "police", .model = "loglinear", .family = "poisson", .observations = years};
  trend.segments = {piece};
  for (int year = piece.from; year <= piece.to; ++year) trend.fitted.push_back({year, count::exactly(9), 9, {}, {}});
  return trend;
}

}  // namespace

TEST_CASE("a trend reads as stored") {
  const std::string expected = R"(police: trend from 2019 to 2025
===============================

police to 2025: rising 100 % a year since 2022 (95 %: 50 to 150); before that
falling 50 % a year from 2019 (95 %: 40 to 60). At that pace the count doubles
every 1.0 years (95 %: 0.8 to 1.7). The turn of 2022 could lie anywhere from
2021 to 2023.

  years      a year             95 %       p  since, 95 %
  2019-2022   -50 %   -60 % to -40 %  <0.001
  2022-2025  +100 %  +50 % to +150 %   0.013    2021-2023
  2019-2025  +0.5 %   -10 % to +12 %                       average

  model   joinpoint
  counts  poisson, dispersion 1.50
  fit     log-likelihood -20.25, AIC 48.50, BIC 47.75

  2019      80 █████████████████████████████████████████████████████████████●
  2020     ~40 ██████████████████████████████●
  2021  18..24 ██████████████░●░░░
  2022      10 ███████◆
  2023       ?                ●
  2024    >=35 ███████████████████████████→  ●
  2025      75 ██████████████████████████████████████████████████████████   ●
               █ counted  ● fitted  ◆ joint

What 6 years cannot tell
  - 6 years say something; a line of 2 pieces takes 4 of them, which leaves 2 to
    judge the scatter by.
  - The turn was chosen on the same figures: the intervals allow for its place,
    not for the question whether there is one at all.
  - 2019 to 2022, 2022 to 2025 each hold at most 4 figures. 4 counts in random
    order rise or fall throughout one time in 12, so that their order alone
    proves no direction; what is said of it rests on how large the scatter is
    taken to be.
  - A trend says what was, not that it goes on.

Notes
  - 2023 is missing
)";
  CHECK(to_text(made_up_trend()) == expected);
}

TEST_CASE("levels read as stored") {
  const std::string expected = R"(police: trend from 2020 to 2023
===============================

police to 2023: about 1,600 a year since 2023; before that about 1,000 from 2020
to 2022. The last step is up 50 %, not clearly a step (95 %: -5.0 % to +120 %).
The turn of 2023 could hardly lie in another year.

  years      a year   step              95 %      p  since, 95 %
  2020-2022   1,040
  2023-2023   1,560  +50 %  -5.0 % to +120 %  0.080    2023-2023

  model   level_shifts
  counts  poisson

  2020  1,000 ████████████████████████████████████████ ●
  2021  1,100 █████████████████████████████████████████●██
  2022  1,020 █████████████████████████████████████████●
  2023  1,560 ██████████████████████████████████████████████████████████████◆
              █ counted  ● fitted  ◆ new level

What 4 years cannot tell
  - 4 years say something; a path of 2 pieces takes 3 of them, which leaves 1 to
    judge the scatter by.
  - The turn was chosen on the same figures; the intervals and p-values of the
    pieces take it as known and are a little too sure.
  - A trend says what was, not that it goes on.
)";
  CHECK(to_text(made_up_levels()) == expected);
}

TEST_CASE("a level a year reads as stored") {
  const std::string expected = R"(police: trend from 2020 to 2022
===============================

police to 2022: about 31 a year (95 %: 24 to 39) in 2022. The fit is lowest in
2021 (about 9.2) and highest in 2022 (about 31). The level probably jumped in
2022 (75 %).

  year  counted  level       95 %   jump
  2020       10    9.5  7.0 to 12
  2021        9    9.2  7.0 to 12  3.0 %
  2022       31     31   24 to 39   75 %

  model   local_level
  counts  negative_binomial

  2020  10 ███████████████████●█
  2021   9 ███████████████████●
  2022  31 ████████████████████████████████████████████████████████████████◆█
           █ counted  ● fitted  ◆ probably a jump

What 3 years cannot tell
  - 3 years say something; how fast the level moves is learnt from the 2 steps
    between them.
  - A trend says what was, not that it goes on.
)";
  CHECK(to_text(made_up_path()) == expected);
}

TEST_CASE("in ASCII only the characters of the chart differ") {
  std::string text = to_text(made_up_trend());
  const std::vector<std::pair<std::string, char>> pens{{"█", '#'}, {"░", '-'}, {"→", '>'}, {"●", 'o'}, {"◆", '*'}};
  for (const auto& [block, ascii] : pens) {
    for (std::size_t at = 0; (at = text.find(block, at)) != std::string::npos;)
      text.replace(at, block.size(), 1, ascii);
  }
  CHECK(to_text(made_up_trend(), drawing::ascii) == text);
}

TEST_CASE("a direction is claimed only when the interval excludes no change and p is small") {
  CHECK(answer(steady(7, {2019, 2025, 4, -3, 12, 0.2})) ==
        "police to 2025: no clear trend since 2019 (rising 4.0 % a year; 95 %: from falling 3.0 % to rising 12 %).");
  CHECK(contains(answer(steady(7, {2019, 2025, -4, -8, -0.5, 0.06})),
                 "no clear trend since 2019 (falling 4.0 % a year; 95 %: 0.5 to 8.0, but p is 0.060)."));
  CHECK(
      answer(steady(7, {2019, 2025, -20, -28, -12, 0.001})) ==
      "police to 2025: falling 20 % a year since 2019 (95 %: 12 to 28). At that pace the count halves every 3.1 years "
      "(95 %: 2.1 to 5.4).");
  CHECK(answer(steady(7, {2019, 2025, 41, {}, {}, {}})) ==
        "police to 2025: rising 41 % a year since 2019, how surely cannot be said.");
}

TEST_CASE("times to double and halve are told in years that can be grasped") {
  CHECK(contains(answer(steady(7, {2019, 2025, 300, 200, 400, 0.001})), "the count more than doubles every year."));
  CHECK(contains(answer(steady(7, {2019, 2025, -80, -90, -60, 0.001})), "the count more than halves every year."));
  CHECK(contains(answer(steady(7, {2019, 2025, 2, 0.1, 4, 0.04})), "every 35.0 years (95 %: 17.7 to over 100)."));
  CHECK_FALSE(contains(answer(steady(7, {2019, 2025, 0.2, 0.1, 0.3, 0.001})), "pace"));
}

TEST_CASE("a change beyond all bounds has no endless figure") {
  CHECK(contains(answer(steady(7, {2019, 2025, 5e5, 10, 1e300, 0.01})),
                 "rising 500,000 % a year since 2019 (95 %: 10 to over a million)"));
}

TEST_CASE("a fit that did not converge says so first") {
  trend_summary trend = made_up_trend();
  trend.status = fit_status::not_converged;
  CHECK(answer(trend).starts_with("The fit did not converge; take what follows as a sketch. police to 2025: rising"));
}

TEST_CASE("levels without a shift, and a clear step down") {
  trend_summary one = made_up_levels();
  one.segments.resize(1);
  one.joints.clear();
  CHECK(answer(one) == "police to 2023: about 1,000 a year since 2020; no shift of the level is found.");
  trend_summary down = made_up_levels();
  down.segments.back() = {2023, 2023, -66, -80, -50, 0.001, 350.0};
  CHECK(contains(answer(down), "The last step is down 66 % (95 %: -80 % to -50 %)."));
}

TEST_CASE("a level that never jumped, and its average change") {
  trend_summary path = made_up_path();
  path.jumps.back().probability = 0.2;
  CHECK(contains(answer(path), "In no year was a sudden jump more likely than not."));
  path.averages = {{2020, 2022, 79, 20, 160}};
  CHECK(contains(answer(path), "On average: rising 79 % a year from 2020 to 2022 (95 %: 20 to 160)."));
  path.fitted = {{2021, count::exactly(10), 10, {}, {}}, {2022, count::exactly(10), 10, {}, {}}};
  CHECK(answer(path) == "police to 2022: about 10 a year throughout.");
}

TEST_CASE("of many pieces the answer tells the last three, the table all") {
  trend_summary trend = made_up_trend();
  trend.segments.insert(trend.segments.begin(), {{2010, 2014, 9, 7, 11, 0.01}, {2014, 2019, 8, 6, 10, 0.01}});
  CHECK(contains(answer(trend), "; before that rising 8.0 % a year from 2014 (95 %: 6.0 to 10). At"));
  CHECK(contains(to_text(trend), "\n  2010-2014  +9.0 % "));
}

TEST_CASE("a change that rounds to nothing has no direction") {
  const trend_summary flat = steady(7, {2019, 2025, -0.01, -0.04, 3, 0.2});
  CHECK(contains(answer(flat), "no clear trend since 2019 (no change a year; 95 %: from no change"));
  CHECK(contains(to_text(flat), "  2019-2025   0.0 %  0.0 % to +3.0 %  0.200  not clear"));
}

TEST_CASE("an average within one segment is not told twice") {
  trend_summary trend = made_up_trend();
  trend.averages = {{2023, 2025, 100, 50, 150}, {2021, 2025, 40, 10, 70}};
  CHECK_FALSE(contains(to_text(trend), "2023-2025"));
  CHECK(contains(to_text(trend), "  2021-2025   +40 % "));
}

TEST_CASE("what few years cannot tell is worked out from their number") {
  const trend_segment flat{2019, 2025, 4, -3, 12, 0.2};
  CHECK(contains(limits(steady(2, flat)), "takes 2 of them, which leaves none to judge the scatter by."));
  CHECK(contains(limits(steady(4, flat)), "A turn would take 2 more and leave none: with so few years no turn can be"));
  CHECK(contains(limits(steady(6, flat)), "A turn would take 2 more and leave 2: only a stark one could be told"));
  CHECK_FALSE(contains(limits(steady(12, flat)), "A turn would"));
  CHECK(contains(limits(steady(12, flat)),
                 "12 years say something; a line of one piece takes 2 of them, which leaves 10"));
  CHECK_FALSE(contains(limits(steady(5, {2021, 2025, 4, -3, 12, 0.2})), "random order"));  // 2 of 5! orders: .017
  CHECK(contains(limits(steady(4, {2022, 2025, 4, -3, 12, 0.2})),
                 "2022 to 2025 holds 4 figures. 4 counts in random order"
                 " rise or fall throughout one time in 12,"));
  CHECK(contains(limits(steady(3, {2023, 2025, 4, -3, 12, 0.2})), "one time in 3,"));
  CHECK(contains(limits(steady(2, {2024, 2025, 4, -3, 12, 0.2})), "always rise or fall,"));
  CHECK(contains(limits(steady(9, flat)), "is assumed, not found; joinpoint looks for turns."));
  trend_summary path = made_up_path();
  path.observations = 1;
  CHECK(contains(limits(path), "1 year says something; how fast the level moves is learnt from nothing but"));
  path.jumps.clear();
  path.parameters.resize(4);
  path.observations = 9;
  CHECK(contains(limits(path), "9 years say something; the curve takes 4 numbers from them."));
}

TEST_CASE("intervals that the scatter belies are called too narrow") {
  trend_summary trend = steady(9, {2017, 2025, 4, 1, 7, 0.01});
  trend.dispersion = 4;
  trend.model = "loglinear";
  CHECK(contains(limits(trend),
                 "is 4.0 times what the Poisson law allows: the intervals are too narrow, by a factor of "
                 "about 2.0."));
  trend.family = "negative_binomial";
  CHECK(contains(limits(trend), "is 4.0 times what the fitted law allows"));
  trend.family = "quasi_poisson";
  CHECK_FALSE(contains(limits(trend), "narrow"));
  trend.family = "poisson";
  trend.dispersion = 1.4;
  CHECK_FALSE(contains(limits(trend), "narrow"));
}

TEST_CASE("several trends follow each other and the run's notes close the page") {
  const std::vector trends{made_up_trend(), made_up_levels()};
  const std::vector<std::string> notes{"a note of the run"};
  CHECK(to_text(trends, notes) == to_text(made_up_trend()) + "\n\n" + to_text(made_up_levels()) +
                                      "\n\nNotes on this run\n  - a note of the run\n");
}

TEST_CASE("a name cannot move the cursor or break a line of a trend") {
  trend_summary trend = made_up_trend();
  trend.series = "po\x1b[2Jli\nce";
  CHECK(to_text(trend).starts_with("po?[2Jli?ce: trend from 2019 to 2025\n"));
}

TEST_CASE("a trend's page is at most 80 columns wide") {
  trend_summary trend = made_up_trend();
  trend.series = std::string(40, 'x');
  trend.segments.front() = {2019, 2022, 123456, 12345, 999999, 0.2};
  trend.fitted.front() = {2019, count::exactly(999'999), 999'999, {}, {}};
  std::size_t widest = 0;
  std::size_t width = 0;
  for (const char letter : to_text(trend)) {
    if (letter == '\n') widest = std::max(widest, std::exchange(width, 0));
    if ((static_cast<unsigned char>(letter) & 0xc0) != 0x80) ++width;
  }
  CHECK(widest <= 81);  // the line feed counted
}
