#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include <Eigen/Core>

#include <tollcast/distribution/distribution.hpp>
#include <tollcast/distribution/negative_binomial.hpp>
#include <tollcast/distribution/poisson.hpp>
#include <tollcast/numeric/special.hpp>
#include <tollcast/trend/annual_count.hpp>

namespace tollcast::detail {

// The nodes and weights of Gauss and Legendre on [-1, 1] with 8 points, the positive half (NIST DLMF 3.5(v)).
inline constexpr double legendre_node[] = {0.18343464249564980, 0.52553240991632899, 0.79666647741362674,
                                           0.96028985649753623};
inline constexpr double legendre_weight[] = {0.36268378337836198, 0.31370664587788729, 0.22238103445337447,
                                             0.10122853629037626};

// log P(lower <= Y <= upper) as a function of the log rate eta, Y ~ NB2(mean = e^eta, size), Poisson for an infinite
// size.
//   exact              constant + y odds - pull, odds = -log(1 + size / e^eta), pull = size log(1 + e^eta / size);
//                      Poisson: odds = eta, pull = e^eta. So no two large numbers cancel
//   a narrow interval  the same integrated over y from lower - 1/2 to upper + 1/2 by 8 points of Gauss
//   else               a table of the incomplete beta function over eta, between whose entries a polynomial of degree 5
//                      goes through six
class level_likelihood {
 public:
  level_likelihood(const annual_count& figure, double size) : size_(size) {
    const double lower = static_cast<double>(figure.lower);
    const double upper = static_cast<double>(figure.upper);
    if (figure.is_exact()) {
      add(lower, 1.0);
    } else if (upper - lower < 3 * scatter(0.5 * (lower + upper)) * lower) {
      const double half = 0.5 * (upper - lower + 1);
      for (int k = 0; k < 4; ++k) {
        add(0.5 * (lower + upper) - half * legendre_node[k], half * legendre_weight[k]);
        add(0.5 * (lower + upper) + half * legendre_node[k], half * legendre_weight[k]);
      }
    } else {
      tabulate_interval(figure);
    }
    const double mode = table_.empty() ? std::log(std::max(0.5 * (lower + upper), 1e-3)) : mode_of_table();
    mode_ = mode;
  }

  // sd of log Y, about: sqrt(1 / mean + 1 / size).
  double scatter(double mean) const { return std::sqrt(1 / std::max(mean, 0.3) + 1 / size_); }

  // A log rate of the highest likelihood, or close to it.
  double mode() const { return mode_; }

  double operator()(double eta) const {
    if (!table_.empty()) return of_table(eta);
    const double odds = odds_at(eta, size_);
    const double pull = pull_at(eta, size_);
    double largest = -std::numeric_limits<double>::infinity();
    for (const term& one : terms_) largest = std::max(largest, one.constant + one.y * odds - pull);
    if (terms_.size() == 1) return largest;
    double sum = 0;
    for (const term& one : terms_) sum += std::exp(one.constant + one.y * odds - pull - largest);
    return largest + std::log(sum);
  }

  static double odds_at(double eta, double size) { return std::isinf(size) ? eta : -std::log1p(size * std::exp(-eta)); }
  static double pull_at(double eta, double size) {
    return std::isinf(size) ? std::exp(eta) : size * std::log1p(std::exp(eta) / size);
  }

  // At each of many log rates, their odds and pulls given.
  void at(const Eigen::Ref<const Eigen::ArrayXd>& eta, const Eigen::Ref<const Eigen::ArrayXd>& odds,
          const Eigen::Ref<const Eigen::ArrayXd>& pull, Eigen::ArrayXd& result) const {
    result.resize(eta.size());
    if (!table_.empty()) {
      for (Eigen::Index j = 0; j < eta.size(); ++j) result[j] = of_table(eta[j]);
      return;
    }
    const auto of = [&](const term& one) { return one.constant + one.y * odds - pull; };
    if (terms_.size() == 1) {
      result = of(terms_.front());
      return;
    }
    Eigen::ArrayXd largest = of(terms_.front());
    for (const term& one : terms_) largest = largest.max(of(one));
    result.setZero();
    for (const term& one : terms_) result += (of(one) - largest).exp();
    result = largest + result.log();
  }

 private:
  struct term {
    double y;
    double constant;  // log of weight Gamma(y + size) / (Gamma(size) y!); Poisson: of weight / y!
  };

  static constexpr double step = 0.25;     // of the table, in units of the scatter
  static constexpr double depth = -700.0;  // log probabilities below it are as good as impossible

  void add(double y, double weight) {
    const double gammas = std::isinf(size_) ? -log_gamma(y + 1) : log_gamma_ratio(y + 1, size_ - 1) - log_gamma(size_);
    terms_.push_back({y, std::log(weight) + gammas});
  }

  // From where the probability is negligible to where it has stopped changing, at either end.
  void tabulate_interval(const annual_count& figure) {
    const bool open = figure.is_open();
    const auto value = [&](double eta) {
      const double rate = std::min(std::exp(eta), 1e15);
      const auto probability_of = [&](const auto& law) {
        return open ? prob_at_least(law, figure.lower) : prob_between(law, figure.lower, figure.upper);
      };
      const double probability =
          std::isinf(size_) ? probability_of(poisson(rate)) : probability_of(negative_binomial(rate, size_));
      return probability > 0 ? std::max(std::log(probability), depth) : depth;
    };
    const double lower = static_cast<double>(std::max<std::int64_t>(figure.lower, 1));
    const double upper = static_cast<double>(std::max<std::int64_t>(figure.upper, 1));
    spacing_ = step * scatter(open ? lower : upper);
    const double middle = open ? std::log(lower) : 0.5 * (std::log(lower) + std::log(upper));
    std::vector<double> down;
    constexpr double furthest = 45;
    for (double eta = middle; eta > middle - furthest; eta -= spacing_) {
      down.push_back(value(eta));
      if (down.back() < -80 || (figure.lower == 0 && down.back() > -1e-15)) break;
    }
    first_ = middle - spacing_ * static_cast<double>(down.size() - 1);
    table_.assign(down.rbegin(), down.rend());
    for (double eta = middle + spacing_; eta < middle + furthest; eta += spacing_) {
      table_.push_back(value(eta));
      if (table_.back() < -80 || (open && table_.back() > -1e-15)) break;
    }
    while (table_.size() < 6) table_.push_back(table_.back());
  }

  double mode_of_table() const {
    const auto best = std::max_element(table_.begin(), table_.end());
    return first_ + spacing_ * static_cast<double>(best - table_.begin());
  }

  // Beyond the table the log probability goes on as a straight line.
  double of_table(double eta) const {
    const double at = (eta - first_) / spacing_;
    const double last = static_cast<double>(table_.size() - 1);
    if (at <= 0) return std::min(table_[0] + at * std::max(table_[1] - table_[0], 0.0), 0.0);
    if (at >= last) {
      return std::min(table_.back() + (at - last) * std::min(table_.back() - table_[table_.size() - 2], 0.0), 0.0);
    }
    const auto begin = std::min(static_cast<std::size_t>(std::max(std::floor(at) - 2, 0.0)), table_.size() - 6);
    const double x = at - static_cast<double>(begin);
    double sum = 0;
    for (int i = 0; i < 6; ++i) {
      double basis = table_[begin + static_cast<std::size_t>(i)];
      for (int k = 0; k < 6; ++k) {
        if (k != i) basis *= (x - k) / (i - k);
      }
      sum += basis;
    }
    return std::min(sum, 0.0);
  }

  double size_;
  double mode_ = 0;
  std::vector<term> terms_;
  std::vector<double> table_;
  double first_ = 0;
  double spacing_ = 1;
};

}  // namespace tollcast::detail
