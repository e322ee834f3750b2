#include <cmath>
#include <limits>
#include <vector>

#include <doctest/doctest.h>

#include <tollcast/core/error.hpp>
#include <tollcast/distribution/distribution.hpp>
#include <tollcast/distribution/interval.hpp>
#include <tollcast/distribution/mixture.hpp>
#include <tollcast/distribution/negative_binomial.hpp>
#include <tollcast/distribution/poisson.hpp>
#include <tollcast/distribution/tabulated.hpp>

using namespace tollcast;

TEST_CASE("a mixture is the weighted sum of its components, whatever the weights add up to") {
  const poisson few(3);
  const negative_binomial many(40, 2);
  const mixture law({1, 3}, {few, many});
  CHECK(law.weights() == std::vector<double>{0.25, 0.75});
  for (std::int64_t y = 0; y < 200; y += 7) {
    CHECK(pmf(law, y) == doctest::Approx(0.25 * pmf(few, y) + 0.75 * pmf(many, y)).epsilon(1e-13));
    CHECK(cdf(law, y) == doctest::Approx(0.25 * cdf(few, y) + 0.75 * cdf(many, y)).epsilon(1e-13));
  }
  CHECK(mean(law) == doctest::Approx(0.25 * 3 + 0.75 * 40));
  // Within plus between: 0.25 * 3 + 0.75 * (40 + 800) + 0.25 * 0.75 * 37^2.
  CHECK(variance(law) == doctest::Approx(0.75 + 630 + 0.1875 * 37 * 37).epsilon(1e-14));
}

TEST_CASE("a component of weight 0 plays no part, not even in the support") {
  const mixture law({1, 0}, {tabulated::certain(5), poisson(3)});
  CHECK(law.components().size() == 1);
  CHECK(support_upper(law) == 5);
  CHECK(quantile(law, 1.0) == 5);
}

TEST_CASE("a mixture keeps logarithms where every component underflows") {
  const mixture law({0.5, 0.5}, {poisson(10), poisson(20)});
  CHECK(pmf(law, 100'000) == 0.0);
  CHECK(log_pmf(law, 100'000) == doctest::Approx(std::log(0.5) + log_pmf(poisson(20), 100'000)).epsilon(1e-14));
  CHECK(log_pmf(law, -1) == -std::numeric_limits<double>::infinity());
}

TEST_CASE("the mode of a mixture may lie between those of its components") {
  // Two flat-topped bells that overlap in the middle: highest there.
  const mixture law({1, 1}, {poisson(100), poisson(112)});
  const std::int64_t found = mode(law);
  CHECK(found > 100);
  CHECK(found < 111);
  for (std::int64_t y = 60; y < 160; ++y) CHECK(log_pmf(law, y) <= log_pmf(law, found));
  CHECK(mode(mixture({1, 4}, {poisson(1e12), poisson(2e12)})) == 1'999'999'999'999);
}

TEST_CASE("the shortest interval of a law with two peaks may leave one of them out") {
  const mixture law({1, 3}, {poisson(1e6), poisson(2e6)});
  const auto found = interval(law, 0.6, interval_kind::shortest);
  CHECK(found.lower > 1'900'000);
  CHECK(found.upper < 2'100'000);
  const auto alone = interval(poisson(2e6), 0.8, interval_kind::shortest);  // 0.75 * 0.8 = 0.6
  CHECK(std::abs(found.lower - alone.lower) <= 1);
  CHECK(std::abs(found.upper - alone.upper) <= 1);
  CHECK(interval(law, 0.8, interval_kind::shortest).lower < 1'100'000);
}

TEST_CASE("a mixture without sense is refused") {
  CHECK_THROWS_WITH(mixture({1}, {}),
                    "mixture: 1 weights and 0 components were given, but each component needs one weight");
  CHECK_THROWS_WITH(mixture({}, {}), "mixture: the weights add up to 0, but their sum must be positive and finite");
  CHECK_THROWS_WITH(mixture({2, -1}, {poisson(1), poisson(2)}),
                    "mixture: a weight of -1 was given, but each must be a finite number of 0 or more");
  CHECK_THROWS_AS(mixture({std::nan("")}, {poisson(1)}), invalid_input);
  CHECK_THROWS_AS(mixture({1e308, 1e308}, {poisson(1), poisson(2)}), invalid_input);
}
