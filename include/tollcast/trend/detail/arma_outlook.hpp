#pragma once

#include <cmath>
#include <cstddef>
#include <optional>
#include <vector>

#include <tollcast/trend/detail/arma_likelihood.hpp>

namespace tollcast::detail {

// Where a fitted ARMA process, summed up d times from 0, goes: what is expected `steps` years on, and the variance in
// units of sigma^2.
class arma_outlook {
 public:
  // Of years 1 .. steps. `last_gap` is the column of a missing value in the year before the last, which the slope of a
  // process with d = 2 needs.
  arma_outlook(std::size_t steps, int d, std::optional<std::size_t> last_gap)
      : d_(d), last_gap_(last_gap), mean_(steps), given_constant_(steps), of_constant_(steps) {}

  // At the arguments of the last value().
  void look(const arma_likelihood& likelihood);

  std::size_t steps() const { return mean_.size(); }
  double mean(std::size_t step) const { return mean_[step]; }
  // Of the e_t to come, z_0 .. and missing values, for a known constant; and what a fitted one adds.
  double variance(std::size_t step) const { return given_constant_[step]; }
  double variance_of_constant(std::size_t step) const { return of_constant_[step]; }

 private:
  int d_;
  std::optional<std::size_t> last_gap_;
  std::vector<double> mean_, given_constant_, of_constant_;
  std::vector<double> z_, level_, slope_, solved_;
};

inline void arma_outlook::look(const arma_likelihood& likelihood) {
  const std::size_t lags = likelihood.orders().lags();
  const std::size_t all = likelihood.columns();
  const std::size_t m = likelihood.series().x.size();
  const std::size_t steps = mean_.size();
  const auto& phi = likelihood.ar();
  const auto& theta = likelihood.ma();
  const auto best = likelihood.best();
  // columns of z for the last years, then the years to come; one more column is the response to e = 1 in the first
  const std::size_t wide = all + 1;
  z_.assign((lags + steps) * wide, 0.0);
  for (std::size_t i = 0; i < lags; ++i) {
    const double* from = likelihood.column_z(m) - (lags - i) * all;
    for (std::size_t c = 0; c < all; ++c) z_[i * wide + c] = from[c];
  }
  level_.assign(wide, 0.0);
  slope_.assign(wide, 0.0);
  if (last_gap_) slope_[lags + *last_gap_] = -1;
  solved_.resize(all);
  double noise = 0;
  for (std::size_t h = 0; h < steps; ++h) {
    double* now = z_.data() + (lags + h) * wide;
    for (std::size_t c = 0; c < wide; ++c) {
      double z = h == 0 && c == all ? 1 : 0;
      double x = c + 2 == all && likelihood.series().constant ? 1 : 0;
      for (std::size_t i = 0; i < lags; ++i) {
        const double earlier = *(now + c - (i + 1) * wide);
        z += phi[i] * earlier;
        x += theta[i] * earlier;
      }
      now[c] = z;
      x += z;
      if (d_ == 0) {
        level_[c] = x;
      } else if (d_ == 1) {
        level_[c] += x;
      } else {
        slope_[c] += x;
        level_[c] += slope_[c];
      }
    }
    noise += level_[all] * level_[all];
    double mean = 0;
    double variance = noise;
    for (std::size_t c = 0; c < all; ++c) mean += best[c] * level_[c];
    for (std::size_t c = 0; c + 1 < all; ++c) {
      double left = level_[c];
      for (std::size_t i = 0; i < c; ++i) left -= likelihood.root(i)[c] * solved_[i];
      solved_[c] = left / likelihood.root(c)[c];
      if (c + 2 < all) variance += solved_[c] * solved_[c];
    }
    mean_[h] = mean;
    given_constant_[h] = variance;
    of_constant_[h] = likelihood.series().constant ? solved_[all - 2] * solved_[all - 2] : 0;
  }
}

}  // namespace tollcast::detail
