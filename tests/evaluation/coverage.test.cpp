#include <cstdint>
#include <vector>

#include "../reference/reference_rows.hpp"
#include <doctest/doctest.h>

#include <tollcast/core/error.hpp>
#include <tollcast/distribution/interval.hpp>
#include <tollcast/distribution/negative_binomial.hpp>
#include <tollcast/distribution/poisson.hpp>
#include <tollcast/evaluation/coverage.hpp>

using namespace tollcast;
using doctest::Approx;

TEST_CASE("the interval of a share is that of R's binom.test") {
  const auto rows = reference_rows("coverage.csv");
  REQUIRE(rows.size() == 40);
  for (const auto& row : rows) {
    CAPTURE(row.text("k"));
    CAPTURE(row.text("n"));
    CAPTURE(row.text("confidence"));
    const auto ends =
        clopper_pearson(static_cast<int>(row.whole("k")), static_cast<int>(row.whole("n")), row.number("confidence"));
    CHECK(ends.lower == Approx(row.number("lower")).epsilon(1e-9));
    CHECK(ends.upper == Approx(row.number("upper")).epsilon(1e-9));
  }
}

TEST_CASE("two numbers of the law say whether its central interval held what happened") {
  const auto agree = [](const auto& law) {
    for (const double level : {0.5, 0.8, 0.9, 0.95}) {
      const auto ends = equal_tailed_interval(law, level);
      for (std::int64_t y = 0; y < 60; ++y) {
        CAPTURE(level);
        CAPTURE(y);
        CHECK(inside_central_interval(pit(law, y), level) == (y >= ends.lower && y <= ends.upper));
      }
    }
  };
  agree(poisson(4));
  agree(negative_binomial(12, 0.7));
  agree(poisson(0));
}

TEST_CASE("coverage is counted by level, and by level and horizon") {
  std::vector<interval_outcome> outcomes;
  for (int i = 0; i < 20; ++i) outcomes.push_back({0.95, 1 + i % 2, i != 3});
  for (int i = 0; i < 10; ++i) outcomes.push_back({0.8, 1, i < 7});
  const auto rows = coverage_by_level(outcomes);
  REQUIRE(rows.size() == 2);
  CHECK(rows[0].level == 0.8);
  CHECK_FALSE(rows[0].horizon);
  CHECK(rows[0].n == 10);
  CHECK(rows[0].inside == 7);
  CHECK(rows[0].share == 0.7);
  CHECK(rows[1].inside == 19);
  CHECK(rows[1].lower == clopper_pearson(19, 20).lower);
  CHECK(rows[1].upper == clopper_pearson(19, 20).upper);

  const auto finer = coverage_by_level_and_horizon(outcomes, 0.9);
  REQUIRE(finer.size() == 3);
  CHECK(finer[1].level == 0.95);
  CHECK(finer[1].horizon == 1);
  CHECK(finer[1].inside == 10);
  CHECK(finer[2].horizon == 2);
  CHECK(finer[2].inside == 9);
  CHECK(finer[2].lower == clopper_pearson(9, 10, 0.9).lower);
  CHECK(coverage_by_level({}).empty());
}

TEST_CASE("what is wrong is said") {
  CHECK_THROWS_WITH_AS(clopper_pearson(3, 2), "clopper_pearson: 3 of 2 were given; 0 <= k <= n and n >= 1 are needed",
                       invalid_input);
  const std::vector<interval_outcome> percent{{80, 1, true}};
  CHECK_THROWS_WITH_AS(coverage_by_level(percent),
                       "coverage_by_level: a level of 80 was given, but it must lie between 0 and 1, both excluded",
                       invalid_input);
  CHECK_THROWS_AS(inside_central_interval({0.2, 0.1}, 0.8), invalid_input);
  CHECK_THROWS_AS(inside_central_interval({0.1, 0.2}, 0), invalid_input);
}
