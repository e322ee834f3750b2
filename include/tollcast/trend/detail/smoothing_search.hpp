#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <optional>
#include <vector>

#include <tollcast/trend/detail/smoothing_grid.hpp>

namespace tollcast::detail {

struct smoothing_optimum {
  smoothing_start at{};
  smoothing_parameters point;
  double value = std::numeric_limits<double>::infinity();
  bool converged = false;
};

// The highest likelihood of each form. It has several peaks on short series, so each form is searched from the lowest
// points of a coarse grid and from the optima of the forms next to it, which are searched first where they are asked
// for.
// NOLINTBEGIN(misc-no-recursion): from a form to a simpler one, four deep at most
class smoothing_search {
 public:
  explicit smoothing_search(const smoothing_series& series) : series_(series), weights_(series) {}

  const smoothing_optimum& best(const smoothing_form& form) {
    std::optional<smoothing_optimum>& kept =
        optima_[static_cast<std::size_t>(form.error)][static_cast<std::size_t>(form.trend)];
    if (!kept) kept = searched(form);
    return *kept;
  }

  // Whether an additive-error form leaves no errors but those of rounding, below 10^-12 of the largest value.
  bool exact(const smoothing_form& form) {
    const auto n = static_cast<double>(series_.observations);
    return best(form).value <= n * std::log(n * 1e-24);
  }

 private:
  static constexpr auto additive_error = smoothing_error::additive;
  static constexpr auto relative_error = smoothing_error::multiplicative;

  smoothing_optimum searched(const smoothing_form& form) {
    switch (form.trend) {
      case smoothing_trend::none:
        return summed<smoothing_trend::none>(form.error);
      case smoothing_trend::additive:
        return summed<smoothing_trend::additive>(form.error);
      case smoothing_trend::damped:
        return summed<smoothing_trend::damped>(form.error);
      case smoothing_trend::multiplicative:
        return growing<smoothing_trend::multiplicative>(form.error);
      case smoothing_trend::damped_multiplicative:
        break;
    }
    return growing<smoothing_trend::damped_multiplicative>(form.error);
  }

  template <smoothing_trend trend>
  smoothing_optimum summed(smoothing_error error) {
    return error == additive_error ? additive<trend>() : relative<trend>();
  }

  template <smoothing_trend trend>
  smoothing_optimum growing(smoothing_error error) {
    return error == additive_error ? growing<additive_error, trend>() : growing<relative_error, trend>();
  }

  // Whether a search has come so near to the optimum that is known that it would end there.
  template <smoothing_trend trend>
  static auto near(const smoothing_optimum& known) {
    return [&known](const auto& at, double value) {
      using layout = smoothing_layout<trend>;
      constexpr std::array<double, 3> reach{0.04, 0.08, 0.02};
      if (std::abs(value - known.value) > 0.1) return false;
      for (std::size_t i = 0; i < layout::weights; ++i) {
        if (std::abs(at[i] - known.at[i]) > reach[i]) return false;
      }
      return true;
    };
  }

  template <smoothing_trend trend>
  static void keep_better(smoothing_optimum& best, const typename smoothing_layout<trend>::point& at, double value,
                          bool converged) {
    if (!(value < best.value)) return;
    std::copy(at.begin(), at.end(), best.at.begin());
    best.point = smoothing_layout<trend>::of(at);
    best.value = value;
    best.converged = converged;
  }

  template <smoothing_trend trend>
  smoothing_optimum additive() {
    using profile = smoothing_profile<trend>;
    const profile f(series_, weights_.plain);
    smoothing_optimum found;
    const auto from = [&](const smoothing_start& start) {
      typename profile::point at{};
      std::copy_n(start.begin(), at.size(), at.begin());
      const auto end = minimum_in_box(f, at, profile::bounds(), near<trend>(found));
      if (end) keep_better<trend>(found, f.with_states(end->at), end->value, end->converged);
    };
    for (const smoothing_start& start : smoothing_grid<additive_error, trend>::starts(series_, weights_)) from(start);
    if constexpr (trend == smoothing_trend::additive) {
      from({best({additive_error, smoothing_trend::none}).at[0], 0});
    } else if constexpr (trend == smoothing_trend::damped) {
      from(damped_from(best({additive_error, smoothing_trend::additive}).at));
    }
    return found;
  }

  static smoothing_start damped_from(const smoothing_start& undamped) {
    return {undamped[0], undamped[1], largest_damping, undamped[2], undamped[3]};
  }

  // A start with fitted values that are not positive is taken without growth instead.
  template <smoothing_error error, smoothing_trend trend>
  void descend(smoothing_optimum& best, const smoothing_start& start) const {
    using layout = smoothing_layout<trend>;
    const auto f = [this](const typename layout::point& at, curvature_table<layout::all>* curvature) {
      return smoothing_shape<error, trend, layout::all>(series_, at, curvature);
    };
    const auto from = [&](const typename layout::point& at) {
      return minimum_in_box(f, at, layout::bounds(), near<trend>(best));
    };
    auto at = as_point<trend>(start);
    auto end = from(at);
    if (end && std::isinf(end->value)) {
      double sum = 0;
      for (const double y : series_.y) sum += y;
      at[layout::first_mean] = sum / static_cast<double>(series_.observations);
      if constexpr (layout::trended) at[layout::growth] = layout::grows ? 1 : 0;
      end = from(at);
    }
    if (end) keep_better<trend>(best, end->at, end->value, end->converged);
  }

  template <smoothing_trend trend>
  smoothing_optimum relative() {
    smoothing_optimum found;
    if constexpr (trend == smoothing_trend::none) {
      for (const double alpha : {0.02, 0.35, 0.97}) {
        const auto states = least_squares_start<double, false>(series_, alpha, 0.0, 0.0, weights_.relative);
        descend<relative_error, trend>(found, {alpha, states.first_mean});
      }
    } else {
      for (const smoothing_start& start : smoothing_grid<relative_error, trend>::starts(series_, weights_)) {
        descend<relative_error, trend>(found, start);
      }
    }
    descend<relative_error, trend>(found, best({additive_error, trend}).at);
    if constexpr (trend == smoothing_trend::additive) {
      const auto& level = best({relative_error, smoothing_trend::none}).at;
      descend<relative_error, trend>(found, {level[0], 0, level[1], 0});
    } else if constexpr (trend == smoothing_trend::damped) {
      descend<relative_error, trend>(found, damped_from(best({relative_error, smoothing_trend::additive}).at));
    }
    return found;
  }

  // Multiplicative trends: from the additive ones with the same fitted value and growth in the first year, and from
  // steady growth at the rate of the regression of log y on the year, and of the first five years.
  template <smoothing_error error, smoothing_trend trend>
  smoothing_optimum growing() {
    using layout = smoothing_layout<trend>;
    constexpr auto sum = layout::damped ? smoothing_trend::damped : smoothing_trend::additive;
    smoothing_optimum found;
    const auto from_sum = [&](smoothing_start at) {
      const double level = at[layout::first_mean] - at[layout::growth];
      at[layout::first_mean] = std::max(at[layout::first_mean], 1e-3);
      at[layout::growth] = level > 0 ? std::clamp(1 + at[layout::growth] / level, 0.2, 5.0) : 1.0;
      descend<error, trend>(found, at);
    };
    for (const smoothing_start& at : smoothing_grid<additive_error, sum>::starts(series_, weights_)) from_sum(at);
    from_sum(best({additive_error, sum}).at);
    if (series_.positive) {
      for (const smoothing_start& at : smoothing_grid<relative_error, sum>::starts(series_, weights_)) from_sum(at);
      from_sum(best({relative_error, sum}).at);
      for (const steady_growth& path : {regression_growth(), early_growth()}) {
        for (const double alpha : {0.01, 0.2, 0.5, 0.97}) {
          for (const double share : {0.0, 1.0}) {
            smoothing_start at{alpha, share, 0.97};
            at[layout::first_mean] = path.first_mean;
            at[layout::growth] = path.factor;
            descend<error, trend>(found, at);
          }
        }
      }
    }
    if constexpr (layout::damped) {
      descend<error, trend>(found, damped_from(best({error, smoothing_trend::multiplicative}).at));
    }
    return found;
  }

  struct steady_growth {
    double first_mean;
    double factor;
  };

  steady_growth regression_growth() const {
    double n = 0;
    double mean_t = 0;
    double mean_log = 0;
    double tt = 0;
    double t_log = 0;
    for (std::size_t t = 0; t < series_.y.size(); ++t) {
      if (series_.known[t] == 0) continue;
      n += 1;
      const double dt = static_cast<double>(t) - mean_t;
      const double d_log = std::log(series_.y[t]) - mean_log;
      mean_t += dt / n;
      mean_log += d_log / n;
      tt += dt * (static_cast<double>(t) - mean_t);
      t_log += dt * (std::log(series_.y[t]) - mean_log);
    }
    const double slope = tt > 0 ? t_log / tt : 0;
    return {std::exp(mean_log - slope * mean_t), std::exp(slope)};
  }

  steady_growth early_growth() const {
    std::size_t last = 0;
    for (std::size_t t = 1; t < std::min<std::size_t>(series_.y.size(), 6); ++t) {
      if (series_.known[t] != 0) last = t;
    }
    return {series_.y[0], last == 0 ? 1 : std::pow(series_.y[last] / series_.y[0], 1 / static_cast<double>(last))};
  }

  const smoothing_series& series_;
  smoothing_weights weights_;
  std::array<std::array<std::optional<smoothing_optimum>, 5>, 2> optima_;
};
// NOLINTEND(misc-no-recursion)

}  // namespace tollcast::detail
