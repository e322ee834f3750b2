#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <vector>

#include <Eigen/Core>
#include <Eigen/QR>

#include <tollcast/trend/annual_count.hpp>
#include <tollcast/trend/detail/count_likelihood.hpp>

namespace tollcast::detail {

inline constexpr int most_terms = 4;  // of a trend: degree 3

// One year that says something, at time t, with its offset log(exposure).
struct trend_point {
  double t;
  double offset;
  annual_count said;
};

// eta_t = offset_t + polynomial in t, fitted by maximum likelihood with Poisson (alpha = 0) or NB2 counts. The
// polynomial is a sum of Chebyshev polynomials of (t - centre)/half_width, which keeps X'WX well conditioned; the
// highest coefficient of t is a multiple of the highest of theirs, so that a profile holds the last column fixed.
class trend_regression {
 public:
  using terms = Eigen::Matrix<double, Eigen::Dynamic, 1, 0, most_terms, 1>;
  using square = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, 0, most_terms, most_terms>;
  using columns = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, 0, Eigen::Dynamic, most_terms>;

  trend_regression(std::vector<trend_point> points, int degree) : points_(std::move(points)), degree_(degree) {
    const auto [first, last] =
        std::minmax_element(points_.begin(), points_.end(), [](const auto& a, const auto& b) { return a.t < b.t; });
    centre_ = 0.5 * (first->t + last->t);
    half_width_ = last->t > first->t ? 0.5 * (last->t - first->t) : 1.0;
    const Eigen::Index n = static_cast<Eigen::Index>(points_.size());
    x_.resize(n, degree + 1);
    scaled_.resize(n, degree + 1);
    eta_.resize(n);
    slope_.resize(n);
    weight_.resize(n);
    for (Eigen::Index i = 0; i < n; ++i) {
      x_.row(i) = row(point(i).t).transpose();
      all_exact_ = all_exact_ && point(i).said.is_exact();
    }
    start();
  }

  // The terms at time t.
  terms row(double t) const {
    const double s = (t - centre_) / half_width_;
    const std::array<double, most_terms> all{1.0, s, 2 * s * s - 1, s * (4 * s * s - 3)};
    return Eigen::Map<const terms>(all.data(), degree_ + 1);
  }

  // B, so that the coefficients of 1, t, t^2, t^3 are B times those of the terms.
  square in_powers() const {
    const double c = -centre_ / half_width_;
    const double h = 1 / half_width_;
    Eigen::Matrix4d power = Eigen::Matrix4d::Zero();  // column k: s^k = (c + h t)^k in powers of t
    power(0, 0) = 1;
    for (int k = 1; k < most_terms; ++k) {
      power.col(k) = c * power.col(k - 1);
      power.col(k).tail(3) += h * power.col(k - 1).head(3);
    }
    Eigen::Matrix4d chebyshev;
    chebyshev << 1, 0, -1, 0, 0, 1, 0, -3, 0, 0, 2, 0, 0, 0, 0, 4;
    return (power * chebyshev).topLeftCorner(degree_ + 1, degree_ + 1);
  }

  // Maximises over the coefficients but the last `held` at the given alpha, from the present ones. Newton's method:
  // for exact counts the likelihood is concave in eta and its second derivative changes by at most a factor e for each
  // unit of eta, so a step of at most 1 in every eta always gains; with intervals a step is halved until it does.
  bool fit(double alpha, int held = 0) {
    const int most_steps = all_exact_ ? 300 : 60;
    constexpr int most_halvings = 12;
    constexpr double rounding = 1e-11;    // of a likelihood
    constexpr double small = 1e-8;        // of a step: the next is its square
    constexpr double small_rise = 1e-12;  // of a likelihood, where intervals leave it all but flat
    constexpr double small_gain = 1e-20;  // where rounding hides how small the step is
    const Eigen::Index free = x_.cols() - held;
    alpha_ = alpha;
    eta_ = x_ * coefficients_ + offset_;
    double before = all_exact_ ? 0 : log_likelihood();
    for (int step = 0; step < most_steps; ++step) {
      evaluate();
      if (free == 0) return true;
      for (Eigen::Index j = 0; j < free; ++j) scaled_.col(j) = x_.col(j).cwiseProduct(weight_.cwiseSqrt());
      working_ = slope_.cwiseQuotient(weight_.cwiseSqrt());
      terms change = terms::Zero(x_.cols());
      change.head(free) = scaled_.leftCols(free).householderQr().solve(working_);
      working_ = x_ * change;
      double size = working_.cwiseAbs().maxCoeff();
      if (!std::isfinite(size)) return false;
      const double gain = slope_.dot(working_);
      if (size > 1) {
        change /= size;
        working_ /= size;
      }
      eta_ += working_;
      if (!all_exact_) {
        double after = log_likelihood();
        for (int halving = 0; size > small && !(after >= before - rounding * std::abs(before)); ++halving) {
          if (halving == most_halvings) {
            eta_ -= working_;
            return gain < small * (1 + std::abs(before));
          }
          change *= 0.5;
          working_ *= 0.5;
          size *= 0.5;
          eta_ -= working_;
          after = log_likelihood();
        }
        before = after;
      }
      coefficients_ += change;
      if (size < small || gain < (all_exact_ ? small_gain : small_rise * (1 + std::abs(before)))) return true;
    }
    return false;
  }

  double log_likelihood() const {
    double sum = 0;
    for (std::size_t i = 0; i < points_.size(); ++i) {
      const double m = std::exp(eta_[static_cast<Eigen::Index>(i)]);
      const annual_count& said = points_[i].said;
      if (said.is_exact()) {
        const auto y = static_cast<double>(said.lower);
        sum += count_log_best(y, alpha_) - count_deviance(y, m, alpha_);
      } else {
        sum += interval_evidence_of(said, m, alpha_).log_likelihood;
      }
    }
    return sum;
  }

  // Slope of the likelihood in alpha at the present coefficients: that of the profile, at a fit.
  double alpha_score() const { return alpha_score(alpha_); }

  // Minus the second derivative in alpha at the present coefficients (as MASS::glm.nb has it).
  double alpha_information() const {
    const double h = 1e-3 * alpha_;
    return -(8 * (alpha_score(alpha_ + h) - alpha_score(alpha_ - h)) -
             (alpha_score(alpha_ + 2 * h) - alpha_score(alpha_ - 2 * h))) /
           (12 * h);
  }

  // L^-T of the information LL' = X'WX: expected for exact counts, observed for intervals, at the present fit. The
  // covariance of the coefficients is its square.
  square covariance_root() {
    evaluate();
    for (Eigen::Index i = 0; i < weight_.size(); ++i) {
      if (!point(i).said.is_exact()) continue;
      const double m = std::exp(eta_[i]);
      weight_[i] = m / (1 + alpha_ * m);
    }
    for (Eigen::Index j = 0; j < x_.cols(); ++j) scaled_.col(j) = x_.col(j).cwiseProduct(weight_.cwiseSqrt());
    const Eigen::HouseholderQR<columns> qr(scaled_);
    const square upper = qr.matrixQR().topRows(x_.cols()).template triangularView<Eigen::Upper>();
    return upper.template triangularView<Eigen::Upper>().solve(square::Identity(x_.cols(), x_.cols()));
  }

  double alpha() const { return alpha_; }
  const terms& coefficients() const { return coefficients_; }
  void set_coefficients(const terms& coefficients) { coefficients_ = coefficients; }
  const Eigen::VectorXd& eta() const { return eta_; }
  const Eigen::VectorXd& weight() const { return weight_; }  // those of covariance_root, after it
  const Eigen::VectorXd& offset() const { return offset_; }
  const columns& x() const { return x_; }
  const std::vector<trend_point>& points() const { return points_; }

 private:
  const trend_point& point(Eigen::Index i) const { return points_[static_cast<std::size_t>(i)]; }

  // Least squares on log(count + 1/2), an open bound counting as its end.
  void start() {
    offset_.resize(x_.rows());
    working_.resize(x_.rows());
    for (Eigen::Index i = 0; i < x_.rows(); ++i) {
      offset_[i] = point(i).offset;
      const double figure = point(i).said.middle().value_or(static_cast<double>(point(i).said.lower));
      weight_[i] = std::sqrt(figure + 0.5);
      working_[i] = weight_[i] * (std::log(figure + 0.5) - offset_[i]);
    }
    for (Eigen::Index j = 0; j < x_.cols(); ++j) scaled_.col(j) = x_.col(j).cwiseProduct(weight_);
    coefficients_ = scaled_.householderQr().solve(working_);
  }

  // The likelihood's slope in each eta, and minus its second derivative.
  void evaluate() {
    for (Eigen::Index i = 0; i < eta_.size(); ++i) {
      const double m = std::exp(eta_[i]);
      const double spread = 1 + alpha_ * m;
      const annual_count& said = point(i).said;
      if (said.is_exact()) {
        const auto y = static_cast<double>(said.lower);
        slope_[i] = (y - m) / spread;
        weight_[i] = m * (1 + alpha_ * y) / (spread * spread);
      } else {
        const interval_evidence evidence = interval_evidence_of(said, m, alpha_);
        slope_[i] = evidence.slope;
        weight_[i] = std::max(evidence.curvature, 1e-9 * m / spread);
      }
      weight_[i] = std::max(weight_[i], std::numeric_limits<double>::min());
    }
  }

  double alpha_score(double alpha) const {
    const double constant = count_alpha_constant(alpha);
    double sum = 0;
    for (std::size_t i = 0; i < points_.size(); ++i) {
      const double m = std::exp(eta_[static_cast<Eigen::Index>(i)]);
      const annual_count& said = points_[i].said;
      sum += said.is_exact() ? count_alpha_score(static_cast<double>(said.lower), m, alpha, constant)
                             : interval_alpha_score(said, m, alpha);
    }
    return sum;
  }

  std::vector<trend_point> points_;
  int degree_;
  bool all_exact_ = true;
  double centre_ = 0;
  double half_width_ = 1;
  double alpha_ = 0;
  columns x_;
  columns scaled_;
  Eigen::VectorXd offset_;
  Eigen::VectorXd working_;
  Eigen::VectorXd eta_;
  Eigen::VectorXd slope_;
  Eigen::VectorXd weight_;
  terms coefficients_;
};

}  // namespace tollcast::detail
