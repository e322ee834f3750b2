#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include <doctest/doctest.h>

#include <tollcast/core/error.hpp>
#include <tollcast/distribution/distribution.hpp>
#include <tollcast/distribution/empirical.hpp>
#include <tollcast/distribution/interval.hpp>

using namespace tollcast;

TEST_CASE("an empirical law counts its draws") {
  const empirical law({4, 1, 1, 9, 4});
  CHECK(law.draws() == std::vector<std::int64_t>{1, 1, 4, 4, 9});
  CHECK(pmf(law, 4) == doctest::Approx(0.4).epsilon(1e-15));
  CHECK(pmf(law, 5) == 0.0);
  CHECK(cdf(law, 3) == 0.4);
  CHECK(prob_exceeds(law, 4) == 0.2);
  CHECK(mode(law) == 1);
  CHECK(mean(law) == doctest::Approx(3.8).epsilon(1e-15));
  CHECK(variance(law) == doctest::Approx((2 * 2.8 * 2.8 + 2 * 0.2 * 0.2 + 5.2 * 5.2) / 5).epsilon(1e-14));
}

TEST_CASE("every k/n is reached by exactly k draws, without rounding") {
  for (const int n : {3, 7, 10, 49, 1000}) {
    std::vector<std::int64_t> draws;
    for (int i = 1; i <= n; ++i) draws.push_back(i);
    const empirical law(draws);
    for (int k = 1; k <= n; ++k) {
      const double p = static_cast<double>(k) / n;
      CHECK(quantile(law, p) == k);
      if (k < n) CHECK(quantile(law, std::nextafter(p, 2.0)) == k + 1);
      CHECK(cdf(law, k) == p);
    }
    CHECK(quantile(law, 0.0) == 1);
  }
}

TEST_CASE("draws far from 0 keep their variance") {
  const std::int64_t far = 1'000'000'000'000;
  CHECK(variance(empirical({far, far + 1, far + 2})) == doctest::Approx(2.0 / 3).epsilon(1e-4));
  CHECK(mean(empirical({far, far + 1, far + 2})) == static_cast<double>(far + 1));
}

TEST_CASE("the shortest interval is that of the densest draws") {
  const empirical law({0, 10, 20, 21, 22, 23, 40, 80});
  CHECK(interval(law, 0.5, interval_kind::shortest) == interval_ends{20, 23});
  CHECK(interval(law, 0.51, interval_kind::shortest) == interval_ends{10, 23});
}

TEST_CASE("an empirical law needs a draw") {
  CHECK_THROWS_WITH(empirical({}), "empirical: no draws were given, but at least one is needed");
  CHECK_THROWS_AS(empirical({std::numeric_limits<std::int64_t>::max()}), invalid_input);
}
