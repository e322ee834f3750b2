#pragma once

#include <algorithm>
#include <chrono>
#include <compare>
#include <string>
#include <string_view>

#include <tollcast/core/error.hpp>
#include <tollcast/core/in_quotes.hpp>

namespace tollcast {

using std::chrono::sys_days;
using std::chrono::year_month_day;

inline int year_of(sys_days date) { return static_cast<int>(year_month_day(date).year()); }

// A date as 2025-09-30.
inline std::string to_string(sys_days date) {
  const auto padded = [](unsigned number, std::size_t width) {
    const std::string text = std::to_string(number);
    return std::string(width - std::min(width, text.size()), '0') + text;
  };
  const year_month_day day(date);
  return padded(static_cast<unsigned>(static_cast<int>(day.year())), 4) + "-" +
         padded(static_cast<unsigned>(day.month()), 2) + "-" + padded(static_cast<unsigned>(day.day()), 2);
}

// A closed interval of days, within the years 1 to 9999 of the Gregorian calendar (also before 1582).
// Ordered by the first day, then by the last.
class period {
 public:
  // Throws invalid_input when last comes before first, or a day lies outside the years 1 to 9999.
  period(sys_days first, sys_days last) : first_(first), last_(last) {
    using std::chrono::year;
    if (first < sys_days(year(1) / 1 / 1) || last > sys_days(year(9999) / 12 / 31)) {
      throw invalid_input("period: its days must lie in the years 1 to 9999");
    }
    if (last < first) {
      throw invalid_input("period: " + to_string(first) + " to " + to_string(last) +
                          " was given; the last day must not come before the first");
    }
  }

  sys_days first() const { return first_; }
  sys_days last() const { return last_; }
  int days() const { return static_cast<int>((last_ - first_).count()) + 1; }
  bool contains(const period& other) const { return first_ <= other.first_ && other.last_ <= last_; }
  bool overlaps(const period& other) const { return first_ <= other.last_ && other.first_ <= last_; }

  auto operator<=>(const period&) const = default;

 private:
  sys_days first_;
  sys_days last_;
};

namespace detail {

// The `index`-th (from 1) of the stretches of `months` months that divide a year.
inline period stretch_of(int year, unsigned index, unsigned months, const char* name) {
  if (year < 1 || year > 9999) {
    throw invalid_input("year: " + std::to_string(year) + " was given; 1 to 9999 is needed");
  }
  if (index < 1 || index > 12 / months) {
    throw invalid_input(std::string(name) + ": " + std::to_string(index) + " was given; 1 to " +
                        std::to_string(12 / months) + " is needed");
  }
  namespace chrono = std::chrono;
  const chrono::year in_year(year);
  const unsigned last_month = index * months;
  return period(sys_days(in_year / chrono::month(last_month - months + 1) / 1),
                sys_days(in_year / chrono::month(last_month) / chrono::last));
}

}  // namespace detail

// These throw invalid_input outside the years 1 to 9999 and when there is no such half, quarter or month.
inline period whole_year(int year) { return detail::stretch_of(year, 1, 12, "year"); }
inline period half_of(int year, unsigned half) { return detail::stretch_of(year, half, 6, "half"); }
inline period quarter_of(int year, unsigned quarter) { return detail::stretch_of(year, quarter, 3, "quarter"); }
inline period month_of(int year, unsigned month) { return detail::stretch_of(year, month, 1, "month"); }

inline bool is_whole_year(const period& when) {
  // The width first: it settles most cases without a calendar.
  const int days = when.days();
  return (days == 365 || days == 366) && when == whole_year(year_of(when.first()));
}

namespace detail {

[[noreturn]] inline void refuse_period(std::string_view given, const char* noun, const std::string& rule) {
  throw invalid_input(in_quotes(given) + " is not a " + noun + ": " + rule);
}

inline bool is_digits(std::string_view text, std::size_t width) {
  return text.size() == width && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

inline unsigned digits_value(std::string_view digits) {
  unsigned value = 0;
  for (const char digit : digits) value = 10 * value + static_cast<unsigned>(digit - '0');
  return value;
}

// One period without a slash. `given` is what the message quotes, `noun` what it calls it, `forms` the spellings it
// offers.
inline period parse_single_period(std::string_view text, std::string_view given, const char* noun,
                                  const std::string& forms) {
  const auto refuse = [&](const std::string& rule) { refuse_period(given, noun, rule); };
  if (given != "" && (given.front() == ' ' || given.back() == ' ')) refuse("no space may stand before or after it");
  if (!is_digits(text.substr(0, 4), 4) || (text.size() > 4 && text[4] != '-')) refuse(forms);
  const int year = static_cast<int>(digits_value(text.substr(0, 4)));
  if (year == 0) refuse("the year must be 0001 to 9999");
  if (text.size() == 4) return whole_year(year);

  const std::string_view rest = text.substr(5);
  if (rest.size() == 2 && (rest[0] == 'H' || rest[0] == 'Q') && is_digits(rest.substr(1), 1)) {
    const unsigned index = digits_value(rest.substr(1));
    const unsigned most = rest[0] == 'H' ? 2 : 4;
    if (index < 1 || index > most)
      refuse(rest[0] == 'H' ? "the half must be H1 or H2" : "the quarter must be Q1 to Q4");
    return most == 2 ? half_of(year, index) : quarter_of(year, index);
  }
  if (!is_digits(rest.substr(0, 2), 2)) refuse(forms);
  const unsigned month = digits_value(rest.substr(0, 2));
  const bool has_day = rest.size() == 5 && rest[2] == '-' && is_digits(rest.substr(3), 2);
  if (rest.size() != 2 && !has_day) refuse(forms);
  if (month < 1 || month > 12) refuse("the month must be 01 to 12");
  const period whole_month = month_of(year, month);
  if (!has_day) return whole_month;
  const unsigned day = digits_value(rest.substr(3));
  if (day < 1 || day > static_cast<unsigned>(whole_month.days())) {
    refuse(to_string(whole_month.first()).substr(0, 7) + " has the days 01 to " + std::to_string(whole_month.days()));
  }
  const sys_days date = whole_month.first() + std::chrono::days(day - 1);
  return period(date, date);
}

}  // namespace detail

// 2024, 2024-H1, 2024-Q3, 2024-09, 2024-09-17, or A/B from the start of A to the end of B. Throws invalid_input with
// the rule that the text breaks.
inline period parse_period(std::string_view text) {
  const std::string forms = "write 2024, 2024-H1, 2024-Q3, 2024-09, 2024-09-17, or two of these as A/B";
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos) return detail::parse_single_period(text, text, "period", forms);
  const period from = detail::parse_single_period(text.substr(0, slash), text, "period", forms);
  const period to = detail::parse_single_period(text.substr(slash + 1), text, "period", forms);
  if (to.first() < from.first() || to.last() < from.last()) {
    detail::refuse_period(text, "period", "of A/B, B must not begin or end before A");
  }
  return period(from.first(), to.last());
}

// 2025-09-30. Throws invalid_input with the rule that the text breaks.
inline sys_days parse_date(std::string_view text) {
  const std::string forms = "write 2025-09-30";
  if (text.size() != 10) detail::refuse_period(text, "date", forms);
  return detail::parse_single_period(text, text, "date", forms).first();
}

// The spelling with the largest unit that fits both ends: 2024, 2024-H1, 2024-Q3, 2024-09, 2024-09-17, or A/B in that
// unit. parse_period reads it back.
inline std::string to_string(const period& when) {
  const auto spell = [](sys_days date, unsigned months) {
    std::string day = to_string(date);
    std::string year = day.substr(0, 4);
    const unsigned index = (static_cast<unsigned>(year_month_day(date).month()) - 1) / std::max(months, 1U) + 1;
    switch (months) {
      case 12:
        return year;
      case 6:
        return year + "-H" + std::to_string(index);
      case 3:
        return year + "-Q" + std::to_string(index);
      case 1:
        return day.substr(0, 7);
      default:
        return day;
    }
  };
  const sys_days after = when.last() + std::chrono::days(1);
  const auto starts = [](sys_days date, unsigned months) {
    const year_month_day day(date);
    return day.day() == std::chrono::day(1) && (static_cast<unsigned>(day.month()) - 1) % months == 0;
  };
  unsigned unit = 0;
  for (const unsigned months : {12U, 6U, 3U, 1U}) {
    if (starts(when.first(), months) && starts(after, months)) {
      unit = months;
      break;
    }
  }
  const std::string from = spell(when.first(), unit);
  const std::string to = spell(when.last(), unit);
  return from == to ? from : from + "/" + to;
}

}  // namespace tollcast
