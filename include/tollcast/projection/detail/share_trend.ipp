#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include <tollcast/core/error.hpp>
#include <tollcast/numeric/reference_laws.hpp>
#include <tollcast/projection/share_trend.hpp>

namespace tollcast {

namespace detail {

// One logistic regression on the centred year: a, b, the variance of b and Pearson's X^2, all with the weights of rho.
struct logit_line {
  double level;
  double slope;
  double slope_variance;
  double pearson;
};

// By Newton's method; nothing where it leaves the range in which a share differs from 0 and 1.
inline std::optional<logit_line> logit_line_of(const std::vector<share_of_year>& years, double centre, double rho) {
  double level = 0;
  double slope = 0;
  for (int step = 0; step < 100; ++step) {
    double gradient[2] = {0, 0};
    double information[3] = {0, 0, 0};
    double pearson = 0;
    for (const share_of_year& one : years) {
      const double t = one.year - centre;
      const double p = 1 / (1 + std::exp(-(level + slope * t)));
      const double weight = 1 / (1 + (one.total - 1) * rho);
      const double variance = weight * one.total * p * (1 - p);
      const double residual = weight * (one.count - one.total * p);
      gradient[0] += residual;
      gradient[1] += residual * t;
      information[0] += variance;
      information[1] += variance * t;
      information[2] += variance * t * t;
      pearson += variance > 0 ? residual * residual / variance : 0;
    }
    const double determinant = information[0] * information[2] - information[1] * information[1];
    if (!(determinant > 1e-12 * information[0] * information[2])) return std::nullopt;
    const double change[2] = {(information[2] * gradient[0] - information[1] * gradient[1]) / determinant,
                              (information[0] * gradient[1] - information[1] * gradient[0]) / determinant};
    const double largest = std::max(std::abs(change[0]), std::abs(change[1]) * static_cast<double>(years.size()));
    if (largest < 1e-10) return logit_line{level, slope, information[0] / determinant, pearson};
    const double held = std::min(1.0, 2 / largest);
    level += held * change[0];
    slope += held * change[1];
    if (!(std::abs(level) + std::abs(slope) * static_cast<double>(years.size()) < 60)) return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace detail

TOLLCAST_INLINE share_trend fit_share_trend(std::span<const share_of_year> years, double level) {
  if (!(level > 0 && level < 1)) {
    throw invalid_input("fit_share_trend: a level of " + std::to_string(level) +
                        " was given; one between 0 and 1 is needed");
  }
  std::vector<share_of_year> used;
  double centre = 0;
  for (const share_of_year& one : years) {
    if (!(one.count >= 0 && one.count <= one.total)) {
      throw invalid_input("fit_share_trend: " + std::to_string(one.count) + " of " + std::to_string(one.total) +
                          " in " + std::to_string(one.year) + " was given; a count from 0 to its total is needed");
    }
    if (one.total > 0) used.push_back(one);
  }
  constexpr std::size_t fewest = 4;
  if (used.size() < fewest) {
    throw cannot_answer("the trend of a share: " + std::to_string(used.size()) +
                        " years with deaths were given; 4 or more are needed");
  }
  for (const share_of_year& one : used) centre += one.year / static_cast<double>(used.size());
  const auto refuse = [] {
    throw cannot_answer(
        "the trend of a share: the steeper the better, as the shares are 0 up to a year and 1 after it");
  };
  const double degrees = static_cast<double>(used.size()) - 2;
  std::optional<detail::logit_line> line = detail::logit_line_of(used, centre, 0);
  if (!line) refuse();
  double rho = 0;
  if (line->pearson > degrees) {
    double low = 0;
    double high = 1;  // X^2 falls as rho grows
    for (int step = 0; step < 60; ++step) {
      rho = (low + high) / 2;
      line = detail::logit_line_of(used, centre, rho);
      if (!line) refuse();
      (line->pearson > degrees ? low : high) = rho;
    }
  }
  const double error = std::sqrt(line->slope_variance);
  const double reach = student_t_quantile((1 + level) / 2, degrees) * error;
  const auto share_at = [&](int year) { return 1 / (1 + std::exp(-(line->level + line->slope * (year - centre)))); };
  return {{line->slope, line->slope - reach, line->slope + reach},
          student_t_two_sided(line->slope / error, degrees),
          rho,
          share_at(used.front().year),
          share_at(used.back().year)};
}

}  // namespace tollcast
