#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "../reference/numbers_of.hpp"
#include "../reference/reference_rows.hpp"
#include <doctest/doctest.h>

#include <tollcast/core/error.hpp>
#include <tollcast/distribution/empirical.hpp>
#include <tollcast/distribution/empirical_values.hpp>
#include <tollcast/distribution/log_normal.hpp>
#include <tollcast/distribution/mixture.hpp>
#include <tollcast/distribution/normal.hpp>
#include <tollcast/distribution/student_t.hpp>
#include <tollcast/distribution/tabulated.hpp>
#include <tollcast/evaluation/crps.hpp>
#include <tollcast/evaluation/threshold_weighted_crps.hpp>

using namespace tollcast;

namespace {

constexpr score_scale log_scale = score_scale::logarithmic;
constexpr double infinity = std::numeric_limits<double>::infinity();

}  // namespace

TEST_CASE("values and draws score as scoringrules has it") {
  int checked = 0;
  for (const auto& row : reference_rows("scores.csv")) {
    const auto x = numbers_of(row.text("arguments"));
    CAPTURE(row.text("arguments"));
    if (row.text("score") == "normal_weighted") {
      const double found = threshold_weighted_crps(normal(x[0], x[1]), x[4], value_interval{x[2], x[3]});
      CHECK(std::abs(found - row.number("value")) < 1e-11 * x[1]);
      if (x[3] == infinity) CHECK(threshold_weighted_crps(normal(x[0], x[1]), x[4], x[2]) == found);
      ++checked;
    }
    if (row.text("score") == "draws_weighted") {
      const empirical_values draws(std::vector<double>(x.begin(), x.begin() + 7));
      CHECK(threshold_weighted_crps(draws, x[9], value_interval{x[7], x[8]}) ==
            doctest::Approx(row.number("value")).epsilon(1e-13));
      ++checked;
    }
  }
  CHECK(checked == 12);
}

TEST_CASE("counts score the part of the sum within the range, on either scale") {
  const std::vector<any_distribution> laws{poisson(12),
                                           negative_binomial(30, 0.7),
                                           tabulated(-2, std::vector<double>{0.1, 0.0, 0.4, 0.2, 0.3}),
                                           tabulated::from_log_pmf({0, 40, 41, 300, 301}, {-3, -1, -1, -6, -20}),
                                           empirical({-3, 0, 5, 5, 30, 200}),
                                           mixture({1, 1}, {poisson(4), tabulated::certain(60)})};
  const std::vector<interval_ends> ranges{{0, 5}, {3, 3}, {-10, 4}, {20, 70}, {100, 5000}, {0, 0}};
  for (std::size_t i = 0; i < laws.size(); ++i) {
    for (const auto& range : ranges) {
      for (const score_scale scale : {score_scale::natural, log_scale}) {
        for (const std::int64_t y : {0, 4, 33, 400}) {
          CAPTURE(i);
          CAPTURE(range.lower);
          CAPTURE(range.upper);
          CAPTURE(y);
          double sum = 0.0;
          for (std::int64_t k = range.lower; k < range.upper; ++k) {
            const double gap = k >= y ? prob_exceeds(laws[i], k) : cdf(laws[i], k);
            if (scale == log_scale && k < 0) continue;
            sum += gap * gap * (scale == log_scale ? std::log1p(1.0 / (static_cast<double>(k) + 1)) : 1.0);
          }
          CHECK(std::abs(threshold_weighted_crps(laws[i], y, range, scale) - sum) <= 2e-8 * sum);
        }
      }
    }
  }
}

TEST_CASE("the parts below and above a threshold make up the whole") {
  const std::vector<any_distribution> counts{poisson(685), negative_binomial(685, 7), negative_binomial(1e9, 2)};
  for (const auto& law : counts) {
    for (const double share : {0.5, 1.0, 4.0}) {
      const auto y = static_cast<std::int64_t>(share * mean(law));
      for (const score_scale scale : {score_scale::natural, log_scale}) {
        const auto threshold = static_cast<std::int64_t>(1.1 * mean(law));
        const double below = threshold_weighted_crps(law, y, interval_ends{-5, threshold}, scale);
        const double above = threshold_weighted_crps(law, y, threshold, scale);
        CHECK(below + above == doctest::Approx(crps(law, y, scale)).epsilon(1e-9));
      }
    }
  }
  const std::vector<any_continuous_distribution> values{normal(685, 80), log_normal(6.5, 0.4), student_t(685, 60, 3),
                                                        empirical_values({300, 650, 700, 800})};
  for (const auto& law : values) {
    for (const double y : {0.0, 600.0, 5000.0}) {
      for (const score_scale scale : {score_scale::natural, log_scale}) {
        const double below = threshold_weighted_crps(law, y, value_interval{-infinity, 690}, scale);
        const double above = threshold_weighted_crps(law, y, 690, scale);
        CHECK(below + above == doctest::Approx(crps(law, y, scale)).epsilon(1e-9));
      }
    }
  }
}

TEST_CASE("what cannot be scored is refused with a message") {
  CHECK_THROWS_WITH_AS(threshold_weighted_crps(poisson(3), -1, 4),
                       "threshold_weighted_crps: -1 was given; a count of 0 or more is needed", invalid_input);
  CHECK_THROWS_WITH_AS(threshold_weighted_crps(poisson(3), 1, interval_ends{5, 4}),
                       "threshold_weighted_crps: a range from 5 to 4 was given, but the lower end must not exceed the "
                       "upper",
                       invalid_input);
  CHECK_THROWS_AS(threshold_weighted_crps(poisson(3), 1, std::numeric_limits<std::int64_t>::max()), invalid_input);
  CHECK_THROWS_AS(threshold_weighted_crps(normal(3, 1), 1.0, std::nan("")), invalid_input);
  CHECK_THROWS_AS(threshold_weighted_crps(normal(3, 1), 1.0, value_interval{5, 4}), invalid_input);
  CHECK_THROWS_AS(threshold_weighted_crps(normal(3, 1), std::nan(""), 4.0), invalid_input);
  CHECK_THROWS_AS(threshold_weighted_crps(student_t(3, 1, 0.9), 1.0, 4.0), cannot_answer);
  CHECK(threshold_weighted_crps(student_t(3, 1, 0.9), 1.0, value_interval{0, 4}) > 0.0);
}
