// The exact search for the best joints, and the permutation test, by family. BM_search/FAMILY/JOINTS/YEARS finds the
// best fits with 0 ... JOINTS joints, with their summaries and the joints' intervals; each family on three series of
// the given length, of few deaths, of many, and of very many.
#include <array>
#include <cmath>
#include <cstdint>
#include <vector>

#include <benchmark/benchmark.h>

#include <tollcast/tollcast.hpp>

namespace {

constexpr std::array families{tollcast::count_family::poisson, tollcast::count_family::quasi_poisson,
                              tollcast::count_family::negative_binomial, tollcast::count_family::log_normal};

tollcast::yearly_tally drawn(int years, double level) {
  tollcast::random_engine engine(1);
  std::vector<std::int64_t> counts;
  for (int i = 0; i < years; ++i) {
    const double bend = i < years / 3       ? 0.1 * i
                        : i < 2 * years / 3 ? 0.2 * (years / 3) - 0.1 * i
                                            : 0.1 * i - 0.2 * (years / 3);
    counts.push_back(sample(tollcast::negative_binomial(level * std::exp(bend), 15), engine));
  }
  return tollcast::exact_counts("drawn", 2000, counts);
}

void BM_search(benchmark::State& state) {
  const tollcast::count_family family = families[static_cast<std::size_t>(state.range(0))];
  const auto series = drawn(static_cast<int>(state.range(2)), static_cast<double>(state.range(3)));
  const tollcast::joinpoint how{.family = family, .joints = static_cast<int>(state.range(1))};
  for ([[maybe_unused]] auto _ : state) benchmark::DoNotOptimize(how.fit(series));
  state.SetLabel(to_string(family));
}
BENCHMARK(BM_search)
    ->ArgNames({"family", "joints", "years", "level"})
    ->ArgsProduct({{0, 1, 2, 3}, {3}, {25}, {5, 100, 5000}})
    ->ArgsProduct({{0, 1, 2, 3}, {4}, {40}, {5, 100, 5000}})
    ->Unit(benchmark::kMillisecond);

// All tests of 0 ... 3 joints, 4499 permutations at most each, on a series with two bends.
void BM_permutation_test(benchmark::State& state) {
  const tollcast::count_family family = families[static_cast<std::size_t>(state.range(0))];
  const auto series = drawn(25, 100);
  const tollcast::joinpoint how{.family = family,
                                .max_joints = 3,
                                .selection = tollcast::joint_selection::permutation,
                                .sequential = state.range(1) == 1};
  for ([[maybe_unused]] auto _ : state) benchmark::DoNotOptimize(how.fit(series));
  state.SetLabel(to_string(family));
}
BENCHMARK(BM_permutation_test)
    ->ArgNames({"family", "sequential"})
    ->ArgsProduct({{0, 2, 3}, {0, 1}})
    ->Unit(benchmark::kMillisecond);

}  // namespace
