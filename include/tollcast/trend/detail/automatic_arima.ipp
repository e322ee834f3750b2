#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <tollcast/core/error.hpp>
#include <tollcast/trend/automatic_arima.hpp>
#include <tollcast/trend/detail/arima_estimate.hpp>
#include <tollcast/trend/detail/arima_frame.hpp>
#include <tollcast/trend/detail/arma_search.hpp>
#include <tollcast/trend/stationarity.hpp>

namespace tollcast {

namespace detail {

// The models of one series with one d, each looked at once.
class arima_choice {
 public:
  arima_choice(const automatic_arima& specification, const arima_values& values, int d)
      : specification_(&specification), values_(&values), d_(d) {
    const int third = static_cast<int>(values.count() / 3);
    largest_p_ = std::min(specification.largest_p, third);
    largest_q_ = std::min(specification.largest_q, third);
    for (const bool constant : {false, true}) {
      if (constant && !may_have_constant()) continue;
      side& with = sides_[constant ? 1 : 0];
      with.frame = frame_for_arima(values, d, constant, 0);
      if (with.frame.scale == 0) continue;
      with.likelihood.emplace(with.frame.series);
      with.search.emplace(*with.likelihood);
    }
  }

  bool may_have_constant() const { return specification_->constant && d_ < 2; }

  // Whether a series varies about its mean after d differences, so that there is a choice.
  bool is_open() const { return sides_[may_have_constant() ? 1 : 0].frame.scale > 0; }

  void step_by_step() {
    const int few = values_->count() < 10 ? 1 : 2;
    const bool constant = may_have_constant();
    consider(std::min(few, largest_p_), std::min(few, largest_q_), constant);
    consider(0, 0, constant);
    consider(1, 0, constant);
    consider(0, 1, constant);
    if (constant) consider(0, 0, false);
    constexpr std::array<std::array<int, 2>, 8> neighbours = {
        {{-1, 0}, {0, -1}, {1, 0}, {0, 1}, {-1, -1}, {-1, 1}, {1, -1}, {1, 1}}};
    for (bool better = best_.has_value(); better;) {
      const arima from = *best_;
      better = false;
      for (const auto& [p, q] : neighbours) {
        better = consider(from.p + p, from.q + q, from.constant);
        if (better) break;
      }
      if (!better && may_have_constant()) better = consider(from.p, from.q, !from.constant);
    }
  }

  void all() {
    for (int p = 0; p <= largest_p_; ++p) {
      for (int q = 0; q <= largest_q_ && p + q <= specification_->largest_order; ++q) {
        consider(p, q, false);
        if (may_have_constant()) consider(p, q, true);
      }
    }
  }

  const std::optional<arima>& best() const { return best_; }

  arima_fit fit(const arima& model, const yearly_values& series) {
    side& with = sides_[model.constant ? 1 : 0];
    if (with.frame.scale == 0) return fit_without_scatter(model, series, with.frame);
    const arma_optimum& optimum = with.search->find(orders_of(model), {8, 8, 2});
    arima_fit result = fit_at(model, series, *values_, with.frame, *with.likelihood, optimum);
    result.candidates = candidates_;
    return result;
  }

 private:
  struct side {
    arima_frame frame;
    std::optional<arma_likelihood> likelihood;
    std::optional<arma_search> search;
  };

  // Whether the model is new and better than all before.
  bool consider(int p, int q, bool constant) {
    if (p < 0 || q < 0 || p > largest_p_ || q > largest_q_) return false;
    const arima model{p, d_, q, constant, {}};
    for (const arima_candidate& seen : candidates_) {
      if (seen.model.p == p && seen.model.q == q && seen.model.constant == constant) return false;
    }
    const std::optional<double> criterion = criterion_of(model);
    candidates_.push_back({model, criterion});
    if (!criterion || (best_ && *criterion >= lowest_)) return false;
    best_ = model;
    lowest_ = *criterion;
    return true;
  }

  std::optional<double> criterion_of(const arima& model) {
    side& with = sides_[model.constant ? 1 : 0];
    const std::size_t coefficients = fitted_coefficients(model);
    const double m = static_cast<double>(with.frame.series.informative());
    const double k = static_cast<double>(coefficients) + 1;
    if (with.frame.scale == 0 || !(m > k + 1)) return std::nullopt;
    const arma_optimum& optimum = with.search->find(orders_of(model), {3, 2, 1});
    if (!std::isfinite(optimum.objective) || has_root_at_circle(*with.likelihood, optimum)) return std::nullopt;
    const double deviance = -2 * log_likelihood_of(with.frame, optimum.objective);
    switch (specification_->criterion) {
      case arima_criterion::aic:
        return deviance + 2 * k;
      case arima_criterion::bic:
        return deviance + std::log(m) * k;
      case arima_criterion::aicc:
        break;
    }
    return deviance + 2 * k + 2 * k * (k + 1) / (m - k - 1);
  }

  // A root of modulus below 1.01: with coefficients times 1.01^i it would lie within the unit circle.
  static bool has_root_at_circle(arma_likelihood& likelihood, const arma_optimum& optimum) {
    const auto [p, q] = optimum.orders;
    likelihood.value(optimum.orders, {optimum.at.data(), p + q});
    arma_polynomial ar = likelihood.ar();
    arma_polynomial ma = likelihood.ma();
    double power = 1;
    for (std::size_t i = 0; i < largest_arma_order; ++i) {
      power *= 1.01;
      ar[i] *= power;
      ma[i] *= -power;
    }
    return !partial_autocorrelations({ar.data(), p}) || !partial_autocorrelations({ma.data(), q});
  }

  const automatic_arima* specification_;
  const arima_values* values_;
  int d_;
  int largest_p_;
  int largest_q_;
  std::array<side, 2> sides_;
  std::vector<arima_candidate> candidates_;
  std::optional<arima> best_;
  double lowest_ = 0;
};

inline void check_ranges(const automatic_arima& specification) {
  const auto check = [](const char* what, int given, int most) {
    if (given < 0 || given > most) {
      throw invalid_input("automatic_arima: " + std::string(what) + " = " + std::to_string(given) +
                          " was given, but it must be between 0 and " + std::to_string(most));
    }
  };
  check("largest_p", specification.largest_p, largest_arma_order);
  check("largest_q", specification.largest_q, largest_arma_order);
  check("largest_order", specification.largest_order, 2 * largest_arma_order);
  if (specification.d) check("d", *specification.d, 2);
}

}  // namespace detail

TOLLCAST_INLINE arima_fit automatic_arima::fit(const yearly_values& series) const {
  detail::check_ranges(*this);
  const detail::arima_values values = detail::values_for_arima(series);
  const int fewest = d.value_or(0) + (d.value_or(0) == 0 ? 2 : 1);
  if (values.count() < static_cast<std::size_t>(fewest)) {
    throw cannot_answer("automatic_arima: there are " + std::to_string(values.count()) + " values, but " +
                        std::to_string(fewest) + " or more are needed");
  }
  int differences = d.value_or(0);
  if (!d) {
    std::vector<double> known;
    known.reserve(values.count());
    for (const auto& value : series.values) {
      if (value) known.push_back(*value);
    }
    differences = differences_needed(known);
  }
  detail::arima_choice choice(*this, values, differences);
  const arima plain{0, differences, 0, constant && differences == 0, {}};
  if (!choice.is_open()) {
    return choice.fit({0, differences, 0, choice.may_have_constant(), {}}, series);
  }
  if (full) {
    choice.all();
  } else {
    choice.step_by_step();
  }
  arima_fit result = choice.fit(choice.best().value_or(plain), series);
  if (!choice.best()) result.notes.emplace_back("too few values to choose between models: " + to_string(plain));
  return result;
}

}  // namespace tollcast
