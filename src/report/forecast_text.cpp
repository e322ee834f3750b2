#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "forecast_pages.hpp"
#include "page.hpp"
#include "record_words.hpp"
#include "words.hpp"
#include <fmt/format.h>

#include <tollcast/report/text.hpp>

namespace tollcast {
namespace {

std::string figure(std::int64_t count) { return words::thousands(count); }
std::string figure(double value) { return words::value(value); }

template <class Law>
std::string range(const Law& law, double level) {
  const auto ends = interval(law, level);
  return figure(ends.lower) + " to " + figure(ends.upper);
}

// "near 690 in 2025 (80 %: 520 to 880)"
template <class Law>
std::string told(const model_forecast<Law>& forecast, std::size_t step, const std::vector<double>& levels) {
  const Law& law = forecast.years[step];
  std::string text = fmt::format("near {} in {}", figure(median(law)), forecast.origin + 1 + static_cast<int>(step));
  std::string ranges;
  for (const double level : levels) {
    ranges += fmt::format("{}{} %: {}", ranges.empty() ? "" : "; ", words::level(level), range(law, level));
  }
  return ranges.empty() ? text : text + " (" + ranges + ")";
}

// What was last known: "685 in 2024".
std::string last_figure(const yearly_tally& history) {
  if (history.years.empty()) return "";
  const year_record& last = history.years.back();
  return fmt::format("{} in {}", words::figure(last), last.year);
}

std::string last_figure(const yearly_values& history) {
  if (history.values.empty() || !history.values.back()) return "";
  return fmt::format("{} in {}", words::value(*history.values.back()), history.last_year());
}

template <class Ahead>
std::string answer(const Ahead& ahead, const std::vector<double>& levels) {
  const auto& forecast = ahead.forecast;
  std::string text =
      forecast.status == fit_status::converged ? "" : "The fit did not converge; take what follows as a sketch. ";
  const std::string last = last_figure(ahead.history);
  text += fmt::format("{}{}: most likely {}", words::plain(forecast.series), last.empty() ? "" : " after " + last,
                      told(forecast, 0, levels));
  if (forecast.years.size() > 1) text += " and " + told(forecast, forecast.years.size() - 1, levels);
  return text + ".";
}

// As many interval columns as the page has room for, at least one.
template <class Law>
std::string table(const model_forecast<Law>& forecast, std::vector<double> levels) {
  while (true) {
    grid rows{{"year", "median", "mean", "sd"}};
    for (const double level : levels) rows.back().push_back(words::level(level) + " %");
    int year = forecast.origin;
    for (const Law& law : forecast.years) {
      rows.push_back({std::to_string(++year), figure(median(law)), words::value(mean(law)),
                      words::value(standard_deviation(law))});
      for (const double level : levels) rows.back().push_back(range(law, level));
    }
    std::string text = aligned(rows, false);
    if (levels.size() <= 1 || words::columns(text.substr(0, text.find('\n'))) <= page) return text;
    levels.pop_back();
  }
}

template <class Law>
std::string fit(const model_forecast<Law>& forecast) {
  grid rows{{"model", words::plain(forecast.model)}};
  for (const named_estimate& parameter : forecast.parameters) {
    std::string text = fmt::format("{} {:.4g}", words::plain(parameter.name), parameter.of.value);
    if (parameter.of.lower && parameter.of.upper) {
      text += fmt::format(" (95 %: {:.4g} to {:.4g})", *parameter.of.lower, *parameter.of.upper);
    }
    rows.push_back({&parameter == &forecast.parameters.front() ? "parameters" : "", std::move(text)});
  }
  std::string text;
  const auto add = [&](const char* name, const std::optional<double>& value) {
    if (value) text += fmt::format("{}{} {:.2f}", text.empty() ? "" : ", ", name, *value);
  };
  add("log-likelihood", forecast.log_likelihood);
  add("AIC", forecast.aic);
  add("AICc", forecast.aicc);
  add("BIC", forecast.bic);
  if (!text.empty()) rows.push_back({"fit", std::move(text)});
  return aligned(rows, true);
}

std::string drawn(const counts_ahead& ahead, const std::vector<double>& levels, drawing style) {
  chart_options options{.style = style};
  if (!levels.empty()) options.level = levels.front();
  return '\n' + chart(ahead, options);
}

std::string drawn(const values_ahead&, const std::vector<double>&, drawing) { return ""; }

template <class Ahead>
std::string one(const Ahead& ahead, const std::vector<double>& levels, drawing style, const track_record* record) {
  const auto& forecast = ahead.forecast;
  const int first = forecast.origin + 1;
  const int last = forecast.origin + static_cast<int>(forecast.years.size());
  std::string text = title(fmt::format("{}: forecast of {}{}", words::plain(forecast.series), first,
                                       last == first ? "" : fmt::format(" to {}", last)));
  text += '\n' + words::wrap(answer(ahead, levels), "", page);
  text += '\n' + table(forecast, levels);
  text += '\n' + fit(forecast);
  text += drawn(ahead, levels, style);
  if (record != nullptr) text += words::section(*record);
  if (!forecast.notes.empty()) text += "\nNotes\n" + bullets(forecast.notes);
  return text;
}

}  // namespace

forecast_pages text_pages(const std::vector<double>& levels, drawing style) {
  return {"",
          [levels, style](const years_ahead& forecast, const track_record* record) {
            return std::visit([&](const auto& ahead) { return one(ahead, levels, style, record); }, forecast);
          },
          "\n\n",
          [](std::span<const std::string> notes) {
            return notes.empty() ? std::string{} : "\n\nNotes on this run\n" + bullets(notes);
          }};
}

std::string to_text(std::span<const years_ahead> forecasts, std::span<const std::string> notes,
                    const std::vector<double>& levels, drawing style, std::span<const track_record> records) {
  return whole(text_pages(levels, style), forecasts, notes, records);
}

}  // namespace tollcast
