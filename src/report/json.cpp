#include <cmath>
#include <string>
#include <utility>
#include <variant>

#include "forecast_pages.hpp"
#include "json_objects.hpp"
#include "record_words.hpp"
#include "words.hpp"
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <tollcast/core/version.hpp>
#include <tollcast/projection/year_path.hpp>
#include <tollcast/report/json.hpp>

namespace tollcast {
namespace {

using objects::json;
using objects::run;

std::string_view name_of(count_quality quality) {
  switch (quality) {
    case count_quality::exact:
      return "exact";
    case count_quality::bound:
      return "bound";
    case count_quality::range:
      return "range";
    case count_quality::about:
      return "about";
    case count_quality::measured:
      return "measured";
    case count_quality::unknown:
      break;
  }
  return "unknown";
}

std::string_view name_of(fit_status status) { return status == fit_status::converged ? "converged" : "not_converged"; }

json known(const std::optional<double>& number) { return number ? json(*number) : json(nullptr); }
json finite(double number) { return std::isfinite(number) ? json(number) : json(nullptr); }

template <class Law>
json quantiles(const Law& law) {
  json table = json::object();
  for (int hundredth = 1; hundredth < 100; ++hundredth) {
    table[fmt::format("0.{:02}", hundredth)] = quantile(law, hundredth / 100.0);
  }
  return table;
}

template <class Law>
json exceed(const year_end& year, const Law& law, const questions& asked) {
  json list = json::array();
  const auto ask = [&](std::int64_t threshold) {
    list.push_back({{"threshold", threshold}, {"probability", prob_exceeds(law, threshold)}});
  };
  for (const std::int64_t threshold : asked.thresholds) ask(threshold);
  if (asked.thresholds.empty() && year.last_total) ask(*year.last_total);
  return list;
}

json past(const year_record& year) {
  const count& total = year.total;
  return {{"year", year.year},
          {"count", total.value() ? json(*total.value()) : json(nullptr)},
          {"lower", words::at_least(year)},
          {"upper", words::is_open(year) ? json(nullptr) : json(total.upper())},
          {"quality", name_of(total.quality())}};
}

// A name that is not UTF-8 (of a file, on the command line) is written with replacement characters.
std::string written(const json& value) { return value.dump(2, ' ', false, json::error_handler_t::replace); }

template <class Law>
json where_it_ends(const year_end& year, const Law& total, const questions& asked) {
  json result{{"series", year.series},
              {"year", year.year},
              {"as_of", to_string(year.as_of)},
              {"observed", year.observed},
              {"known_share", year.known_share},
              {"model", year.model},
              {"mean", mean(total)},
              {"sd", standard_deviation(total)},
              {"median", median(total)},
              {"mode", mode(total)},
              {"quantiles", quantiles(total)},
              {"interval_kind", asked.interval == interval_kind::shortest ? "shortest" : "equal_tailed"},
              {"intervals", objects::intervals(total, asked)},
              {"exceed", exceed(year, total, asked)},
              {"last_total", year.last_total ? json(*year.last_total) : json(nullptr)},
              {"history", json::array()},
              {"path", json::array()},
              {"passes_last", json::array()},
              {"notes", year.notes}};
  for (const year_record& record : year.history) result["history"].push_back(past(record));
  const auto add = [&](sys_days date, const auto& law) {
    result["path"].push_back({{"date", to_string(date)},
                              {"mean", mean(law)},
                              {"sd", standard_deviation(law)},
                              {"median", median(law)},
                              {"intervals", objects::intervals(law, asked)}});
    if (!year.last_total) return;
    result["passes_last"].push_back({{"date", to_string(date)}, {"probability", prob_exceeds(law, *year.last_total)}});
  };
  for (const dated_total& by : path(year)) {
    if (by.date == whole_year(year.year).last()) {
      add(by.date, total);
    } else {
      add(by.date, by.total);
    }
  }
  return result;
}

}  // namespace

objects::json objects::to_object(const year_end& year, const questions& asked) {
  return where_it_ends(year, year.total, asked);
}

objects::json objects::to_object(const year_end& year, const empirical& total, const questions& asked) {
  return where_it_ends(year, total, asked);
}

std::string objects::run(json results, std::span<const std::string> notes) {
  return written({{"tollcast", version}, {"results", std::move(results)}, {"notes", json(notes)}}) + '\n';
}

namespace {

using objects::to_object;

json to_object(const estimate& of) {
  return {{"estimate", of.value}, {"se", known(of.se)}, {"lower", known(of.lower)}, {"upper", known(of.upper)}};
}

json to_object(const std::vector<named_estimate>& parameters) {
  json table = json::object();
  for (const named_estimate& parameter : parameters) table[parameter.name] = to_object(parameter.of);
  return table;
}

json to_object(const trend_segment& piece) {
  return {{"from", piece.from},
          {"to", piece.to},
          {"apc", piece.level ? json(nullptr) : known(piece.change)},
          {"lower", known(piece.lower)},
          {"upper", known(piece.upper)},
          {"p_value", known(piece.p_value)},
          {"level", known(piece.level)},
          {"step", piece.level ? known(piece.change) : json(nullptr)}};
}

json to_object(const average_change& average) {
  return {{"from", average.from},
          {"to", average.to},
          {"value", average.value},
          {"lower", known(average.lower)},
          {"upper", known(average.upper)}};
}

json to_object(const fitted_year& year) {
  const json as_reported = past({year.year, year.observed, {}});
  return {{"year", year.year},
          {"observed", as_reported["count"]},
          {"observed_lower", as_reported["lower"]},
          {"observed_upper", as_reported["upper"]},
          {"quality", as_reported["quality"]},
          {"mean", year.mean},
          {"lower", known(year.lower)},
          {"upper", known(year.upper)}};
}

json to_object(const trend_summary& trend) {
  json result{{"series", trend.series},
              {"model", trend.model},
              {"family", trend.family},
              {"status", name_of(trend.status)},
              {"observations", trend.observations},
              {"parameters", to_object(trend.parameters)},
              {"dispersion", known(trend.dispersion)},
              {"log_likelihood", known(trend.log_likelihood)},
              {"aic", known(trend.aic)},
              {"aicc", known(trend.aicc)},
              {"bic", known(trend.bic)},
              {"segments", json::array()},
              {"joinpoints", json::array()},
              {"aapc", json::array()},
              {"jumps", json::array()},
              {"checks", json::array()},
              {"fitted", json::array()},
              {"notes", trend.notes}};
  for (const trend_segment& piece : trend.segments) result["segments"].push_back(to_object(piece));
  for (const trend_joint& joint : trend.joints) {
    result["joinpoints"].push_back({{"year", joint.year}, {"lower", joint.lower}, {"upper", joint.upper}});
  }
  for (const average_change& average : trend.averages) result["aapc"].push_back(to_object(average));
  for (const trend_check& check : trend.checks) {
    result["checks"].push_back({{"name", check.name}, {"statistic", check.statistic}, {"p_value", check.p_value}});
  }
  for (const year_probability& jump : trend.jumps) {
    result["jumps"].push_back({{"year", jump.year}, {"probability", jump.probability}});
  }
  for (const fitted_year& year : trend.fitted) result["fitted"].push_back(to_object(year));
  return result;
}

// What a line says beside whose it is.
void add_scores(json& result, const score_line& line) {
  const bool any = line.n > 0;
  const auto mean_of = [&](double number) { return any ? json(number) : json(nullptr); };
  result["first_target"] = any ? json(line.first_target) : json(nullptr);
  result["last_target"] = any ? json(line.last_target) : json(nullptr);
  result["n"] = line.n;
  result["failures"] = line.failures;
  result["crps"] = mean_of(line.crps);
  result["crps_log"] = known(line.crps_log);
  result["log_score"] = known(line.log_score);
  result["mae"] = mean_of(line.mae);
  result["median_error"] = known(line.median_error);
  result["coverage_80"] = any ? json(line.coverage_80()) : json(nullptr);
  result["coverage_95"] = any ? json(line.coverage_95()) : json(nullptr);
  result["crps_skill"] = known(line.crps_skill);
}

json as_of_in(const score_line& line) {
  if (!line.as_of) return nullptr;
  return fmt::format("{:02}-{:02}", unsigned{line.as_of->month()}, unsigned{line.as_of->day()});
}

json horizon_in(const score_line& line) { return line.as_of ? json(nullptr) : json(line.horizon); }

json to_object(const score_line& line, const std::string& reference) {
  json result{{"series", line.series},
              {"model", line.model},
              {"as_of", as_of_in(line)},
              {"horizon", horizon_in(line)},
              {"reference", reference}};
  add_scores(result, line);
  return result;
}

json to_object(const track_record& record) {
  json result{{"reference", record.reference},
              {"missing", record.lines.empty() ? json(record.missing) : json(nullptr)},
              {"lines", json::array()}};
  for (const score_line& line : record.lines) {
    json scores{{"as_of", as_of_in(line)}, {"horizon", horizon_in(line)}};
    add_scores(scores, line);
    result["lines"].push_back(std::move(scores));
  }
  return result;
}

template <class Law>
json to_object(const model_forecast<Law>& forecast, const std::vector<double>& levels) {
  json result{{"series", forecast.series},
              {"model", forecast.model},
              {"origin", forecast.origin},
              {"status", name_of(forecast.status)},
              {"parameters", to_object(forecast.parameters)},
              {"log_likelihood", known(forecast.log_likelihood)},
              {"aic", known(forecast.aic)},
              {"aicc", known(forecast.aicc)},
              {"bic", known(forecast.bic)},
              {"steps", json::array()},
              {"notes", forecast.notes}};
  int year = forecast.origin;
  for (const Law& law : forecast.years) {
    json step{{"period", ++year},
              {"mean", finite(mean(law))},
              {"sd", finite(standard_deviation(law))},
              {"median", median(law)},
              {"intervals", json::array()}};
    for (const double level : levels) {
      const auto ends = interval(law, level);
      step["intervals"].push_back({{"level", level}, {"lower", ends.lower}, {"upper", ends.upper}});
    }
    result["steps"].push_back(std::move(step));
  }
  return result;
}

// As it stands so many blanks deep in another. A line feed inside a string is written as an escape.
std::string written_inside(const json& value, std::size_t depth) {
  std::string text;
  for (const char c : written(value)) {
    text += c;
    if (c == '\n') text.append(depth, ' ');
  }
  return text;
}

void add(std::span<const track_record> records, json& results) {
  for (std::size_t i = 0; i < records.size(); ++i) results.at(i)["track_record"] = to_object(records[i]);
}

}  // namespace

std::string to_json(std::span<const year_end> years, std::span<const std::string> notes, const questions& asked,
                    std::span<const track_record> records) {
  json results = json::array();
  for (const year_end& year : years) results.push_back(to_object(year, asked));
  add(records, results);
  return run(std::move(results), notes);
}

forecast_pages json_pages(const std::vector<double>& levels) {
  return {fmt::format("{{\n  \"tollcast\": \"{}\",\n  \"results\": [\n    ", version),
          [levels](const years_ahead& forecast, const track_record* record) {
            json result = std::visit([&](const auto& ahead) { return to_object(ahead.forecast, levels); }, forecast);
            if (record != nullptr) result["track_record"] = to_object(*record);
            return written_inside(result, 4);
          },
          ",\n    ",
          [](std::span<const std::string> notes) {
            return "\n  ],\n  \"notes\": " + written_inside(json(notes), 2) + "\n}\n";
          }};
}

std::string to_json(std::span<const years_ahead> forecasts, std::span<const std::string> notes,
                    const std::vector<double>& levels, std::span<const track_record> records) {
  if (forecasts.empty()) return run(json::array(), notes);
  return whole(json_pages(levels), forecasts, notes, records);
}

std::string to_json(std::span<const scored_backtest> backtests, std::span<const std::string> notes) {
  json results = json::array();
  std::vector<std::string> all(notes.begin(), notes.end());
  for (const scored_backtest& backtest : backtests) {
    for (const score_line& line : backtest.lines) results.push_back(to_object(line, backtest.reference));
    for (const words::failed& one : words::failures(backtest)) all.push_back(one.series + ": " + one.text);
  }
  return run(std::move(results), all);
}

std::string to_json(std::span<const trend_summary> trends, std::span<const std::string> notes) {
  json results = json::array();
  for (const trend_summary& trend : trends) results.push_back(to_object(trend));
  return run(std::move(results), notes);
}

std::string to_json(std::span<const dataset> sets) {
  json results = json::array();
  for (const dataset& set : sets) {
    const period span = words::span_of(set.data);
    results.push_back({{"name", set.name},
                       {"title", set.title},
                       {"first", to_string(span.first())},
                       {"last", to_string(span.last())},
                       {"rows", set.data.rows.size()},
                       {"source", set.source},
                       {"terms", set.terms}});
  }
  return run(std::move(results), {});
}

}  // namespace tollcast
