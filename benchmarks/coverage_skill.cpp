// What the 90 % intervals of a skill score hold, and how often tests of true hypotheses reject at 5 %: [ROUNDS [SEED]].
//
// Skill: 4 scores a block; scale of a block log-normal with sigma .3, .7 and 1.2, the method's scores .8 times the
// reference's, with log-normal noise of sigma .2 by block and by score. Calibration: counts drawn from the laws tested,
// NB2 of means 2 to 21 and size 3. Diebold-Mariano: differences that are moving averages of order h - 1, as of
// forecasts h years ahead.
#include <array>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include <boost/random/normal_distribution.hpp>
#include <fmt/format.h>

#include <tollcast/tollcast.hpp>

namespace {

using namespace tollcast;

class normal_draws {
 public:
  explicit normal_draws(std::uint64_t seed) : engine_(seed) {}
  double operator()() { return draw_(engine_); }
  double log_normal(double sigma) { return std::exp(sigma * draw_(engine_) - sigma * sigma / 2); }
  random_engine& engine() { return engine_; }

 private:
  random_engine engine_;
  boost::random::normal_distribution<double> draw_;
};

void skill_row(double sigma, int blocks, int rounds, normal_draws& draws) {
  int below = 0;
  int above = 0;
  int none = 0;
  for (int round = 0; round < rounds; ++round) {
    std::vector<double> scores;
    std::vector<double> reference;
    std::vector<int> block;
    for (int b = 0; b < blocks; ++b) {
      const double scale = draws.log_normal(sigma);
      const double effect = draws.log_normal(0.2);
      for (int i = 0; i < 4; ++i) {
        reference.push_back(scale * draws.log_normal(0.5));
        scores.push_back(reference.back() * 0.8 * effect * draws.log_normal(0.2));
        block.push_back(b);
      }
    }
    const auto found = skill(scores, reference, block,
                             {.level = 0.9, .replicates = 1000, .seed = static_cast<std::uint64_t>(round) + 1});
    if (!found->lower) {
      ++none;
    } else {
      below += *found->upper < 0.2 ? 1 : 0;
      above += *found->lower > 0.2 ? 1 : 0;
    }
  }
  const double n = rounds - none;
  fmt::print("{:5.1f} {:7} {:8.1f} {:10.1f} {:10.1f} {:12.1f}\n", sigma, blocks, 100 * (n - below - above) / n,
             100 * below / n, 100 * above / n, 100.0 * none / rounds);
}

void calibration_row(int forecasts, int rounds, normal_draws& draws) {
  std::array<int, 3> rejected{};
  std::vector<negative_binomial> laws;
  for (int i = 0; i < forecasts; ++i) laws.emplace_back(2 + i % 20, 3);
  const std::array kinds{calibration_score::dawid_sebastiani, calibration_score::log_score, calibration_score::crps};
  for (int round = 0; round < rounds; ++round) {
    std::vector<std::int64_t> outcomes;
    for (const auto& law : laws) outcomes.push_back(sample(law, draws.engine()));
    for (std::size_t k = 0; k < 3; ++k) {
      rejected[k] += test_calibration(kinds[k], laws, outcomes).p_value < 0.05 ? 1 : 0;
    }
  }
  fmt::print("{:9} {:18.1f} {:6.1f} {:6.1f}\n", forecasts, 100.0 * rejected[0] / rounds, 100.0 * rejected[1] / rounds,
             100.0 * rejected[2] / rounds);
}

void diebold_mariano_row(int targets, int horizon, int rounds, normal_draws& draws) {
  std::array<int, 2> rejected{};
  const auto length = static_cast<std::size_t>(targets);
  const std::vector<double> second(length, 0.0);
  for (int round = 0; round < rounds; ++round) {
    std::vector<double> noise;
    for (int t = 0; t < targets + horizon; ++t) noise.push_back(draws());
    std::vector<double> first(length, 0.0);
    for (std::size_t t = 0; t < length; ++t) {
      for (std::size_t k = 0; k < static_cast<std::size_t>(horizon); ++k) first[t] += noise[t + k];
    }
    for (std::size_t k = 0; k < 2; ++k) {
      const auto variance = k == 0 ? long_run_variance::truncated : long_run_variance::bartlett;
      rejected[k] += diebold_mariano(first, second, {.horizon = horizon, .variance = variance}).p_value < 0.05 ? 1 : 0;
    }
  }
  fmt::print("{:7} {:8} {:11.1f} {:9.1f}\n", targets, horizon, 100.0 * rejected[0] / rounds,
             100.0 * rejected[1] / rounds);
}

}  // namespace

int main(int count, char** arguments) {
  const int rounds = count > 1 ? std::stoi(arguments[1]) : 2000;
  normal_draws draws(count > 2 ? std::stoull(arguments[2]) : 1);
  fmt::print("skill, 90 % intervals\nsigma  blocks   held %  all below  all above  no interval\n");
  for (const double sigma : {0.3, 0.7, 1.2}) {
    for (const int blocks : {5, 10, 20, 50}) skill_row(sigma, blocks, rounds, draws);
  }
  fmt::print("\ncalibration of right laws, % rejected at 5 %\nforecasts  Dawid-Sebastiani    log   CRPS\n");
  for (const int forecasts : {5, 20, 100}) calibration_row(forecasts, rounds / 4, draws);
  fmt::print("\nDiebold-Mariano, equal methods, % rejected at 5 %\ntargets  horizon   truncated  bartlett\n");
  for (const int targets : {10, 20, 50}) {
    for (const int horizon : {1, 3}) diebold_mariano_row(targets, horizon, rounds, draws);
  }
}
