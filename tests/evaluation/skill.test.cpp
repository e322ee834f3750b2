#include <cmath>
#include <vector>

#include "../reference/reference_rows.hpp"
#include <doctest/doctest.h>

#include <tollcast/core/error.hpp>
#include <tollcast/evaluation/skill.hpp>

using namespace tollcast;
using doctest::Approx;

namespace {

using list = std::vector<double>;

std::vector<int> blocks_of(const list& numbers) { return {numbers.begin(), numbers.end()}; }

}  // namespace

TEST_CASE("skill is 1 less a ratio of means; its interval that of R's boot, as far as draws tell") {
  const auto rows = reference_rows("skill.csv");
  REQUIRE(rows.size() == 3);
  for (const auto& row : rows) {
    CAPTURE(row.text("case"));
    const bootstrap_options options{row.number("level"), 20'000, 1};
    const auto skilled =
        skill(row.numbers("scores"), row.numbers("reference"), blocks_of(row.numbers("block")), options);
    REQUIRE(skilled);
    REQUIRE(skilled->lower);
    REQUIRE(skilled->upper);
    const double width = row.number("upper") - row.number("lower");
    CHECK(skilled->value == Approx(row.number("value")).epsilon(1e-12));
    CHECK(std::abs(*skilled->lower - row.number("lower")) < 0.025 * width);
    CHECK(std::abs(*skilled->upper - row.number("upper")) < 0.025 * width);
  }
}

TEST_CASE("the same seed gives the same interval, another one another") {
  const auto row = reference_rows("skill.csv").front();
  const auto interval_of = [&](std::uint64_t seed) {
    const auto skilled = skill(row.numbers("scores"), row.numbers("reference"), blocks_of(row.numbers("block")),
                               {.level = 0.95, .replicates = 500, .seed = seed});
    return std::pair{*skilled->lower, *skilled->upper};
  };
  CHECK(interval_of(1) == interval_of(1));
  CHECK(interval_of(1) != interval_of(2));
}

TEST_CASE("scores of one block move together") {
  // 40 scores in pairs of equal ones: drawn one by one, the interval would be narrower by a root of 2.
  list scores;
  list reference;
  std::vector<int> pairs;
  std::vector<int> singles;
  for (int i = 0; i < 40; ++i) {
    scores.push_back(1 + (i / 2 * 7) % 5);
    reference.push_back(4);
    pairs.push_back(i / 2);
    singles.push_back(i);
  }
  const auto together = skill(scores, reference, pairs);
  const auto apart = skill(scores, reference, singles);
  REQUIRE(together);
  REQUIRE(apart);
  CHECK(together->value == apart->value);
  CHECK(together->blocks == 20);
  CHECK(together->n == 40);
  const double ratio = (*together->upper - *together->lower) / (*apart->upper - *apart->lower);
  CHECK(ratio == Approx(std::sqrt(2.0)).epsilon(0.12));
}

TEST_CASE("edges: equal methods, one block, a reference without error") {
  const list scores{1, 2, 3, 0.1};
  const std::vector<int> block{1, 2, 3, 4};
  const auto equal = skill(scores, scores, block);
  REQUIRE(equal);
  CHECK(equal->value == 0);
  CHECK(equal->lower == 0.0);
  CHECK(equal->upper == 0.0);

  const auto single = skill(scores, list{2, 2, 2, 2}, std::vector<int>{5, 5, 5, 5});
  REQUIRE(single);
  CHECK(single->blocks == 1);
  CHECK_FALSE(single->lower);
  CHECK_FALSE(single->upper);

  CHECK_FALSE(skill(scores, list{0, 0, 0, 0}, block));
  const auto nearly = skill(scores, list{0, 0, 0, 1}, block);
  REQUIRE(nearly);
  CHECK(nearly->value == Approx(-5.1));
  CHECK_FALSE(nearly->lower);

  const auto two = skill(list{1, 3}, list{2, 4}, std::vector<int>{1, 2});
  REQUIRE(two);
  CHECK_FALSE(two->lower);

  const auto perfect = skill(list{0, 0}, list{1, 2}, std::vector<int>{1, 2});
  REQUIRE(perfect);
  CHECK(perfect->value == 1);
  CHECK(perfect->lower == 1.0);
}

TEST_CASE("what is wrong is said") {
  const std::vector<int> block{1};
  CHECK_THROWS_WITH_AS(skill(list{-1}, list{1}, block),
                       "skill: a score of -1 was given; finite scores of 0 or more are needed", invalid_input);
  CHECK_THROWS_WITH_AS(skill(list{1}, list{1}, std::vector<int>{}),
                       "skill: lists of 1 and 0 were given; two of one length, 1 or more, are needed", invalid_input);
  CHECK_THROWS_WITH_AS(skill(list{1}, list{1}, block, {.replicates = 1}),
                       "skill: 1 replicates were asked for; 10 to 1000000 are needed", invalid_input);
}
