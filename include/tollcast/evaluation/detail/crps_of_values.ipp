#pragma once

#include <algorithm>
#include <cmath>
#include <limits>

#include <tollcast/evaluation/crps.hpp>
#include <tollcast/evaluation/detail/draws_crps.hpp>
#include <tollcast/evaluation/detail/score_check.hpp>
#include <tollcast/evaluation/detail/value_integral.hpp>
#include <tollcast/numeric/reference_laws.hpp>
#include <tollcast/numeric/special.hpp>

namespace tollcast {

namespace detail {

template <class Law>
double crps_by_integral(const Law& law, double outcome, score_scale scale) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  return integrated_crps(law, outcome, -infinity, infinity, scale);
}

inline double normal_density(double z) { return std::exp(-0.5 * z * z - half_log_two_pi); }

// E|X| of a normal X (Grimit et al. 2006, eq. 6).
inline double mean_distance(double mean, double sd) {
  if (sd == 0.0) return std::abs(mean);
  const double z = mean / sd;
  return mean * std::erf(z / std::sqrt(2.0)) + 2.0 * sd * normal_density(z);
}

}  // namespace detail

TOLLCAST_INLINE double crps(const normal& law, double outcome, score_scale scale) {
  detail::check_scored("crps", outcome, scale);
  if (law.sd() == 0.0) return std::abs(detail::scaled(outcome, scale) - detail::scaled(law.mean(), scale));
  if (scale == score_scale::logarithmic) return detail::crps_by_integral(law, outcome, scale);
  constexpr double inverse_root_pi = 0.56418958354775628695;
  return detail::mean_distance(outcome - law.mean(), law.sd()) - inverse_root_pi * law.sd();
}

TOLLCAST_INLINE double crps(const student_t& law, double outcome, score_scale scale) {
  detail::check_scored("crps", outcome, scale);
  if (scale == score_scale::logarithmic) return detail::crps_by_integral(law, outcome, scale);
  const double n = law.degrees_of_freedom();
  detail::check_finite_score("crps", law);
  if (n < 1.01) return detail::crps_by_integral(law, outcome, scale);  // terms in 1 / (n - 1) cancel
  const double z = (outcome - law.location()) / law.scale();
  const double density = std::exp(log_pdf(law, outcome)) * law.scale();
  // sqrt(n) B(1/2, n - 1/2) / B(1/2, n/2)^2
  const double spread = std::exp(2.0 * log_gamma_ratio(0.5 * n, 0.5) - log_gamma_ratio(n - 0.5, 0.5)) *
                        std::sqrt(n / 3.14159265358979323846);
  return law.scale() *
         (z * (cdf(law, outcome) - prob_exceeds(law, outcome)) + 2.0 * (density * (n + z * z) - spread) / (n - 1.0));
}

TOLLCAST_INLINE double crps(const log_normal& law, double outcome, score_scale scale) {
  detail::check_scored("crps", outcome, scale);
  if (law.sd_log() == 0.0) return std::abs(detail::scaled(outcome, scale) - detail::scaled(mean(law), scale));
  if (scale == score_scale::logarithmic) return detail::crps_by_integral(law, outcome, scale);
  const double m = mean(law);
  const double s = law.sd_log();
  const double spread = m * std::erf(0.5 * s);
  if (outcome <= 0.0) return m - outcome - spread;
  const double z = (std::log(outcome) - law.mean_log()) / s;
  const double between = z > 0.0 ? normal_cdf(s - z) - normal_cdf(-z) : normal_cdf(z) - normal_cdf(z - s);
  return (outcome - m) * (cdf(law, outcome) - prob_exceeds(law, outcome)) + 2.0 * m * between - spread;
}

TOLLCAST_INLINE double crps(const normal_mixture& law, double outcome, score_scale scale) {
  detail::check_scored("crps", outcome, scale);
  if (scale == score_scale::logarithmic) return detail::crps_by_integral(law, outcome, scale);
  const auto& w = law.weights();
  const auto& parts = law.components();
  double sum = 0.0;
  for (std::size_t i = 0; i < w.size(); ++i) {
    double spread = 0.5 * w[i] * detail::mean_distance(0.0, std::sqrt(2.0) * parts[i].sd());
    for (std::size_t j = 0; j < i; ++j) {
      spread +=
          w[j] * detail::mean_distance(parts[i].mean() - parts[j].mean(), std::hypot(parts[i].sd(), parts[j].sd()));
    }
    sum += w[i] * (detail::mean_distance(outcome - parts[i].mean(), parts[i].sd()) - spread);
  }
  return std::max(sum, 0.0);
}

TOLLCAST_INLINE double crps(const empirical_values& law, double outcome, score_scale scale) {
  detail::check_scored("crps", outcome, scale);
  constexpr double infinity = std::numeric_limits<double>::infinity();
  return detail::sorted_draws_crps<double>(law.draws(), outcome, -infinity, infinity, scale);
}

TOLLCAST_INLINE double crps(const any_continuous_distribution& law, double outcome, score_scale scale) {
  if (const auto* held = law.get_if<normal>()) return crps(*held, outcome, scale);
  if (const auto* held = law.get_if<student_t>()) return crps(*held, outcome, scale);
  if (const auto* held = law.get_if<log_normal>()) return crps(*held, outcome, scale);
  if (const auto* held = law.get_if<normal_mixture>()) return crps(*held, outcome, scale);
  if (const auto* held = law.get_if<empirical_values>()) return crps(*held, outcome, scale);
  detail::check_scored("crps", outcome, scale);
  return detail::crps_by_integral(law, outcome, scale);
}

}  // namespace tollcast
