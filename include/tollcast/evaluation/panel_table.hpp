#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <tollcast/core/config.hpp>
#include <tollcast/evaluation/score_table.hpp>

namespace tollcast {

// How one model did over all series of a panel, from one day of the year or one horizon ahead. Counts are summed over
// the series, so that coverage is pooled.
struct panel_line {
  std::string model;
  std::optional<std::chrono::month_day> as_of;
  int horizon;  // 0 where as_of is given
  int series;   // over which relative_crps is taken: those in which the model has a skill
  int n;
  int failures;
  int inside_80, inside_95;
  // Geometric mean over the series of CRPS / reference's CRPS, so that a series weighs the same whatever its counts
  // (Fleming and Wallace 1986, Commun. ACM 29:218).
  std::optional<double> relative_crps;
};

// The lines of a score table of several series, by day and horizon in their order, the models of each ranked by
// relative_crps.
std::vector<panel_line> panel_table(std::span<const score_line> lines);

}  // namespace tollcast

#ifndef TOLLCAST_COMPILED
#include <tollcast/evaluation/detail/panel_table.ipp>
#endif
