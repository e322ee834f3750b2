// Back-test of the count models one to three years ahead, at every origin with 8 years before it:
//   backtest_years_ahead FOLDER [R_CSV] [--last N] [MODEL]...
// FOLDER holds ucdp_countries_monthly.csv, odmp_us_police.csv and ucdp_pakistan.csv; of the countries, those with 25
// deaths or more in at least 15 years. --last N: from the last N origins of each series alone. Beside auto, which uses
// the months, stands the same on the years alone. R_CSV is what peers/years_ahead.R prints: R's ets and auto.arima of
// log(1 + count), whose laws are taken back to counts as those of this library's models of values are. Without MODEL:
// all of them. Prints, by horizon and for all, the geometric mean over series of the CRPS relative to the random
// walk's, on both scales, and how much the intervals hold.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <stdexcept>
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
  for (const tollcast::tally& series : tollcast::read_csv(folder + "/ucdp_countries_monthly.csv")) {
    int years = 0;
    for (const auto& record : yearly(series).years) years += is_complete(record) && record.total.lower() >= 25;
    if (years >= 15) panel.push_back(series);
  }
  return panel;
}

// R's forecasts as models that look them up: method,series,origin,horizon,mean,sd.
std::vector<tollcast::value_model> read_r(const std::string& path) {
  using origin = std::pair<std::string, int>;
  std::map<std::string, std::map<origin, std::vector<tollcast::any_continuous_distribution>>> all;
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  while (std::getline(file, line)) {
    std::replace(line.begin(), line.end(), ',', ' ');
    std::istringstream fields(line);
    std::string method;
    std::string series;
    int year = 0;
    std::size_t ahead = 0;
    double mean = 0;
    double sd = 0;
    fields >> method >> series >> year >> ahead >> mean >> sd;
    auto& laws = all[method][{series, year}];
    if (!fields || ahead != laws.size() + 1) {
      throw std::runtime_error(fmt::format("{}: not method,series,origin,horizon,mean,sd: {}", path, line));
    }
    laws.emplace_back(tollcast::normal(mean, sd));
  }
  std::vector<tollcast::value_model> models;
  for (const auto& [method, forecasts] : all) {
    models.push_back({"R's " + method, [method = method, known = forecasts](const auto& logs, int) {
                        const auto found = known.find({logs.name, logs.last_year()});
                        if (found == known.end()) throw tollcast::cannot_answer("R was not asked");
                        return tollcast::value_forecast{logs.name, method, logs.last_year(), found->second};
                      }});
  }
  return models;
}

// A model that is not told the parts of the years.
tollcast::count_model of_years_alone(const tollcast::count_model& model) {
  return {model.name + ", years alone", [model](tollcast::yearly_tally series, int years) {
            for (auto& record : series.years) record.parts.clear();
            return model.forecast(series, years);
          }};
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
  if (!std::filesystem::exists(folder + "/ucdp_countries_monthly.csv")) {
    fmt::print(
        "skipped: no ucdp_countries_monthly.csv in '{}'; usage: backtest_years_ahead FOLDER [R_CSV] [--last N] "
        "[MODEL]...\n",
        folder);
    return 0;
  }
  const std::string r_csv = argc > 2 && std::string(argv[2]).ends_with(".csv") ? argv[2] : "";
  std::vector<std::string> names(argv + (r_csv.empty() ? 2 : 3), argv + argc);
  tollcast::backtest_options options{.horizon = horizons};
  if (names.size() > 1 && names[0] == "--last") {
    options.origins = std::stoi(names[1]);
    names.erase(names.begin(), names.begin() + 2);
  }
  if (names.empty()) names = tollcast::count_model_names();
  std::vector<tollcast::count_model> models{tollcast::named_count_model("naive")};
  for (const std::string& name : names) {
    if (name != "naive") models.push_back(tollcast::named_count_model(name));
    if (name == "auto") models.push_back(of_years_alone(models.back()));
  }
  if (!r_csv.empty()) {
    for (tollcast::value_model& model : read_r(r_csv)) models.push_back(tollcast::on_log_scale(std::move(model)));
  }
  const std::vector<tollcast::tally> panel = read(folder);
  const auto start = std::chrono::steady_clock::now();
  const auto lines = score_table(backtest(std::span<const tollcast::tally>(panel), models, options), "naive");
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();

  std::map<std::pair<std::string, int>, double> naive_log;
  for (const auto& line : lines) {
    if (line.model == "naive") naive_log[{line.series, line.horizon}] = *line.crps_log;
  }
  std::map<std::pair<int, std::string>, figures> by_model;
  constexpr int all = 0;
  for (const auto& line : lines) {
    for (const int horizon : {line.horizon, all}) {
      figures& sum = by_model[{horizon, line.model}];
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
  }
  fmt::print("{} series, {:.0f} s\n", panel.size(), seconds);
  for (const int h : {1, 2, 3, all}) {
    fmt::print("\n| {} | CRPS | of log(1 + count) | 80 % | 95 % | n | failures |\n|---|---|---|---|---|---|---|\n",
               h == all ? std::string("all") : fmt::format("{} year{} ahead", h, h == 1 ? "" : "s"));
    for (const auto& model : models) {
      const figures& sum = by_model[{h, model.name}];
      fmt::print("| {} | {:.3f} | {:.3f} | {:.1f} | {:.1f} | {} | {} |\n", model.name,
                 std::exp(sum.log_ratio / sum.series), std::exp(sum.log_ratio_of_logs / sum.series),
                 100.0 * sum.inside_80 / sum.n, 100.0 * sum.inside_95 / sum.n, sum.n, sum.failures);
    }
  }
}
