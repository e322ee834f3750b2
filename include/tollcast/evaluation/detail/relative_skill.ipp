#pragma once

#include <algorithm>
#include <cmath>

#include <tollcast/core/error.hpp>
#include <tollcast/core/in_quotes.hpp>
#include <tollcast/core/nearest.hpp>
#include <tollcast/evaluation/detail/score_lists.hpp>
#include <tollcast/evaluation/relative_skill.hpp>

namespace tollcast {

namespace detail {

inline void require_comparable(std::span<const model_scores> models, const std::string& baseline) {
  std::vector<std::string> names;
  names.reserve(models.size());
  for (const model_scores& model : models) {
    require_pairs("relative_skills", models.front().scores.size(), model.scores.size(), 0);
    for (const auto& score : model.scores) {
      if (score) require_losses("relative_skills", std::span(&*score, 1));
    }
    if (std::find(names.begin(), names.end(), model.model) != names.end()) {
      throw invalid_input("relative_skills: " + in_quotes(model.model) + " was given twice; each model is needed once");
    }
    names.push_back(model.model);
  }
  if (baseline.empty() || std::find(names.begin(), names.end(), baseline) != names.end()) return;
  throw invalid_input("relative_skills: the baseline " + in_quotes(baseline) + " is none of the models" +
                      (names.empty() ? "" : "; " + did_you_mean(baseline, names)));
}

}  // namespace detail

TOLLCAST_INLINE std::vector<relative_skill> relative_skills(std::span<const model_scores> models,
                                                            const std::string& baseline) {
  detail::require_comparable(models, baseline);
  std::vector<relative_skill> rows;
  rows.reserve(models.size());
  for (const model_scores& model : models) {
    relative_skill row{model.model, 0, {}, {}, std::nullopt, std::nullopt};
    double logs = 0;
    int compared = 0;
    for (const model_scores& other : models) {
      double own = 0;
      double others = 0;
      int overlap = 0;
      for (std::size_t i = 0; i < model.scores.size(); ++i) {
        if (!model.scores[i] || !other.scores[i]) continue;
        own += *model.scores[i];
        others += *other.scores[i];
        ++overlap;
      }
      row.overlaps.push_back(overlap);
      const bool itself = &other == &model;
      if (itself) {
        row.n = overlap;
        row.ratios.emplace_back(1.0);
      } else if (own > 0 && others > 0) {
        row.ratios.emplace_back(own / others);
        logs += std::log(own / others);
        ++compared;
      } else {
        row.ratios.emplace_back();
      }
    }
    if (compared > 0) row.relative = std::exp(logs / (compared + 1));
    rows.push_back(std::move(row));
  }
  const auto base = std::find_if(rows.begin(), rows.end(), [&](const auto& row) { return row.model == baseline; });
  if (!baseline.empty() && base->relative) {
    for (relative_skill& row : rows) {
      if (row.relative) row.scaled = *row.relative / *base->relative;
    }
  }
  return rows;
}

}  // namespace tollcast
