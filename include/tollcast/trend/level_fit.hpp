#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <tollcast/core/config.hpp>
#include <tollcast/distribution/any.hpp>
#include <tollcast/distribution/tabulated.hpp>
#include <tollcast/series/count.hpp>
#include <tollcast/trend/detail/level_density.hpp>
#include <tollcast/trend/forecast.hpp>
#include <tollcast/trend/trend_summary.hpp>

namespace tollcast {

// The mean of a year's count as a level model knows it: its own mean, and the 2.5 % and 97.5 % quantiles.
struct level_band {
  double mean;
  double lower;
  double upper;
};

struct level_year {
  int year;
  count observed;
  level_band filtered;  // from the figures up to this year
  level_band smoothed;  // from all figures
  double jump;          // probability, from all figures, that the year began with a jump
};

// One choice of the model's constants and its weight after the data; the weights add up to 1. An infinite size is a
// Poisson law.
struct level_choice {
  double scale;
  double jump;
  double size;
  double slope_spread;
  double weight;
};

// local_level or local_trend fitted to a series.
class level_fit {
 public:
  const std::vector<level_year>& years() const { return years_; }
  const std::vector<level_choice>& choices() const { return choices_; }

  // log P(figures), averaged over the choices; the first level is uniform on the log scale over the grid.
  double log_likelihood() const { return log_likelihood_; }

  // The laws of the counts of the next years, 1 to 100. Known parameters are those of the choice with most weight.
  std::vector<any_distribution> forecast(int years,
                                         parameter_uncertainty uncertainty = parameter_uncertainty::included) const;

  // The law of the sum of the next years' counts: 20,000 paths drawn with this seed, so that its cdf is right to about
  // .007.
  any_distribution total(int years, std::uint64_t seed = 1) const;

 private:
  friend struct detail::level_fitter;
  friend trend_summary summary(const level_fit& fit);

  std::string series_, model_, family_;
  std::vector<std::string> notes_;
  std::vector<level_year> years_;
  std::vector<level_choice> choices_;
  double log_likelihood_ = 0;
  estimate slope_{};
  detail::level_ends ends_;
};

trend_summary summary(const level_fit& fit);

}  // namespace tollcast

#ifndef TOLLCAST_COMPILED
#include <tollcast/trend/detail/level_fit.ipp>
#endif
