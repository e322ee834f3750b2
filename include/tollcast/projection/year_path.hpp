#pragma once

#include <cstdint>
#include <vector>

#include <tollcast/core/config.hpp>
#include <tollcast/distribution/tabulated.hpp>
#include <tollcast/projection/year_end.hpp>

namespace tollcast {

struct dated_total {
  sys_days date;
  tabulated total;  // from 1 January to the end of `date`
};

struct dated_probability {
  sys_days date;
  double probability;
};

// The total to the end of a later day of the year: what is counted, plus the part of the rest that falls on the days up
// to `date` that are not counted yet (a hole, or the days since the last figure). Given the rest of the year, that part
// is beta-binomial: the periods given the total are Dirichlet-multinomial, so the shares of the rest are Dirichlet with
// concentration kappa (1 - f). kappa is averaged over the thirds of its law, the rest of the year over a few hundred
// values: cdfs are right to about .03. Throws invalid_input for a day before as_of or outside the year.
tabulated total_by(const year_end& projection, sys_days date);

// The rest of the year: the total to the end of each remaining month, the last of them the year's total.
std::vector<dated_total> path(const year_end& projection);

// P(the total to the end of `date` exceeds the threshold), for the same dates.
std::vector<dated_probability> passed_by(const year_end& projection, std::int64_t threshold);

}  // namespace tollcast

#ifndef TOLLCAST_COMPILED
#include <tollcast/projection/detail/year_path.ipp>
#endif
