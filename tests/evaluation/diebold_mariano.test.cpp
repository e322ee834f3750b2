#include <vector>

#include "../reference/reference_rows.hpp"
#include <doctest/doctest.h>

#include <tollcast/core/error.hpp>
#include <tollcast/evaluation/diebold_mariano.hpp>

using namespace tollcast;
using doctest::Approx;

TEST_CASE("statistic and p-value are those of R's dm.test, also where the variance comes out negative") {
  const auto rows = reference_rows("diebold_mariano.csv");
  REQUIRE(rows.size() > 100);
  int replaced = 0;
  for (const auto& row : rows) {
    CAPTURE(row.text("case"));
    CAPTURE(row.text("horizon"));
    CAPTURE(row.text("power"));
    CAPTURE(row.text("variance"));
    CAPTURE(row.text("alternative"));
    const auto alternative = row.text("alternative") == "less"      ? accuracy_alternative::second_is_worse
                             : row.text("alternative") == "greater" ? accuracy_alternative::second_is_better
                                                                    : accuracy_alternative::differs;
    const auto variance = row.text("variance") == "acf" ? long_run_variance::truncated : long_run_variance::bartlett;
    const auto horizon = static_cast<int>(row.whole("horizon"));
    const auto test = diebold_mariano_of_errors(row.numbers("first"), row.numbers("second"), row.number("power"),
                                                {horizon, alternative, variance});
    CHECK(test.statistic == Approx(row.number("statistic")).epsilon(1e-9));
    CHECK(test.p_value == Approx(row.number("p_value")).epsilon(1e-9));
    CHECK(test.horizon == row.whole("horizon_used"));
    CHECK(test.notes.empty() == (test.horizon == horizon));
    replaced += test.horizon != horizon;
  }
  CHECK(replaced > 3);
}

TEST_CASE("scores are compared as they are, errors by their losses") {
  const std::vector<double> first{1, -2, 3, -1, 2};
  const std::vector<double> second{2, 2, -1, 1, 3};
  const std::vector<double> first_squares{1, 4, 9, 1, 4};
  const std::vector<double> second_squares{4, 4, 1, 1, 9};
  const auto by_errors = diebold_mariano_of_errors(first, second);
  const auto by_scores = diebold_mariano(first_squares, second_squares);
  CHECK(by_errors.statistic == by_scores.statistic);
  CHECK(by_errors.p_value == by_scores.p_value);
  const auto reversed = diebold_mariano(second_squares, first_squares);
  CHECK(reversed.statistic == -by_scores.statistic);
  CHECK(reversed.p_value == by_scores.p_value);
}

TEST_CASE("equal differences throughout have no test, not even by rounding") {
  const std::vector<double> first{0.1, 0.7, 0.3, 1e3};
  const std::vector<double> second{0.2, 0.8, 0.4, 1e3 + 0.1};
  CHECK_THROWS_AS(diebold_mariano(first, second), cannot_answer);
  CHECK_THROWS_WITH_AS(diebold_mariano(first, first, {.horizon = 2}),
                       "diebold_mariano: the two lists differ by the same amount throughout, so that nothing says how "
                       "far chance goes",
                       cannot_answer);
}

TEST_CASE("what is wrong is said") {
  const std::vector<double> two{1, 2};
  const std::vector<double> one{1};
  CHECK_THROWS_WITH_AS(diebold_mariano(two, one),
                       "diebold_mariano: lists of 2 and 1 were given; two of one length, 2 or more, are needed",
                       invalid_input);
  CHECK_THROWS_WITH_AS(diebold_mariano(two, two, {.horizon = 2}),
                       "diebold_mariano: a horizon of 2 was given for 2 targets; 1 or more, and less than the targets, "
                       "is needed",
                       invalid_input);
  CHECK_THROWS_WITH_AS(diebold_mariano_of_errors(two, two, 0),
                       "diebold_mariano_of_errors: a power of 0 was given; a positive number is needed", invalid_input);
}
