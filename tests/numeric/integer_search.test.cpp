#include <cstdint>
#include <limits>

#include <doctest/doctest.h>

#include <tollcast/numeric/integer_search.hpp>

using tollcast::smallest_where;

TEST_CASE("the smallest integer that holds is found from every guess") {
  for (std::int64_t answer = -3; answer <= 20; ++answer) {
    for (std::int64_t guess = -10; guess <= 30; ++guess) {
      CHECK(smallest_where(-3, 20, guess, [&](std::int64_t y) { return y >= answer; }) == answer);
    }
  }
}

TEST_CASE("the upper end is the answer when nothing below it holds, and is never asked") {
  const auto never = [](std::int64_t y) {
    REQUIRE(y < 9);
    return false;
  };
  CHECK(smallest_where(0, 9, 4, never) == 9);
  CHECK(smallest_where(9, 9, 9, never) == 9);
}

TEST_CASE("a search over all 64-bit integers takes a number of calls that grows with the distance of the guess only") {
  constexpr auto lowest = std::numeric_limits<std::int64_t>::min();
  constexpr auto highest = std::numeric_limits<std::int64_t>::max();
  for (const std::int64_t answer :
       {lowest, lowest + 5, std::int64_t{-1}, std::int64_t{0}, std::int64_t{1'000'000'000'000}, highest - 1, highest}) {
    int calls = 0;
    const auto holds = [&](std::int64_t y) {
      ++calls;
      return y >= answer;
    };
    CHECK(smallest_where(lowest, highest, 0, holds) == answer);
    CHECK(calls <= 130);
    calls = 0;
    const std::int64_t near = answer > 0 ? answer - 3 : answer + 3;
    CHECK(smallest_where(lowest, highest, near, holds) == answer);
    CHECK(calls <= 6);
  }
}
