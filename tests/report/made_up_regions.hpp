#pragma once

#include <vector>

#include "made_up.hpp"

#include <tollcast/report/regional_answer.hpp>

// The total of made_up() in four draws, 11, 12, 12 and 13, of which Bannu in KP has 6, 7, 7 and 8 and Sindh 5; with
// round shares, so that every figure can be read off.
inline tollcast::regional_answer made_up_regions() {
  using tollcast::bounded_estimate;
  using tollcast::empirical;
  const std::vector<std::int64_t> total{11, 12, 12, 13};
  const std::vector<std::int64_t> north{6, 7, 7, 8};
  const std::vector<std::int64_t> south{5, 5, 5, 5};
  const bounded_estimate most{0.6, 0.5, 0.7};
  tollcast::regional_outlook outlook{.series = "police",
                                     .year = 2025,
                                     .observed = 9,
                                     .complete = false,
                                     .draws = total,
                                     .total = empirical(total),
                                     .parts = {{"KP", {}, 5, false, north, empirical(north), most},
                                               {"KP/Bannu", 0, 5, false, north, empirical(north), most},
                                               {"Sindh", {}, 4, true, south, empirical(south), {0.4, 0.3, 0.5}}},
                                     .effective_draws = 4,
                                     .notes = {}};
  const auto of = [](int first, int last, double deaths, double share) {
    const bounded_estimate one{share, share - 0.1, share + 0.05};
    return tollcast::concentration{.years = {first, last},
                                   .total = deaths,
                                   .dispersion = 1,
                                   .shares = {one, {1 - share, 0.95 - share, 1.1 - share}},
                                   .groups = {one},
                                   .top_share = one,
                                   .top_two_share = {1, 1, 1},
                                   .herfindahl = {0.52, 0.5, 0.6},
                                   .effective_number = {1.9, 1.5, 2},
                                   .gini = {0.1, 0, 0.2},
                                   .notes = {}};
  };
  return {.outlook = outlook,
          .total = total_of(made_up(), outlook),
          .regions = {"KP", "Sindh"},
          .groups = {"the north"},
          .years = {of(2024, 2024, 12, 0.5), of(2025, 2025, 12, 0.6)},
          .periods = {of(2007, 2013, 1234, 0.4), of(2021, 2025, 90, 0.8)},
          .changes = {{.from = {2007, 2013},
                       .to = {2021, 2025},
                       .more_concentrated = 0.25,
                       .difference = {0.01, -0.1, 0.1},
                       .groups = {{.group = "the north",
                                   .share_from = {0.4, 0.3, 0.45},
                                   .share_to = {0.8, 0.7, 0.85},
                                   .difference = {0.4, 0.3, 0.5},
                                   .probability = 0.97}}}},
          .notes = {"FATA is merged into KP"}};
}
