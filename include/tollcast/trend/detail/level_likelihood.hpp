#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <numeric>
#include <vector>

#include <Eigen/Core>
#include <boost/math/quadrature/gauss.hpp>

#include <tollcast/distribution/distribution.hpp>
#include <tollcast/distribution/negative_binomial.hpp>
#include <tollcast/distribution/poisson.hpp>
#include <tollcast/numeric/special.hpp>
#include <tollcast/trend/annual_count.hpp>

namespace tollcast::detail {

// The weights of the values at 0, 1, ... 5 in the value at x of the polynomial of degree 5 through them.
inline std::array<double, 6> weights_of_six(double x) {
  std::array<double, 6> weights;
  for (int i = 0; i < 6; ++i) {
    double& weight = weights[static_cast<std::size_t>(i)];
    weight = 1;
    for (int k = 0; k < 6; ++k) {
      if (k != i) weight *= (x - k) / (i - k);
    }
  }
  return weights;
}

// The furthest index from `in` towards `out` for which `holds` is true: it is at `in`, and once false stays so.
template <class Holds>
Eigen::Index furthest_where(Eigen::Index in, Eigen::Index out, const Holds& holds) {
  if (holds(out)) return out;
  while (std::abs(in - out) > 1) {
    const Eigen::Index middle = (in + out) / 2;
    (holds(middle) ? in : out) = middle;
  }
  return in;
}

// What does not depend on the log rate in log P(Y = y): log of Gamma(y + size) / (Gamma(size) y!), for Poisson of 1/y!.
inline double log_gammas(double y, double size) {
  return std::isinf(size) ? -log_gamma(y + 1) : log_gamma_ratio(y + 1, size - 1) - log_gamma(size);
}

// The rest of it at many log rates: log P(Y = y) = log_gammas + y odds - pull, where odds = -log(1 + size / e^eta) and
// pull = size log(1 + e^eta / size); for Poisson odds = eta and pull = e^eta. So no two large numbers cancel.
struct level_terms {
  level_terms() = default;
  level_terms(const Eigen::ArrayXd& eta, double size) : odds(eta.size()), pull(eta.size()) {
    for (Eigen::Index j = 0; j < eta.size(); ++j) {
      odds[j] = odds_at(eta[j], size);
      pull[j] = pull_at(eta[j], size);
    }
  }
  static double odds_at(double eta, double size) { return std::isinf(size) ? eta : -std::log1p(size * std::exp(-eta)); }
  static double pull_at(double eta, double size) {
    return std::isinf(size) ? std::exp(eta) : size * std::log1p(std::exp(eta) / size);
  }

  Eigen::ArrayXd odds;
  Eigen::ArrayXd pull;
};

// log P(lower <= Y <= upper) as a function of the log rate eta, Y ~ NB2(mean = e^eta, size), Poisson for an infinite
// size.
//   exact              by its level_terms
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
      using gauss = boost::math::quadrature::gauss<double, 8>;  // the positive half of its points
      const double half = 0.5 * (upper - lower + 1);
      for (std::size_t k = 0; k < 4; ++k) {
        add(0.5 * (lower + upper) - half * gauss::abscissa()[k], half * gauss::weights()[k]);
        add(0.5 * (lower + upper) + half * gauss::abscissa()[k], half * gauss::weights()[k]);
      }
    } else {
      tabulate_interval(figure);
    }
    mode_ = table_.empty() ? std::log(std::max(0.5 * (lower + upper), 1e-3)) : mode_of_table();
  }

  // sd of log Y, about: sqrt(1 / mean + 1 / size).
  double scatter(double mean) const { return std::sqrt(1 / std::max(mean, 0.3) + 1 / size_); }

  // A log rate of the highest likelihood, or close to it.
  double mode() const { return mode_; }

  double operator()(double eta) const {
    if (!table_.empty()) return of_table(eta);
    const double odds = level_terms::odds_at(eta, size_);
    const double pull = level_terms::pull_at(eta, size_);
    double largest = -std::numeric_limits<double>::infinity();
    for (const term& one : terms_) largest = std::max(largest, one.constant + one.y * odds - pull);
    if (terms_.size() == 1) return largest;
    double sum = 0;
    for (const term& one : terms_) sum += std::exp(one.constant + one.y * odds - pull - largest);
    return largest + std::log(sum);
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
    double constant;  // log_gammas and the log of its weight
  };

  static constexpr double step = 0.25;     // of the table, in units of the scatter
  static constexpr double depth = -700.0;  // log probabilities below it are as good as impossible

  void add(double y, double weight) { terms_.push_back({y, std::log(weight) + log_gammas(y, size_)}); }

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
    const std::array<double, 6> weights = weights_of_six(at - static_cast<double>(begin));
    return std::min(std::inner_product(weights.begin(), weights.end(), table_.data() + begin, 0.0), 0.0);
  }

  double size_;
  double mode_ = 0;
  std::vector<term> terms_;
  std::vector<double> table_;
  double first_ = 0;
  double spacing_ = 1;
};

}  // namespace tollcast::detail
