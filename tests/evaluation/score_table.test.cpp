#include <vector>

#include <doctest/doctest.h>

#include <tollcast/evaluation/score_table.hpp>

using namespace tollcast;

namespace {

backtest_row row(const char* model, int origin, std::optional<double> crps) {
  backtest_row of{"a", model, origin, 1, {}, origin + 1, 100, {}, {}};
  if (!crps) {
    of.failure = "none";
    return of;
  }
  of.law = law_figures{100, 10, 100, 90, 110, 80, 120};
  of.scores = law_scores{*crps, {}, {}, {}, *crps, 0.5, 0.5};
  return of;
}

}  // namespace

TEST_CASE("a model that fails where forecasting is hard does not rank above one that is better where both answer") {
  std::vector<backtest_row> rows;
  for (int origin = 2010; origin < 2020; ++origin) {
    const bool easy = origin < 2012;
    rows.push_back(row("naive", origin, easy ? 10 : 50));
    rows.push_back(row("bold", origin, easy ? 5 : 49));
    rows.push_back(row("shy", origin, easy ? std::optional(6.0) : std::nullopt));
  }
  const std::vector<score_line> lines = score_table(rows, "naive");
  REQUIRE(lines.size() == 3);
  CHECK(lines[0].model == "bold");
  CHECK(*lines[0].crps_skill == doctest::Approx(1 - 402.0 / 420));
  CHECK(lines[1].model == "shy");
  CHECK(*lines[1].crps_skill == doctest::Approx(0.4));
  CHECK(lines[1].n == 2);
  CHECK(lines[1].failures == 8);
  CHECK(lines[2].model == "naive");
}
