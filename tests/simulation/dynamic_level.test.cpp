// The study of benchmarks/calibration_study.cpp in small, and that it finds mistakes.
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "simulated_level.hpp"
#include "uniform_ranks.hpp"
#include <doctest/doctest.h>

using namespace tollcast;

namespace {

struct findings {
  uniform_ranks next, second, size, level{{0.025, 0.975}};
};

// Tallies drawn from `world`, their laws by `model`.
template <class Model>
findings study(const level_simulation& world, const Model& model, int simulations) {
  random_engine engine(7);
  boost::random::uniform_01<double> uniform;
  findings found;
  for (int i = 0; i < simulations; ++i) {
    const simulated_level truth = world.draw(engine);
    const level_fit fit = model.fit(truth.series);
    const auto laws = fit.forecast(static_cast<int>(world.years_ahead));
    if (truth.ahead > 0) found.next.add(rank_of(truth.counts[world.years], laws[0], engine));
    if (truth.ahead > 1) found.second.add(rank_of(truth.counts[world.years + 1], laws[1], engine));
    double below = 0;
    double at = 0;
    for (const level_choice& choice : fit.choices()) {
      if (choice.size < truth.size) below += choice.weight;
      if (choice.size == truth.size) at += choice.weight;
    }
    found.size.add(below + uniform(engine) * at);
    const level_band& level = fit.years()[world.years / 2].smoothed;
    const double rate = std::exp(truth.log_rate[world.years / 2]);
    found.level.add(rate < level.lower ? 0 : rate > level.upper ? 1 : 0.5);
  }
  return found;
}

const local_level level{.scale = {.2, .6}, .jump = {.1}, .size = {5, 50}};
constexpr int simulations = 100;

level_simulation world_of(level_simulation world) {
  world.years = 5;
  world.years_ahead = 2;
  world.most = 300;
  return world;
}

}  // namespace

TEST_CASE("local_level: truths drawn from it are spread evenly over its laws") {
  level_simulation world = world_of(level_simulation::of(level));
  for (const bool coarse : {false, true}) {
    CAPTURE(coarse);
    world.coarse = coarse;
    const findings found = study(world, level, simulations);
    CHECK(found.next.size() > simulations * 8 / 10);
    CHECK(found.next.p_value() > .01);
    CHECK(found.second.p_value() > .01);
    CHECK(found.size.p_value() > .01);
    CHECK(found.level.p_value() > .01);
  }
}

TEST_CASE("local_level: steps, scatter and jumps of another size are found") {
  const local_level right{.scale = {.4}, .jump = {.02}, .size = {100}};
  level_simulation world = world_of(level_simulation::of(right));
  world.years_ahead = 1;
  world.least = 100;
  world.most = 2000;
  CHECK(study(world, right, simulations).next.p_value() > .01);
  local_level wrong = right;
  wrong.scale = {.8};
  CHECK(study(world, wrong, simulations).next.p_value() < .001);
  level_simulation other = world;
  other.level.size = {5};
  CHECK(study(other, right, simulations).next.p_value() < .001);
  other = world;
  other.level.jump = {.5};
  CHECK(study(other, right, simulations).next.p_value() < .001);
}

TEST_CASE("local_trend: truths drawn from it are spread evenly over its laws, and not over another's") {
  const local_trend trend{.slope_spread = {.3}, .damping = .7, .level = {.scale = {.1}, .jump = {.1}, .size = {20}}};
  const level_simulation world = world_of(level_simulation::of(trend));
  const findings found = study(world, trend, simulations);
  CHECK(found.next.p_value() > .01);
  CHECK(found.second.p_value() > .01);
  CHECK(found.level.p_value() > .01);
  const findings flat = study(world, trend.level, simulations);
  CHECK(flat.second.p_value() < .001);
}
