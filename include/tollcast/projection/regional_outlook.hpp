#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <tollcast/distribution/empirical.hpp>
#include <tollcast/projection/reconciliation.hpp>

namespace tollcast {

// A figure with an interval around it.
struct bounded_estimate {
  double estimate;
  double lower;
  double upper;
};

// One region in one year. Draw i of every region and of the total belong together: they add up.
struct region_outlook {
  std::string region;                 // its full name
  std::optional<std::size_t> parent;  // index of the region it lies in; none: the total
  std::int64_t observed;              // counted so far; no draw lies below it
  bool complete;                      // its figure is known: every draw is that figure
  std::vector<std::int64_t> draws;    // in the order of the joint draws
  empirical law;                      // of these draws
  bounded_estimate share;             // of the total in draws with deaths: mean, 95 % interval; 0: there are none
};

// The total and its parts in one year.
struct regional_outlook {
  std::string series;
  int year;
  std::int64_t observed;              // of the total
  bool complete;                      // the total is known
  std::vector<std::int64_t> draws;    // of the total: the sum of the regions of level 1, draw by draw
  empirical total;                    // the law of these draws
  std::vector<region_outlook> parts;  // in the order of the tally
  double effective_draws;             // of the resampling, at the worst node (reconciled)
  std::vector<std::string> notes;
};

}  // namespace tollcast
