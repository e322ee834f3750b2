#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include <tollcast/core/config.hpp>
#include <tollcast/distribution/negative_binomial.hpp>
#include <tollcast/series/yearly.hpp>

namespace tollcast {

// Reference model: the chain ladder with one step of development, from the known days to the whole year.
//   F = sum N_t / sum X_t,   sigma^2 = sum X_t (N_t / X_t - F)^2 / (n - 1),
//   mean of the total = x F,   s.e.^2 = (x F)^2 (sigma / F)^2 (1 / x + 1 / sum X_t)       (Mack 1993, ASTIN 23:213)
// over past years whose count X_t on the same days and total N_t are known. The mean is also that of the over-dispersed
// Poisson model (England and Verrall 2002).
struct chain_ladder_fit {
  double factor;           // F
  double sigma_squared;    // sigma^2
  double mean;             // of the year's total
  double standard_error;   // of the year's total: process and factor together
  negative_binomial rest;  // of the year, with this mean and variance; Poisson where the variance is below the mean
};

// Throws cannot_answer with fewer than two such years with X_t > 0.
chain_ladder_fit chain_ladder(std::span<const year_record> past, std::span<const period> when, int year,
                              std::int64_t known);

}  // namespace tollcast

#ifndef TOLLCAST_COMPILED
#include <tollcast/projection/detail/chain_ladder.ipp>
#endif
