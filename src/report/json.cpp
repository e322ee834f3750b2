#include <string>

#include "words.hpp"
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <tollcast/core/version.hpp>
#include <tollcast/projection/year_path.hpp>
#include <tollcast/report/json.hpp>

namespace tollcast {
namespace {

using json = nlohmann::ordered_json;

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

json intervals(const tabulated& law, const questions& asked) {
  json list = json::array();
  for (const double level : asked.levels) {
    const interval_ends ends = interval(law, level, asked.interval);
    list.push_back({{"level", level}, {"lower", ends.lower}, {"upper", ends.upper}});
  }
  return list;
}

json quantiles(const tabulated& law) {
  json table = json::object();
  for (int hundredth = 1; hundredth < 100; ++hundredth) {
    table[fmt::format("0.{:02}", hundredth)] = quantile(law, hundredth / 100.0);
  }
  return table;
}

json exceed(const year_end& year, const questions& asked) {
  json list = json::array();
  const auto ask = [&](std::int64_t threshold) {
    list.push_back({{"threshold", threshold}, {"probability", prob_exceeds(year.total, threshold)}});
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

json to_object(const year_end& year, const questions& asked) {
  json result{{"series", year.series},
              {"year", year.year},
              {"as_of", to_string(year.as_of)},
              {"observed", year.observed},
              {"known_share", year.known_share},
              {"model", year.model},
              {"mean", mean(year.total)},
              {"sd", standard_deviation(year.total)},
              {"median", median(year.total)},
              {"mode", mode(year.total)},
              {"quantiles", quantiles(year.total)},
              {"interval_kind", asked.interval == interval_kind::shortest ? "shortest" : "equal_tailed"},
              {"intervals", intervals(year.total, asked)},
              {"exceed", exceed(year, asked)},
              {"last_total", year.last_total ? json(*year.last_total) : json(nullptr)},
              {"history", json::array()},
              {"path", json::array()},
              {"passes_last", json::array()},
              {"notes", year.notes}};
  for (const year_record& record : year.history) result["history"].push_back(past(record));
  for (const dated_total& by : path(year)) {
    result["path"].push_back({{"date", to_string(by.date)},
                              {"mean", mean(by.total)},
                              {"sd", standard_deviation(by.total)},
                              {"median", median(by.total)},
                              {"intervals", intervals(by.total, asked)}});
    if (!year.last_total) continue;
    result["passes_last"].push_back(
        {{"date", to_string(by.date)}, {"probability", prob_exceeds(by.total, *year.last_total)}});
  }
  return result;
}

json known(const std::optional<double>& number) { return number ? json(*number) : json(nullptr); }

json to_object(const estimate& of) {
  return {{"estimate", of.value}, {"se", known(of.se)}, {"lower", known(of.lower)}, {"upper", known(of.upper)}};
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
              {"status", trend.status == fit_status::converged ? "converged" : "not_converged"},
              {"observations", trend.observations},
              {"parameters", json::object()},
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
  for (const named_estimate& parameter : trend.parameters) {
    result["parameters"][parameter.name] = to_object(parameter.of);
  }
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

// A name that is not UTF-8 (of a file, on the command line) is written with replacement characters.
std::string run(json results, std::span<const std::string> notes) {
  const json whole{{"tollcast", version}, {"results", std::move(results)}, {"notes", json(notes)}};
  return whole.dump(2, ' ', false, json::error_handler_t::replace) + '\n';
}

}  // namespace

std::string to_json(std::span<const year_end> years, std::span<const std::string> notes, const questions& asked) {
  json results = json::array();
  for (const year_end& year : years) results.push_back(to_object(year, asked));
  return run(std::move(results), notes);
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
