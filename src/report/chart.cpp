#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "words.hpp"
#include <fmt/format.h>

#include <tollcast/report/chart.hpp>

namespace tollcast {
namespace {

struct pen {
  std::string_view certain, low, range, middle, open;
};

constexpr pen block_pen{"█", "▓", "░", "│", "→"};
constexpr pen ascii_pen{"#", "=", "-", "|", ">"};

// A row of the chart: `certain` counts are solid, up to `low` shaded, up to `high` light; `middle` is marked.
struct bar {
  std::string label;
  std::string figure;
  std::int64_t certain = 0;
  std::int64_t low = 0;
  std::int64_t high = 0;
  std::optional<std::int64_t> middle = {};
  bool open = false;  // nothing is known of how far it goes
};

bar past(const year_record& year) {
  bar row{.label = std::to_string(year.year), .figure = words::figure(year)};
  row.certain = row.low = year.total.value().value_or(words::at_least(year));
  row.open = words::is_open(year) && row.certain > 0;
  row.high = year.total.value() || words::is_open(year) ? row.certain : year.total.upper();
  return row;
}

bar projected(const year_end& year, const chart_options& options) {
  const interval_ends range = interval(year.total, options.level, options.interval);
  const std::int64_t middle = median(year.total);
  return {.label = std::to_string(year.year),
          .figure = words::thousands(middle),
          .certain = year.observed,
          .low = range.lower,
          .high = range.upper,
          .middle = middle};
}

// Neighbouring years of which nothing is known share a row.
std::vector<bar> rows(const year_end& year, const chart_options& options) {
  std::vector<bar> drawn;
  const std::size_t skipped = year.history.size() - std::min(options.years, year.history.size());
  if (skipped > 0) {
    drawn.push_back({.label = fmt::format("to {}", year.history[skipped - 1].year),
                     .figure = fmt::format("{} year{} not shown", skipped, skipped == 1 ? "" : "s")});
  }
  std::optional<int> unknown_since;
  for (std::size_t i = skipped; i < year.history.size(); ++i) {
    const year_record& record = year.history[i];
    const bool unknown = words::is_open(record) && words::at_least(record) == 0;
    if (unknown && unknown_since) {
      drawn.back().label = fmt::format("{}-{}", *unknown_since, record.year);
      continue;
    }
    drawn.push_back(past(record));
    unknown_since = unknown ? std::optional{record.year} : std::nullopt;
  }
  drawn.push_back(projected(year, options));
  return drawn;
}

std::string draw(const bar& row, const pen& with, double columns_per_count) {
  const auto column = [&](std::int64_t count) {
    return static_cast<std::size_t>(std::llround(static_cast<double>(count) * columns_per_count));
  };
  std::string line;
  for (std::size_t i = 0; i < column(row.high); ++i) {
    const bool middle =
        row.middle && *row.middle > row.certain && i + 1 == std::max<std::size_t>(1, column(*row.middle));
    line += middle ? with.middle : i < column(row.certain) ? with.certain : i < column(row.low) ? with.low : with.range;
  }
  if (row.open) line += with.open;
  return line;
}

}  // namespace

std::string chart(const year_end& year, const chart_options& options) {
  const pen& with = options.style == drawing::blocks ? block_pen : ascii_pen;
  const std::vector<bar> drawn = rows(year, options);
  std::size_t label_width = 0;
  std::size_t figure_width = 0;
  std::int64_t highest = 1;
  for (const bar& row : drawn) {
    label_width = std::max(label_width, row.label.size());
    if (row.high > 0 || row.figure.size() < 5) figure_width = std::max(figure_width, row.figure.size());
    highest = std::max(highest, row.high);
  }
  const std::size_t margin = 2 + label_width + 2 + figure_width + 1;
  const std::size_t width = std::max<std::size_t>(options.width, margin + 10) - margin - 1;
  const double columns_per_count = static_cast<double>(width) / static_cast<double>(highest);

  std::string text;
  for (const bar& row : drawn) {
    std::string line = fmt::format("  {}  {} {}", words::right(row.label, label_width),
                                   words::right(row.figure, figure_width), draw(row, with, columns_per_count));
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + '\n';
  }
  const bar& last = drawn.back();
  if (last.certain == last.high) return text;
  const std::string level = words::level(options.level);
  const std::string legend = fmt::format("{} counted  {} up to the {} % range  {} {} % range  {} median", with.certain,
                                         with.low, level, with.range, level, with.middle);
  const std::size_t room = options.width - std::min(options.width, words::columns(legend));
  return text + std::string(std::min(margin, room), ' ') + legend + '\n';
}

}  // namespace tollcast
