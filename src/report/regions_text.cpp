#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

#include "page.hpp"
#include "region_words.hpp"
#include "words.hpp"
#include "year_words.hpp"
#include <fmt/format.h>

#include <tollcast/report/text.hpp>

namespace tollcast {

std::string words::span(const year_span& years) {
  return years.first == years.last ? fmt::format("{}", years.first) : fmt::format("{}..{}", years.first, years.last);
}

std::string words::span_in_text(const year_span& years) {
  return years.first == years.last ? fmt::format("{}", years.first) : fmt::format("{} to {}", years.first, years.last);
}

namespace {

std::string percent(double share) { return share == 0 ? "0 %" : share == 1 ? "100 %" : words::percent(share); }

// "95 % (92 % to 97 %)": a share and its interval.
std::string told(const bounded_estimate& share) {
  return fmt::format("{} ({} to {})", percent(share.estimate), percent(share.lower), percent(share.upper));
}

std::string measure(const bounded_estimate& of, int decimals) {
  return fmt::format("{:.{}f} ({:.{}f} to {:.{}f})", of.estimate, decimals, of.lower, decimals, of.upper, decimals);
}

bool is_one(const group_change& change, const std::vector<std::string>& regions) {
  return std::find(regions.begin(), regions.end(), change.group) != regions.end();
}

const concentration* in_period(const regional_answer& answer, const year_span& years) {
  const auto found = std::find_if(answer.periods.begin(), answer.periods.end(), [&](const concentration& one) {
    return one.years.first == years.first && one.years.last == years.last;
  });
  return found == answer.periods.end() ? nullptr : &*found;
}

// Khyber Pakhtunkhwa and Balochistan: 98 % of 192 in 2021, against 95 % of 3,373 in 2007 to 2013.
std::string sentence(const group_change& of, const concentration_change& change, const regional_answer& answer) {
  const auto of_total = [&](const year_span& years) {
    const concentration* const period = in_period(answer, years);
    return period == nullptr ? "" : fmt::format(" of {}", words::thousands(std::llround(period->total)));
  };
  return fmt::format("{}: {}{} in {}, against {}{} in {}. The probability that {} share is now higher is {}.",
                     words::plain(of.group), told(of.share_to), of_total(change.to), words::span_in_text(change.to),
                     told(of.share_from), of_total(change.from), words::span_in_text(change.from),
                     is_one(of, answer.regions) ? "its" : "their", words::percent(of.probability));
}

std::string sentence(const concentration_change& change) {
  return fmt::format(
      "The probability that the deaths fall in fewer regions in {} than in {} (a higher Herfindahl index) is {}.",
      words::span_in_text(change.to), words::span_in_text(change.from), words::percent(change.more_concentrated));
}

// What the first group's, or without periods the last year's, share is.
std::string sentences(const regional_answer& answer) {
  std::string text;
  for (const concentration_change& change : answer.changes) {
    for (const group_change& of : change.groups) text += words::wrap(sentence(of, change, answer), "", page);
    text += words::wrap(sentence(change), "", page);
  }
  if (!text.empty() || answer.periods.empty()) return text;
  const concentration& only = answer.periods.back();
  for (std::size_t i = 0; i < only.groups.size(); ++i) {
    text += words::wrap(fmt::format("{}: {} of {} in {}.", words::plain(answer.groups[i]), told(only.groups[i]),
                                    words::thousands(std::llround(only.total)), words::span_in_text(only.years)),
                        "", page);
  }
  return text;
}

std::size_t depth_of(const regional_outlook& outlook, std::size_t part) {
  std::size_t depth = 0;
  for (auto parent = outlook.parts[part].parent; parent; parent = outlook.parts[*parent].parent) ++depth;
  return depth;
}

std::string name_of(const regional_outlook& outlook, std::size_t part) {
  const std::string& region = outlook.parts[part].region;
  const std::string name = region.substr(region.rfind('/') + 1);
  return std::string(2 * depth_of(outlook, part), ' ') + words::plain(name);
}

std::string range(const empirical& law, double level, const questions& asked) {
  const interval_ends ends = interval(law, level, asked.interval);
  return ends.lower == ends.upper ? words::thousands(ends.lower) : words::range(ends.lower, ends.upper);
}

// As many interval columns as the page has room for, at least one.
std::string table(const regional_outlook& outlook, const questions& asked) {
  std::vector<double> levels = asked.levels;
  while (true) {
    grid rows{{"", "counted", "median"}};
    for (const double level : levels) rows.back().push_back(words::level(level) + " %");
    rows.back().push_back("share (95 %)");
    const auto add = [&](const std::string& name, std::int64_t observed, const empirical& law) {
      rows.push_back({name, words::thousands(observed), words::thousands(median(law))});
      for (const double level : levels) rows.back().push_back(range(law, level, asked));
    };
    for (std::size_t i = 0; i < outlook.parts.size(); ++i) {
      const region_outlook& part = outlook.parts[i];
      add(name_of(outlook, i), part.observed, part.law);
      rows.back().push_back(told(part.share));
    }
    add("total", outlook.observed, outlook.total);
    std::string text = aligned(rows, false);
    if (levels.size() <= 1 || words::columns(text.substr(0, text.find('\n'))) <= page) return text;
    levels.pop_back();
  }
}

// Periods, then the last years, at most as many as a page shows.
std::string concentrations_of(const regional_answer& answer) {
  constexpr std::size_t most_years = 12;
  grid rows{{"", "deaths", "largest", "two largest", "effective number", "Herfindahl"}};
  const auto add = [&](const concentration& one) {
    rows.push_back({words::span_in_text(one.years), words::thousands(std::llround(one.total)),
                    percent(one.top_share.estimate), percent(one.top_two_share.estimate),
                    measure(one.effective_number, 1), measure(one.herfindahl, 2)});
  };
  for (const concentration& one : answer.periods) add(one);
  const std::size_t hidden = answer.years.size() - std::min(answer.years.size(), most_years);
  for (std::size_t i = hidden; i < answer.years.size(); ++i) add(answer.years[i]);
  std::string text = aligned(rows, false);
  if (hidden > 0) text += fmt::format("  and {} earlier years (--format json)\n", hidden);
  return text;
}

std::string one(const regional_answer& answer, const questions& asked) {
  const regional_outlook& outlook = answer.outlook;
  std::string text = title(fmt::format("{} in {}, by region", words::plain(outlook.series), outlook.year)) + '\n';
  if (const std::string told = sentences(answer); !told.empty()) text += told + '\n';
  const std::vector<dated_total> rest =
      words::is_certain(answer.total) ? std::vector<dated_total>{} : path(answer.total);
  text += words::wrap(words::answer(answer.total, rest, asked), "", page);
  text += '\n' + table(outlook, asked);
  if (!answer.periods.empty() || !answer.years.empty()) {
    text += "\nHow concentrated (95 % in brackets)\n" + concentrations_of(answer);
  }
  if (!answer.notes.empty()) text += "\nNotes\n" + bullets(answer.notes);
  return text;
}

}  // namespace

std::string to_text(std::span<const regional_answer> answers, std::span<const std::string> notes,
                    const questions& asked) {
  std::string text;
  for (const regional_answer& answer : answers) text += (text.empty() ? "" : "\n\n") + one(answer, asked);
  if (!notes.empty()) text += "\n\nNotes on this run\n" + bullets(notes);
  return text;
}

}  // namespace tollcast
