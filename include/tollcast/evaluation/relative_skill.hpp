#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include <tollcast/core/config.hpp>

namespace tollcast {

// The scores of one model: one a target, in the same order of targets for all models; nothing where it gave none.
struct model_scores {
  std::string model;
  std::vector<std::optional<double>> scores;
};

// A model among others. ratios[j] is its mean score over that of the j-th model, on the targets that both scored, and
// overlaps[j] the number of those; `relative` is the geometric mean of the ratios, that of the model to itself (1)
// included: below 1 for models better than the others (Cramer et al. 2022, PNAS 119:e2113561119; pairwise comparisons
// of scoringutils). A ratio is missing where there is no such target or one of the means is 0, and is then left out of
// the geometric mean, which is missing for a model without any ratio to another one.
struct relative_skill {
  std::string model;
  int n;
  std::vector<std::optional<double>> ratios;
  std::vector<int> overlaps;
  std::optional<double> relative;
  std::optional<double> scaled;  // over that of the baseline
};

// In the order given. Throws invalid_input for lists of unequal lengths, a score that is negative or not finite, two
// models of one name and a baseline that is none of them ("" for no baseline).
std::vector<relative_skill> relative_skills(std::span<const model_scores> models, const std::string& baseline = "");

}  // namespace tollcast

#ifndef TOLLCAST_COMPILED
#include <tollcast/evaluation/detail/relative_skill.ipp>
#endif
