#pragma once

#include <chrono>
#include <string>
#include <vector>

#include <tollcast/core/config.hpp>
#include <tollcast/evaluation/backtest.hpp>
#include <tollcast/evaluation/score_table.hpp>
#include <tollcast/projection/year_end.hpp>

namespace tollcast {

// How a model did before on the series that it now answers for: to be shown under the answer.
struct track_record {
  std::vector<score_line> lines;  // of the model: for one day of the year, or one for each horizon
  std::string reference;          // the model that skill is measured against
  std::string missing = {};       // why there are no lines
};

// Of project_year_end with that model on that day of every year that a back-test can use, against run_rate. Throws as
// backtest does, but that no year can be used is said in `missing`.
track_record record_of(const tally& series, const std::string& model, std::chrono::month_day day, int threads = 0);

// The same for a projection that was made from `series`: by its model, in the years before its own, on its day or,
// where that is earlier, the last day that was counted, so that the record is of as much as the answer knew. A
// projection that was not made within its year, or of a year that is complete or of which nothing is known, has none.
track_record record_of(const tally& series, const year_end& answer, int threads = 0);

// Of a model 1 to `horizon` years ahead, from every origin that a back-test can use, against naive. Otherwise as above.
track_record record_of(const tally& series, const count_model& model, int horizon, int threads = 0);
track_record record_of(const yearly_values& series, const value_model& model, int horizon, int threads = 0);

}  // namespace tollcast

#ifndef TOLLCAST_COMPILED
#include <tollcast/evaluation/detail/track_record.ipp>
#endif
