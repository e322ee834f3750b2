// Exponential smoothing beside R's ets() on the same series:
//   Rscript peers/smoothing_losses.R SERIES.csv > R.csv; smoothing_losses SERIES.csv R.csv
// For each form the number of series, those on which our log-likelihood is lower than R's by more than 10^-6 (losses;
// none is meant), those on which it is higher by more than .001, the largest difference each way, and the microseconds
// of processor time a series; then those of the automatic choice, and of the forecast of six years.
#include <cmath>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <map>
#include <numbers>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <tollcast/tollcast.hpp>

namespace {

using namespace tollcast;

struct theirs {
  double log_likelihood;
  double time;
};

std::map<std::pair<std::string, std::string>, theirs> read_theirs(const std::string& path) {
  std::ifstream file(path);
  if (!file) throw invalid_input(path + ": cannot be read");
  std::map<std::pair<std::string, std::string>, theirs> all;
  std::string line;
  std::getline(file, line);
  while (std::getline(file, line)) {
    std::istringstream fields(line);
    std::string series;
    std::string form;
    std::string log_likelihood;
    std::string time;
    std::getline(fields, series, ',');
    std::getline(fields, form, ',');
    std::getline(fields, log_likelihood, ',');
    std::getline(fields, time, ',');
    all[{series, form}] = {std::stod(log_likelihood), std::stod(time)};
  }
  return all;
}

// That of R's ets() leaves out a constant.
double as_in_r(double log_likelihood, double n) {
  return log_likelihood + n / 2 * (1 + std::log(2 * std::numbers::pi / n));
}

double microseconds(std::clock_t from) {
  return 1e6 * static_cast<double>(std::clock() - from) / static_cast<double>(CLOCKS_PER_SEC);
}

int compare(const std::string& series_path, const std::string& r_path) {
  std::vector<yearly_values> all;
  for (const tally& series : read_csv(series_path)) all.push_back(values_of(series));
  const auto r = read_theirs(r_path);
  int lost = 0;
  fmt::print("{:5} {:>6} {:>7} {:>7} {:>11} {:>11} {:>9} {:>9}\n", "form", "series", "losses", "gains", "worst loss",
             "best gain", "us", "R us");
  for (const smoothing_form& form : smoothing_forms()) {
    int compared = 0;
    int losses = 0;
    int gains = 0;
    double worst = 0;
    double best = 0;
    double time = 0;
    double r_time = 0;
    for (const yearly_values& series : all) {
      const auto found = r.find({series.name, short_name(form)});
      if (found == r.end()) continue;
      const std::clock_t start = std::clock();
      const smoothing_fit fit = exponential_smoothing{.form = form}.fit(series);
      time += microseconds(start);
      r_time += found->second.time;
      if (!fit.log_likelihood) continue;
      const double n = fit.degrees_of_freedom + static_cast<double>(fit.parameters.size()) - 1;
      const double more = as_in_r(*fit.log_likelihood, n) - found->second.log_likelihood;
      ++compared;
      losses += more < -1e-6 ? 1 : 0;
      gains += more > 1e-3 ? 1 : 0;
      worst = std::max(worst, -more);
      best = std::max(best, more);
    }
    lost += losses;
    fmt::print("{:5} {:6} {:7} {:7} {:11.2g} {:11.2g} {:9.1f} {:9.1f}\n", short_name(form), compared, losses, gains,
               worst, best, time / compared, r_time / compared);
  }
  double time = 0;
  double ahead = 0;
  double r_time = 0;
  for (const yearly_values& series : all) {
    const auto found = r.find({series.name, "auto"});
    if (found != r.end()) r_time += found->second.time;
    const std::clock_t start = std::clock();
    const smoothing_fit fit = exponential_smoothing{}.fit(series);
    time += microseconds(start);
    const std::clock_t fitted = std::clock();
    fit.forecast(6);
    ahead += microseconds(fitted);
  }
  const auto n = static_cast<double>(all.size());
  fmt::print("automatic: {:.1f} us a series, R's {:.1f} us, {:.0f} times as long; six years ahead: {:.1f} us\n",
             time / n, r_time / n, r_time / time, ahead / n);
  return lost;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    fmt::print(stderr, "usage: smoothing_losses SERIES.csv R.csv\n");
    return 2;
  }
  try {
    return compare(argv[1], argv[2]) == 0 ? 0 : 1;
  } catch (const invalid_input& error) {
    fmt::print(stderr, "smoothing_losses: {}\n", error.what());
    return 2;
  }
}
