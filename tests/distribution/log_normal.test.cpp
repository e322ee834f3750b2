#include <cmath>
#include <limits>

#include <doctest/doctest.h>

#include <tollcast/core/error.hpp>
#include <tollcast/distribution/continuous.hpp>
#include <tollcast/distribution/log_normal.hpp>
#include <tollcast/distribution/normal.hpp>

using namespace tollcast;

TEST_CASE("log_normal: the law of e^X of a normal X") {
  const log_normal law(6.5, 0.3);
  const normal logarithm(6.5, 0.3);
  CHECK(median(law) == doctest::Approx(std::exp(6.5)).epsilon(1e-14));
  CHECK(mean(law) == doctest::Approx(std::exp(6.545)).epsilon(1e-14));
  CHECK(variance(law) == doctest::Approx((std::exp(0.09) - 1) * std::exp(13.09)).epsilon(1e-13));
  for (const double y : {1.0, 300.0, 685.0, 5000.0}) {
    CHECK(cdf(law, y) == cdf(logarithm, std::log(y)));
    CHECK(prob_exceeds(law, y) == prob_exceeds(logarithm, std::log(y)));
    CHECK(log_pdf(law, y) == log_pdf(logarithm, std::log(y)) - std::log(y));
  }
  for (const double y : {0.0, -3.0}) {
    CHECK(cdf(law, y) == 0.0);
    CHECK(prob_exceeds(law, y) == 1.0);
    CHECK(log_pdf(law, y) == -std::numeric_limits<double>::infinity());
  }
}

TEST_CASE("log_normal: without spread all probability lies on one value") {
  const log_normal law(std::log(20.0), 0);
  CHECK(cdf(law, mean(law)) == 1.0);
  CHECK(cdf(law, std::nextafter(mean(law), 0.0)) == 0.0);
  CHECK(quantile(law, 0.3) == mean(law));
  CHECK(variance(law) == 0.0);
}

TEST_CASE("log_normal: parameters out of range are refused") {
  CHECK_THROWS_AS(log_normal(std::nan(""), 1), invalid_input);
  CHECK_THROWS_AS(log_normal(0, -1), invalid_input);
  CHECK_THROWS_AS(log_normal(0, std::numeric_limits<double>::infinity()), invalid_input);
  CHECK_THROWS_WITH_AS(
      log_normal(0, 20),
      "log_normal: the mean 0 and the standard deviation 20 of the logarithm were given, whose law has "
      "no finite variance",
      invalid_input);
  CHECK(std::isfinite(variance(log_normal(0, 18.8))));
}
