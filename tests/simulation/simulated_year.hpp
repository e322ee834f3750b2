#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>

#include <boost/random/binomial_distribution.hpp>
#include <boost/random/gamma_distribution.hpp>
#include <boost/random/normal_distribution.hpp>

#include <tollcast/numeric/random.hpp>
#include <tollcast/series/period.hpp>
#include <tollcast/series/tally.hpp>

// How a year fills up, drawn from the prior of learn_share: the expected shares of the months are Dirichlet with the
// weight of 40 deaths on the days, so that any days have a beta law; the concentration is log-normal (median 15, log
// standard deviation 1.3), from 2 to 3000 in steps of a factor 1.6, half a step more at either end.
struct simulated_shares {
  std::array<double, 12> share{};
  double concentration = 0;

  static simulated_shares draw(int year, tollcast::random_engine& engine) {
    boost::random::normal_distribution<double> normal;
    simulated_shares result;
    do {
      result.concentration = 15 * std::exp(1.3 * normal(engine));
    } while (result.concentration < 2 / std::sqrt(1.6) || result.concentration > 2 * std::pow(1.6, 15.5));
    const double days = tollcast::whole_year(year).days();
    for (unsigned month = 1; month <= 12; ++month) {
      result.share[month - 1] = 40 * tollcast::month_of(year, month).days() / days;
    }
    result.share = dirichlet(result.share, engine);
    return result;
  }

  // The months of a year with this total: Dirichlet-multinomial.
  std::array<std::int64_t, 12> months(std::int64_t total, tollcast::random_engine& engine) const {
    std::array<double, 12> weights{};
    for (std::size_t m = 0; m < 12; ++m) weights[m] = concentration * share[m];
    weights = dirichlet(weights, engine);
    std::array<std::int64_t, 12> counts{};
    double rest = 1;
    for (std::size_t m = 0; m < 12 && total > 0; ++m) {
      const double chance = rest > 0 ? std::clamp(weights[m] / rest, 0.0, 1.0) : 1.0;
      counts[m] = m == 11 ? total : boost::random::binomial_distribution<std::int64_t>(total, chance)(engine);
      total -= counts[m];
      rest -= weights[m];
    }
    return counts;
  }

 private:
  static std::array<double, 12> dirichlet(const std::array<double, 12>& weights, tollcast::random_engine& engine) {
    std::array<double, 12> drawn{};
    double sum = 0;
    for (std::size_t m = 0; m < 12; ++m) {
      drawn[m] = boost::random::gamma_distribution<double>(std::max(weights[m], 1e-6))(engine);
      sum += drawn[m];
    }
    for (double& value : drawn) value /= sum;
    return drawn;
  }
};

// The months first to last of a year as rows of a tally, and their sum.
inline void add_months(tollcast::tally& series, int year, const std::array<std::int64_t, 12>& counts, unsigned first,
                       unsigned last) {
  for (unsigned month = first; month <= last; ++month) {
    series.rows.push_back({tollcast::month_of(year, month), tollcast::count::exactly(counts[month - 1])});
  }
}
