#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <tollcast/core/error.hpp>
#include <tollcast/series/detail/day_boundaries.hpp>
#include <tollcast/series/detail/note_list.hpp>
#include <tollcast/series/part.hpp>
#include <tollcast/series/period.hpp>
#include <tollcast/series/tally.hpp>

namespace tollcast {

// Lowers the largest parts until all add up to no more than `most`.
inline void cut_to(std::vector<part>& parts, std::int64_t most) {
  for (std::int64_t excess = sum_of(parts) - most; excess > 0;) {
    part& largest =
        *std::max_element(parts.begin(), parts.end(), [](const part& a, const part& b) { return a.count < b.count; });
    const std::int64_t cut = std::min(excess, largest.count);
    largest.count -= cut;
    excess -= cut;
  }
}

// What the exact figures of one year say: its total, when a row or parts without a gap give it, and disjoint parts in
// time order, none of them the whole year, that add up to no more than the total.
struct settled_year {
  std::optional<std::int64_t> total;
  std::vector<part> parts;
};

namespace detail {

using piece = day_boundaries::piece;

// Which of the pieces (ordered by their ends) to keep: disjoint ones that cover the most days, of these the most
// pieces.
inline std::vector<bool> choose_disjoint(const std::vector<piece>& pieces) {
  using worth = std::pair<std::int64_t, std::int64_t>;  // days, pieces
  std::vector<worth> best(pieces.size() + 1);
  std::vector<std::size_t> ending_before(pieces.size());
  const auto with = [&](std::size_t i) {
    const worth before = best[ending_before[i]];
    return worth(before.first + pieces[i].when.days(), before.second + 1);
  };
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const auto first_after = std::partition_point(
        pieces.begin(), pieces.end(), [&](const piece& other) { return other.when.last() < pieces[i].when.first(); });
    ending_before[i] = static_cast<std::size_t>(first_after - pieces.begin());
    best[i + 1] = std::max(best[i], with(i));
  }
  std::vector<bool> chosen(pieces.size(), false);
  for (std::size_t i = pieces.size(); i > 0;) {
    if (best[i] == best[i - 1]) {
      --i;
    } else {
      chosen[i - 1] = true;
      i = ending_before[i - 1];
    }
  }
  return chosen;
}

// Where the chosen pieces fill a year whose total is known, one of them is implied by the others. The one that holds
// the most left-out pieces gives way to these, so that nothing is lost. Returns it.
inline std::optional<std::size_t> make_one_implied(const std::vector<piece>& pieces, std::vector<bool>& chosen) {
  std::optional<std::size_t> implied;
  std::vector<std::size_t> instead;
  for (std::size_t outer = 0; outer < pieces.size(); ++outer) {
    if (!chosen[outer]) continue;
    std::vector<std::size_t> left_out;
    std::vector<piece> inner;
    for (std::size_t i = 0; i < pieces.size(); ++i) {
      if (chosen[i] || !pieces[outer].when.contains(pieces[i].when)) continue;
      left_out.push_back(i);
      inner.push_back(pieces[i]);
    }
    const std::vector<bool> kept = choose_disjoint(inner);
    std::vector<std::size_t> disjoint;
    for (std::size_t i = 0; i < inner.size(); ++i) {
      if (kept[i]) disjoint.push_back(left_out[i]);
    }
    if (disjoint.size() > instead.size()) {
      implied = outer;
      instead = std::move(disjoint);
    }
  }
  if (implied) chosen[*implied] = false;
  for (const std::size_t i : instead) chosen[i] = true;
  return implied;
}

inline std::string to_text(const period& when, std::int64_t figure) {
  return to_string(when) + " (" + std::to_string(figure) + ")";
}

// Deaths in the parts inside a wider stretch must not exceed its own, but for a revision.
inline void check_inside(const tally& series, const day_boundaries& boundaries, const piece& wider,
                         const std::vector<part>& parts, note_list& notes) {
  std::vector<part> inside;
  std::copy_if(parts.begin(), parts.end(), std::back_inserter(inside),
               [&](const part& one) { return wider.when.contains(one.when); });
  const std::int64_t excess = sum_of(inside) - wider.figure;
  if (excess <= 0) return;
  const sub_total& row = boundaries.narrowest_around(wider);
  std::string found = to_string(row.when) + " has " + std::to_string(row.figure);
  if (row.when != wider.when) found += " and leaves " + std::to_string(wider.figure) + " for " + to_string(wider.when);
  found += ", less than ";
  for (std::size_t i = 0; i < inside.size() && i < 3; ++i) {
    found += (i > 0 ? " + " : "") + to_text(inside[i].when, inside[i].count);
  }
  if (inside.size() > 3) found += " + ... = " + std::to_string(sum_of(inside));
  if (!is_revision(excess, wider.figure)) {
    throw invalid_input(place_of(series, row.when, row.line) + ": " + found +
                        "; parts must not exceed what contains them");
  }
  notes.add("parts that exceed what contains them by a revision",
            found + ", taken for a revision: the wider figure holds");
}

// Notes that a piece is not used because of the chosen ones that it overlaps.
inline void set_aside(const tally& series, const day_boundaries& boundaries, const std::vector<piece>& pieces,
                      const std::vector<bool>& chosen, std::size_t left_out, note_list& notes) {
  const part unused{pieces[left_out].when, pieces[left_out].figure};
  std::string instead;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    if (!chosen[i] || !pieces[i].when.overlaps(unused.when)) continue;
    if (pieces[i].when.contains(unused.when)) check_inside(series, boundaries, pieces[i], {unused}, notes);
    if (instead.empty()) instead = to_text(pieces[i].when, pieces[i].figure);
  }
  notes.add("figures that overlap others",
            to_text(unused.when, unused.count) + " overlaps " + instead + ", which is used instead");
}

}  // namespace detail

// Settles the exact rows (the year's own among them) of one year. `rows`: of different periods, inside the year.
// Throws invalid_input when parts exceed what contains them by more than a revision.
inline settled_year settle_year(const tally& series, int year, std::vector<sub_total> rows, note_list& notes) {
  const day_boundaries boundaries(series, std::move(rows), notes);
  const period all_year = whole_year(year);
  settled_year settled{boundaries.within(all_year), {}};

  std::vector<detail::piece> pieces = boundaries.pieces();
  const auto own =
      std::find_if(pieces.begin(), pieces.end(), [&](const detail::piece& one) { return one.when == all_year; });
  const std::optional<detail::piece> undivided = own == pieces.end() ? std::nullopt : std::optional(*own);
  if (undivided) pieces.erase(own);

  std::vector<bool> chosen = detail::choose_disjoint(pieces);
  std::optional<std::size_t> implied;
  if (settled.total && !undivided) implied = detail::make_one_implied(pieces, chosen);
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    if (chosen[i]) settled.parts.push_back({pieces[i].when, pieces[i].figure});
  }
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    if (chosen[i]) continue;
    detail::check_inside(series, boundaries, pieces[i], settled.parts, notes);
    if (i != implied) detail::set_aside(series, boundaries, pieces, chosen, i, notes);
  }
  if (undivided) detail::check_inside(series, boundaries, *undivided, settled.parts, notes);
  if (settled.total) cut_to(settled.parts, *settled.total);
  return settled;
}

}  // namespace tollcast
