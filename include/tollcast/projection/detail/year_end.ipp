#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <span>
#include <utility>

#include <tollcast/core/error.hpp>
#include <tollcast/core/nearest.hpp>
#include <tollcast/distribution/negative_binomial.hpp>
#include <tollcast/distribution/tabulate.hpp>
#include <tollcast/numeric/special.hpp>
#include <tollcast/projection/chain_ladder.hpp>
#include <tollcast/projection/history_law.hpp>
#include <tollcast/projection/history_level.hpp>
#include <tollcast/projection/run_rate.hpp>
#include <tollcast/projection/year_end.hpp>
#include <tollcast/trend/monthly_level.hpp>

namespace tollcast {

namespace detail {

inline void check_model(const std::string& model) {
  const std::vector<std::string> models = year_end_models();
  if (std::find(models.begin(), models.end(), model) != models.end()) return;
  throw invalid_input("model " + in_quotes(model) + " projects no year; " + did_you_mean(model, models));
}

inline int year_asked(const yearly_tally& view, const year_end_options& options) {
  const year_record& latest = view.years.back();
  int latest_askable = latest.year + 1;
  if (options.as_of) latest_askable = std::max(latest_askable, year_of(*options.as_of));
  const int year = options.year    ? *options.year
                   : options.as_of ? year_of(*options.as_of)
                                   : latest.year + (is_complete(latest) ? 1 : 0);
  if (year < view.years.front().year || year > latest_askable) {
    throw cannot_answer("series " + in_quotes(view.name) + " cannot be projected for " + std::to_string(year) +
                        ": its figures run from " + std::to_string(view.years.front().year) + " to " +
                        std::to_string(latest.year) + ", so that a year from " +
                        std::to_string(view.years.front().year) + " to " + std::to_string(latest_askable) +
                        " is needed");
  }
  return year;
}

inline bool says_something(const std::vector<year_record>& history) {
  return std::any_of(history.begin(), history.end(), [](const year_record& record) {
    return !record.parts.empty() || record.total.quality() != count_quality::unknown;
  });
}

// Stretches that touch, joined.
inline std::vector<period> days_of(const std::vector<part>& parts) {
  std::vector<period> days;
  for (const part& one : parts) {
    if (!days.empty() && days.back().last() + std::chrono::days(1) == one.when.first()) {
      days.back() = period(days.back().first(), one.when.last());
    } else {
      days.push_back(one.when);
    }
  }
  return days;
}

// The largest total to be thought of as ordinary: of the past, or this year's at its pace so far.
inline double largest_total(const year_end& asked, const year_record& target) {
  const double share = share_of_days(asked.known, asked.year);
  double largest = share > 0 ? static_cast<double>(asked.observed) / share : 1.0;
  const auto include = [&largest](const year_record& record) {
    const bool bounded = record.total.upper() < largest_count;
    const std::int64_t figure = record.total.value().value_or(bounded ? record.total.upper() : record.total.lower());
    largest = std::max(largest, static_cast<double>(std::max(figure, sum_of(record.parts))));
  };
  for (const year_record& record : asked.history) include(record);
  include(target);
  return std::max(largest, 1.0);
}

// A total that no trend foresaw: one in a million, evenly on the log scale up to 10^18.
inline double log_pmf_of_the_unforeseen(std::int64_t total) {
  return std::log(1e-6 / std::log(1e18)) - std::log(static_cast<double>(total) + 1);
}

// P(Y | history) P(x | Y) with the history's law by a trend model.
inline log_pmf_of log_weight_of_trend(const year_end& asked) {
  return [&asked,
          law = history_law(asked.model, {asked.series, asked.history, {}})](std::span<const std::int64_t> totals) {
    std::vector<double> values = log_likelihood(asked.share, asked.observed, totals);
    for (std::size_t i = 0; i < totals.size(); ++i) {
      values[i] += log_sum_exp(std::array{log_pmf(law, totals[i]), log_pmf_of_the_unforeseen(totals[i])});
    }
    return values;
  };
}

// The geometric mean of P(Y | history) P(x | Y), the history's law by the level filter, and of the law by month.
inline log_pmf_of log_weight_of_level(const year_end& asked, const year_record& target, double largest) {
  log_pmf_of by_year = [&asked,
                        level = level_from_years(asked.history, largest)](std::span<const std::int64_t> totals) {
    std::vector<double> values = log_pmf(level, totals, 1);
    const std::vector<double> likelihood = log_likelihood(asked.share, asked.observed, totals);
    for (std::size_t i = 0; i < values.size(); ++i) values[i] += likelihood[i];
    return values;
  };

  int days = whole_year(asked.year).days();
  for (const period& stretch : asked.known) days -= stretch.days();
  return [&asked, by_year, level = level_from_months(asked.history, target, largest),
          months = days / days_a_month](std::span<const std::int64_t> totals) {
    std::vector<std::int64_t> rests(totals.begin(), totals.end());
    for (std::int64_t& rest : rests) rest -= asked.observed;
    std::vector<double> values = by_year(totals);
    const std::vector<double> by_month = log_pmf(level, rests, months);
    for (std::size_t i = 0; i < values.size(); ++i) values[i] = (values[i] + by_month[i]) / 2;
    return values;
  };
}

inline log_pmf_of log_weight_of_rest(const year_end& asked, const negative_binomial& law) {
  return [&asked, law](std::span<const std::int64_t> totals) {
    std::vector<double> values;
    for (const std::int64_t total : totals) values.push_back(log_pmf(law, total - asked.observed));
    return values;
  };
}

// What was assumed, for the reader.
inline std::string note_on_share(const year_end& result) {
  if (result.known.empty()) {
    return "nothing of " + std::to_string(result.year) + " is known: the years before speak alone";
  }
  const std::vector<past_fill> fills = past_fills(result.history, result.known);
  const auto same = std::count_if(fills.begin(), fills.end(), [](const past_fill& one) { return one.same_days; });
  const auto other = static_cast<std::ptrdiff_t>(fills.size()) - same;
  const auto years = [](std::ptrdiff_t n) { return std::to_string(n) + (n == 1 ? " earlier year" : " earlier years"); };
  if (same > 0) {
    return "how the year fills up is learnt from the same days of " + years(same) +
           (other > 0 ? ", and how unevenly from other days of " + std::to_string(other) + " more" : "");
  }
  const std::string text =
      "the share of these days is taken from the calendar, as no earlier year gives a figure for them";
  return text + (other > 0 ? "; how unevenly years fill up is learnt from other days of " + years(other)
                           : "; how unevenly years fill up is a weak prior");
}

}  // namespace detail

TOLLCAST_INLINE std::vector<std::string> year_end_models() {
  std::vector<std::string> models = history_models();
  models.insert(models.begin(), "auto");
  models.insert(models.end(), {"run_rate", "chain_ladder"});
  return models;
}

TOLLCAST_INLINE year_end project_year_end(const tally& series, const year_end_options& options) {
  detail::check_model(options.model);
  yearly_tally view = yearly(seen_on(series, options.as_of));
  const int year = detail::year_asked(view, options);

  year_record target{year, count::not_known(), {}};
  std::vector<year_record> history;
  for (year_record& record : view.years) {
    if (record.year > year) break;
    (record.year == year ? target : history.emplace_back()) = std::move(record);
  }
  while (!history.empty() && history.back().year < year - 1) {  // such years pass without a figure
    history.push_back({history.back().year + 1, count::not_known(), {}});
  }
  std::vector<period> known =
      is_complete(target) ? std::vector<period>{whole_year(year)} : detail::days_of(target.parts);
  const bool has_own_figure = target.total.quality() != count_quality::unknown;  // published after the year
  const sys_days last_counted = has_own_figure  ? whole_year(year).last()
                                : known.empty() ? whole_year(year).first() - std::chrono::days(1)
                                                : known.back().last();
  share_law share = learn_share(history, known, year);
  const double known_share = share.mean;
  const bool follows = !history.empty() && history.back().year == year - 1;
  year_end result{.series = series.name,
                  .year = year,
                  .as_of = options.as_of.value_or(last_counted),
                  .observed = known_count(target),
                  .known_share = known_share,
                  .model = options.model,
                  .total = tabulated::certain(known_count(target)),
                  .history = std::move(history),
                  .last_total = {},
                  .known = std::move(known),
                  .share = std::move(share),
                  .notes = std::move(view.notes)};
  if (follows) result.last_total = result.history.back().total.value();
  if (is_complete(target)) return result;
  if (!has_own_figure && target.parts.empty() && !detail::says_something(result.history)) {
    throw cannot_answer(place_of(series) + ": no figure up to " + std::to_string(year) +
                        " is known; one of the year or of a year before is needed");
  }

  result.notes.push_back(detail::note_on_share(result));
  const double largest = detail::largest_total(result, target);
  log_pmf_of weight;
  if (options.model == "run_rate") {
    weight = detail::log_weight_of_rest(result, run_rate(result.history, result.known, year, result.observed));
  } else if (options.model == "chain_ladder") {
    weight = detail::log_weight_of_rest(result, chain_ladder(result.history, result.known, year, result.observed).rest);
  } else if (options.model == "auto") {
    weight = detail::log_weight_of_level(result, target, largest);
  } else {
    weight = detail::log_weight_of_trend(result);
  }
  constexpr double reach = 60;
  constexpr double furthest = 1e17;
  const double above = std::min(reach * (largest + 50), furthest);
  const std::int64_t first = std::max(target.total.lower(), result.observed);
  const std::int64_t last = result.observed + static_cast<std::int64_t>(above);
  result.total = tabulate(first, has_own_figure ? std::max(first, std::min(last, target.total.upper())) : last, weight);
  if (has_own_figure) {
    result.notes.push_back("the figure for " + std::to_string(year) + " itself is " + to_string(target.total) +
                           ", and the total stays within it");
  }
  return result;
}

}  // namespace tollcast
