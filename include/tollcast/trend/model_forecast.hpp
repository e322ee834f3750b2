#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <tollcast/distribution/any.hpp>
#include <tollcast/distribution/any_continuous.hpp>
#include <tollcast/series/yearly.hpp>
#include <tollcast/series/yearly_values.hpp>
#include <tollcast/trend/trend_summary.hpp>

namespace tollcast {

// What a model that was fitted to the years up to `origin` says of those after it, in one form for every model.
template <class Law>
struct model_forecast {
  std::string series;
  std::string model;  // with what was chosen: "ETS(A,Ad,N)"
  int origin;
  std::vector<Law> years;  // of the years origin + 1, origin + 2, ...
  fit_status status = fit_status::converged;
  std::vector<named_estimate> parameters = {};
  std::optional<double> log_likelihood = {};
  std::optional<double> aic = {};
  std::optional<double> aicc = {};
  std::optional<double> bic = {};
  std::vector<std::string> notes = {};
};

using count_forecast = model_forecast<any_distribution>;
using value_forecast = model_forecast<any_continuous_distribution>;

// A model under a name: from the years of a series to the laws of so many years after them. Any function will do, so
// that models from elsewhere can be compared with those of this library. It throws cannot_answer for years that it
// cannot be fitted to. It may be called from several threads at once.
struct count_model {
  std::string name;
  std::function<count_forecast(const yearly_tally& series, int years)> forecast;
};

struct value_model {
  std::string name;
  std::function<value_forecast(const yearly_values& series, int years)> forecast;
};

}  // namespace tollcast
