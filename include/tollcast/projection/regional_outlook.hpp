#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <tollcast/distribution/empirical.hpp>
#include <tollcast/series/regional_tally.hpp>

namespace tollcast {

// How the laws of the total and of its parts are made one.
enum class reconciliation { pooled, conditioning, bottom_up, top_down };

std::string to_string(reconciliation method);

// A figure with an interval around it.
struct bounded_estimate {
  double estimate;
  double lower;
  double upper;
};

// One region in one year. Draw i of every region and of the total belong together: they add up.
struct region_outlook {
  std::string region;
  std::optional<std::size_t> parent;  // index of the region it belongs to; none: the total
  std::int64_t observed;              // counted so far; no draw lies below it
  bool complete;                      // the year's figure is known: every draw is that figure
  std::vector<std::int64_t> draws;    // in the order of the joint draws
  empirical law;                      // of the draws
  bounded_estimate share;             // of the total: median and 95 % interval; 0 where the total is 0
};

// The total and its parts in one year.
struct regional_outlook {
  std::string series;
  int year;
  std::int64_t observed;  // of the total
  bool complete;
  std::vector<std::int64_t> draws;  // of the total: the sum of the parts of level 1, draw by draw
  empirical total;
  std::vector<region_outlook> parts;  // in the order of the tally: a parent comes before its parts
  double effective_draws;  // of the proposal, at the worst node: 1 / sum of the squared weights (Kish 1965)
  std::vector<std::string> notes;
};

}  // namespace tollcast
