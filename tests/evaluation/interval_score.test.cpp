#include <cmath>
#include <cstddef>
#include <limits>
#include <string>
#include <vector>

#include "../reference/numbers_of.hpp"
#include "../reference/reference_rows.hpp"
#include <doctest/doctest.h>

#include <tollcast/core/error.hpp>
#include <tollcast/distribution/negative_binomial.hpp>
#include <tollcast/distribution/normal.hpp>
#include <tollcast/distribution/poisson.hpp>
#include <tollcast/evaluation/crps.hpp>
#include <tollcast/evaluation/interval_score.hpp>

using namespace tollcast;

namespace {

constexpr score_scale log_scale = score_scale::logarithmic;

}  // namespace

TEST_CASE("intervals, quantiles and sets of them score as scoringRules and scoringrules have it") {
  int checked = 0;
  for (const auto& row : reference_rows("scores.csv")) {
    const std::string& score = row.text("score");
    const auto x = numbers_of(row.text("arguments"));
    double found = std::numeric_limits<double>::quiet_NaN();
    if (score == "interval") found = interval_score(value_interval{x[0], x[1]}, x[2], x[3]);
    if (score == "quantile") found = quantile_score(x[0], x[1], x[2]);
    if (score == "weighted_interval") {
      const std::vector<double> probabilities{0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975};
      found = weighted_interval_score(probabilities, std::vector<double>(x.begin(), x.end() - 1), x.back());
    }
    if (std::isnan(found)) continue;
    CAPTURE(score);
    CAPTURE(row.text("arguments"));
    CHECK(found == doctest::Approx(row.number("value")).epsilon(1e-12));
    ++checked;
  }
  CHECK(checked == 38);
}

TEST_CASE("a law scores by its equal-tailed intervals and its median") {
  const negative_binomial counts(685, 7);
  const normal values(685, 90);
  for (const score_scale scale : {score_scale::natural, log_scale}) {
    for (const double y : {0.0, 500.0, 685.0, 3000.0}) {
      const auto count = static_cast<std::int64_t>(y);
      const std::vector<double> levels{0.5, 0.95};
      double of_counts = 0.5 * std::abs(y - static_cast<double>(median(counts)));
      if (scale == log_scale) {
        of_counts = 0.5 * std::abs(std::log1p(y) - std::log1p(static_cast<double>(median(counts))));
      }
      double of_values = 0.0;
      for (const double level : levels) {
        CHECK(interval_score(counts, level, count, scale) ==
              interval_score(interval(counts, level), level, count, scale));
        CHECK(interval_score(values, level, y, scale) == interval_score(interval(values, level), level, y, scale));
        of_counts += (1 - level) / 2 * interval_score(counts, level, count, scale);
      }
      CHECK(weighted_interval_score(counts, count, scale, levels) == doctest::Approx(of_counts / 2.5).epsilon(1e-12));
      std::vector<double> probabilities, quantiles;
      for (const double p : {0.025, 0.25, 0.5, 0.75, 0.975}) {
        probabilities.push_back(p);
        quantiles.push_back(quantile(values, p));
      }
      of_values = weighted_interval_score(probabilities, quantiles, y, scale);
      CHECK(weighted_interval_score(values, y, scale, levels) == doctest::Approx(of_values).epsilon(1e-12));
    }
  }
}

TEST_CASE("on the log scale an interval scores as its logarithms do") {
  for (const double y : {0.0, 10.0, 17.0, 40.0}) {
    CAPTURE(y);
    CHECK(interval_score(value_interval{9, 21}, 0.8, y, log_scale) ==
          doctest::Approx(interval_score(value_interval{std::log(10.0), std::log(22.0)}, 0.8, std::log1p(y)))
              .epsilon(1e-13));
    CHECK(quantile_score(9, 0.3, y, log_scale) ==
          doctest::Approx(quantile_score(std::log(10.0), 0.3, std::log1p(y))).epsilon(1e-13));
  }
}

TEST_CASE("with many quantiles the weighted interval score becomes the CRPS") {
  const normal law(700, 30);
  std::vector<double> probabilities, quantiles;
  for (int i = 0; i < 4000; ++i) {
    probabilities.push_back((i + 0.5) / 4000);
    quantiles.push_back(quantile(law, probabilities.back()));
  }
  for (const double y : {600.0, 690.0, 705.0, 900.0}) {
    CHECK(weighted_interval_score(probabilities, quantiles, y) == doctest::Approx(crps(law, y)).epsilon(1e-4));
    CHECK(weighted_interval_score(probabilities, quantiles, y, log_scale) ==
          doctest::Approx(crps(law, y, log_scale)).epsilon(1e-4));
  }
  // The hubs' eleven intervals come near.
  CHECK(weighted_interval_score(poisson(685), 700) == doctest::Approx(crps(poisson(685), 700)).epsilon(0.1));
}

TEST_CASE("what cannot be scored is refused with a message") {
  const value_interval ends{3, 8};
  CHECK_THROWS_WITH_AS(interval_score(value_interval{8, 3}, 0.8, 5.0),
                       "interval_score: an interval from 8 to 3 was given, but the lower end must not exceed the upper",
                       invalid_input);
  for (const double level : {0.0, 1.0, std::nan("")}) CHECK_THROWS_AS(interval_score(ends, level, 5.0), invalid_input);
  CHECK_THROWS_AS(interval_score(ends, 0.8, std::nan("")), invalid_input);
  CHECK_THROWS_AS(interval_score(value_interval{std::nan(""), 3}, 0.8, 5.0), invalid_input);
  CHECK_THROWS_AS(interval_score(ends, 0.8, -5.0, log_scale), invalid_input);
  CHECK_THROWS_AS(interval_score(poisson(3), 0.8, -5), invalid_input);
  CHECK_THROWS_WITH_AS(quantile_score(3, 1, 5),
                       "quantile_score: a probability of 1 was given, but it must lie between 0 and 1, both excluded",
                       invalid_input);
  CHECK_THROWS_AS(quantile_score(std::nan(""), 0.5, 5), invalid_input);
  using numbers = std::vector<double>;
  CHECK_THROWS_WITH_AS(weighted_interval_score(numbers{0.5, 0.9}, numbers{3}, 5),
                       "weighted_interval_score: 2 probabilities and 1 quantiles were given, but one quantile for each "
                       "probability, and at least one, is needed",
                       invalid_input);
  CHECK_THROWS_WITH_AS(weighted_interval_score(numbers{0.5, 0.9}, numbers{3, 2}, 5),
                       "weighted_interval_score: the quantile 2 at 0.9 follows 3 at 0.5, but probabilities must rise "
                       "and quantiles must not fall",
                       invalid_input);
  CHECK_THROWS_AS(weighted_interval_score(numbers{}, numbers{}, 5), invalid_input);
  CHECK_THROWS_AS(weighted_interval_score(poisson(3), -1), invalid_input);
  CHECK_THROWS_AS(weighted_interval_score(poisson(3), 1, score_scale::natural, numbers{1.5}), invalid_input);
}
