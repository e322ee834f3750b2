#include <cmath>
#include <limits>
#include <vector>

#include <doctest/doctest.h>

#include <tollcast/core/error.hpp>
#include <tollcast/distribution/continuous.hpp>
#include <tollcast/distribution/normal_mixture.hpp>

using namespace tollcast;

TEST_CASE("normal_mixture: weighted sums of its components") {
  const normal_mixture law({1, 3, 0}, {10, 20, 500}, {2, 5, 1});
  CHECK(law.weights() == std::vector<double>{0.25, 0.75});
  CHECK(law.components().size() == 2);
  CHECK(mean(law) == 17.5);
  CHECK(variance(law) == doctest::Approx(0.25 * (4 + 56.25) + 0.75 * (25 + 6.25)).epsilon(1e-14));
  for (const double y : {-20.0, 9.0, 14.0, 40.0}) {
    CHECK(cdf(law, y) == doctest::Approx(0.25 * cdf(normal(10, 2), y) + 0.75 * cdf(normal(20, 5), y)).epsilon(1e-14));
    CHECK(std::exp(log_pdf(law, y)) ==
          doctest::Approx(0.25 * std::exp(log_pdf(normal(10, 2), y)) + 0.75 * std::exp(log_pdf(normal(20, 5), y)))
              .epsilon(1e-13));
  }
  CHECK(prob_exceeds(law, 100.0) == doctest::Approx(0.75 * prob_exceeds(normal(20, 5), 100.0)).epsilon(1e-13));
}

TEST_CASE("normal_mixture: the quantile lies in the gap between two sure values where all before it is one of them") {
  const normal_mixture law({1, 1}, {0, 10}, {0, 0});
  CHECK(quantile(law, 0.3) == doctest::Approx(0.0));
  CHECK(quantile(law, 0.7) == doctest::Approx(10.0));
  CHECK(quantile(law, 0.5) == doctest::Approx(0.0));
}

TEST_CASE("normal_mixture: what makes no law is refused") {
  CHECK_THROWS_WITH_AS(normal_mixture({1, 2}, {0}, {1, 1}),
                       "normal_mixture: 2 weights, 1 means and 2 standard deviations were given, but each component "
                       "needs one of each",
                       invalid_input);
  CHECK_THROWS_AS(normal_mixture({}, {}, {}), invalid_input);
  CHECK_THROWS_AS(normal_mixture({0, 0}, {0, 1}, {1, 1}), invalid_input);
  CHECK_THROWS_AS(normal_mixture({-1, 2}, {0, 1}, {1, 1}), invalid_input);
  CHECK_THROWS_AS(normal_mixture({1, std::nan("")}, {0, 1}, {1, 1}), invalid_input);
  CHECK_THROWS_AS(normal_mixture({1}, {0}, {-1}), invalid_input);
  CHECK_THROWS_AS(normal_mixture({1, 0}, {0, std::nan("")}, {1, 1}), invalid_input);
}
