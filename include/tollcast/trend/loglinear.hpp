#pragma once

#include <optional>
#include <string>
#include <vector>

#include <tollcast/core/config.hpp>
#include <tollcast/distribution/any.hpp>
#include <tollcast/series/yearly.hpp>
#include <tollcast/trend/annual_count.hpp>
#include <tollcast/trend/forecast.hpp>
#include <tollcast/trend/trend_summary.hpp>

namespace tollcast {

struct loglinear_fit;

// The log-linear trend: log mean_t = log exposure_t + b_0 + b_1 t + ... + b_d t^d, where t = 0 in the first year of the
// series, with Poisson or NB2 counts (McCullagh and Nelder 1989, chapter 6; Cameron and Trivedi 2013, section 3.3).
// Fitted by maximum likelihood, for quasi-Poisson by that of the Poisson law. A year of which an interval is known (a
// bound, a range, "about", a year known in part) enters by log P(lower <= Y <= upper), a missing year not at all.
struct loglinear {
  count_family family = count_family::negative_binomial;
  int degree = 1;                     // d = 0 .. 3
  std::vector<double> exposure = {};  // one positive number a year of the series; empty: all 1

  // Throws invalid_input for another degree or family, or wrong exposures; cannot_answer where there are too few years
  // (as many as coefficients for Poisson, one more for the others) and where the likelihood has no maximum, as for 0,
  // 0, 0, 5: the steeper the better. Where NB2's likelihood is highest without overdispersion (size -> infinity), the
  // fit says Poisson, and a note says why; its profile intervals and forecasts still allow for overdispersion.
  loglinear_fit fit(const yearly_tally& series) const;
};

// One year that says something, as fitted.
struct loglinear_year {
  int year;
  double mean;
  double leverage;                         // diagonal of the hat matrix, W^1/2 X (X'WX)^-1 X' W^1/2
  std::optional<double> figure;            // the count, or the middle of an interval away from 0
  std::optional<double> pearson_residual;  // (figure - mean) / sqrt(mean + mean^2 / size)
};

struct loglinear_fit {
  loglinear specification;
  yearly_tally series;
  count_family family;  // as fitted: poisson where NB2 has no overdispersion
  fit_status status;
  std::vector<std::string> notes;
  std::vector<loglinear_year> years;

  std::vector<double> coefficients;  // b_0 .. b_d
  // Row by row: the inverse of the information, which is the expected one for exact counts (as R's glm, size taken as
  // known) and the observed one for intervals; times the dispersion for quasi-Poisson.
  std::vector<double> covariance;
  std::optional<double> size;            // of NB2
  std::optional<double> size_se;         // from the observed information on size, coefficients held (as MASS::glm.nb)
  double deviance;                       // of the figures; size held
  double pearson;                        // sum of squares of the Pearson residuals
  int degrees_of_freedom;                // figures less coefficients
  std::optional<double> dispersion;      // pearson / degrees_of_freedom; 0 where it is rounding, below 10^-12
  std::optional<double> log_likelihood;  // these four not for quasi-Poisson; size counts as a parameter
  std::optional<double> aic;
  std::optional<double> aicc;  // nothing where there are too few years
  std::optional<double> bic;

  // The laws of the counts of the `years` years after the last of the series, at its exposure. Given the dispersion the
  // log mean is normal about x'b with variance x'Vx; the dispersion is integrated as well:
  // - NB2 over alpha = 1/size, up to 4 (twice the estimate, if that is more), with the density
  //     L(b(alpha), alpha) |V(alpha)|^1/2 (alpha + 1/(8 mean count))^-0.9.
  //   With the power -1 and counts so large that the constant does not matter it would be the t interval of a normal
  //   linear model for log counts, which covers exactly (Box and Tiao 1973, section 2.7); constant and power are chosen
  //   by simulation (benchmarks/coverage_loglinear.cpp) so that intervals cover from 8 years with little overdispersion
  //   to 30 years with much.
  // - Quasi-Poisson over phi = degrees_of_freedom x dispersion / chi-squared; the law is NB2 with the variance phi m at
  //   the fitted mean, Poisson where phi <= 1.
  // No mean is thought to exceed about 900 times the largest count seen: higher ones are lowered to that, or the tail
  // of a law of the log mean with few degrees of freedom would carry all of the forecast's mean. Throws invalid_input
  // unless 1 <= years <= 1000.
  std::vector<any_distribution> forecast(int years,
                                         parameter_uncertainty uncertainty = parameter_uncertainty::included) const;
};

// 95 % intervals. By Wald, b +- z se (t for quasi-Poisson); by profile likelihood, where twice the fall of the
// log-likelihood is the quantile of chi-squared with one degree of freedom (of F times the dispersion for
// quasi-Poisson). An end is missing where the likelihood does not fall that far; quasi-Poisson without scatter
// (dispersion 0) has no standard error, no interval and no p-value.
estimate wald_estimate(const loglinear_fit& fit, int power);     // of the coefficient of t^power
estimate profile_estimate(const loglinear_fit& fit);             // of the coefficient of the highest power
std::optional<estimate> profile_size(const loglinear_fit& fit);  // nothing unless the fit is NB2

// What a trend of degree 1 does to the mean in a year, in percent: 100 (e^slope - 1), by profile likelihood; the
// p-value of no change by Wald (z, t for quasi-Poisson). Throws invalid_input for another degree, as does the next.
trend_segment yearly_change(const loglinear_fit& fit);

// The years in which the mean doubles or halves: log 2 / |slope|. The interval has no upper end where that of the slope
// holds 0; nothing for a slope of 0 (10^-12).
struct doubling_time {
  bool halves;
  estimate years;
};
std::optional<doubling_time> time_to_double(const loglinear_fit& fit);

trend_summary summary(const loglinear_fit& fit);

}  // namespace tollcast

#ifndef TOLLCAST_COMPILED
#include <tollcast/trend/detail/loglinear.ipp>
#include <tollcast/trend/detail/loglinear_forecast.ipp>
#include <tollcast/trend/detail/loglinear_summary.ipp>
#endif
