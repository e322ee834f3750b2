#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

#include <tollcast/numeric/reference_laws.hpp>
#include <tollcast/trend/detail/arma_descent.hpp>
#include <tollcast/trend/detail/arma_outlook.hpp>

namespace tollcast::detail {

// A Student t law a step: its mean and squared scale, in the units of x, and its degrees of freedom.
struct averaged_outlook {
  double degrees;
  std::vector<double> mean;
  std::vector<double> squared_scale;
};

// Where an average over the coefficients takes them: z, spread about 0 as N(0, I) or flat, and log of the density that
// they were chosen with.
struct average_point {
  arma_point z;
  double log_density;
};

inline std::vector<average_point> average_points(std::size_t n) {
  std::vector<average_point> points{{{}, 0}};
  if (n == 1) {
    for (int i = 1; i <= 7; ++i) {
      for (const double sign : {1.0, -1.0}) points.push_back({{sign * 0.5 * i}, 0});
    }
    return points;
  }
  constexpr double wider = 1.3;  // than the curvature says: the tails must not weigh much more than the centre
  double root = 2;               // root^(n + 1) = root + 1: the sequence of Roberts (2018)
  for (int i = 0; i < 30; ++i) root = std::pow(1 + root, 1 / (static_cast<double>(n) + 1));
  for (int k = 1; k <= 20; ++k) {
    average_point point{{}, 0};
    double power = 1;
    for (std::size_t i = 0; i < n; ++i) {
      power /= root;
      const double fraction = 0.5 + k * power;
      const double z = normal_quantile(fraction - std::floor(fraction));
      point.z[i] = wider * z;
      point.log_density -= 0.5 * z * z;
    }
    points.push_back(point);
    for (double& z : point.z) z = -z;
    points.push_back(point);
  }
  return points;
}

// The average over the coefficients in the angles whose sines are the partial autocorrelations, in which an
// autoregression of order one has the same information everywhere, that of its number of values.
class arma_average {
 public:
  arma_average(arma_likelihood& likelihood, arma_orders orders, const arma_point& at)
      : likelihood_(&likelihood),
        orders_(orders),
        n_(orders.count()),
        degrees_(static_cast<double>(likelihood.series().informative()) - (likelihood.series().constant ? 1 : 0)) {
    for (std::size_t i = 0; i < n_; ++i) {
      const double angle = std::asin(i < orders.p ? std::tanh(at[i]) : at[i]);
      centre_[i] = std::clamp(angle, -0.99 * right, 0.99 * right);
    }
    set_root();
  }

  averaged_outlook over(const std::vector<average_point>& points, arma_outlook& outlook) {
    const std::size_t steps = outlook.steps();
    averaged_outlook result{degrees_, std::vector<double>(steps), std::vector<double>(steps)};
    double weights = 0;
    double highest = -std::numeric_limits<double>::infinity();
    for (const average_point& point : points) {
      const arma_point angle = angle_of(point.z);
      if (!inside(angle)) continue;
      const double log_weight = log_density(angle) - point.log_density;
      if (!std::isfinite(log_weight)) continue;
      if (log_weight > highest) {  // what was added up so far, in units of the new highest weight
        const double shrink = std::exp(highest - log_weight);
        weights *= shrink;
        for (double& value : result.mean) value *= shrink;
        for (double& value : result.squared_scale) value *= shrink;
        highest = log_weight;
      }
      const double weight = std::exp(log_weight - highest);
      outlook.look(*likelihood_);
      weights += weight;
      const double variance = likelihood_->sum_of_squares() / degrees_;
      for (std::size_t h = 0; h < steps; ++h) {
        // mean and squared distance from it, as they change with one more term (West 1979)
        const double apart = outlook.mean(h) - (weights > weight ? result.mean[h] / (weights - weight) : 0);
        const double between = weights > weight ? apart * apart * weight * (weights - weight) / weights : 0;
        result.mean[h] += weight * outlook.mean(h);
        result.squared_scale[h] +=
            weight * variance * (outlook.variance(h) + outlook.variance_of_constant(h)) + between;
      }
    }
    for (double& value : result.mean) value /= weights;
    for (double& value : result.squared_scale) value /= weights;
    return result;
  }

 private:
  static constexpr double right = 1.57079632679489661923;

  bool inside(const arma_point& angle) const {
    for (std::size_t i = 0; i < n_; ++i) {
      if (!(std::abs(angle[i]) < right)) return false;
    }
    return true;
  }

  // log of the likelihood, c and sigma integrated out, and of the density of the angles. Infinite without an answer.
  double log_density(const arma_point& angle) {
    arma_point at{};
    double log_prior = 0;
    for (std::size_t i = 0; i < n_; ++i) {
      at[i] = std::sin(angle[i]);
      if (i < orders_.p) at[i] = std::atanh(at[i]);
      log_prior += std::log(std::cos(angle[i]));
    }
    if (!std::isfinite(likelihood_->value(orders_, {at.data(), n_}))) return std::numeric_limits<double>::infinity();
    double result =
        log_prior - (degrees_ * std::log(likelihood_->sum_of_squares()) + likelihood_->log_determinant()) / 2;
    if (likelihood_->series().constant) {
      const std::size_t column = likelihood_->columns() - 2;
      result -= std::log(likelihood_->root(column)[column]);
    }
    return result;
  }

  // The curvature of -log density at the centre, by differences, as L L'. Between a quarter and four times what one
  // autocorrelation would have.
  void set_root() {
    const double width = 0.3 / std::sqrt(degrees_ + 1);
    const auto density = [&](std::size_t i, double di, std::size_t j, double dj) {
      arma_point angle = centre_;
      angle[i] += di;
      angle[j] += dj;
      for (std::size_t k = 0; k < n_; ++k) angle[k] = std::asin(std::sin(angle[k]));  // mirrored at the ends
      return log_density(angle);
    };
    const double middle = density(0, 0, 0, 0);
    std::array<arma_point, most_arma_coefficients> curvature{};
    const double least = 0.25 * (degrees_ + 1);
    const double most = 16 * least;
    for (std::size_t i = 0; i < n_; ++i) {
      const double bend = (2 * middle - density(i, width, i, 0) - density(i, -width, i, 0)) / (width * width);
      curvature[i][i] = std::isfinite(bend) ? std::clamp(bend, least, most) : least;
    }
    for (std::size_t i = 0; i < n_; ++i) {
      for (std::size_t j = 0; j < i; ++j) {
        const double bend = (density(i, width, j, -width) + density(i, -width, j, width) - density(i, width, j, width) -
                             density(i, -width, j, -width)) /
                            (4 * width * width);
        curvature[i][j] = std::isfinite(bend) ? bend : 0;
      }
    }
    for (double kept = 1; !decompose(curvature, kept); kept *= 0.5) {
    }
  }

  bool decompose(const std::array<arma_point, most_arma_coefficients>& curvature, double kept) {
    if (kept < 0.01) kept = 0;
    for (std::size_t i = 0; i < n_; ++i) {
      for (std::size_t j = 0; j <= i; ++j) {
        double left = i == j ? curvature[i][i] : kept * curvature[i][j];
        for (std::size_t k = 0; k < j; ++k) left -= root_[i][k] * root_[j][k];
        if (i == j && !(left > 0.1 * curvature[i][i])) return false;
        root_[i][j] = i == j ? std::sqrt(left) : left / root_[j][j];
      }
    }
    return true;
  }

  arma_point angle_of(const arma_point& z) const {  // centre + L'^-1 z
    arma_point step{};
    for (std::size_t i = n_; i-- > 0;) {
      double left = z[i];
      for (std::size_t k = i + 1; k < n_; ++k) left -= root_[k][i] * step[k];
      step[i] = left / root_[i][i];
    }
    for (std::size_t i = 0; i < n_; ++i) step[i] += centre_[i];
    return step;
  }

  arma_likelihood* likelihood_;
  arma_orders orders_;
  std::size_t n_;
  double degrees_;
  arma_point centre_{};
  std::array<arma_point, most_arma_coefficients> root_{};
};

// The outlook at one point, with Student t laws for an estimated constant and sigma, or averaged over the coefficients.
inline averaged_outlook average_outlook(arma_likelihood& likelihood, arma_outlook& outlook, arma_orders orders,
                                        const arma_point& at, bool averaged) {
  if (averaged) return arma_average(likelihood, orders, at).over(average_points(orders.count()), outlook);
  likelihood.value(orders, {at.data(), orders.count()});
  outlook.look(likelihood);
  const std::size_t steps = outlook.steps();
  const double degrees =
      static_cast<double>(likelihood.series().informative()) - (likelihood.series().constant ? 1 : 0);
  averaged_outlook result{degrees, std::vector<double>(steps), std::vector<double>(steps)};
  for (std::size_t h = 0; h < steps; ++h) {
    result.mean[h] = outlook.mean(h);
    result.squared_scale[h] =
        likelihood.sum_of_squares() / degrees * (outlook.variance(h) + outlook.variance_of_constant(h));
  }
  return result;
}

}  // namespace tollcast::detail
