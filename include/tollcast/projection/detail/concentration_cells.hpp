#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

#include <tollcast/core/error.hpp>
#include <tollcast/numeric/random.hpp>
#include <tollcast/numeric/reference_laws.hpp>
#include <tollcast/projection/concentration.hpp>
#include <tollcast/projection/detail/concentration_indices.hpp>
#include <tollcast/projection/detail/regional_draws.hpp>

namespace tollcast::detail {

inline std::string spelled_years(const year_span& period) {
  return std::to_string(period.first) + (period.first == period.last ? "" : " to " + std::to_string(period.last));
}

inline void check_in_order(const year_span& period) {
  if (period.first <= period.last) return;
  throw invalid_input("concentrations: " + spelled_years(period) +
                      " was given; the last year must not come before the first");
}

inline void check_apart(year_span from, year_span to) {
  if (from.last < to.first || to.last < from.first) return;
  throw invalid_input("concentrations: " + spelled_years(from) + " and " + spelled_years(to) +
                      " overlap; two periods without a common year are needed");
}

// The years' own parts (months, quarters ...) of all regions, where they are the same for all and fill the year.
inline std::vector<std::vector<std::vector<double>>> cells_within_years(const std::vector<yearly_tally>& views,
                                                                        const std::vector<int>& years) {
  constexpr std::size_t fewest = 4;
  std::vector<std::vector<std::vector<double>>> found;
  for (const int year : years) {
    std::vector<const year_record*> records;
    for (const yearly_tally& view : views) {
      for (const year_record& record : view.years) {
        if (record.year == year && is_complete(record) && record.parts.size() >= fewest &&
            sum_of(record.parts) == record.total.lower()) {
          records.push_back(&record);
        }
      }
    }
    const auto same_days = [&](const year_record* record) {
      return std::equal(record->parts.begin(), record->parts.end(), records.front()->parts.begin(),
                        records.front()->parts.end(), [](const part& a, const part& b) { return a.when == b.when; });
    };
    if (records.size() != views.size() || !std::all_of(records.begin(), records.end(), same_days)) continue;
    std::vector<std::vector<double>>& cells = found.emplace_back(records.front()->parts.size());
    for (std::size_t i = 0; i < cells.size(); ++i) {
      for (const year_record* record : records) cells[i].push_back(static_cast<double>(record->parts[i].count));
    }
  }
  return found;
}

// Two sets of draws that do not belong together: `to` less `from`, and how often it is above 0 (ties count half).
struct drawn_difference {
  bounded_estimate difference;
  double above;
};

inline drawn_difference difference_of(const std::vector<double>& to, const std::vector<double>& from, double level) {
  std::vector<double> differences;
  double above = 0;
  random_engine engine(1);
  const std::vector<std::size_t> order = shuffled(from.size(), engine);  // draws of a period lie in an order
  for (std::size_t i = 0; i < to.size(); ++i) {
    const double one = to[i] - from[order[i]];
    differences.push_back(one);
    above += one > 0 ? 1 : one < 0 ? 0 : 0.5;
  }
  const auto n = static_cast<double>(differences.size());
  return {mean_and_ends(differences, level), above / n};
}

// phi and its degrees of freedom.
struct learnt_dispersion {
  double dispersion = 1;
  double degrees = 1;
};

inline constexpr double most_degrees = 40;

// From the cells within each year.
inline learnt_dispersion dispersion_within(const std::vector<std::vector<std::vector<double>>>& years) {
  dispersion_squares sum;
  for (const auto& cells : years) {
    const dispersion_squares one = squares_of(cells);
    sum.squares += one.squares;
    sum.expected += one.expected;
    sum.degrees += one.degrees;
  }
  if (!(sum.expected > 0)) return {};
  return {std::max(sum.squares / sum.expected, 1.0), std::clamp(sum.degrees, 1.0, most_degrees)};
}

// From pairs of consecutive years: the median, over that of a chi-squared law with mean 1, with two thirds of the
// degrees of freedom (a median of a sample is about so good as an estimate).
inline learnt_dispersion dispersion_between(const std::vector<int>& years,
                                            const std::vector<std::vector<double>>& counts) {
  std::vector<double> ratios;
  double degrees = 0;
  for (std::size_t i = 1; i < counts.size(); ++i) {
    if (years[i] != years[i - 1] + 1) continue;
    const dispersion_squares one = squares_of({counts[i - 1], counts[i]});
    if (!(one.expected > 0)) continue;
    ratios.push_back(one.squares / one.expected);
    degrees += one.degrees;
  }
  if (ratios.empty()) return {};
  std::sort(ratios.begin(), ratios.end());
  const double each = std::max(degrees / static_cast<double>(ratios.size()), 1.0);
  const double median = (ratios[(ratios.size() - 1) / 2] + ratios[ratios.size() / 2]) / 2;
  return {std::max(median / (chi_squared_quantile(0.5, each) / each), 1.0),
          std::clamp(degrees * 2 / 3, 1.0, most_degrees)};
}

}  // namespace tollcast::detail
