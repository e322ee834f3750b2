#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include <doctest/doctest.h>

#include <tollcast/core/error.hpp>
#include <tollcast/distribution/distribution.hpp>
#include <tollcast/distribution/interval.hpp>
#include <tollcast/distribution/poisson.hpp>
#include <tollcast/distribution/tabulated.hpp>

using namespace tollcast;

namespace {

const double inf = std::numeric_limits<double>::infinity();

// The same law with every integer as a knot of its own.
tabulated spelled_out(const tabulated& law) {
  std::vector<std::int64_t> knots;
  std::vector<double> log_p;
  for (std::int64_t y = support_lower(law); y <= *support_upper(law); ++y) {
    knots.push_back(y);
    log_p.push_back(log_pmf(law, y));
  }
  return tabulated::from_log_pmf(knots, log_p);
}

}  // namespace

TEST_CASE("between knots the probabilities are a geometric sequence") {
  const auto law = tabulated::from_log_pmf({0, 4, 5}, {std::log(16.0), std::log(1.0), std::log(1.0)});
  // 16, 8, 4, 2, 1, 1: the last knot stands alone.
  for (std::int64_t y = 0; y < 4; ++y)
    CHECK(pmf(law, y) == doctest::Approx(std::pow(2.0, 4.0 - static_cast<double>(y)) / 32).epsilon(1e-14));
  CHECK(pmf(law, 4) == doctest::Approx(1.0 / 32).epsilon(1e-14));
  CHECK(pmf(law, 5) == doctest::Approx(1.0 / 32).epsilon(1e-14));
  CHECK(cdf(law, 1) == doctest::Approx(0.75).epsilon(1e-14));
  CHECK(prob_exceeds(law, 3) == doctest::Approx(2.0 / 32).epsilon(1e-14));
  CHECK(mean(law) == doctest::Approx((8.0 + 8.0 + 6.0 + 4.0 + 5.0) / 32).epsilon(1e-14));
  CHECK(quantile(law, 0.49) == 0);
  CHECK(quantile(law, 0.74) == 1);
  CHECK(quantile(law, 0.76) == 2);
  CHECK(law.blocks().size() == 3);
  CHECK(law.blocks()[0].count == 4);
  CHECK(law.blocks()[0].log_ratio == doctest::Approx(-std::log(2.0)).epsilon(1e-14));
  CHECK(law.blocks()[1].before == doctest::Approx(30.0 / 32).epsilon(1e-14));
}

TEST_CASE("sums, moments and quantiles over blocks are those of the integers one by one") {
  const std::vector<std::vector<double>> log_pmfs{{-3, -1, -1, -6, -20},      {0, 0, 0, 0, 0},
                                                  {0, 1e-9, 2e-9, 0, -1e-13}, {-700, 0, -700, -1400, -690},
                                                  {0, -5, -inf, -5, 0},       {5, -300, 5, -300, 5}};
  for (const auto& log_p : log_pmfs) {
    CAPTURE(log_p[1]);
    const auto law = tabulated::from_log_pmf({-50, 3, 4, 200, 777}, log_p);
    const auto one_by_one = spelled_out(law);
    CHECK(one_by_one.blocks().size() > law.blocks().size());
    CHECK(mean(law) == doctest::Approx(mean(one_by_one)).epsilon(1e-12));
    CHECK(variance(law) == doctest::Approx(variance(one_by_one)).epsilon(1e-11));
    CHECK(mode(law) == mode(one_by_one));
    for (std::int64_t y = -51; y <= 778; ++y) {
      CHECK(std::abs(cdf(law, y) - cdf(one_by_one, y)) <= 1e-12 * cdf(law, y));
      CHECK(std::abs(prob_exceeds(law, y) - prob_exceeds(one_by_one, y)) <= 1e-12 * prob_exceeds(law, y));
    }
    for (const double p : {1e-200, 0.01, 0.2, 0.5, 0.777, 0.99}) CHECK(quantile(law, p) == quantile(one_by_one, p));
  }
}

TEST_CASE("a geometric law in one block has its textbook mean and variance") {
  // q^y on 0 ... 10^15, q = e^(-10^-9): mean q / (1 - q), variance q / (1 - q)^2.
  const auto law = tabulated::from_log_pmf({0, 1'000'000'000'000'000}, {0.0, -1e6});
  const double p = -std::expm1(-1e-9);
  CHECK(mean(law) == doctest::Approx(std::exp(-1e-9) / p).epsilon(1e-12));
  CHECK(variance(law) == doctest::Approx(std::exp(-1e-9) / (p * p)).epsilon(1e-12));
  CHECK(prob_exceeds(law, 299'999'999'999) == doctest::Approx(std::exp(-300.0)).epsilon(1e-12));
  CHECK(quantile(law, 1e-300) == 0);
  CHECK(static_cast<double>(median(law)) == doctest::Approx(std::log(2.0) * 1e9).epsilon(1e-8));
}

TEST_CASE("an even law in one block is the discrete uniform law") {
  const auto law = tabulated::from_log_pmf({1, 1'000'000'000'000}, {0.0, 0.0});
  const double n = 1e12;
  CHECK(mean(law) == doctest::Approx((n + 1) / 2).epsilon(1e-14));
  CHECK(variance(law) == doctest::Approx((n * n - 1) / 12).epsilon(1e-14));
  CHECK(cdf(law, 250'000'000'000) == doctest::Approx(0.25).epsilon(1e-14));
  const auto shortest = interval(law, 0.5, interval_kind::shortest);
  CHECK(std::abs(shortest.upper - shortest.lower + 1 - 500'000'000'000) <= 1);
}

TEST_CASE("between a knot and an impossible one nothing is possible, and the knot keeps its own probability") {
  const auto law = tabulated::from_log_pmf({0, 10, 20, 30, 40}, {-inf, 0.0, -inf, 0.0, -inf});
  CHECK(law.blocks().size() == 2);
  CHECK(support_lower(law) == 10);
  CHECK(support_upper(law) == 30);
  CHECK(pmf(law, 10) == doctest::Approx(0.5));
  CHECK(pmf(law, 11) == 0.0);
  CHECK(log_pmf(law, 29) == -inf);
  CHECK(cdf(law, 29) == doctest::Approx(0.5));
  CHECK(prob_exceeds(law, 15) == doctest::Approx(0.5));
  CHECK(quantile(law, 0.75) == 30);
  CHECK(law.find(9) == nullptr);
  CHECK(law.find(25) == &law.blocks()[0]);
}

TEST_CASE("log probabilities hundreds apart keep both tails to relative precision") {
  const auto law = tabulated::from_log_pmf({0, 100, 200, 300}, {-690.0, 0.0, -1400.0, -690.0});
  CHECK(cdf(law, 0) > 1e-301);
  CHECK(std::log(cdf(law, 0)) == doctest::Approx(log_pmf(law, 0)).epsilon(1e-12));
  CHECK(std::log(prob_exceeds(law, 299)) == doctest::Approx(log_pmf(law, 300)).epsilon(1e-12));
  CHECK(log_pmf(law, 200) == doctest::Approx(log_pmf(law, 100) - 1400.0).epsilon(1e-12));
  CHECK(pmf(law, 200) == 0.0);
  CHECK(cdf(law, 200) == 1.0);
}

TEST_CASE("a Poisson law on some hundred knots keeps its mean, variance and intervals at 10^12") {
  const poisson exact(1e12);
  std::vector<std::int64_t> knots;
  std::vector<double> log_p;
  for (int i = -400; i <= 400; ++i) {
    knots.push_back(1'000'000'000'000 + i * 20'000);
    log_p.push_back(log_pmf(exact, knots.back()));
  }
  const auto law = tabulated::from_log_pmf(knots, log_p);
  CHECK(mean(law) == doctest::Approx(1e12).epsilon(1e-9));
  CHECK(standard_deviation(law) == doctest::Approx(1e6).epsilon(1e-3));
  const auto found = interval(law, 0.8, interval_kind::shortest);
  const auto expected = interval(exact, 0.8, interval_kind::shortest);
  CHECK(std::abs(found.lower - expected.lower) <= 200);
  CHECK(std::abs(found.upper - expected.upper) <= 200);
  CHECK(is_unimodal(law));
}

TEST_CASE("conditioning cuts a law at both ends and divides by what is left") {
  const auto law = tabulated::from_log_pmf({0, 10, 30, 31, 60}, {-3, -1, -2, -inf, -4});
  const auto cut = conditioned(law, 5, 29);
  CHECK(support_lower(cut) == 5);
  CHECK(support_upper(cut) == 29);
  const double kept = prob_between(law, 5, 29);
  for (std::int64_t y = 0; y <= 60; ++y) {
    CHECK(pmf(cut, y) == doctest::Approx(y >= 5 && y <= 29 ? pmf(law, y) / kept : 0.0).epsilon(1e-13));
  }
  CHECK(cdf(cut, 29) == 1.0);
  CHECK(mode(conditioned(law, 0, 7)) == 7);

  // Also where only 10^-300 of the law is left.
  const auto tail = conditioned(tabulated::from_log_pmf({0, 1000}, {0.0, -1000.0}), 700, 2000);
  CHECK(support_lower(tail) == 700);
  CHECK(pmf(tail, 700) == doctest::Approx(-std::expm1(-1.0)).epsilon(1e-12));

  CHECK_THROWS_WITH(conditioned(law, 32, 59), "conditioned: the law gives no probability to 32 ... 59");
  CHECK_THROWS_AS(conditioned(law, 20, 10), invalid_input);
}

TEST_CASE("shifting moves every outcome") {
  const auto law = tabulated(0, std::vector<double>{1, 2, 3});
  const auto moved = shifted(law, -685);
  CHECK(support_lower(moved) == -685);
  CHECK(mean(moved) == doctest::Approx(mean(law) - 685).epsilon(1e-15));
  CHECK(variance(moved) == doctest::Approx(variance(law)).epsilon(1e-12));
  CHECK(cdf(moved, -684) == cdf(law, 1));
  const std::int64_t largest = (std::int64_t{1} << 62) - 1;
  CHECK(support_upper(shifted(law, largest - 2)) == largest);
  CHECK_THROWS_AS(shifted(law, largest), invalid_input);
  CHECK_THROWS_AS(shifted(law, std::numeric_limits<std::int64_t>::max()), invalid_input);
}

TEST_CASE("a known total is certain") {
  const auto law = tabulated::certain(685);
  CHECK(mean(law) == 685.0);
  CHECK(variance(law) == 0.0);
  CHECK(quantile(law, 0.001) == 685);
  CHECK(quantile(law, 1.0) == 685);
  CHECK(prob_exceeds(law, 685) == 0.0);
  CHECK(prob_exceeds(law, 684) == 1.0);
  CHECK(interval(law, 0.95, interval_kind::shortest) == interval_ends{685, 685});
}

TEST_CASE("a table that is no law is refused with what was given and what is needed") {
  using table = std::vector<double>;
  CHECK_THROWS_WITH(tabulated::from_log_pmf({1, 2}, {0.0}),
                    "tabulated: 2 knots and 1 log probabilities were given, but each knot needs one");
  CHECK_THROWS_WITH(tabulated::from_log_pmf({2, 2}, {0.0, 0.0}),
                    "tabulated: the knot 2 follows 2, but knots must increase");
  CHECK_THROWS_WITH(tabulated::from_log_pmf({2, 3}, {0.0, std::nan("")}),
                    "tabulated: the log probability at 3 is nan, but it must be a number or -infinity");
  CHECK_THROWS_AS(tabulated::from_log_pmf({2, 3}, {0.0, inf}), invalid_input);
  CHECK_THROWS_WITH(tabulated::from_log_pmf({2, 3}, {-inf, -inf}),
                    "tabulated: no outcome has a positive probability, but at least one must");
  CHECK_THROWS_AS(tabulated::from_log_pmf({}, {}), invalid_input);
  CHECK_THROWS_AS(tabulated(0, table{}), invalid_input);
  CHECK_THROWS_AS(tabulated(0, table{0.0, 0.0}), invalid_input);
  CHECK_THROWS_WITH(tabulated(0, table{0.5, -0.5}),
                    "tabulated: a probability of -0.5 was given, but each must be a finite number of 0 or more");
  CHECK_THROWS_AS(tabulated(0, table{0.5, inf}), invalid_input);
  CHECK_THROWS_AS(tabulated::from_log_pmf(
                      {std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max()}, {0, 0}),
                  invalid_input);
  CHECK_THROWS_AS(tabulated::certain(std::numeric_limits<std::int64_t>::max()), invalid_input);
}

TEST_CASE("probabilities and log probabilities need not add up to one") {
  const std::vector<double> weights{1e200, 3e200};
  CHECK(pmf(tabulated(7, weights), 8) == doctest::Approx(0.75).epsilon(1e-13));
  CHECK(pmf(tabulated::from_log_pmf({7, 8}, {5000.0, 5000.0}), 8) == doctest::Approx(0.5).epsilon(1e-13));
}

TEST_CASE("a law is called unimodal only when it rises strictly to one peak and falls strictly") {
  CHECK(is_unimodal(tabulated::certain(3)));
  CHECK(is_unimodal(tabulated::from_log_pmf({0, 10, 20}, {-3, 0, -3})));
  CHECK_FALSE(is_unimodal(tabulated::from_log_pmf({0, 10, 20}, {0, -3, 0})));
  CHECK_FALSE(is_unimodal(tabulated::from_log_pmf({0, 10}, {0, 0})));
  CHECK_FALSE(is_unimodal(tabulated::from_log_pmf({0, 1, 3}, {0, -inf, -5})));
  CHECK_FALSE(is_unimodal(tabulated(0, std::vector<double>{1, 3, 2, 4})));
}
