#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

#include <boost/random/gamma_distribution.hpp>
#include <boost/random/normal_distribution.hpp>

#include <tollcast/trend/detail/local_global_trend_shape.hpp>

namespace tollcast::detail {

// Multivariate Student's t with 6 degrees of freedom over the logits of a shape.
class trend_shape_proposal {
 public:
  using matrix = std::array<trend_shape, trend_shape_size>;

  trend_shape_proposal(const trend_shape& centre, const matrix& covariance) : centre_(centre) {
    for (std::size_t i = 0; i < trend_shape_size; ++i) {
      for (std::size_t j = 0; j <= i; ++j) {
        double left = covariance[i][j];
        for (std::size_t k = 0; k < j; ++k) left -= root_[i][k] * root_[j][k];
        root_[i][j] = i == j ? std::sqrt(left) : left / root_[j][j];
      }
      log_size_ += std::log(root_[i][i]);
    }
  }

  trend_shape draw(random_engine& engine) {
    trend_shape z{};
    for (double& one : z) one = normal_(engine);
    const double stretch = std::sqrt(3 / gamma_(engine));
    trend_shape x = centre_;
    for (std::size_t i = 0; i < trend_shape_size; ++i) {
      for (std::size_t j = 0; j <= i; ++j) x[i] += stretch * root_[i][j] * z[j];
    }
    return x;
  }

  double log_density(const trend_shape& x) const {
    trend_shape z{};
    double distance = 0;
    for (std::size_t i = 0; i < trend_shape_size; ++i) {
      double left = x[i] - centre_[i];
      for (std::size_t j = 0; j < i; ++j) left -= root_[i][j] * z[j];
      z[i] = left / root_[i][i];
      distance += z[i] * z[i];
    }
    constexpr double constant = -4.715123503010265;  // log(Gamma(6) / (Gamma(3) (6 pi)^3))
    return constant - log_size_ - 6 * std::log1p(distance / 6);
  }

 private:
  trend_shape centre_;
  matrix root_{};
  double log_size_ = 0;
  boost::random::normal_distribution<double> normal_;
  boost::random::gamma_distribution<double> gamma_{3, 1};
};

// The quadrature: see local_global_trend.
class trend_quadrature {
 public:
  explicit trend_quadrature(const local_global_trend_series& series) : series_(&series), sizes_(series) {
    spread();
    weigh();
    for (int round = 0; round < 6 && (round == 0 || effective_ < 50); ++round) {
      gather();
      weigh();
    }
  }

  const std::vector<local_global_trend_point>& points() const { return points_; }
  double effective() const { return effective_; }

 private:
  static constexpr std::size_t round_size = 250;

  void spread() {
    constexpr double ratio = 1.1127756842787055;  // 1 more than it is its 7th power
    for (std::size_t i = 1; i <= round_size; ++i) {
      trend_shape logits{};
      double stride = 1;
      for (double& logit : logits) {
        stride /= ratio;
        const double along = 0.5 + static_cast<double>(i) * stride;
        const double place = along - std::floor(along);
        logit = std::log(place / (1 - place));
      }
      add(logits);
    }
  }

  // Draws about the mean and with the covariance of the points there are; where few bear all the weight, of powers of
  // the weights that more bear.
  void gather() {
    double power = 1;
    while (effective_points(power) < 20 && power > 1e-3) power *= 0.7;
    const std::vector<double> weights = weights_to(power);
    trend_shape mean{};
    trend_shape_proposal::matrix covariance{};
    for (std::size_t i = 0; i < weights.size(); ++i) {
      for (std::size_t k = 0; k < trend_shape_size; ++k) mean[k] += weights[i] * logits_[i][k];
    }
    for (std::size_t i = 0; i < weights.size(); ++i) {
      for (std::size_t k = 0; k < trend_shape_size; ++k) {
        for (std::size_t j = 0; j < trend_shape_size; ++j) {
          covariance[k][j] += weights[i] * (logits_[i][k] - mean[k]) * (logits_[i][j] - mean[j]);
        }
      }
    }
    for (std::size_t k = 0; k < trend_shape_size; ++k) covariance[k][k] += 0.02;
    proposals_.emplace_back(mean, covariance);
    for (std::size_t i = 0; i < round_size; ++i) add(proposals_.back().draw(engine_));
  }

  void add(const trend_shape& logits) {
    trend_shape at{};
    double prior = 0;
    for (std::size_t k = 0; k < trend_shape_size; ++k) {
      const double logit = std::clamp(logits[k], -30.0, 30.0);
      const double odds = std::exp(-std::abs(logit));
      at[k] = (logit < 0 ? odds : 1) / (1 + odds);
      prior -= std::abs(logit) + 2 * std::log1p(odds);
    }
    local_global_trend_parameters p = parameters_of(at);
    const double log_density = sizes_.draw(p, engine_);
    const local_global_trend_run run = run_of(*series_, p);
    const double g = 10 * p.gamma / series_->step;
    const double s = p.sigma / series_->step;
    const double value = run.log_likelihood + std::log(s / ((1 + g * g) * (1 + s * s))) - log_density;
    logits_.push_back(logits);
    priors_.push_back(prior);
    values_.push_back(std::isfinite(value) ? value : -std::numeric_limits<double>::infinity());
    points_.push_back({p, 0, run.end.level, run.end.growth});
  }

  // A weight above the mean of all times the root of their number is cut down to that (Ionides 2008, "Truncated
  // importance sampling", J. Comput. Graph. Stat. 17:295).
  void weigh() {
    log_weights_.clear();
    const auto rounds = static_cast<double>(proposals_.size() + 1);
    for (std::size_t i = 0; i < points_.size(); ++i) {
      double density = 1;
      for (const trend_shape_proposal& one : proposals_) density += std::exp(one.log_density(logits_[i]) - priors_[i]);
      log_weights_.push_back(values_[i] - std::log(density / rounds));
    }
    const std::vector<double> weights = weights_to(1);
    const double most = 1 / std::sqrt(static_cast<double>(weights.size()));
    double sum = 0;
    for (const double weight : weights) sum += std::min(weight, most);
    double squares = 0;
    for (std::size_t i = 0; i < weights.size(); ++i) {
      points_[i].weight = std::min(weights[i], most) / sum;
      squares += points_[i].weight * points_[i].weight;
    }
    effective_ = 1 / squares;
  }

  std::vector<double> weights_to(double power) const {
    const double largest = *std::max_element(log_weights_.begin(), log_weights_.end());
    std::vector<double> weights;
    weights.reserve(log_weights_.size());
    double sum = 0;
    for (const double one : log_weights_) {
      weights.push_back(std::exp(power * (one - largest)));
      sum += weights.back();
    }
    for (double& one : weights) one /= sum;
    return weights;
  }

  double effective_points(double power) const {
    double squares = 0;
    for (const double weight : weights_to(power)) squares += weight * weight;
    return 1 / squares;
  }

  const local_global_trend_series* series_;
  random_engine engine_{1};
  trend_size_proposal sizes_;
  std::vector<trend_shape_proposal> proposals_;
  std::vector<trend_shape> logits_;
  std::vector<double> priors_;       // log density of the logits beforehand
  std::vector<double> values_;       // log of likelihood and prior over density, of gamma and sigma
  std::vector<double> log_weights_;  // before they are cut
  std::vector<local_global_trend_point> points_;
  double effective_ = 0;
};

}  // namespace tollcast::detail
