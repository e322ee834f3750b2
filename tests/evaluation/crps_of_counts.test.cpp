#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "../reference/reference_rows.hpp"
#include <doctest/doctest.h>

#include <tollcast/core/error.hpp>
#include <tollcast/distribution/mixture.hpp>
#include <tollcast/evaluation/crps.hpp>

using namespace tollcast;

namespace {

constexpr score_scale log_scale = score_scale::logarithmic;

// The definition, outcome by outcome, from `first` as far as `last`.
template <class Law>
double by_definition(const Law& law, std::int64_t y, score_scale scale, std::int64_t first, std::int64_t last) {
  double sum = 0;
  for (std::int64_t k = first; k < last; ++k) {
    const double gap = k >= y ? prob_exceeds(law, k) : cdf(law, k);
    if (scale == log_scale && k < 0) continue;
    sum += gap * gap * (scale == score_scale::natural ? 1.0 : std::log1p(1.0 / (static_cast<double>(k) + 1)));
  }
  return sum;
}

}  // namespace

TEST_CASE("means of 10^-6 to 10^9, sizes of 10^-6 to 10^9 and outcomes far out score as 60 digits do") {
  const auto rows = reference_rows("crps_extreme.csv");
  REQUIRE(rows.size() > 600);
  int logarithmic = 0;
  for (const auto& row : rows) {
    const std::int64_t y = row.whole("y");
    const double mean = row.number("mean");
    CAPTURE(row.text("law"));
    CAPTURE(row.text("mean"));
    CAPTURE(row.text("size"));
    CAPTURE(y);
    const any_distribution law = row.text("law") == "poisson"
                                     ? any_distribution(poisson(mean))
                                     : any_distribution(negative_binomial(mean, row.number("size")));
    CHECK(std::abs(crps(law, y) / row.number("natural") - 1) < 1e-10);
    if (row.text("logarithmic") == "none") continue;
    ++logarithmic;
    CHECK(std::abs(crps(law, y, log_scale) / row.number("logarithmic") - 1) < 1e-9);
  }
  CHECK(logarithmic > 200);
}

TEST_CASE("the score scoringRules prints for a mean of 2 10^9 is met to the digits it has right") {
  // 60 digits give 1045062.813512, which is in crps_extreme.csv.
  const negative_binomial law(200'000.1 * (1 - 1e-4) / 1e-4, 200'000.1);
  CHECK(crps(law, 1'999'797'667) == doctest::Approx(1045062.81311).epsilon(1e-9));
}

TEST_CASE("half-integer sizes, at which terms of the series grow beyond bounds, join their neighbours") {
  for (const double size : {0.5, 1.5, 2.5, 7.5, 20.5}) {
    CAPTURE(size);
    const double at = crps(negative_binomial(300, size), 250);
    for (const double apart : {1e-12, 1e-9, 1e-6, 1e-4}) {
      CAPTURE(apart);
      const double above = crps(negative_binomial(300, size + apart), 250);
      const double below = crps(negative_binomial(300, size - apart), 250);
      CHECK(0.5 * (above + below) == doctest::Approx(at).epsilon(1e-12 + 10 * apart * apart));
    }
  }
}

TEST_CASE("a mean of 0 is a certain law, and a size of 10^100 a Poisson law") {
  for (const score_scale scale : {score_scale::natural, log_scale}) {
    for (const std::int64_t y : {0, 1, 685}) {
      const double distance =
          scale == score_scale::natural ? static_cast<double>(y) : std::log1p(static_cast<double>(y));
      CHECK(crps(poisson(0), y, scale) == doctest::Approx(distance).epsilon(1e-12));
      CHECK(crps(negative_binomial(0, 3), y, scale) == doctest::Approx(distance).epsilon(1e-12));
    }
  }
  for (const double mean : {0.01, 25.0, 35.0, 1e6}) {
    CAPTURE(mean);
    const auto y = static_cast<std::int64_t>(1.01 * mean) + 1;
    CHECK(crps(negative_binomial(mean, 1e100), y) == doctest::Approx(crps(poisson(mean), y)).epsilon(1e-11));
  }
}

TEST_CASE("a mixture scores the sum that defines it, on either scale") {
  const any_distribution two_peaks = mixture({1, 2}, {poisson(10.5), negative_binomial(900, 20)});
  const any_distribution narrow_and_wide = mixture({0.3, 0.7}, {tabulated::certain(400), negative_binomial(200, 2)});
  for (const auto& law : {two_peaks, narrow_and_wide}) {
    for (const score_scale scale : {score_scale::natural, log_scale}) {
      for (const std::int64_t y : {0, 9, 399, 400, 401, 20'000}) {
        CAPTURE(y);
        CHECK(crps(law, y, scale) == doctest::Approx(by_definition(law, y, scale, 0, 25'000)).epsilon(1e-9));
      }
    }
  }
}

TEST_CASE("a mixture of one law scores as the law itself, also when it spreads over 10^12") {
  const std::vector<any_distribution> laws{poisson(3), negative_binomial(685, 7), poisson(1e12),
                                           negative_binomial(1e12, 3), negative_binomial(1e12, 0.3)};
  for (const any_distribution& law : laws) {
    const any_distribution wrapped = mixture({1.0}, {law});
    for (const double share : {0.0, 0.5, 1.0, 3.0}) {
      const auto y = static_cast<std::int64_t>(share * mean(law));
      CAPTURE(mean(law));
      CAPTURE(y);
      CHECK(crps(wrapped, y) == doctest::Approx(crps(law, y)).epsilon(1e-9));
    }
  }
}

TEST_CASE("any law scores as the law inside") {
  const empirical draws({5, 3, 9, 3, 3, 12, 9, 40});
  const tabulated table(3, std::vector<double>{0.2, 0.5, 0.3});
  for (const score_scale scale : {score_scale::natural, log_scale}) {
    CHECK(crps(any_distribution(poisson(7)), 9, scale) == crps(poisson(7), 9, scale));
    CHECK(crps(any_distribution(negative_binomial(7, 2)), 9, scale) == crps(negative_binomial(7, 2), 9, scale));
    CHECK(crps(any_distribution(draws), 9, scale) == crps(draws, 9, scale));
    CHECK(crps(any_distribution(table), 9, scale) == crps(table, 9, scale));
  }
}

TEST_CASE("draws score the sum that defines it, also with draws below 0") {
  const empirical law({5, 3, 9, 3, 3, 12, 9, -4, 40, 41, 41, 5, 0});
  for (const score_scale scale : {score_scale::natural, log_scale}) {
    for (const std::int64_t y : {0, 2, 3, 4, 9, 41, 42, 100}) {
      CAPTURE(y);
      CHECK(crps(law, y, scale) == doctest::Approx(by_definition(law, y, scale, -10, 200)).epsilon(1e-13));
    }
  }
}

TEST_CASE("a table with outcomes below 0 scores them as 0 on the log scale") {
  const tabulated law(-3, std::vector<double>{0.1, 0.2, 0.1, 0.1, 0.1, 0.4});
  const tabulated held(0, std::vector<double>{0.5, 0.1, 0.4});
  for (const std::int64_t y : {0, 1, 5}) {
    CHECK(crps(law, y, log_scale) == doctest::Approx(crps(held, y, log_scale)).epsilon(1e-14));
    CHECK(crps(any_distribution(mixture({1.0}, {law})), y, log_scale) ==
          doctest::Approx(crps(held, y, log_scale)).epsilon(1e-12));
  }
}

TEST_CASE("scores are finite as far as outcomes reach") {
  constexpr std::int64_t largest = (std::int64_t{1} << 62) - 1;
  for (const score_scale scale : {score_scale::natural, log_scale}) {
    for (const std::int64_t y : {std::int64_t{0}, std::int64_t{1}, std::int64_t{1'000'000'000'000}, largest}) {
      CAPTURE(y);
      for (const double size : {1e-100, 1e-6, 3.0, 1e12}) {
        CAPTURE(size);
        CHECK(std::isfinite(crps(negative_binomial(1e15, size), y, scale)));
        CHECK(crps(negative_binomial(1e-300, size), y, scale) >= 0.0);
        CHECK(crps(negative_binomial(1e15, size), y, scale) >= 0.0);
      }
      CHECK(std::isfinite(crps(poisson(1e15), y, scale)));
      CHECK(std::isfinite(crps(empirical({0, largest}), y, scale)));
    }
  }
}

TEST_CASE("what cannot be an outcome is refused with a message") {
  const std::string expected = "crps: -1 was given; a count of 0 or more is needed";
  CHECK_THROWS_WITH_AS(crps(poisson(3), -1), expected.c_str(), invalid_input);
  CHECK_THROWS_WITH_AS(crps(negative_binomial(3, 1), -1), expected.c_str(), invalid_input);
  CHECK_THROWS_WITH_AS(crps(empirical({3}), -1), expected.c_str(), invalid_input);
  CHECK_THROWS_WITH_AS(crps(any_distribution(mixture({1.0}, {poisson(3)})), -1), expected.c_str(), invalid_input);
  CHECK_THROWS_AS(crps(poisson(3), std::numeric_limits<std::int64_t>::max()), invalid_input);
}
