#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "page.hpp"
#include "record_words.hpp"
#include "words.hpp"
#include "year_words.hpp"
#include <fmt/format.h>

#include <tollcast/projection/year_path.hpp>
#include <tollcast/report/text.hpp>

namespace tollcast {
namespace {

std::string numbers(const year_end& year, const questions& asked) {
  grid rows{{"counted so far", words::thousands(year.observed),
             fmt::format("{} of an average year is known", words::share(year.known_share))},
            {"median", words::thousands(median(year.total)), "as likely to end above as below"},
            {"mean", words::rounded(mean(year.total)),
             fmt::format("standard deviation {}", words::rounded(standard_deviation(year.total)))},
            {"mode", words::thousands(mode(year.total)), "the single most probable total"}};
  for (const double level : asked.levels) {
    const interval_ends ends = interval(year.total, level, asked.interval);
    rows.push_back({fmt::format("{} % interval", words::level(level)), words::range(ends.lower, ends.upper),
                    asked.interval == interval_kind::shortest ? "the shortest" : "equal tails"});
  }
  const auto exceeds = [&](std::int64_t threshold, std::string remark) {
    rows.push_back({"more than " + words::thousands(threshold), words::percent(prob_exceeds(year.total, threshold)),
                    std::move(remark)});
  };
  if (year.last_total) exceeds(*year.last_total, words::last_year(year) + " is passed");
  for (const std::int64_t threshold : asked.thresholds) exceeds(threshold, "");
  rows.push_back({"model", "", words::plain(year.model)});
  return aligned(rows, true);
}

// As many interval columns as the page has room for, at least one.
std::string months(const year_end& year, const std::vector<dated_total>& rest, const questions& asked) {
  if (rest.empty()) return "";
  std::vector<double> levels = asked.levels;
  while (true) {
    grid rows{{"to the end of", "median"}};
    for (const double level : levels) rows.back().push_back(words::level(level) + " %");
    if (year.last_total) rows.back().push_back("more than " + words::thousands(*year.last_total));
    for (const dated_total& by : rest) {
      rows.push_back({words::month(by.date), words::thousands(median(by.total))});
      for (const double level : levels) {
        const interval_ends ends = interval(by.total, level, asked.interval);
        rows.back().push_back(words::range(ends.lower, ends.upper));
      }
      if (year.last_total) rows.back().push_back(words::percent(prob_exceeds(by.total, *year.last_total)));
    }
    const std::string text = aligned(rows, false);
    if (levels.size() <= 1 || words::columns(text.substr(0, text.find('\n'))) <= page) return '\n' + text;
    levels.pop_back();
  }
}

std::string one(const year_end& year, const questions& asked, drawing style, const track_record* record) {
  std::string text = title(fmt::format("{} in {}", words::plain(year.series), year.year)) + '\n';
  const bool certain = words::is_certain(year);
  const std::vector<dated_total> rest = certain ? std::vector<dated_total>{} : path(year);
  text += words::wrap(words::answer(year, rest, asked), "", page);
  if (!certain) text += '\n' + numbers(year, asked);
  chart_options drawn{.style = style, .interval = asked.interval};
  if (!asked.levels.empty()) drawn.level = asked.levels.front();
  text += '\n' + chart(year, drawn);
  text += months(year, rest, asked);
  if (record != nullptr) text += words::section(*record);
  if (!year.notes.empty()) text += "\nNotes\n" + bullets(year.notes);
  return text;
}

}  // namespace

std::string to_text(const year_end& year, const questions& asked, drawing style) {
  return one(year, asked, style, nullptr);
}

std::string to_text(std::span<const year_end> years, std::span<const std::string> notes, const questions& asked,
                    drawing style, std::span<const track_record> records) {
  std::string text;
  for (std::size_t i = 0; i < years.size(); ++i) {
    text += (i == 0 ? "" : "\n\n") + one(years[i], asked, style, i < records.size() ? &records[i] : nullptr);
  }
  if (!notes.empty()) text += "\n\nNotes on this run\n" + bullets(notes);
  return text;
}

std::string to_text(std::span<const dataset> sets) {
  std::string text;
  for (const dataset& set : sets) {
    if (!text.empty()) text += '\n';
    const period span = words::span_of(set.data);
    const std::size_t rows = set.data.rows.size();
    text += fmt::format("@{}\n  {} to {}, {} row{}\n", set.name, words::date(span.first()), words::date(span.last()),
                        words::thousands(static_cast<std::int64_t>(rows)), rows == 1 ? "" : "s");
    text += words::wrap(set.title, "  ", page);
    text += words::wrap("Source: " + set.source, "  ", page);
    text += words::wrap("Terms: " + set.terms, "  ", page);
  }
  return text;
}

}  // namespace tollcast
