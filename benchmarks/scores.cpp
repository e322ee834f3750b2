// A million scores: CRPS in closed form of negative binomial and Poisson laws with means of 1 to 10^4 and sizes of 1/2
// to 500, outcomes drawn from them; and, by the thousand, on the log scale, of mixtures and of draws. Items are scores.
// benchmarks/peers/scores.py times the Python package scoringrules on the same laws.
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include <benchmark/benchmark.h>

#include <tollcast/tollcast.hpp>

namespace {

using tollcast::negative_binomial;
using tollcast::poisson;
using tollcast::score_scale;

struct case_of {
  negative_binomial law;
  std::int64_t outcome;
};

// Means and sizes run through their ranges evenly on the log scale, by additive recurrence.
std::vector<case_of> cases(std::size_t n) {
  std::vector<case_of> made;
  made.reserve(n);
  tollcast::random_engine engine(1);
  double u = 0.5;
  double v = 0.5;
  for (std::size_t i = 0; i < n; ++i) {
    u = std::fmod(u + 0.7548776662466927, 1.0);
    v = std::fmod(v + 0.5698402909980532, 1.0);
    const negative_binomial law(std::pow(10.0, 4 * u), 0.5 * std::pow(10.0, 3 * v));
    made.push_back({law, sample(law, engine)});
  }
  return made;
}

template <class Score>
void time_scores(benchmark::State& state, std::size_t n, Score score) {
  const std::vector<case_of> all = cases(n);
  for (auto _ : state) {
    double sum = 0.0;
    for (const case_of& each : all) sum += score(each);
    benchmark::DoNotOptimize(sum);
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(n));
}

void negative_binomial_million(benchmark::State& state) {
  time_scores(state, 1'000'000, [](const case_of& each) { return crps(each.law, each.outcome); });
}

void poisson_million(benchmark::State& state) {
  time_scores(state, 1'000'000, [](const case_of& each) { return crps(poisson(each.law.mean()), each.outcome); });
}

void negative_binomial_log_scale(benchmark::State& state) {
  time_scores(state, 1000, [](const case_of& each) { return crps(each.law, each.outcome, score_scale::logarithmic); });
}

void mixture_of_two(benchmark::State& state) {
  time_scores(state, 1000, [](const case_of& each) {
    return crps(tollcast::mixture({1, 1}, {each.law, poisson(each.law.mean())}), each.outcome);
  });
}

void thousand_draws(benchmark::State& state) {
  tollcast::random_engine engine(2);
  std::vector<double> draws;
  draws.reserve(1000);
  for (int i = 0; i < 1000; ++i) draws.push_back(static_cast<double>(sample(negative_binomial(685, 7), engine)));
  for (auto _ : state) benchmark::DoNotOptimize(tollcast::crps_of_draws(draws, 700));
  state.SetItemsProcessed(state.iterations());
}

BENCHMARK(negative_binomial_million)->Unit(benchmark::kMillisecond);
BENCHMARK(poisson_million)->Unit(benchmark::kMillisecond);
BENCHMARK(negative_binomial_log_scale)->Unit(benchmark::kMillisecond);
BENCHMARK(mixture_of_two)->Unit(benchmark::kMillisecond);
BENCHMARK(thousand_draws)->Unit(benchmark::kMicrosecond);

}  // namespace
