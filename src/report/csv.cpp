#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "forecast_pages.hpp"
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

std::string finite(double number) { return std::isfinite(number) ? fmt::format("{}", number) : ""; }
std::string text(double number) { return fmt::format("{}", number); }
std::string text(const std::optional<double>& number) { return number ? text(*number) : ""; }

// The segment that leads to the year; nothing when none does.
const trend_segment* leading_to(const trend_summary& trend, int year) {
  for (const trend_segment& piece : trend.segments) {
    if (year <= piece.to) return year >= piece.from ? &piece : nullptr;
  }
  return nullptr;
}

record row(const trend_summary& trend, const fitted_year& year) {
  const std::optional<std::int64_t> observed = year.observed.value();
  record fields{trend.series,
                trend.model,
                trend.family,
                fmt::format("{}", year.year),
                observed ? fmt::format("{}", *observed) : "",
                text(year.mean),
                text(year.lower),
                text(year.upper)};
  const trend_segment* const piece = leading_to(trend, year.year);
  if (piece == nullptr) {
    fields.resize(fields.size() + 6);
  } else {
    fields.insert(fields.end(), {fmt::format("{}", piece->from), fmt::format("{}", piece->to)});
    if (piece->level) {
      fields.resize(fields.size() + 4);
    } else {
      fields.insert(fields.end(), {text(piece->change), text(piece->lower), text(piece->upper), text(piece->p_value)});
    }
  }
  const auto jump = std::find_if(trend.jumps.begin(), trend.jumps.end(),
                                 [&](const year_probability& one) { return one.year == year.year; });
  fields.push_back(jump == trend.jumps.end() ? "" : text(jump->probability));
  return fields;
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

template <class Law>
record row(const model_forecast<Law>& forecast, int year, const Law& law, const std::vector<double>& levels) {
  record fields{forecast.series,
                forecast.model,
                fmt::format("{}", year),
                finite(mean(law)),
                fmt::format("{}", median(law)),
                finite(standard_deviation(law))};
  for (const double level : levels) {
    const auto ends = interval(law, level);
    fields.push_back(fmt::format("{}", ends.lower));
    fields.push_back(fmt::format("{}", ends.upper));
  }
  return fields;
}

record row(const backtest_row& of) {
  record fields{of.series,
                of.model,
                of.as_of ? to_string(*of.as_of) : "",
                fmt::format("{}", of.origin),
                of.as_of ? "" : fmt::format("{}", of.horizon),
                fmt::format("{}", of.target),
                text(of.outcome)};
  if (of.law) {
    for (const double figure : {of.law->mean, of.law->sd, of.law->median, of.law->lower_80, of.law->upper_80,
                                of.law->lower_95, of.law->upper_95}) {
      fields.push_back(text(figure));
    }
  } else {
    fields.resize(fields.size() + 7);
  }
  if (of.scores) {
    fields.insert(fields.end(), {text(of.scores->crps), text(of.scores->crps_log), text(of.scores->log_score),
                                 text(of.scores->dawid_sebastiani), text(of.scores->absolute_error),
                                 text(of.scores->below), text(of.scores->at)});
  } else {
    fields.resize(fields.size() + 7);
  }
  fields.push_back(of.failure);
  return fields;
}

}  // namespace

std::string to_csv(std::span<const year_end> years, const questions& asked) {
  std::string text = line(header(asked));
  for (const year_end& year : years) text += line(row(year, asked));
  return text;
}

std::string to_csv(std::span<const trend_summary> trends) {
  std::string text = line({"series", "model", "family", "year", "observed", "mean", "lower", "upper", "from", "to",
                           "apc", "apc_lower", "apc_upper", "p_value", "jump"});
  for (const trend_summary& trend : trends) {
    for (const fitted_year& year : trend.fitted) text += line(row(trend, year));
  }
  return text;
}

forecast_pages csv_pages(const std::vector<double>& levels) {
  record names{"series", "model", "period", "mean", "median", "sd"};
  for (const double level : levels) {
    names.push_back("lower_" + words::level(level));
    names.push_back("upper_" + words::level(level));
  }
  const auto rows = [levels](const auto& ahead) {
    std::string text;
    int year = ahead.forecast.origin;
    for (const auto& law : ahead.forecast.years) text += line(row(ahead.forecast, ++year, law, levels));
    return text;
  };
  return {line(names), [rows](const years_ahead& one, const track_record*) { return std::visit(rows, one); }, "",
          [](std::span<const std::string>) { return std::string{}; }};
}

std::string to_csv(std::span<const years_ahead> forecasts, const std::vector<double>& levels) {
  return whole(csv_pages(levels), forecasts, {}, {});
}

std::string to_csv(std::span<const scored_backtest> backtests) {
  std::string text = line({"series",         "model",     "as_of",  "origin",   "horizon",   "target",
                           "outcome",        "mean",      "sd",     "median",   "lower_80",  "upper_80",
                           "lower_95",       "upper_95",  "crps",   "crps_log", "log_score", "dawid_sebastiani",
                           "absolute_error", "pit_below", "pit_at", "failure"});
  for (const scored_backtest& backtest : backtests) {
    for (const backtest_row& of : backtest.rows) text += line(row(of));
  }
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
