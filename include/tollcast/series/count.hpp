#pragma once

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <tollcast/core/error.hpp>
#include <tollcast/core/in_quotes.hpp>

namespace tollcast {

enum class count_quality { exact, bound, range, about, unknown, measured };

inline constexpr std::int64_t largest_count = 1'000'000'000'000'000;

// A count as reported: 685, >500, 640..655, ~800, or not known; or a measured value that is no count (12.5).
// Every figure lies in 0 .. largest_count; the factories throw invalid_input otherwise.
class count {
 public:
  static count exactly(std::int64_t figure) {
    check(figure);
    return count(count_quality::exact, figure, figure);
  }
  static count at_least(std::int64_t figure) {
    check(figure);
    return count(count_quality::bound, figure, largest_count);
  }
  static count at_most(std::int64_t figure) {
    check(figure);
    return count(count_quality::bound, 0, figure);
  }
  // Ends included. Equal ends are an exact count.
  static count between(std::int64_t lower, std::int64_t upper) {
    check(lower);
    check(upper);
    if (upper < lower) {
      throw invalid_input("count: " + std::to_string(lower) + ".." + std::to_string(upper) +
                          " was given; the lower end comes first");
    }
    return lower == upper ? exactly(lower) : count(count_quality::range, lower, upper);
  }
  // Within 5 %: the whole numbers from .95 to 1.05 of the figure.
  static count about(std::int64_t figure) {
    check(figure);
    const std::int64_t upper = std::min(105 * figure / 100, largest_count);
    return count(count_quality::about, (95 * figure + 99) / 100, upper, static_cast<double>(figure));
  }
  static count not_known() { return count(count_quality::unknown, 0, largest_count); }
  static count measured(double value) {
    if (!(value >= 0 && value <= static_cast<double>(largest_count))) {
      throw invalid_input("count: a measured value from 0 to " + std::to_string(largest_count) + " is needed");
    }
    return count(count_quality::measured, static_cast<std::int64_t>(std::floor(value)),
                 static_cast<std::int64_t>(std::ceil(value)), value);
  }

  count_quality quality() const { return quality_; }
  bool is_exact() const { return quality_ == count_quality::exact; }
  // The least and the most it can be, ends included; 0 and largest_count where it is open.
  std::int64_t lower() const { return lower_; }
  std::int64_t upper() const { return upper_; }
  // The exact figure, or the one that it is about.
  std::optional<std::int64_t> value() const {
    if (is_exact()) return lower_;
    if (quality_ == count_quality::about) return static_cast<std::int64_t>(given_);
    return std::nullopt;
  }
  // The measured value. Throws invalid_input for anything else.
  double measure() const {
    if (quality_ != count_quality::measured) throw invalid_input("count: this figure is a count, not a measured value");
    return given_;
  }

  bool operator==(const count&) const = default;

 private:
  count(count_quality quality, std::int64_t lower, std::int64_t upper, double given = 0)
      : quality_(quality), lower_(lower), upper_(upper), given_(given) {}

  static void check(std::int64_t figure) {
    if (figure < 0 || figure > largest_count) {
      throw invalid_input("count: " + std::to_string(figure) + " was given; 0 to " + std::to_string(largest_count) +
                          " is needed");
    }
  }

  count_quality quality_;
  std::int64_t lower_;
  std::int64_t upper_;
  double given_;  // "about" and measured; whole counts up to 10^15 are exact in a double
};

namespace detail {

[[noreturn]] inline void refuse_count(std::string_view given, const std::string& rule) {
  throw invalid_input(in_quotes(given) + " is not a count: " + rule);
}

// A whole number in digits alone; `given` is what the message quotes.
inline std::int64_t parse_figure(std::string_view digits, std::string_view given) {
  if (digits.empty() || digits.find_first_not_of("0123456789") != std::string_view::npos) {
    refuse_count(given,
                 "write 685, >500, >=500, <800, <=800, 640..655, ~800, 12.5, or nothing or NA when it is not known");
  }
  std::int64_t figure = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), figure);
  if (error != std::errc() || figure > largest_count) {
    refuse_count(given, "it must not be more than " + std::to_string(largest_count));
  }
  return figure;
}

}  // namespace detail

// 685, >500, >=500, <800, <=800, 640..655, ~800, 12.5 (measured); nothing or NA when it is not known. Throws
// invalid_input with the rule that the text breaks.
inline count parse_count(std::string_view text) {
  using detail::parse_figure;
  if (text.empty() || text == "NA") return count::not_known();
  if (text.front() == ' ' || text.back() == ' ') detail::refuse_count(text, "no space may stand before or after it");
  if (text.front() == '-') detail::refuse_count(text, "it must not be negative");
  if (text.starts_with(">=")) return count::at_least(parse_figure(text.substr(2), text));
  if (text.starts_with("<=")) return count::at_most(parse_figure(text.substr(2), text));
  if (text.front() == '>') {
    const std::int64_t figure = parse_figure(text.substr(1), text);
    if (figure == largest_count)
      detail::refuse_count(text, "it must not be more than " + std::to_string(largest_count));
    return count::at_least(figure + 1);
  }
  if (text.front() == '<') {
    const std::int64_t figure = parse_figure(text.substr(1), text);
    if (figure == 0) detail::refuse_count(text, "nothing is fewer than 0");
    return count::at_most(figure - 1);
  }
  if (text.front() == '~') return count::about(parse_figure(text.substr(1), text));
  const std::size_t dots = text.find("..");
  if (dots != std::string_view::npos) {
    const std::int64_t lower = parse_figure(text.substr(0, dots), text);
    const std::int64_t upper = parse_figure(text.substr(dots + 2), text);
    if (upper < lower) detail::refuse_count(text, "the lower end comes first");
    return count::between(lower, upper);
  }
  const std::size_t point = text.find('.');
  if (point == std::string_view::npos) return count::exactly(parse_figure(text, text));
  parse_figure(text.substr(0, point), text);
  if (const auto decimals = text.substr(point + 1);
      decimals.empty() || decimals.find_first_not_of("0123456789") != std::string_view::npos) {
    parse_figure("", text);
  }
  double value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  if (value > static_cast<double>(largest_count)) {
    detail::refuse_count(text, "it must not be more than " + std::to_string(largest_count));
  }
  return count::measured(value);
}

// As parse_count reads it; a bound in the rounder of its two spellings (at_least(501) is >500, at_least(500) is >=500).
inline std::string to_string(const count& figure) {
  switch (figure.quality()) {
    case count_quality::exact:
      return std::to_string(figure.lower());
    case count_quality::range:
      return std::to_string(figure.lower()) + ".." + std::to_string(figure.upper());
    case count_quality::about:
      return "~" + std::to_string(*figure.value());
    case count_quality::unknown:
      return "NA";
    case count_quality::measured: {
      char text[40];
      const auto end = std::to_chars(text, text + sizeof text, figure.measure(), std::chars_format::fixed).ptr;
      const std::string shortest(text, end);
      return shortest.find('.') == std::string::npos ? shortest + ".0" : shortest;
    }
    case count_quality::bound:
      break;
  }
  if (figure.upper() == largest_count) {
    return figure.lower() % 10 == 1 ? ">" + std::to_string(figure.lower() - 1) : ">=" + std::to_string(figure.lower());
  }
  return figure.upper() % 10 == 9 ? "<" + std::to_string(figure.upper() + 1) : "<=" + std::to_string(figure.upper());
}

}  // namespace tollcast
