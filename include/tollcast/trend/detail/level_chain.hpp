#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include <Eigen/Core>

#include <tollcast/trend/detail/level_density.hpp>
#include <tollcast/trend/detail/level_likelihood.hpp>
#include <tollcast/trend/detail/level_noise.hpp>

namespace tollcast::detail {

// The grid of one choice of constants, and the moves of a density on it. Integrals over it are sums, which for these
// smooth densities converge faster than any power of the spacing (Trefethen and Weideman 2014, SIAM Review 56:385);
// the kink of the Laplace law at 0 has its own term of Euler and Maclaurin. A slope is a whole number of levels, so
// that drifting is a shift of the array.
class level_chain {
 public:
  using Index = Eigen::Index;

  // `fineness` halves the spacing when doubled. `scatters` is 1 / sqrt of what each figure says of its level, infinite
  // for a missing one.
  level_chain(const level_constants& constants, double lowest, double highest, const std::vector<double>& scatters,
              double fineness)
      : constants_(constants), lowest_(lowest) {
    choose_spacing(scatters, fineness);
    double range = highest - lowest;
    if (constants.slope_spread > 0) {
      const double steepest = steepest_slope * constants.slope_spread;
      range = steepest * std::ceil(range / steepest);
    }
    levels_ = static_cast<Index>(std::ceil(range / spacing_ - 1e-6)) + 1;
    spacing_ = range / static_cast<double>(levels_ - 1);
    eta_ = Eigen::ArrayXd::LinSpaced(levels_, 0, static_cast<double>(levels_ - 1)) * spacing_ + lowest;
    taper_ = Eigen::ArrayXd(levels_);
    for (Index j = 0; j < levels_; ++j) {
      taper_[j] = taper(eta_[j]);
    }
    terms_ = level_terms(eta_, constants.size);
    noise_ = level_noise(constants, spacing_);
    set_slopes();
  }

  double spacing() const { return spacing_; }
  Index levels() const { return levels_; }
  Index slopes() const { return static_cast<Index>(slope_.size()); }
  double slope(Index i) const { return slope_[static_cast<std::size_t>(i)]; }
  double log_rate(Index j) const { return eta_[j]; }
  // What is left at a log rate after the fading towards the ends of the grid: 1 but for the last two units or so.
  double taper(double eta) const {
    const double inside = std::min(eta - lowest_, lowest_ + spacing_ * static_cast<double>(levels_ - 1) - eta);
    return inside > 3 ? 1.0 : 0.5 * std::erfc((1.2 - inside) / 0.35);
  }
  const level_constants& constants() const { return constants_; }

  // Every level equally likely but for the taper, slopes by their stationary law.
  level_density start() const {
    level_density all{0, levels_, {}};
    const double whole = taper_.sum();
    for (Index j = 0; j < levels_; ++j) {
      for (const double prior : slope_prior_) all.at.push_back(prior * taper_[j] / whole);
    }
    return all;
  }

  // The levels at which a figure is not ruled out.
  void support_of(const level_likelihood& figure, Index& first, Index& count) const {
    const auto index_of = [&](double eta) {
      return std::clamp<Index>(std::lround((eta - lowest_) / spacing_), 0, levels_ - 1);
    };
    const Index best = index_of(figure.mode());
    const double least = figure(eta_[best]) - (constants_.jump > 0 ? 27.0 : 600.0);
    const auto allows = [&](Index j) { return figure(eta_[j]) >= least; };
    first = furthest_where(best, 0, allows);
    count = furthest_where(best, levels_ - 1, allows) - first + 1;
  }

  void log_likelihood(const level_likelihood& figure, Index first, Index count, Eigen::ArrayXd& result) const {
    figure.at(eta_.segment(first, count), terms_.odds.segment(first, count), terms_.pull.segment(first, count), result);
  }

  // One year on: `to` has its window set, and is filled with the density there. `jumped` gets the part of it that came
  // by a jump.
  void forward(const level_density& from, level_density& to, std::vector<double>& jumped) {
    const level_density* source = &from;
    if (slopes() > 1) {
      drift(from, drifted_);
      source = &drifted_;
    }
    noise_.spread(slopes(), *source, to, jumped, false);
    fade(to, to.at);
    fade(to, jumped);
  }

  // The transpose: from values at this year's levels to their expectation given the year before's, in the window of
  // `to`.
  void backward(level_density& from, level_density& to) {
    fade(from, from.at);
    if (slopes() == 1) {
      noise_.spread(1, from, to, jumped_, true);
      return;
    }
    drifted_.first = to.first - slope_reach_;
    drifted_.count = to.count + 2 * slope_reach_;
    noise_.spread(slopes(), from, drifted_, jumped_, true);
    undrift(drifted_, to);
  }

 private:
  using matrix = Eigen::MatrixXd;

  static constexpr double steepest_slope = 5;  // in units of slope_spread; the laws of the slope end there

  // A quarter to a half of the smallest standard deviation, of the level given the slope and of the slope given the
  // level, that the filter will meet: the covariance recursion of Kalman's filter with these scatters, and the law of
  // one step given both its ends.
  void choose_spacing(const std::vector<double>& scatters, double fineness) {
    const double step = constants_.scale * constants_.scale;
    const double spread = constants_.slope_spread * constants_.slope_spread;
    const double phi = constants_.damping;
    const double slope_step = spread * (1 - phi * phi);
    constexpr double diffuse = 1e4;
    double level = diffuse, both = 0, slope = spread;
    double least_level = 1.0, least_slope = spread > 0 ? constants_.slope_spread : 1.0;
    for (const double scatter : scatters) {
      if (level < diffuse) {
        if (spread > 0) {
          const double given_level = slope - both * both / level;
          if (slope_step > 0)
            least_slope = std::min(least_slope, std::sqrt(1 / (1 / slope_step + 1 / std::max(given_level, 1e-12))));
        }
        if (step > 0) least_level = std::min(least_level, std::sqrt(1 / (1 / step + 1 / level)));
        const double moved_slope = phi * phi * slope + slope_step;
        const double moved_both = phi * both + moved_slope;
        level = level + 2 * phi * both + moved_slope + step;
        both = moved_both;
        slope = moved_slope;
      }
      if (std::isfinite(scatter)) {
        const double total = level + scatter * scatter;
        slope -= both * both / total;
        both -= both * level / total;
        level -= level * level / total;
        least_level = std::min(least_level, std::sqrt(spread > 0 ? level - both * both / slope : level));
        if (spread > 0) least_slope = std::min(least_slope, std::sqrt(slope - both * both / level));
      }
    }
    spacing_ = std::min((spread > 0 ? 0.6 : 0.38) * least_level, 0.25) / fineness;
    if (spread > 0) {
      const double steepest = steepest_slope * constants_.slope_spread;
      half_slopes_ = static_cast<Index>(std::ceil(steepest * fineness / (1.3 * least_slope)));
      const double wanted = steepest / static_cast<double>(half_slopes_);
      slope_levels_ = static_cast<Index>(std::ceil(wanted / spacing_));
      spacing_ = wanted / static_cast<double>(slope_levels_);
    }
  }

  void set_slopes() {
    if (constants_.slope_spread <= 0) {
      slope_ = {0.0};
      slope_prior_ = {1.0};
      return;
    }
    const double width = spacing_ * static_cast<double>(slope_levels_);
    slope_reach_ = half_slopes_ * slope_levels_;
    double sum = 0;
    for (Index i = -half_slopes_; i <= half_slopes_; ++i) {
      slope_.push_back(width * static_cast<double>(i));
      slope_prior_.push_back(std::exp(-0.5 * std::pow(slope_.back() / constants_.slope_spread, 2)));
      sum += slope_prior_.back();
    }
    for (double& prior : slope_prior_) prior /= sum;
    const double phi = constants_.damping;
    const double sd = constants_.slope_spread * std::sqrt(std::max(0.0, 1 - phi * phi));
    slope_move_ = matrix::Identity(slopes(), slopes());
    if (sd <= 0) return;
    for (Index from = 0; from < slopes(); ++from) {
      for (Index to = 0; to < slopes(); ++to) {
        slope_move_(to, from) = std::exp(-0.5 * std::pow((slope(to) - phi * slope(from)) / sd, 2));
      }
      slope_move_.col(from) /= slope_move_.col(from).sum();
    }
  }

  // What the grid does not hold fades away before it ends, so that no density has an edge.
  void fade(const level_density& window, std::vector<double>& values) const {
    const Index n = slopes();
    if (values.empty() || (taper_[window.first] == 1.0 && taper_[window.first + window.count - 1] == 1.0)) return;
    for (Index j = 0; j < window.count; ++j) {
      for (Index i = j * n; i < (j + 1) * n; ++i) values[static_cast<std::size_t>(i)] *= taper_[window.first + j];
    }
  }

  // The slope moves, then carries the level with it.
  void drift(const level_density& from, level_density& to) {
    const Index n = slopes();
    const Eigen::Map<const matrix> before(from.at.data(), n, from.count);
    mixed_.noalias() = slope_move_ * before;
    to.first = from.first - slope_reach_;
    to.count = from.count + 2 * slope_reach_;
    to.at.assign(static_cast<std::size_t>(n * to.count), 0.0);
    for (Index j = 0; j < from.count; ++j) {
      double* target = to.at.data() + j * n;
      for (Index i = 0; i < n; ++i) target[i * slope_levels_ * n + i] = mixed_(i, j);
    }
  }

  void undrift(const level_density& from, level_density& to) {
    const Index n = slopes();
    mixed_.resize(n, to.count);
    for (Index j = 0; j < to.count; ++j) {
      const double* source = from.at.data() + j * n;
      for (Index i = 0; i < n; ++i) mixed_(i, j) = source[i * slope_levels_ * n + i];
    }
    to.at.resize(static_cast<std::size_t>(n * to.count));
    Eigen::Map<matrix>(to.at.data(), n, to.count).noalias() = slope_move_.transpose() * mixed_;
  }

  level_constants constants_;
  double lowest_;
  double spacing_ = 0;
  Index levels_ = 0;
  Eigen::ArrayXd eta_;
  level_terms terms_;
  Eigen::ArrayXd taper_;
  level_noise noise_;
  Index half_slopes_ = 0;   // slopes on either side of 0
  Index slope_levels_ = 0;  // levels between two slopes
  Index slope_reach_ = 0;   // levels that the steepest slope moves by
  std::vector<double> slope_;
  std::vector<double> slope_prior_;
  matrix slope_move_;
  matrix mixed_;
  level_density drifted_;
  std::vector<double> jumped_;
};

}  // namespace tollcast::detail
