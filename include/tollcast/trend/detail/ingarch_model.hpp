#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <tollcast/core/error.hpp>
#include <tollcast/core/in_quotes.hpp>
#include <tollcast/series/detail/note_list.hpp>
#include <tollcast/trend/annual_count.hpp>
#include <tollcast/trend/detail/ingarch_likelihood.hpp>
#include <tollcast/trend/detail/ingarch_search.hpp>
#include <tollcast/trend/ingarch.hpp>

namespace tollcast::detail {

inline void check_ingarch_lags(const std::vector<int>& lags, const char* of) {
  std::set<int> seen;
  for (const int lag : lags) {
    if (lag < 1 || lag > 1000 || !seen.insert(lag).second) {
      throw invalid_input("ingarch: a lag of " + std::to_string(lag) + " was given for past " + of +
                          "; each must be 1 to 1000, once");
    }
  }
}

inline void check_ingarch(const ingarch& asked, const yearly_tally& series, const std::vector<regressor>& regressors) {
  if (asked.family != count_family::poisson && asked.family != count_family::negative_binomial) {
    throw invalid_input("ingarch: the family " + to_string(asked.family) +
                        " was given; poisson or negative_binomial is needed");
  }
  check_ingarch_lags(asked.past_observations, "observations");
  check_ingarch_lags(asked.past_means, "means");
  if (asked.past_observations.empty() && !asked.past_means.empty()) {
    throw invalid_input(
        "ingarch: past means were given without past observations, from which they would learn nothing");
  }
  for (const regressor& one : regressors) {
    if (one.values.size() < series.years.size()) {
      throw invalid_input("ingarch: the regressor " + in_quotes(one.name) + " has " +
                          std::to_string(one.values.size()) + " values for the " + std::to_string(series.years.size()) +
                          " years of " + in_quotes(series.name) + "; at least one a year is needed");
    }
    for (const double value : one.values) {
      if (!std::isfinite(value) || (asked.link == ingarch_link::identity && value < 0)) {
        throw invalid_input("ingarch: the regressor " + in_quotes(one.name) + " has a value of " +
                            std::to_string(value) + "; each must be finite, and with the identity link 0 or more");
      }
    }
  }
}

// The series as the likelihood reads it; `notes` say what stands in for what.
inline ingarch_data data_of(const ingarch& asked, const yearly_tally& series, const std::vector<regressor>& regressors,
                            note_list& notes) {
  ingarch_data data{
      asked.past_observations, asked.past_means, asked.link == ingarch_link::logarithm, {}, {}, regressors.size(), {}};
  for (const annual_count& year : annual_counts(series)) {
    const std::optional<double> figure = year.middle();
    data.figures.push_back(figure.value_or(0));
    data.known.push_back(figure ? 1 : 0);
    const std::string name = std::to_string(year.year);
    if (!figure) {
      notes.add("years without a figure", name + (year.is_missing() ? " is missing" : " is known by a bound alone") +
                                              ": its mean stands in for it, and it says nothing of the parameters");
    } else if (!year.is_exact()) {
      notes.add("figures that are not exact",
                name + " counts as " + std::to_string(std::llround(*figure)) + ", the middle of its range");
    }
  }
  std::size_t years = data.figures.size();
  if (!regressors.empty()) years = regressors.front().values.size();
  for (const regressor& one : regressors) years = std::min(years, one.values.size());
  data.covariates.reserve(years * regressors.size());
  for (std::size_t t = 0; t < years; ++t) {
    for (const regressor& one : regressors) data.covariates.push_back(one.values[t]);
  }
  return data;
}

// The figures' number, mean and largest.
struct ingarch_scale {
  int figures = 0;
  double mean = 0;
  double largest = 0;
};

inline ingarch_scale scale_of(const ingarch_data& data) {
  ingarch_scale scale;
  for (std::size_t t = 0; t < data.figures.size(); ++t) {
    if (!data.known[t]) continue;
    ++scale.figures;
    scale.mean += data.figures[t];
    scale.largest = std::max(scale.largest, data.figures[t]);
  }
  if (scale.figures > 0) scale.mean /= scale.figures;
  return scale;
}

// The point in which the search moves: the log of the level, the coefficients, and with NB2 log(alpha + offset).
struct ingarch_space {
  ingarch_space(const ingarch_data& data, bool of_scatter)
      : logarithm(data.logarithm),
        scattered(of_scatter),
        lags(data.past_observations.size() + data.past_means.size()),
        coefficients(data.coefficients()),
        scale(scale_of(data)),
        offset(1 / (8 * std::max(scale.mean, 0.1))) {
    const auto n = static_cast<Eigen::Index>(dimensions());
    const auto rows = static_cast<Eigen::Index>(2 + 2 * lags + 2 + data.regressors + 2);
    limits.normals = search_matrix::Zero(rows, n);
    limits.limits = search_vector::Zero(rows);
    Eigen::Index row = 0;
    const auto bound = [&](std::size_t i, double low, double high) {
      const auto column = static_cast<Eigen::Index>(i);
      limits.normals(row, column) = -1;
      limits.limits[row++] = -low;
      limits.normals(row, column) = 1;
      limits.limits[row++] = high;
    };
    const double centre = std::log(scale.mean);
    bound(0, centre - 14, std::max(centre + 7, std::log(scale.largest + 1)));
    for (std::size_t i = 1; i <= lags; ++i) bound(i, logarithm ? -closest : 0, closest);
    if (lags > 0) {
      limits.normals.row(row).segment(1, static_cast<Eigen::Index>(lags)).setOnes();
      limits.limits[row++] = closest;
      limits.normals.row(row).segment(1, static_cast<Eigen::Index>(lags)).setConstant(-1);
      limits.limits[row++] = closest;
    }
    for (std::size_t i = 1 + lags; i < coefficients && !logarithm; ++i) {
      limits.normals(row++, static_cast<Eigen::Index>(i)) = -1;
    }
    if (scattered) bound(coefficients, std::log(offset), std::log(offset + most_alpha));
    limits.normals.conservativeResize(row, Eigen::NoChange);
    limits.limits.conservativeResize(row);
  }

  static constexpr double closest = 1 - 1e-6;  // of a sum of coefficients to 1
  static constexpr double most_alpha = 100;

  std::size_t dimensions() const { return coefficients + (scattered ? 1 : 0); }
  double alpha(const search_vector& at) const {
    if (!scattered) return 0;
    const double value = std::exp(at[static_cast<Eigen::Index>(coefficients)]) - offset;
    return value > 1e-9 * offset ? value : 0;
  }
  double log_alpha(double alpha) const { return std::log(alpha + offset); }

  bool logarithm;
  bool scattered;
  std::size_t lags;
  std::size_t coefficients;
  ingarch_scale scale;
  double offset;
  linear_limits limits;
};

inline std::span<const double> as_span(const search_vector& of) {
  return {of.data(), static_cast<std::size_t>(of.size())};
}

// Minus the log-likelihood at a point of the space, with its gradient.
class ingarch_objective {
 public:
  ingarch_objective(ingarch_likelihood& likelihood, const ingarch_space& space)
      : likelihood_(&likelihood), space_(&space) {}

  double operator()(const search_vector& at, search_vector& gradient) const {
    const double alpha = space_->alpha(at);
    const double value = likelihood_->evaluate(as_span(at), alpha, ingarch_wanted::gradient);
    for (Eigen::Index i = 0; i < at.size(); ++i) gradient[i] = -likelihood_->gradient()[static_cast<std::size_t>(i)];
    if (space_->scattered) gradient[at.size() - 1] *= alpha + space_->offset;
    return gradient.allFinite() ? -value : std::numeric_limits<double>::infinity();
  }

  // The expected information, made positive definite by what is known before: coefficients within (-1, 1), the level
  // within some powers of e.
  search_matrix information(const search_vector& at) const {
    const double alpha = space_->alpha(at);
    likelihood_->evaluate(as_span(at), alpha, ingarch_wanted::information);
    const auto k = static_cast<Eigen::Index>(space_->coefficients);
    search_matrix result = search_matrix::Zero(at.size(), at.size());
    result.topLeftCorner(k, k) = Eigen::Map<const search_matrix>(likelihood_->information().data(), k, k);
    result(0, 0) += 1.0 / 9;
    for (Eigen::Index i = 1; i < k; ++i) {
      result(i, i) += i <= static_cast<Eigen::Index>(space_->lags) ? 3 : 1e-9 * result(i, i) + 1e-12;
    }
    if (space_->scattered) {
      double of_alpha = 0;
      for (std::size_t t = 0; t < likelihood_->means().size(); ++t) {
        const double ratio = likelihood_->means()[t] / (1 + alpha * likelihood_->means()[t]);
        if (likelihood_->data().known[t]) of_alpha += 0.5 * ratio * ratio;
      }
      result(k, k) = 0.25 + of_alpha * (alpha + space_->offset) * (alpha + space_->offset);
    }
    return result;
  }

  search_point start(const search_vector& at) const {
    search_point point{at, 0, search_vector(at.size()), information(at)};
    point.value = (*this)(at, point.gradient);
    return point;
  }

 private:
  ingarch_likelihood* likelihood_;
  const ingarch_space* space_;
};

}  // namespace tollcast::detail
