#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>

#include <tollcast/core/error.hpp>
#include <tollcast/distribution/pooled.hpp>
#include <tollcast/evaluation/crps.hpp>
#include <tollcast/evaluation/stacking.hpp>
#include <tollcast/trend/combination.hpp>

namespace tollcast {

namespace detail {

// What was known at the end of year i of the series, and what happened in year i, where that is known.
inline yearly_tally first_years(const yearly_tally& series, std::size_t last) {
  return {series.name, {series.years.begin(), series.years.begin() + static_cast<std::ptrdiff_t>(last + 1)}, {}};
}
inline yearly_values first_years(const yearly_values& series, std::size_t last) {
  return {series.name,
          series.first_year,
          {series.values.begin(), series.values.begin() + static_cast<std::ptrdiff_t>(last + 1)}};
}
inline std::optional<std::int64_t> happened(const yearly_tally& series, std::size_t i) {
  const year_record& record = series.years[i];
  return is_complete(record) ? std::optional(record.total.lower()) : std::nullopt;
}
inline std::optional<double> happened(const yearly_values& series, std::size_t i) { return series.values[i]; }
inline std::size_t years_of(const yearly_tally& series) { return series.years.size(); }
inline std::size_t years_of(const yearly_values& series) { return series.values.size(); }

inline double stacking_score(const any_distribution& law, std::int64_t outcome) {
  return crps(law, outcome, score_scale::logarithmic);
}
inline double stacking_score(const any_continuous_distribution& law, double outcome) { return crps(law, outcome); }

// G, row by row: by the scores of the models' laws and of their mixtures by halves, which are quadratic in the weights.
struct score_products {
  std::size_t models;
  std::vector<double> sum = std::vector<double>(models * models, 0.0);

  template <class Law, class Outcome>
  void add(const std::vector<Law>& laws, Outcome outcome, double weight) {
    std::vector<double> own(models);
    for (std::size_t i = 0; i < models; ++i) own[i] = stacking_score(laws[i], outcome);
    for (std::size_t i = 0; i < models; ++i) {
      sum[i * models + i] += weight * own[i];
      for (std::size_t j = 0; j < i; ++j) {
        const Law half = pooled(pooling::mixture, {0.5, 0.5}, std::vector<Law>{laws[i], laws[j]});
        const double product = 2 * stacking_score(half, outcome) - (own[i] + own[j]) / 2;
        sum[i * models + j] += weight * product;
        sum[j * models + i] += weight * product;
      }
    }
  }
};

// The weights with the least w'Gw: pair by pair, each to its own least, until none gains.
inline std::vector<double> least_weights(const std::vector<double>& g, std::size_t n) {
  constexpr int sweeps = 1000;
  std::vector<double> w(n, 1.0 / static_cast<double>(n));
  const auto slope = [&](std::size_t i) {
    double sum = 0.0;
    for (std::size_t j = 0; j < n; ++j) sum += g[i * n + j] * w[j];
    return sum;
  };
  for (int sweep = 0; sweep < sweeps; ++sweep) {
    double moved = 0.0;
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t j = 0; j < i; ++j) {
        const double curvature = g[i * n + i] + g[j * n + j] - 2 * g[i * n + j];
        const double fall = slope(j) - slope(i);  // of half of w'Gw as weight goes from j to i
        const double wanted = curvature > 0.0 ? fall / curvature : fall > 0.0 ? 1.0 : fall < 0.0 ? -1.0 : 0.0;
        const double step = std::clamp(wanted, -w[i], w[j]);
        w[i] += step;
        w[j] -= step;
        moved = std::max(moved, std::abs(step));
      }
    }
    if (moved < 1e-12) break;
  }
  return w;
}

inline void check_stacking(std::size_t models, int years, const stacking& how) {
  const auto refuse = [](const std::string& what) { throw invalid_input("stacking: " + what); };
  if (models == 0) refuse("no model was given; at least one is needed");
  if (years < 1) refuse(std::to_string(years) + " years were asked for; 1 or more is needed");
  if (how.origins < 1 || how.least_years < 1) refuse("at least 1 origin and 1 year are needed");
  if (!(how.shrinkage >= 0.0 && std::isfinite(how.shrinkage))) {
    refuse("a shrinkage of " + spelled(how.shrinkage) + " was given, but it must be finite and not negative");
  }
}

template <class Model, class Series>
std::vector<double> weights_learnt(const std::vector<Model>& models, const Series& series, int years,
                                   const stacking& how) {
  check_stacking(models.size(), years, how);
  using law = typename decltype(models.front().forecast(series, years).years)::value_type;
  score_products products{models.size()};
  int origins = 0;
  for (std::size_t end = years_of(series); end-- > 1 && origins < how.origins;) {
    const std::size_t origin = end - 1;
    if (origin + 1 < static_cast<std::size_t>(how.least_years)) break;
    if (!happened(series, origin)) continue;
    const std::size_t ahead = std::min(static_cast<std::size_t>(years), years_of(series) - 1 - origin);
    std::vector<std::size_t> known;
    for (std::size_t h = 1; h <= ahead; ++h) {
      if (happened(series, origin + h)) known.push_back(h);
    }
    if (known.empty()) continue;
    try {
      const Series seen = first_years(series, origin);
      std::vector<std::vector<law>> laws(ahead);
      for (const Model& model : models) {
        const std::vector<law> own = model.forecast(seen, static_cast<int>(ahead)).years;
        for (std::size_t h = 0; h < ahead; ++h) laws[h].push_back(own[h]);
      }
      score_products here{models.size()};
      for (const std::size_t h : known) {
        here.add(laws[h - 1], *happened(series, origin + h), 1.0 / static_cast<double>(known.size()));
      }
      for (std::size_t i = 0; i < here.sum.size(); ++i) products.sum[i] += here.sum[i];
      ++origins;
    } catch (const cannot_answer&) {  // not every model can answer there
    }
  }
  const double equal = 1.0 / static_cast<double>(models.size());
  if (origins < how.least_origins || origins == 0) return std::vector<double>(models.size(), equal);
  std::vector<double> weights = least_weights(products.sum, models.size());
  const double trust = origins / (origins + how.shrinkage);
  for (double& weight : weights) weight = trust * weight + (1 - trust) * equal;
  return weights;
}

template <class Model, class Series>
auto stacked_forecast(const std::vector<Model>& models, const Series& series, int years, const stacking& how) {
  const std::vector<double> weights = weights_learnt(models, series, years, how);
  auto result = combination("stacked", models, combination_rule{.weights = weights}).forecast(series, years);
  std::string told = "weights learnt from the past of the series: ";
  for (std::size_t i = 0; i < models.size(); ++i) {
    const std::string percent = std::to_string(std::lround(100 * weights[i]));
    told += (i == 0 ? "" : ", ") + models[i].name + " " + percent + " %";
  }
  result.notes.insert(result.notes.begin(), std::move(told));
  return result;
}

}  // namespace detail

TOLLCAST_INLINE std::vector<double> stacked_weights(const std::vector<count_model>& models, const yearly_tally& series,
                                                    int years, const stacking& how) {
  return detail::weights_learnt(models, series, years, how);
}

TOLLCAST_INLINE std::vector<double> stacked_weights(const std::vector<value_model>& models, const yearly_values& series,
                                                    int years, const stacking& how) {
  return detail::weights_learnt(models, series, years, how);
}

TOLLCAST_INLINE count_model stacked(std::string name, std::vector<count_model> models, stacking how) {
  detail::check_stacking(models.size(), 1, how);
  return {std::move(name), [models = std::move(models), how](const yearly_tally& series, int years) {
            return detail::stacked_forecast(models, series, years, how);
          }};
}

TOLLCAST_INLINE value_model stacked(std::string name, std::vector<value_model> models, stacking how) {
  detail::check_stacking(models.size(), 1, how);
  return {std::move(name), [models = std::move(models), how](const yearly_values& series, int years) {
            return detail::stacked_forecast(models, series, years, how);
          }};
}

}  // namespace tollcast
