#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include <tollcast/core/config.hpp>
#include <tollcast/series/period.hpp>
#include <tollcast/series/yearly.hpp>

namespace tollcast {

// How a year fills up: the law of the share that falls in some of its days. Given the year's total y, what is counted
// on those days is beta-binomial(y, kappa f, kappa (1 - f)); here are the pairs (f, kappa) that the past leaves
// possible.
struct share_law {
  struct node {
    double share;          // f
    double concentration;  // kappa
    double weight;         // of this pair; they sum to 1
  };
  std::vector<node> nodes;
  double mean;  // of f
};

// The same days in another year: month and day are kept, the end of February is its end.
period in_year(const period& when, int year);

// The days of a year, by their share alone: f before anything is learnt.
double share_of_days(std::span<const period> when, int year);

// One past year as evidence of how years fill up: so many of its total fell on some of its days.
struct past_fill {
  std::int64_t known;
  std::int64_t total;
  double share;    // those days as a share of the year's
  bool same_days;  // as those asked for; else the days that the year's own parts cover
};

// What each complete year with parts (and deaths) says about the days `when`, in time order. A part of at most 31 days
// that the edge of those days cuts is shared out by its days.
std::vector<past_fill> past_fills(std::span<const year_record> past, std::span<const period> when);

// Learns f and kappa of the days `when` of `year` from complete years whose parts are known.
//   kappa: log-normal prior (median 15, log standard deviation 1.3), times the beta-binomial likelihood of each past
//          year's count on the same days; a year whose parts do not give that count lends the count of the days that it
//          does give.
//   f:     beta; starts at the share of the days with the weight of 40 deaths, each past year adds its own share with
//          the weight 20 n / (n + 20), n its total.
// f is integrated by the three-point Gauss rule of its beta law, kappa on a geometric grid from 2 to 3000, values of
// less than 10^-4 of the weight left out. The likelihood of kappa takes f at its mean.
share_law learn_share(std::span<const year_record> past, std::span<const period> when, int year);

// log P(known | total), for each total; -infinity for a total below `known`.
std::vector<double> log_likelihood(const share_law& law, std::int64_t known, std::span<const std::int64_t> totals);

}  // namespace tollcast

#ifndef TOLLCAST_COMPILED
#include <tollcast/projection/detail/within_year.ipp>
#endif
