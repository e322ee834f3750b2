#include <vector>

#include <doctest/doctest.h>

#include <tollcast/core/error.hpp>
#include <tollcast/distribution/normal.hpp>
#include <tollcast/distribution/poisson.hpp>
#include <tollcast/evaluation/sharpness.hpp>

using namespace tollcast;
using doctest::Approx;

TEST_CASE("sharpness of laws is that of their central intervals and deviations") {
  const auto counts = sharpness_of(std::vector<poisson>{poisson(4), poisson(9), poisson(0)}, 0.8);
  // qpois(c(.1, .9), 4) is 2 and 7; for 9 it is 5 and 13.
  CHECK(counts.n == 3);
  CHECK(counts.level == 0.8);
  CHECK(counts.median_width == 5);
  CHECK(counts.mean_width == Approx(13.0 / 3));
  CHECK(counts.mean_standard_deviation == Approx(5.0 / 3));

  const auto values = sharpness_of(std::vector<normal>{normal(0, 1), normal(5, 3)}, 0.95);
  CHECK(values.median_width == Approx(2 * 1.959963984540054 * 2).epsilon(1e-9));
  CHECK(values.mean_width == Approx(values.median_width));
  CHECK(values.mean_standard_deviation == Approx(2));
}

TEST_CASE("what is wrong is said") {
  const std::vector<value_interval> intervals{{2, 1}};
  const std::vector<double> deviations{1};
  CHECK_THROWS_WITH_AS(sharpness_of(intervals, deviations, 0.8),
                       "sharpness_of: an interval from 2 to 1 was given; finite ends are needed, the lower not above "
                       "the upper",
                       invalid_input);
  CHECK_THROWS_AS(sharpness_of(std::vector<poisson>{}, 0.8), invalid_input);
  CHECK_THROWS_AS(sharpness_of(std::vector<poisson>{poisson(1)}, 1), invalid_input);
}
