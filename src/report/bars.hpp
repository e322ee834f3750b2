#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tollcast/report/chart.hpp>
#include <tollcast/series/yearly.hpp>

// Horizontal bars on one scale from 0, the common part of the charts. Private to src/report.
namespace tollcast::bars {

struct pen {
  std::string_view certain, low, range, middle, open, fitted, turn;
};

const pen& pen_for(drawing style);

// A row of a chart: `certain` counts are solid, up to `low` shaded, up to `high` light; `mark` stands at `marked`.
struct bar {
  std::string label;
  std::string figure;
  std::int64_t certain = 0;
  std::int64_t low = 0;
  std::int64_t high = 0;
  std::optional<double> marked = {};
  std::string_view mark = {};
  bool open = false;  // nothing is known of how far it goes
};

bar past(const year_record& year);  // without a mark

// The row that stands for years that are left out, the last of them `last`.
bar left_out(std::size_t years, int last);

// A line a bar, then the legend, at most `width` columns wide, under them.
std::string draw(const std::vector<bar>& rows, drawing style, std::size_t width, std::string_view legend);

}  // namespace tollcast::bars
