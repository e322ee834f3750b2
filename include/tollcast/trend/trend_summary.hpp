#pragma once

#include <optional>
#include <string>
#include <vector>

#include <tollcast/series/count.hpp>

namespace tollcast {

// How a year's count scatters about its mean m.
//   poisson            Var = m
//   quasi_poisson      Var = phi m, phi = Pearson's statistic / (n - parameters); no likelihood
//   negative_binomial  Var = m + m^2 / size (NB2)
//   log_normal         log count normal with one variance, fitted by least squares
enum class count_family { poisson, quasi_poisson, negative_binomial, log_normal };

inline std::string to_string(count_family family) {
  switch (family) {
    case count_family::poisson:
      return "poisson";
    case count_family::quasi_poisson:
      return "quasi_poisson";
    case count_family::negative_binomial:
      return "negative_binomial";
    case count_family::log_normal:
      break;
  }
  return "log_normal";
}

// How a fit ended. Not converging is a result, not an error.
enum class fit_status { converged, not_converged };

struct estimate {
  double value;
  std::optional<double> se;  // nothing where none can be given, as for a parameter on its boundary
  std::optional<double> lower;
  std::optional<double> upper;
};

struct named_estimate {
  std::string name;
  estimate of;
};

// A stretch of constant yearly change, in percent a year, from the year `from` to the year `to` (a joint ends one
// segment and begins the next). For level shifts the change is the step into the segment, and is missing for the first.
struct trend_segment {
  int from;
  int to;
  std::optional<double> change;
  std::optional<double> lower;
  std::optional<double> upper;
  std::optional<double> p_value;
  std::optional<double> level = {};  // mean count a year, where the segment has one level
};

struct trend_joint {
  int year;
  int lower;
  int upper;
};

// The average yearly change over a window, percent a year.
struct average_change {
  int from;
  int to;
  double value;
  std::optional<double> lower;
  std::optional<double> upper;
};

struct year_probability {
  int year;
  double probability;
};

// A test of what a fit leaves unexplained; a small p-value says that it leaves something.
struct trend_check {
  std::string name;
  double statistic;
  double p_value;
};

// One year of a fit: what was observed (as reported), the mean it was fitted with, and that mean's interval.
struct fitted_year {
  int year;
  count observed;
  double mean;
  std::optional<double> lower;
  std::optional<double> upper;
};

// What every fitted trend says of itself, in one form for every model: for reports, and for comparing models. Intervals
// are 95 %. `summary(fit)` makes it.
struct trend_summary {
  std::string series;
  std::string model;
  std::string family;
  fit_status status = fit_status::converged;
  int observations = 0;  // years that say something
  std::vector<named_estimate> parameters = {};
  std::optional<double> dispersion = {};  // Pearson's statistic over its degrees of freedom
  std::optional<double> log_likelihood = {};
  std::optional<double> aic = {};
  std::optional<double> aicc = {};
  std::optional<double> bic = {};
  std::vector<trend_segment> segments = {};
  std::vector<trend_joint> joints = {};
  std::vector<average_change> averages = {};
  std::vector<year_probability> jumps = {};  // probability that the year began with a jump of the level
  std::vector<fitted_year> fitted = {};
  std::vector<trend_check> checks = {};  // by checks_of
  std::vector<std::string> notes = {};
};

}  // namespace tollcast
