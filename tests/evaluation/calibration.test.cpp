#include <cmath>
#include <cstdint>
#include <limits>
#include <numbers>
#include <string>
#include <vector>

#include "../reference/reference_rows.hpp"
#include <doctest/doctest.h>

#include <tollcast/core/error.hpp>
#include <tollcast/distribution/any.hpp>
#include <tollcast/distribution/negative_binomial.hpp>
#include <tollcast/distribution/poisson.hpp>
#include <tollcast/distribution/tabulated.hpp>
#include <tollcast/evaluation/calibration.hpp>
#include <tollcast/numeric/random.hpp>

using namespace tollcast;
using doctest::Approx;

namespace {

const std::vector<std::int64_t> outcomes{0, 0, 2, 14, 5, 63};

std::vector<any_distribution> laws_of(const std::string& name) {
  const double means[] = {.1, 1, 3, 6, std::numbers::pi, 100};
  const double sizes[] = {.1, .1, 10, 10, 100, 100};
  std::vector<any_distribution> laws;
  for (std::size_t i = 0; i < 6; ++i) {
    if (name == "poisson") {
      laws.emplace_back(poisson(means[i]));
    } else {
      laws.emplace_back(negative_binomial(means[i], name == "one_size" ? .5 : sizes[i]));
    }
  }
  return laws;
}

calibration_score score_of(const std::string& name) {
  return name == "dss"    ? calibration_score::dawid_sebastiani
         : name == "logs" ? calibration_score::log_score
                          : calibration_score::crps;
}

}  // namespace

TEST_CASE("z is that of Wei and Held, as summed in R; surveillance has the same within its tolerance") {
  const auto rows = reference_rows("calibration.csv");
  REQUIRE(rows.size() == 9);
  for (const auto& row : rows) {
    CAPTURE(row.text("score"));
    CAPTURE(row.text("law"));
    const auto score = score_of(row.text("score"));
    const auto laws = laws_of(row.text("law"));
    const auto test = test_calibration(score, laws, outcomes);
    CHECK(test.n == 6);
    CHECK(test.z == Approx(row.number("exact")).epsilon(1e-10));
    CHECK(test.p_value == Approx(std::erfc(std::abs(row.number("exact")) / std::sqrt(2.0))).epsilon(1e-9));
    CHECK(test_calibration(score, laws, outcomes, calibration_weights::by_spread).z ==
          Approx(row.number("exact_by_spread")).epsilon(1e-10));
    // dss is in closed form there.
    const bool closed = row.text("score") == "dss";
    CHECK(test.z == Approx(row.number("surveillance")).epsilon(closed ? 1e-12 : 0.05));
    CHECK(test.z == Approx(row.number("surveillance_tight")).epsilon(closed ? 1e-12 : 1e-9));
  }
}

TEST_CASE("moments of wide laws, summed in stretches, are those of closed forms") {
  // The Dawid-Sebastiani score: 1 + log V, and the kurtosis less 1.
  const auto of_poisson = moments_of(calibration_score::dawid_sebastiani, poisson(1e8));
  CHECK(of_poisson.mean == Approx(1 + std::log(1e8)).epsilon(2e-6));
  CHECK(of_poisson.variance == Approx(2 + 1e-8).epsilon(1e-5));
  const double variance_of_wide = 1e6 + 1e12 / .3;
  const auto of_wide = moments_of(calibration_score::dawid_sebastiani, negative_binomial(1e6, .3));
  CHECK(of_wide.mean == Approx(1 + std::log(variance_of_wide)).epsilon(2e-6));
  CHECK(of_wide.variance == Approx(2 + 6 / .3 + 1 / variance_of_wide).epsilon(1e-5));
  // Those of the normal law with the same deviation: log score and CRPS.
  const auto entropy = moments_of(calibration_score::log_score, poisson(1e8));
  CHECK(entropy.mean == Approx(0.5 * std::log(2 * std::numbers::pi * std::numbers::e * 1e8)).epsilon(2e-6));
  CHECK(entropy.variance == Approx(0.5).epsilon(1e-5));
  const auto ranked = moments_of(calibration_score::crps, poisson(1e8));
  CHECK(ranked.mean == Approx(1e4 / std::sqrt(std::numbers::pi)).epsilon(1e-5));
}

TEST_CASE("stretches are as good as single outcomes") {
  // 460,000 outcomes, summed here one by one.
  const negative_binomial law(40'000, 5);
  std::vector<double> mass;
  for (std::int64_t y = 0; y < 460'000; ++y) mass.push_back(pmf(law, y));
  double below = 0;
  double ranked = 0;  // at 0: the sum of (1 - F)^2
  double entropy = 0;
  double expected = 0;
  for (std::size_t y = 0; y < mass.size(); ++y) {
    below += mass[y];
    ranked += (1 - below) * (1 - below);
    expected += below * (1 - below);
    entropy -= mass[y] > 0 ? mass[y] * std::log(mass[y]) : 0;
  }
  double spread = 0;
  below = 0;
  for (const double p : mass) {
    spread += p * (ranked - expected) * (ranked - expected);
    below += p;
    ranked += 2 * below - 1;
  }
  const auto moments = moments_of(calibration_score::crps, law);
  CHECK(moments.mean == Approx(expected).epsilon(2e-6));
  CHECK(moments.variance == Approx(spread).epsilon(1e-5));
  CHECK(moments_of(calibration_score::log_score, law).mean == Approx(entropy).epsilon(2e-6));
}

TEST_CASE("any law has moments: a tabulated one with gaps") {
  const std::vector<std::int64_t> y{3, 4, 10};
  const std::vector<double> log_p{std::log(.5), std::log(.25), std::log(.25)};
  const auto law = tabulated::from_log_pmf(y, log_p);
  const auto moments = moments_of(calibration_score::log_score, law);
  double mean = 0;
  double square = 0;
  for (std::int64_t k = 3; k <= 10; ++k) {
    if (pmf(law, k) == 0) continue;
    mean -= pmf(law, k) * log_pmf(law, k);
    square += pmf(law, k) * log_pmf(law, k) * log_pmf(law, k);
  }
  CHECK(moments.mean == Approx(mean).epsilon(1e-12));
  CHECK(moments.variance == Approx(square - mean * mean).epsilon(1e-10));
}

TEST_CASE("right laws have standard normal z; narrow ones large, wide ones small") {
  random_engine engine(8);
  for (const auto score :
       {calibration_score::dawid_sebastiani, calibration_score::log_score, calibration_score::crps}) {
    std::vector<std::int64_t> drawn;
    std::vector<negative_binomial> right;
    std::vector<poisson> narrow;
    std::vector<negative_binomial> wide;
    for (int i = 0; i < 150; ++i) {
      const double mean = 5 + i % 20;
      right.emplace_back(mean, 8);
      narrow.emplace_back(mean);
      wide.emplace_back(mean, 1.5);
      drawn.push_back(sample(right.back(), engine));
    }
    CHECK(std::abs(test_calibration(score, right, drawn).z) < 2.6);
    CHECK(test_calibration(score, narrow, drawn).z > 4);
    CHECK(test_calibration(score, wide, drawn).z < -2);
  }
}

TEST_CASE("laws that cannot tell are left out; impossible outcomes are refused") {
  const std::vector<poisson> laws{poisson(0), poisson(3)};
  const auto test = test_calibration(calibration_score::log_score, laws, {0, 4});
  CHECK(test.n == 1);
  CHECK(test.z == test_calibration(calibration_score::log_score, std::vector<poisson>{poisson(3)}, {4}).z);
  CHECK_THROWS_AS(test_calibration(calibration_score::log_score, laws, {1, 4}), cannot_answer);
  CHECK_THROWS_AS(test_calibration(calibration_score::crps, laws, {1, 4}), cannot_answer);
  CHECK_THROWS_AS(test_calibration(calibration_score::dawid_sebastiani, laws, {0, 4}), cannot_answer);
  CHECK_THROWS_AS(test_calibration(calibration_score::log_score, std::vector<poisson>{poisson(0)}, {0}), cannot_answer);
  CHECK_THROWS_WITH_AS(test_calibration(calibration_score::log_score, laws, {0}),
                       "test_calibration: lists of 2 and 1 were given; two of one length, 1 or more, are needed",
                       invalid_input);
  const std::vector<double> scores{1};
  const std::vector<score_moments> broken{{0, -1}};
  CHECK_THROWS_WITH_AS(test_calibration(scores, broken),
                       "test_calibration: a mean of 0 and a variance of -1 were given; finite ones are needed, the "
                       "variance not negative",
                       invalid_input);
}
