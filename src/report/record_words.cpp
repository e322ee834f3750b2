#include "record_words.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <set>
#include <utility>

#include "page.hpp"
#include "words.hpp"
#include <fmt/format.h>

namespace tollcast::words {
namespace {

std::string years_ahead(int horizon) {
  constexpr std::array names{"one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"};
  const auto at = static_cast<std::size_t>(horizon - 1);
  return fmt::format("{} year{} ahead", at < names.size() ? names[at] : std::to_string(horizon),
                     horizon == 1 ? "" : "s");
}

std::string years(const score_line& line) {
  return line.first_target == line.last_target ? fmt::format("in {}", line.first_target)
                                               : fmt::format("from {} to {}", line.first_target, line.last_target);
}

std::string comparison(double skill, const std::string& reference) {
  const double percent = std::round(100 * skill);
  if (percent == 0) return fmt::format("its CRPS is that of {}", reference);
  return fmt::format("its CRPS is {:.0f} % {} than that of {}", std::abs(percent), percent > 0 ? "lower" : "higher",
                     reference);
}

}  // namespace

std::string when(const std::optional<std::chrono::month_day>& as_of, int horizon) {
  if (!as_of) return years_ahead(horizon);
  const std::chrono::year_month_day date = std::chrono::year(2001) / *as_of;  // no leap year: 28 February is the last
  const bool ends_month = date == date.year() / date.month() / std::chrono::last;
  const std::string name = month(std::chrono::year(2001) / date.month() / 1);
  return ends_month ? "at the end of " + name : fmt::format("on {} {}", unsigned{date.day()}, name);
}

std::string of(int inside, int n) { return fmt::format("{} of {}", inside, n); }

std::string skill(const score_line& line) {
  if (!line.crps_skill) return "";
  const double percent = std::round(100 * *line.crps_skill);
  return percent == 0 ? "0 %" : fmt::format("{:+.0f} %", percent);
}

std::string error(double relative) { return relative > 0 && relative < 0.005 ? "under 1 %" : share(relative); }

std::string record(const score_line& line, const std::string& reference) {
  const std::string model = plain(line.model);
  if (line.n == 0) {
    return fmt::format("On this series, {}, {} gave no answer.", when(line.as_of, line.horizon), model);
  }
  std::string text = fmt::format("On this series, {}, ", when(line.as_of, line.horizon));
  if (line.median_error) text += fmt::format("the median error was {} and ", error(*line.median_error));
  text += fmt::format("{} outcome{} fell inside the 80 % interval. This is the record of {} {}",
                      of(line.inside_80, line.n), line.n == 1 ? "" : "s", model, years(line));
  if (line.model == reference) return text + ".";
  return text + (line.crps_skill ? "; " + comparison(*line.crps_skill, plain(reference)) : "") + ".";
}

std::vector<failed> failures(const scored_backtest& backtest) {
  struct tried {
    std::string series, model;
    std::optional<std::chrono::month_day> as_of;
    std::set<int> origins, without;
    std::string message;
  };
  std::vector<tried> all;
  for (const backtest_row& row : backtest.rows) {
    std::optional<std::chrono::month_day> day;
    if (row.as_of) {
      const std::chrono::year_month_day date(*row.as_of);
      day = date.month() / date.day();
      if (*day == std::chrono::February / 29) day = std::chrono::February / 28;
    }
    const auto same = [&](const tried& one) {
      return one.series == row.series && one.model == row.model && one.as_of == day;
    };
    // The rows of a series stand together.
    auto at =
        std::find_if(all.rbegin(), all.rend(), [&](const tried& one) { return one.series != row.series || same(one); });
    if (at == all.rend() || at->series != row.series) {
      all.push_back({row.series, row.model, day, {}, {}, {}});
      at = all.rbegin();
    }
    at->origins.insert(row.origin);
    if (row.scores) continue;
    if (at->without.empty()) at->message = row.failure;
    at->without.insert(row.origin);
  }
  std::vector<failed> told;
  for (const tried& one : all) {
    if (one.without.empty()) continue;
    told.push_back({one.series, fmt::format("{}{} gave no answer at {} of {} origins: {}",
                                            one.as_of ? when(one.as_of, 0) + ", " : "", plain(one.model),
                                            one.without.size(), one.origins.size(), plain(one.message))});
  }
  return told;
}

std::string section(const track_record& record) {
  std::string text = "\nTrack record\n";
  if (record.lines.empty()) return text + wrap(fmt::format("There is none: {}.", plain(record.missing)), "  ", page);
  const std::size_t told = std::min<std::size_t>(record.lines.size(), 3);
  for (std::size_t i = 0; i < told; ++i) text += wrap(words::record(record.lines[i], record.reference), "  ", page);
  if (told == record.lines.size()) return text;
  grid rows{{"years ahead", "skill", "error", "80 %", "95 %", "n", "failed"}};
  for (const score_line& line : record.lines) {
    rows.push_back({std::to_string(line.horizon), skill(line), line.median_error ? error(*line.median_error) : "",
                    of(line.inside_80, line.n), of(line.inside_95, line.n), std::to_string(line.n),
                    std::to_string(line.failures)});
  }
  return text + '\n' + aligned(rows, false);
}

}  // namespace tollcast::words
