#pragma once

#include <optional>
#include <string>
#include <vector>

#include <tollcast/core/config.hpp>
#include <tollcast/distribution/any.hpp>
#include <tollcast/series/yearly.hpp>
#include <tollcast/trend/forecast.hpp>
#include <tollcast/trend/trend_summary.hpp>

namespace tollcast {

// What the number of shifts m is chosen by, the least of it, for n years, q parameters of a level (1, or 2 with a
// slope), s = 1 where the levels share a size or variance (else 0), segment lengths n_j and log-likelihood l:
//   bic  -2 l + log(n) (q (m + 1) + m + s), as strucchange counts
//   mdl  log+(m) + (m + 1) log n + sum of (q/2) log n_j + (s/2) log n - l, the description length of Davis, Lee and
//        Rodriguez-Yam (2006, J. Am. Stat. Assoc. 101:223, section 2) for segments without autoregression
enum class shift_criterion { bic, mdl };

// The best partition with one number of shifts.
struct shift_candidate {
  std::vector<int> since;  // first year of each new level
  double log_likelihood;
  double bic;
  double mdl;
  std::optional<double>
      size;  // of negative_binomial by maximum likelihood; nothing where it grows without end (Poisson)
};

// A stretch of years with one level: the mean of a year is level exp(slope (year - centre)) - `offset` of the fit.
struct level_segment {
  int from;
  int to;  // the year before the next segment's first; of the last segment the last year observed
  int observations;
  double level;   // for log_normal the geometric mean
  double slope;   // 0 for degree 0
  double centre;  // mean of the years observed
  double spread;  // sum of squares of these years about it
};

// A series cut into levels, and what can be said of it.
struct level_shifts_fit {
  std::string series;
  count_family family;  // poisson where negative_binomial was asked for and its size grows without end
  count_family asked;   // the family asked for, over whose scatter forecasts average
  int degree;
  std::vector<int> years;                   // observed and used
  std::vector<double> counts;               // of those years
  std::vector<shift_candidate> candidates;  // element m has m shifts
  std::size_t chosen;
  std::vector<level_segment> segments;
  std::vector<trend_joint> joints;  // first year of each new level, with a 95 % interval
  double scatter;       // variance of a count over its squared mean, beyond a Poisson law's: 1 / size, or the residual
                        // variance of log counts, both times n / (n - parameters of the mean); 0 for poisson
  double offset;        // 1/2 where log_normal takes log(count + 1/2), as some count is 0
  double shift_chance;  // a year, in forecasts
  int last_year;        // of the series; observed or not
  std::vector<fitted_year> fitted;
  std::vector<std::string> notes;

  // The laws of the counts of the next 1 ... `years` years. The last level (with its slope) goes on; each year it is
  // multiplied, with the chance shift_chance, by a log-normal factor of median 1, whose log variance is the mean square
  // of the series' log steps and of two more of 1, at most 2 (three shifts at most are looked at): a rise is as likely
  // as a fall by the same factor, so the median stays and the mean rises. Level and scatter make the Poisson mean a
  // product of variables with mean 1, whose law is taken as gamma with the product's variance. Means are held within
  // 1000 times the largest count and 10^15.
  // Uncertainty included, the level has variance (1/mean + scatter) / years of its segment (Poisson: its posterior
  // under Jeffreys' prior), and the scatter is averaged over its posterior: for negative_binomial the likelihood
  // adjusted for the fitted levels (Cox and Reid 1987) with a half-normal(.5) prior of 1/sqrt(size), for log_normal RSS
  // over chi-squared. With degree 0 the last segment may also hold a shift that the fit does not see: its date is
  // averaged over, each with the odds of shift_chance times the likelihood of the log counts, taken as normal.
  // Of 700 series of 8, 15, 30 years, NB2 with size 10, 80 % and 95 % intervals held
  //   without shifts               year 1: 84, 83, 78 and 99, 98, 97 %   year 3: 96, 90, 85 and 100, 100, 98 %
  //   x 2.5 or x .4, 1 year in 10  year 1: 82, 82, 81 and 98, 96, 95 %   year 3: 85, 81, 77 and 99, 96, 95 %
  // Throws invalid_input unless 1 <= years <= 100.
  std::vector<any_distribution> forecast(int years,
                                         parameter_uncertainty uncertainty = parameter_uncertainty::included) const;
};

// Level shifts: the mean of a tally is constant, or log-linear (degree 1), but for a few years in which it jumps. The
// best partition for each number of shifts is exact, by dynamic programming.
//   log_normal         Bai and Perron on log counts, structural_breaks; where a count is 0, on log(count + 1/2)
//   poisson            cost of a segment -log L at its mean
//   negative_binomial  NB2 with one size for all segments: a segment's best mean is its average whatever the size, so
//                      the best partition is found for each size of a grid of ratio e^.25, and every local maximum
//                      along the grid is then climbed in the size and in the partition by turns.
// Of 400 series of 6, 12, 20 years (150 of 40) without a shift, the defaults found one in 26, 23, 10, 0 % where counts
// were NB2 with mean 300 and size 10 (bic: 41, 34, 20, 8 %), in 8, 8, 5, 1 % where they were Poisson; 95 % intervals
// held the date of a rise to 2.5 times the level in 96 to 100 %. quasi_poisson has no likelihood and is refused, as is
// degree 1 but for log_normal (joinpoint has slopes of counts).
struct level_shifts {
  count_family family = count_family::negative_binomial;
  int degree = 0;
  double min_segment = .15;  // years observed in a segment: a whole number, or below 1 a share of them all (rounded
                             // down, at least degree + 2), as strucchange's h
  int max_shifts = 5;
  std::optional<int> shifts = {};  // exactly so many
  shift_criterion criterion = shift_criterion::mdl;
  std::optional<double> shift_chance =
      {};  // a year, in forecasts; (m + 1) / (n + 1) for m shifts in n years if not given

  // Bounded counts enter by the middle of their interval, open bounds and missing years are left out; the notes say so.
  // The interval of a shift's date is Bai's (1997) for log_normal; for the others its posterior given the number of
  // shifts and the size, all partitions equally likely before the data, each segment's level integrated out to the
  // order of BIC (its likelihood / sqrt(n_j)), summed over all partitions by the same recursion. It is widened to the
  // date itself where it misses it. Throws invalid_input for a specification that breaks a rule, cannot_answer where
  // fewer than degree + 2 years can be used, or more than 2,000, or the exact number of shifts does not fit in.
  level_shifts_fit fit(const yearly_tally& series) const;
};

// The change of a segment is the step into it from the level before, percent, with an interval and p by the normal law
// (poisson) or Student's t with n - (m + 1) degrees of freedom on the log ratio, given the date: it is the best of many
// dates, so p is too small. With degree 1 it is the segment's yearly change.
trend_summary summary(const level_shifts_fit& fit);

}  // namespace tollcast

#ifndef TOLLCAST_COMPILED
#include <tollcast/trend/detail/level_shifts.ipp>
#include <tollcast/trend/detail/level_shifts_forecast.ipp>
#include <tollcast/trend/detail/level_shifts_summary.ipp>
#endif
