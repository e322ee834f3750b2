#pragma once

#include <string>
#include <vector>

#include <tollcast/core/config.hpp>
#include <tollcast/projection/reconciliation.hpp>
#include <tollcast/projection/regional_outlook.hpp>
#include <tollcast/projection/year_end.hpp>
#include <tollcast/series/regional_tally.hpp>

namespace tollcast {

struct regional_year_end {
  regional_outlook outlook;
  year_end total_alone;  // project_year_end of the total by itself
};

// Where a year ends, the total and its parts together: project_year_end of the total and of each region, made one by
// reconcile, node by node from the leaves to the total; where a node's draws change, those of the regions in it are
// moved in proportion. What is counted of a region is its least, a figure for the year holds. The year and the day are
// those of the total. A region with no figure that says anything gets what the share law gives it of its node, with a
// note. Throws as project_year_end does for the total, invalid_input for draws out of range and cannot_answer for a
// tally without parts.
regional_year_end project_regional_year_end(const regional_tally& series, const year_end_options& year = {},
                                            const regional_options& options = {});

// The years after the last one of which the total is known, by a count model (named_count_model): fitted to the total
// and to each region, and made one year by year. By "auto", where a total is known by month and its parts are not,
// `pooled` lets the months speak for the law of their sum too, with a note: a geometric pool, in which they have the
// weight that "auto" gives them times a, the share of the parts' deaths that is of parts known by year alone. The two
// laws then have the months in common, and their errors are taken to correlate by 0.7 + 0.15 a. Throws as the
// model does for the total, invalid_input for an unknown model, for no years, and for draws out of range; cannot_answer
// for a tally without parts or without a known year.
std::vector<regional_outlook> project_regional_years_ahead(const regional_tally& series, int years,
                                                           const std::string& model = "auto",
                                                           const regional_options& options = {});

}  // namespace tollcast

#ifndef TOLLCAST_COMPILED
#include <tollcast/projection/detail/regional_year_end.ipp>
#endif
