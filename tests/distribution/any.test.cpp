#include <vector>

#include <doctest/doctest.h>

#include <tollcast/distribution/any.hpp>
#include <tollcast/distribution/distribution.hpp>
#include <tollcast/distribution/interval.hpp>
#include <tollcast/distribution/negative_binomial.hpp>
#include <tollcast/distribution/poisson.hpp>
#include <tollcast/distribution/tabulated.hpp>

using namespace tollcast;

static_assert(distribution<poisson>);
static_assert(distribution<tabulated>);
static_assert(distribution<any_distribution>);
static_assert(!distribution<int>);
static_assert(!distribution<std::vector<poisson>>);

TEST_CASE("any_distribution answers as the law inside") {
  const negative_binomial inside(685, 7);
  const any_distribution law = inside;
  CHECK(mean(law) == mean(inside));
  CHECK(variance(law) == variance(inside));
  CHECK(log_pmf(law, 700) == log_pmf(inside, 700));
  CHECK(cdf(law, 700) == cdf(inside, 700));
  CHECK(prob_exceeds(law, 700) == prob_exceeds(inside, 700));
  CHECK(quantile(law, 0.3) == quantile(inside, 0.3));
  CHECK(mode(law) == mode(inside));
  CHECK(support_lower(law) == 0);
  CHECK_FALSE(support_upper(law).has_value());
  CHECK(median(law) == median(inside));
  CHECK(prob_at_least(law, 685) == prob_exceeds(inside, 684));
  CHECK(interval(law, 0.8) == interval(inside, 0.8));
  CHECK(interval(law, 0.8, interval_kind::shortest) == interval(inside, 0.8, interval_kind::shortest));
  random_engine one(7), other(7);
  CHECK(sample(law, one) == sample(inside, other));
}

TEST_CASE("any_distribution tells what it holds, and a copy of it holds the same") {
  std::vector<any_distribution> laws{poisson(3), tabulated::certain(12)};
  const any_distribution copy = laws[0];
  laws[0] = laws[1];
  REQUIRE(copy.get_if<poisson>() != nullptr);
  CHECK(copy.get_if<poisson>()->mean() == 3.0);
  CHECK(copy.get_if<tabulated>() == nullptr);
  CHECK(laws[0].get_if<tabulated>() == laws[1].get_if<tabulated>());
}
