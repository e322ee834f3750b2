// Back-test of the count models one to three years ahead, at every origin with 8 years before it:
//   backtest_years_ahead FOLDER [MODEL]...
// FOLDER holds ucdp_countries_yearly.csv, odmp_us_police.csv and ucdp_pakistan.csv; of the countries, those with 25
// deaths or more in at least 15 years. Without MODEL: all of them. Prints, by horizon, the geometric mean over series
// of the CRPS relative to the random walk's, on both scales, and how much the intervals hold.
#include <chrono>
#include <cmath>
#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <fmt/core.h>

#include <tollcast/tollcast.hpp>

namespace {

constexpr int horizons = 3;

std::vector<tollcast::tally> read(const std::string& folder) {
  std::vector<tollcast::tally> panel;
  for (const char* file : {"odmp_us_police.csv", "ucdp_pakistan.csv"}) {
    for (const tollcast::tally& series : tollcast::read_csv(folder + "/" + file)) panel.push_back(series);
  }
  for (const tollcast::tally& series : tollcast::read_csv(folder + "/ucdp_countries_yearly.csv")) {
    int years = 0;
    for (const auto& record : yearly(series).years) years += is_complete(record) && record.total.lower() >= 25;
    if (years >= 15) panel.push_back(series);
  }
  return panel;
}

struct figures {
  double log_ratio = 0;
  double log_ratio_of_logs = 0;
  int series = 0;
  int n = 0;
  int failures = 0;
  int inside_80 = 0;
  int inside_95 = 0;
};

}  // namespace

int main(int argc, char** argv) {
  const std::string folder = argc > 1 ? argv[1] : "";
  if (!std::filesystem::exists(folder + "/ucdp_countries_yearly.csv")) {
    fmt::print("skipped: no ucdp_countries_yearly.csv in '{}'; usage: backtest_years_ahead FOLDER [MODEL]...\n",
               folder);
    return 0;
  }
  std::vector<std::string> names(argv + 2, argv + argc);
  if (names.empty()) names = tollcast::count_model_names();
  std::vector<tollcast::count_model> models{tollcast::named_count_model("naive")};
  for (const std::string& name : names) {
    if (name != "naive" && name != "auto") models.push_back(tollcast::named_count_model(name));
  }
  const std::vector<tollcast::tally> panel = read(folder);
  const auto start = std::chrono::steady_clock::now();
  const auto lines =
      score_table(backtest(std::span<const tollcast::tally>(panel), models, {.horizon = horizons}), "naive");
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();

  std::map<std::pair<std::string, int>, double> naive_log;
  for (const auto& line : lines) {
    if (line.model == "naive") naive_log[{line.series, line.horizon}] = *line.crps_log;
  }
  std::map<std::pair<int, std::string>, figures> by_model;
  for (const auto& line : lines) {
    figures& sum = by_model[{line.horizon, line.model}];
    sum.failures += line.failures;
    if (line.n == 0) continue;
    sum.n += line.n;
    sum.inside_80 += line.inside_80;
    sum.inside_95 += line.inside_95;
    if (!line.crps_skill || line.failures > 0) continue;
    sum.log_ratio += std::log(1 - *line.crps_skill);
    sum.log_ratio_of_logs += std::log(*line.crps_log / naive_log[{line.series, line.horizon}]);
    ++sum.series;
  }
  fmt::print("{} series, {:.0f} s\n", panel.size(), seconds);
  for (int h = 1; h <= horizons; ++h) {
    fmt::print(
        "\n| {} year{} ahead | CRPS | of log(1 + count) | 80 % | 95 % | n | failures "
        "|\n|---|---|---|---|---|---|---|\n",
        h, h == 1 ? "" : "s");
    for (const auto& model : models) {
      const figures& sum = by_model[{h, model.name}];
      fmt::print("| {} | {:.3f} | {:.3f} | {:.1f} | {:.1f} | {} | {} |\n", model.name,
                 std::exp(sum.log_ratio / sum.series), std::exp(sum.log_ratio_of_logs / sum.series),
                 100.0 * sum.inside_80 / sum.n, 100.0 * sum.inside_95 / sum.n, sum.n, sum.failures);
    }
  }
}
