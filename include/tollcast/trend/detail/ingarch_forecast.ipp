#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <tollcast/core/error.hpp>
#include <tollcast/distribution/negative_binomial.hpp>
#include <tollcast/distribution/poisson.hpp>
#include <tollcast/trend/detail/ingarch_model.hpp>
#include <tollcast/trend/detail/ingarch_posterior.hpp>
#include <tollcast/trend/detail/predictive_counts.hpp>
#include <tollcast/trend/ingarch.hpp>

namespace tollcast {

namespace detail {

// A law of a year's count given the parameters and the past.
struct ingarch_outlook {
  double weight;
  double alpha;
  double mean;
};

// The mixture of these laws. They are gathered, by alpha and then by mean, so closely that a gathered law is as wide as
// what it gathers: its mean is theirs, and its alpha makes its variance theirs. Sorts `outlooks`.
inline any_distribution mixture_of(std::vector<ingarch_outlook>& outlooks, double largest_mean) {
  constexpr std::size_t alphas = 6;
  constexpr double closeness = 0.5;  // of a bin, to the width of a law in it
  constexpr double bins = 30;        // at most across the middle 98 %
  std::vector<predictive_part> parts;
  std::sort(outlooks.begin(), outlooks.end(), [](const auto& a, const auto& b) { return a.alpha < b.alpha; });
  const std::size_t groups = outlooks.front().alpha < outlooks.back().alpha ? std::min(alphas, outlooks.size()) : 1;
  for (std::size_t g = 0; g < groups; ++g) {
    const auto first = static_cast<std::ptrdiff_t>(g * outlooks.size() / groups);
    const auto last = static_cast<std::ptrdiff_t>((g + 1) * outlooks.size() / groups);
    const auto begin = outlooks.begin() + first;
    const auto end = outlooks.begin() + last;
    std::sort(begin, end, [](const auto& a, const auto& b) { return a.mean < b.mean; });
    const auto at = [&](double p) {
      return begin[static_cast<std::ptrdiff_t>(p * static_cast<double>(last - first - 1))];
    };
    const double widest = std::log(at(0.99).mean / at(0.01).mean) / bins;
    for (auto from = begin; from != end;) {
      const double kernel = std::sqrt(from->alpha + 1 / from->mean);
      const double most = from->mean * std::exp(std::min(std::max(closeness * kernel, widest), 1.0));
      double weight = 0;
      double sum = 0;
      double alpha = 0;
      auto to = from;
      for (; to != end && to->mean <= most; ++to) {
        weight += to->weight;
        sum += to->weight * to->mean;
        alpha += to->weight * to->alpha;
      }
      if (weight > 0) {
        const double mean = sum / weight;
        double spread = 0;
        for (auto one = from; one != to; ++one) spread += one->weight * std::pow(one->mean / mean - 1, 2);
        alpha /= weight;
        parts.push_back({weight, alpha + (1 + alpha) * spread / weight, std::log(mean), 0});
      }
      from = to;
    }
  }
  return predictive_counts(parts, largest_mean);
}

// The recursion beyond the last year, on one path.
class ingarch_path {
 public:
  ingarch_path(const ingarch_data& data, double largest_mean)
      : data_(&data), most_(data.logarithm ? std::log(largest_mean) : largest_mean) {}

  void begin(const ingarch_draw& draw) {
    draw_ = &draw;
    observed_ = draw.observed;
    predictors_ = draw.predictors;
    year_ = data_->figures.size();
  }

  double next_mean() {
    double eta = draw_->intercept;
    Eigen::Index j = 1;
    for (const int lag : data_->past_observations) eta += draw_->at[j++] * observed_[observed_.size() - back(lag)];
    for (const int lag : data_->past_means) eta += draw_->at[j++] * predictors_[predictors_.size() - back(lag)];
    for (std::size_t r = 0; r < data_->regressors; ++r) {
      eta += draw_->at[j++] * data_->covariates[year_ * data_->regressors + r];
    }
    predictors_.push_back(std::min(eta, most_));
    return std::max(data_->mean_at(predictors_.back()), 1e-300);
  }

  void observe(double count) {
    observed_.push_back(data_->observed(count));
    ++year_;
  }

 private:
  static std::size_t back(int lag) { return static_cast<std::size_t>(lag); }

  const ingarch_data* data_;
  double most_;
  const ingarch_draw* draw_ = nullptr;
  std::vector<double> observed_;
  std::vector<double> predictors_;
  std::size_t year_ = 0;
};

inline any_distribution count_law_of(const ingarch_outlook& outlook) {
  if (outlook.alpha < 1e-30) return poisson(outlook.mean);
  return negative_binomial(outlook.mean, 1 / outlook.alpha);
}

inline double sampled_count(const ingarch_outlook& outlook, random_engine& engine) {
  if (outlook.alpha < 1e-30) return static_cast<double>(sample(poisson(outlook.mean), engine));
  return static_cast<double>(sample(negative_binomial(outlook.mean, 1 / outlook.alpha), engine));
}

}  // namespace detail

TOLLCAST_INLINE std::vector<any_distribution> ingarch_fit::forecast(int ahead,
                                                                    parameter_uncertainty uncertainty) const {
  constexpr std::size_t paths = 4000;
  if (ahead < 1 || ahead > 1000) {
    throw invalid_input("ingarch: a forecast of " + std::to_string(ahead) +
                        " years was asked for; 1 to 1000 is needed");
  }
  for (const regressor& one : regressors) {
    const std::size_t needed = series.years.size() + static_cast<std::size_t>(ahead);
    if (one.values.size() < needed) {
      throw invalid_input("ingarch: a forecast of " + std::to_string(ahead) + " years was asked for; the regressor " +
                          in_quotes(one.name) + " has " + std::to_string(one.values.size()) + " values, and " +
                          std::to_string(needed) + " are needed");
    }
  }
  note_list unused;
  detail::ingarch_likelihood likelihood(detail::data_of(specification, series, regressors, unused));
  const detail::ingarch_space space(likelihood.data(), specification.family == count_family::negative_binomial);
  detail::search_vector best(static_cast<Eigen::Index>(space.dimensions()));
  const double alpha = coefficients.size ? 1 / *coefficients.size : 0;
  double sum = 0;
  Eigen::Index next = 1;
  for (const auto* list : {&coefficients.past_observations, &coefficients.past_means, &coefficients.regressors}) {
    for (const double value : *list) {
      if (list != &coefficients.regressors) sum += value;
      best[next++] = value;
    }
  }
  const double level = coefficients.intercept / (1 - sum);
  best[0] = specification.link == ingarch_link::logarithm ? level : std::log(level);
  if (space.scattered) best[next] = space.log_alpha(alpha);

  random_engine engine(1);
  std::vector<detail::ingarch_draw> draws;
  if (uncertainty == parameter_uncertainty::included) {
    draws = detail::posterior_draws(likelihood, space, best, engine);
  }
  if (draws.empty()) {
    likelihood.evaluate(detail::as_span(best), alpha, detail::ingarch_wanted::value);
    draws.push_back({1, best, alpha, 0, {}, {}});
    detail::take_state(draws.front(), likelihood);
  }

  const double most = std::min(900 * space.scale.largest, static_cast<double>(largest_count));
  detail::ingarch_path path(likelihood.data(), most);
  std::vector<std::vector<detail::ingarch_outlook>> outlooks(static_cast<std::size_t>(ahead));
  for (const detail::ingarch_draw& draw : draws) {
    path.begin(draw);
    outlooks[0].push_back({draw.weight, draw.alpha, path.next_mean()});
  }
  // Each draw takes part in as many paths as its weight says (systematic resampling, Kitagawa 1996).
  std::size_t begun = 0;
  double passed = 0;
  for (std::size_t k = 0; k < draws.size() && ahead > 1; ++k) {
    passed += draws[k].weight;
    for (; static_cast<double>(begun) + 0.5 < passed * static_cast<double>(paths); ++begun) {
      path.begin(draws[k]);
      for (std::size_t h = 0; h < outlooks.size(); ++h) {
        const detail::ingarch_outlook outlook{1, draws[k].alpha, path.next_mean()};
        if (h > 0) outlooks[h].push_back(outlook);
        if (h + 1 < outlooks.size()) path.observe(detail::sampled_count(outlook, engine));
      }
    }
  }
  std::vector<any_distribution> laws;
  laws.reserve(outlooks.size());
  for (std::vector<detail::ingarch_outlook>& year : outlooks) {
    laws.push_back(year.size() == 1 ? detail::count_law_of(year.front()) : detail::mixture_of(year, most));
  }
  return laws;
}

TOLLCAST_INLINE trend_summary summary(const ingarch_fit& fit) {
  int figures = 0;
  for (const ingarch_year& year : fit.years) figures += year.figure ? 1 : 0;
  trend_summary result{fit.series.name, "ingarch", to_string(fit.family), fit.status, figures};
  result.parameters = fit.parameters;
  result.dispersion = fit.dispersion;
  result.log_likelihood = fit.log_likelihood;
  result.aic = fit.aic;
  result.aicc = fit.aicc;
  result.bic = fit.bic;
  for (std::size_t t = 0; t < fit.years.size(); ++t) {
    result.fitted.push_back({fit.years[t].year, fit.series.years[t].total, fit.years[t].mean, {}, {}});
  }
  result.notes = fit.notes;
  return result;
}

}  // namespace tollcast
