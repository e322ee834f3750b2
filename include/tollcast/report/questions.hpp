#pragma once

#include <cstdint>
#include <vector>

#include <tollcast/distribution/interval.hpp>

namespace tollcast {

// What a reader asks of each law. A report hands the questions to the verbs of the law (mean, quantile, interval,
// prob_exceeds) and computes nothing itself.
struct questions {
  // Levels of the intervals, each between 0 and 1, ends excluded. Reports print them in this order.
  std::vector<double> levels{0.8, 0.95};
  interval_kind interval = interval_kind::equal_tailed;
  // P(total > threshold) for each. None: last year's total, where it is known.
  std::vector<std::int64_t> thresholds = {};
};

}  // namespace tollcast
