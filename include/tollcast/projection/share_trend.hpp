#pragma once

#include <span>

#include <tollcast/core/config.hpp>
#include <tollcast/projection/regional_outlook.hpp>

namespace tollcast {

// Of a total, so much fell to the group that is asked about.
struct share_of_year {
  int year;
  double count;
  double total;
};

// logit(share_t) = a + b t, with the extra-binomial variation of the years.
struct share_trend {
  bounded_estimate slope;  // b, a year
  double p_value;          // of b = 0, two-sided
  double correlation;      // rho, of two deaths of one year: Var = n p (1 - p) (1 + (n - 1) rho)
  double first_share;      // as fitted, in the first year and in the last
  double last_share;
};

// The trend of a share over the years: Williams' method II for the beta-binomial variance (1982, Appl. Stat. 31:144,
// section 3). Logistic regression with weights 1 / (1 + (n - 1) rho), rho such that Pearson's X^2 is its degrees of
// freedom (0 where it is less without). The interval is b +- t s.e. with years less 2 degrees of freedom. Years without
// deaths are left out. Throws invalid_input for a count that does not lie within 0 and its total or a level outside
// (0, 1); cannot_answer for fewer than four years with deaths, and where the slope has no maximum, as for shares that
// are all 0 up to some year and all 1 after it.
share_trend fit_share_trend(std::span<const share_of_year> years, double level = 0.95);

}  // namespace tollcast

#ifndef TOLLCAST_COMPILED
#include <tollcast/projection/detail/share_trend.ipp>
#endif
