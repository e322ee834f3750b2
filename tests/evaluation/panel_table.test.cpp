#include <cmath>
#include <vector>

#include <doctest/doctest.h>

#include <tollcast/evaluation/panel_table.hpp>

using namespace tollcast;
using namespace std::chrono;

namespace {

score_line line(const char* series, const char* model, int n, int inside, std::optional<double> skill) {
  score_line of{series, model, {}, 1, 2020, 2024, n, 1, 1.0, {}, {}, 1.0, {}, inside, n, skill};
  return of;
}

}  // namespace

TEST_CASE("a model's CRPS over series is the geometric mean of what it is relative to the reference") {
  const std::vector lines{line("a", "auto", 4, 3, 0.75), line("a", "naive", 4, 4, 0.0), line("b", "naive", 6, 6, 0.0),
                          line("b", "auto", 6, 3, -1.0)};
  const std::vector<panel_line> table = panel_table(lines);
  REQUIRE(table.size() == 2);
  CHECK(table[0].model == "auto");
  CHECK(*table[0].relative_crps == doctest::Approx(std::sqrt(0.25 * 2)));
  CHECK(table[0].series == 2);
  CHECK(table[0].n == 10);
  CHECK(table[0].failures == 2);
  CHECK(table[0].inside_80 == 6);
  CHECK(table[0].inside_95 == 10);
  CHECK(*table[1].relative_crps == doctest::Approx(1));
}

TEST_CASE("a series without skill counts for coverage alone, and a model without any stands last") {
  const std::vector lines{line("a", "drift", 2, 1, {}), line("a", "auto", 4, 4, 0.5), line("b", "auto", 4, 2, {})};
  const std::vector<panel_line> table = panel_table(lines);
  REQUIRE(table.size() == 2);
  CHECK(table[0].model == "auto");
  CHECK(*table[0].relative_crps == doctest::Approx(0.5));
  CHECK(table[0].series == 1);
  CHECK(table[0].n == 8);
  CHECK(table[1].model == "drift");
  CHECK(!table[1].relative_crps);
}

TEST_CASE("a score of nothing makes the geometric mean nothing") {
  const std::vector lines{line("a", "auto", 4, 3, 1.0), line("b", "auto", 4, 3, 0.0)};
  CHECK(*panel_table(lines).front().relative_crps == 0);
}

TEST_CASE("days and horizons stay apart, in their order, however the series interleave them") {
  std::vector<score_line> lines;
  for (const char* series : {"a", "b"}) {
    for (const month_day day : {March / 31, September / 30}) {
      lines.push_back(line(series, "auto", 4, 3, 0.5));
      lines.back().as_of = day;
      lines.back().horizon = 0;
    }
    lines.push_back(line(series, "auto", 4, 3, 0.25));
  }
  const std::vector<panel_line> table = panel_table(lines);
  REQUIRE(table.size() == 3);
  CHECK(table[0].as_of == March / 31);
  CHECK(table[1].as_of == September / 30);
  CHECK(!table[2].as_of);
  CHECK(table[2].horizon == 1);
  for (const panel_line& one : table) CHECK(one.series == 2);
}
