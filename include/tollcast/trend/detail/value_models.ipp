#pragma once

#include <algorithm>
#include <array>
#include <utility>

#include <tollcast/core/error.hpp>
#include <tollcast/core/nearest.hpp>
#include <tollcast/trend/constant_mean.hpp>
#include <tollcast/trend/drift.hpp>
#include <tollcast/trend/dynamic_theta.hpp>
#include <tollcast/trend/naive.hpp>
#include <tollcast/trend/theta.hpp>
#include <tollcast/trend/value_models.hpp>

namespace tollcast {

namespace detail {

template <class Fit>
value_forecast forecast_values(const Fit& fit, std::string model, const yearly_values& series, int years) {
  return {series.name, std::move(model), series.last_year(), fit.forecast(years),
          fit.status,  fit.parameters,   fit.log_likelihood, fit.aic,
          fit.aicc,    fit.bic,          fit.notes};
}

struct named_values {
  const char* name;
  value_forecast (*forecast)(const yearly_values&, int);
};

inline constexpr std::array<named_values, 5> simple_value_models{{
    {"naive", [](const yearly_values& y, int years) { return forecast_values(naive{}.fit(y), "naive", y, years); }},
    {"drift", [](const yearly_values& y, int years) { return forecast_values(drift{}.fit(y), "drift", y, years); }},
    {"mean",
     [](const yearly_values& y, int years) { return forecast_values(constant_mean{}.fit(y), "mean", y, years); }},
    {"theta", [](const yearly_values& y, int years) { return forecast_values(theta{}.fit(y), "theta", y, years); }},
    {"dynamic_theta", [](const yearly_values& y,
                         int years) { return forecast_values(dynamic_theta{}.fit(y), "dynamic_theta", y, years); }},
}};

}  // namespace detail

TOLLCAST_INLINE value_model named_value_model(const std::string& name) {
  for (const auto& [known, forecast] : detail::simple_value_models) {
    if (name == known) return {name, forecast};
  }
  throw invalid_input("model " + in_quotes(name) + " is no model of measured values; " +
                      did_you_mean(name, value_model_names()));
}

TOLLCAST_INLINE bool is_value_model(const std::string& name) {
  const std::vector<std::string> names = value_model_names();
  return name.starts_with("ets:") || std::find(names.begin(), names.end(), name) != names.end();
}

TOLLCAST_INLINE std::vector<std::string> value_model_names() {
  std::vector<std::string> names;
  for (const auto& model : detail::simple_value_models) names.emplace_back(model.name);
  return names;
}

}  // namespace tollcast
