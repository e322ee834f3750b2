#include <cstdint>
#include <numeric>
#include <vector>

#include "../reference/reference_rows.hpp"
#include <doctest/doctest.h>

#include <tollcast/core/error.hpp>
#include <tollcast/distribution/negative_binomial.hpp>
#include <tollcast/distribution/normal.hpp>
#include <tollcast/distribution/poisson.hpp>
#include <tollcast/evaluation/pit.hpp>
#include <tollcast/numeric/random.hpp>

using namespace tollcast;
using doctest::Approx;

TEST_CASE("the histogram of counts is that of surveillance's pit") {
  const auto rows = reference_rows("pit.csv");
  REQUIRE(rows.size() == 6);
  for (const auto& row : rows) {
    CAPTURE(row.text("law"));
    std::vector<pit_interval> pits;
    for (const double count : row.numbers("counts")) {
      const auto y = static_cast<std::int64_t>(count);
      pits.push_back(row.text("law") == "poisson"  ? pit(poisson(5), y)
                     : row.text("law") == "size_2" ? pit(negative_binomial(5, 2), y)
                                                   : pit(negative_binomial(5, 1), y));
    }
    const auto expected = row.numbers("heights");
    const auto heights = pit_histogram(pits, static_cast<int>(row.whole("bins")));
    REQUIRE(heights.size() == expected.size());
    for (std::size_t j = 0; j < heights.size(); ++j) CHECK(heights[j] == Approx(expected[j]).epsilon(1e-10));
  }
}

TEST_CASE("a right law has a flat histogram in expectation, exactly") {
  // Every outcome once, each as often as its probability says: in whole numbers, 16 outcomes of a binomial(4, 1/2).
  const double f[] = {0, 1.0 / 16, 5.0 / 16, 11.0 / 16, 15.0 / 16, 1};
  const int times[] = {1, 4, 6, 4, 1};
  std::vector<pit_interval> pits;
  for (std::size_t y = 0; y < 5; ++y) pits.insert(pits.end(), static_cast<std::size_t>(times[y]), {f[y], f[y + 1]});
  for (const double height : pit_histogram(pits, 13)) CHECK(height == Approx(1));
  CHECK(mean_pit_cdf(pits, 0.3) == Approx(0.3));
  CHECK(mean_pit_cdf(pits, 0) == 0);
  CHECK(mean_pit_cdf(pits, 1) == 1);
}

TEST_CASE("points fall into the bin that ends with them") {
  const std::vector<pit_interval> pits{{0, 0}, {0.25, 0.25}, {0.3, 0.3}, {1, 1}};
  CHECK(pit_histogram(pits, 4) == std::vector<double>{2, 1, 0, 1});
  CHECK(mean_pit_cdf(pits, 0.25) == 0.5);
  const auto one = pit(normal(10, 2), 10.0);
  CHECK(one.below == 0.5);
  CHECK(one.at == 0.5);
}

TEST_CASE("laws that are too wide show a hump, laws that are too narrow two ends") {
  random_engine engine(4);
  std::vector<pit_interval> wide;
  std::vector<pit_interval> narrow;
  for (int i = 0; i < 400; ++i) {
    const std::int64_t y = sample(negative_binomial(50, 10), engine);
    wide.push_back(pit(negative_binomial(50, 1), y));
    narrow.push_back(pit(poisson(50), y));
  }
  const auto hump = pit_histogram(wide, 5);
  CHECK(hump[0] < 0.5);
  CHECK(hump[4] < 0.5);
  const auto ends = pit_histogram(narrow, 5);
  CHECK(ends[0] > 1.3);
  CHECK(ends[4] > 1.3);
  CHECK(std::accumulate(ends.begin(), ends.end(), 0.0) == Approx(5));
}

TEST_CASE("what is wrong with a transform is said") {
  const std::vector<pit_interval> reversed{{0.5, 0.4}};
  CHECK_THROWS_WITH_AS(pit_histogram(reversed),
                       "pit_histogram: F(y - 1) = 0.5 and F(y) = 0.4 were given; 0 <= F(y - 1) <= F(y) <= 1 is needed",
                       invalid_input);
  CHECK_THROWS_WITH_AS(pit_histogram({}), "pit_histogram: nothing was given; at least one outcome is needed",
                       invalid_input);
  const std::vector<pit_interval> right{{0.4, 0.5}};
  CHECK_THROWS_WITH_AS(pit_histogram(right, 0), "pit_histogram: 0 bins were asked for; 1 to 10000 are needed",
                       invalid_input);
}
