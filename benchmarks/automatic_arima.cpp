// automatic_arima SERIES.csv PEER.csv: the automatic choices of an ARIMA model beside those that
// peers/automatic_arima.R printed for the same file (series,period,value). peers/speed has the time that they take.

#include <cstddef>
#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include <fmt/core.h>

#include <tollcast/series/read_csv.hpp>
#include <tollcast/trend/automatic_arima.hpp>

int main(int count, char** arguments) {
  using namespace tollcast;
  if (count != 3) {
    fmt::print(stderr, "usage: automatic_arima SERIES.csv PEER.csv\n");
    return 2;
  }
  std::map<std::string, arima_fit> fits;
  std::size_t candidates = 0;
  for (const tally& series : read_csv(arguments[1])) {
    const arima_fit& fit = fits.emplace(series.name, automatic_arima{}.fit(values_of(series))).first->second;
    candidates += fit.candidates.size();
  }
  std::ifstream peer(arguments[2]);
  std::string line;
  std::getline(peer, line);
  int same = 0;
  int lower = 0;
  int higher = 0;
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
    same += to_string(ours.specification) == to_string(theirs);
    if (ours.specification.d != theirs.d || !ours.aicc) continue;
    lower += *ours.aicc < aicc - 0.001;
    higher += *ours.aicc > aicc + 0.001;
  }
  fmt::print("{} series, {:.1f} models each: the same chosen for {}; AICc lower for {}, higher for {}\n", fits.size(),
             static_cast<double>(candidates) / static_cast<double>(fits.size()), same, lower, higher);
}
