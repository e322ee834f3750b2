#include <cmath>
#include <cstdint>
#include <limits>

#include "../reference/reference_rows.hpp"
#include <doctest/doctest.h>

#include <tollcast/core/error.hpp>
#include <tollcast/distribution/distribution.hpp>
#include <tollcast/distribution/interval.hpp>
#include <tollcast/distribution/poisson.hpp>

using namespace tollcast;

TEST_CASE("a Poisson law has the probabilities of mpmath, from 10^-3 to 10^12 and into the tails") {
  int rows = 0;
  for (const auto& row : reference_rows("distributions.csv")) {
    if (row.text("law") != "poisson") continue;
    ++rows;
    const poisson law(row.number("mean"));
    const std::int64_t y = row.whole("y");
    CAPTURE(law.mean());
    CAPTURE(y);
    const double expected = row.number("log_pmf");
    CHECK(std::abs(log_pmf(law, y) - expected) <= 1e-14 * std::max(1.0, std::abs(expected)));
    // Relative to the value, as long as it is a normal number.
    CHECK(std::abs(cdf(law, y) - row.number("cdf")) <= 1e-12 * row.number("cdf") + 1e-307);
    CHECK(std::abs(prob_exceeds(law, y) - row.number("prob_exceeds")) <= 1e-12 * row.number("prob_exceeds") + 1e-307);
  }
  CHECK(rows >= 90);
}

TEST_CASE("a Poisson law has the values of the printed tables") {
  // Abramowitz and Stegun, table 26.7 (cumulative sums of the Poisson distribution): m = 2, c = 5.
  CHECK(cdf(poisson(2), 4) == doctest::Approx(0.94735).epsilon(1e-5));
  // Bortkiewicz's horse kicks (1898): 122 deaths in 200 corps-years; 108.67 corps-years without a death, 66.29 with
  // one.
  CHECK(200 * pmf(poisson(0.61), 0) == doctest::Approx(108.67).epsilon(1e-4));
  CHECK(200 * pmf(poisson(0.61), 1) == doctest::Approx(66.29).epsilon(1e-4));
}

TEST_CASE("the mode of a Poisson law is the smaller of two equal peaks") {
  CHECK(mode(poisson(0)) == 0);
  CHECK(mode(poisson(1)) == 0);
  CHECK(mode(poisson(4)) == 3);
  CHECK(mode(poisson(4.5)) == 4);
}

TEST_CASE("a Poisson law of mean 0 is certain") {
  CHECK(quantile(poisson(0), 1.0) == 0);
  CHECK(support_upper(poisson(0)) == 0);
  CHECK(interval(poisson(0), 0.95) == interval_ends{0, 0});
}

TEST_CASE("a Poisson mean outside [0, 10^15] is refused") {
  for (const double mean : {-1.0, -1e-300, 2e15, std::nan(""), std::numeric_limits<double>::infinity()}) {
    CHECK_THROWS_AS(poisson{mean}, invalid_input);
  }
  CHECK_THROWS_WITH(poisson{-1.5}, "poisson: a mean of -1.5 was given, but it must lie in [0, 10^15]");
}

TEST_CASE("what is asked of a law is checked") {
  const poisson law(3);
  CHECK_THROWS_WITH(quantile(law, 1.5), "quantile: a probability of 1.5 was given, but it must lie in [0, 1]");
  CHECK_THROWS_WITH(
      quantile(law, 1.0),
      "quantile: a probability of 1 was given for a law without a largest outcome, but it must be below 1");
  CHECK_THROWS_WITH(interval(law, 95),
                    "interval: a level of 95 was given, but it must lie between 0 and 1, both excluded");
}

TEST_CASE("P(lower <= Y <= upper) keeps its digits in either tail") {
  const poisson law(100);
  CHECK(prob_between(law, 300, 300) == doctest::Approx(pmf(law, 300)).epsilon(1e-9));
  CHECK(prob_between(law, 1, 1) == doctest::Approx(pmf(law, 1)).epsilon(1e-9));
  CHECK(prob_between(law, -5, 5) == cdf(law, 5));
  CHECK(prob_between(law, 7, 6) == 0.0);
  CHECK(prob_between(law, 0, 1000) == 1.0);
}
