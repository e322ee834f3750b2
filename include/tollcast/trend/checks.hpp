#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include <tollcast/core/config.hpp>
#include <tollcast/distribution/any.hpp>
#include <tollcast/series/yearly.hpp>
#include <tollcast/trend/trend_summary.hpp>

namespace tollcast {

// Each function takes plain numbers or laws, one for each year observed, whatever model they come from. All throw
// invalid_input for lists of unequal lengths, or too short, and for a mean or variance that is not positive.

struct check_result {
  double statistic;
  double p_value;
};

// Tests of counts whose means come from a Poisson fit for more scatter than Poisson; p is one-sided, P(N(0, 1) > z).
// The alternatives are Var = (1 + a) m (linear, NB1, quasi-Poisson) and Var = m + a m^2 (quadratic, NB2).
//   cameron_trivedi  the t value of ((y - m)^2 - y) / m regressed on a constant or on m (Cameron and Trivedi 1990, J.
//                    Econometrics 46:347, section 3)
//   dean             the score tests P_C (linear) and P_B (quadratic) of Dean (1992, J. Am. Stat. Assoc. 87:451), with
//                    h the leverage of a count in the weighted regression:
//                    P_C = sum of ((y - m)^2 - y + h m) / m / sqrt(2 n)
//                    P_B = sum of ((y - m)^2 - y + h m) / sqrt(2 sum of m^2)
struct dispersion_tests {
  check_result cameron_trivedi_linear;
  check_result cameron_trivedi_quadratic;
  check_result dean_linear;
  check_result dean_quadratic;
};
dispersion_tests test_dispersion(std::span<const double> observed, std::span<const double> mean,
                                 std::span<const double> leverage);

// Leverages of a log-linear Poisson trend of this degree (0 to 3) with these means: the diagonal of
// W^(1/2) X (X' W X)^-1 X' W^(1/2), W the means, X the powers of the years.
std::vector<double> poisson_leverages(std::span<const int> years, std::span<const double> mean, int degree);

// (y - m) / sqrt(V).
std::vector<double> pearson_residuals(std::span<const double> observed, std::span<const double> mean,
                                      std::span<const double> variance);

// n (n + 2) sum over k = 1 ... lags of r_k^2 / (n - k), against chi-squared with lags - fitted degrees of freedom
// (Ljung and Box 1978, Biometrika 65:297, eq. 2.2); r_k the autocorrelations of the residuals about their mean. The
// residuals are those of consecutive years; a gap is closed up. Residuals that are all equal have statistic 0, p 1.
check_result ljung_box(std::span<const double> residuals, int lags, int fitted = 0);

// Phi^-1 of a point between P(Y < y) and P(Y <= y): drawn evenly (Dunn and Smyth 1996, J. Comput. Graph. Stat. 5:236),
// so that the residuals of a right model are standard normal, or the middle, which needs no seed but scatters less.
// Held within +-37.
std::vector<double> quantile_residuals(std::span<const std::int64_t> observed, std::span<const any_distribution> laws,
                                       std::uint64_t seed);
std::vector<double> mid_quantile_residuals(std::span<const std::int64_t> observed,
                                           std::span<const any_distribution> laws);

// What a figure of a fit, such as its slope, becomes without one year.
struct year_influence {
  int year;
  double without;  // the figure
  double change;   // without - with all years
};

// The figure without each year in turn that says something, by refitting with that year not known. A year without which
// it cannot be had (cannot_answer) is left out.
std::vector<year_influence> influence(const yearly_tally& series,
                                      const std::function<double(const yearly_tally&)>& figure);

// The year whose loss changes the figure most; nothing for none.
std::optional<year_influence> most_influential(std::span<const year_influence> years);

// What comes with a fit, for a report.
struct trend_checks {
  std::optional<dispersion_tests> dispersion = {};  // of a Poisson fit
  int lags = 0;
  std::optional<check_result> autocorrelation = {};  // Ljung-Box at these lags on Pearson residuals
  std::vector<double> quantile_residuals = {};       // randomised
  std::vector<year_influence> influence = {};        // on the slope
};

// The checks of a log-linear trend of this degree, or of any trend with these laws: quantile residuals with `seed`;
// from 6 years on Ljung-Box at min(5, n / 3) lags, and, where every law is a `poisson`, the dispersion tests. Laws that
// are certain allow neither. `influence` is left to the caller, who can refit.
trend_checks check_trend(std::span<const int> years, std::span<const std::int64_t> observed,
                         std::span<const any_distribution> laws, int degree, std::uint64_t seed = 1);

// The tests among these checks for a trend that a model has summed up, from its exact years: ljung_box, and for a
// Poisson log-linear trend cameron_trivedi_linear, cameron_trivedi_quadratic, dean_linear and dean_quadratic. None for
// fewer than 6 exact years and for families without a law of the count.
std::vector<trend_check> checks_of(const trend_summary& trend);

}  // namespace tollcast

#ifndef TOLLCAST_COMPILED
#include <tollcast/trend/detail/checks.ipp>
#endif
