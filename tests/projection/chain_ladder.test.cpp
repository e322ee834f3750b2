#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "../reference/reference_rows.hpp"
#include "made_up.hpp"
#include <doctest/doctest.h>

#include <tollcast/core/error.hpp>
#include <tollcast/distribution/negative_binomial.hpp>
#include <tollcast/projection/chain_ladder.hpp>

using namespace tollcast;

namespace {

year_record with_three_quarters(int year, std::int64_t known, std::int64_t total) {
  return record_of(year, std::to_string(total),
                   {{std::to_string(year) + "-Q1/" + std::to_string(year) + "-Q3", known}});
}

}  // namespace

TEST_CASE("UK car drivers killed: factor, sigma^2, mean and Mack's standard error are those of a regression in R") {
  const auto rows = reference_rows("chain_ladder.csv");
  REQUIRE(rows.size() == 16);
  std::vector<year_record> past;
  for (std::size_t i = 0; i < 15; ++i) {
    past.push_back(
        with_three_quarters(static_cast<int>(rows[i].whole("year")), rows[i].whole("known"), rows[i].whole("total")));
  }
  const chain_ladder_fit fit = chain_ladder(past, periods_of({"1984-Q1/1984-Q3"}), 1984, 817);
  CHECK(fit.factor == doctest::Approx(rows[15].number("factor")).epsilon(1e-9));
  CHECK(fit.sigma_squared == doctest::Approx(rows[15].number("sigma_squared")).epsilon(1e-9));
  CHECK(fit.mean == doctest::Approx(rows[15].number("mean")).epsilon(1e-9));
  CHECK(fit.standard_error == doctest::Approx(rows[15].number("standard_error")).epsilon(1e-9));
  CHECK(fit.mean == doctest::Approx(1173.367819).epsilon(1e-9));
  CHECK(fit.standard_error == doctest::Approx(40.88465).epsilon(1e-6));
  CHECK(mean(fit.rest) == doctest::Approx(1173.367819 - 817).epsilon(1e-8));
  CHECK(std::sqrt(variance(fit.rest)) == doctest::Approx(fit.standard_error).epsilon(1e-9));
}

TEST_CASE("years that fill up alike leave a Poisson rest, whatever its size") {
  for (const std::int64_t scale : {std::int64_t{1}, std::int64_t{1'000'000'000}, std::int64_t{10'000'000'000}}) {
    const std::vector<year_record> past{with_three_quarters(2020, 75 * scale, 100 * scale),
                                        with_three_quarters(2021, 150 * scale, 200 * scale),
                                        with_three_quarters(2022, 60 * scale, 80 * scale)};
    const chain_ladder_fit fit = chain_ladder(past, periods_of({"2023-Q1/2023-Q3"}), 2023, 90 * scale);
    CAPTURE(scale);
    CHECK(fit.factor == doctest::Approx(4.0 / 3).epsilon(1e-14));
    CHECK(mean(fit.rest) == doctest::Approx(30.0 * static_cast<double>(scale)).epsilon(1e-12));
    CHECK(variance(fit.rest) == doctest::Approx(30.0 * static_cast<double>(scale)).epsilon(1e-6));
  }
}

TEST_CASE("a start from nothing stays nothing: the chain ladder multiplies") {
  const std::vector<year_record> past{with_three_quarters(2020, 75, 100), with_three_quarters(2021, 140, 200)};
  const chain_ladder_fit fit = chain_ladder(past, periods_of({"2023-Q1/2023-Q3"}), 2023, 0);
  CHECK(fit.mean == 0);
  CHECK(fit.standard_error == 0);
  CHECK(mean(fit.rest) == 0);
}

TEST_CASE("fewer than two years with a count on the same days are refused with their number") {
  const std::string refusal = "chain_ladder: years before 2023 with a count on the same days: 1; 2 are needed";
  const auto asked = periods_of({"2023-Q1/2023-Q3"});
  const std::vector<year_record> past{with_three_quarters(2020, 75, 100), with_three_quarters(2021, 0, 30),
                                      record_of(2022, "100", {{"2022-H1", 50}}), record_of(2019, "90")};
  CHECK_THROWS_WITH_AS(chain_ladder(past, asked, 2023, 9), refusal.c_str(), cannot_answer);
  CHECK_THROWS_AS(chain_ladder({}, asked, 2023, 9), cannot_answer);
  CHECK_THROWS_AS(chain_ladder(past, {}, 2023, 0), cannot_answer);
}
