#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <functional>
#include <numeric>
#include <utility>
#include <vector>

#include <boost/random/normal_distribution.hpp>
#include <boost/random/uniform_01.hpp>

#include <tollcast/numeric/random.hpp>
#include <tollcast/numeric/reference_laws.hpp>
#include <tollcast/numeric/special.hpp>
#include <tollcast/projection/regional_outlook.hpp>

namespace tollcast::detail {

// Gamma draws of any shape and scale 1 (Marsaglia and Tsang 2000, ACM Trans. Math. Softw. 26:363); 0 where the draw is
// too small for a double.
class gamma_draws {
 public:
  double operator()(double shape, random_engine& engine) {
    const double factor = shape < 1 ? std::pow(uniform_(engine), 1 / shape) : 1;
    const double d = (shape < 1 ? shape + 1 : shape) - 1.0 / 3;
    const double c = 1 / std::sqrt(9 * d);
    for (;;) {
      const double x = normal_(engine);
      const double v = 1 + c * x;
      if (v <= 0) continue;
      const double cube = v * v * v;
      const double u = uniform_(engine);
      if (u < 1 - 0.0331 * x * x * x * x) return factor * d * cube;
      if (u > 0 && std::log(u) < 0.5 * x * x + d * (1 - cube + std::log(cube))) return factor * d * cube;
    }
  }

 private:
  boost::random::normal_distribution<double> normal_;
  boost::random::uniform_01<double> uniform_;
};

// The posterior of shares given counts, which need not be whole. The j regions with the most deaths stand by themselves
// and the other K - j share the rest evenly or not: the j shares and that of the rest have Jeffreys' prior,
// Dirichlet(1/2, ..., 1/2), and the rest is divided by a symmetric Dirichlet(beta) law. j is 0 to 3 (at most K - 2),
// each equally likely and each choice of j regions too. The prior of beta makes the expected evenness uniform, the mean
// of
//   the entropy over log K, [psi(K beta + 1) - psi(beta + 1)] / log K, and
//   1 less Gini's index over its largest value, 1 - Gamma(beta + 1/2) / (sqrt(pi) Gamma(beta + 1)),
// of K - j regions. The entropy alone, and no region by itself, is the prior of Nemenman, Shafee and Bialek (2002,
// Advances in Neural Information Processing Systems 14:471): it leaves little to nearly equal shares, and with a few
// large regions among many small ones it draws each to the others.
class share_posterior {
 public:
  explicit share_posterior(std::vector<double> counts) : counts_(std::move(counts)) {
    std::sort(counts_.begin(), counts_.end(), std::greater<>());
    const std::size_t k = counts_.size();
    double rest = std::accumulate(counts_.begin(), counts_.end(), 0.0);
    const double total = rest;
    std::array<double, steps> divided{};  // log P(the rest's division | beta) without the normalising constant
    for (std::size_t step = 0; step < steps; ++step) {
      const double beta = beta_at(step);
      for (const double count : counts_) divided[step] += count > 0 ? log_gamma_ratio(beta, count) : 0;
    }
    double apart = 0;  // log P(who stands by itself, and how many die there)
    std::vector<double> log_weights;
    const std::size_t most_apart = k > 2 ? std::min<std::size_t>(k - 2, 3) : 0;
    for (std::size_t j = 0; j <= most_apart; ++j) {
      if (j > 0) {
        const double count = counts_[j - 1];
        rest -= count;
        apart += log_gamma_ratio(0.5, count) + std::log(static_cast<double>(j) / static_cast<double>(k - j + 1));
        for (std::size_t step = 0; step < steps; ++step) {
          divided[step] -= count > 0 ? log_gamma_ratio(beta_at(step), count) : 0;
        }
      }
      const auto cells = static_cast<double>(j + 1);
      const double top = j == 0 ? 0 : apart + log_gamma_ratio(0.5, rest) - log_gamma_ratio(cells / 2, total);
      const auto others = static_cast<double>(k - j);
      for (std::size_t step = 0; step < steps; ++step) {
        log_weights.push_back(top + std::log(prior_of(step, others)) + divided[step] -
                              log_gamma_ratio(others * beta_at(step), rest));
      }
    }
    const double sum = log_sum_exp(log_weights);
    double reached = 0;
    for (const double value : log_weights) reached_.push_back(reached += std::exp(value - sum));
  }

  // One draw of the shares, up to a factor, those with the most deaths first.
  std::vector<double> sample(random_engine& engine) {
    const double u = uniform_(engine) * reached_.back();
    const auto place =
        static_cast<std::size_t>(std::upper_bound(reached_.begin(), reached_.end(), u) - reached_.begin());
    const std::size_t choice = std::min(place, reached_.size() - 1);
    const std::size_t apart = choice / steps;
    const double beta = beta_at(choice % steps);
    std::vector<double> drawn;
    for (std::size_t i = 0; i < apart; ++i) drawn.push_back(gamma_(counts_[i] + 0.5, engine));
    double sum = 0;
    double rest = 0;
    for (std::size_t i = apart; i < counts_.size(); ++i) {
      sum += drawn.emplace_back(gamma_(counts_[i] + beta, engine));
      rest += counts_[i];
    }
    if (!(sum > 0)) {  // all of them too small for a double: then one region has everything
      const auto any = static_cast<std::size_t>(uniform_(engine) * static_cast<double>(counts_.size() - apart));
      sum = drawn[apart + std::min(any, counts_.size() - apart - 1)] = 1;
    }
    if (apart == 0) return drawn;
    const double all = gamma_(rest + 0.5, engine);
    for (std::size_t i = apart; i < drawn.size(); ++i) drawn[i] = drawn[i] / sum * all;
    return drawn;
  }

 private:
  static constexpr std::size_t steps = 24;  // from 10^-4 to 10^4

  static double beta_at(std::size_t step) { return std::pow(10.0, -4 + 8 * (static_cast<double>(step) + 0.5) / steps); }

  static double prior_of(std::size_t step, double regions) {
    const auto evenness = [regions](double beta) {
      const double entropy = digamma(regions * beta + 1) - digamma(beta + 1);
      const double gini = std::exp(-log_gamma_ratio(beta + 0.5, 0.5)) / std::sqrt(std::acos(-1.0));
      return ((regions > 1 ? entropy / std::log(regions) : 1) + 1 - gini) / 2;
    };
    const double width = std::pow(10.0, 4.0 / steps);
    return std::max(evenness(beta_at(step) * width) - evenness(beta_at(step) / width), 1e-12);
  }

  std::vector<double> counts_;  // the largest first
  std::vector<double> reached_;
  boost::random::uniform_01<double> uniform_;
  gamma_draws gamma_;
};

// Adds draws of one share, up to so many: beta(y + 1/2, n - y + 1/2), Jeffreys' posterior (Brown, Cai and DasGupta
// 2001, Stat. Sci. 16:101), which does not depend on how many other regions there are.
inline void add_draws_of_one_share(std::vector<double>& draws, double count, double rest, std::size_t up_to,
                                   random_engine& engine) {
  gamma_draws gamma;
  while (draws.size() < up_to) {
    const double one = gamma(count + 0.5, engine);
    const double other = gamma(std::max(rest, 0.0) + 0.5, engine);
    draws.push_back(one + other > 0 ? one / (one + other) : 0.5);
  }
}

// Mean and shortest interval that holds so much of the numbers, which are put in order.
inline bounded_estimate mean_and_shortest(std::vector<double>& values, double level) {
  std::sort(values.begin(), values.end());
  double sum = 0;
  for (const double value : values) sum += value;
  const auto inside = static_cast<std::size_t>(std::ceil(level * static_cast<double>(values.size())));
  std::size_t first = 0;
  for (std::size_t i = 0; i + inside <= values.size(); ++i) {
    if (values[i + inside - 1] - values[i] < values[first + inside - 1] - values[first]) first = i;
  }
  const double mean = sum / static_cast<double>(values.size());
  return {mean, std::min(mean, values[first]), std::max(mean, values[first + inside - 1])};
}

}  // namespace tollcast::detail
