#include <chrono>
#include <string>

#include <doctest/doctest.h>

#include <tollcast/core/error.hpp>
#include <tollcast/series/tally.hpp>

using namespace tollcast;
using namespace std::chrono_literals;

namespace {

const tally police{"police",
                   {{whole_year(2023), count::exactly(5)},
                    {quarter_of(2024, 1), count::exactly(2)},
                    {whole_year(2024), count::exactly(9)}}};

}  // namespace

TEST_CASE("on a day is seen what was known then: rows that had ended, never the total of that day's year") {
  const tally seen = seen_on(police, 2024y / 12 / 31);
  REQUIRE(seen.rows.size() == 2);
  CHECK(seen.rows.back().when == quarter_of(2024, 1));
  CHECK(seen_on(police, 2024y / 3 / 30).rows.size() == 1);
  CHECK(seen_on(police, 2025y / 1 / 1).rows.size() == 3);
}

TEST_CASE("without a day all is seen") { CHECK(seen_on(police, std::nullopt).rows.size() == 3); }

TEST_CASE("a day before the first figure and a day beyond the year after the last are refused") {
  CHECK_THROWS_WITH_AS(seen_on(police, 2023y / 6 / 30),
                       "series 'police': nothing was known on 2023-06-30; the first figure is of 2023-12-31",
                       cannot_answer);
  CHECK(seen_on(police, 2025y / 12 / 31).rows.size() == 3);
  CHECK_THROWS_WITH_AS(seen_on(police, 2026y / 1 / 1),
                       "series 'police': as-of 2026-01-01 lies in the future: the figures end on 2024-12-31, so that a "
                       "day up to 2025-12-31 is needed",
                       cannot_answer);
}
