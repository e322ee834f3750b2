#include <algorithm>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "page.hpp"
#include "trend_words.hpp"
#include "words.hpp"
#include <fmt/format.h>

#include <tollcast/report/text.hpp>

namespace tollcast {
namespace {

constexpr std::size_t most_years = 60;  // in the chart and the table of a level a year

std::string span(int from, int to) { return fmt::format("{}-{}", from, to); }

std::string between(const std::optional<double>& lower, const std::optional<double>& upper) {
  return lower && upper ? fmt::format("{} to {}", words::change(*lower), words::change(*upper)) : "not known";
}

// Where a turn could lie.
std::string turn(const trend_summary& trend, const trend_segment& piece) {
  for (const trend_joint& joint : trend.joints) {
    if (joint.year == piece.from) return span(joint.lower, joint.upper);
  }
  return "";
}

// Without the columns in which no row has anything.
grid without_empty(grid rows) {
  for (std::size_t i = rows.front().size(); i-- > 0;) {
    const bool empty = std::all_of(rows.begin() + 1, rows.end(), [&](const auto& row) { return row[i].empty(); });
    if (!empty) continue;
    for (auto& row : rows) row.erase(row.begin() + static_cast<std::ptrdiff_t>(i));
  }
  return rows;
}

std::string segments(const trend_summary& trend) {
  grid rows{{"years", "a year", "95 %", "p", "since, 95 %", ""}};
  for (const trend_segment& piece : trend.segments) {
    rows.push_back({span(piece.from, piece.to), piece.change ? words::change(*piece.change) : "not known",
                    between(piece.lower, piece.upper), piece.p_value ? words::p_value(*piece.p_value) : "",
                    turn(trend, piece), words::is_clear(piece) ? "" : "not clear"});
  }
  for (const average_change& average : trend.averages) {
    const bool within_one = std::any_of(trend.segments.begin(), trend.segments.end(), [&](const trend_segment& piece) {
      return piece.from <= average.from && average.to <= piece.to;
    });
    if (within_one) continue;
    rows.push_back({span(average.from, average.to), words::change(average.value), between(average.lower, average.upper),
                    "", "", "average"});
  }
  rows = without_empty(std::move(rows));
  return aligned(rows, rows.front().back().empty());
}

std::string levels(const trend_summary& trend) {
  grid rows{{"years", "a year", "step", "95 %", "p", "since, 95 %"}};
  for (const trend_segment& piece : trend.segments) {
    rows.push_back({span(piece.from, piece.to), piece.level ? words::rounded(*piece.level) : "not known",
                    piece.change ? words::change(*piece.change) : "",
                    piece.change ? between(piece.lower, piece.upper) : "",
                    piece.p_value ? words::p_value(*piece.p_value) : "", turn(trend, piece)});
  }
  return aligned(without_empty(rows), false);
}

std::string path(const trend_summary& trend) {
  grid rows{{"year", "counted", "level", "95 %"}};
  if (!trend.jumps.empty()) rows.back().push_back("jump");
  const std::size_t skipped = trend.fitted.size() - std::min(most_years, trend.fitted.size());
  for (const fitted_year& year : std::span{trend.fitted}.subspan(skipped)) {
    rows.push_back({std::to_string(year.year), words::figure({year.year, year.observed, {}}), words::rounded(year.mean),
                    year.lower && year.upper
                        ? fmt::format("{} to {}", words::rounded(*year.lower), words::rounded(*year.upper))
                        : "not known"});
    const auto jump = std::find_if(trend.jumps.begin(), trend.jumps.end(),
                                   [&](const year_probability& one) { return one.year == year.year; });
    if (jump != trend.jumps.end()) rows.back().push_back(words::percent(jump->probability));
  }
  for (const average_change& average : trend.averages) {
    rows.push_back({"on average", "", words::change(average.value), between(average.lower, average.upper)});
  }
  return aligned(rows, false);
}

std::string fit(const trend_summary& trend) {
  grid rows{{"model", words::plain(trend.model)}, {"counts", words::plain(trend.family)}};
  if (trend.dispersion) rows.back().back() += fmt::format(", dispersion {:.2f}", *trend.dispersion);
  if (trend.log_likelihood) {
    rows.push_back({"fit", fmt::format("log-likelihood {:.2f}", *trend.log_likelihood)});
    const auto add = [&](const char* name, const std::optional<double>& value) {
      if (value) rows.back().back() += fmt::format(", {} {:.2f}", name, *value);
    };
    add("AIC", trend.aic);
    add("AICc", trend.aicc);
    add("BIC", trend.bic);
  }
  for (const trend_check& check : trend.checks) {
    std::string name = check.name;
    std::replace(name.begin(), name.end(), '_', ' ');
    rows.push_back({&check == &trend.checks.front() ? "checks" : "",
                    fmt::format("{} {:.2f}, p {}", name, check.statistic, words::p_value(check.p_value))});
  }
  return aligned(rows, true);
}

std::string table(const trend_summary& trend) {
  switch (words::kind_of(trend)) {
    case words::trend_kind::changes:
      return segments(trend);
    case words::trend_kind::levels:
      return levels(trend);
    case words::trend_kind::path:
      break;
  }
  return path(trend);
}

}  // namespace

std::string to_text(const trend_summary& trend, drawing style) {
  std::string line = fmt::format("{}: trend", words::plain(trend.series));
  if (!trend.fitted.empty()) line += fmt::format(" from {} to {}", trend.fitted.front().year, trend.fitted.back().year);
  std::string text = title(line) + '\n';
  text += words::wrap(words::answer(trend), "", page);
  text += '\n' + table(trend);
  text += '\n' + fit(trend);
  text += '\n' + chart(trend, {.style = style, .years = most_years});
  text += fmt::format("\nWhat {} cannot tell\n",
                      trend.observations == 1 ? "1 year" : fmt::format("{} years", trend.observations)) +
          bullets(words::limits(trend));
  if (!trend.notes.empty()) text += "\nNotes\n" + bullets(trend.notes);
  return text;
}

std::string to_text(std::span<const trend_summary> trends, std::span<const std::string> notes, drawing style) {
  std::string text;
  for (const trend_summary& trend : trends) text += (text.empty() ? "" : "\n\n") + to_text(trend, style);
  if (!notes.empty()) text += "\n\nNotes on this run\n" + bullets(notes);
  return text;
}

}  // namespace tollcast
