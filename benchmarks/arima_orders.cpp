// arima_orders SERIES.csv PEER.csv: our log-likelihoods beside those that peers/arima_orders.R found, by order.
// SERIES.csv has the columns series,period,value, PEER.csv is what the script printed. Where theirs is higher, ours at
// their coefficients says whether it is a likelihood: R leaves values whose variance exceeds 10^4 sigma^2 out of its
// own, so that figures of an autoregression next to a unit root are too high.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdlib>
#include <fstream>
#include <map>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include <fmt/core.h>

#include <tollcast/core/error.hpp>
#include <tollcast/series/read_csv.hpp>
#include <tollcast/trend/arima.hpp>

namespace {

using namespace tollcast;

// Our log-likelihood at their coefficients. Moving averages outside the unit circle are moved onto it from within.
std::optional<double> at_theirs(arima model, const yearly_values& series, const std::vector<double>& coefficients) {
  const auto p = static_cast<std::ptrdiff_t>(model.p);
  const auto q = static_cast<std::ptrdiff_t>(model.q);
  arima_parameters theirs;
  theirs.ar.assign(coefficients.begin(), coefficients.begin() + p);
  theirs.ma.assign(coefficients.begin() + p, coefficients.begin() + p + q);
  for (double inwards = 0; inwards < 1e-3; inwards = std::max(1e-10, 3 * inwards)) {
    model.fixed = theirs;
    for (std::size_t i = 0; i < theirs.ma.size(); ++i) {
      model.fixed->ma[i] *= std::pow(1 - inwards, static_cast<double>(i + 1));
    }
    try {
      return model.fit(series).log_likelihood;
    } catch (const invalid_input&) {
      continue;
    }
  }
  return std::nullopt;
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 3) {
    fmt::print(stderr, "usage: arima_orders SERIES.csv PEER.csv\n");
    return 2;
  }
  std::map<std::string, yearly_values> all;
  for (const tally& series : read_csv(arguments[1])) all.emplace(series.name, values_of(series));
  std::ifstream peer(arguments[2]);
  std::string line;
  std::getline(peer, line);
  int fits = 0;
  int higher = 0;
  int losses = 0;
  int no_likelihood = 0;
  while (std::getline(peer, line)) {
    std::istringstream fields(line);
    const auto field = [&] {
      std::string text;
      std::getline(fields, text, ',');
      return text;
    };
    const std::string name = field();
    arima model;
    model.p = std::atoi(field().c_str());
    model.d = std::atoi(field().c_str());
    model.q = std::atoi(field().c_str());
    model.constant = field() == "1";
    const double theirs = std::strtod(field().c_str(), nullptr);
    std::vector<double> coefficients;
    for (double value; fields >> value;) coefficients.push_back(value);
    const yearly_values& series = all.at(name);
    const double ours = *model.fit(series).log_likelihood;
    ++fits;
    higher += ours > theirs + 1e-4;
    if (ours >= theirs - 1e-6) continue;
    const std::optional<double> checked = at_theirs(model, series, coefficients);
    if (checked && *checked < ours + 1e-6) {
      ++no_likelihood;
      continue;
    }
    ++losses;
    fmt::print("{} {}: ours {:.6f}, theirs {:.6f}, ours at their coefficients {:.6f}\n", name, to_string(model), ours,
               theirs, checked.value_or(NAN));
  }
  fmt::print("{} fits: ours is higher by more than 1e-4 in {}, lower by more than 1e-6 in {};\n", fits, higher, losses);
  fmt::print("{} of their figures are above what their coefficients reach\n", no_likelihood);
  return losses == 0 ? 0 : 1;
}
