// speed SERIES.csv MODEL [THREADS]: the time that a model takes for a series of a file (series,period,value), of all
// its series one after the other or on so many threads: MODEL,series,microseconds to fit,microseconds to fit and
// forecast six years. MODEL is ets or arima (automatic), theta, another name that named_value_model knows, or paths:
// 5,000 simulated paths of the six years, and their 80 % and 95 % intervals, of ets fitted beforehand. On one thread
// processor time; on more the time that passes, and none for the fit alone (0, as where there is none). peers/speed
// puts those of R and statsforecast beside it.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdlib>
#include <ctime>
#include <functional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <boost/random/normal_distribution.hpp>
#include <fmt/format.h>

#include <tollcast/tollcast.hpp>

namespace {

using namespace tollcast;

constexpr int years = 6;

// Each gives a figure of what it made, so that it is made.
using work = std::function<double(std::size_t series)>;

double microseconds_a_series(const work& one, std::size_t n, int threads) {
  const auto now = [threads] {
    if (threads == 1) return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
  };
  constexpr double enough = 0.5;
  std::vector<double> made(n);
  const auto pass = [&] { parallel_for(n, threads, [&](std::size_t i) { made[i] = one(i); }); };
  parallel_for(std::min<std::size_t>(n, 50), threads, [&](std::size_t i) { made[i] = one(i); });
  const double begun = now();
  double passed = 0;
  int passes = 0;
  for (; passed < enough; ++passes) {
    pass();
    passed = now() - begun;
  }
  return 1e6 * passed / passes / static_cast<double>(n);
}

double paths_of(const smoothing_fit& fit) {
  constexpr std::size_t count = 5000;
  random_engine engine(1);
  boost::random::normal_distribution<double> error(0, std::sqrt(fit.residual_variance));
  std::vector<double> errors(years);
  std::vector<std::vector<double>> values(years, std::vector<double>(count));
  for (std::size_t k = 0; k < count; ++k) {
    for (double& r : errors) r = error(engine);
    const std::vector<double> path = simulated_path(fit, errors);
    for (std::size_t h = 0; h < path.size(); ++h) values[h][k] = path[h];
  }
  double sum = 0;
  for (std::vector<double>& of_year : values) {
    const empirical_values law(std::move(of_year));
    sum += interval(law, 0.8).upper + interval(law, 0.95).upper;
  }
  return sum;
}

// To fit, and to fit and forecast.
std::pair<work, work> works_of(const std::string& model, const std::vector<yearly_values>& all) {
  const auto with = [&all](const auto& specification) -> std::pair<work, work> {
    return {[&all, specification](std::size_t i) { return *specification.fit(all[i]).aic; },
            [&all, specification](std::size_t i) { return mean(specification.fit(all[i]).forecast(years).back()); }};
  };
  if (model == "ets") return with(exponential_smoothing{});
  if (model == "arima") return with(automatic_arima{});
  if (model == "theta") return with(theta{});
  if (model == "paths") {
    std::vector<smoothing_fit> fits;
    fits.reserve(all.size());
    for (const yearly_values& series : all) fits.push_back(exponential_smoothing{}.fit(series));
    return {{}, [fits](std::size_t i) { return paths_of(fits[i]); }};
  }
  return {{}, [&all, found = named_value_model(model)](std::size_t i) {
            return mean(found.forecast(all[i], years).years.back());
          }};
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3 || argc > 4) {
    fmt::print(stderr, "usage: speed SERIES.csv MODEL [THREADS]\n");
    return 2;
  }
  try {
    std::vector<yearly_values> all;
    for (const tally& series : read_csv(argv[1])) all.push_back(values_of(series));
    const std::string model = argv[2];
    const int threads = argc > 3 ? std::atoi(argv[3]) : 1;
    const auto& [fit, both] = works_of(model, all);
    const double to_fit = fit && threads == 1 ? microseconds_a_series(fit, all.size(), threads) : 0;
    const double to_forecast = microseconds_a_series(both, all.size(), threads);
    fmt::print("{},{},{:.2f},{:.2f}\n", model, all.size(), to_fit, to_forecast);
  } catch (const std::exception& error) {
    fmt::print(stderr, "speed: {}\n", error.what());
    return 1;
  }
}
