#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <utility>
#include <vector>

#include <tollcast/trend/detail/count_likelihood.hpp>

namespace tollcast::detail {

// A series as the likelihood reads it: figures (of years that have one), and regressors year by year.
struct ingarch_data {
  std::vector<int> past_observations;
  std::vector<int> past_means;
  bool logarithm;
  std::vector<double> figures;
  std::vector<char> known;
  std::size_t regressors;
  std::vector<double> covariates;  // year by year; may go on beyond the figures

  std::size_t coefficients() const { return 1 + past_observations.size() + past_means.size() + regressors; }
  double observed(double y) const { return logarithm ? std::log1p(y) : y; }
  double mean_at(double predictor) const { return logarithm ? std::exp(predictor) : predictor; }
};

// What the likelihood gives besides its value; derivatives by the log of the level (whose predictor is b_0 / (1 - sum b
// - sum a)), the coefficients of past observations, of past means and of regressors, then alpha.
enum class ingarch_wanted { value, gradient, information };

// The conditional log-likelihood and its derivatives, by the recursions of Fokianos, Rahbek and Tjostheim (2009,
// section 3). Buffers are made once: an evaluation allocates nothing.
class ingarch_likelihood {
 public:
  explicit ingarch_likelihood(ingarch_data data)
      : data_(std::move(data)),
        k_(data_.coefficients()),
        observed_(data_.figures.size()),
        best_(data_.figures.size()),
        predictor_(data_.figures.size()),
        mean_(data_.figures.size()),
        slope_(data_.figures.size() * k_),
        slope_observed_(data_.figures.size() * k_),
        gradient_(k_ + 1),
        information_(k_ * k_),
        meat_(k_ * k_) {
    for (std::size_t t = 0; t < data_.figures.size(); ++t) {
      if (!data_.known[t]) continue;
      observed_[t] = data_.observed(data_.figures[t]);
      best_[t] = count_log_best(data_.figures[t], 0);
    }
  }

  const ingarch_data& data() const { return data_; }
  std::size_t coefficients() const { return k_; }

  // Minus infinity where a log mean exceeds 50 or a count above 0 has no mean above 0.
  double evaluate(std::span<const double> at, double alpha, ingarch_wanted wanted) {
    const bool sloped = wanted != ingarch_wanted::value;
    double sum = 0;
    double alpha_slope = 0;
    const double constant = sloped ? count_alpha_constant(alpha) : 0;
    const double size_error = alpha > 0 ? stirling_error(1 / alpha) : 0;
    std::fill(gradient_.begin(), gradient_.end(), 0.0);
    std::fill(information_.begin(), information_.end(), 0.0);
    std::fill(meat_.begin(), meat_.end(), 0.0);
    begin(at);
    for (std::size_t t = 0; t < data_.figures.size(); ++t) {
      predict(at, t);
      if (sloped) differentiate(at, t);
      const double eta = predictor_[t];
      if (!(eta <= (data_.logarithm ? 50.0 : 1e20))) return -std::numeric_limits<double>::infinity();
      const double m = mean_[t] = data_.mean_at(eta);
      double* const slope = &slope_[t * k_];
      if (!data_.known[t]) {
        observed_[t] = data_.observed(m);
        if (sloped) {
          const double passed = data_.logarithm ? m / (1 + m) : 1;
          for (std::size_t j = 0; j < k_; ++j) slope_observed_[t * k_ + j] = passed * slope[j];
        }
        continue;
      }
      const double y = data_.figures[t];
      if (!(m > 0)) {
        if (y > 0) return -std::numeric_limits<double>::infinity();
        continue;
      }
      sum += best_[t] - count_deviance(y, m, alpha);
      if (alpha > 0 && y > 0) sum += stirling_error(y + 1 / alpha) - size_error - 0.5 * std::log1p(alpha * y);
      if (!sloped) continue;
      const double spread = 1 + alpha * m;
      const double score = (y - m) / (data_.logarithm ? spread : m * spread);
      for (std::size_t j = 0; j < k_; ++j) gradient_[j] += score * slope[j];
      alpha_slope += count_alpha_score(y, m, alpha, constant);
      if (wanted != ingarch_wanted::information) continue;
      const double poisson_weight = data_.logarithm ? m : 1 / m;
      for (std::size_t i = 0; i < k_; ++i) {
        for (std::size_t j = 0; j < k_; ++j) {
          information_[i * k_ + j] += poisson_weight / spread * slope[i] * slope[j];
          meat_[i * k_ + j] += poisson_weight * spread * slope[i] * slope[j];
        }
      }
    }
    gradient_[k_] = alpha_slope;
    return sum;
  }

  // Of the last evaluation.
  std::span<const double> gradient() const { return gradient_; }
  std::span<const double> information() const { return information_; }  // expected, row by row
  std::span<const double> meat() const { return meat_; }                // variance of the Poisson law's score
  std::span<const double> means() const { return mean_; }
  std::span<const double> predictors() const { return predictor_; }
  std::span<const double> observed() const { return observed_; }  // y or log(y + 1), of a missing year by its mean
  double centre() const { return centre_; }
  double intercept() const { return intercept_; }

 private:
  void begin(std::span<const double> at) {
    double sum = 0;
    for (std::size_t i = 1; i + data_.regressors < k_; ++i) sum += at[i];
    rest_ = 1 - sum;
    centre_ = data_.logarithm ? at[0] : std::exp(at[0]);
    centre_slope_ = data_.logarithm ? 1 : centre_;
    intercept_ = centre_ * rest_;
  }

  void predict(std::span<const double> at, std::size_t t) {
    double eta = intercept_;
    std::size_t j = 1;
    for (const int lag : data_.past_observations) eta += at[j++] * past(observed_, t, lag);
    for (const int lag : data_.past_means) eta += at[j++] * past(predictor_, t, lag);
    for (std::size_t r = 0; r < data_.regressors; ++r) eta += at[j++] * data_.covariates[t * data_.regressors + r];
    predictor_[t] = eta;
  }

  double past(const std::vector<double>& of, std::size_t t, int lag) const {
    const auto back = static_cast<std::size_t>(lag);
    return t < back ? centre_ : of[t - back];
  }

  void differentiate(std::span<const double> at, std::size_t t) {
    double* const row = &slope_[t * k_];
    std::fill(row, row + k_, 0.0);
    row[0] = centre_slope_ * rest_;
    std::size_t j = 1;
    const auto add = [&](const std::vector<double>& slopes, std::size_t back, double times) {
      for (std::size_t i = 0; i < k_; ++i) row[i] += times * slopes[(t - back) * k_ + i];
    };
    for (const int lag : data_.past_observations) {
      const auto back = static_cast<std::size_t>(lag);
      row[j] += past(observed_, t, lag) - centre_;
      if (t < back) {
        row[0] += at[j] * centre_slope_;
      } else if (!data_.known[t - back]) {
        add(slope_observed_, back, at[j]);
      }
      ++j;
    }
    for (const int lag : data_.past_means) {
      const auto back = static_cast<std::size_t>(lag);
      row[j] += past(predictor_, t, lag) - centre_;
      if (t < back) {
        row[0] += at[j] * centre_slope_;
      } else {
        add(slope_, back, at[j]);
      }
      ++j;
    }
    for (std::size_t r = 0; r < data_.regressors; ++r) row[j++] += data_.covariates[t * data_.regressors + r];
  }

  ingarch_data data_;
  std::size_t k_;
  std::vector<double> observed_;
  std::vector<double> best_;
  std::vector<double> predictor_;
  std::vector<double> mean_;
  std::vector<double> slope_;
  std::vector<double> slope_observed_;
  std::vector<double> gradient_;
  std::vector<double> information_;
  std::vector<double> meat_;
  double rest_ = 1;
  double centre_ = 0;
  double centre_slope_ = 1;
  double intercept_ = 0;
};

}  // namespace tollcast::detail
