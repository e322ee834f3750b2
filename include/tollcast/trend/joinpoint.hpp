#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <tollcast/core/config.hpp>
#include <tollcast/distribution/any.hpp>
#include <tollcast/series/yearly.hpp>
#include <tollcast/trend/forecast.hpp>
#include <tollcast/trend/trend_summary.hpp>

namespace tollcast {

// How the number of joints is chosen. With n observations and L the likelihood of the best fit with k joints,
//   bic           least of -2 log L + p log n, p = 2k + 2 (joints count as parameters) and 1 for a size or a variance
//   weighted_bic  the same with p + R k, 0 <= R <= 1: R is the largest partial R^2 of a joint between the joints beside
//                 it, so that large changes of slope, where BIC finds too many, pay nearly BIC3's penalty (Kim et al.
//                 2022, J. Appl. Stat. 50:1992). For counts R^2 is 1 - deviance with the joint / deviance without.
//   permutation   tests of fewer against more joints, from 0 against the most inwards, each at the level
//                 significance / (most - fewer); the residuals of the fit with fewer joints are permuted (Kim, Fay,
//                 Feuer and Midthune 2000, Stat. Med. 19:335)
// quasi_poisson has no likelihood: -2 log L is n log(deviance / n), the extended quasi-likelihood of Nelder and
// Pregibon (1987). For log_normal, bic and weighted_bic choose as those of NCI's program do.
enum class joint_selection { weighted_bic, bic, permutation };

// The best fit with one number of joints.
struct joint_candidate {
  int joints;
  std::vector<int> years;                // of the joints
  double deviance;                       // for log_normal the residual sum of squares of log counts
  std::optional<double> log_likelihood;  // of the counts; none for quasi_poisson and a perfect log_normal fit
  std::optional<double> size;            // NB2 size; none where the law is Poisson
  double parameters;                     // p above
  double bic;
  double weight;  // R above
  double weighted_bic;
};

// One permutation test. `statistic` is the deviance with fewer joints over that with more; `p_value` is
// (1 + exceedances) / (1 + permutations) or, where it stopped early, exceedances / permutations (Besag and Clifford
// 1991, Biometrika 78:301).
struct joint_test {
  int fewer;
  int more;
  double statistic;
  double p_value;
  double level;
  int permutations;
};

struct joinpoint_fit;

// Connected log-linear segments: log mean = log exposure + a line that changes its slope at the joints. Joints stand on
// observed years, `min_end` observations before the first and after the last joint and `min_between` between two, the
// joints not counted. For each number of joints the fit is the best there is, never found greedily: every placement is
// fitted, or excluded by a proven bound.
//
// The default choice, weighted BIC, is the default of NCI's program since version 5: it needs no random numbers, takes
// milliseconds, and pays for each joint of a short series, where BIC finds too many and a permutation test has hardly
// any power. An automatic choice considers at most (n - 2) / 5 joints for n observations: none up to 6 years, 1 up to
// 11, 2 up to 16, ...
//
// log_normal is least squares on log counts; a count of 0 is taken as 0.5 there, as in NCI's program, with a note.
// negative_binomial falls to poisson, with a note, where the counts scatter no more than Poisson counts.
// A range and "about" enter by their middle; years known by a bound only are left out with a note.
struct joinpoint {
  count_family family = count_family::negative_binomial;
  std::optional<int> joints = {};      // exactly so many, 0 to 9
  std::optional<int> max_joints = {};  // else at most so many; 3 when not given
  int min_end = 2;                     // 1 or more
  int min_between = 2;                 // 0 or more
  joint_selection selection = joint_selection::weighted_bic;
  double significance = 0.05;
  int permutations = 4499;
  bool sequential = true;  // a test ends once it cannot reject any more: same decisions, fewer permutations
  std::uint64_t seed = 1;
  std::vector<double> exposure = {};  // one for each year of the series; forecasts keep the last one

  // Throws invalid_input for an argument out of its range and cannot_answer for fewer than 2 usable years, counts that
  // are all 0, and more joints than the years allow.
  joinpoint_fit fit(const yearly_tally& series) const;
};

// One way in which the series may go on: the level and slope of the log rate at the last observed year, with their
// covariance at this scatter.
struct joint_scenario {
  double weight;
  double level;
  double slope;
  double level_variance;
  double covariance;
  double slope_variance;
  double scatter;  // 1 / size (negative_binomial), Var / mean (poisson: 1), or the variance of a log count (log_normal)
  std::optional<double> degrees;  // of Student's t (log_normal); none for a normal log rate
};

// A fit of nearly the same likelihood with the joint `joint` (0 is the first) at another place, the other joints at the
// best places then, and the same number of knots.
struct joint_place {
  std::size_t joint;
  double weight;  // exp(-loss of log-likelihood / the scale of the covariance)
  std::vector<int> knots;
  std::vector<double> log_rate;
  std::vector<double> covariance;
};

// Intervals are 95 %, by Student's t with n - 2k - 2 degrees of freedom; where there are none there is no interval. The
// variance at known joints is the inverse of the expected information times phi = Pearson's statistic over the degrees
// of freedom, for poisson and negative_binomial (whose most likely size is too large on short series) times max(1,
// phi). The uncertainty of the joints' places is added by the law of total variance over the places within the joint's
// interval; without it NB2 intervals hold the truth 75 to 85 times of 100 where a bend is slight. The
// interval of a joint holds the years of which the best fit loses no more than F(1, n - 2k - 2) times the scale in
// twice the log-likelihood (Lerman 1980).
struct joinpoint_fit {
  std::string series;
  count_family asked;   // the family asked for
  count_family family;  // the family fitted: poisson where negative_binomial fell to it
  fit_status status = fit_status::converged;
  int joints = 0;
  std::vector<joint_candidate> candidates;  // every number of joints that was considered
  std::vector<joint_test> tests;            // in the order in which they were made; none without permutation
  std::vector<std::string> notes;

  std::vector<fitted_year> fitted;  // the years that were used
  std::vector<int> knots;           // first year, joints, last year
  std::vector<double> log_rate;     // at the knots; the log mean count where there is no exposure
  std::vector<double> covariance;   // of these at known joints, row by row
  std::vector<trend_joint> intervals;
  std::vector<joint_place> places;  // of the joints, other than the best
  std::optional<estimate> size;
  std::optional<double> dispersion;       // Pearson's statistic over n - 2k - 2
  std::optional<double> degrees;          // of Student's t: n - 2k - 2, if positive
  joint_scenario as_estimated{};          // how it goes on, nothing being uncertain
  std::vector<joint_scenario> scenarios;  // over the scatter, the places of the last joint, and the numbers of joints
  int years_to_end = 0;                   // from the last used year to the last of the series
  double last_exposure = 1;
  double largest = 0;  // largest count

  // The average yearly change (AAPC) between two years within the fitted ones: that of the straight line between the
  // fitted log rates, which is the mean of the segments' slopes weighted by their lengths. Throws invalid_input for a
  // window outside the fitted years or of less than a year.
  average_change average(int from, int to) const;

  // The laws of the counts of the `years` years after the last of the series, the last segment going on. Parameter
  // uncertainty, if included, is that of level and slope, of the scatter (for negative_binomial over the sizes by
  // restricted likelihood with a wide prior, so also where the fit fell to poisson), of the place of the last joint (by
  // profile likelihood), and of the number of joints (weights exp(-criterion / 2); not after a permutation test or for
  // a given number). Without degrees of freedom the scatter has its prior law: a forecast is then very wide. poisson
  // keeps Poisson counts about a mean whose covariance is scaled. A log mean is never taken beyond log(300 x the
  // largest count), nor its standard error beyond 2. Throws invalid_input unless years >= 1.
  std::vector<any_distribution> forecast(int years,
                                         parameter_uncertainty uncertainty = parameter_uncertainty::included) const;
};

// Parameters: intercept (log rate at the first used year), slope_1 ... slope_(k+1), size. Averages: all years, the last
// 10 and the last 5, both ends counted.
trend_summary summary(const joinpoint_fit& fit);

}  // namespace tollcast

#ifndef TOLLCAST_COMPILED
#include <tollcast/trend/detail/joinpoint.ipp>
#include <tollcast/trend/detail/joinpoint_forecast.ipp>
#include <tollcast/trend/detail/joinpoint_summary.ipp>
#endif
