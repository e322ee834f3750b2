// One fit of each trend model to the series of benchmarks/peers/series.csv (or of another file), as a library call:
//   trend_fits [FILE.csv] [--benchmark_... option]
// benchmarks/peers/run puts R's times beside these.
#include <string>

#include <benchmark/benchmark.h>
#include <fmt/core.h>

#include <tollcast/tollcast.hpp>

namespace {

template <class Model>
void add(const tollcast::yearly_tally& series, const std::string& name, const Model& model) {
  benchmark::RegisterBenchmark((series.name + "/" + name).c_str(), [series, model](benchmark::State& state) {
    for (auto _ : state) benchmark::DoNotOptimize(model.fit(series));
  })->Unit(benchmark::kMicrosecond);
}

}  // namespace

int main(int argc, char** argv) {
  using tollcast::count_family;
  benchmark::Initialize(&argc, argv);
  const std::string path = argc > 1 ? argv[1] : "benchmarks/peers/series.csv";
  try {
    for (const tollcast::tally& tally : tollcast::read_csv(path)) {
      const tollcast::yearly_tally series = tollcast::yearly(tally);
      add(series, "loglinear_poisson", tollcast::loglinear{.family = count_family::poisson});
      add(series, "loglinear_negative_binomial", tollcast::loglinear{});
      for (const int joints : {1, 3}) {
        add(series, "joinpoint_poisson_" + std::to_string(joints),
            tollcast::joinpoint{.family = count_family::poisson, .joints = joints});
      }
      add(series, "joinpoint_negative_binomial", tollcast::joinpoint{});
      add(series, "level_shifts_log_normal", tollcast::level_shifts{.family = count_family::log_normal});
      add(series, "level_shifts_poisson", tollcast::level_shifts{.family = count_family::poisson});
      add(series, "level_shifts_negative_binomial", tollcast::level_shifts{});
      add(series, "local_level", tollcast::local_level{});
      add(series, "local_trend", tollcast::local_trend{});
    }
  } catch (const tollcast::invalid_input& error) {
    fmt::print(stderr, "trend_fits: {}\n", error.what());
    return 2;
  }
  benchmark::RunSpecifiedBenchmarks();
}
