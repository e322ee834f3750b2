#include "uniform_ranks.hpp"

#include <cmath>
#include <vector>

#include <doctest/doctest.h>

#include <tollcast/distribution/poisson.hpp>

using namespace tollcast;

namespace {

uniform_ranks ranks_of(const std::vector<double>& points, const std::vector<double>& values) {
  uniform_ranks ranks(points);
  for (const double value : values) ranks.add(value);
  return ranks;
}

// The same by all ways to put n ranks into the three bins of two points.
double p_value_by_hand(int n, double first, double second, int observed_first, int observed_second) {
  const auto binomial = [n](int k, double z) {
    return std::exp(std::lgamma(n + 1.0) - std::lgamma(k + 1.0) - std::lgamma(n - k + 1.0)) * std::pow(z, k) *
           std::pow(1 - z, n - k);
  };
  const auto two_sided = [&](int count, double z) {
    double below = 0;
    double above = 0;
    for (int k = 0; k <= n; ++k) {
      if (k <= count) below += binomial(k, z);
      if (k >= count) above += binomial(k, z);
    }
    return 2 * std::min(below, above);
  };
  const auto least = [&](int a, int b) { return std::min({1.0, two_sided(a, first), two_sided(b, second)}); };
  const double observed = least(observed_first, observed_second) * (1 + 1e-12);
  double outside = 0;
  for (int a = 0; a <= n; ++a) {
    for (int b = a; b <= n; ++b) {
      const double chance =
          std::exp(std::lgamma(n + 1.0) - std::lgamma(a + 1.0) - std::lgamma(b - a + 1.0) - std::lgamma(n - b + 1.0)) *
          std::pow(first, a) * std::pow(second - first, b - a) * std::pow(1 - second, n - b);
      if (least(a, b) <= observed) outside += chance;
    }
  }
  return outside;
}

}  // namespace

TEST_CASE("uniform_ranks: bins, departure and band") {
  const uniform_ranks ranks = ranks_of({.25, .5}, {.1, .2, .3, .9});
  CHECK(ranks.histogram() == std::vector<int>{2, 1, 1});
  CHECK(ranks.departure() == doctest::Approx(.25));
  // Binomial(20, 1/2) leaves 5 ... 15 with chance .0118 and 6 ... 14 with .0414.
  const uniform_ranks twenty = ranks_of({.5}, std::vector<double>(20, .3));
  CHECK(twenty.band(.02) == doctest::Approx(.25));
  CHECK(twenty.band(.05) == doctest::Approx(.2));
}

TEST_CASE("uniform_ranks: the p-value is the one of all outcomes") {
  CHECK(ranks_of({.5}, {.1, .2, .3}).p_value() == doctest::Approx(.25).epsilon(1e-12));
  for (int a = 0; a <= 7; ++a) {
    for (int b = a; b <= 7; ++b) {
      CAPTURE(a);
      CAPTURE(b);
      std::vector<double> values(static_cast<std::size_t>(a), .1);
      values.resize(static_cast<std::size_t>(b), .5);
      values.resize(7, .9);
      const double p = ranks_of({.3, .65}, values).p_value();
      CHECK(p == doctest::Approx(p_value_by_hand(7, .3, .65, a, b)).epsilon(1e-9));
    }
  }
}

TEST_CASE("uniform_ranks: uniform ranks are rarely outside, others are found") {
  random_engine engine(1);
  boost::random::uniform_01<double> uniform;
  int outside = 0;
  for (int i = 0; i < 400; ++i) {
    uniform_ranks ranks;
    for (int k = 0; k < 60; ++k) ranks.add(uniform(engine));
    outside += ranks.p_value() < .1;
  }
  CHECK(outside > 20);  // 40 are expected, or a few fewer, as counts are whole
  CHECK(outside < 55);
  uniform_ranks shifted;
  uniform_ranks narrow;
  for (int k = 0; k < 300; ++k) {
    const double u = uniform(engine);
    shifted.add(std::pow(u, 1.3));
    narrow.add(.1 + .8 * u);
  }
  CHECK(shifted.p_value() < .001);
  CHECK(narrow.p_value() < 1e-6);
  CHECK(shifted.p_value(.15) > .5);
}

TEST_CASE("rank_of: uniform for the law itself, not for another") {
  random_engine engine(2);
  uniform_ranks same;
  uniform_ranks other;
  for (int k = 0; k < 300; ++k) {
    const std::int64_t y = sample(poisson(2.5), engine);
    same.add(rank_of(y, poisson(2.5), engine));
    other.add(rank_of(y, poisson(2), engine));
  }
  CHECK(same.p_value() > .01);
  CHECK(other.p_value() < .001);
}
