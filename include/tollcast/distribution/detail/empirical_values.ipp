#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include <boost/random/uniform_int_distribution.hpp>
#include <boost/sort/pdqsort/pdqsort.hpp>

#include <tollcast/core/error.hpp>
#include <tollcast/distribution/continuous.hpp>
#include <tollcast/distribution/empirical_values.hpp>
#include <tollcast/numeric/special.hpp>

namespace tollcast {

TOLLCAST_INLINE empirical_values::empirical_values(std::vector<double> draws) : draws_(std::move(draws)) {
  if (draws_.empty()) throw invalid_input("empirical_values: no draws were given, but at least one is needed");
  for (const double y : draws_) detail::check_value("empirical_values", "draw", y);
  boost::sort::pdqsort(draws_.begin(), draws_.end());  // of numbers twice as fast as std::sort
  const double sd = std::sqrt(variance(*this));
  const double quartiles = (quantile(*this, 0.75) - quantile(*this, 0.25)) / 1.34;
  bandwidth_ =
      0.9 * (quartiles > 0.0 ? std::min(sd, quartiles) : sd) * std::pow(static_cast<double>(draws_.size()), -0.2);
}

TOLLCAST_INLINE double mean(const empirical_values& law) {
  const double origin = law.draws().front();
  double sum = 0.0;
  for (const double y : law.draws()) sum += y - origin;
  return origin + sum / static_cast<double>(law.draws().size());
}

TOLLCAST_INLINE double variance(const empirical_values& law) {
  const double centre = mean(law);
  double sum = 0.0;
  for (const double y : law.draws()) sum += (y - centre) * (y - centre);
  return sum / static_cast<double>(law.draws().size());
}

TOLLCAST_INLINE double log_pdf(const empirical_values& law, double y) {
  const double width = law.bandwidth();
  if (width == 0.0) {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    return y == law.draws().front() ? infinity : -infinity;
  }
  const auto exponent = [&](double draw) { return -0.5 * (y - draw) / width * ((y - draw) / width); };
  const auto above = std::lower_bound(law.draws().begin(), law.draws().end(), y);
  const double nearest =
      std::max(above == law.draws().end() ? -std::numeric_limits<double>::infinity() : exponent(*above),
               above == law.draws().begin() ? -std::numeric_limits<double>::infinity() : exponent(*(above - 1)));
  if (std::isinf(nearest)) return nearest;
  double sum = 0.0;
  for (const double draw : law.draws()) sum += std::exp(exponent(draw) - nearest);
  return nearest + std::log(sum / static_cast<double>(law.draws().size())) - std::log(width) - detail::half_log_two_pi;
}

TOLLCAST_INLINE double cdf(const empirical_values& law, double y) {
  const auto& draws = law.draws();
  return static_cast<double>(std::upper_bound(draws.begin(), draws.end(), y) - draws.begin()) /
         static_cast<double>(draws.size());
}

TOLLCAST_INLINE double prob_exceeds(const empirical_values& law, double y) {
  const auto& draws = law.draws();
  return static_cast<double>(draws.end() - std::upper_bound(draws.begin(), draws.end(), y)) /
         static_cast<double>(draws.size());
}

TOLLCAST_INLINE double quantile(const empirical_values& law, double p) {
  detail::check_open_probability(p);
  const auto n = static_cast<double>(law.draws().size());
  auto k = static_cast<std::size_t>(p * n);  // the smallest k with (k + 1) / n >= p is this one or next to it
  if (k > 0 && static_cast<double>(k) / n >= p) --k;
  if (static_cast<double>(k + 1) / n < p) ++k;
  return law.draws()[std::min(k, law.draws().size() - 1)];
}

TOLLCAST_INLINE double sample(const empirical_values& law, random_engine& engine) {
  return law.draws()[boost::random::uniform_int_distribution<std::size_t>(0, law.draws().size() - 1)(engine)];
}

}  // namespace tollcast
