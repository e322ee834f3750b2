#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <tollcast/core/config.hpp>
#include <tollcast/projection/regional_outlook.hpp>

namespace tollcast {

struct year_span {
  int first;
  int last;  // included
};

// A named set of regions of level 1.
struct region_group {
  std::string name;
  std::vector<std::string> regions;
};

struct concentration_options {
  double level = 0.95;     // of the intervals
  int draws = 4000;        // of the shares
  std::uint64_t seed = 1;
};

struct concentration {
  year_span years;
  std::int64_t total;                      // deaths in those years
  std::vector<bounded_estimate> shares;    // by region of level 1, in order
  std::vector<bounded_estimate> groups;    // by group, in the order given
  bounded_estimate top_share;              // of the largest region
  bounded_estimate top_two_share;
  bounded_estimate herfindahl;             // sum of the squared shares, 1/K to 1
  bounded_estimate effective_number;       // exp(entropy), 1 to K
  bounded_estimate gini;                   // 0 to 1 - 1/K
  std::vector<std::string> notes;
};

struct group_change {
  std::string group;
  year_span from;
  year_span to;
  bounded_estimate share_from;
  bounded_estimate share_to;
  bounded_estimate difference;             // to minus from
  double probability;                      // that the share is higher in `to`
};

struct concentration_change {
  year_span from;
  year_span to;
  double more_concentrated;                // P(Herfindahl index higher in `to`)
  bounded_estimate difference;             // of the Herfindahl index, to minus from
};

struct share_trend {
  std::string group;
  year_span years;
  bounded_estimate slope;                  // of logit(share), a year
  double dispersion;                       // kappa of the beta-binomial
  double p_value;                          // of slope = 0, two-sided
};

// All that is asked about concentration at once, from the complete years of a tally's regions of level 1.
class concentrations {
 public:
  explicit concentrations(const regional_tally& series, const std::vector<region_group>& groups = {},
                          const concentration_options& options = {});
  // Adds the unfinished year: asked for by its number from then on.
  concentrations(const regional_tally& series, const regional_outlook& unfinished,
                 const std::vector<region_group>& groups = {}, const concentration_options& options = {});

  const std::vector<std::string>& regions() const;
  const std::vector<int>& years() const;   // that can be asked for
  concentration of(year_span years) const;
  concentration_change change(year_span from, year_span to) const;
  std::vector<group_change> group_changes(year_span from, year_span to) const;
  share_trend trend(const std::string& group, year_span years) const;
};

}  // namespace tollcast
