#include <string>
#include <string_view>
#include <vector>

#include "words.hpp"
#include <fmt/format.h>

#include <tollcast/report/csv.hpp>

namespace tollcast {
namespace {

using record = std::vector<std::string>;

// RFC 4180, section 2, rules 5 to 7.
std::string quoted(std::string_view field) {
  if (field.find_first_of(",\"\r\n") == std::string_view::npos) return std::string{field};
  std::string text = "\"";
  for (const char c : field) text.append(c == '"' ? 2 : 1, c);
  return text + '"';
}

std::string line(const record& fields) {
  std::string text;
  for (const std::string& field : fields) text += (&field == fields.data() ? "" : ",") + quoted(field);
  return text + '\n';
}

record header(const questions& asked) {
  record names{"series", "year", "as_of", "observed", "known_share", "model", "mean", "sd", "median", "mode"};
  for (const double level : asked.levels) {
    names.push_back("lower_" + words::level(level));
    names.push_back("upper_" + words::level(level));
  }
  names.insert(names.end(), {"last_total", "prob_exceeds_last"});
  for (const std::int64_t threshold : asked.thresholds) names.push_back(fmt::format("prob_exceeds_{}", threshold));
  return names;
}

record row(const year_end& year, const questions& asked) {
  const auto text = [](auto number) { return fmt::format("{}", number); };
  record fields{year.series,
                text(year.year),
                to_string(year.as_of),
                text(year.observed),
                text(year.known_share),
                year.model,
                text(mean(year.total)),
                text(standard_deviation(year.total)),
                text(median(year.total)),
                text(mode(year.total))};
  for (const double level : asked.levels) {
    const interval_ends ends = interval(year.total, level, asked.interval);
    fields.push_back(text(ends.lower));
    fields.push_back(text(ends.upper));
  }
  fields.push_back(year.last_total ? text(*year.last_total) : "");
  fields.push_back(year.last_total ? text(prob_exceeds(year.total, *year.last_total)) : "");
  for (const std::int64_t threshold : asked.thresholds) fields.push_back(text(prob_exceeds(year.total, threshold)));
  return fields;
}

}  // namespace

std::string to_csv(std::span<const year_end> years, const questions& asked) {
  std::string text = line(header(asked));
  for (const year_end& year : years) text += line(row(year, asked));
  return text;
}

std::string to_csv(std::span<const dataset> sets) {
  std::string text = line({"name", "title", "first", "last", "rows", "source", "terms"});
  for (const dataset& set : sets) {
    const period span = words::span_of(set.data);
    text += line({set.name, set.title, to_string(span.first()), to_string(span.last()),
                  fmt::format("{}", set.data.rows.size()), set.source, set.terms});
  }
  return text;
}

}  // namespace tollcast
