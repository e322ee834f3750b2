#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <vector>

namespace tollcast::detail {

// The law of one year's log rate under one choice of constants, on its grid.
class level_posterior {
 public:
  // `density` at the levels lowest, lowest + spacing, ..., up to a factor.
  // What was cut off at the ends is negligible.
  level_posterior(double lowest, double spacing, std::span<const double> density)
      : lowest_(lowest), spacing_(spacing), density_(density.begin(), density.end()), up_to_(density.size()) {
    std::vector<double> values(density.size() + 4, 0.0);
    std::copy(density.begin(), density.end(), values.begin() + 2);
    // From one level to the next: the integral of the polynomial of degree 5 through six of them.
    const double ratio = std::exp(spacing);
    double rate = std::exp(lowest);
    double first_moment = 0;
    for (std::size_t j = 0; j + 1 < density_.size(); ++j) {
      const double* v = values.data() + j;
      const auto integral = [](double a, double b, double c, double d, double e, double f) {
        return (11 * (a + f) - 93 * (b + e) + 802 * (c + d)) / 1440;
      };
      up_to_[j + 1] = up_to_[j] + integral(v[0], v[1], v[2], v[3], v[4], v[5]);
      const double r2 = ratio * ratio;
      first_moment +=
          rate * integral(v[0] / r2, v[1] / ratio, v[2], v[3] * ratio, v[4] * r2, v[5] * r2 * ratio);
      rate *= ratio;
    }
    const double whole = up_to_.back();
    if (!(whole > 0)) return;  // one level
    mean_ = first_moment / whole;
    for (double& value : up_to_) value /= whole;
    for (double& value : density_) value /= whole;
  }

  double mean() const { return density_.size() == 1 ? std::exp(lowest_) : mean_; }
  double lowest() const { return lowest_; }
  double highest() const { return lowest_ + spacing_ * static_cast<double>(density_.size() - 1); }

  // P(log rate <= eta): between levels the cubic with the right values and densities at both.
  double cdf(double eta) const {
    const double at = (eta - lowest_) / spacing_;
    if (at <= 0) return 0.0;
    const auto j = static_cast<std::size_t>(at);
    if (j + 1 >= density_.size()) return 1.0;
    const double x = at - static_cast<double>(j);
    const double rise = up_to_[j + 1] - up_to_[j];
    const double left = density_[j];
    const double right = density_[j + 1];
    return up_to_[j] + x * (left + x * (3 * rise - 2 * left - right + x * (left + right - 2 * rise)));
  }

 private:
  double lowest_;
  double spacing_;
  std::vector<double> density_;  // a level
  std::vector<double> up_to_;
  double mean_ = 0;
};

}  // namespace tollcast::detail
