#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>

#include <tollcast/distribution/distribution.hpp>
#include <tollcast/distribution/negative_binomial.hpp>
#include <tollcast/distribution/poisson.hpp>
#include <tollcast/numeric/special.hpp>
#include <tollcast/series/count.hpp>
#include <tollcast/trend/annual_count.hpp>

// The likelihood of one year's count under NB2 with mean m = e^eta and alpha = 1/size, in a form that runs smoothly
// into the Poisson law at alpha = 0 and keeps its digits for counts of 10^15:
//   log P(Y = y) = count_log_best(y) - count_deviance(y, m)
namespace tollcast::detail {

// What the mean m is worse than the mean y, half of the unit deviance: y log(y/m) - (y + r) log((y + r)/(m + r)). The
// two terms are small where m is near y, but large where r is small; there the first is joined with part of
// the second.
inline double count_deviance(double y, double m, double alpha) {
  const double e = m - y;
  if (alpha <= 0) return y > 0 ? deviance(y, m, e) : e;
  const double r = 1 / alpha;
  if (r < std::max(y, m)) return (y > 0 ? y * std::log1p(-r * (e / m) / (y + r)) : 0) + r * std::log1p(e / (y + r));
  return (y > 0 ? deviance(y, m, e) : e) - deviance(y + r, m + r, e);
}

// log P(Y = y) at the mean m = y, by Loader's saddle-point expansion (2000, section 5).
inline double count_log_best(double y, double alpha) {
  if (y <= 0) return 0;
  const double poisson = -stirling_error(y) - 0.5 * std::log(y) - half_log_two_pi;
  if (alpha <= 0) return poisson;
  const double r = 1 / alpha;
  return poisson + (stirling_error(y + r) - stirling_error(r)) - 0.5 * std::log1p(alpha * y);
}

// The part of count_alpha_score that is the same for all years.
inline double count_alpha_constant(double alpha) {
  if (alpha <= 0) return 0;
  return alpha > 0.125 ? digamma_less_log(1 / alpha) : digamma_tail(1 / alpha);
}

// d log P(Y = y) / d alpha at a fixed mean; ((y - m)^2 - y)/2 at alpha = 0.
inline double count_alpha_score(double y, double m, double alpha, double constant) {
  if (alpha <= 0) return 0.5 * ((y - m) * (y - m) - y);
  const double r = 1 / alpha;
  double rest = 0;  // digamma(r + y) - digamma(r) - log((r + y) / r)
  if (y > 0) {
    rest =
        alpha > 0.125 ? digamma_less_log(r + y) - constant : 0.5 * y / (r * (r + y)) + (constant - digamma_tail(r + y));
  }
  return r * r * (minus_log1p((y - m) / (r + m)) - rest);
}

// What a year of which an interval is known says of eta = log m: log P(lower <= Y <= upper), its derivative, and minus
// its second derivative. With p the law's probabilities, dP/deta = a p(a) - (b + 1) p(b + 1) for the interval a .. b,
// as d cdf(k)/deta = -(k + 1) p(k + 1); and d log p(k)/deta = (k - m)/(1 + alpha m).
struct interval_evidence {
  double log_likelihood;
  double slope;
  double curvature;
};

template <class Law>
interval_evidence interval_evidence_of(const Law& law, const annual_count& year, double alpha) {
  const double m = mean(law);
  const double spread = 1 + alpha * m;
  const double probability = prob_between(law, year.lower, year.upper);
  const bool open = year.is_open();
  const double a = static_cast<double>(year.lower);
  const double b = static_cast<double>(year.upper);
  if (probability < 1e-250) {
    // So far out that all probability lies at the nearer end, falling off geometrically.
    const bool below = m < a;
    const double end = below ? a : b;
    const double ratio =
        below ? (1 + alpha * a) / (a + 1) * m / spread : b * spread / (m * (1 + alpha * std::max(b - 1, 0.0)));
    const double beyond = ratio < 0.5 ? ratio / (1 - ratio) : 0;
    return {log_pmf(law, below ? year.lower : year.upper) + std::log1p(beyond),
            (end - m + (below ? beyond : -beyond)) / spread, m * (1 + alpha * end) / (spread * spread)};
  }
  const double at_lower = year.lower == 0 ? 0 : a * std::exp(log_pmf(law, year.lower)) / probability;
  const double at_upper = open ? 0 : (b + 1) * std::exp(log_pmf(law, year.upper + 1)) / probability;
  const double slope = at_lower - at_upper;
  const double second = (at_lower * (a - m) - at_upper * (b + 1 - m)) / spread;
  return {std::log(std::min(probability, 1.0)), slope, slope * slope - second};
}

inline interval_evidence interval_evidence_of(const annual_count& year, double m, double alpha) {
  const double held = std::clamp(m, 1e-300, 1e15);
  if (alpha < 1e-30) return interval_evidence_of(poisson(held), year, 0);
  return interval_evidence_of(negative_binomial(held, 1 / alpha), year, alpha);
}

// d log P(lower <= Y <= upper) / d alpha at a fixed mean, by differences of fourth order (of second at alpha = 0).
inline double interval_alpha_score(const annual_count& year, double m, double alpha) {
  const auto f = [&](double at) { return interval_evidence_of(year, m, at).log_likelihood; };
  const double h = 0.01 * std::max(alpha, 0.01 / (1 + m));
  if (alpha < 2 * h) return (4 * f(alpha + h) - f(alpha + 2 * h) - 3 * f(alpha)) / (2 * h);
  return (8 * (f(alpha + h) - f(alpha - h)) - (f(alpha + 2 * h) - f(alpha - 2 * h))) / (12 * h);
}

}  // namespace tollcast::detail
