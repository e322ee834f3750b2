#include <atomic>
#include <optional>
#include <stdexcept>
#include <vector>

#include <doctest/doctest.h>

#include <tollcast/core/error.hpp>
#include <tollcast/numeric/parallel.hpp>

using tollcast::parallel_in_order;

TEST_SUITE("parallel_in_order") {
  TEST_CASE("in the order in which the items were taken, few under way") {
    for (const int threads : {0, 1, 2, 7}) {
      int taken = 0;
      std::atomic<int> given = 0;
      int most = 0;
      std::vector<int> order;
      parallel_in_order(
          threads,
          [&] {
            most = std::max(most, taken - given);
            return taken < 2000 ? std::optional(taken++) : std::nullopt;
          },
          [](int item) { return 3 * item; },
          [&](int made) {
            order.push_back(made);
            ++given;
          });
      REQUIRE(order.size() == 2000);
      for (int i = 0; i < 2000; ++i) REQUIRE(order[static_cast<std::size_t>(i)] == 3 * i);
      CHECK(most <= 16 * 1024);
      CHECK(static_cast<std::size_t>(most) <= tollcast::detail::slots_in_order(threads));
    }
  }

  TEST_CASE("what is thrown comes after all before it and before all after it") {
    for (const int threads : {1, 2, 0}) {
      int taken = 0;
      std::vector<int> order;
      const auto take = [&] { return taken < 500 ? std::optional(taken++) : std::nullopt; };
      const auto work = [](int item) { return item == 123 ? throw std::runtime_error("work") : item; };
      CHECK_THROWS_WITH(parallel_in_order(threads, take, work, [&](int made) { order.push_back(made); }), "work");
      CHECK(order.size() == 123);
      CHECK(order.back() == 122);

      taken = 0;
      order.clear();
      const auto broken = [&] { return taken < 77 ? std::optional(taken++) : throw std::runtime_error("take"); };
      CHECK_THROWS_WITH(parallel_in_order(
                            threads, broken, [](int item) { return item; }, [&](int made) { order.push_back(made); }),
                        "take");
      CHECK(order.size() == 77);
    }
  }

  TEST_CASE("no item, and a wrong number of threads") {
    const auto none = [] { return std::optional<int>(); };
    const auto same = [](int item) { return item; };
    int given = 0;
    parallel_in_order(0, none, same, [&](int) { ++given; });
    CHECK(given == 0);
    CHECK_THROWS_AS(parallel_in_order(-1, none, same, [](int) {}), tollcast::invalid_input);
  }
}
