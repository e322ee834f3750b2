#pragma once

#include <array>
#include <chrono>

#include <tollcast/projection/year_end.hpp>

// A projection whose every number can be worked out by hand: the total is 10 + Binomial(4, 1/2), so that its mean is
// 12, its standard deviation 1, P(total > 12) = 5/16 and P(total > 13) = 1/16. Only December is to come.
inline tollcast::year_end made_up() {
  using namespace std::chrono_literals;
  using tollcast::count;
  const std::array binomial{1.0, 4.0, 6.0, 4.0, 1.0};
  const tollcast::sys_days end_of_november = 2025y / 11 / 30;
  return {.series = "police",
          .year = 2025,
          .as_of = end_of_november,
          .observed = 9,
          .known_share = 0.9,
          .model = "auto",
          .total = tollcast::tabulated(10, binomial),
          .history = {{2019, count::about(20), {}},
                      {2020, count::not_known(), {}},
                      {2021, count::not_known(), {}},
                      {2022, count::at_least(6), {}},
                      {2023, count::between(8, 10), {}},
                      {2024, count::exactly(12), {}}},
          .last_total = 12,
          .known = {tollcast::period(2025y / 1 / 1, end_of_november)},
          .share = {.nodes = {{.share = 0.9, .concentration = 20, .weight = 1}}, .mean = 0.9},
          .notes = {"shares are learnt from 3 years"}};
}
