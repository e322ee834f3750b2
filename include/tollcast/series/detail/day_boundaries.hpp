#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <tollcast/core/error.hpp>
#include <tollcast/series/detail/note_list.hpp>
#include <tollcast/series/period.hpp>
#include <tollcast/series/tally.hpp>

namespace tollcast {

// An exact figure for a period within one year.
struct sub_total {
  period when;
  std::int64_t figure;
  std::size_t line = 0;
};

// A figure that contradicts a wider one is a revision when the excess is at most 10 % of the wider one, or 1.
inline bool is_revision(std::int64_t excess, std::int64_t wider_figure) {
  return excess <= 1 || excess <= wider_figure / 10;
}

// The graph of day boundaries. A boundary lies before each day that a row begins with and after each that one ends
// with; a row is an edge that says how many deaths lie between two boundaries. Rows are taken from the widest to the
// narrowest (equally wide ones from the earliest); one that joins two unconnected boundaries is used, one whose ends
// are already connected is redundant. The deaths between any two boundaries of a connected set follow, and none is
// counted twice.
class day_boundaries {
 public:
  // A stretch between neighbouring boundaries of a connected set, and its deaths.
  struct piece {
    period when;
    std::int64_t figure;
    std::size_t set;
  };

  // `rows`: of different periods. Throws invalid_input, at the line of the wider figure, when narrower ones exceed it
  // by more than a revision; a revision and a disagreement of redundant rows are noted.
  day_boundaries(const tally& series, std::vector<sub_total> rows, note_list& notes) : rows_(std::move(rows)) {
    std::sort(rows_.begin(), rows_.end(), [](const sub_total& a, const sub_total& b) {
      return std::pair(b.when.days(), a.when.first()) < std::pair(a.when.days(), b.when.first());
    });
    for (const sub_total& row : rows_) {
      days_.push_back(row.when.first());
      days_.push_back(day_after(row.when));
    }
    std::sort(days_.begin(), days_.end());
    days_.erase(std::unique(days_.begin(), days_.end()), days_.end());
    connect();
    check_order(series);
    place_in_order();
    note_disagreements(notes);
  }

  // The deaths in a period, when its ends are connected.
  std::optional<std::int64_t> within(const period& when) const {
    const std::size_t from = boundary_at(when.first());
    const std::size_t to = boundary_at(day_after(when));
    if (from == days_.size() || to == days_.size() || set_[from] != set_[to]) return std::nullopt;
    return before_[to] - before_[from];
  }

  // All pieces, ordered by where they end.
  std::vector<piece> pieces() const {
    const std::size_t none = days_.size();
    std::vector<std::size_t> latest(days_.size(), none);  // the latest boundary of each set
    std::vector<piece> all;
    for (std::size_t to = 0; to < days_.size(); ++to) {
      const std::size_t from = std::exchange(latest[set_[to]], to);
      if (from == none) continue;
      all.push_back({period(days_[from], days_[to] - std::chrono::days(1)), before_[to] - before_[from], set_[to]});
    }
    return all;
  }

  // The narrowest used row of the piece's set that contains it. There is one: without it the set would fall apart
  // there.
  const sub_total& narrowest_around(const piece& inner) const {
    const auto found = std::find_if(used_.rbegin(), used_.rend(), [&](std::size_t row) {
      return rows_[row].when.contains(inner.when) && set_[boundary_at(rows_[row].when.first())] == inner.set;
    });
    return rows_[*found];
  }

 private:
  static sys_days day_after(const period& when) { return when.last() + std::chrono::days(1); }

  // The index of the boundary before this day; days_.size() when there is none.
  std::size_t boundary_at(sys_days day) const {
    const auto found = std::lower_bound(days_.begin(), days_.end(), day);
    return found != days_.end() && *found == day ? static_cast<std::size_t>(found - days_.begin()) : days_.size();
  }

  void connect() {
    before_.assign(days_.size(), 0);
    set_.resize(days_.size());
    for (std::size_t b = 0; b < days_.size(); ++b) set_[b] = b;
    for (std::size_t row = 0; row < rows_.size(); ++row) {
      const std::size_t from = boundary_at(rows_[row].when.first());
      const std::size_t to = boundary_at(day_after(rows_[row].when));
      if (set_[from] == set_[to]) continue;
      used_.push_back(row);
      const std::size_t joined = set_[to];
      const std::int64_t shift = before_[from] + rows_[row].figure - before_[to];
      for (std::size_t b = 0; b < days_.size(); ++b) {
        if (set_[b] != joined) continue;
        set_[b] = set_[from];
        before_[b] += shift;
      }
    }
  }

  void check_order(const tally& series) const {
    for (const piece& left : pieces()) {
      if (left.figure >= 0) continue;
      const sub_total& wider = narrowest_around(left);
      if (is_revision(-left.figure, wider.figure)) continue;
      throw invalid_input(place_of(series, wider.when, wider.line) + ": " + to_string(wider.when) + " has " +
                          std::to_string(wider.figure) + ", but the rows for its parts leave " +
                          std::to_string(left.figure) + " for " + to_string(left.when) +
                          "; parts must not exceed what contains them");
    }
  }

  // The boundaries take their final places in the order in which the rows, from the widest, name them; each is kept
  // between the neighbours of its set that have theirs. So the wider figure of a contradiction holds and the narrower
  // one gives way.
  void place_in_order() {
    std::vector<bool> placed(days_.size(), false);
    const auto place = [&](std::size_t b) {
      if (placed[b]) return;
      placed[b] = true;
      const auto is_neighbour = [&](std::size_t a) { return placed[a] && set_[a] == set_[b]; };
      std::size_t left = b;
      while (left-- > 0 && !is_neighbour(left)) {
      }
      if (left < b) before_[b] = std::max(before_[b], before_[left]);
      std::size_t right = b + 1;
      while (right < days_.size() && !is_neighbour(right)) ++right;
      if (right < days_.size()) before_[b] = std::min(before_[b], before_[right]);
    };
    for (const std::size_t row : used_) {
      place(boundary_at(rows_[row].when.first()));
      place(boundary_at(day_after(rows_[row].when)));
    }
  }

  void note_disagreements(note_list& notes) const {
    for (const sub_total& row : rows_) {
      const std::int64_t figure = *within(row.when);
      if (figure == row.figure) continue;
      notes.add("rows that disagree with wider ones", to_string(row.when) + " is given as " +
                                                          std::to_string(row.figure) + ", but wider figures leave " +
                                                          std::to_string(figure) + " for it, which is used");
    }
  }

  std::vector<sub_total> rows_;       // from the widest to the narrowest
  std::vector<sys_days> days_;        // the boundaries: each lies before this day
  std::vector<std::size_t> set_;      // the connected set of each boundary
  std::vector<std::int64_t> before_;  // deaths before each boundary, up to a constant of its set
  std::vector<std::size_t> used_;     // indices of rows
};

}  // namespace tollcast
