#include <cmath>
#include <cstdint>
#include <vector>

#include <doctest/doctest.h>

#include <tollcast/core/error.hpp>
#include <tollcast/distribution/normal.hpp>
#include <tollcast/distribution/poisson.hpp>
#include <tollcast/evaluation/brier_score.hpp>
#include <tollcast/evaluation/crps.hpp>

using namespace tollcast;

namespace {

void check_sum(const brier_parts& parts) {
  CHECK(parts.score == doctest::Approx(parts.reliability - parts.resolution + parts.uncertainty +
                                       parts.within_bin_variance - parts.within_bin_covariance)
                           .epsilon(1e-12));
}

}  // namespace

TEST_CASE("the score of a probability, and of a law's exceedance") {
  CHECK(brier_score(0.25, true) == 0.5625);
  CHECK(brier_score(0.25, false) == 0.0625);
  CHECK(brier_score(1.0, true) == 0.0);
  const poisson law(3);
  CHECK(brier_score(law, 4, 4) == doctest::Approx(std::pow(prob_exceeds(law, 4), 2)).epsilon(1e-14));
  CHECK(brier_score(law, 4, 5) == doctest::Approx(std::pow(cdf(law, 4), 2)).epsilon(1e-14));
  CHECK(brier_score(normal(0, 1), 0.0, 2.5) == 0.25);
  double sum = 0.0;
  for (std::int64_t threshold = 0; threshold < 60; ++threshold) sum += brier_score(law, threshold, 7);
  CHECK(sum == doctest::Approx(crps(law, 7)).epsilon(1e-13));
}

TEST_CASE("parts of a score worked by hand") {
  // Probabilities .2 (five times, one event) and .8 (five times, three events).
  std::vector<event_forecast> forecasts;
  for (int i = 0; i < 5; ++i) {
    forecasts.push_back({0.8, i < 3});
    forecasts.push_back({0.2, i < 1});
  }
  const brier_parts parts = brier_decomposition(forecasts);
  CHECK(parts.score == doctest::Approx((4 * 0.04 + 0.64 + 3 * 0.04 + 2 * 0.64) / 10).epsilon(1e-14));
  CHECK(parts.reliability == doctest::Approx(0.02).epsilon(1e-13));
  CHECK(parts.resolution == doctest::Approx(0.04).epsilon(1e-13));
  CHECK(parts.uncertainty == doctest::Approx(0.24).epsilon(1e-13));
  CHECK(parts.within_bin_variance == 0.0);
  CHECK(parts.within_bin_covariance == 0.0);
  check_sum(parts);

  const brier_parts one_bin = brier_decomposition(forecasts, 1);
  CHECK(one_bin.reliability == doctest::Approx(0.01).epsilon(1e-13));
  CHECK(one_bin.resolution == doctest::Approx(0.0).epsilon(1e-13));
  CHECK(one_bin.within_bin_variance == doctest::Approx(0.09).epsilon(1e-13));
  CHECK(one_bin.within_bin_covariance == doctest::Approx(2 * 0.3 * 0.2).epsilon(1e-13));
  check_sum(one_bin);
}

TEST_CASE("the parts add up for any bins, and bins that hold one probability each are Murphy's") {
  std::vector<event_forecast> forecasts;
  random_engine engine(11);
  for (int i = 0; i < 500; ++i) {
    const double p = static_cast<double>(engine() % 101) / 100;
    forecasts.push_back({p, static_cast<double>(engine() % 1000) < 1000 * p * p});
  }
  for (const int bins : {1, 2, 7, 10, 1000}) {
    CAPTURE(bins);
    check_sum(brier_decomposition(forecasts, bins));
  }
  const brier_parts each = brier_decomposition(forecasts);
  const brier_parts fine = brier_decomposition(forecasts, 1000);
  check_sum(each);
  CHECK(each.reliability == doctest::Approx(fine.reliability).epsilon(1e-12));
  CHECK(each.resolution == doctest::Approx(fine.resolution).epsilon(1e-12));
  CHECK(std::abs(each.within_bin_variance) < 1e-30);
}

TEST_CASE("a bin is closed below, and the last one above") {
  const std::vector<event_forecast> forecasts{{0.0, false}, {0.5, true}, {1.0, true}, {0.49, false}};
  const brier_parts parts = brier_decomposition(forecasts, 2);  // {0, .49}, {.5, 1}
  CHECK(parts.resolution == doctest::Approx(0.25).epsilon(1e-14));
  CHECK(parts.reliability == doctest::Approx((0.245 * 0.245 + 0.25 * 0.25) / 2).epsilon(1e-14));
  check_sum(parts);
}

TEST_CASE("what cannot be scored is refused with a message") {
  CHECK_THROWS_WITH_AS(brier_score(1.5, true), "brier_score: a probability of 1.5 was given, but it must lie in [0, 1]",
                       invalid_input);
  CHECK_THROWS_AS(brier_score(std::nan(""), true), invalid_input);
  CHECK_THROWS_AS(brier_score(poisson(3), 2, -1), invalid_input);
  CHECK_THROWS_AS(brier_score(normal(0, 1), std::nan(""), 1.0), invalid_input);
  CHECK_THROWS_WITH_AS(brier_decomposition({}),
                       "brier_decomposition: no forecasts were given, but at least one is needed", invalid_input);
  const std::vector<event_forecast> forecasts{{0.5, true}, {-0.1, true}};
  CHECK_THROWS_AS(brier_decomposition(forecasts), invalid_input);
  CHECK_THROWS_WITH_AS(brier_decomposition(forecasts, 0),
                       "brier_decomposition: 0 bins were given, but at least 1 is needed", invalid_input);
}
