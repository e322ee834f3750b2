#include "arguments.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include <tollcast/core/error.hpp>
#include <tollcast/core/in_quotes.hpp>
#include <tollcast/core/nearest.hpp>

namespace tollcast::program {
namespace {

template <class Number>
std::optional<Number> number(std::string_view text) {
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

// Before and after the first =; the second is empty when there is none.
std::pair<std::string, std::string> halves(const std::string& text) {
  const std::size_t sign = std::min(text.find('='), text.size());
  return {text.substr(0, sign), text.substr(std::min(sign + 1, text.size()))};
}

std::vector<std::string> pieces(const std::string& text) {
  std::vector<std::string> all;
  for (std::size_t from = 0; from <= text.size();) {
    const std::size_t to = std::min(text.find(',', from), text.size());
    all.push_back(text.substr(from, to - from));
    from = to + 1;
  }
  return all;
}

}  // namespace

void refuse(std::string_view option, std::string_view given, std::string_view rule) {
  throw invalid_input(fmt::format("{} {}: {}", option, in_quotes(given), rule));
}

int as_year(const std::string& text) {
  const std::optional<int> value = number<int>(text);
  if (!value || text.size() != 4 || *value < 1) refuse("--year", text, "a year is four digits, 0001 to 9999");
  return *value;
}

sys_days as_day(const std::string& text) {
  try {
    return parse_date(text);
  } catch (const invalid_input& error) {
    throw invalid_input(fmt::format("--as-of: {}", error.what()));
  }
}

double as_level(const std::string& text) {
  const std::optional<double> value = number<double>(text);
  if (!value || !(*value > 0 && *value < 1)) {
    refuse("--level", text, "a level lies between 0 and 1, both excluded (80 % is 0.8)");
  }
  return *value;
}

std::int64_t as_threshold(const std::string& text) {
  const std::optional<std::int64_t> value = number<std::int64_t>(text);
  if (!value || *value < 0 || *value > largest_count) {
    refuse("--exceed", text, fmt::format("a threshold is a whole number from 0 to {}", largest_count));
  }
  return *value;
}

std::uint64_t as_seed(const std::string& text) {
  const std::optional<std::uint64_t> value = number<std::uint64_t>(text);
  if (!value) refuse("--seed", text, "a seed is a whole number from 0 to 2^64 - 1");
  return *value;
}

std::chrono::month_day as_day_of_year(const std::string& text) {
  const bool is_shaped = text.size() == 5 && text[2] == '-';
  const std::optional<unsigned> month =
      is_shaped ? number<unsigned>(std::string_view(text).substr(0, 2)) : std::nullopt;
  const std::optional<unsigned> day = is_shaped ? number<unsigned>(std::string_view(text).substr(3)) : std::nullopt;
  const std::chrono::month_day date{std::chrono::month{month.value_or(0)}, std::chrono::day{day.value_or(0)}};
  if (!month || !day || !date.ok()) refuse("--as-of", text, "a day of the year is MM-DD, from 01-01 to 12-31");
  return date;
}

int as_number(std::string_view option, const std::string& text, int least, int most) {
  const std::optional<int> value = number<int>(text);
  if (!value || *value < least || *value > most) {
    refuse(option, text, fmt::format("a whole number from {} to {} is needed", least, most));
  }
  return *value;
}

std::string one_of(std::string_view option, const std::string& text, const std::vector<std::string>& names) {
  if (std::find(names.begin(), names.end(), text) != names.end()) return text;
  refuse(option, text, "no such choice; " + did_you_mean(text, names));
}

format as_format(const std::string& text) {
  const std::string name = one_of("--format", text, {"text", "json", "csv"});
  return name == "json" ? format::json : name == "csv" ? format::csv : format::text;
}

joint_selection as_joint_selection(const std::string& text) {
  const std::string name = one_of("--selection", text, {"weighted_bic", "bic", "permutation"});
  return name == "bic"           ? joint_selection::bic
         : name == "permutation" ? joint_selection::permutation
                                 : joint_selection::weighted_bic;
}

region_group as_group(const std::string& text) {
  const auto [name, list] = halves(text);
  region_group group{name, pieces(list)};
  const bool is_named =
      !name.empty() && std::find(group.regions.begin(), group.regions.end(), "") == group.regions.end();
  if (!is_named) refuse("--group", text, "a group is NAME=A,B: its name and its regions");
  for (auto one = group.regions.begin(); one != group.regions.end(); ++one) {
    if (std::find(group.regions.begin(), one, *one) == one) continue;
    refuse("--group", text, in_quotes(*one) + " is named twice; each region counts once");
  }
  return group;
}

std::vector<year_span> as_periods(const std::string& text) {
  const std::string rule = "periods are A..B,C..D: years of four digits, the earlier first";
  std::vector<year_span> periods;
  for (const std::string& one : pieces(text)) {
    const std::size_t dots = one.find("..");
    const std::string first = one.substr(0, dots);
    const std::string last = dots == std::string::npos ? first : one.substr(dots + 2);
    const auto is_year = [](const std::string& year) { return year.size() == 4 && number<int>(year).value_or(0) >= 1; };
    if (!is_year(first) || !is_year(last) || *number<int>(last) < *number<int>(first)) refuse("--periods", text, rule);
    periods.push_back({*number<int>(first), *number<int>(last)});
  }
  return periods;
}

region_merger as_merger(const std::string& text) {
  const auto [from, into] = halves(text);
  if (from.empty() || into.empty()) refuse("--merge", text, "a merger is A=B: region A has become part of region B");
  return {from, into};
}

interval_kind as_interval_kind(const std::string& text) {
  return one_of("--interval", text, {"equal", "shortest"}) == "shortest" ? interval_kind::shortest
                                                                         : interval_kind::equal_tailed;
}

}  // namespace tollcast::program
