#include "words.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>

#include <fmt/format.h>

namespace tollcast::words {

std::string thousands(std::int64_t count) {
  std::string digits = fmt::format("{}", count);
  const std::size_t sign = count < 0 ? 1 : 0;
  for (std::size_t place = digits.size(); place > sign + 3;) digits.insert(place -= 3, ",");
  return digits;
}

std::string rounded(double number) {
  return number < 9.95 ? fmt::format("{:.1f}", number) : thousands(std::llround(number));
}

std::string value(double number) {
  const double size = std::abs(number);
  if (size < 999.95 || size >= 1e18) return fmt::format("{:.4g}", number == 0 ? 0.0 : number);
  return thousands(std::llround(number));
}

std::string percent(double probability) {
  const double hundredths = 100 * probability;
  if (hundredths < 1) return "under 1 %";
  if (hundredths > 99) return "over 99 %";
  return hundredths < 9.95 ? fmt::format("{:.1f} %", hundredths) : fmt::format("{:.0f} %", hundredths);
}

std::string share(double probability) { return fmt::format("{:.0f} %", 100 * probability); }

// 15 digits: 100 * 0.58 is 57.99999999999999.
std::string level(double level) { return fmt::format("{:.15g}", 100 * level); }

std::string month(sys_days day) {
  constexpr std::array names{"January", "February", "March",     "April",   "May",      "June",
                             "July",    "August",   "September", "October", "November", "December"};
  return names[unsigned{std::chrono::year_month_day{day}.month()} - 1];
}

std::string date(sys_days day) {
  const std::chrono::year_month_day when{day};
  return fmt::format("{} {} {}", unsigned{when.day()}, month(day), int{when.year()});
}

namespace {

// >500 for 501 or more and <800 for 799 or fewer, as such figures are given; else >=523 and <=640.
std::string bound(std::string_view sign, std::int64_t included, std::int64_t excluded) {
  return excluded % 10 == 0 ? fmt::format("{}{}", sign, thousands(excluded))
                            : fmt::format("{}={}", sign, thousands(included));
}

}  // namespace

std::int64_t at_least(const year_record& year) { return std::max(year.total.lower(), known_count(year)); }

bool is_open(const year_record& year) { return year.total.upper() == largest_count; }

std::string figure(const year_record& year) {
  const count& total = year.total;
  if (total.value()) return (total.is_exact() ? "" : "~") + thousands(*total.value());
  const std::int64_t lower = at_least(year);
  if (is_open(year)) return lower == 0 ? "?" : bound(">", lower, lower - 1);
  return lower == 0 ? bound("<", total.upper(), total.upper() + 1)
                    : fmt::format("{}..{}", thousands(lower), thousands(total.upper()));
}

std::string range(std::int64_t lower, std::int64_t upper) {
  return fmt::format("{} to {}", thousands(lower), thousands(upper));
}

period span_of(const tally& data) {
  period all = data.rows.front().when;
  for (const observation& row : data.rows) {
    all = period{std::min(all.first(), row.when.first()), std::max(all.last(), row.when.last())};
  }
  return all;
}

std::string plain(std::string_view text) {
  std::string cleaned{text};
  std::replace_if(
      cleaned.begin(), cleaned.end(), [](unsigned char c) { return c < 0x20 || c == 0x7f; }, '?');
  return cleaned;
}

std::size_t columns(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

std::string left(std::string_view text, std::size_t width) {
  return std::string{text}.append(width - std::min(width, columns(text)), ' ');
}

std::string right(std::string_view text, std::size_t width) {
  return std::string(width - std::min(width, columns(text)), ' ').append(text);
}

std::string wrap(std::string_view text, std::string_view first, std::size_t width) {
  const std::string indent(columns(first), ' ');
  std::string lines;
  std::string line{first};
  bool empty = true;
  while (!text.empty()) {
    std::size_t end = std::min(text.find(' '), text.size());
    if (text.substr(end).starts_with(" %"))
      end = std::min(text.find(' ', end + 1), text.size());  // a number keeps its %
    const std::string_view word = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (word.empty()) continue;
    if (!empty && columns(line) + 1 + columns(word) > width) {
      lines += line + '\n';
      line = indent;
      empty = true;
    }
    if (!empty) line += ' ';
    line += word;
    empty = false;
  }
  return lines + line + '\n';
}

}  // namespace tollcast::words
