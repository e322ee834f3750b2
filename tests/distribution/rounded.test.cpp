#include <cmath>
#include <cstdint>
#include <vector>

#include <doctest/doctest.h>

#include <tollcast/distribution/empirical_values.hpp>
#include <tollcast/distribution/normal.hpp>
#include <tollcast/distribution/rounded.hpp>
#include <tollcast/numeric/random.hpp>

using namespace tollcast;

namespace {

// A normal law whose cdf is right to 1e-12 only, and falls from each even number to the next odd one by as much.
struct rough_normal {
  normal exact{100.0, 10.0};
};

double cdf(const rough_normal& law, double y) {
  return cdf(law.exact, y) + (std::fmod(std::floor(y), 2.0) == 0.0 ? 1e-12 : 0.0);
}
double mean(const rough_normal& law) { return mean(law.exact); }
double variance(const rough_normal& law) { return variance(law.exact); }
double log_pdf(const rough_normal& law, double y) { return log_pdf(law.exact, y); }
double prob_exceeds(const rough_normal& law, double y) { return 1.0 - cdf(law, y); }
double quantile(const rough_normal& law, double p) { return quantile(law.exact, p); }
double sample(const rough_normal& law, random_engine& engine) { return sample(law.exact, engine); }

}  // namespace

TEST_SUITE("rounded") {
  TEST_CASE("a cdf that falls by its rounding, far out, is no harm") {
    const any_distribution counts = rounded(rough_normal{});
    CHECK(cdf(counts, 110) == doctest::Approx(cdf(normal(100.0, 10.0), 110.5)).epsilon(3e-3));
    CHECK(prob_exceeds(counts, 160) < 1e-8);
  }

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
