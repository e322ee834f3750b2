#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <tollcast/core/config.hpp>
#include <tollcast/projection/regional_outlook.hpp>
#include <tollcast/projection/year_end.hpp>

namespace tollcast {

struct regional_options {
  reconciliation method = reconciliation::pooled;
  int draws = 4000;        // joint draws kept, 100 to 100 000
  std::uint64_t seed = 1;  // says everything about the draws
  int threads = 0;         // 0: one for each core; the result is the same for any number
};

struct regional_year_end {
  regional_outlook outlook;
  sys_days as_of;
  year_end total_alone;                // project_year_end of the total by itself
  std::vector<year_end> parts_alone;   // and of each part, in order
};

// Where a year ends, the total and its parts together: project_year_end of the total and of each part, made one.
// Throws as project_year_end does for the total, and cannot_answer for a tally without parts.
regional_year_end project_regional_year_end(const regional_tally& series, const year_end_options& year = {},
                                            const regional_options& options = {});

// The years after the last one that is known, by a count model (named_count_model), each year by itself.
std::vector<regional_outlook> project_regional_years_ahead(const regional_tally& series, int years,
                                                           const std::string& model = "auto",
                                                           const regional_options& options = {});

}  // namespace tollcast
