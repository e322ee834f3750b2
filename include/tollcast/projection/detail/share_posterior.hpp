#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
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

// The posterior of shares p ~ symmetric Dirichlet(beta) given counts, which need not be whole, with beta itself drawn
// from its posterior on a grid. The prior of beta makes the expected evenness uniform, the mean of
//   the entropy over log K, [psi(K beta + 1) - psi(beta + 1)] / log K, and
//   1 less Gini's index over its largest value, 1 - Gamma(beta + 1/2) / (sqrt(pi) Gamma(beta + 1)).
// The entropy alone (Nemenman, Shafee and Bialek 2002, Advances in Neural Information Processing Systems 14:471) leaves
// nearly equal shares too little.
class share_posterior {
 public:
  explicit share_posterior(std::vector<double> counts) : counts_(std::move(counts)) {
    const auto k = static_cast<double>(counts_.size());
    double total = 0;
    for (const double count : counts_) total += count;
    const auto evenness = [k](double beta) {
      const double entropy = digamma(k * beta + 1) - digamma(beta + 1);
      const double gini = std::exp(-log_gamma_ratio(beta + 0.5, 0.5)) / std::sqrt(std::acos(-1.0));
      return (k > 1 ? entropy / std::log(k) : 1) + 1 - gini;
    };
    constexpr int steps = 24;  // from 10^-4 to 10^4
    std::vector<double> log_weights;
    for (int step = 0; step < steps; ++step) {
      const double beta = std::pow(10.0, -4 + 8 * (step + 0.5) / steps);
      const double width = std::pow(10.0, 4.0 / steps);
      double value = std::log(std::max(evenness(beta * width) - evenness(beta / width), 1e-12));
      value -= log_gamma_ratio(k * beta, total);
      for (const double count : counts_) {
        if (count > 0) value += log_gamma_ratio(beta, count);
      }
      betas_.push_back(beta);
      log_weights.push_back(value);
    }
    const double sum = log_sum_exp(log_weights);
    double reached = 0;
    for (const double value : log_weights) reached_.push_back(reached += std::exp(value - sum));
  }

  // One draw of the shares, up to a factor.
  std::vector<double> sample(random_engine& engine) {
    const double u = uniform_(engine) * reached_.back();
    const auto step =
        static_cast<std::size_t>(std::upper_bound(reached_.begin(), reached_.end(), u) - reached_.begin());
    const double beta = betas_[std::min(step, betas_.size() - 1)];
    std::vector<double> drawn;
    double sum = 0;
    for (const double count : counts_) sum += drawn.emplace_back(gamma_(count + beta, engine));
    if (sum > 0) return drawn;
    // all of them too small for a double: then one region has everything
    const auto any = static_cast<std::size_t>(uniform_(engine) * static_cast<double>(counts_.size()));
    drawn[std::min(any, drawn.size() - 1)] = 1;
    return drawn;
  }

 private:
  std::vector<double> counts_;
  std::vector<double> betas_;
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
