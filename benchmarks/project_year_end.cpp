// One projection, as a library call: a year known to the end of June after 25 years of months, and the sparse series
// that the program carries.
#include <string>

#include <benchmark/benchmark.h>

#include <tollcast/tollcast.hpp>

namespace {

tollcast::tally months_of_25_years() {
  const tollcast::tally& all = tollcast::find_dataset("ucdp_pakistan").data;
  tollcast::tally kept{all.name, {}, all.origin};
  for (const tollcast::observation& row : all.rows) {
    if (tollcast::year_of(row.when.first()) >= 1990 && tollcast::year_of(row.when.first()) <= 2015)
      kept.rows.push_back(row);
  }
  return kept;
}

void months(benchmark::State& state, const std::string& model) {
  const tollcast::tally series = months_of_25_years();
  const tollcast::year_end_options options{.as_of = tollcast::parse_date("2015-06-30"), .model = model};
  for (auto _ : state) benchmark::DoNotOptimize(project_year_end(series, options));
}

void sparse(benchmark::State& state) {
  const tollcast::tally& series = tollcast::find_dataset("crss_security_personnel").data;
  const tollcast::year_end_options options{.as_of = tollcast::parse_date("2025-09-30")};
  for (auto _ : state) benchmark::DoNotOptimize(project_year_end(series, options));
}

void rest_of_the_year(benchmark::State& state) {
  const auto year = project_year_end(months_of_25_years(), {.as_of = tollcast::parse_date("2015-06-30")});
  for (auto _ : state) benchmark::DoNotOptimize(path(year));
}

void total_of_10_to_the_12(benchmark::State& state) {
  tollcast::tally series{"large", {}, ""};
  for (int year = 2000; year < 2025; ++year) {
    series.rows.push_back({tollcast::whole_year(year), tollcast::count::exactly(1'000'000'000'000 + year), "", 0, ""});
  }
  series.rows.push_back({tollcast::parse_period("2025-H1"), tollcast::count::exactly(600'000'000'000), "", 0, ""});
  for (auto _ : state) benchmark::DoNotOptimize(project_year_end(series));
}

}  // namespace

BENCHMARK_CAPTURE(months, auto, "auto") -> Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(months, local_level, "local_level")->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(months, run_rate, "run_rate")->Unit(benchmark::kMicrosecond);
BENCHMARK(sparse)->Unit(benchmark::kMicrosecond);
BENCHMARK(rest_of_the_year)->Unit(benchmark::kMicrosecond);
BENCHMARK(total_of_10_to_the_12)->Unit(benchmark::kMicrosecond);
