#include <cmath>
#include <cstdint>
#include <vector>

#include <doctest/doctest.h>

#include <tollcast/distribution/empirical_values.hpp>
#include <tollcast/distribution/normal.hpp>
#include <tollcast/distribution/rounded.hpp>

using namespace tollcast;

TEST_SUITE("rounded") {
  TEST_CASE("a normal law of counts has the cdf of the normal law half a count on") {
    for (const double scale : {3.0, 40.0, 900.0, 60'000.0}) {
      const normal law(4 * scale, scale);
      const any_distribution counts = rounded(law);
      for (const double z : {-3.9, -2.0, -0.5, 0.0, 1.0, 2.5, 4.0}) {
        const auto y = static_cast<std::int64_t>((4 + z) * scale);
        CHECK(cdf(counts, y) == doctest::Approx(cdf(law, static_cast<double>(y) + 0.5)).epsilon(3e-3));
      }
      CHECK(mean(counts) == doctest::Approx(4 * scale).epsilon(1e-3));
    }
  }

  TEST_CASE("what lies below a half is 0") {
    const any_distribution counts = rounded(normal(-1.0, 2.0));
    CHECK(pmf(counts, 0) == doctest::Approx(cdf(normal(-1.0, 2.0), 0.5)).epsilon(1e-12));
    CHECK(quantile(counts, 1e-9) == 0);
    CHECK(support_lower(counts) == 0);
  }

  TEST_CASE("the log scale: log(1 + y)") {
    const normal law(std::log(301.0), 0.4);
    const any_distribution counts = rounded(law, value_scale::logarithmic);
    CHECK(std::abs(median(counts) - 300) <= 1);
    for (const std::int64_t y : {100, 250, 420, 900}) {
      CHECK(cdf(counts, y) == doctest::Approx(cdf(law, std::log1p(static_cast<double>(y) + 0.5))).epsilon(3e-3));
    }
    CHECK(mean(counts) == doctest::Approx(301 * std::exp(0.08) - 1).epsilon(2e-3));
  }

  TEST_CASE("what lies beyond the largest count is left out") {
    const normal law(10.0, 5.0);
    const any_distribution counts = rounded(law, value_scale::natural, 12);
    CHECK(support_upper(counts) == 12);
    CHECK(cdf(counts, 7) == doctest::Approx(cdf(law, 7.5) / cdf(law, 12.5)).epsilon(1e-9));
    CHECK_THROWS_AS(rounded(normal(1e6, 1.0), value_scale::natural, 100), invalid_input);
    CHECK_THROWS_AS(rounded(law, value_scale::natural, -1), invalid_input);
  }

  TEST_CASE("draws are rounded one by one, and a certain value is certain") {
    const any_distribution counts = rounded(empirical_values({-2.0, 0.4, 0.6, 1.4, 7.0}));
    CHECK(pmf(counts, 0) == doctest::Approx(0.4));
    CHECK(pmf(counts, 1) == doctest::Approx(0.4));
    CHECK(pmf(counts, 7) == doctest::Approx(0.2));
    CHECK(pmf(rounded(normal(41.7, 0.0)), 42) == 1.0);
  }
}
