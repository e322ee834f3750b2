#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "../reference/reference_rows.hpp"
#include <doctest/doctest.h>

#include <tollcast/core/error.hpp>
#include <tollcast/distribution/distribution.hpp>
#include <tollcast/distribution/negative_binomial.hpp>
#include <tollcast/distribution/poisson.hpp>
#include <tollcast/distribution/tabulate.hpp>
#include <tollcast/evaluation/crps.hpp>

using namespace tollcast;

namespace {

// Every outcome an entry of its own, as far as the law has weight.
template <class Law>
tabulated spelled_out(const Law& law) {
  std::vector<std::int64_t> outcomes;
  std::vector<double> log_p;
  for (std::int64_t y = 0; static_cast<double>(y) < mean(law) || log_pmf(law, y) > -60; ++y) {
    outcomes.push_back(y);
    log_p.push_back(log_pmf(law, y));
  }
  return tabulated::from_log_pmf(outcomes, log_p);
}

// The definition, outcome by outcome.
double by_definition(const tabulated& law, std::int64_t y, score_scale scale) {
  double sum = 0;
  const std::int64_t last = std::max(y, *support_upper(law));
  for (std::int64_t k = std::min(y, support_lower(law)); k < last; ++k) {
    const double gap = k >= y ? prob_exceeds(law, k) : cdf(law, k);
    sum += gap * gap * (scale == score_scale::natural ? 1.0 : std::log1p(1.0 / (static_cast<double>(k) + 1)));
  }
  return sum;
}

tabulated blocks_of(const std::vector<std::pair<std::int64_t, double>>& knots) {
  std::vector<std::int64_t> outcomes;
  std::vector<double> log_p;
  for (const auto& [outcome, value] : knots) {
    outcomes.push_back(outcome);
    log_p.push_back(value);
  }
  return tabulated::from_log_pmf(outcomes, log_p);
}

}  // namespace

TEST_CASE("the scores of the Poisson and the negative binomial law are those of scoringRules and of direct sums") {
  const auto rows = reference_rows("crps.csv");
  REQUIRE(rows.size() > 15);
  for (const auto& row : rows) {
    const bool is_poisson = row.text("law") == "poisson";
    const tabulated law = is_poisson ? spelled_out(poisson(row.number("mean")))
                                     : spelled_out(negative_binomial(row.number("mean"), row.number("size")));
    const std::int64_t y = row.whole("y");
    CAPTURE(row.text("law"));
    CAPTURE(row.text("mean"));
    CAPTURE(row.text("size"));
    CAPTURE(y);
    const auto closed = [&](score_scale scale) {
      return is_poisson ? crps(poisson(row.number("mean")), y, scale)
                        : crps(negative_binomial(row.number("mean"), row.number("size")), y, scale);
    };
    CHECK(crps(law, y) == doctest::Approx(row.number("natural")).epsilon(1e-10));
    CHECK(closed(score_scale::natural) == doctest::Approx(row.number("natural")).epsilon(1e-12));
    CHECK(crps(law, y, score_scale::logarithmic) == doctest::Approx(row.number("logarithmic")).epsilon(1e-10));
    CHECK(closed(score_scale::logarithmic) == doctest::Approx(row.number("logarithmic")).epsilon(1e-10));
    if (row.text("published") != "none") {
      CHECK(crps(law, y) == doctest::Approx(row.number("published")).epsilon(1e-9));
    }
  }
}

TEST_CASE("a law of 2 10^9 in a few hundred blocks scores as scoringRules has it") {
  // scoringRules, tests/testthat/test-crps_nbinom.R: size 200000.1, probability 1e-4.
  const negative_binomial given(200'000.1 * (1 - 1e-4) / 1e-4, 200'000.1);
  const tabulated law = tabulate(0, 20'000'000'000, [&](std::span<const std::int64_t> outcomes) {
    std::vector<double> values;
    for (const std::int64_t y : outcomes) values.push_back(log_pmf(given, y));
    return values;
  });
  CHECK(law.blocks().size() < 600);
  CHECK(crps(law, 1'999'797'667) == doctest::Approx(1045062.81311).epsilon(0.003));
}

TEST_CASE("a certain law scores its distance from the outcome, on either scale") {
  const tabulated law = tabulated::certain(685);
  for (const std::int64_t y : {0, 1, 684, 685, 686, 1'000'000}) {
    CAPTURE(y);
    CHECK(crps(law, y) == doctest::Approx(std::abs(static_cast<double>(y) - 685)).epsilon(1e-14));
    CHECK(crps(law, y, score_scale::logarithmic) ==
          doctest::Approx(std::abs(std::log((static_cast<double>(y) + 1) / 686))).epsilon(1e-12));
  }
}

TEST_CASE("a law of single outcomes with gaps scores its direct sum, also far outside its support") {
  const tabulated law = blocks_of({{3, std::log(.1)},
                                   {4, std::log(.4)},
                                   {5, -std::numeric_limits<double>::infinity()},
                                   {20, std::log(.3)},
                                   {21, -std::numeric_limits<double>::infinity()},
                                   {900, std::log(.2)}});
  for (const std::int64_t y : {0, 3, 4, 5, 12, 20, 500, 900, 901, 20'000}) {
    CAPTURE(y);
    CHECK(crps(law, y) == doctest::Approx(by_definition(law, y, score_scale::natural)).epsilon(1e-12));
    CHECK(crps(law, y, score_scale::logarithmic) ==
          doctest::Approx(by_definition(law, y, score_scale::logarithmic)).epsilon(1e-12));
  }
}

TEST_CASE("a law in long blocks scores its direct sum") {
  const std::vector<tabulated> laws{
      blocks_of({{0, 0}, {5000, 0}, {5001, 0}}),                // even
      blocks_of({{100, -3}, {400, 0}, {700, -1}, {4000, -9}}),  // up and down
      blocks_of({{0, 0}, {20'000, -60}}),                       // steep
      blocks_of({{0, -60}, {20'000, 0}}),                       // steep upwards
      blocks_of({{10, 0}, {60'000, -4}}),
  };
  for (std::size_t i = 0; i < laws.size(); ++i) {
    for (const std::int64_t y : {0, 10, 90, 101, 250, 3999, 15'000, 70'000}) {
      CAPTURE(i);
      CAPTURE(y);
      CHECK(crps(laws[i], y) == doctest::Approx(by_definition(laws[i], y, score_scale::natural)).epsilon(2e-8));
      CHECK(crps(laws[i], y, score_scale::logarithmic) ==
            doctest::Approx(by_definition(laws[i], y, score_scale::logarithmic)).epsilon(2e-8));
    }
  }
}

TEST_CASE("a block that climbs through hundreds of orders of magnitude has a finite score") {
  const tabulated steep = blocks_of({{0, -2000}, {20'000, 0}});
  for (const std::int64_t y : {0, 10'000, 19'990, 30'000}) {
    CAPTURE(y);
    CHECK(crps(steep, y) == doctest::Approx(by_definition(steep, y, score_scale::natural)).epsilon(2e-8));
  }
  const poisson given(1e12);
  const tabulated narrow = tabulate(0, 60'000'000'000'000, [&](std::span<const std::int64_t> outcomes) {
    std::vector<double> values;
    for (const std::int64_t y : outcomes) values.push_back(log_pmf(given, y));
    return values;
  });
  // That of a normal law with deviation 10^6, at its mean: (sqrt(2) - 1) / sqrt(pi).
  CHECK(crps(narrow, 1'000'000'000'000) == doctest::Approx(1e6 * 0.2336949772).epsilon(0.003));
}

TEST_CASE("a score is least on average when the law is the true one") {
  const tabulated truth = spelled_out(poisson(12));
  const tabulated too_wide = spelled_out(negative_binomial(12, 4));
  const tabulated shifted_up = shifted(truth, 3);
  for (const score_scale scale : {score_scale::natural, score_scale::logarithmic}) {
    double right = 0;
    double wide = 0;
    double biased = 0;
    for (std::int64_t y = 0; y <= 60; ++y) {
      right += pmf(truth, y) * crps(truth, y, scale);
      wide += pmf(truth, y) * crps(too_wide, y, scale);
      biased += pmf(truth, y) * crps(shifted_up, y, scale);
    }
    CHECK(right < wide);
    CHECK(right < biased);
  }
}

TEST_CASE("a negative outcome is refused with a message, not scored") {
  const tabulated law = tabulated::certain(3);
  CHECK_THROWS_WITH_AS(crps(law, -1), "crps: -1 was given; a count of 0 or more is needed", invalid_input);
}
