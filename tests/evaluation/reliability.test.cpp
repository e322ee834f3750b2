#include <cmath>
#include <vector>

#include "../reference/reference_rows.hpp"
#include <doctest/doctest.h>

#include <tollcast/core/error.hpp>
#include <tollcast/distribution/detail/check.hpp>
#include <tollcast/evaluation/reliability.hpp>

using namespace tollcast;
using doctest::Approx;

namespace {

std::vector<event_forecast> forecasts_of(const reference_row& row) {
  const auto probabilities = row.numbers("probabilities");
  const auto happened = row.numbers("happened");
  std::vector<event_forecast> forecasts;
  for (std::size_t i = 0; i < probabilities.size(); ++i) forecasts.push_back({probabilities[i], happened[i] == 1});
  return forecasts;
}

}  // namespace

TEST_CASE("frequencies by bin and their bands are those of the exact law of the number of events") {
  const auto rows = reference_rows("reliability.csv");
  REQUIRE(rows.size() == 4);
  for (const auto& row : rows) {
    CAPTURE(row.text("case"));
    const auto bins = reliability_bins(forecasts_of(row), static_cast<int>(row.whole("bins")), row.number("level"));
    const auto n = row.numbers("n");
    REQUIRE(bins.size() == n.size());
    for (std::size_t i = 0; i < n.size(); ++i) {
      CAPTURE(i);
      CHECK(bins[i].n == n[i]);
      CHECK(bins[i].mean_probability == Approx(row.numbers("mean_probability")[i]).epsilon(1e-12));
      CHECK(bins[i].frequency == Approx(row.numbers("frequency")[i]).epsilon(1e-12));
      CHECK(bins[i].lower == Approx(row.numbers("lower")[i]).epsilon(1e-12));
      CHECK(bins[i].upper == Approx(row.numbers("upper")[i]).epsilon(1e-12));
      CHECK(bins[i].from < bins[i].to);
    }
  }
}

TEST_CASE("rising frequencies and the split of the Brier score are those of scipy's isotonic regression") {
  for (const auto& row : reference_rows("reliability.csv")) {
    CAPTURE(row.text("case"));
    const auto forecasts = forecasts_of(row);
    const auto curve = isotonic_reliability(forecasts, {.replicates = 20});
    const auto distinct = row.numbers("distinct");
    const auto expected = row.numbers("isotonic");
    int n = 0;
    std::size_t step = 0;
    for (std::size_t i = 0; i < distinct.size(); ++i) {
      while (curve.steps.at(step).last < distinct[i]) ++step;
      CHECK(curve.steps[step].first <= distinct[i]);
      CHECK(curve.steps[step].frequency == Approx(expected[i]).epsilon(1e-12));
    }
    for (std::size_t s = 0; s < curve.steps.size(); ++s) {
      n += curve.steps[s].n;
      if (s > 0) CHECK(curve.steps[s].frequency > curve.steps[s - 1].frequency);
    }
    CHECK(n == static_cast<int>(forecasts.size()));
    CHECK(curve.brier == Approx(row.number("brier")).epsilon(1e-12));
    CHECK(curve.miscalibration == Approx(row.number("miscalibration")).epsilon(1e-10));
    CHECK(curve.discrimination == Approx(row.number("discrimination")).epsilon(1e-10));
    CHECK(curve.uncertainty == Approx(row.number("uncertainty")).epsilon(1e-12));
    CHECK(curve.brier == Approx(curve.miscalibration - curve.discrimination + curve.uncertainty).epsilon(1e-12));
  }
}

TEST_CASE("the band of a single probability is binomial, by resampling as by the exact law") {
  // qbinom(c(.05, .95), 40, .3) is 7 and 17.
  std::vector<event_forecast> forecasts;
  for (int i = 0; i < 40; ++i) forecasts.push_back({0.3, i < 9});
  const auto bins = reliability_bins(forecasts, 1);
  REQUIRE(bins.size() == 1);
  CHECK(bins[0].lower == 7.0 / 40);
  CHECK(bins[0].upper == 17.0 / 40);
  const auto curve = isotonic_reliability(forecasts, {.replicates = 5000});
  REQUIRE(curve.steps.size() == 1);
  const reliability_step& step = curve.steps[0];
  CHECK(step.first == 0.3);
  CHECK(step.last == 0.3);
  CHECK(step.lower_first == Approx(7.0 / 40));
  CHECK(step.upper_first == Approx(17.0 / 40));
  CHECK(step.lower_last == step.lower_first);
  CHECK(curve.discrimination == Approx(0).scale(1));
}

TEST_CASE("the band holds right forecasts and leaves wrong ones outside, the same for the same seed") {
  random_engine engine(6);
  std::vector<event_forecast> right;
  std::vector<event_forecast> wrong;
  for (int i = 0; i < 600; ++i) {
    const double p = detail::uniform(engine);
    right.push_back({p, detail::uniform(engine) < p});
    wrong.push_back({p, detail::uniform(engine) < 0.5});
  }
  const auto outside = [](const reliability_curve& curve) {
    int ends = 0;
    for (const auto& step : curve.steps) {
      ends += step.frequency < step.lower_first || step.frequency > step.upper_first;
      ends += step.frequency < step.lower_last || step.frequency > step.upper_last;
    }
    return static_cast<double>(ends) / (2 * static_cast<double>(curve.steps.size()));
  };
  const auto curve = isotonic_reliability(right);
  CHECK(outside(curve) < 0.25);
  CHECK(outside(isotonic_reliability(wrong)) > 0.5);
  CHECK(curve.miscalibration < 0.01);
  const auto again = isotonic_reliability(right);
  const auto other = isotonic_reliability(right, {.seed = 2});
  bool differs = false;
  for (std::size_t s = 0; s < curve.steps.size(); ++s) {
    CHECK(curve.steps[s].lower_first == again.steps[s].lower_first);
    differs = differs || curve.steps[s].lower_first != other.steps[s].lower_first;
  }
  CHECK(differs);
}

TEST_CASE("a bin of many forecasts has the band of a normal law, quickly") {
  std::vector<event_forecast> forecasts;
  for (int i = 0; i < 20'000; ++i) forecasts.push_back({0.2 + 0.1 * (i % 2), i % 4 == 0});
  const auto bins = reliability_bins(forecasts, 2, 0.95);
  REQUIRE(bins.size() == 1);
  const double half_width = 1.959964 * std::sqrt((0.2 * 0.8 + 0.3 * 0.7) / 2 / 20'000);
  CHECK(bins[0].lower == Approx(0.25 - half_width).epsilon(1e-3));
  CHECK(bins[0].upper == Approx(0.25 + half_width).epsilon(1e-3));
}

TEST_CASE("probabilities on the end of a bin open the next one, 1 stays in the last") {
  const std::vector<event_forecast> forecasts{{0, false}, {0.1, false}, {0.3, true}, {0.7, true}, {1, true}};
  const auto bins = reliability_bins(forecasts);
  REQUIRE(bins.size() == 5);
  CHECK(bins[0].from == 0);
  CHECK(bins[1].from == 0.1);
  CHECK(bins[2].from == 0.3);
  CHECK(bins[3].from == 0.7);
  CHECK(bins[4].from == 0.9);
  CHECK(bins[4].to == 1);
  CHECK(bins[0].upper == 0);
  CHECK(bins[4].lower == 1);
}

TEST_CASE("what is wrong is said") {
  CHECK_THROWS_WITH_AS(reliability_bins({}), "reliability_bins: nothing was given; at least one forecast is needed",
                       invalid_input);
  const std::vector<event_forecast> percent{{30, true}};
  CHECK_THROWS_WITH_AS(reliability_bins(percent),
                       "reliability_bins: a probability of 30 was given, but it must lie in [0, 1]", invalid_input);
  const std::vector<event_forecast> one{{0.5, true}};
  CHECK_THROWS_AS(reliability_bins(one, 0), invalid_input);
  CHECK_THROWS_AS(reliability_bins(one, 10, 1), invalid_input);
  CHECK_THROWS_AS(isotonic_reliability(one, {.replicates = 0}), invalid_input);
}
