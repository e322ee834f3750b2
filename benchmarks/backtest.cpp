// A back-test of 30 series with 20 origins each by 5 models, on one core and on all.
#include <cmath>
#include <span>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>
#include <boost/random/normal_distribution.hpp>

#include <tollcast/tollcast.hpp>

namespace {

// 30 years of negative binomial counts round a level that walks.
std::vector<tollcast::tally> panel() {
  tollcast::random_engine engine(1);
  boost::random::normal_distribution<double> step(0, .3);
  std::vector<tollcast::tally> made;
  for (int i = 0; i < 30; ++i) {
    tollcast::tally series{"series " + std::to_string(i + 1), {}, ""};
    double level = std::log(20 + 20 * i);
    for (int year = 1990; year < 2020; ++year) {
      level += step(engine);
      const auto y = sample(tollcast::negative_binomial(std::exp(level), 20), engine);
      series.rows.push_back({tollcast::whole_year(year), tollcast::count::exactly(y)});
    }
    made.push_back(std::move(series));
  }
  return made;
}

void backtest(benchmark::State& state) {
  const std::vector<tollcast::tally> series = panel();
  std::vector<tollcast::count_model> models;
  for (const char* name : {"local_level", "loglinear", "naive", "ets", "theta"}) {
    models.push_back(tollcast::named_count_model(name));
  }
  const tollcast::backtest_options options{.origins = 20, .threads = static_cast<int>(state.range(0))};
  for (auto _ : state) {
    const auto rows = backtest(std::span<const tollcast::tally>(series), models, options);
    if (rows.size() != 30 * 20 * 5) state.SkipWithError("not 3,000 forecasts");
  }
}

}  // namespace

BENCHMARK(backtest)->Arg(1)->Arg(0)->UseRealTime()->Unit(benchmark::kSecond);
