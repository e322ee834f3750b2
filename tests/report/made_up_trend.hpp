#pragma once

#include <tollcast/trend/trend_summary.hpp>

// A fall and a rise whose figures are round: 80 to 20 by halves a year over two years, then doubling, the turn in 2022.
inline tollcast::trend_summary made_up_trend() {
  using tollcast::count;
  return {.series = "police",
          .model = "joinpoint",
          .family = "poisson",
          .observations = 6,
          .parameters = {{"intercept", {4.5, 0.25, 4.0, 5.0}}, {"slope_1", {-0.5, {}, {}, {}}}},
          .dispersion = 1.5,
          .log_likelihood = -20.25,
          .aic = 48.5,
          .bic = 47.75,
          .segments = {{2019, 2022, -50, -60, -40, 0.0001}, {2022, 2025, 100, 50, 150, 0.0125}},
          .joints = {{2022, 2021, 2023}},
          .averages = {{2019, 2025, 0.5, -10, 12}},
          .fitted = {{2019, count::exactly(80), 80, 70, 90},
                     {2020, count::about(40), 40, 35, 45},
                     {2021, count::between(18, 24), 20, 15, 25},
                     {2022, count::exactly(10), 10, 5, 15},
                     {2023, count::not_known(), 20, 15, 25},
                     {2024, count::at_least(35), 40, {}, {}},
                     {2025, count::exactly(75), 80, 70, 90}},
          .notes = {"2023 is missing"}};
}

// Two levels, the step between them not clear.
inline tollcast::trend_summary made_up_levels() {
  using tollcast::count;
  return {.series = "police",
          .model = "level_shifts",
          .family = "poisson",
          .observations = 4,
          .segments = {{2020, 2022, {}, {}, {}, {}, 1040.0}, {2023, 2023, 50, -5, 120, 0.08, 1560.0}},
          .joints = {{2023, 2023, 2023}},
          .fitted = {{2020, count::exactly(1000), 1040, {}, {}},
                     {2021, count::exactly(1100), 1040, {}, {}},
                     {2022, count::exactly(1020), 1040, {}, {}},
                     {2023, count::exactly(1560), 1560, {}, {}}}};
}

// A level a year, with one probable jump.
inline tollcast::trend_summary made_up_path() {
  using tollcast::count;
  return {.series = "police",
          .model = "local_level",
          .family = "negative_binomial",
          .observations = 3,
          .jumps = {{2021, 0.03}, {2022, 0.75}},
          .fitted = {{2020, count::exactly(10), 9.5, 7, 12},
                     {2021, count::exactly(9), 9.25, 7, 12},
                     {2022, count::exactly(31), 30.5, 24, 39}}};
}
