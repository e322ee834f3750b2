// The study of benchmarks/calibration_study.cpp in small, and that it finds mistakes.
#include <array>
#include <cstddef>
#include <cstdint>

#include "simulated_level.hpp"
#include "simulated_year.hpp"
#include "uniform_ranks.hpp"
#include <doctest/doctest.h>

#include <tollcast/projection/history_law.hpp>
#include <tollcast/projection/year_end.hpp>

using namespace tollcast;

namespace {

constexpr int this_year = 2004;  // after three years

struct mistake {
  unsigned days_of = 0;      // the count is reported as that of so many months
  double concentration = 1;  // of the shares, this many times what it ought to be
  std::int64_t counted = 1;  // each death, so many times
};

// Years that are known to the end of September.
uniform_ranks study(const mistake& made) {
  level_simulation world = level_simulation::of(local_level{.scale = {.2}, .jump = {.1}, .size = {50}});
  world.years = 3;
  world.years_ahead = 1;
  world.most = 300;
  random_engine engine(11);
  uniform_ranks ranks;
  while (ranks.size() < 60) {
    const simulated_level truth = world.draw(engine);
    if (truth.ahead == 0) continue;
    tally series{"drawn", {}, {}};
    for (const year_record& record : truth.series.years) series.rows.push_back({whole_year(record.year), record.total});
    const std::int64_t total = sample(history_law("local_level", truth.series), engine);
    simulated_shares shares = simulated_shares::draw(this_year, engine);
    shares.concentration *= made.concentration;
    std::array<std::int64_t, 12> months = shares.months(total, engine);
    for (std::int64_t& month : months) month *= made.counted;
    if (made.days_of == 0) {
      add_months(series, this_year, months, 1, 9);
    } else {
      std::int64_t known = 0;
      for (std::size_t m = 0; m < 9; ++m) known += months[m];
      const period when(month_of(this_year, 1).first(), month_of(this_year, made.days_of).last());
      series.rows.push_back({when, count::exactly(known)});
    }
    ranks.add(rank_of(total, project_year_end(series, {.year = this_year, .model = "local_level"}).total, engine));
  }
  return ranks;
}

}  // namespace

TEST_CASE("project_year_end: totals are spread evenly over its laws") { CHECK(study({}).p_value() > .01); }

TEST_CASE("project_year_end: other days, other shares and deaths counted twice are found") {
  CHECK(study({.days_of = 5}).p_value() < .001);
  CHECK(study({.concentration = .03}).p_value() < .001);
  CHECK(study({.counted = 2}).p_value() < .001);
}
