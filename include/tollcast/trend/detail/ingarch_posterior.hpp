#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <utility>
#include <vector>

#include <Eigen/Cholesky>
#include <boost/random/gamma_distribution.hpp>
#include <boost/random/normal_distribution.hpp>

#include <tollcast/numeric/random.hpp>
#include <tollcast/trend/detail/ingarch_model.hpp>

namespace tollcast::detail {

// Parameters and what the recursion needs to go on from the last year with them.
struct ingarch_draw {
  double weight;
  search_vector at;
  double alpha;
  double intercept;
  std::vector<double> observed;    // as many as the longest lag, the last year's last
  std::vector<double> predictors;  // the same
};

// Leaves `draw` with the state at the end of the likelihood's last evaluation.
inline void take_state(ingarch_draw& draw, const ingarch_likelihood& likelihood) {
  std::size_t longest = 0;
  for (const int lag : likelihood.data().past_observations) longest = std::max(longest, static_cast<std::size_t>(lag));
  for (const int lag : likelihood.data().past_means) longest = std::max(longest, static_cast<std::size_t>(lag));
  draw.intercept = likelihood.intercept();
  const auto from = static_cast<std::ptrdiff_t>(likelihood.observed().size() - longest);
  draw.observed.assign(likelihood.observed().begin() + from, likelihood.observed().end());
  draw.predictors.assign(likelihood.predictors().begin() + from, likelihood.predictors().end());
}

// Multivariate Student's t.
class t_proposal {
 public:
  t_proposal(search_vector centre, const search_matrix& covariance) : centre_(std::move(centre)), root_(covariance) {}

  search_vector draw(random_engine& engine) {
    search_vector z(centre_.size());
    for (double& one : z) one = normal_(engine);
    const double chi_squared = 2 * gamma_(engine);
    return centre_ + root_.matrixL() * z * std::sqrt(degrees / chi_squared);
  }

  // Up to a constant common to all.
  double log_density(const search_vector& x) const {
    const double n = static_cast<double>(centre_.size());
    const double distance = root_.matrixL().solve(x - centre_).squaredNorm();
    return -root_.matrixLLT().diagonal().array().log().sum() - 0.5 * (degrees + n) * std::log1p(distance / degrees);
  }

 private:
  static constexpr double degrees = 6;
  search_vector centre_;
  Eigen::LLT<search_matrix> root_;
  boost::random::normal_distribution<double> normal_;
  boost::random::gamma_distribution<double> gamma_{degrees / 2, 1};
};

// Draws weighted by likelihood times prior, over two proposals: about `best` with the information there, then with the
// mean and covariance of the first draws; weights are to the mixture of both (Owen and Zhou 2000, "Safe and effective
// importance sampling").
inline std::vector<ingarch_draw> posterior_draws(ingarch_likelihood& likelihood, const ingarch_space& space,
                                                 const search_vector& best, random_engine& engine) {
  constexpr std::array<int, 2> sizes{300, 700};
  const ingarch_objective objective(likelihood, space);
  const Eigen::Index n = best.size();
  const double most_alpha = std::max(4.0, 2 * space.alpha(best));
  const auto log_prior = [&](const search_vector& at) {
    const double z = (at[0] - std::log(space.scale.mean)) / 3;
    if (!space.scattered) return -0.5 * z * z;
    if (space.alpha(at) > most_alpha) return -std::numeric_limits<double>::infinity();
    return -0.5 * z * z + 0.1 * at[n - 1];
  };

  std::vector<t_proposal> proposals;
  proposals.emplace_back(
      best, search_matrix(Eigen::LLT<search_matrix>(objective.information(best)).solve(search_matrix::Identity(n, n))));
  std::vector<ingarch_draw> draws;
  std::vector<double> log_target;
  for (std::size_t stage = 0; stage < sizes.size(); ++stage) {
    for (int i = 0; i < sizes[stage]; ++i) {
      ingarch_draw one{0, proposals[stage].draw(engine), 0, 0, {}, {}};
      if (!space.limits.allow(one.at)) continue;
      one.alpha = space.alpha(one.at);
      const double target = log_prior(one.at) + likelihood.evaluate(as_span(one.at), one.alpha, ingarch_wanted::value);
      if (!std::isfinite(target)) continue;
      take_state(one, likelihood);
      draws.push_back(std::move(one));
      log_target.push_back(target);
    }
    if (draws.empty()) return draws;
    double highest = -std::numeric_limits<double>::infinity();
    for (std::size_t k = 0; k < draws.size(); ++k) {
      double density = 0;
      for (std::size_t j = 0; j <= stage; ++j) {
        density += sizes[j] * std::exp(std::max(proposals[j].log_density(draws[k].at), -600.0));
      }
      draws[k].weight = log_target[k] - std::log(density);
      highest = std::max(highest, draws[k].weight);
    }
    double sum = 0;
    for (ingarch_draw& one : draws) sum += one.weight = std::exp(one.weight - highest);
    for (ingarch_draw& one : draws) one.weight /= sum;
    if (stage + 1 == sizes.size()) break;
    search_vector mean = search_vector::Zero(n);
    for (const ingarch_draw& one : draws) mean += one.weight * one.at;
    search_matrix covariance = search_matrix::Zero(n, n);
    double squares = 0;
    for (const ingarch_draw& one : draws) {
      covariance += one.weight * (one.at - mean) * (one.at - mean).transpose();
      squares += one.weight * one.weight;
    }
    // Few effective draws tell little of the covariance: the first one is mixed in.
    const double trust = 1 / (1 + 5.0 * static_cast<double>(n) * squares);
    const search_matrix first =
        Eigen::LLT<search_matrix>(objective.information(best)).solve(search_matrix::Identity(n, n));
    proposals.emplace_back(mean, 1.2 * trust * covariance + (1 - trust) * first);
  }
  return draws;
}

}  // namespace tollcast::detail
