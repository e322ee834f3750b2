// automatic_arima SERIES.csv [PEER.csv]: the processor time that the automatic choice of an ARIMA model takes a series,
// of a file with the columns series,period,value; with what peers/automatic_arima.R printed, its choices beside ours.

#include <cstddef>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include <fmt/core.h>

#include <tollcast/trend/automatic_arima.hpp>

int main(int count, char** arguments) {
  using namespace tollcast;
  if (count < 2) {
    fmt::print(stderr, "usage: automatic_arima SERIES.csv [PEER.csv]\n");
    return 2;
  }
  std::map<std::string, yearly_values> all;
  std::ifstream values(arguments[1]);
  std::string line;
  std::getline(values, line);
  while (std::getline(values, line)) {
    all[line.substr(0, line.find(','))].values.emplace_back(std::strtod(line.c_str() + line.rfind(',') + 1, nullptr));
  }
  const auto milliseconds_since = [](std::clock_t begun) {
    return 1000 * static_cast<double>(std::clock() - begun) / CLOCKS_PER_SEC;
  };
  const auto size = static_cast<double>(all.size());
  std::map<std::string, arima_fit> fits;
  std::clock_t begun = std::clock();
  for (const auto& [name, series] : all) fits.emplace(name, automatic_arima{}.fit(series));
  const double of_fit = milliseconds_since(begun) / size;
  begun = std::clock();
  double candidates = 0;
  for (const auto& [name, fit] : fits) {
    candidates += static_cast<double>(fit.candidates.size());
    (void)fit.forecast(6);
  }
  fmt::print("{} series: {:.3f} ms to choose from {:.1f} models, {:.3f} ms to forecast 6 years\n", all.size(), of_fit,
             candidates / size, milliseconds_since(begun) / size);
  if (count < 3) return 0;
  std::ifstream peer(arguments[2]);
  std::getline(peer, line);
  int same = 0;
  int lower = 0;
  int higher = 0;
  double time = 0;
  while (std::getline(peer, line)) {
    std::istringstream fields(line);
    std::vector<std::string> field;
    for (std::string text; std::getline(fields, text, ',');) field.push_back(text);
    const arima_fit& ours = fits.at(field.at(0));
    const arima theirs{std::atoi(field.at(1).c_str()),
                       std::atoi(field.at(2).c_str()),
                       std::atoi(field.at(3).c_str()),
                       field.at(4) == "1",
                       {}};
    const double aicc = std::strtod(field.at(5).c_str(), nullptr);
    time += std::strtod(field.at(6).c_str(), nullptr);
    same += to_string(ours.specification) == to_string(theirs);
    if (ours.specification.d != theirs.d || !ours.aicc) continue;
    lower += *ours.aicc < aicc - 0.001;
    higher += *ours.aicc > aicc + 0.001;
  }
  fmt::print("peer: {:.2f} ms, {:.0f} times as long; the same model for {}; AICc lower for {}, higher for {}\n",
             time / size, time / size / of_fit, same, lower, higher);
}
