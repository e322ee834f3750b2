#include <vector>

#include "../reference/reference_rows.hpp"
#include <doctest/doctest.h>

#include <tollcast/core/error.hpp>
#include <tollcast/projection/share_trend.hpp>

using namespace tollcast;

TEST_CASE("the trend of a share: R's glm with Williams' weights") {
  for (const auto& row : reference_rows("share_trend.csv")) {
    CAPTURE(row.text("case"));
    std::vector<share_of_year> years;
    for (std::size_t i = 0; i < row.numbers("years").size(); ++i) {
      years.push_back({static_cast<int>(row.numbers("years")[i]), row.numbers("counts")[i], row.numbers("totals")[i]});
    }
    years.push_back({2030, 0, 0});  // without deaths: left out
    const share_trend found = fit_share_trend(years);
    CHECK(found.correlation == doctest::Approx(row.number("rho")).epsilon(1e-7));
    CHECK(found.slope.estimate == doctest::Approx(row.number("slope")).epsilon(1e-7));
    CHECK(found.slope.lower == doctest::Approx(row.number("lower")).epsilon(1e-6));
    CHECK(found.slope.upper == doctest::Approx(row.number("upper")).epsilon(1e-6));
    CHECK(found.p_value == doctest::Approx(row.number("p")).epsilon(1e-6));
    CHECK(found.first_share == doctest::Approx(row.number("first")).epsilon(1e-7));
    CHECK(found.last_share == doctest::Approx(row.number("last")).epsilon(1e-7));
  }
}

TEST_CASE("a trend without a maximum, with too few years or of impossible counts is refused") {
  CHECK_THROWS_AS(fit_share_trend(std::vector<share_of_year>{{2001, 0, 5}, {2002, 0, 7}, {2003, 6, 6}, {2004, 9, 9}}),
                  cannot_answer);
  CHECK_THROWS_AS(fit_share_trend(std::vector<share_of_year>{{2001, 0, 5}, {2002, 0, 7}, {2003, 0, 6}, {2004, 0, 9}}),
                  cannot_answer);
  CHECK_THROWS_AS(fit_share_trend(std::vector<share_of_year>{{2001, 1, 5}, {2002, 2, 7}, {2003, 3, 6}}), cannot_answer);
  const std::vector<share_of_year> years{{2001, 1, 5}, {2002, 2, 7}, {2003, 3, 6}, {2004, 2, 6}};
  CHECK_THROWS_AS(fit_share_trend(years, 1), invalid_input);
  CHECK_THROWS_AS(fit_share_trend(std::vector<share_of_year>{{2001, 6, 5}}), invalid_input);
}
