#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <tollcast/core/config.hpp>
#include <tollcast/projection/regional_outlook.hpp>
#include <tollcast/projection/share_trend.hpp>
#include <tollcast/series/regional_tally.hpp>

namespace tollcast {

// From the first year to the last one, both included.
struct year_span {
  int first;
  int last;
};

// Regions of level 1 under one name.
struct region_group {
  std::string name;
  std::vector<std::string> regions;
};

struct concentration_options {
  double level = 0.95;     // of the intervals
  int draws = 1000;        // of the shares, 100 to 100 000
  std::uint64_t seed = 1;  // says everything about the draws
};

// Where the deaths of some years fell.
struct concentration {
  year_span years;
  double total;                          // deaths in those years; the mean, when one of them is unfinished
  double dispersion;                     // phi
  std::vector<bounded_estimate> shares;  // by region of level 1; each_year() leaves them out
  std::vector<bounded_estimate> groups;  // by group
  bounded_estimate top_share;            // of the largest region
  bounded_estimate top_two_share;        // of the two largest
  bounded_estimate herfindahl;           // sum of the squared shares, 1 / K to 1
  bounded_estimate effective_number;     // exp(entropy), 1 to K: so many equal regions would be as concentrated
  bounded_estimate gini;                 // sum of |p_i - p_j| over 2 K, 0 to 1 - 1 / K
  std::vector<std::string> notes;
};

struct group_change {
  std::string group;
  bounded_estimate share_from;
  bounded_estimate share_to;
  bounded_estimate difference;  // `to` less `from`
  double probability;           // that the share is higher in `to`
};

struct concentration_change {
  year_span from;
  year_span to;
  double more_concentrated;     // probability that the Herfindahl index is higher in `to`
  bounded_estimate difference;  // of the index, `to` less `from`
  std::vector<group_change> groups;
};

struct group_trend {
  std::string group;
  year_span years;
  share_trend trend;
};

// The concentration of a tally over its regions of level 1 (K of them), in the years in which all have a figure.
//
// The shares p of a period are those with which deaths fall in the regions; the counts y are a sample of them, and
// small counts and events that kill several at once are its error. Counts are taken for a multinomial sample of y / phi
// (Rao and Scott 1984, Ann. Stat. 12:46). The indices of the counts themselves are biased, the Herfindahl index by
// phi (1 - H) / n; theirs here are of the posterior of p when up to three large regions stand by themselves and the
// others have a symmetric Dirichlet law, as even as the counts say (detail/share_posterior.hpp; after Nemenman, Shafee
// and Bialek 2002): its mean and its shortest interval. The share of a region or a group by itself has Jeffreys' beta
// posterior, and the counted share as its estimate.
//
// phi is estimated from squares, not from Pearson's X^2, which is unstable where little is expected: over cells i of
// n_i deaths about the shares p of their sum N,
//   phi = sum (y_ik - n_i p_k)^2 / [(1 - H) sum n_i (1 - n_i / N)],   H = sum p^2,
// with (1 - H)^2 / (H - 2 sum p^3 + H^2) degrees of freedom a cell (Satterthwaite 1946), and not below 1. The cells are
// the months (quarters ...) of each year, or, where the regions have no such figures, pairs of consecutive years; of
// these the median, over that of a chi-squared law of mean 1, as some hold a true change. For a period of several years
// its own years join with the weight of their degrees of freedom, against 4 of the former: what moves from year to year
// is error there. Draws have phi from the scaled inverse chi-squared law of that estimate. Of an unfinished year they
// have the counts of the joint draws of its projection.
//
// In simulations (benchmarks/coverage_concentration.cpp) intervals of 95 % mostly hold 85 to 99 % of 30 deaths and 90
// to 99 of more. They hold less where regions are alike: of Gini's index of 18 or 32 equal small regions beside one or
// two large ones 60 to 90, of the largest of two equal ones 82 to 88, and of 30 deaths in events of five, which are 6
// events, 53 for the two largest of three nearly equal regions and 78 for the largest of 20.
class concentrations {
 public:
  // Throws invalid_input for a group of no region, or of one that is not a region of level 1, for a level that does not
  // lie within (0, 1) and for draws out of range; cannot_answer for no regions and for no year with figures of them
  // all.
  explicit concentrations(const regional_tally& series, const std::vector<region_group>& groups = {},
                          const concentration_options& options = {});
  // With an unfinished year, or one ahead, as projected from the same tally.
  concentrations(const regional_tally& series, const regional_outlook& unfinished,
                 const std::vector<region_group>& groups = {}, const concentration_options& options = {});

  const std::vector<std::string>& regions() const { return regions_; }
  const std::vector<int>& years() const { return years_; }  // those that can be asked for, in order

  // These throw cannot_answer for a period in which no year has figures or nobody died, invalid_input for a period that
  // ends before it begins and for two periods that overlap. Years without figures are left out, with a note.
  concentration of(year_span period) const;
  std::vector<concentration> each_year() const;  // in which somebody died
  concentration_change change(year_span from, year_span to) const;
  // Of the finished years of the period. Throws cannot_answer as fit_share_trend does.
  std::vector<group_trend> group_trends(year_span period) const;

 private:
  struct sample;
  sample sample_of(year_span period, bool with_regions) const;
  concentration measured(year_span period, bool with_regions) const;
  bounded_estimate share_within(const sample& drawn, std::size_t at) const;

  concentration_options options_;
  std::vector<std::string> regions_;
  std::vector<region_group> groups_;
  std::vector<std::vector<std::size_t>> members_;  // of the groups
  std::vector<int> years_;
  std::vector<std::vector<double>> counts_;            // by year and region; the means, of an unfinished year
  std::vector<std::vector<std::int64_t>> unfinished_;  // by region, the draws of the year that is not finished
  std::optional<std::size_t> unfinished_at_;           // which of years_ that is
  double dispersion_ = 1;
  double degrees_ = 1;
};

}  // namespace tollcast

#ifndef TOLLCAST_COMPILED
#include <tollcast/projection/detail/concentration.ipp>
#endif
