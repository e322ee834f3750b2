#include "bars.hpp"

#include <algorithm>
#include <cmath>

#include "words.hpp"
#include <fmt/format.h>

namespace tollcast::bars {
namespace {

constexpr pen block_pen{"█", "▓", "░", "│", "→", "●", "◆"};
constexpr pen ascii_pen{"#", "=", "-", "|", ">", "o", "*"};

std::string line(const bar& row, const pen& with, double columns_per_count) {
  const auto column = [&](double count) { return static_cast<std::size_t>(std::llround(count * columns_per_count)); };
  const std::size_t certain = column(static_cast<double>(row.certain));
  const std::size_t low = column(static_cast<double>(row.low));
  std::vector<std::string_view> cells(column(static_cast<double>(row.high)));
  for (std::size_t i = 0; i < cells.size(); ++i)
    cells[i] = i < certain ? with.certain : i < low ? with.low : with.range;
  if (row.open) cells.push_back(with.open);
  if (row.marked) {
    const std::size_t place = std::max<std::size_t>(1, column(*row.marked));
    cells.resize(std::max(cells.size(), place), " ");
    cells[place - 1] = row.mark;
  }
  return fmt::format("{}", fmt::join(cells, ""));
}

}  // namespace

const pen& pen_for(drawing style) { return style == drawing::blocks ? block_pen : ascii_pen; }

bar past(const year_record& year) {
  bar row{.label = std::to_string(year.year), .figure = words::figure(year)};
  row.certain = row.low = year.total.value().value_or(words::at_least(year));
  row.open = words::is_open(year) && row.certain > 0;
  row.high = year.total.value() || words::is_open(year) ? row.certain : year.total.upper();
  return row;
}

bar left_out(std::size_t years, int last) {
  return {.label = fmt::format("to {}", last),
          .figure = fmt::format("{} year{} not shown", years, years == 1 ? "" : "s")};
}

std::string draw(const std::vector<bar>& rows, drawing style, std::size_t width, std::string_view legend) {
  std::size_t label_width = 0;
  std::size_t figure_width = 0;
  double highest = 1;
  for (const bar& row : rows) {
    label_width = std::max(label_width, row.label.size());
    if (row.high > 0 || row.figure.size() < 5) figure_width = std::max(figure_width, row.figure.size());
    highest = std::max({highest, static_cast<double>(row.high), row.marked.value_or(0)});
  }
  const std::size_t margin = 2 + label_width + 2 + figure_width + 1;
  const std::size_t room = std::max<std::size_t>(width, margin + 10) - margin - 1;

  std::string text;
  for (const bar& row : rows) {
    std::string drawn =
        fmt::format("  {}  {} {}", words::right(row.label, label_width), words::right(row.figure, figure_width),
                    line(row, pen_for(style), static_cast<double>(room) / highest));
    drawn.erase(drawn.find_last_not_of(' ') + 1);
    text += drawn + '\n';
  }
  if (legend.empty()) return text;
  return text + std::string(std::min(margin, width - std::min(width, words::columns(legend))), ' ') +
         std::string(legend) + '\n';
}

}  // namespace tollcast::bars
