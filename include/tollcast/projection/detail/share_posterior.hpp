#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include <boost/random/gamma_distribution.hpp>
#include <boost/random/uniform_01.hpp>

#include <tollcast/numeric/random.hpp>
#include <tollcast/numeric/reference_laws.hpp>
#include <tollcast/numeric/special.hpp>
#include <tollcast/projection/regional_outlook.hpp>

namespace tollcast::detail {

// The posterior of shares p ~ symmetric Dirichlet(beta) given counts, which need not be whole, with beta itself drawn
// from its posterior on a grid: the prior of beta makes the expected entropy psi(K beta + 1) - psi(beta + 1) uniform
// from 0 to log K (Nemenman, Shafee and Bialek 2002, Advances in Neural Information Processing Systems 14:471).
class share_posterior {
 public:
  explicit share_posterior(std::vector<double> counts) : counts_(std::move(counts)) {
    const auto k = static_cast<double>(counts_.size());
    double total = 0;
    for (const double count : counts_) total += count;
    const auto entropy = [k](double beta) { return digamma(k * beta + 1) - digamma(beta + 1); };
    constexpr int steps = 40;  // from 10^-4 to 10^4
    std::vector<double> log_weights;
    for (int step = 0; step < steps; ++step) {
      const double beta = std::pow(10.0, -4 + 8 * (step + 0.5) / steps);
      const double width = std::pow(10.0, 4.0 / steps);
      double value = std::log(std::max(entropy(beta * width) - entropy(beta / width), 1e-12));
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

  // One draw of the shares.
  std::vector<double> sample(random_engine& engine) const {
    const double u = boost::random::uniform_01<double>()(engine) * reached_.back();
    const auto step = static_cast<std::size_t>(std::upper_bound(reached_.begin(), reached_.end(), u) - reached_.begin());
    const double beta = betas_[std::min(step, betas_.size() - 1)];
    std::vector<double> logs;
    for (const double count : counts_) logs.push_back(log_gamma_draw(count + beta, engine));
    const double sum = log_sum_exp(logs);
    for (double& one : logs) one = std::exp(one - sum);
    return logs;
  }

 private:
  // The logarithm of a gamma draw: of shape a < 1 the draw of shape a + 1 times U^(1 / a) (Marsaglia and Tsang 2000,
  // section 6), which alone may lie below the smallest number.
  static double log_gamma_draw(double shape, random_engine& engine) {
    if (shape >= 1) return std::log(boost::random::gamma_distribution<double>(shape, 1.0)(engine));
    const double u = boost::random::uniform_01<double>()(engine);
    return std::log(boost::random::gamma_distribution<double>(shape + 1, 1.0)(engine)) +
           std::log(std::max(u, 1e-300)) / shape;
  }

  std::vector<double> counts_;
  std::vector<double> betas_;
  std::vector<double> reached_;
};

// Adds draws of one share, up to so many: beta(y + 1/2, n - y + 1/2), Jeffreys' posterior (Brown, Cai and DasGupta 2001,
// Stat. Sci. 16:101), which does not depend on how many other regions there are.
inline void add_draws_of_one_share(std::vector<double>& draws, double count, double rest, std::size_t up_to,
                                   random_engine& engine) {
  boost::random::gamma_distribution<double> inside(count + 0.5, 1.0);
  boost::random::gamma_distribution<double> outside(std::max(rest, 0.0) + 0.5, 1.0);
  while (draws.size() < up_to) {
    const double one = inside(engine);
    const double other = outside(engine);
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
