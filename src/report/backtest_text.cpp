#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstddef>
#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "page.hpp"
#include "record_words.hpp"
#include "words.hpp"
#include <fmt/format.h>

#include <tollcast/evaluation/panel_table.hpp>
#include <tollcast/report/text.hpp>

namespace tollcast {
namespace {

// The models of one series from one day of the year or one horizon ahead.
struct group {
  const scored_backtest* from;
  std::span<const score_line> lines;
};

std::vector<group> groups_of(const scored_backtest& backtest) {
  std::vector<group> groups;
  const std::span<const score_line> lines(backtest.lines);
  for (std::size_t begin = 0; begin < lines.size();) {
    const score_line& first = lines[begin];
    std::size_t end = begin;
    while (end < lines.size() && lines[end].series == first.series && lines[end].as_of == first.as_of &&
           lines[end].horizon == first.horizon) {
      ++end;
    }
    groups.push_back({&backtest, lines.subspan(begin, end - begin)});
    begin = end;
  }
  return groups;
}

std::string score(double crps) { return crps < 99.95 ? fmt::format("{:#.3g}", crps) : words::value(std::round(crps)); }

std::string table(const group& of) {
  grid rows{{"model", "skill", "CRPS", "error", "80 %", "95 %", "n", "failed"}};
  for (const score_line& line : of.lines) {
    rows.push_back({words::plain(line.model), words::skill(line), "", "", "", "", std::to_string(line.n),
                    std::to_string(line.failures)});
    if (line.n == 0) continue;
    auto& row = rows.back();
    row[2] = score(line.crps);
    if (line.median_error) row[3] = words::error(*line.median_error);
    row[4] = words::of(line.inside_80, line.n);
    row[5] = words::of(line.inside_95, line.n);
  }
  return aligned(rows, false);
}

std::string to_text(const group& of) {
  const auto asked = std::find_if(of.lines.begin(), of.lines.end(),
                                  [](const score_line& line) { return line.model == "auto" && line.n > 0; });
  const score_line& told = asked == of.lines.end() ? of.lines.front() : *asked;
  return words::wrap(words::record(told, of.from->reference), "", page) + '\n' + table(of);
}

std::string one_series(const std::string& name, const std::vector<group>& groups) {
  std::string text = title(words::plain(name) + ": back-test");
  std::vector<std::string> failed;
  const scored_backtest* last = nullptr;
  for (const group& of : groups) {
    text += '\n' + to_text(of);
    if (std::exchange(last, of.from) == of.from) continue;
    for (words::failed& one : words::failures(*of.from)) {
      if (one.series == name) failed.push_back(std::move(one.text));
    }
  }
  if (!failed.empty()) text += "\nNo answer\n" + bullets(failed);
  return text;
}

// The lines of all back-tests against one reference, in a table over their series.
std::string all_series(const std::vector<score_line>& lines, const std::string& reference) {
  std::string text;
  const std::vector<panel_line> table = panel_table(lines);
  for (auto begin = table.begin(); begin != table.end();) {
    const auto end = std::find_if(begin, table.end(), [&](const panel_line& line) {
      return line.as_of != begin->as_of || line.horizon != begin->horizon;
    });
    std::string heading = words::when(begin->as_of, begin->horizon);
    heading.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(heading.front())));
    text += fmt::format("\n{}, relative to {} (geometric mean of CRPS)\n\n", heading, words::plain(reference));
    grid rows{{"model", "CRPS", "series", "80 %", "95 %", "n", "failed"}};
    for (; begin != end; ++begin) {
      rows.push_back(
          {words::plain(begin->model), begin->relative_crps ? fmt::format("{:.2f}", *begin->relative_crps) : "",
           std::to_string(begin->series), "", "", std::to_string(begin->n), std::to_string(begin->failures)});
      if (begin->n == 0) continue;
      rows.back()[3] = words::share(static_cast<double>(begin->inside_80) / begin->n);
      rows.back()[4] = words::share(static_cast<double>(begin->inside_95) / begin->n);
    }
    text += aligned(rows, false);
  }
  return text;
}

}  // namespace

std::string to_text(std::span<const scored_backtest> backtests, std::span<const std::string> notes) {
  std::vector<std::string> names;
  std::map<std::string, std::vector<group>> by_name;
  for (const scored_backtest& backtest : backtests) {
    for (const group& of : groups_of(backtest)) {
      const std::string& name = of.lines.front().series;
      if (by_name.find(name) == by_name.end()) names.push_back(name);
      by_name[name].push_back(of);
    }
  }
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : "\n\n") + one_series(name, by_name[name]);
  if (names.size() > 1) {
    text += "\n\n" + title(fmt::format("All {} series", names.size()));
    std::vector<std::pair<std::string, std::vector<score_line>>> by_reference;
    for (const scored_backtest& backtest : backtests) {
      auto at = std::find_if(by_reference.begin(), by_reference.end(),
                             [&](const auto& one) { return one.first == backtest.reference; });
      if (at == by_reference.end()) at = by_reference.insert(at, {backtest.reference, {}});
      at->second.insert(at->second.end(), backtest.lines.begin(), backtest.lines.end());
    }
    for (const auto& [reference, lines] : by_reference) text += all_series(lines, reference);
  }
  if (!notes.empty()) text += "\n\nNotes on this run\n" + bullets(notes);
  return text;
}

}  // namespace tollcast
