#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include <tollcast/core/config.hpp>
#include <tollcast/series/tally.hpp>

namespace tollcast {

// One region: its series is named by the region ("A", or "A/B" below "A").
struct regional_part {
  tally series;
  std::optional<std::size_t> parent = {};  // index of the part it belongs to, which comes before it; none: the total
  int level = 1;                           // 1 for the parts of the total
};

// A total and its parts: a region comes before those inside it, its siblings in the order of the rows. Every tally is
// settled: a row for each year's own figure, rows for disjoint stretches inside it, none that carries a region. In a
// year in which a node and all its parts have exact figures these add up.
struct regional_tally {
  tally total;
  std::vector<regional_part> parts;
  std::vector<std::string> notes = {};  // for a reader: what was done with the rows
};

// A region whose deaths are reported with another's from some day on. Full names, "A/B".
struct region_merger {
  std::string from, into;
};

// The total of a tally and its parts, by the regions that its rows carry ("A/B" lies in "A"; rows without one are the
// total; "A" needs no rows of its own). Each node's own rows are settled as yearly() does. Then, in each year:
//
// - Regions that are merged: up to the last figure of `from` both add up, where one of the two is missing the sum is at
//   least the other; after that the figures of `into` hold what `from` had.
// - What the parts of a node leave of it in any year is a part of its own, `elsewhere` ("elsewhere (rest)" beside a
//   region of that name): known where the node and all the others are, over the year and over stretches that all share.
// - Parts that exceed their node by at most 10 % of it, or 1, are taken for a revision: the node's figure holds, the
//   largest part gives way.
// - A node without a figure is the sum of its parts, when they leave nothing of it in any year, one year shows that or
//   the node has no figure at all, and all of them have one; else it is at least their sum.
// - Where the parts add up elsewhere and one of them has no exact figure, that one is what the others leave; where they
//   leave nothing all without an exact figure are 0. In a year that is not complete the same holds for stretches that
//   the node and all its parts but one share.
// - Ten days or more, and no region's row that is shorter than a year and no day, are one list of events: for every
//   region, and for a total that has days too, the days without a row count 0 up to the last event of any.
//
// A part without a figure stays so; the notes tell of it, and of what was done. As it was known on a day:
// regional(seen_on(series, as_of)).
//
// Throws cannot_answer when no row carries a region, and as yearly() does; invalid_input, with FILE:LINE, as yearly()
// does, when the parts exceed their node, in the year or within a stretch of it, by more than a revision and when a
// region's name has an empty level; and when a merger names a region that is not there, that has others inside it, or
// one of which lies inside the other, or that an earlier merger has made part of another.
regional_tally regional(const tally& series, const std::vector<region_merger>& merged = {});

}  // namespace tollcast

#ifndef TOLLCAST_COMPILED
#include <tollcast/series/detail/regional_tally.ipp>
#endif
