#include <cmath>
#include <cstdint>
#include <limits>

#include "../reference/reference_rows.hpp"
#include <doctest/doctest.h>

#include <tollcast/core/error.hpp>
#include <tollcast/distribution/distribution.hpp>
#include <tollcast/distribution/interval.hpp>
#include <tollcast/distribution/negative_binomial.hpp>
#include <tollcast/distribution/poisson.hpp>

using namespace tollcast;

TEST_CASE("a negative binomial law has the probabilities of mpmath, sizes 10^-6 to 10^12, means to 10^12") {
  int rows = 0;
  for (const auto& row : reference_rows("distributions.csv")) {
    if (row.text("law") != "negative_binomial") continue;
    ++rows;
    const negative_binomial law(row.number("mean"), row.number("size"));
    const std::int64_t y = row.whole("y");
    CAPTURE(law.mean());
    CAPTURE(law.size());
    CAPTURE(y);
    const double expected = row.number("log_pmf");
    CHECK(std::abs(log_pmf(law, y) - expected) <= 1e-14 * std::max(1.0, std::abs(expected)));
    CHECK(std::abs(cdf(law, y) - row.number("cdf")) <= 2e-12 * row.number("cdf") + 1e-307);
    CHECK(std::abs(prob_exceeds(law, y) - row.number("prob_exceeds")) <= 2e-12 * row.number("prob_exceeds") + 1e-307);
  }
  CHECK(rows >= 200);
}

TEST_CASE("a negative binomial law of size 1 is the geometric law") {
  const negative_binomial law(4, 1);  // P(Y = y) = 0.2 * 0.8^y
  for (std::int64_t y = 0; y < 60; ++y) {
    CHECK(log_pmf(law, y) == doctest::Approx(std::log(0.2) + static_cast<double>(y) * std::log(0.8)).epsilon(1e-14));
    CHECK(prob_exceeds(law, y) == doctest::Approx(std::pow(0.8, static_cast<double>(y + 1))).epsilon(1e-13));
  }
}

TEST_CASE("with a growing size the negative binomial law becomes the Poisson law") {
  for (const double mean : {0.0, 1e-3, 3.0, 685.0, 1e5}) {
    for (const double size : {1e18, 1e40, 1e100}) {
      const negative_binomial law(mean, size);
      const poisson limit(mean);
      CAPTURE(mean);
      CAPTURE(size);
      CHECK(variance(law) == doctest::Approx(mean).epsilon(1e-12));
      for (const double p : {1e-300, 1e-12, 0.1, 0.5, 0.9, 1 - 1e-12}) {
        const std::int64_t y = quantile(limit, p);
        CHECK(quantile(law, p) == y);
        CHECK(std::abs(log_pmf(law, y) - log_pmf(limit, y)) <= 1e-12 * (1 + std::abs(log_pmf(limit, y))));
        CHECK(cdf(law, y) == doctest::Approx(cdf(limit, y)).epsilon(1e-11));
        CHECK(prob_exceeds(law, y) == doctest::Approx(prob_exceeds(limit, y)).epsilon(1e-11));
      }
    }
  }
}

TEST_CASE("no combination of mean, size and outcome gives a NaN") {
  int asked = 0;
  for (const double mean : {0.0, 1e-300, 1e-6, 1.0, 685.0, 1e6, 1e12, 1e15}) {
    for (const double size : {1e-100, 1e-6, 0.5, 1.0, 3.0, 999.0, 1001.0, 1e6, 1e12, 1e15, 1e100}) {
      const negative_binomial law(mean, size);
      for (const std::int64_t y : {0LL, 1LL, 2LL, 7LL, 685LL, 999LL, 1000LL, 1001LL, 1'000'000LL, 1'000'000'000'000LL,
                                   1'000'000'000'000'000'000LL}) {
        CAPTURE(mean);
        CAPTURE(size);
        CAPTURE(y);
        ++asked;
        const double log_p = log_pmf(law, y);
        CHECK(log_p <= 1e-12);
        CHECK((std::isfinite(log_p) || (mean == 0.0 && y > 0)));
        CHECK(cdf(law, y) >= 0.0);
        CHECK(cdf(law, y) <= 1.0);
        CHECK(prob_exceeds(law, y) >= 0.0);
        CHECK(prob_exceeds(law, y) <= 1.0);
        CHECK(std::abs(cdf(law, y) + prob_exceeds(law, y) - 1.0) <= 1e-9);
      }
    }
  }
  CHECK(asked == 8 * 11 * 11);
}

TEST_CASE("the mode of a negative binomial law is 0 up to size 1 and the smaller of two equal peaks beyond") {
  CHECK(mode(negative_binomial(100, 0.5)) == 0);
  CHECK(mode(negative_binomial(100, 1)) == 0);
  CHECK(mode(negative_binomial(10, 2)) == 4);  // m (r - 1) / r = 5: P(4) = P(5)
  CHECK(mode(negative_binomial(11, 2)) == 5);
}

TEST_CASE("a shortest interval over 10^11 outcomes is one that no shift and no shortening improves") {
  const negative_binomial law(1e12, 7);
  const auto found = interval(law, 0.8, interval_kind::shortest);
  CHECK(prob_between(law, found.lower, found.upper) >= 0.8 - 1e-14);
  // The ends of a shortest interval of a smooth law are equally probable.
  CHECK(log_pmf(law, found.lower) == doctest::Approx(log_pmf(law, found.upper)).epsilon(1e-9));
  CHECK(prob_between(law, found.lower, found.upper - 1000) < 0.8);
  CHECK(prob_between(law, found.lower - 500, found.upper - 1500) < 0.8);
  CHECK(prob_between(law, found.lower + 1500, found.upper + 500) < 0.8);
}

TEST_CASE("a quantile beyond the largest outcome is refused, not cut") {
  const negative_binomial law(1e15, 1e-6);
  CHECK(quantile(law, 0.9) == 0);
  CHECK_THROWS_WITH(quantile(law, 1 - 1e-12),
                    "quantile: the quantile at 1 exceeds 2^62 - 2, the largest that can be told");
}

TEST_CASE("a negative binomial law refuses a mean outside [0, 10^15] and a size outside [10^-100, 10^100]") {
  CHECK_THROWS_WITH(negative_binomial(-1, 3),
                    "negative_binomial: a mean of -1 was given, but it must lie in [0, 10^15]");
  CHECK_THROWS_WITH(negative_binomial(3, 0),
                    "negative_binomial: a size of 0 was given, but it must lie in [10^-100, 10^100]");
  for (const double size : {-2.0, 1e-101, 1e101, std::nan(""), std::numeric_limits<double>::infinity()}) {
    CHECK_THROWS_AS(negative_binomial(3, size), invalid_input);
  }
}
