#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include <Eigen/Core>

#include <tollcast/trend/detail/level_chain.hpp>
#include <tollcast/trend/detail/level_density.hpp>
#include <tollcast/trend/detail/level_likelihood.hpp>
#include <tollcast/trend/detail/level_posterior.hpp>

namespace tollcast::detail {

// One choice of constants run along a series: the filter, then the smoother (Rabiner 1989, Proc. IEEE 77:257, section
// III with scaling).
class level_run {
 public:
  // One figure a year; nothing for a missing year. The first year has a figure.
  level_run(level_chain chain, const std::vector<std::optional<level_likelihood>>& figures) : chain_(std::move(chain)) {
    level_density prior = chain_.start();
    for (std::size_t t = 0; t < figures.size(); ++t) {
      step& now = steps_.emplace_back();
      now.filtered = {0, chain_.levels(), {}};
      if (figures[t]) chain_.support_of(*figures[t], now.filtered.first, now.filtered.count);
      if (t == 0) {
        const auto n = chain_.slopes();
        now.filtered.at.assign(prior.at.begin() + n * now.filtered.first,
                               prior.at.begin() + n * (now.filtered.first + now.filtered.count));
        now.jumped.assign(now.filtered.at.size(), 0.0);
      } else {
        chain_.forward(steps_[t - 1].filtered, now.filtered, now.jumped);
      }
      if (figures[t]) observe(*figures[t], now);
      trim(now);
    }
  }

  const level_chain& chain() const { return chain_; }
  const level_density& end() const { return steps_.back().filtered; }
  // log P(figure of year t | those before).
  double log_likelihood(std::size_t t) const { return steps_[t].log_likelihood; }

  level_posterior filtered(std::size_t t) const { return of_levels(steps_[t].filtered, nullptr); }

  // From the last year to the first: calls take(t, law of the year's log rate given all figures, P(jump)).
  template <class Take>
  void smooth(const Take& take) {
    level_density ahead{steps_.back().filtered.first, steps_.back().filtered.count, {}};
    ahead.at.assign(steps_.back().filtered.at.size(), 1.0);
    level_density behind;
    for (std::size_t t = steps_.size(); t-- > 0;) {
      const step& now = steps_[t];
      double jump = 0;
      for (std::size_t k = 0; k < now.jumped.size(); ++k) jump += now.jumped[k] * ahead.at[k];
      take(t, of_levels(now.filtered, &ahead), std::clamp(jump, 0.0, 1.0));
      if (t == 0) break;
      const std::size_t n = static_cast<std::size_t>(chain_.slopes());
      for (std::size_t j = 0; j < ahead.at.size() / n; ++j) {
        const double factor = (now.likelihood.empty() ? 1.0 : now.likelihood[j]) / now.scale;
        for (std::size_t k = j * n; k < (j + 1) * n; ++k) ahead.at[k] *= factor;
      }
      behind.first = steps_[t - 1].filtered.first;
      behind.count = steps_[t - 1].filtered.count;
      chain_.backward(ahead, behind);
      std::swap(ahead, behind);
    }
  }

 private:
  struct step {
    level_density filtered;          // adds up to 1
    std::vector<double> jumped;      // the part of it that came by a jump this year
    std::vector<double> likelihood;  // by level, of the figure over its largest; empty when it is missing
    double scale = 1;                // what the product of prediction and likelihood added up to
    double log_likelihood = 0;
  };

  void observe(const level_likelihood& figure, step& now) {
    const std::size_t n = static_cast<std::size_t>(chain_.slopes());
    chain_.log_likelihood(figure, now.filtered.first, now.filtered.count, values_);
    const double largest = values_.maxCoeff();
    values_ = (values_ - largest).max(-700.0).exp();
    now.likelihood.assign(values_.begin(), values_.end());
    now.log_likelihood = largest;
    for (std::size_t j = 0; j < now.likelihood.size(); ++j) {
      for (std::size_t i = j * n; i < (j + 1) * n; ++i) {
        now.filtered.at[i] *= now.likelihood[j];
        if (!now.jumped.empty()) now.jumped[i] *= now.likelihood[j];
      }
    }
  }

  // Cuts what is negligible off both ends, and lets the rest add up to 1.
  void trim(step& now) {
    constexpr double negligible = 1e-12;
    const std::size_t n = static_cast<std::size_t>(chain_.slopes());
    const std::size_t count = now.filtered.at.size() / n;
    const double largest = Eigen::Map<const Eigen::ArrayXd>(now.filtered.at.data(),
                                                            static_cast<Eigen::Index>(now.filtered.at.size()))
                               .maxCoeff();
    const double least = largest * negligible;
    const auto matters = [&](std::size_t j) {
      const double* at = now.filtered.at.data() + j * n;
      return std::any_of(at, at + n, [least](double value) { return value > least; });
    };
    std::size_t first = 0;
    std::size_t last = count;
    while (first + 1 < last && !matters(first)) ++first;
    while (first + 1 < last && !matters(last - 1)) --last;
    const auto keep = [&](std::vector<double>& values, std::size_t each) {
      if (values.empty()) return;
      values.erase(values.begin() + static_cast<std::ptrdiff_t>(last * each), values.end());
      values.erase(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(first * each));
    };
    keep(now.filtered.at, n);
    keep(now.jumped, n);
    keep(now.likelihood, 1);
    now.filtered.first += static_cast<std::ptrdiff_t>(first);
    now.filtered.count = static_cast<std::ptrdiff_t>(last - first);
    double sum = 0;
    for (const double value : now.filtered.at) sum += value;
    if (!(sum > 0)) {  // no level explains the figure to the precision of a double
      sum = std::numeric_limits<double>::min();
    }
    for (double& value : now.filtered.at) value /= sum;
    for (double& value : now.jumped) value /= sum;
    now.scale = sum;
    now.log_likelihood += std::log(sum);
  }

  // The law of the level alone, times `factor` where it is given.
  level_posterior of_levels(const level_density& density, const level_density* factor) const {
    const std::size_t n = static_cast<std::size_t>(chain_.slopes());
    std::vector<double> values(density.at.size() / n, 0.0);
    for (std::size_t j = 0; j < values.size(); ++j) {
      double sum = 0;
      for (std::size_t k = j * n; k < (j + 1) * n; ++k) {
        sum += factor == nullptr ? density.at[k] : density.at[k] * factor->at[k];
      }
      values[j] = sum;
    }
    return {chain_.log_rate(density.first), chain_.spacing(), values};
  }

  level_chain chain_;
  std::vector<step> steps_;
  Eigen::ArrayXd values_;
};

}  // namespace tollcast::detail
