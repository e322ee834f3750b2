#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include <Eigen/Core>

#include <tollcast/trend/detail/level_density.hpp>

namespace tollcast::detail {

// The law of the level's own step, on a grid: normal with chance 1 - jump, with chance jump asymmetric Laplace, which
// is two geometric recursions, one up the grid and one down, with Euler and Maclaurin's term for its kink.
class level_noise {
 public:
  using Index = Eigen::Index;

  level_noise() = default;
  level_noise(const level_constants& constants, double spacing) {
    const double scale = constants.scale;
    if (scale <= 0) {
      weight_.push_back(1.0);
    } else {
      const auto reach = static_cast<Index>(std::ceil(6 * scale / spacing));
      double sum = 0;
      for (Index k = 0; k <= reach; ++k) {
        const double z = static_cast<double>(k) * spacing / scale;
        weight_.push_back(std::exp(-0.5 * z * z));
        sum += (k == 0 ? 1 : 2) * weight_.back();
      }
      for (double& weight : weight_) weight /= sum;
    }
    for (double& weight : weight_) weight *= 1 - constants.jump;
    const double s = constants.surge, c = constants.collapse;
    up_ = std::exp(-spacing / s);
    down_ = std::exp(-spacing / c);
    jump_ = constants.jump * spacing / (s + c);
    kink_ = -jump_ * (1 / s + 1 / c) * spacing / 12;
  }

  // From the window of `from` to that of `to`, n slopes a level; `mirrored` for the transpose. `jumped` gets the part
  // that jumped, when the noise jumps at all.
  void spread(Index n, const level_density& from, level_density& to, std::vector<double>& jumped, bool mirrored) {
    const Index size = n * to.count;
    to.at.resize(static_cast<std::size_t>(size));
    Eigen::Map<Eigen::ArrayXd> result(to.at.data(), size);
    const Index reach = static_cast<Index>(weight_.size()) - 1;

    // `from` with zeros around it, so that every shift of it covers `to`.
    const Index begin = std::min(from.first, to.first - reach);
    const Index end = std::max(from.first + from.count, to.first + to.count + reach);
    padded_.assign(static_cast<std::size_t>(n * (end - begin)), 0.0);
    std::copy(from.at.begin(), from.at.end(), padded_.begin() + n * (from.first - begin));
    const Eigen::Map<const Eigen::ArrayXd> source(padded_.data(), static_cast<Index>(padded_.size()));
    const Index centre = n * (to.first - begin);
    result = weight_[0] * source.segment(centre, size);
    const Index furthest = std::max(from.first + from.count - to.first, to.first + to.count - from.first);
    for (Index k = 1; k <= std::min(reach, furthest); ++k) {
      result += weight_[static_cast<std::size_t>(k)] *
                (source.segment(centre - k * n, size) + source.segment(centre + k * n, size));
    }
    if (jump_ <= 0) return;

    jumped.resize(static_cast<std::size_t>(size));
    Eigen::Map<Eigen::ArrayXd> jump(jumped.data(), size);
    jump = kink_ * source.segment(centre, size);
    const double rising = mirrored ? down_ : up_;
    const double falling = mirrored ? up_ : down_;
    // Both ways at once, so that neither waits for its own last sum; where they are outside the window of `to` nothing
    // is written.
    const Index low = std::min(from.first, to.first);
    const Index high = std::max(from.first + from.count, to.first + to.count) - 1;
    sum_.assign(static_cast<std::size_t>(2 * n), 0.0);
    skipped_.resize(static_cast<std::size_t>(n));
    const auto out = [&](Index j) {
      const bool inside = j >= to.first && j < to.first + to.count;
      return inside ? jumped.data() + n * (j - to.first) : skipped_.data();
    };
    double* const rise = sum_.data();
    double* const fall = rise + n;
    for (Index j = low; j <= high; ++j) {
      const Index down = low + high - j;
      geometric_step(n, padded_.data() + n * (j - begin), out(j), rise, rising, padded_.data() + n * (down - begin),
                     out(down), fall, falling);
    }
    result += jump;
  }

 private:
  // One level up, its own value included, and one level down, without it.
  void geometric_step(Index n, const double* in_up, double* out_up, double* rise, double rising, const double* in_down,
                      double* out_down, double* fall, double falling) const {
    for (Index i = 0; i < n; ++i) {
      rise[i] = rise[i] * rising + in_up[i];
      out_up[i] += jump_ * rise[i];
    }
    for (Index i = 0; i < n; ++i) {
      out_down[i] += jump_ * fall[i];
      fall[i] = (fall[i] + in_down[i]) * falling;
    }
  }

  std::vector<double> weight_;  // of the usual step, by distance
  double up_ = 0, down_ = 0, jump_ = 0, kink_ = 0;
  std::vector<double> padded_, sum_, skipped_;
};

}  // namespace tollcast::detail
