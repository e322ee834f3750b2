#include <algorithm>
#include <cmath>
#include <vector>

#include <doctest/doctest.h>

#include <tollcast/core/error.hpp>
#include <tollcast/distribution/negative_binomial.hpp>
#include <tollcast/distribution/normal.hpp>
#include <tollcast/distribution/poisson.hpp>
#include <tollcast/distribution/pooled.hpp>
#include <tollcast/distribution/student_t.hpp>
#include <tollcast/distribution/tabulated.hpp>

using namespace tollcast;

namespace {

using values = std::vector<any_continuous_distribution>;
using counts = std::vector<any_distribution>;

constexpr pooling every[]{pooling::mixture, pooling::geometric, pooling::quantile_mean, pooling::quantile_median};

const std::vector<double> thirds{1, 1, 1};

}  // namespace

TEST_SUITE("pooled") {
  TEST_CASE("the mean quantile of normal laws is the normal law of the mean centre and spread") {
    const auto law = pooled(pooling::quantile_mean, {3, 1}, values{normal(0, 1), normal(8, 3)});
    const normal expected(2, 1.5);
    CHECK(mean(law) == doctest::Approx(2));
    CHECK(variance(law) == doctest::Approx(2.25).epsilon(1e-8));
    for (const double y : {-6.0, 0.3, 2.0, 8.0}) {
      CAPTURE(y);
      CHECK(cdf(law, y) == doctest::Approx(cdf(expected, y)).epsilon(1e-12));
      CHECK(prob_exceeds(law, y) == doctest::Approx(prob_exceeds(expected, y)).epsilon(1e-9));
      CHECK(log_pdf(law, y) == doctest::Approx(log_pdf(expected, y)).epsilon(1e-9));
    }
    CHECK(cdf(law, 60.0) == 1);
    CHECK(cdf(law, -60.0) == 0);
    CHECK(std::isinf(log_pdf(law, 60.0)));
  }

  TEST_CASE("the median of three laws is the middle one of their quantiles and of their cdfs") {
    const values three{normal(0, 1), normal(8, 3), normal(1, 2)};
    const auto law = pooled(pooling::quantile_median, thirds, three);
    CHECK(quantile(law, 0.5) == doctest::Approx(1));
    CHECK(quantile(law, 0.025) == doctest::Approx(quantile(normal(0, 1), 0.025)));  // -1.96, of 2.12 and -2.92
    for (const double y : {-4.0, -1.0, 1.0, 2.0, 7.0}) {
      std::vector<double> all;
      for (const auto& one : three) all.push_back(cdf(one, y));
      std::sort(all.begin(), all.end());
      CHECK(cdf(law, y) == doctest::Approx(all[1]).epsilon(1e-12));
    }
    // Where the first and the third cross, at p = P(Z <= -1), the quantile is -1: below it is the first's, above the
    // third's, so the mean is the integral of z over the one and of 1 + 2 z over the other.
    const double density = std::exp(-0.5) / std::sqrt(2 * 3.14159265358979323846);
    CHECK(mean(law) == doctest::Approx(-density + (1 - cdf(normal(0, 1), -1.0)) + 2 * density).epsilon(5e-5));
  }

  TEST_CASE("the median weighs, and halves where two laws share the weight") {
    const values two{normal(0, 1), normal(8, 3)};
    CHECK(quantile(pooled(pooling::quantile_median, {1, 1}, two), 0.5) == doctest::Approx(4));
    CHECK(quantile(pooled(pooling::quantile_median, {2, 1}, two), 0.5) == doctest::Approx(0));
    CHECK(quantile(pooled(pooling::quantile_median, {1, 2}, two), 0.9) == doctest::Approx(quantile(normal(8, 3), 0.9)));
  }

  TEST_CASE("by hand: geometric pools") {
    const auto a = tabulated(0, std::vector<double>{0.2, 0.3, 0.5});
    const auto b = tabulated(1, std::vector<double>{0.6, 0.4});
    const auto law = pooled(pooling::geometric, {1, 1}, counts{a, b});
    const double one = std::sqrt(0.3 * 0.6);
    const double two = std::sqrt(0.5 * 0.4);
    CHECK(pmf(law, 0) == 0);
    CHECK(pmf(law, 1) == doctest::Approx(one / (one + two)).epsilon(1e-12));
    // Of Poisson laws the Poisson law of the geometric mean.
    const auto poissons = pooled(pooling::geometric, {1, 3}, counts{poisson(16), poisson(1)});
    for (const std::int64_t y : {0, 2, 5}) CHECK(pmf(poissons, y) == doctest::Approx(pmf(poisson(2), y)).epsilon(1e-9));
    CHECK_THROWS_AS(pooled(pooling::geometric, {1, 1}, counts{tabulated::certain(3), tabulated::certain(5)}),
                    cannot_answer);
  }

  TEST_CASE("by hand: the mean and the median of counts that are certain") {
    const counts three{tabulated::certain(3), tabulated::certain(10), tabulated::certain(4)};
    CHECK(quantile(pooled(pooling::quantile_median, thirds, three), 0.5) == 4);
    const auto middle = pooled(pooling::quantile_mean, {1, 1}, counts{three[0], three[1]});
    CHECK(mean(middle) == doctest::Approx(6.5));  // 6 to 7, spread evenly
    CHECK(pmf(middle, 6) == doctest::Approx(0.5));
    const auto five = pooled(pooling::quantile_mean, {1, 1},
                             counts{tabulated::certain(0), tabulated(9, std::vector<double>{0.5, 0.0, 0.5})});
    CHECK(pmf(five, 4) == doctest::Approx(1.0 / 3));  // -1/2 + p and 17/2 + 2 p: 4 + 3 p / 2, below 4 1/2
    CHECK(mean(five) == doctest::Approx(5));
  }

  TEST_CASE("a law with itself is that law, and the order of the laws is nothing") {
    const negative_binomial own(40, 3);
    const negative_binomial other(15, 8);
    const poisson last(60);
    for (const pooling how : every) {
      CAPTURE(static_cast<int>(how));
      const auto same = pooled(how, {1, 2}, counts{own, own});
      const auto forth = pooled(how, {1, 2, 3}, counts{own, other, last});
      const auto back = pooled(how, {3, 2, 1}, counts{last, other, own});
      for (const std::int64_t y : {0, 12, 38, 90}) {
        CHECK(cdf(same, y) == doctest::Approx(cdf(own, y)).epsilon(2e-3));
        CHECK(cdf(forth, y) == doctest::Approx(cdf(back, y)).epsilon(1e-9));
      }
      CHECK(cdf(pooled(how, {0, 1}, counts{last, own}), 30) == cdf(own, 30));
    }
    const student_t heavy(5, 2, 3);
    const auto same = pooled(pooling::quantile_median, thirds, values{heavy, heavy, heavy});
    CHECK(cdf(same, 9.0) == doctest::Approx(cdf(heavy, 9.0)).epsilon(1e-12));
    CHECK(log_pdf(same, 9.0) == doctest::Approx(log_pdf(heavy, 9.0)).epsilon(1e-9));
  }

  TEST_CASE("the quantile pools of counts keep their mean, and are narrower than the mixture") {
    const counts laws{negative_binomial(2000, 5), negative_binomial(9000, 20)};
    const auto averaged = pooled(pooling::quantile_mean, {1, 1}, laws);
    const auto mixed = pooled(pooling::mixture, {1, 1}, laws);
    CHECK(mean(averaged) == doctest::Approx(5500).epsilon(1e-3));
    CHECK(standard_deviation(averaged) < 0.5 * standard_deviation(mixed));
    const double p = 0.8;
    CHECK(static_cast<double>(quantile(averaged, p)) ==
          doctest::Approx(0.5 * static_cast<double>(quantile(laws[0], p) + quantile(laws[1], p))).epsilon(2e-3));
  }

  TEST_CASE("draws follow the law") {
    const auto law = pooled(pooling::quantile_mean, {1, 1}, values{normal(0, 1), normal(8, 3)});
    random_engine engine(5);
    double sum = 0;
    for (int i = 0; i < 2000; ++i) sum += sample(law, engine) / 2000;
    CHECK(std::abs(sum - 4) < 4 * 2 / std::sqrt(2000.0));
  }

  TEST_CASE("what makes no pool is refused") {
    CHECK_THROWS_AS(pooled(pooling::mixture, {}, values{}), invalid_input);
    CHECK_THROWS_AS(pooled(pooling::quantile_mean, {1}, values{normal(0, 1), normal(1, 1)}), invalid_input);
    CHECK_THROWS_AS(pooled(pooling::quantile_mean, {-1, 2}, values{normal(0, 1), normal(1, 1)}), invalid_input);
    CHECK_THROWS_AS(pooled(pooling::geometric, {1, 1}, values{normal(0, 1), normal(1, 1)}), invalid_input);
  }
}
