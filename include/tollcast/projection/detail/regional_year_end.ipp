#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>

#include <tollcast/core/error.hpp>
#include <tollcast/numeric/parallel.hpp>
#include <tollcast/projection/detail/regional_draws.hpp>
#include <tollcast/projection/regional_year_end.hpp>
#include <tollcast/trend/annual_count.hpp>
#include <tollcast/trend/count_models.hpp>
#include <tollcast/trend/monthly_level.hpp>

namespace tollcast {

namespace detail {

inline void check_regions(const regional_tally& series, const regional_options& options) {
  check_draws("project_regional_year_end", options.draws);
  if (series.parts.empty())
    throw cannot_answer(place_of(series.total) + ": it has no regions; rows with one are needed");
}

// The result, once the draws of the nodes are one.
inline regional_outlook outlook_of(const regional_tally& series, std::vector<regional_node>& nodes, int year,
                                   const regional_draws& made) {
  draw_column total = std::move(nodes[0].draws);
  regional_outlook found{
      series.total.name, year,        nodes[0].limits.lower, !nodes[0].limits.is_open(), total, empirical(total), {},
      made.effective(),  series.notes};
  for (std::size_t k = 0; k < series.parts.size(); ++k) {
    regional_node& node = nodes[k + 1];
    std::vector<double> shares;
    for (std::size_t i = 0; i < total.size(); ++i) {
      if (total[i] > 0) shares.push_back(static_cast<double>(node.draws[i]) / static_cast<double>(total[i]));
    }
    if (shares.empty()) shares.push_back(0);
    empirical law(node.draws);
    found.parts.push_back({node.name, series.parts[k].parent, node.limits.lower, !node.limits.is_open(),
                           std::move(node.draws), std::move(law), mean_and_ends(shares, 0.95)});
  }
  found.notes.insert(found.notes.end(), made.notes().begin(), made.notes().end());
  if (made.effective() < static_cast<double>(total.size()) / 10) {
    found.notes.push_back("the laws of the total and of its parts hardly overlap: the " + std::to_string(total.size()) +
                          " joint draws are worth " + std::to_string(std::lround(made.effective())));
  }
  return found;
}

// What is known of a region on the day, with a place for the year before the one asked for.
inline tally reaching(const tally& region, std::optional<sys_days> as_of, int year) {
  tally seen = as_of ? known_on(region, *as_of) : region;
  int last = 0;
  for (const observation& row : seen.rows) last = std::max(last, year_of(row.when.last()));
  if (!seen.rows.empty() && last < year - 1) seen.rows.push_back({whole_year(year - 1), count::not_known()});
  return seen;
}

// The years up to `last`, with places for those without a figure.
inline yearly_tally years_up_to(const tally& series, int last) {
  tally seen{series.name, {}, series.origin};
  for (const observation& row : series.rows) {
    if (year_of(row.when.last()) <= last) seen.rows.push_back(row);
  }
  if (seen.rows.empty()) return {series.name, {}, {}};
  yearly_tally view = yearly(seen);
  while (view.years.back().year < last) view.years.push_back({view.years.back().year + 1});
  return view;
}

// Of what the parts of each node have counted in all years, the share of those whose laws know no months; 0 for leaves.
inline std::vector<double> shares_known_by_year(const std::vector<regional_node>& nodes) {
  std::vector<double> shares(nodes.size(), 0);
  for (std::size_t node = nodes.size(); node-- > 0;) {  // children come after their parent
    double all = 0;
    double by_year = 0;
    for (const std::size_t child : nodes[node].children) {
      const yearly_tally& past = nodes[child].past;
      double deaths = 0;
      for (const annual_count& year : annual_counts(past)) {
        if (!year.is_missing()) deaths += year.middle().value_or(static_cast<double>(year.lower));
      }
      all += deaths;
      if (past.years.empty() || is_known_by_month(past)) continue;
      by_year += nodes[child].children.empty() ? deaths : deaths * shares[child];
    }
    if (all > 0) shares[node] = by_year / all;
  }
  return shares;
}

}  // namespace detail

TOLLCAST_INLINE regional_year_end project_regional_year_end(const regional_tally& series, const year_end_options& year,
                                                            const regional_options& options) {
  detail::check_regions(series, options);
  year_end total = project_year_end(series.total, year);
  std::vector<detail::regional_node> nodes = detail::nodes_of(series);
  const auto take = [](detail::regional_node& node, const year_end& alone) {
    node.law = alone.total;
    node.known_share = detail::limits_of(*node.law).is_open() ? alone.known_share : 1;
    node.past = {alone.series, alone.history, {}};
  };
  take(nodes[0], total);
  parallel_for(series.parts.size(), options.threads, [&](std::size_t k) {
    const tally seen = detail::reaching(series.parts[k].series, year.as_of, total.year);
    if (seen.rows.empty()) return;
    try {
      take(nodes[k + 1], project_year_end(seen, {.as_of = {}, .year = total.year, .model = year.model}));
    } catch (const cannot_answer&) {
      nodes[k + 1].law.reset();
    }
  });
  const detail::regional_draws made(nodes, options, total.year - 1, 1);
  return {detail::outlook_of(series, nodes, total.year, made), std::move(total)};
}

TOLLCAST_INLINE std::vector<regional_outlook> project_regional_years_ahead(const regional_tally& series, int years,
                                                                           const std::string& model,
                                                                           const regional_options& options) {
  detail::check_regions(series, options);
  if (years < 1) throw invalid_input("project_regional_years_ahead: one year or more is needed");
  const count_model fitted = named_count_model(model);
  std::optional<int> last;
  for (const year_record& record : yearly(series.total).years) {
    if (is_complete(record)) last = record.year;
  }
  if (!last) throw cannot_answer(place_of(series.total) + ": no year's total is known; one is needed");

  std::vector<std::optional<count_forecast>> forecasts(series.parts.size() + 1);
  std::vector<detail::regional_node> nodes = detail::nodes_of(series);
  nodes[0].past = detail::years_up_to(series.total, *last);
  forecasts[0] = fitted.forecast(nodes[0].past, years);
  parallel_for(series.parts.size(), options.threads, [&](std::size_t k) {
    nodes[k + 1].past = detail::years_up_to(series.parts[k].series, *last);
    if (nodes[k + 1].past.years.empty()) return;
    try {
      forecasts[k + 1] = fitted.forecast(nodes[k + 1].past, years);
    } catch (const cannot_answer&) {
    }
  });
  std::vector<std::vector<tabulated>> by_month(nodes.size());
  const bool asks_months = model == "auto" && options.method == reconciliation::pooled;
  const std::vector<double> known_by_year = detail::shares_known_by_year(nodes);
  for (std::size_t node = 0; node < nodes.size() && asks_months; ++node) {
    if (nodes[node].past.years.empty() || !is_known_by_month(nodes[node].past)) continue;
    nodes[node].parts_by_year = known_by_year[node];
    if (nodes[node].parts_by_year > 0) by_month[node] = years_from_months(nodes[node].past, years);
  }
  std::vector<regional_outlook> outlooks;
  for (int h = 1; h <= years; ++h) {
    std::vector<detail::regional_node> at = nodes;
    for (std::size_t node = 0; node < at.size(); ++node) {
      const auto year = static_cast<std::size_t>(h - 1);
      if (forecasts[node]) at[node].law = forecasts[node]->years[year];
      if (!by_month[node].empty()) at[node].by_month = by_month[node][year];
    }
    const detail::regional_draws made(at, options, *last, h);
    regional_outlook& found = outlooks.emplace_back(detail::outlook_of(series, at, *last + h, made));
    found.observed = 0;
    found.complete = false;
    for (region_outlook& part : found.parts) {
      part.observed = 0;
      part.complete = false;
    }
  }
  return outlooks;
}

}  // namespace tollcast
