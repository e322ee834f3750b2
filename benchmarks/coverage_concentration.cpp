// How often the intervals of the concentration indices hold the truth, when deaths come in events of several at once:
//   coverage_concentration [REPETITIONS]
// Shares ("8 by 0.5": of 8 regions each has half of the one before), deaths in the period and mean deaths an event are
// given; an event falls in one region and kills 1 + Poisson. Twelve months a year, ten earlier years, so that the
// dispersion is learnt. Nominal: 95 %. "bias" is the mean error of the estimate of the Herfindahl index, beside that of
// the counts.
#include <cmath>
#include <cstdlib>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include <boost/random/discrete_distribution.hpp>
#include <boost/random/poisson_distribution.hpp>
#include <fmt/core.h>

#include <tollcast/tollcast.hpp>

namespace {

struct truth {
  std::vector<double> shares;
  double herfindahl = 0;
  double effective_number = 0;
  double gini = 0;
};

truth truth_of(std::vector<double> shares) {
  truth made{.shares = std::move(shares)};
  const double sum = std::accumulate(made.shares.begin(), made.shares.end(), 0.0);
  const auto n = static_cast<double>(made.shares.size());
  double entropy = 0;
  for (std::size_t k = 0; k < made.shares.size(); ++k) {
    double& p = made.shares[k];
    p /= sum;
    made.herfindahl += p * p;
    entropy -= p * std::log(p);
    made.gini += p * (n - 1 - 2 * static_cast<double>(k)) / n;
  }
  made.effective_number = std::exp(entropy);
  return made;
}

struct shape {
  std::string name;
  std::vector<double> shares;  // the largest first
};

std::vector<shape> shapes() {
  std::vector<shape> found;
  for (const int regions : {3, 8, 40}) {
    for (const double ratio : {0.95, 0.8, 0.5}) {
      shape& one = found.emplace_back(shape{fmt::format("{} by {}", regions, ratio), {}});
      for (int k = 0; k < regions; ++k) one.shares.push_back(std::pow(ratio, k));
    }
  }
  found.push_back({"3: .66 .3", {0.66, 0.3, 0.04}});
  found.push_back({"5: .7, rest alike", {0.7, 0.075, 0.075, 0.075, 0.075}});
  found.push_back({"20: .5, rest alike", std::vector<double>(20, 0.5 / 19)});
  found.back().shares.front() = 0.5;
  found.push_back({"34: .4 .4, rest alike", std::vector<double>(34, 0.2 / 32)});
  found.back().shares[0] = found.back().shares[1] = 0.4;
  return found;
}

tollcast::regional_tally simulated(const truth& law, double deaths_a_year, double deaths_an_event, bool by_month,
                                   tollcast::random_engine& engine) {
  constexpr int years = 11;
  tollcast::regional_tally made;
  for (std::size_t k = 0; k < law.shares.size(); ++k) made.parts.push_back({{"region " + std::to_string(k), {}, ""}});
  boost::random::discrete_distribution<std::size_t, double> region(law.shares);
  for (int year = 2001; year < 2001 + years; ++year) {
    std::vector<std::int64_t> whole(law.shares.size(), 0);
    for (unsigned month = 1; month <= 12; ++month) {
      std::vector<std::int64_t> counts(law.shares.size(), 0);
      const int events = boost::random::poisson_distribution<int, double>(deaths_a_year / deaths_an_event / 12)(engine);
      for (int i = 0; i < events; ++i) {
        const int more =
            deaths_an_event > 1 ? boost::random::poisson_distribution<int, double>(deaths_an_event - 1)(engine) : 0;
        counts[region(engine)] += 1 + more;
      }
      for (std::size_t k = 0; k < counts.size(); ++k) {
        whole[k] += counts[k];
        if (by_month)
          made.parts[k].series.rows.push_back({tollcast::month_of(year, month), tollcast::count::exactly(counts[k])});
      }
    }
    for (std::size_t k = 0; !by_month && k < whole.size(); ++k) {
      made.parts[k].series.rows.push_back({tollcast::whole_year(year), tollcast::count::exactly(whole[k])});
    }
  }
  return made;
}

bool holds(const tollcast::bounded_estimate& interval, double value) {
  return interval.lower <= value + 1e-12 && value <= interval.upper + 1e-12;
}

}  // namespace

int main(int argc, char** argv) {
  const int repetitions = argc > 1 ? std::atoi(argv[1]) : 400;
  fmt::print(
      "| regions | deaths | an event | figures | share | top | two | Herfindahl | effective | Gini | bias | of counts "
      "|\n|---|---|---|---|---|---|---|---|---|---|---|---|\n");
  for (const shape& given : shapes()) {
    const truth law = truth_of(given.shares);
    for (const double deaths : {30.0, 150.0, 1000.0}) {
      for (const double an_event : {1.0, 5.0}) {
        for (const bool by_month : {true, false}) {
          tollcast::random_engine engine(1);
          double inside[6] = {};
          double bias[2] = {};
          int n = 0;
          for (int i = 0; i < repetitions; ++i) {
            const auto made = simulated(law, deaths, an_event, by_month, engine);
            const tollcast::concentrations asked(made, {}, {.draws = 1000});
            double sum = 0;
            double squares = 0;
            for (const auto& part : made.parts) {
              const auto last = static_cast<double>(known_count(yearly(part.series).years.back()));
              sum += last;
              squares += last * last;
            }
            if (!(sum > 0)) continue;
            const tollcast::concentration found = asked.of({2011, 2011});
            ++n;
            inside[0] += holds(found.shares[0], law.shares[0]);
            inside[1] += holds(found.top_share, law.shares[0]);
            inside[2] += holds(found.top_two_share, law.shares[0] + law.shares[1]);
            inside[3] += holds(found.herfindahl, law.herfindahl);
            inside[4] += holds(found.effective_number, law.effective_number);
            inside[5] += holds(found.gini, law.gini);
            bias[0] += found.herfindahl.estimate - law.herfindahl;
            bias[1] += squares / (sum * sum) - law.herfindahl;
          }
          fmt::print("| {} | {:.0f} | {:.0f} | {} ", given.name, deaths, an_event, by_month ? "months" : "years");
          for (const double one : inside) fmt::print("| {:.1f} ", 100 * one / n);
          fmt::print("| {:+.3f} | {:+.3f} |\n", bias[0] / n, bias[1] / n);
        }
      }
    }
  }
}
