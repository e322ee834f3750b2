#include <doctest/doctest.h>

#include <tollcast/core/error.hpp>
#include <tollcast/numeric/reference_laws.hpp>

using namespace tollcast;

// Values of R 4.2.2 (qnorm, qt, pt, qchisq, pchisq, pf, digamma, trigamma) at 15 digits.
TEST_CASE("reference laws: R's values") {
  CHECK(normal_cdf(-1.5) == doctest::Approx(0.0668072012688581).epsilon(1e-13));
  CHECK(normal_quantile(0.975) == doctest::Approx(1.95996398454005361).epsilon(1e-13));
  CHECK(student_t_quantile(0.975, 5) == doctest::Approx(2.57058183563631371).epsilon(1e-13));
  CHECK(student_t_two_sided(-2.1, 7) == doctest::Approx(0.0738711962129226).epsilon(1e-13));
  CHECK(chi_squared_quantile(0.95, 1) == doctest::Approx(3.84145882069412).epsilon(1e-13));
  CHECK(chi_squared_exceeds(15.09372, 5) == doctest::Approx(0.00996930384979828).epsilon(1e-13));
  CHECK(f_exceeds(4.2, 2, 11) == doctest::Approx(0.0441316589975050).epsilon(1e-13));
  CHECK(digamma(0.3) == doctest::Approx(-3.50252422220013).epsilon(1e-13));
  CHECK(trigamma(7.5) == doctest::Approx(0.142615896696704).epsilon(1e-13));
}

TEST_CASE("reference laws: the ends, and what is refused") {
  CHECK(chi_squared_exceeds(0, 3) == 1.0);
  CHECK(f_exceeds(-1, 3, 4) == 1.0);
  CHECK(student_t_two_sided(0, 3) == doctest::Approx(1.0));
  CHECK_THROWS_AS(normal_quantile(1.0), invalid_input);
  CHECK_THROWS_AS(student_t_quantile(0.5, 0), invalid_input);
  CHECK_THROWS_AS(digamma(0), invalid_input);
}
