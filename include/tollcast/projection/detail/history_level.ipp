#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <vector>

#include <tollcast/distribution/distribution.hpp>
#include <tollcast/distribution/negative_binomial.hpp>
#include <tollcast/numeric/special.hpp>
#include <tollcast/projection/history_level.hpp>
#include <tollcast/projection/within_year.hpp>

namespace tollcast {

namespace detail {

// One choice for all series, made by back-test (benchmarks/backtest_year_end.cpp).
inline level_moves level_by_year() {
  return {.scale = {.05, .15, .4, .8},
          .jump = {.03, .2},
          .size = {4, 20, 200},
          .surge = .8,
          .collapse = 1.5,
          .redraw = .8,
          .spacing = .125};
}

inline constexpr double least_log_likelihood = -690;  // of one year, so that no year rules every level out

// log P(the total lies within the record's bounds | mean, size).
inline std::function<double(double, double)> evidence_of_bounds(const count& total) {
  return [lower = total.lower(), upper = total.upper()](double mean, double size) {
    const double probability = prob_between(negative_binomial(mean, size), lower, upper);
    return probability > 0 ? std::max(std::log(probability), least_log_likelihood) : least_log_likelihood;
  };
}

// log P(the parts, and the total within its bounds | mean, size): a sum over totals, by the middle of steps a twelfth
// wide.
inline std::function<double(double, double)> evidence_of_parts(const year_record& record,
                                                               std::span<const year_record> before) {
  std::vector<period> when;
  for (const part& one : record.parts) when.push_back(one.when);
  const share_law share = learn_share(before, when, record.year);
  const std::int64_t counted = sum_of(record.parts);
  const std::int64_t first = std::max(counted, record.total.lower());
  const double reach = 20.0 * (static_cast<double>(first) + 20) / std::max(share.mean, 0.02);
  const double last = std::min(static_cast<double>(record.total.upper()), reach);
  std::vector<std::int64_t> totals;
  std::vector<double> width;
  for (std::int64_t rest = 0; static_cast<double>(first + rest) <= last;) {
    const std::int64_t left = static_cast<std::int64_t>(last) - (first + rest) + 1;
    const std::int64_t step = std::min(std::max<std::int64_t>(1, rest / 12), left);
    totals.push_back(first + rest + (step - 1) / 2);
    width.push_back(std::log(static_cast<double>(step)));
    rest += step;
  }
  std::vector<double> weight = log_likelihood(share, counted, totals);
  for (std::size_t i = 0; i < totals.size(); ++i) weight[i] += width[i];
  return [totals, weight](double mean, double size) {
    const negative_binomial law(mean, size);
    std::vector<double> terms(totals.size());
    for (std::size_t i = 0; i < totals.size(); ++i) terms[i] = weight[i] + log_pmf(law, totals[i]);
    return std::max(log_sum_exp(terms), least_log_likelihood);
  };
}

}  // namespace detail

TOLLCAST_INLINE level_forecast level_from_years(std::span<const year_record> history, double largest) {
  level_filter filter(detail::level_by_year(), 0.1, std::min(10 * (largest + 10), 8e14));
  for (std::size_t i = 0; i < history.size(); ++i) {
    const year_record& record = history[i];
    if (i > 0) filter.step();
    if (is_complete(record)) {
      filter.observe(record.total.lower(), 1);
    } else if (!record.parts.empty()) {
      filter.observe(detail::evidence_of_parts(record, history.first(i)));
    } else if (record.total.quality() != count_quality::unknown) {
      filter.observe(detail::evidence_of_bounds(record.total));
    }
  }
  return filter.ahead(1);
}

}  // namespace tollcast
