#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <optional>
#include <span>

#include <tollcast/trend/detail/arma_descent.hpp>

namespace tollcast::detail {

// Finds the highest likelihood of ARMA models of one series. A short series has many peaks, most of them with roots of
// the moving average on the unit circle, so a descent begins at several points: the best ones among
// - the optima of smaller models, whose polynomials are multiplied by factors with one root or a pair, near the unit
//   circle or not, alone and as pairs that nearly cancel;
// - a design that fills the space (the sequence of Roberts 2018, "The unreasonable effectiveness of quasirandom
//   sequences").
class arma_search {
 public:
  // How many points of the design for each coefficient, and how many descents.
  struct effort {
    std::size_t designed;
    std::size_t descents;
    std::size_t finished;
  };

  explicit arma_search(arma_likelihood& likelihood) : likelihood_(&likelihood) {}

  // From the smaller models that have been found.
  const arma_optimum& find(arma_orders orders, effort spent) {
    orders_ = orders;
    held_ = 0;
    most_ = std::min(spent.descents, pool_.size());
    arma_optimum& best = found_[orders.p][orders.q];
    if (best.converged) offer(best.at);
    if (orders.count() > 0) {
      offer({});
      extend();
      fill(spent.designed * orders.count());
    }
    arma_descent descent(*likelihood_, orders);
    if (orders.count() == 0) best = descent.from({}, 0);
    // All a little way, the most promising to the end.
    for (std::size_t i = 0; i < held_; ++i) {
      const arma_optimum reached = descent.from(pool_[i].at, 1e-3);
      pool_[i] = {reached.at, reached.objective};
    }
    std::sort(pool_.begin(), pool_.begin() + static_cast<std::ptrdiff_t>(held_),
              [](const candidate& a, const candidate& b) { return a.objective < b.objective; });
    for (std::size_t i = 0; i < std::min(held_, spent.finished); ++i) keep(best, descent.from(pool_[i].at, 1e-9));
    from_the_end(descent, best);
    return best;
  }

  // All smaller models first.
  const arma_optimum& find_through(arma_orders orders, effort on_the_way, effort spent) {
    for (std::size_t p = 0; p <= orders.p; ++p) {
      for (std::size_t q = 0; q <= orders.q; ++q) {
        if (arma_orders{p, q} != orders) find({p, q}, on_the_way);
      }
    }
    return find(orders, spent);
  }

 private:
  struct candidate {
    arma_point at;
    double objective;
  };
  // 1 - a B - b B^2
  struct factor {
    double a;
    double b;
  };

  static void keep(arma_optimum& best, const arma_optimum& found) {
    if (found.objective < best.objective) best = found;
  }

  // Where partial autocorrelations of the moving average have come near +-1: tries the end itself, and, as the one
  // before then has no effect at +-1, a point a little before the end with that one at either side.
  void from_the_end(arma_descent& descent, arma_optimum& best) {
    const arma_optimum reached = best;
    for (std::size_t i = orders_.p; i < orders_.count(); ++i) {
      if (std::abs(reached.at[i]) < 0.99) continue;
      arma_optimum at_end = best;
      at_end.at[i] = std::copysign(1.0, reached.at[i]);
      at_end.objective = likelihood_->value(orders_, {at_end.at.data(), orders_.count()});
      keep(best, at_end);
      if (i == orders_.p) continue;
      for (const double side : {-0.98, 0.98}) {
        arma_point start = reached.at;
        start[i - 1] = side;
        start[i] *= 0.95;
        keep(best, descent.from(start, 1e-9));
      }
    }
  }

  // Of points near each other the best one is kept.
  void offer(const arma_point& at) {
    const double objective = likelihood_->value(orders_, {at.data(), orders_.count()});
    if (!std::isfinite(objective)) return;
    for (std::size_t i = 0; i < held_; ++i) {
      double apart = 0;
      for (std::size_t k = 0; k < orders_.count(); ++k) apart = std::max(apart, std::abs(at[k] - pool_[i].at[k]));
      if (apart > 0.2) continue;
      if (objective >= pool_[i].objective) return;
      for (; i + 1 < held_; ++i) pool_[i] = pool_[i + 1];
      --held_;
    }
    std::size_t place = held_;
    while (place > 0 && objective < pool_[place - 1].objective) --place;
    if (place >= most_) return;
    held_ = std::min(held_ + 1, most_);
    for (std::size_t i = held_ - 1; i > place; --i) pool_[i] = pool_[i - 1];
    pool_[place] = {at, objective};
  }

  // The optimum of a smaller model, its autoregression times (1 - a B - b B^2) and its moving average likewise.
  void offer_product(std::size_t p, std::size_t q, factor ar, factor ma) {
    const arma_optimum& smaller = found_[p][q];
    arma_polynomial ar_coefficients{};
    arma_polynomial ma_coefficients{};
    const auto coefficients = [](std::span<const double> partial, factor with, arma_polynomial& result) {
      autoregression_levels levels;
      levels.set(partial);
      const auto old = [&](std::size_t k) {
        return k == 0 ? -1 : k > partial.size() ? 0 : levels.level[partial.size() - 1][k - 1];
      };
      for (std::size_t k = 1; k <= largest_arma_order; ++k) {
        result[k - 1] = old(k) - with.a * old(k - 1) - (k > 1 ? with.b * old(k - 2) : 0);
      }
    };
    arma_point partial = smaller.at;
    for (std::size_t i = 0; i < p; ++i) partial[i] = std::tanh(partial[i]);
    for (std::size_t i = 0; i < q; ++i) partial[p + i] *= 0.99;
    coefficients({partial.data(), p}, ar, ar_coefficients);
    coefficients({partial.data() + p, q}, ma, ma_coefficients);
    const auto ar_partial = partial_autocorrelations({ar_coefficients.data(), orders_.p});
    const auto ma_partial = partial_autocorrelations({ma_coefficients.data(), orders_.q});
    if (!ar_partial || !ma_partial) return;
    arma_point at{};
    for (std::size_t i = 0; i < orders_.p; ++i) at[i] = std::atanh((*ar_partial)[i]);
    for (std::size_t i = 0; i < orders_.q; ++i) at[orders_.p + i] = (*ma_partial)[i];
    offer(at);
  }

  void extend() {
    const std::size_t p = orders_.p;
    const std::size_t q = orders_.q;
    const auto known = [&](std::size_t less_p, std::size_t less_q) {
      return p >= less_p && q >= less_q && found_[p - less_p][q - less_q].converged;
    };
    const auto pair = [](double radius, double angle) {
      return factor{2 * radius * std::cos(angle), -radius * radius};
    };
    constexpr factor none{0, 0};
    if (known(1, 0)) {
      for (const double root : {-0.9, -0.4, 0.0, 0.4, 0.9, 0.99}) offer_product(p - 1, q, {root, 0}, none);
    }
    if (known(0, 1)) {
      for (const double root : {-0.97, -0.7, -0.3, 0.0, 0.3, 0.7, 0.97}) offer_product(p, q - 1, none, {root, 0});
    }
    if (known(1, 1)) {
      for (const auto& [of_ar, of_ma] : {std::pair{0.99, 0.9},
                                         {0.9, 0.99},
                                         {0.9, 0.7},
                                         {0.7, 0.9},
                                         {-0.95, -0.75},
                                         {-0.75, -0.95},
                                         {0.6, -0.6},
                                         {-0.6, 0.6}}) {
        offer_product(p - 1, q - 1, {of_ar, 0}, {of_ma, 0});
      }
    }
    constexpr double step = 0.3490658503988659;  // 20 degrees
    if (known(0, 2)) offer_product(p, q - 2, none, {0, 0.94});
    for (int i = 0; i < 10; ++i) {
      if (known(0, 2)) offer_product(p, q - 2, none, pair(0.97, i * step));
      if (known(2, 0)) offer_product(p - 2, q, pair(0.9, i * step), none);
      if (known(2, 2)) {
        offer_product(p - 2, q - 2, pair(0.97, i * step), pair(0.87, i * step));
        offer_product(p - 2, q - 2, pair(0.87, i * step), pair(0.97, i * step));
      }
    }
  }

  void fill(std::size_t points) {
    const std::size_t n = orders_.count();
    double root = 2;  // root^(n + 1) = root + 1
    for (int i = 0; i < 30; ++i) root = std::pow(1 + root, 1 / (static_cast<double>(n) + 1));
    for (std::size_t k = 1; k <= points; ++k) {
      arma_point at{};
      double power = 1;
      for (std::size_t i = 0; i < n; ++i) {
        power /= root;
        const double fraction = 0.5 + static_cast<double>(k) * power;
        at[i] = std::sin(1.5 * (2 * (fraction - std::floor(fraction)) - 1));
        if (i < orders_.p) at[i] = std::atanh(at[i]);
      }
      offer(at);
    }
  }

  arma_likelihood* likelihood_;
  std::array<std::array<arma_optimum, largest_arma_order + 1>, largest_arma_order + 1> found_{};
  arma_orders orders_{};
  std::array<candidate, 64> pool_{};
  std::size_t held_ = 0;
  std::size_t most_ = 0;
};

}  // namespace tollcast::detail
