#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <string>

#include <tollcast/core/error.hpp>
#include <tollcast/series/detail/note_list.hpp>
#include <tollcast/series/period.hpp>
#include <tollcast/series/yearly_values.hpp>

namespace tollcast {

TOLLCAST_INLINE bool is_measured(const tally& series) {
  return std::any_of(series.rows.begin(), series.rows.end(), [](const observation& row) {
    return row.region.empty() && row.figure.quality() == count_quality::measured;
  });
}

TOLLCAST_INLINE yearly_values values_of(const tally& series) {
  note_list notes;
  std::map<int, std::optional<double>> years;
  for (const observation& row : series.rows) {
    const std::string figure = to_string(row.when) + " (" + to_string(row.figure) + ")";
    if (!row.region.empty()) {
      notes.add("regions", figure + " carries a region and is left aside");
    } else if (!is_whole_year(row.when)) {
      notes.add("rows that are no whole year", figure + " is not a whole year and is not used");
    } else {
      std::optional<double> value;
      if (row.figure.quality() == count_quality::measured) value = row.figure.measure();
      if (const auto counted = row.figure.value()) value = static_cast<double>(*counted);
      if (!value && row.figure.quality() != count_quality::unknown) {
        notes.add("bounds and ranges", figure + " is left out: a value is needed, not a bound or a range");
      }
      std::optional<double>& known = years[year_of(row.when.first())];
      if (known && value && *known != *value) {
        throw invalid_input(place_of(series, row.when, row.line) + ": " + to_string(row.when) +
                            " has two different values; each year can have one");
      }
      if (value) known = value;
    }
  }
  yearly_values result{series.name, 0, {}, notes.sentences()};
  const auto known = [](const auto& year) { return year.second.has_value(); };
  const auto first = std::find_if(years.begin(), years.end(), known);
  if (first == years.end()) {
    throw cannot_answer(place_of(series) + " has no value for a whole year; at least one is needed");
  }
  result.first_year = first->first;
  for (auto year = first; year != years.end(); ++year) {
    result.values.resize(static_cast<std::size_t>(year->first - result.first_year) + 1);
    result.values.back() = year->second;
  }
  while (!result.values.back()) result.values.pop_back();
  return result;
}

}  // namespace tollcast
