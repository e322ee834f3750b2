#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <tollcast/core/error.hpp>
#include <tollcast/core/nearest.hpp>
#include <tollcast/numeric/reference_laws.hpp>
#include <tollcast/trend/arima.hpp>
#include <tollcast/trend/automatic_arima.hpp>
#include <tollcast/trend/combination.hpp>
#include <tollcast/trend/constant_mean.hpp>
#include <tollcast/trend/detail/combination_names.hpp>
#include <tollcast/trend/detail/in_sight.hpp>
#include <tollcast/trend/detail/value_series.hpp>
#include <tollcast/trend/drift.hpp>
#include <tollcast/trend/dynamic_theta.hpp>
#include <tollcast/trend/exponential_smoothing.hpp>
#include <tollcast/trend/local_global_trend.hpp>
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

inline value_forecast forecast_smoothing(const yearly_values& series, int years, std::optional<smoothing_form> form) {
  const smoothing_fit fit = exponential_smoothing{.form = form}.fit(series);
  return forecast_values(fit, to_string(fit.form), series, years);
}

// The coefficients under the names that R gives them.
inline std::vector<named_estimate> coefficients_of(const arima_fit& fit) {
  std::vector<named_estimate> named;
  const auto add = [&](std::string name, double value) {
    const std::optional<double> se = fit.standard_errors[named.size()];
    const double reach = se ? normal_quantile(0.975) * *se : 0;
    named.push_back({std::move(name),
                     {value, se, se ? std::optional(value - reach) : std::nullopt,
                      se ? std::optional(value + reach) : std::nullopt}});
  };
  for (std::size_t i = 0; i < fit.parameters.ar.size(); ++i) add("ar" + std::to_string(i + 1), fit.parameters.ar[i]);
  for (std::size_t i = 0; i < fit.parameters.ma.size(); ++i) add("ma" + std::to_string(i + 1), fit.parameters.ma[i]);
  if (fit.parameters.constant) add(fit.specification.d == 0 ? "mean" : "drift", *fit.parameters.constant);
  return named;
}

inline value_forecast forecast_arima(const arima_fit& fit, const yearly_values& series, int years) {
  return {series.name,        to_string(fit.specification),
          series.last_year(), fit.forecast(years),
          fit.status,         coefficients_of(fit),
          fit.log_likelihood, fit.aic,
          fit.aicc,           fit.bic,
          fit.notes};
}

// "0,1,1", "0,1,1:drift" or "1,0,0:mean".
inline arima arima_of(const std::string& orders) {
  const auto refuse = [&] {
    throw invalid_input("arima: orders " + in_quotes(orders) +
                        " were given; three digits are needed, as in 0,1,1, and :drift or :mean where d is 1 or 0 and "
                        "the constant is wanted");
  };
  const auto digit = [&](std::size_t at) {
    if (orders.size() <= at || orders[at] < '0' || orders[at] > '9') refuse();
    return orders[at] - '0';
  };
  arima model{.p = digit(0), .d = digit(2), .q = digit(4)};
  const std::string rest = orders.substr(5);
  model.constant = !rest.empty();
  if (orders[1] != ',' || orders[3] != ',') refuse();
  if (model.constant && rest != (model.d == 0 ? ":mean" : model.d == 1 ? ":drift" : "")) refuse();
  return model;
}

inline value_forecast forecast_local_global_trend(const yearly_values& series, int years) {
  const local_global_trend_fit fit = local_global_trend{}.fit(series);
  value_forecast made{series.name, "local and global trend", series.last_year(), fit.forecast(years)};
  made.status = fit.status;
  made.parameters = fit.parameters;
  made.notes = fit.notes;
  return made;
}

inline constexpr std::array<named_values, 8> value_trends{{
    {"naive", [](const yearly_values& y, int years) { return forecast_values(naive{}.fit(y), "naive", y, years); }},
    {"drift", [](const yearly_values& y, int years) { return forecast_values(drift{}.fit(y), "drift", y, years); }},
    {"mean",
     [](const yearly_values& y, int years) { return forecast_values(constant_mean{}.fit(y), "mean", y, years); }},
    {"theta", [](const yearly_values& y, int years) { return forecast_values(theta{}.fit(y), "theta", y, years); }},
    {"dynamic_theta", [](const yearly_values& y,
                         int years) { return forecast_values(dynamic_theta{}.fit(y), "dynamic_theta", y, years); }},
    {"ets", [](const yearly_values& y, int years) { return forecast_smoothing(y, years, std::nullopt); }},
    {"arima", [](const yearly_values& y, int years) { return forecast_arima(automatic_arima{}.fit(y), y, years); }},
    {"lgt", forecast_local_global_trend},
}};

// A damped trend, with multiplicative errors where all values are positive.
inline value_forecast forecast_damped(const yearly_values& series, int years) {
  const bool positive = std::all_of(series.values.begin(), series.values.end(), [](auto y) { return !y || *y > 0; });
  return forecast_smoothing(series, years, smoothing_form_of(positive ? "MAdN" : "AAdN"));
}

// Of fewer than five values AICc leaves no choice but white noise about 0.
inline value_forecast forecast_arima_of_five(const yearly_values& series, int years) {
  dated_values("arima", series, 5);
  return forecast_arima(automatic_arima{}.fit(series), series, years);
}

inline value_model in_sight(value_model model) {
  return {std::move(model.name), [forecast = std::move(model.forecast)](const yearly_values& series, int years) {
            double largest = 0;
            for (const std::optional<double>& value : series.values) {
              if (value) largest = std::max(largest, std::abs(*value));
            }
            return in_sight(forecast(series, years), largest);
          }};
}

inline value_model unbounded_value_model(const std::string& name) {
  for (const auto& [known, forecast] : value_trends) {
    if (name == known) return {name, forecast};
  }
  if (name.starts_with("ets:")) {
    const smoothing_form form = smoothing_form_of(name.substr(4));
    return {name, [form](const yearly_values& y, int years) { return forecast_smoothing(y, years, form); }};
  }
  if (name.starts_with("arima:")) {
    const arima model = arima_of(name.substr(6));
    return {name, [model](const yearly_values& y, int years) { return forecast_arima(model.fit(y), y, years); }};
  }
  throw invalid_input("model " + in_quotes(name) + " is no model of measured values; " +
                      did_you_mean(name, value_model_names()));
}

inline value_model single_value_model(const std::string& name) { return in_sight(unbounded_value_model(name)); }

}  // namespace detail

TOLLCAST_INLINE value_model named_value_model(const std::string& name) {
  const auto single = detail::single_value_model;
  if (name == "auto") {
    const value_model damped = detail::in_sight(value_model{"ets, damped", detail::forecast_damped});
    const value_model arima = detail::in_sight(value_model{"arima", detail::forecast_arima_of_five});
    return combination(name, {single("naive"), single("drift"), damped, arima, single("lgt")},
                       {.weights = {1, 1, 1, 1, 6}, .spread = {.87, 1}});
  }
  if (const std::optional<pooling> pool = detail::pooling_of(name)) {
    return combination(name, {single("naive"), single("drift"), single("theta"), single("ets"), single("arima")},
                       combination_rule{.pool = *pool});
  }
  return single(name);
}

TOLLCAST_INLINE bool is_value_model(const std::string& name) {
  const std::vector<std::string> names = value_model_names();
  return name.starts_with("ets:") || name.starts_with("arima:") || detail::pooling_of(name) ||
         std::find(names.begin(), names.end(), name) != names.end();
}

TOLLCAST_INLINE std::vector<std::string> value_model_names() {
  std::vector<std::string> names{"auto"};
  names.reserve(detail::value_trends.size() + 2);
  for (const auto& model : detail::value_trends) names.emplace_back(model.name);
  names.emplace_back("combination");
  return names;
}

}  // namespace tollcast
