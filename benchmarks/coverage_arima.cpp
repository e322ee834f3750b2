// coverage_arima [REPEATS]: how often the 80 and 95 % intervals of ARIMA forecasts hold what comes, with the
// parameters' uncertainty and without, on simulated series of the fitted model, and with the orders chosen
// automatically.

#include <array>
#include <cmath>
#include <cstdlib>
#include <optional>
#include <vector>

#include <boost/random/normal_distribution.hpp>
#include <fmt/core.h>

#include <tollcast/numeric/random.hpp>
#include <tollcast/trend/arima.hpp>
#include <tollcast/trend/automatic_arima.hpp>

namespace {

using namespace tollcast;

struct process {
  arima model;
  std::vector<double> ar;
  std::vector<double> ma;
  double constant;
};

constexpr std::size_t ahead = 6;

std::vector<double> simulated(const process& truth, std::size_t n, random_engine& engine) {
  boost::random::normal_distribution<double> noise;
  const std::size_t warm = 200;
  std::vector<double> u(warm + n + ahead);
  std::vector<double> e(u.size());
  for (std::size_t t = 0; t < u.size(); ++t) {
    u[t] = e[t] = noise(engine);
    for (std::size_t i = 0; i < truth.ar.size() && i < t; ++i) u[t] += truth.ar[i] * u[t - 1 - i];
    for (std::size_t i = 0; i < truth.ma.size() && i < t; ++i) u[t] += truth.ma[i] * e[t - 1 - i];
  }
  std::vector<double> y(u.begin() + warm, u.end());
  for (double& value : y) value += truth.constant;
  for (int d = 0; d < truth.model.d; ++d) {
    for (std::size_t t = 1; t < y.size(); ++t) y[t] += y[t - 1];
  }
  return y;
}

}  // namespace

int main(int count, char** arguments) {
  const int repeats = count > 1 ? std::atoi(arguments[1]) : 2000;
  std::vector<process> processes;
  const auto add = [&](const arima& model, const std::vector<double>& ar, const std::vector<double>& ma,
                       double constant) {
    processes.push_back({model, ar, ma, constant});
  };
  add({.p = 1, .constant = true}, {0.6}, {}, 10);
  add({.p = 1, .constant = true}, {0.9}, {}, 10);
  add({.d = 1, .q = 1, .constant = true}, {}, {-0.5}, 0.5);
  add({.p = 1, .d = 1, .constant = true}, {0.5}, {}, 0.5);
  add({.p = 1, .d = 1, .q = 1}, {0.4}, {0.3}, 0);
  add({.p = 2, .constant = true}, {0.7, -0.3}, {}, 10);
  add({.d = 2, .q = 1}, {}, {-0.6}, 0);
  fmt::print("{:<26} {:>3} {:>2}  {:>23}  {:>23}  {:>23}\n", "", "", "", "known", "estimated", "automatic, estimated");
  fmt::print("{:<26} {:>3} {:>2}  {:>7} {:>7} {:>7}  {:>7} {:>7} {:>7}  {:>7} {:>7} {:>7}\n", "process", "n", "h",
             "80 %", "95 %", "width", "80 %", "95 %", "width", "80 %", "95 %", "width");
  random_engine engine(1);
  for (const process& truth : processes) {
    for (const std::size_t n : {std::size_t{15}, std::size_t{20}, std::size_t{30}}) {
      // by way of forecasting, by horizon: within 80 %, within 95 %, width
      std::array<std::array<std::array<double, 3>, ahead>, 3> tally{};
      for (int i = 0; i < repeats; ++i) {
        const std::vector<double> y = simulated(truth, n, engine);
        const yearly_values series{"", 2000, {y.begin(), y.begin() + static_cast<std::ptrdiff_t>(n)}, {}};
        const arima_fit fit = truth.model.fit(series);
        const std::array<std::vector<any_continuous_distribution>, 3> forecasts = {
            fit.forecast(ahead, parameter_uncertainty::ignored), fit.forecast(ahead),
            automatic_arima{}.fit(series).forecast(ahead)};
        for (std::size_t way = 0; way < 3; ++way) {
          for (std::size_t h = 0; h < ahead; ++h) {
            const value_interval narrow = interval(forecasts[way][h], .8);
            const value_interval wide = interval(forecasts[way][h], .95);
            auto& [within_80, within_95, width] = tally[way][h];
            within_80 += narrow.lower <= y[n + h] && y[n + h] <= narrow.upper;
            within_95 += wide.lower <= y[n + h] && y[n + h] <= wide.upper;
            width += wide.upper - wide.lower;
          }
        }
      }
      for (const std::size_t h : {std::size_t{0}, std::size_t{2}, std::size_t{5}}) {
        fmt::print("{:<26} {:>3} {:>2}", to_string(truth.model), n, h + 1);
        for (const auto& way : tally) {
          fmt::print("  {:>7.3f} {:>7.3f} {:>7.2f}", way[h][0] / repeats, way[h][1] / repeats, way[h][2] / repeats);
        }
        fmt::print("\n");
      }
    }
  }
}
