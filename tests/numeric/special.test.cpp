#include <cmath>
#include <limits>
#include <map>
#include <string>
#include <vector>

#include "../reference/reference_rows.hpp"
#include <doctest/doctest.h>

#include <tollcast/numeric/special.hpp>

using namespace tollcast;

TEST_CASE("the special functions have the values of mpmath to 1e-14, of the value or as it is") {
  std::map<std::string, int> rows;
  for (const auto& row : reference_rows("special.csv")) {
    const std::string function = row.text("function");
    const double x = row.number("x");
    const double a = row.number("a");
    const double expected = row.number("value");
    CAPTURE(function);
    CAPTURE(x);
    CAPTURE(a);
    ++rows[function];
    const double found = function == "log_gamma"         ? log_gamma(x)
                         : function == "stirling_error"  ? stirling_error(x)
                         : function == "log_gamma_ratio" ? log_gamma_ratio(x, a)
                         : function == "minus_log1p"     ? minus_log1p(x)
                         : function == "deviance"        ? deviance(x, a, a - x)
                                                         : std::nan("");
    // The last two are small near their zero and keep relative digits there.
    const double unit =
        function == "minus_log1p" || function == "deviance" ? expected : std::max(1.0, std::abs(expected));
    CHECK(std::abs(found - expected) <= 1e-14 * unit);
  }
  CHECK(rows.size() == 5);
  for (const auto& [function, count] : rows) CHECK(count >= 40);
}

TEST_CASE("log_gamma is 0 at 1 and 2 and the logarithm of a factorial at whole numbers") {
  CHECK(std::abs(log_gamma(1.0)) <= 5e-15);
  CHECK(std::abs(log_gamma(2.0)) <= 5e-15);
  double factorial = 1.0;
  for (int n = 1; n <= 170; ++n) {
    factorial *= n;
    CHECK(log_gamma(n + 1.0) == doctest::Approx(std::log(factorial)).epsilon(1e-14));
  }
}

TEST_CASE("log_sum_exp neither overflows nor underflows, and is minus infinity for nothing") {
  const double inf = std::numeric_limits<double>::infinity();
  CHECK(log_sum_exp(std::vector<double>{1000.0, 1000.0}) == doctest::Approx(1000.0 + std::log(2.0)).epsilon(1e-15));
  CHECK(log_sum_exp(std::vector<double>{-1000.0, -1000.0, -inf}) ==
        doctest::Approx(-1000.0 + std::log(2.0)).epsilon(1e-15));
  CHECK(log_sum_exp(std::vector<double>{0.25}) == 0.25);
  CHECK(log_sum_exp(std::vector<double>{}) == -inf);
  CHECK(log_sum_exp(std::vector<double>{-inf, -inf}) == -inf);
}
