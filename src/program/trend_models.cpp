#include <vector>

#include "program.hpp"

#include <tollcast/trend/joinpoint.hpp>
#include <tollcast/trend/level_shifts.hpp>
#include <tollcast/trend/local_level.hpp>
#include <tollcast/trend/local_trend.hpp>
#include <tollcast/trend/loglinear.hpp>

namespace tollcast::program {
namespace {

// What was not asked for stays as the model has it.
template <class Value>
void set(Value& setting, const std::optional<Value>& asked) {
  if (asked) setting = *asked;
}

trend_summary fit_loglinear(const yearly_tally& series, const trend_options& options) {
  loglinear model;
  set(model.family, options.family);
  set(model.degree, options.degree);
  return summary(model.fit(series));
}

trend_summary fit_joinpoint(const yearly_tally& series, const trend_options& options) {
  joinpoint model{.joints = options.joints, .max_joints = options.max_joints, .seed = options.seed};
  set(model.family, options.family);
  set(model.selection, options.selection);
  set(model.min_end, options.min_end);
  set(model.min_between, options.min_between);
  return summary(model.fit(series));
}

trend_summary fit_level_shifts(const yearly_tally& series, const trend_options& options) {
  level_shifts model;
  set(model.family, options.family);
  return summary(model.fit(series));
}

trend_summary fit_local_level(const yearly_tally& series, const trend_options& options) {
  local_level model;
  set(model.family, options.family);
  return summary(model.fit(series));
}

trend_summary fit_local_trend(const yearly_tally& series, const trend_options& options) {
  local_trend model;
  set(model.level.family, options.family);
  return summary(model.fit(series));
}

}  // namespace

const std::vector<trend_model>& trend_models() {
  using enum count_family;
  static const std::vector<trend_model> models{
      {"loglinear", {negative_binomial, poisson, quasi_poisson}, {"--degree"}, fit_loglinear},
      {"joinpoint",
       {negative_binomial, poisson, quasi_poisson, log_normal},
       {"--joinpoints", "--max-joinpoints", "--min-end", "--min-between", "--selection"},
       fit_joinpoint},
      {"level_shifts", {negative_binomial, poisson, log_normal}, {}, fit_level_shifts},
      {"local_level", {negative_binomial, poisson}, {}, fit_local_level},
      {"local_trend", {negative_binomial, poisson}, {}, fit_local_trend}};
  return models;
}

}  // namespace tollcast::program
