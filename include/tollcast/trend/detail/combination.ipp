#pragma once

#include <cmath>
#include <cstddef>
#include <utility>

#include <tollcast/core/error.hpp>
#include <tollcast/distribution/continuous_mixture.hpp>
#include <tollcast/distribution/detail/weighted.hpp>
#include <tollcast/distribution/mixture.hpp>
#include <tollcast/distribution/widened.hpp>
#include <tollcast/trend/combination.hpp>

namespace tollcast {

namespace detail {

inline std::vector<double> checked_weights(const std::string& name, std::size_t members, std::vector<double> weights) {
  const std::string who = "combination " + in_quotes(name);
  if (members == 0) throw invalid_input(who + ": no model was given; at least one is needed");
  if (weights.empty()) weights.assign(members, 1.0);
  check_components(who.c_str(), weights.size(), members);
  checked_sum(who.c_str(), weights);
  return weights;
}

// What the members say of a series, those that can answer, year by year: `pool` makes one law of theirs.
template <class Model, class Series, class Pool>
auto combined(const std::vector<Model>& members, const std::vector<double>& weights, const Series& series, int years,
              const Pool& pool) {
  using forecast = decltype(members.front().forecast(series, years));
  std::vector<forecast> given;
  std::vector<double> kept;
  std::vector<std::string> notes;
  std::string refusal;
  for (std::size_t i = 0; i < members.size(); ++i) {
    if (weights[i] == 0.0) continue;
    try {
      given.push_back(members[i].forecast(series, years));
      kept.push_back(weights[i]);
    } catch (const cannot_answer& error) {
      if (refusal.empty()) refusal = error.what();
      notes.push_back(members[i].name + " is left out of the combination: " + error.what());
    }
  }
  if (given.empty()) throw cannot_answer("none of the models combined can be fitted: " + refusal);
  forecast pooled{series.name, "", given.front().origin, {}};
  pooled.model = "combination of ";
  for (std::size_t i = 0; i < given.size(); ++i) {
    pooled.model += (i == 0 ? "" : i + 1 == given.size() ? " and " : ", ") + given[i].model;
    if (given[i].status == fit_status::not_converged) pooled.status = fit_status::not_converged;
  }
  pooled.years.reserve(static_cast<std::size_t>(years));
  for (std::size_t h = 0; h < static_cast<std::size_t>(years); ++h) {
    auto laws = given.front().years;
    laws.clear();
    for (const forecast& one : given) laws.push_back(one.years[h]);
    pooled.years.push_back(pool(kept, std::move(laws)));
  }
  pooled.notes = std::move(notes);
  return pooled;
}

}  // namespace detail

TOLLCAST_INLINE value_model combination(std::string name, std::vector<value_model> members, std::vector<double> weights,
                                        double widening) {
  weights = detail::checked_weights(name, members.size(), std::move(weights));
  if (!(widening > 0.0 && std::isfinite(widening))) {
    throw invalid_input("combination " + in_quotes(name) + ": a widening of " + detail::spelled(widening) +
                        " was given, but it must be finite and positive");
  }
  const auto pool = [widening](const std::vector<double>& kept, std::vector<any_continuous_distribution> laws) {
    if (widening != 1.0) {
      for (any_continuous_distribution& law : laws) law = widened(law, widening);
    }
    return any_continuous_distribution(continuous_mixture(kept, std::move(laws)));
  };
  return {std::move(name),
          [members = std::move(members), weights = std::move(weights), pool](const yearly_values& series, int years) {
            return detail::combined(members, weights, series, years, pool);
          }};
}

TOLLCAST_INLINE count_model combination(std::string name, std::vector<count_model> members,
                                        std::vector<double> weights) {
  weights = detail::checked_weights(name, members.size(), std::move(weights));
  const auto pool = [](const std::vector<double>& kept, std::vector<any_distribution> laws) {
    return any_distribution(mixture(kept, std::move(laws)));
  };
  return {std::move(name),
          [members = std::move(members), weights = std::move(weights), pool](const yearly_tally& series, int years) {
            return detail::combined(members, weights, series, years, pool);
          }};
}

}  // namespace tollcast
