#include <algorithm>
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
#include <tollcast/distribution/log_normal.hpp>
#include <tollcast/distribution/mixture.hpp>
#include <tollcast/distribution/normal.hpp>
#include <tollcast/evaluation/count_scores.hpp>
#include <tollcast/evaluation/crps.hpp>

using namespace tollcast;

namespace {

constexpr score_scale log_scale = score_scale::logarithmic;

any_distribution count_law(double mean, double size) {
  return std::isinf(size) ? any_distribution(poisson(mean)) : any_distribution(negative_binomial(mean, size));
}

}  // namespace

TEST_CASE("the seven scores of tscount on campy") {
  const auto series = reference_rows("campy.csv");
  REQUIRE(series.size() == 140);
  for (const auto& row : reference_rows("campy_scores.csv")) {
    const double size = numbers_of(row.text("size")).front();
    double log = 0, quadratic = 0, spherical = 0, ranked = 0, dawid = 0, normalized = 0, squared = 0;
    for (const auto& year : series) {
      const any_distribution law = count_law(year.number("mean"), size);
      const std::int64_t y = year.whole("y");
      log += log_score(law, y) / 140;
      quadratic += quadratic_score(law, y) / 140;
      spherical += spherical_score(law, y) / 140;
      ranked += crps(law, y) / 140;
      dawid += dawid_sebastiani(law, y) / 140;
      normalized += normalized_squared_error(law, y) / 140;
      squared += squared_error_score(law, y) / 140;
    }
    CAPTURE(row.text("law"));
    CHECK(log == doctest::Approx(row.number("log_score")).epsilon(1e-9));
    CHECK(quadratic == doctest::Approx(row.number("quadratic")).epsilon(2e-9));
    CHECK(spherical == doctest::Approx(row.number("spherical")).epsilon(1e-9));
    CHECK(ranked == doctest::Approx(row.number("ranked_probability")).epsilon(1e-9));
    CHECK(dawid == doctest::Approx(row.number("dawid_sebastiani")).epsilon(1e-9));
    CHECK(normalized == doctest::Approx(row.number("normalized")).epsilon(1e-9));
    CHECK(squared == doctest::Approx(row.number("squared_error")).epsilon(1e-9));
  }
}

TEST_CASE("scores of single counts are those of surveillance") {
  int checked = 0;
  for (const auto& row : reference_rows("scores.csv")) {
    if (row.text("source") != "surveillance") continue;
    const auto x = numbers_of(row.text("arguments"));
    const any_distribution law = count_law(x[0], x[1]);
    const auto y = static_cast<std::int64_t>(x[2]);
    const double found = row.text("score") == "count_crps"        ? crps(law, y)
                         : row.text("score") == "count_log_score" ? log_score(law, y)
                                                                  : dawid_sebastiani(law, y);
    CAPTURE(row.text("score"));
    CAPTURE(row.text("arguments"));
    CHECK(found == doctest::Approx(row.number("value")).epsilon(1e-9));
    ++checked;
  }
  CHECK(checked == 15);
}

TEST_CASE("quadratic and spherical scores are their sums, for laws of any shape") {
  const std::vector<any_distribution> laws{
      poisson(0),
      poisson(0.3),
      poisson(685.25),
      negative_binomial(12, 0.1),
      negative_binomial(685, 7),
      tabulated(-2, std::vector<double>{0.1, 0.0, 0.4, 0.2, 0.3}),
      tabulated::from_log_pmf({0, 400, 900}, {-9, 0, -12}),
      empirical({3, 3, 7, -1, 90}),
      mixture({0.2, 0.8}, {tabulated::certain(777), negative_binomial(500, 2)}),
      mixture({1, 1, 2}, {poisson(10), poisson(3000), mixture({1, 1}, {empirical({5, 5000}), poisson(100)})})};
  for (std::size_t i = 0; i < laws.size(); ++i) {
    double norm = 0.0;
    for (std::int64_t k = -5; k < 30'000; ++k) norm += pmf(laws[i], k) * pmf(laws[i], k);
    for (const std::int64_t y : {0, 3, 500, 777, 685}) {
      CAPTURE(i);
      CAPTURE(y);
      CHECK(quadratic_score(laws[i], y) == doctest::Approx(norm - 2 * pmf(laws[i], y)).epsilon(1e-9));
      CHECK(spherical_score(laws[i], y) == doctest::Approx(-pmf(laws[i], y) / std::sqrt(norm)).epsilon(1e-9));
    }
  }
  // As of a normal density: 1 / (2 s sqrt(pi)).
  CHECK(quadratic_score(poisson(1e12), 0) == doctest::Approx(0.28209479177387814e-6).epsilon(1e-9));
}

TEST_CASE("a proper score is least on average under the true law") {
  const negative_binomial truth(12, 6);
  const std::vector<any_distribution> others{poisson(12), negative_binomial(12, 3), negative_binomial(13, 6)};
  using score = double (*)(const any_distribution&, std::int64_t);
  const std::vector<score> scores{
      [](const any_distribution& law, std::int64_t y) { return log_score(law, y); },
      [](const any_distribution& law, std::int64_t y) { return quadratic_score(law, y); },
      [](const any_distribution& law, std::int64_t y) { return spherical_score(law, y); },
      [](const any_distribution& law, std::int64_t y) { return dawid_sebastiani(law, y); },
      [](const any_distribution& law, std::int64_t y) { return dawid_sebastiani(law, y, log_scale); }};
  for (std::size_t i = 0; i < scores.size(); ++i) {
    const auto expected = [&](const any_distribution& law) {
      double sum = 0.0;
      for (std::int64_t y = 0; y < 150; ++y) sum += pmf(truth, y) * scores[i](law, y);
      return sum;
    };
    const double best = expected(truth);
    for (const any_distribution& law : others) {
      CAPTURE(i);
      CHECK(best < expected(law));
    }
  }
}

TEST_CASE("on the log scale moments are those of log(1 + Y)") {
  const std::vector<any_distribution> laws{poisson(0.2), poisson(685), negative_binomial(12, 0.3),
                                           mixture({1, 3}, {tabulated::certain(0), negative_binomial(90, 4)}),
                                           tabulated(-2, std::vector<double>{0.1, 0.0, 0.4, 0.2, 0.3})};
  for (std::size_t i = 0; i < laws.size(); ++i) {
    double mean = 0, variance = 0;
    const auto logarithm = [](std::int64_t k) { return std::log1p(static_cast<double>(std::max<std::int64_t>(k, 0))); };
    for (std::int64_t k = -5; k < 3000; ++k) mean += pmf(laws[i], k) * logarithm(k);
    for (std::int64_t k = -5; k < 3000; ++k) variance += pmf(laws[i], k) * std::pow(logarithm(k) - mean, 2);
    for (const std::int64_t y : {0, 5, 700}) {
      CAPTURE(i);
      CAPTURE(y);
      const double distance = std::pow(logarithm(y) - mean, 2);
      CHECK(squared_error_score(laws[i], y, log_scale) == doctest::Approx(distance).epsilon(1e-8));
      CHECK(normalized_squared_error(laws[i], y, log_scale) == doctest::Approx(distance / variance).epsilon(1e-8));
      CHECK(dawid_sebastiani(laws[i], y, log_scale) ==
            doctest::Approx(distance / variance + std::log(variance)).epsilon(1e-8));
    }
  }
  // log Y itself, where 1 is nothing beside Y.
  const double shift = std::log(2.0) / 0.1;
  CHECK(dawid_sebastiani(log_normal(40, 0.1), 2 * std::exp(40.0), log_scale) ==
        doctest::Approx(shift * shift + 2 * std::log(0.1)).epsilon(1e-9));
  CHECK(dawid_sebastiani(normal(1e6, 1), 1e6 + 1, log_scale) == doctest::Approx(1 - 2 * std::log(1e6)).epsilon(1e-5));
}

TEST_CASE("an impossible outcome has an infinite log score, and nothing else has") {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  CHECK(log_score(tabulated::certain(3), 4) == infinity);
  CHECK(log_score(tabulated::certain(3), 3) == 0.0);
  CHECK(log_score(log_normal(0, 1), -1) == infinity);
  CHECK(log_score(normal(2, 3), 4) == doctest::Approx(std::log(3.0) + 2.0 / 9 + 0.91893853320467274).epsilon(1e-14));
  CHECK(quadratic_score(tabulated::certain(3), 4) == 1.0);
  CHECK(spherical_score(tabulated::certain(3), 4) == 0.0);
}

TEST_CASE("what cannot be scored is refused with a message") {
  CHECK_THROWS_WITH_AS(log_score(poisson(3), -1), "log_score: -1 was given; a count of 0 or more is needed",
                       invalid_input);
  CHECK_THROWS_WITH_AS(quadratic_score(poisson(3), -1), "quadratic_score: -1 was given; a count of 0 or more is needed",
                       invalid_input);
  CHECK_THROWS_AS(spherical_score(poisson(3), -1), invalid_input);
  CHECK_THROWS_AS(squared_error_score(poisson(3), -1), invalid_input);
  CHECK_THROWS_AS(normalized_squared_error(poisson(3), -1), invalid_input);
  CHECK_THROWS_AS(log_score(normal(0, 1), std::nan("")), invalid_input);
  CHECK_THROWS_WITH_AS(dawid_sebastiani(tabulated::certain(3), 3),
                       "dawid_sebastiani: the law has a variance of 0; a positive and finite one is needed",
                       cannot_answer);
  CHECK_THROWS_AS(dawid_sebastiani(tabulated::certain(3), 3, log_scale), cannot_answer);
  CHECK_THROWS_AS(dawid_sebastiani(normal(3, 0), 3.0), cannot_answer);
  CHECK_THROWS_AS(normalized_squared_error(poisson(0), 3), cannot_answer);
}
