#pragma once

#include <algorithm>
#include <cmath>
#include <limits>

#include <tollcast/evaluation/panel_table.hpp>

namespace tollcast {

TOLLCAST_INLINE std::vector<panel_line> panel_table(std::span<const score_line> lines) {
  std::vector<panel_line> table;
  for (const score_line& line : lines) {
    const auto same_place = [&](const panel_line& one) {
      return one.as_of == line.as_of && one.horizon == line.horizon;
    };
    const auto same = [&](const panel_line& one) { return same_place(one) && one.model == line.model; };
    auto row = std::find_if(table.begin(), table.end(), same);
    if (row == table.end()) {
      auto place = std::find_if(table.rbegin(), table.rend(), same_place).base();
      if (place == table.begin()) place = table.end();
      row = table.insert(place, {line.model, line.as_of, line.horizon, 0, 0, 0, 0, 0, std::nullopt});
    }
    row->n += line.n;
    row->failures += line.failures;
    row->inside_80 += line.inside_80;
    row->inside_95 += line.inside_95;
    if (!line.crps_skill) continue;
    ++row->series;
    row->relative_crps = row->relative_crps.value_or(0) + std::log(1 - *line.crps_skill);
  }
  for (panel_line& row : table) {
    if (row.relative_crps) row.relative_crps = std::exp(*row.relative_crps / row.series);
  }
  const auto rank = [](const panel_line& row) {
    return row.relative_crps.value_or(std::numeric_limits<double>::infinity());
  };
  for (auto from = table.begin(); from != table.end();) {
    const auto to = std::find_if(from, table.end(), [&](const panel_line& row) {
      return row.as_of != from->as_of || row.horizon != from->horizon;
    });
    std::stable_sort(from, to, [&](const panel_line& a, const panel_line& b) { return rank(a) < rank(b); });
    from = to;
  }
  return table;
}

}  // namespace tollcast
