#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

#include <tollcast/core/error.hpp>
#include <tollcast/distribution/detail/weighted.hpp>
#include <tollcast/distribution/widened.hpp>
#include <tollcast/trend/combination.hpp>

namespace tollcast {

namespace detail {

inline combination_rule checked_rule(const std::string& name, std::size_t members, combination_rule rule) {
  const std::string who = "combination " + in_quotes(name);
  if (members == 0) throw invalid_input(who + ": no model was given; at least one is needed");
  if (rule.weights.empty()) rule.weights.assign(members, 1.0);
  check_components(who.c_str(), rule.weights.size(), members);
  checked_sum(who.c_str(), rule.weights);
  for (const double factor : rule.spread) {
    if (!(factor > 0.0 && std::isfinite(factor))) {
      throw invalid_input(who + ": a spread of " + spelled(factor) + " was given, but it must be finite and positive");
    }
  }
  return rule;
}

// The weights times exp(-AICc / 2), the largest factor being 1.
template <class Forecast>
void weigh_by_criterion(const std::vector<Forecast>& given, std::vector<double>& weights) {
  double least = *given.front().aicc;
  for (const Forecast& one : given) least = std::min(least, *one.aicc);
  for (std::size_t i = 0; i < given.size(); ++i) weights[i] *= std::exp((least - *given[i].aicc) / 2);
}

// What the members say of a series, those that can answer, year by year.
template <class Model, class Series>
auto combined(const std::vector<Model>& members, const combination_rule& rule, const Series& series, int years) {
  using forecast = decltype(members.front().forecast(series, years));
  std::vector<forecast> given;
  std::vector<double> kept;
  std::vector<std::string> notes;
  std::string refusal;
  const bool by_criterion = rule.by == weighting::information_criterion;
  for (std::size_t i = 0; i < members.size(); ++i) {
    if (rule.weights[i] == 0.0) continue;
    try {
      forecast own = members[i].forecast(series, years);
      if (by_criterion && !own.aicc) throw cannot_answer("it has no AICc to be weighed by");
      given.push_back(std::move(own));
      kept.push_back(rule.weights[i]);
    } catch (const cannot_answer& error) {
      if (refusal.empty()) refusal = error.what();
      notes.push_back(members[i].name + " is left out of the combination: " + error.what());
    }
  }
  if (given.empty()) throw cannot_answer("none of the models combined can be fitted: " + refusal);
  if (by_criterion) weigh_by_criterion(given, kept);
  forecast whole{series.name, "", given.front().origin, {}};
  whole.model = "combination of ";
  for (std::size_t i = 0; i < given.size(); ++i) {
    whole.model += (i == 0 ? "" : i + 1 == given.size() ? " and " : ", ") + given[i].model;
    if (given[i].status == fit_status::not_converged) whole.status = fit_status::not_converged;
  }
  whole.years.reserve(static_cast<std::size_t>(years));
  for (std::size_t h = 0; h < static_cast<std::size_t>(years); ++h) {
    auto laws = given.front().years;
    laws.clear();
    for (const forecast& one : given) laws.push_back(one.years[h]);
    whole.years.push_back(pooled(rule.pool, kept, std::move(laws)));
  }
  whole.notes = std::move(notes);
  return whole;
}

inline value_model stretched(value_model of, std::vector<double> spread) {
  std::string name = of.name;
  return {std::move(name), [of = std::move(of), spread = std::move(spread)](const yearly_values& series, int years) {
            value_forecast result = of.forecast(series, years);
            for (std::size_t h = 0; h < result.years.size(); ++h) {
              const double factor = spread[std::min(h, spread.size() - 1)];
              if (factor != 1.0) result.years[h] = widened(result.years[h], factor);
            }
            return result;
          }};
}

}  // namespace detail

TOLLCAST_INLINE value_model combination(std::string name, std::vector<value_model> members, combination_rule rule) {
  rule = detail::checked_rule(name, members.size(), std::move(rule));
  if (!rule.spread.empty()) {
    for (value_model& member : members) member = detail::stretched(std::move(member), rule.spread);
  }
  if (rule.pool == pooling::geometric) {
    throw invalid_input("combination " + in_quotes(name) +
                        ": a geometric pool was asked for, but there is one of counts alone");
  }
  return {std::move(name),
          [members = std::move(members), rule = std::move(rule)](const yearly_values& series, int years) {
            return detail::combined(members, rule, series, years);
          }};
}

TOLLCAST_INLINE count_model combination(std::string name, std::vector<count_model> members, combination_rule rule) {
  rule = detail::checked_rule(name, members.size(), std::move(rule));
  if (!rule.spread.empty()) {
    throw invalid_input("combination " + in_quotes(name) + ": a spread was given, but there is one of values alone");
  }
  return {std::move(name),
          [members = std::move(members), rule = std::move(rule)](const yearly_tally& series, int years) {
            return detail::combined(members, rule, series, years);
          }};
}

}  // namespace tollcast
