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

struct ingarch_fit;

enum class ingarch_link { identity, logarithm };

// Maximum likelihood estimates the size of NB2 together with the mean. The quasi-likelihood of Liboschik, Fokianos and
// Fried (2017, section 3) estimates the mean as if the counts were Poisson, then the size from Pearson's statistic,
//   sum of (y_t - m_t)^2 / (m_t + m_t^2 / size) = observed years - coefficients.
enum class ingarch_estimation { maximum_likelihood, quasi_likelihood };

// A covariate: one finite value a year from the first of the series; those beyond its last year are for forecasts.
struct regressor {
  std::string name;
  std::vector<double> values;
};

// The numbers of the model below, each list in the order of its lags or regressors.
struct ingarch_coefficients {
  double intercept;
  std::vector<double> past_observations;
  std::vector<double> past_means;
  std::vector<double> regressors = {};
  std::optional<double> size = {};  // of NB2; nothing is Poisson
};

// Counts whose mean m_t follows past counts and past means, Poisson or NB2 given these (INGARCH: Fokianos, Rahbek and
// Tjostheim 2009 for the identity link; the log-linear model of Fokianos and Tjostheim 2011; Liboschik, Fokianos and
// Fried 2017, "tscount", eq. 1):
//   identity    m_t     = b_0 + sum_i b_i y_(t-i)          + sum_j a_j m_(t-j)     + sum_r c_r x_rt
//   logarithm   log m_t = b_0 + sum_i b_i log(y_(t-i) + 1) + sum_j a_j log m_(t-j) + sum_r c_r x_rt
// over the lags i of past_observations and j of past_means. Years before the first are at the level without
// regressors, b_0 / (1 - sum b - sum a), in both roles. Coefficients as in "tscount": with the identity link none is
// negative (nor may regressors be), with the logarithm those of lags lie within (-1, 1); their sum stays within 10^-6
// of 1 (of -1).
//
// A missing year stands in for itself with its mean and has no term in the likelihood, and so does one known by a bound
// alone; "about" and a range count as their middle. The notes say so.
struct ingarch {
  std::vector<int> past_observations = {1};
  std::vector<int> past_means = {1};
  ingarch_link link = ingarch_link::identity;
  count_family family = count_family::negative_binomial;
  ingarch_estimation estimation = ingarch_estimation::maximum_likelihood;

  // Throws invalid_input for another family, a lag that is not 1 to 1000 or is given twice, past means without past
  // observations, and regressors that are too short, not finite, or negative with the identity link; cannot_answer
  // where fewer years have a figure than there are parameters (size included), where the series is no longer than the
  // longest lag, and where no count is above 0. Where NB2's likelihood is highest without overdispersion the fit says
  // Poisson, with a note; its forecasts still allow for overdispersion.
  ingarch_fit fit(const yearly_tally& series, std::vector<regressor> regressors = {}) const;
};

// The log-likelihood of the series at these coefficients; minus infinity where a count above 0 has no mean above 0, or
// a log mean exceeds 50. Throws as fit does, without regard to the number of years, and invalid_input for lists of
// another length than the specification's and coefficients that it does not allow.
double log_likelihood(const ingarch& model, const ingarch_coefficients& at, const yearly_tally& series,
                      const std::vector<regressor>& regressors = {});

struct ingarch_year {
  int year;
  double mean;                             // given the years before
  std::optional<double> figure;            // nothing for a year that stands in for itself
  std::optional<double> pearson_residual;  // (figure - mean) / sqrt(mean + mean^2 / size)
};

struct ingarch_fit {
  ingarch specification;
  yearly_tally series;
  std::vector<regressor> regressors;
  count_family family;  // as fitted: poisson where NB2 has no overdispersion
  fit_status status;
  std::vector<std::string> notes;
  std::vector<ingarch_year> years;

  ingarch_coefficients coefficients;
  // The same with Wald's 95 % intervals: "intercept", "past_observation_1", "past_mean_1", ..., the names of the
  // regressors, "size". Errors from the conditional information, of the quasi-likelihood by its sandwich (Liboschik,
  // Fokianos and Fried 2017, section 3.2), of the size from its observed information. None for a coefficient on its
  // bound, nor where the series does not tell coefficients apart.
  std::vector<named_estimate> parameters;
  double dispersion;      // Pearson's statistic over its degrees of freedom; 0 where none are left
  double log_likelihood;  // these four of the law with the size, which counts as a parameter
  double aic;
  std::optional<double> aicc;  // nothing where there are too few years
  double bic;

  // The laws of the counts of the `years` years after the last of the series, 1 to 1000. Given the parameters the next
  // year's law is exact, and a later year's is the mean over 4,000 paths (fixed seed) of the laws given their past.
  // Parameters are weighted by likelihood times prior, by importance sampling from Student's t about the estimates,
  // then about the weighted mean (fixed seed): uniform where the constraints allow, the log of the level normal about
  // that of the mean count (standard deviation 3), alpha = 1/size up to 4 (twice the estimate, if that is more) with
  // the density (alpha + 1/(8 mean count))^-0.9, as in loglinear. No mean is thought to exceed 900 times the largest
  // figure, on any path: higher ones are lowered to that. Throws invalid_input for other numbers of years and where a
  // regressor has no values for these years.
  std::vector<any_distribution> forecast(int years,
                                         parameter_uncertainty uncertainty = parameter_uncertainty::included) const;
};

trend_summary summary(const ingarch_fit& fit);

}  // namespace tollcast

#ifndef TOLLCAST_COMPILED
#include <tollcast/trend/detail/ingarch.ipp>
#include <tollcast/trend/detail/ingarch_forecast.ipp>
#endif
