#pragma once

#include <algorithm>
#include <cmath>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <tollcast/core/error.hpp>
#include <tollcast/core/in_quotes.hpp>
#include <tollcast/distribution/detail/check.hpp>
#include <tollcast/numeric/reference_laws.hpp>
#include <tollcast/trend/annual_count.hpp>
#include <tollcast/trend/detail/best_partitions.hpp>
#include <tollcast/trend/detail/level_count_partitions.hpp>
#include <tollcast/trend/detail/running_line.hpp>
#include <tollcast/trend/detail/summary_figures.hpp>
#include <tollcast/trend/level_shifts.hpp>
#include <tollcast/trend/structural_breaks.hpp>

namespace tollcast {

namespace detail {

// The search takes a time and a memory that grow with their square: seconds and 70 MB.
inline constexpr std::size_t most_years_of_levels = 2000;

inline void check_level_shifts(const level_shifts& asked) {
  if (asked.family == count_family::quasi_poisson) {
    throw invalid_input("level_shifts: quasi_poisson has no likelihood to choose shifts by; negative_binomial has");
  }
  if (asked.degree < 0 || asked.degree > 1 || (asked.degree == 1 && asked.family != count_family::log_normal)) {
    throw invalid_input("level_shifts: a degree of " + std::to_string(asked.degree) + " was given for " +
                        to_string(asked.family) + "; 0, or with log_normal 1, is possible (joinpoint fits slopes)");
  }
  const bool whole_years = asked.min_segment >= asked.degree + 2 && asked.min_segment <= 1e6 &&
                           asked.min_segment == std::floor(asked.min_segment);
  if (!whole_years && !(asked.min_segment > 0 && asked.min_segment < 1)) {
    throw invalid_input("level_shifts: min_segment is " + spelled(asked.min_segment) + "; a whole number of " +
                        std::to_string(asked.degree + 2) + " years or more, or a share between 0 and 1, is needed");
  }
  if (asked.max_shifts < 0 || asked.shifts.value_or(0) < 0) {
    throw invalid_input("level_shifts: a number of shifts must be 0 or more");
  }
  if (asked.shift_chance && !(*asked.shift_chance >= 0 && *asked.shift_chance <= 1)) {
    throw invalid_input("level_shifts: shift_chance is " + spelled(*asked.shift_chance) + "; 0 to 1 is needed");
  }
}

// Fills the years and counts that the fit uses, and the notes on the others: one of a kind.
inline void take_years(const yearly_tally& series, level_shifts_fit& fit) {
  std::string missing;
  std::string open;
  std::string middles;
  int from = 0;  // of the run of missing years that ends at `to`
  int to = 0;
  const auto join = [](std::string& list, const std::string& more) { list += (list.empty() ? "" : ", ") + more; };
  const auto close_run = [&] {
    if (from != 0) join(missing, std::to_string(from) + (to > from ? " to " + std::to_string(to) : ""));
    from = 0;
  };
  for (const annual_count& year : annual_counts(series)) {
    const std::string name = std::to_string(year.year);
    if (year.is_missing()) {
      if (from == 0) from = year.year;
      to = year.year;
      continue;
    }
    close_run();
    if (const auto middle = year.middle()) {
      fit.years.push_back(year.year);
      fit.counts.push_back(fit.family == count_family::log_normal ? *middle : std::round(*middle));
      if (!year.is_exact()) {
        join(middles, name + " (" + std::to_string(year.lower) + " to " + std::to_string(year.upper) + ") as " +
                          spelled(fit.counts.back()));
      }
    } else {
      join(open, name + " (at least " + std::to_string(year.lower) + ")");
    }
  }
  close_run();
  if (!missing.empty()) fit.notes.push_back("no figure for " + missing + ": left out");
  if (!open.empty()) fit.notes.push_back("left out, as level_shifts takes exact or rounded counts only: " + open);
  if (!middles.empty()) fit.notes.push_back("entered by the middle: " + middles);
}

inline int level_parameters(const level_shifts_fit& fit) { return fit.degree + 1; }
inline int shared_parameters(count_family family) { return family == count_family::poisson ? 0 : 1; }

inline shift_candidate shift_candidate_of(const level_shifts_fit& fit, std::span<const std::size_t> breaks,
                                          double log_likelihood, std::optional<double> size) {
  const auto m = static_cast<double>(breaks.size());
  const double q = level_parameters(fit);
  const double s = shared_parameters(fit.family);
  const double log_n = std::log(static_cast<double>(fit.years.size()));
  shift_candidate result{{}, log_likelihood, -2 * log_likelihood + log_n * (q * (m + 1) + m + s), 0, size};
  result.mdl = (m > 0 ? std::log(m) : 0) + (m + 1) * log_n + 0.5 * s * log_n - log_likelihood;
  for (std::size_t k = 0; k <= breaks.size(); ++k) {
    const auto [first, last] = segment_of(breaks, k, fit.years.size());
    result.mdl += 0.5 * q * std::log(static_cast<double>(last - first + 1));
    if (k > 0) result.since.push_back(fit.years[first]);
  }
  return result;
}

inline std::size_t chosen_candidate(const level_shifts& asked, const level_shifts_fit& fit) {
  if (asked.shifts) {
    const auto wanted = static_cast<std::size_t>(*asked.shifts);
    if (wanted < fit.candidates.size()) return wanted;
    throw cannot_answer("level_shifts: " + std::to_string(wanted) + " shifts were asked for, but the " +
                        std::to_string(fit.years.size()) + " years of " + in_quotes(fit.series) +
                        " that can be used hold at most " + std::to_string(fit.candidates.size() - 1));
  }
  const auto best = std::min_element(fit.candidates.begin(), fit.candidates.end(), [&](const auto& a, const auto& b) {
    return asked.criterion == shift_criterion::bic ? a.bic < b.bic : a.mdl < b.mdl;
  });
  return static_cast<std::size_t>(best - fit.candidates.begin());
}

// The segments' levels and slopes: averages of the counts, or least squares on their logs.
inline level_segment level_of(const level_shifts_fit& fit, std::size_t first, std::size_t last) {
  const bool logs = fit.family == count_family::log_normal;
  running_line line{fit.degree};
  for (std::size_t i = first; i <= last; ++i) {
    line.add(fit.years[i], logs ? std::log(fit.counts[i] + fit.offset) : fit.counts[i]);
  }
  const int to = last + 1 < fit.years.size() ? fit.years[last + 1] - 1 : fit.years[last];
  return {fit.years[first],
          to,
          static_cast<int>(last - first + 1),
          logs ? std::exp(line.mean_y) : line.mean_y,
          line.slope(),
          line.mean_x,
          line.xx};
}

inline trend_joint joint_between(const level_shifts_fit& fit, long before, long lower, long upper) {
  const long end = static_cast<long>(fit.years.size()) - 2;
  const auto since = [&](long last) { return fit.years[static_cast<std::size_t>(std::clamp(last, 0L, end)) + 1]; };
  return {since(before), since(std::min(before, lower)), since(std::max(before, upper))};
}

// Bai and Perron on logs: candidates, dates and the variance of the residuals.
inline void fit_log_levels(const level_shifts& asked, std::size_t shortest, std::size_t most, level_shifts_fit& fit) {
  if (*std::min_element(fit.counts.begin(), fit.counts.end()) == 0) {
    fit.offset = 0.5;
    fit.notes.push_back("a count is 0, so the logarithms are those of count + 1/2");
  }
  const std::vector<double> x(fit.years.begin(), fit.years.end());
  std::vector<double> logs;
  for (const double y : fit.counts) logs.push_back(std::log(y + fit.offset));
  const structural_breaks found(x, logs, fit.degree, shortest, most);
  const double log_n = std::log(static_cast<double>(x.size()));
  for (const auto& one : found.partitions()) {
    const auto parameters = static_cast<double>((fit.degree + 2) * static_cast<int>(one.breaks.size() + 1));
    fit.candidates.push_back(shift_candidate_of(fit, one.breaks, 0.5 * (log_n * parameters - one.bic), std::nullopt));
  }
  fit.chosen = chosen_candidate(asked, fit);
  const auto& best = found.partitions()[fit.chosen];
  fit.scatter = best.rss / static_cast<double>(x.size() - static_cast<std::size_t>(fit.degree + 1) * (fit.chosen + 1));
  for (const auto& date : found.intervals(fit.chosen, 0.95)) {
    fit.joints.push_back(joint_between(fit, date.estimate, date.lower, date.upper));
  }
}

inline void fit_count_levels(const level_shifts& asked, std::size_t shortest, std::size_t most, level_shifts_fit& fit) {
  const level_count_partitions found(fit.counts, shortest, most, fit.family == count_family::negative_binomial);
  for (const auto& one : found.best()) {
    fit.candidates.push_back(shift_candidate_of(fit, one.breaks, one.log_likelihood, one.size));
  }
  fit.chosen = chosen_candidate(asked, fit);
  const auto& best = found.best()[fit.chosen];
  const auto n = static_cast<double>(fit.years.size());
  if (best.size) fit.scatter = n / (n - static_cast<double>(fit.chosen + 1)) / *best.size;
  if (!best.size && fit.family == count_family::negative_binomial) {
    fit.family = count_family::poisson;
    fit.notes.push_back("the counts scatter about their levels no more than Poisson counts do, so the fit is Poisson");
  }
  const auto size = fit.scatter > 0 ? std::optional(1 / fit.scatter) : std::nullopt;
  const auto dates = found.date_posterior(fit.chosen, size);
  for (std::size_t k = 0; k < dates.size(); ++k) {
    const auto reached = [&](double p) {
      double sum = 0;
      long i = 0;
      while ((sum += dates[k][static_cast<std::size_t>(i)]) < p) ++i;
      return i;
    };
    fit.joints.push_back(joint_between(fit, static_cast<long>(best.breaks[k]), reached(0.025), reached(0.975)));
  }
}

inline double mean_at(const level_shifts_fit& fit, const level_segment& segment, int year) {
  return std::max(0.0, segment.level * std::exp(segment.slope * (year - segment.centre)) - fit.offset);
}

// Variance of the log of a segment's fitted mean; infinite where all its counts are 0.
inline double log_mean_variance(const level_shifts_fit& fit, const level_segment& segment, int year) {
  const double of_count = fit.scatter + (fit.family == count_family::log_normal ? 0 : 1 / segment.level);
  const double distance = year - segment.centre;
  return of_count / segment.observations + (fit.degree > 0 ? fit.scatter * distance * distance / segment.spread : 0);
}

// n less the parameters of the mean.
inline double residual_degrees(const level_shifts_fit& fit) {
  return static_cast<double>(fit.years.size()) - static_cast<double>(fit.segments.size()) * level_parameters(fit);
}

// Those of Student's t where the scatter was estimated; Poisson counts take the normal law.
inline std::optional<double> reference_degrees(const level_shifts_fit& fit) {
  if (!(fit.scatter > 0)) return std::nullopt;
  return residual_degrees(fit);
}

inline void fill_fitted_levels(const yearly_tally& series, level_shifts_fit& fit) {
  const double reach = reference_quantile(reference_degrees(fit));
  auto segment = fit.segments.begin();
  for (const year_record& record : series.years) {
    if (record.year < fit.years.front() || record.year > fit.years.back()) continue;
    if (record.year > segment->to) ++segment;
    const double mean = mean_at(fit, *segment, record.year);
    fitted_year one{record.year, record.total, mean, 0.0, 0.0};
    if (segment->level > 0) {
      const double factor = std::exp(std::min(reach * std::sqrt(log_mean_variance(fit, *segment, record.year)), 50.0));
      one.lower = std::max(0.0, (mean + fit.offset) / factor - fit.offset);
      one.upper = (mean + fit.offset) * factor - fit.offset;
    } else {
      one.upper = -std::log(0.025) / segment->observations;  // the mean that gives nothing but zeros one time in 40
    }
    fit.fitted.push_back(one);
  }
}

}  // namespace detail

TOLLCAST_INLINE level_shifts_fit level_shifts::fit(const yearly_tally& series) const {
  detail::check_level_shifts(*this);
  level_shifts_fit result{series.name, family, family, degree, {}, {}, {}, 0, {}, {}, 0, 0, 0, 0, {}, {}};
  detail::take_years(series, result);
  const std::size_t n = result.years.size();
  const auto least = static_cast<std::size_t>(degree) + 2;
  auto shortest = static_cast<std::size_t>(min_segment < 1 ? min_segment * static_cast<double>(n) : min_segment);
  shortest = std::max(shortest, least);
  if (n < shortest) {
    throw cannot_answer("level_shifts: " + std::to_string(n) + " years of " + in_quotes(series.name) +
                        " can be used; a segment takes at least " + std::to_string(shortest));
  }
  if (n > detail::most_years_of_levels) {
    throw cannot_answer("level_shifts: " + std::to_string(n) + " years of " + in_quotes(series.name) +
                        " can be used; at most " + std::to_string(detail::most_years_of_levels) + " can be searched");
  }
  result.last_year = series.years.back().year;
  const auto most = static_cast<std::size_t>(std::max(max_shifts, shifts.value_or(0)));
  if (family == count_family::log_normal) {
    detail::fit_log_levels(*this, shortest, most, result);
  } else {
    detail::fit_count_levels(*this, shortest, most, result);
  }

  const auto& since = result.candidates[result.chosen].since;
  for (std::size_t k = 0, first = 0; k <= since.size(); ++k) {
    std::size_t next = first + 1;
    while (next < n && (k == since.size() || result.years[next] != since[k])) ++next;
    result.segments.push_back(detail::level_of(result, first, next - 1));
    first = next;
  }
  if (!shifts && result.chosen > 0 && n < 15) {
    result.notes.emplace_back("of series so short that have no shift, up to three in ten show one");
  }
  const auto m = static_cast<double>(result.chosen);
  result.shift_chance = shift_chance.value_or((m + 1) / static_cast<double>(n + 1));
  detail::fill_fitted_levels(series, result);
  return result;
}

}  // namespace tollcast
