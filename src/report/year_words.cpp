#include "year_words.hpp"

#include <algorithm>

#include "words.hpp"
#include <fmt/format.h>

namespace tollcast::words {
namespace {

template <class Law>
std::string intervals(const Law& law, const questions& asked) {
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

std::string nothing_left(const year_end& year) {
  return fmt::format("{} counted {} in {}; nothing of the year is left to project.{}", plain(year.series),
                     thousands(year.observed), year.year,
                     year.last_total ? fmt::format(" It follows {}.", last_year(year)) : "");
}

std::string counted_so_far(const year_end& year) {
  std::string text = fmt::format("By {} {} ", date(year.as_of), plain(year.series));
  if (year.known.empty()) return text + fmt::format("had no figure for {}.", year.year);
  return text + fmt::format("counted {}{}{}.", is_counted_throughout(year) ? "" : "at least ", thousands(year.observed),
                            year_of(year.as_of) == year.year ? "" : fmt::format(" of {}", year.year));
}

template <class Law>
std::string where_it_ends(const year_end& year, const Law& total, const std::vector<dated_total>& rest,
                          const questions& asked) {
  std::string text =
      fmt::format(" The year most likely ends near {}{}.", thousands(median(total)), intervals(total, asked));
  if (!year.last_total) return text;
  if (year.observed > *year.last_total) return text + fmt::format(" It has already passed {}.", last_year(year));
  text +=
      fmt::format(" The chance of passing {} is {}", last_year(year), percent(prob_exceeds(total, *year.last_total)));
  const auto likely = std::find_if(
      rest.begin(), rest.end(), [&](const dated_total& by) { return prob_exceeds(by.total, *year.last_total) >= 0.5; });
  if (likely == rest.end()) return text + ".";
  return text + fmt::format("; more likely than not it is passed by {}.", date(likely->date));
}

}  // namespace

bool is_certain(const year_end& year) { return quantile(year.total, 0.0) == quantile(year.total, 1.0); }

std::string last_year(const year_end& year) {
  const bool exact = !year.history.empty() && year.history.back().total.is_exact();
  return fmt::format("{}'s {}{}", year.year - 1, exact ? "" : "about ", thousands(*year.last_total));
}

std::string answer(const year_end& year, const std::vector<dated_total>& rest, const questions& asked) {
  if (is_certain(year)) return nothing_left(year);
  return counted_so_far(year) + where_it_ends(year, year.total, rest, asked);
}

std::string answer(const regional_answer& of, const std::vector<dated_total>& rest, const questions& asked) {
  if (of.outlook.complete) return nothing_left(of.total);
  const std::string counted = of.regions_know_more
                                  ? fmt::format("{} and its regions have counted at least {} of {}.",
                                                plain(of.total.series), thousands(of.total.observed), of.total.year)
                                  : counted_so_far(of.total);
  return counted + where_it_ends(of.total, of.outlook.total, rest, asked);
}

}  // namespace tollcast::words
