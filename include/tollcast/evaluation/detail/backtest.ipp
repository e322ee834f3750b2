#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <utility>

#include <tollcast/core/error.hpp>
#include <tollcast/core/nearest.hpp>
#include <tollcast/evaluation/backtest.hpp>
#include <tollcast/evaluation/crps.hpp>
#include <tollcast/evaluation/detail/series_cut.hpp>
#include <tollcast/evaluation/log_score.hpp>
#include <tollcast/numeric/parallel.hpp>

namespace tollcast {

namespace detail {

inline std::optional<double> if_finite(double value) {
  return std::isfinite(value) ? std::optional<double>(value) : std::nullopt;
}

// Figures and scores of a law of either kind, and the failure when its figures are beyond all numbers.
template <class Law, class Outcome>
void judge(const Law& law, Outcome y, backtest_row& row) {
  const double centre = mean(law);
  const double sd = standard_deviation(law);
  const auto at = [&](double p) { return static_cast<double>(quantile(law, p)); };
  const law_figures figures{centre, sd, at(0.5), at(0.1), at(0.9), at(0.025), at(0.975)};
  law_scores scores{};
  scores.crps = crps(law, y);
  scores.dawid_sebastiani = sd > 0 ? if_finite(dawid_sebastiani(law, y)) : std::nullopt;
  scores.log_score = if_finite(log_score(law, y));
  scores.absolute_error = std::abs(figures.median - static_cast<double>(y));
  scores.at = cdf(law, y);
  if constexpr (std::same_as<Outcome, double>) {
    scores.below = scores.at;
  } else {
    scores.crps_log = crps(law, y, score_scale::logarithmic);
    scores.below = y > 0 ? cdf(law, y - 1) : 0.0;
  }
  for (const double figure : {centre, sd, figures.median, figures.lower_95, figures.upper_95, scores.crps}) {
    if (!std::isfinite(figure)) {
      row.failure = "the law has a mean, a spread or a score that is not finite";
      return;
    }
  }
  row.law = figures;
  row.scores = scores;
}

inline void check_backtest(std::size_t series, std::size_t models, std::optional<int> origins, int least_years,
                           std::optional<int> window) {
  const auto refuse = [](const std::string& what) { throw invalid_input("backtest: " + what); };
  if (series == 0) refuse("no series was given; at least one is needed");
  if (models == 0) refuse("no model was given; at least one is needed");
  if (origins && *origins < 1) refuse(std::to_string(*origins) + " origins were asked for; 1 or more is needed");
  if (least_years < 1) refuse("at least " + std::to_string(least_years) + " years were asked for; 1 or more is needed");
  if (window && *window < least_years) {
    refuse("a window of " + std::to_string(*window) + " years was asked for; at least the " +
           std::to_string(least_years) + " years that an origin needs are needed");
  }
}

// Rows are told apart by the names.
template <class Model>
void check_names(std::span<const Model> models) {
  for (auto model = models.begin(); model != models.end(); ++model) {
    if (std::none_of(models.begin(), model, [&](const Model& one) { return one.name == model->name; })) continue;
    throw invalid_input("backtest: " + in_quotes(model->name) + " was given twice; each model is needed once");
  }
}

// The last so many, or all.
template <class Value>
void keep_last(std::vector<Value>& values, std::optional<int> most) {
  if (!most || values.size() <= static_cast<std::size_t>(*most)) return;
  values.erase(values.begin(), values.end() - *most);
}

[[noreturn]] inline void refuse_no_origin(int least_years, const std::string& also) {
  throw cannot_answer("backtest: no year has " + std::to_string(least_years) + " years with a figure before it" + also +
                      ", as a back-test needs");
}

// Runs every model at every case and puts what each gives in the order of the cases.
template <class Case, class Model, class Run>
std::vector<backtest_row> run_all(const std::vector<Case>& cases, std::span<const Model> models, int threads,
                                  const Run& run) {
  std::vector<std::vector<backtest_row>> slots(cases.size() * models.size());
  parallel_for(slots.size(), threads,
               [&](std::size_t i) { slots[i] = run(cases[i / models.size()], models[i % models.size()]); });
  std::vector<backtest_row> rows;
  for (std::vector<backtest_row>& slot : slots) {
    std::move(slot.begin(), slot.end(), std::back_inserter(rows));
  }
  return rows;
}

template <class Series, class Model>
std::vector<backtest_row> backtest_origins(const std::vector<Series>& panel, std::span<const Model> models,
                                           const backtest_options& options) {
  check_backtest(panel.size(), models.size(), options.origins, options.least_years, options.window);
  check_names(models);
  if (options.horizon < 1 || options.horizon > 100) {
    throw invalid_input("backtest: a horizon of " + std::to_string(options.horizon) +
                        " was asked for; 1 to 100 is needed");
  }
  struct at_origin {
    const Series* series;
    int origin;
  };
  const auto from = [&](int origin) { return options.window ? origin - *options.window + 1 : 0; };
  std::vector<at_origin> cases;
  for (const Series& series : panel) {
    std::vector<at_origin> own;
    for (int origin = series.first_year(); origin < series.last_year(); ++origin) {
      bool has_outcome = false;
      for (int h = 1; h <= options.horizon; ++h) has_outcome = has_outcome || series.outcome(origin + h);
      if (!has_outcome || Series::figures_up_to(origin, series.seen(from(origin), origin)) < options.least_years)
        continue;
      own.push_back({&series, origin});
    }
    keep_last(own, options.origins);
    cases.insert(cases.end(), own.begin(), own.end());
  }
  if (cases.empty()) refuse_no_origin(options.least_years, " and an outcome after it");
  return run_all(cases, models, options.threads, [&](const at_origin& at, const Model& model) {
    const Series& series = *at.series;
    std::vector<backtest_row> rows;
    std::string failure;
    decltype(model.forecast(series.seen(0, 0), 1).years) laws;
    try {
      laws = model.forecast(series.seen(from(at.origin), at.origin), options.horizon).years;
    } catch (const invalid_input& error) {
      failure = error.what();
    }
    if (failure.empty() && laws.size() != static_cast<std::size_t>(options.horizon)) {
      throw invalid_input("backtest: model " + in_quotes(model.name) + " gave " + std::to_string(laws.size()) +
                          " laws; " + std::to_string(options.horizon) + " are needed");
    }
    for (int h = 1; h <= options.horizon; ++h) {
      const auto outcome = series.outcome(at.origin + h);
      if (!outcome) continue;
      rows.push_back({series.name(), model.name, at.origin, h, std::nullopt, at.origin + h,
                      static_cast<double>(*outcome), std::nullopt, std::nullopt, failure});
      if (failure.empty()) judge(laws[static_cast<std::size_t>(h - 1)], *outcome, rows.back());
    }
    return rows;
  });
}

inline sys_days day_of(std::chrono::month_day day, int year) {
  const std::chrono::year in_year(year);
  const std::chrono::year_month_day exact = in_year / day;
  return exact.ok() ? sys_days(exact) : sys_days(in_year / day.month() / std::chrono::last);
}

}  // namespace detail

TOLLCAST_INLINE std::vector<backtest_row> backtest(std::span<const tally> panel, std::span<const count_model> models,
                                                   const backtest_options& options) {
  std::vector<detail::count_series> series;
  series.reserve(panel.size());
  for (const tally& one : panel) series.push_back({yearly(one), &one});
  return detail::backtest_origins(series, models, options);
}

TOLLCAST_INLINE std::vector<backtest_row> backtest(std::span<const yearly_values> panel,
                                                   std::span<const value_model> models,
                                                   const backtest_options& options) {
  std::vector<detail::value_series> series;
  series.reserve(panel.size());
  for (const yearly_values& one : panel) {
    if (!one.values.empty()) series.push_back({&one});
  }
  return detail::backtest_origins(series, models, options);
}

TOLLCAST_INLINE year_end_model named_year_end_model(const std::string& name) {
  const std::vector<std::string> names = year_end_models();
  if (std::find(names.begin(), names.end(), name) == names.end()) {
    throw invalid_input("backtest: " + in_quotes(name) + " is no model of the year's end; " +
                        did_you_mean(name, names));
  }
  return {name, [name](const tally& known, sys_days as_of) {
            return project_year_end(known, {.as_of = as_of, .model = name}).total;
          }};
}

TOLLCAST_INLINE std::vector<backtest_row> backtest(std::span<const tally> panel, std::span<const year_end_model> models,
                                                   const as_of_options& options) {
  detail::check_backtest(panel.size(), models.size(), options.origins, options.least_years, options.window);
  detail::check_names(models);
  if (options.as_of.empty()) throw invalid_input("backtest: no day of the year was given; at least one is needed");
  std::vector<std::chrono::month_day> days;
  for (const std::chrono::month_day day : options.as_of) {
    if (!day.ok()) throw invalid_input("backtest: a day that no year has was given");
    const auto same = [&](std::chrono::month_day one) {
      return detail::day_of(one, 2001) == detail::day_of(day, 2001);  // no leap year
    };
    if (std::none_of(days.begin(), days.end(), same)) days.push_back(day);
  }
  struct on_day {
    const tally* rows;
    int year;
    sys_days as_of;
    std::int64_t outcome;
  };
  const auto seen = [&](const tally& rows, int year, sys_days as_of) {
    tally known = known_on(rows, as_of);
    if (options.window) {
      std::erase_if(known.rows,
                    [&](const observation& row) { return year_of(row.when.first()) < year - *options.window; });
    }
    return known;
  };
  std::vector<on_day> cases;
  for (const tally& rows : panel) {
    const yearly_tally whole = yearly(rows);
    std::vector<std::vector<on_day>> own;
    for (const year_record& record : whole.years) {
      if (!is_complete(record)) continue;
      std::vector<on_day> of_year;
      for (const std::chrono::month_day day : days) {
        const sys_days as_of = detail::day_of(day, record.year);
        const yearly_tally years = detail::years_known(seen(rows, record.year, as_of));
        if (years.years.empty() || years.years.back().year != record.year) continue;
        if (years.years.back().parts.empty() || is_complete(years.years.back())) continue;
        if (detail::years_with_figure(years) < options.least_years) continue;
        of_year.push_back({&rows, record.year, as_of, record.total.lower()});
      }
      if (!of_year.empty()) own.push_back(std::move(of_year));
    }
    detail::keep_last(own, options.origins);
    for (const std::vector<on_day>& of_year : own) cases.insert(cases.end(), of_year.begin(), of_year.end());
  }
  if (cases.empty()) detail::refuse_no_origin(options.least_years, " and is known in part on the day");
  return detail::run_all(cases, models, options.threads, [&](const on_day& at, const year_end_model& model) {
    backtest_row row{at.rows->name, model.name,  at.year - 1, 0, at.as_of, at.year, static_cast<double>(at.outcome),
                     std::nullopt,  std::nullopt};
    try {
      detail::judge(model.project(seen(*at.rows, at.year, at.as_of), at.as_of), at.outcome, row);
    } catch (const invalid_input& error) {
      row.failure = error.what();
    }
    return std::vector<backtest_row>{std::move(row)};
  });
}

}  // namespace tollcast
