#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <utility>

#include <tollcast/core/error.hpp>
#include <tollcast/core/nearest.hpp>
#include <tollcast/distribution/negative_binomial.hpp>
#include <tollcast/distribution/pooled.hpp>
#include <tollcast/distribution/rounded.hpp>
#include <tollcast/distribution/tabulate.hpp>
#include <tollcast/numeric/detail/evenly_chosen.hpp>
#include <tollcast/series/detail/note_list.hpp>
#include <tollcast/trend/annual_count.hpp>
#include <tollcast/trend/combination.hpp>
#include <tollcast/trend/count_models.hpp>
#include <tollcast/trend/detail/combination_names.hpp>
#include <tollcast/trend/detail/in_sight.hpp>
#include <tollcast/trend/ingarch.hpp>
#include <tollcast/trend/joinpoint.hpp>
#include <tollcast/trend/level_shifts.hpp>
#include <tollcast/trend/local_level.hpp>
#include <tollcast/trend/local_trend.hpp>
#include <tollcast/trend/loglinear.hpp>
#include <tollcast/trend/monthly_level.hpp>
#include <tollcast/trend/value_models.hpp>

namespace tollcast {

namespace detail {

template <class Model>
count_forecast forecast_counts(const yearly_tally& series, int years) {
  const auto fit = Model{}.fit(series);
  trend_summary told = summary(fit);
  return {series.name,
          told.model,
          series.years.back().year,
          fit.forecast(years),
          told.status,
          std::move(told.parameters),
          told.log_likelihood,
          told.aic,
          told.aicc,
          told.bic,
          std::move(told.notes)};
}

inline constexpr std::array<std::pair<const char*, count_forecast (*)(const yearly_tally&, int)>, 6> count_trends{{
    {"loglinear", forecast_counts<loglinear>},
    {"joinpoint", forecast_counts<joinpoint>},
    {"level_shifts", forecast_counts<level_shifts>},
    {"local_level", forecast_counts<local_level>},
    {"local_trend", forecast_counts<local_trend>},
    {"ingarch", forecast_counts<ingarch>},
}};

// log(1 + count) of each year.
inline yearly_values logarithms(const yearly_tally& series, double& largest) {
  yearly_values logs{series.name, series.years.empty() ? 0 : series.years.front().year, {}};
  note_list notes;
  for (const annual_count& year : annual_counts(series)) {
    const std::optional<double> figure = year.middle();
    logs.values.push_back(figure ? std::optional(std::log1p(*figure)) : std::nullopt);
    if (figure) largest = std::max(largest, *figure);
    if (figure && !year.is_exact()) {
      notes.add("figures that are not exact", std::to_string(year.year) + " counts as " +
                                                  std::to_string(std::llround(*figure)) + ", the middle of its range");
    } else if (!figure && !year.is_missing()) {
      notes.add("bounds", std::to_string(year.year) + " is left out, being known by a bound alone");
    }
  }
  logs.notes = notes.sentences();
  return logs;
}

// What is lost when the law of the next year of a forecast loses what lies beyond the count `end`: from 1 % on it is
// told in a note, once; where it is more than half, throws cannot_answer.
inline void tell_beyond(const any_continuous_distribution& law, double end, count_forecast& forecast) {
  const double lost = 1 - cdf(law, std::log1p(end + 0.5));
  if (lost <= 0.01) return;
  const std::string year = std::to_string(forecast.origin + 1 + static_cast<int>(forecast.years.size()));
  const std::string beyond =
      " lies beyond " + spelled(end) + ", 60 times the largest count or the largest there can be";
  if (lost > 0.5) {
    throw cannot_answer(forecast.model + ": most of the law of " + year + " for " + in_quotes(forecast.series) +
                        beyond + "; fewer years ahead or another model are needed");
  }
  if (!forecast.notes.empty() && forecast.notes.back().find(beyond) != std::string::npos) return;
  forecast.notes.push_back("part of the law of " + year + beyond + ", and is left out");
}

}  // namespace detail

TOLLCAST_INLINE count_model on_log_scale(value_model model) {
  constexpr double reach = 60;
  const std::string name = model.name;
  return {name, [model = std::move(model)](const yearly_tally& series, int years) {
            double largest = 1;
            const yearly_values logs = detail::logarithms(series, largest);
            value_forecast of_logs = model.forecast(logs, years);
            const double end = std::min(reach * largest, static_cast<double>(largest_count));
            count_forecast result{series.name,
                                  of_logs.model + " of log(1 + count)",
                                  of_logs.origin,
                                  {},
                                  of_logs.status,
                                  std::move(of_logs.parameters),
                                  of_logs.log_likelihood,
                                  of_logs.aic,
                                  of_logs.aicc,
                                  of_logs.bic,
                                  logs.notes};
            result.years.reserve(of_logs.years.size());
            for (const any_continuous_distribution& law : of_logs.years) {
              detail::tell_beyond(law, end, result);
              result.years.push_back(rounded(law, value_scale::logarithmic, static_cast<std::int64_t>(end)));
            }
            result.notes.insert(result.notes.end(), of_logs.notes.begin(), of_logs.notes.end());
            return result;
          }};
}

namespace detail {

inline count_model in_sight(count_model model) {
  return {std::move(model.name), [forecast = std::move(model.forecast)](const yearly_tally& series, int years) {
            double largest = 1;
            for (const year_record& year : series.years) {
              if (year.total.quality() != count_quality::unknown) {
                largest = std::max(largest, static_cast<double>(year.total.lower()));
              }
            }
            return in_sight(forecast(series, years), largest);
          }};
}

inline count_model single_count_model(const std::string& name) {
  for (const auto& [known, forecast] : count_trends) {
    if (name == known) return in_sight(count_model{name, forecast});
  }
  if (!is_value_model(name)) {
    throw invalid_input("model " + in_quotes(name) + " is no model of counts; " +
                        did_you_mean(name, count_model_names()));
  }
  return in_sight(on_log_scale(named_value_model(name)));
}

// The geometric pool of the model's law and, where months of the last years are known, that of the level by month.
inline count_model with_months(count_model model) {
  return {model.name, [forecast = std::move(model.forecast)](const yearly_tally& series, int years) {
            count_forecast result = forecast(series, years);
            if (!is_known_by_month(series)) return result;
            const std::vector<tabulated> by_month = years_from_months(series, years);
            for (std::size_t h = 0; h < result.years.size(); ++h) {
              const double weight = weight_of_months(static_cast<int>(h) + 1);
              result.years[h] = pooled(pooling::geometric, {1 - weight, weight}, {result.years[h], by_month[h]});
            }
            result.model += ", with the months";
            return result;
          }};
}

// The past years that are known within a factor of two or ten deaths, in increasing order; of more than 50 years 50 of
// them, evenly chosen.
inline std::vector<double> past_counts(const yearly_tally& series) {
  std::vector<double> past;
  for (const annual_count& year : annual_counts(series)) {
    const bool is_vague = year.upper / 2 > std::max<std::int64_t>(year.lower, 5);
    if (const std::optional<double> figure = year.middle(); figure && !is_vague) past.push_back(*figure);
  }
  std::sort(past.begin(), past.end());
  constexpr std::size_t most = 50;
  const std::size_t kept = std::min(most, past.size());
  for (std::size_t i = 0; i < kept; ++i) past[i] = evenly_chosen(past, i, kept);
  past.resize(kept);
  return past;
}

// P(y) = (1 - share) P_model(y) + share times the mean over the past years of NB2(y; their count or 10 if more, size
// 1), which is a count give or take all of it: what happened before, however long ago, may happen again, and where
// nothing ever happened the first outbreak may come. The share is 1 - (1 - yearly)^h, h years ahead.
inline count_model with_past_years(count_model model, double yearly) {
  return {model.name, [forecast = std::move(model.forecast), yearly](const yearly_tally& series, int years) {
            count_forecast result = forecast(series, years);
            const std::vector<double> past = past_counts(series);
            if (past.empty()) return result;
            std::vector<negative_binomial> about;
            about.reserve(past.size());
            for (const double figure : past) about.emplace_back(std::max(figure, 10.0), 1.0);
            constexpr double tail = 1e-13;
            const std::int64_t least = quantile(about.front(), tail);
            const std::int64_t most = quantile(about.back(), 1 - tail);
            double share = 0;
            for (any_distribution& law : result.years) {
              share += (1 - share) * yearly;
              const double each = share / static_cast<double>(about.size());
              const log_pmf_of log_weight = [&](std::span<const std::int64_t> counts) {
                std::vector<double> logs;
                logs.reserve(counts.size());
                for (const std::int64_t y : counts) {
                  double sum = (1 - share) * pmf(law, y);
                  for (const negative_binomial& one : about) sum += each * pmf(one, y);
                  logs.push_back(std::log(sum));
                }
                return logs;
              };
              std::vector<std::int64_t> own;  // the model's law may be narrow where the past years' is wide
              for (const double p : {tail, 1e-6, 1e-3, .02, .1, .25, .5, .75, .9, .98, 1 - 1e-3, 1 - 1e-6, 1 - tail}) {
                own.push_back(quantile(law, p));
              }
              law = tabulate(std::min(least, own.front()), std::max(most, own.back()), log_weight, own);
            }
            result.model += ", and past years";
            return result;
          }};
}

}  // namespace detail

TOLLCAST_INLINE count_model named_count_model(const std::string& name) {
  const auto single = detail::single_count_model;
  if (name == "auto") {
    const combination_rule rule{.pool = pooling::geometric, .weights = {.5, .3, .2}};
    return detail::with_past_years(
        detail::with_months(combination(name, {single("local_level"), single("local_trend"), single("ingarch")}, rule)),
        .05);
  }
  const std::optional<pooling> pool = detail::pooling_of(name);
  if (!pool) return single(name);
  return combination(name, {single("local_level"), single("level_shifts"), single("ingarch"), single("ets")},
                     combination_rule{.pool = *pool});
}

TOLLCAST_INLINE std::vector<std::string> count_model_names() {
  std::vector<std::string> of_values = value_model_names();
  std::vector<std::string> names;
  names.reserve(detail::count_trends.size() + of_values.size());
  names.emplace_back("auto");
  for (const auto& model : detail::count_trends) names.emplace_back(model.first);
  for (std::string& name : of_values) {
    if (name != "auto") names.push_back(std::move(name));
  }
  return names;
}

}  // namespace tollcast
