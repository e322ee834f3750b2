#include "year_words.hpp"

#include <algorithm>

#include "words.hpp"
#include <fmt/format.h>

namespace tollcast::words {
namespace {

std::string intervals(const tabulated& law, const questions& asked) {
  std::string text;
  for (const double level : asked.levels) {
    const interval_ends ends = interval(law, level, asked.interval);
    text += fmt::format("{}{} %: {}", text.empty() ? "" : "; ", words::level(level), range(ends.lower, ends.upper));
  }
  return text.empty() ? text : " (" + text + ")";
}

// Every day from 1 January to as_of.
bool is_counted_throughout(const year_end& year) {
  return year.known.size() == 1 && year.known.front() == period(whole_year(year.year).first(), year.as_of);
}

}  // namespace

bool is_certain(const year_end& year) { return quantile(year.total, 0.0) == quantile(year.total, 1.0); }

std::string last_year(const year_end& year) {
  const bool exact = !year.history.empty() && year.history.back().total.is_exact();
  return fmt::format("{}'s {}{}", year.year - 1, exact ? "" : "about ", thousands(*year.last_total));
}

std::string answer(const year_end& year, const std::vector<dated_total>& rest, const questions& asked) {
  const std::string name = plain(year.series);
  if (is_certain(year)) {
    return fmt::format("{} counted {} in {}; nothing of the year is left to project.{}", name, thousands(year.observed),
                       year.year, year.last_total ? fmt::format(" It follows {}.", last_year(year)) : "");
  }
  std::string text = fmt::format("By {} {} ", date(year.as_of), name);
  if (year.known.empty()) {
    text += fmt::format("had no figure for {}.", year.year);
  } else {
    text += fmt::format("counted {}{}{}.", is_counted_throughout(year) ? "" : "at least ", thousands(year.observed),
                        year_of(year.as_of) == year.year ? "" : fmt::format(" of {}", year.year));
  }
  text +=
      fmt::format(" The year most likely ends near {}{}.", thousands(median(year.total)), intervals(year.total, asked));
  if (!year.last_total) return text;
  if (year.observed > *year.last_total) return text + fmt::format(" It has already passed {}.", last_year(year));
  text += fmt::format(" The chance of passing {} is {}", last_year(year),
                      percent(prob_exceeds(year.total, *year.last_total)));
  const auto likely = std::find_if(
      rest.begin(), rest.end(), [&](const dated_total& by) { return prob_exceeds(by.total, *year.last_total) >= 0.5; });
  if (likely == rest.end()) return text + ".";
  return text + fmt::format("; more likely than not it is passed by {}.", date(likely->date));
}

}  // namespace tollcast::words
