#pragma once

#include <optional>

#include <tollcast/trend/arima.hpp>

namespace tollcast {

enum class arima_criterion { aicc, aic, bic };

// An ARIMA model whose orders are chosen by the data (Hyndman and Khandakar 2008, J. Stat. Software 27(3), without
// seasons; the defaults are those of R's forecast::auto.arima): d by differences_needed (KPSS at 5 %), then p, q and
// the constant by the criterion. Stepwise, the search begins at ARIMA(2,d,2), (0,d,0), (1,d,0) and (0,d,1) with a
// constant, where d <= 1, and (0,d,0) without, and moves as long as a model one step away in p, in q, in both, or in
// the constant is better. A model with a root of modulus below 1.01, or without an AICc, is refused. Likelihoods are
// exact whatever the length.
struct automatic_arima {
  int largest_p = 5;  // 0 .. 5, and no more than a third of the values; so too q
  int largest_q = 5;
  int largest_order = 5;      // of p + q, in a full search
  std::optional<int> d = {};  // 0 .. 2; chosen where it is missing
  bool constant = true;       // may have one
  bool full = false;          // all orders instead of stepwise
  arima_criterion criterion = arima_criterion::aicc;

  // The best model, with the others as its `candidates`. Where none has an AICc, ARIMA(0,d,0) with a note, with a mean
  // for d = 0. Throws invalid_input for orders out of their ranges, cannot_answer for fewer than two values; else as
  // arima::fit.
  arima_fit fit(const yearly_values& series) const;
};

}  // namespace tollcast

#ifndef TOLLCAST_COMPILED
#include <tollcast/trend/detail/automatic_arima.ipp>
#endif
