#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <vector>

#include <boost/random/uniform_real_distribution.hpp>

#include <tollcast/numeric/random.hpp>
#include <tollcast/trend/detail/local_global_trend_series.hpp>

namespace tollcast::detail {

// Student's t by Bailey's polar method (1994, "Polar generation of random variates with the t-distribution", Math.
// Comp. 62:779).
inline double student_t_draw(double nu, random_engine& engine) {
  const boost::random::uniform_real_distribution<double> side(-1, 1);
  for (;;) {
    const double u = side(engine);
    const double v = side(engine);
    const double w = u * u + v * v;
    if (w > 0 && w < 1) return u * std::sqrt(nu * std::expm1(-2 / nu * std::log(w)) / w);
  }
}

// alpha, beta, rho, lambda, tau and nu as their places, 0 to 1, within their ranges.
inline constexpr std::size_t trend_shape_size = 6;
using trend_shape = std::array<double, trend_shape_size>;

inline local_global_trend_parameters parameters_of(const trend_shape& at) {
  return {at[0], at[1], 0, 1.5 * at[2] - 0.5, 2 * at[3] - 1, 0, at[4], 2 + 18 * at[5]};
}

// Student's t with 6 degrees of freedom, up to a constant.
inline double log_t6(double e) { return -3.5 * std::log1p(e * e / 6); }

// gamma and log sigma given the shape. Their density often has two peaks, that of the likelihood and that of the prior
// of gamma at 0: pairs are drawn from about both in turn, by Student's t with the information there.
class trend_size_proposal {
 public:
  explicit trend_size_proposal(const local_global_trend_series& series) : series_(&series) {}

  // Leaves gamma and sigma in `p`; returns the log of their density, up to a constant.
  double draw(local_global_trend_parameters& p, random_engine& engine) {
    centre(p);
    second_ = !second_;
    const peak& about = second_ ? prior_ : likelihood_;
    p.gamma = about.gamma + about.reach * student_t_draw(6, engine);
    const double log_sigma = about.log_sigma + sigma_reach_ * student_t_draw(6, engine);
    p.sigma = std::exp(log_sigma);
    double density = 0;
    for (const peak& one : {likelihood_, prior_}) {
      density +=
          std::exp(log_t6((p.gamma - one.gamma) / one.reach) + log_t6((log_sigma - one.log_sigma) / sigma_reach_)) /
          one.reach;
    }
    return std::log(density / sigma_reach_);
  }

 private:
  struct peak {
    double gamma;
    double reach;
    double log_sigma;
  };

  static constexpr double wider = 1.15;  // than the information says

  // The errors over their scales are gamma x_t away from r_t.
  void centre(const local_global_trend_parameters& p) {
    x_.clear();
    r_.clear();
    local_global_trend_state state{*series_->values.front()};
    double squares_of_x = 0;
    double squares = 0;
    for (std::size_t t = 1; t < series_->values.size(); ++t) {
      const auto [mean, log_scale] = state.ahead(p);
      const std::optional<double>& y = series_->values[t];
      if (y) {
        const double log_level = std::log(state.level);
        x_.push_back(std::exp(p.rho * log_level - log_scale));
        r_.push_back((*y - mean) * std::exp(-log_scale));
        squares_of_x += x_.back() * x_.back();
        squares += r_.back() * r_.back();
      }
      state.observe(p, y ? *y : std::max(mean, lowest_level(*series_)));
    }
    const auto m = static_cast<double>(r_.size());
    const double information = (p.nu + 1) / (p.nu + 3) * squares_of_x;
    double gamma = 0;
    double variance = squares / m + least_variance();
    climb(p.nu, gamma, variance, 8, true);
    const double known = information / variance;
    likelihood_ = {gamma, wider / std::sqrt(known), 0.5 * std::log(variance)};
    const double beforehand = 25 / (series_->step * series_->step);  // of a normal twice as wide as the Cauchy
    gamma *= known / (known + beforehand);
    climb(p.nu, gamma, variance, 3, false);
    prior_ = {gamma, wider / std::sqrt(information / variance + beforehand), 0.5 * std::log(variance)};
    sigma_reach_ = wider / std::sqrt(2 * p.nu / (p.nu + 3) * m);
  }

  double least_variance() const { return 1e-12 * series_->step * series_->step; }

  // Steps of the EM algorithm for Student's t (Kent, Tyler and Vardi 1994, Commun. Stat. Simul. Comput. 23:441).
  void climb(double nu, double& gamma, double& variance, int steps, bool gamma_too) const {
    for (int k = 0; k < steps; ++k) {
      double sum = 0;
      double xx = 0;
      double xr = 0;
      double rr = 0;
      for (std::size_t t = 0; t < r_.size(); ++t) {
        const double e = r_[t] - gamma * x_[t];
        const double weight = (nu + 1) / (nu + e * e / variance);
        sum += weight;
        xx += weight * x_[t] * x_[t];
        xr += weight * x_[t] * r_[t];
        rr += weight * r_[t] * r_[t];
      }
      if (gamma_too) gamma = xr / xx;
      variance = std::max(0.0, rr - 2 * gamma * xr + gamma * gamma * xx) / sum + least_variance();
    }
  }

  const local_global_trend_series* series_;
  std::vector<double> x_;
  std::vector<double> r_;
  peak likelihood_{};
  peak prior_{};
  double sigma_reach_ = 0;
  bool second_ = false;
};

}  // namespace tollcast::detail
