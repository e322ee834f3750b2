#pragma once

#include <cmath>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <tollcast/distribution/tabulated.hpp>
#include <tollcast/projection/year_end.hpp>

// Series and records for the tests of the projections.

using figures = std::vector<std::pair<std::string, std::string>>;

// A tally of "PERIOD FIGURE" rows.
inline tollcast::tally tally_of(const figures& rows) {
  tollcast::tally made{"killed", {}, ""};
  for (const auto& [when, figure] : rows) {
    made.rows.push_back({tollcast::parse_period(when), tollcast::parse_count(figure)});
  }
  return made;
}

inline figures operator+(figures first, const figures& then) {
  first.insert(first.end(), then.begin(), then.end());
  return first;
}

inline tollcast::year_record record_of(int year, const std::string& total,
                                       const std::vector<std::pair<std::string, std::int64_t>>& parts = {}) {
  tollcast::year_record record{year, tollcast::parse_count(total), {}};
  for (const auto& [when, count] : parts) record.parts.push_back({tollcast::parse_period(when), count});
  return record;
}

inline std::vector<tollcast::period> periods_of(const std::vector<std::string>& spelled) {
  std::vector<tollcast::period> periods;
  for (const std::string& one : spelled) periods.push_back(tollcast::parse_period(one));
  return periods;
}

inline std::string month_name(int year, int month) {
  return std::to_string(year) + (month < 10 ? "-0" : "-") + std::to_string(month);
}

// Years of twelve months, without chance: a slow wave over the years and an uneven one within them.
inline figures wavy_months(int first_year, int last_year, double monthly) {
  figures rows;
  for (int year = first_year; year <= last_year; ++year) {
    for (int month = 1; month <= 12; ++month) {
      const double wave = 1 + 0.3 * std::sin(year) + 0.35 * std::sin(5 * month + 3 * year) + 0.1 * std::cos(2 * month);
      rows.emplace_back(month_name(year, month), std::to_string(std::llround(monthly * wave)));
    }
  }
  return rows;
}

// A normal law at every integer.
inline tollcast::tabulated discrete_normal(double mean, double deviation) {
  const auto first = static_cast<std::int64_t>(mean - 8 * deviation);
  std::vector<double> weights;
  for (double y = static_cast<double>(first); y < mean + 8 * deviation; ++y) {
    weights.push_back(std::exp(-0.5 * std::pow((y - mean) / deviation, 2)));
  }
  return tollcast::tabulated(first, weights);
}

inline std::vector<std::int64_t> outcomes(std::int64_t first, std::int64_t last) {
  std::vector<std::int64_t> all;
  for (std::int64_t y = first; y <= last; ++y) all.push_back(y);
  return all;
}

inline std::string refusal_of(const tollcast::tally& series, const tollcast::year_end_options& options) {
  try {
    tollcast::project_year_end(series, options);
  } catch (const tollcast::invalid_input& error) {
    return error.what();
  }
  return "nothing was refused";
}
