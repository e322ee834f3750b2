#include <cmath>
#include <limits>

#include "../reference/reference_rows.hpp"
#include <doctest/doctest.h>

#include <tollcast/core/error.hpp>
#include <tollcast/distribution/continuous.hpp>
#include <tollcast/distribution/normal.hpp>
#include <tollcast/distribution/student_t.hpp>

using namespace tollcast;

TEST_CASE("student_t: table values, moved and stretched") {
  // Percentiles of the t law (Abramowitz and Stegun, table 26.10).
  CHECK(quantile(student_t(0, 1, 5), 0.975) == doctest::Approx(2.571).epsilon(2e-4));
  CHECK(quantile(student_t(0, 1, 1), 0.995) == doctest::Approx(63.657).epsilon(1e-5));
  CHECK(quantile(student_t(10, 3, 5), 0.975) == doctest::Approx(10 + 3 * 2.570581835636314).epsilon(1e-13));
  // Closed forms for 1, 2 and 3 degrees of freedom.
  for (const double t : {-30.0, -1.0, 0.0, 0.5, 4.0}) {
    CAPTURE(t);
    const double pi = 3.141592653589793;
    CHECK(cdf(student_t(0, 1, 1), t) == doctest::Approx(0.5 + std::atan(t) / pi).epsilon(1e-13));
    CHECK(cdf(student_t(0, 1, 2), t) == doctest::Approx(0.5 + t / (2 * std::sqrt(2 + t * t))).epsilon(1e-11));
    CHECK(std::exp(log_pdf(student_t(0, 1, 1), t)) == doctest::Approx(1 / (pi * (1 + t * t))).epsilon(1e-13));
    CHECK(std::exp(log_pdf(student_t(1, 2, 3), 1 + 2 * t)) ==
          doctest::Approx(6 * std::sqrt(3.0) / (pi * (3 + t * t) * (3 + t * t)) / 2).epsilon(1e-13));
  }
}

TEST_CASE("student_t: tails to their last digits but two, by mpmath") {
  for (const auto& row : reference_rows("student_t.csv")) {
    const student_t law(0, 1, row.number("degrees"));
    const double t = row.number("t");
    CAPTURE(law.degrees_of_freedom());
    CAPTURE(t);
    CHECK(prob_exceeds(law, t) / row.number("exceeds") == doctest::Approx(1).epsilon(1e-13));
    CHECK(cdf(law, -t) == prob_exceeds(law, t));
    CHECK(quantile(law, prob_exceeds(law, t)) == doctest::Approx(-t).epsilon(1e-11));
  }
}

TEST_CASE("student_t: many degrees of freedom make it normal") {
  const student_t law(685, 40, 1e12);
  const normal limit(685, 40);
  for (const double y : {500.0, 685.0, 700.0, 900.0}) {
    CHECK(cdf(law, y) == doctest::Approx(cdf(limit, y)).epsilon(1e-9));
    CHECK(log_pdf(law, y) == doctest::Approx(log_pdf(limit, y)).epsilon(1e-9));
  }
}

TEST_CASE("student_t: moments where there are any") {
  CHECK(mean(student_t(7, 2, 1.5)) == 7.0);
  CHECK(variance(student_t(7, 2, 5)) == doctest::Approx(4 * 5.0 / 3).epsilon(1e-14));
  CHECK_THROWS_WITH_AS(mean(student_t(7, 2, 1)),
                       "student_t: there is no mean for 1 degrees of freedom; more than 1 are needed", cannot_answer);
  CHECK_THROWS_AS(variance(student_t(7, 2, 2)), cannot_answer);
}

TEST_CASE("student_t: parameters out of range are refused") {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  for (const double bad : {0.0, -1.0, infinity, std::nan("")}) {
    CHECK_THROWS_AS(student_t(0, bad, 3), invalid_input);
    CHECK_THROWS_AS(student_t(0, 1, bad), invalid_input);
  }
  CHECK_THROWS_AS(student_t(infinity, 1, 3), invalid_input);
  CHECK_THROWS_WITH_AS(student_t(0, -1, 3), "student_t: a scale of -1 was given, but a positive, finite one is needed",
                       invalid_input);
}
