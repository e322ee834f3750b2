#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <map>
#include <numeric>
#include <utility>

#include <tollcast/core/error.hpp>
#include <tollcast/core/nearest.hpp>
#include <tollcast/numeric/parallel.hpp>
#include <tollcast/numeric/random.hpp>
#include <tollcast/numeric/reference_laws.hpp>
#include <tollcast/projection/concentration.hpp>
#include <tollcast/projection/detail/concentration_cells.hpp>
#include <tollcast/projection/detail/concentration_indices.hpp>
#include <tollcast/projection/detail/regional_draws.hpp>
#include <tollcast/projection/detail/share_posterior.hpp>

namespace tollcast {

// The draws of the shares of one period and what follows from them.
struct concentrations::sample {
  double total = 0;
  double dispersion = 1;
  std::vector<std::vector<double>> shares;  // of the regions, where they are wanted, and then of the groups
  std::vector<double> share_of_counts;      // as counted
  std::vector<double> top, top_two, herfindahl, entropy, gini;
  std::vector<std::string> notes;
};

TOLLCAST_INLINE concentrations::concentrations(const regional_tally& series, const std::vector<region_group>& groups,
                                               const concentration_options& options)
    : options_(options), groups_(groups) {
  detail::check_draws("concentrations", options.draws);
  if (!(options.level > 0 && options.level < 1)) {
    throw invalid_input("concentrations: a level of " + std::to_string(options.level) +
                        " was given; one between 0 and 1 is needed");
  }
  std::vector<yearly_tally> views;
  for (const regional_part& part : series.parts) {
    if (part.parent) continue;
    regions_.push_back(part.series.name);
    views.push_back(part.series.rows.empty() ? yearly_tally{part.series.name, {}, {}} : yearly(part.series));
  }
  if (regions_.empty()) throw cannot_answer(place_of(series.total) + ": it has no regions; rows with one are needed");
  for (const region_group& group : groups_) {
    if (group.regions.empty()) throw invalid_input("group " + in_quotes(group.name) + ": it names no region");
    std::vector<std::size_t>& members = members_.emplace_back();
    for (const std::string& region : group.regions) {
      const auto at = std::find(regions_.begin(), regions_.end(), region);
      if (at == regions_.end()) {
        throw invalid_input("group " + in_quotes(group.name) + ": " + in_quotes(region) + " is not a region; " +
                            did_you_mean(region, regions_));
      }
      const auto index = static_cast<std::size_t>(at - regions_.begin());
      if (std::find(members.begin(), members.end(), index) == members.end()) members.push_back(index);
    }
  }
  std::map<int, std::vector<double>> by_year;
  for (const yearly_tally& view : views) {
    for (const year_record& record : view.years) {
      if (is_complete(record)) by_year[record.year].push_back(static_cast<double>(record.total.lower()));
    }
  }
  for (auto& [year, counts] : by_year) {
    if (counts.size() != regions_.size()) continue;
    years_.push_back(year);
    counts_.push_back(std::move(counts));
  }
  if (years_.empty()) {
    throw cannot_answer(place_of(series.total) + ": no year has a figure for each of its regions; one is needed");
  }
  const auto cells = detail::cells_within_years(views, years_);
  const auto learnt = cells.empty() ? detail::dispersion_between(years_, counts_) : detail::dispersion_within(cells);
  dispersion_ = learnt.dispersion;
  degrees_ = learnt.degrees;
}

TOLLCAST_INLINE concentrations::concentrations(const regional_tally& series, const regional_outlook& unfinished,
                                               const std::vector<region_group>& groups,
                                               const concentration_options& options)
    : concentrations(series, groups, options) {
  const auto place = std::lower_bound(years_.begin(), years_.end(), unfinished.year);
  if (place != years_.end() && *place == unfinished.year) return;
  const auto at = place - years_.begin();
  unfinished_at_ = static_cast<std::size_t>(at);
  years_.insert(place, unfinished.year);
  std::vector<double> means;
  for (const region_outlook& part : unfinished.parts) {
    if (part.parent) continue;
    unfinished_.push_back(part.draws);
    means.push_back(mean(part.law));
  }
  counts_.insert(counts_.begin() + at, std::move(means));
}

TOLLCAST_INLINE concentrations::sample concentrations::sample_of(year_span period, bool with_regions) const {
  detail::check_in_order(period);
  std::vector<std::vector<double>> counts;
  bool has_unfinished = false;
  std::vector<double> fixed(regions_.size(), 0);  // of the finished years
  for (std::size_t i = 0; i < years_.size(); ++i) {
    if (years_[i] < period.first || years_[i] > period.last) continue;
    counts.push_back(counts_[i]);
    if (i == unfinished_at_) {
      has_unfinished = true;
      continue;
    }
    for (std::size_t k = 0; k < fixed.size(); ++k) fixed[k] += counts_[i][k];
  }
  const std::string asked = detail::spelled_years(period);
  if (counts.empty()) {
    throw cannot_answer("concentrations: no year of " + asked + " has a figure for each region; the years from " +
                        std::to_string(years_.front()) + " to " + std::to_string(years_.back()) + " can be asked for");
  }
  sample found;
  const auto missing = period.last - period.first + 1 - static_cast<int>(counts.size());
  if (missing > 0) {
    found.notes.push_back(asked + ": " + std::to_string(missing) + (missing == 1 ? " year" : " years") +
                          " without a figure for each region left out");
  }
  for (const auto& year : counts) found.total += std::accumulate(year.begin(), year.end(), 0.0);
  if (!(found.total > 0))
    throw cannot_answer("concentrations: nobody died in " + asked + ", so that there are no shares");

  const detail::dispersion_squares own = detail::squares_of(counts);
  constexpr double weight_of_all = 4;
  double degrees = degrees_;
  found.dispersion = dispersion_;
  if (own.expected > 0) {
    degrees = weight_of_all + own.degrees;
    found.dispersion =
        std::max((weight_of_all * dispersion_ + own.degrees * own.squares / own.expected) / degrees, 1.0);
  }
  const auto n = static_cast<std::size_t>(options_.draws);
  random_engine engine(options_.seed + static_cast<std::uint64_t>(period.first) * 10'000 +
                       static_cast<std::uint64_t>(period.last));
  // phi at the middles of as many equal parts of its law, and counts as they are at so many joint draws
  const std::size_t nodes = has_unfinished ? 97 : 9;
  const auto place_of_phi = [nodes](std::size_t node) { return (node * 77) % nodes; };
  for (auto* kept : {&found.top, &found.top_two, &found.herfindahl, &found.entropy, &found.gini}) kept->reserve(n);
  std::vector<std::vector<std::size_t>> groups;  // every region by itself, then the groups
  for (std::size_t k = 0; with_regions && k < regions_.size(); ++k) groups.push_back({k});
  groups.insert(groups.end(), members_.begin(), members_.end());
  found.shares.resize(groups.size());
  found.share_of_counts.resize(groups.size());
  std::vector<double> at = fixed;
  for (std::size_t node = 0; node < nodes; ++node) {
    double sum = 0;
    for (std::size_t k = 0; k < fixed.size(); ++k) {
      if (has_unfinished) at[k] = fixed[k] + static_cast<double>(unfinished_[k][unfinished_[k].size() * node / nodes]);
      sum += at[k];
    }
    const double p = (static_cast<double>(place_of_phi(node)) + 0.5) / static_cast<double>(nodes);
    const std::size_t from = n * node / nodes;
    const std::size_t up_to = n * (node + 1) / nodes;
    const double weight = static_cast<double>(up_to - from) / static_cast<double>(n);
    const double phi = std::max(found.dispersion * degrees / chi_squared_quantile(p, degrees), 1.0);
    std::vector<double> counts_in_effect = at;
    for (double& count : counts_in_effect) count /= phi;
    detail::share_posterior posterior(counts_in_effect);
    for (std::size_t g = 0; g < groups.size(); ++g) {
      double count = 0;
      for (const std::size_t member : groups[g]) count += at[member];
      detail::add_draws_of_one_share(found.shares[g], count / phi, (sum - count) / phi, up_to, engine);
      const auto of_all = static_cast<double>(groups[g].size()) / static_cast<double>(regions_.size());
      const double share = sum > 0 ? count / sum : of_all;
      found.share_of_counts[g] = has_unfinished ? found.share_of_counts[g] + share * weight : share;
    }
    for (std::size_t i = from; i < up_to; ++i) {
      const detail::concentration_indices one = detail::indices_of(posterior.sample(engine));
      found.top.push_back(one.top);
      found.top_two.push_back(one.top_two);
      found.herfindahl.push_back(one.herfindahl);
      found.entropy.push_back(one.entropy);
      found.gini.push_back(one.gini);
    }
  }
  return found;
}

TOLLCAST_INLINE bounded_estimate concentrations::share_within(const sample& drawn, std::size_t at) const {
  std::vector<double> draws = drawn.shares[at];
  const bounded_estimate around = detail::mean_and_ends(draws, options_.level);
  const double counted = drawn.share_of_counts[at];
  return {counted, std::min(counted, around.lower), std::max(counted, around.upper)};
}

TOLLCAST_INLINE concentration concentrations::measured(year_span period, bool with_regions) const {
  sample drawn = sample_of(period, with_regions);
  concentration found{};
  found.years = period;
  found.total = drawn.total;
  found.dispersion = drawn.dispersion;
  const auto ends = [this](std::vector<double> draws) { return detail::mean_and_shortest(draws, options_.level); };
  const std::size_t regions = with_regions ? regions_.size() : 0;
  for (std::size_t at = 0; at < drawn.shares.size(); ++at) {
    (at < regions ? found.shares : found.groups).push_back(share_within(drawn, at));
  }
  found.top_share = ends(drawn.top);
  found.top_two_share = ends(drawn.top_two);
  found.herfindahl = ends(drawn.herfindahl);
  found.gini = ends(drawn.gini);
  for (double& one : drawn.entropy) one = std::exp(one);
  found.effective_number = ends(drawn.entropy);
  found.notes = std::move(drawn.notes);
  return found;
}

TOLLCAST_INLINE concentration concentrations::of(year_span period) const { return measured(period, true); }

TOLLCAST_INLINE std::vector<concentration> concentrations::each_year() const {
  std::vector<int> with_deaths;
  for (std::size_t i = 0; i < years_.size(); ++i) {
    if (std::accumulate(counts_[i].begin(), counts_[i].end(), 0.0) > 0) with_deaths.push_back(years_[i]);
  }
  std::vector<concentration> found(with_deaths.size());
  parallel_for(with_deaths.size(), 0, [&](std::size_t i) {
    found[i] = measured({with_deaths[i], with_deaths[i]}, false);
  });
  return found;
}

TOLLCAST_INLINE concentration_change concentrations::change(year_span from, year_span to) const {
  detail::check_apart(from, to);
  const sample before = sample_of(from, false);
  const sample after = sample_of(to, false);
  const auto index = detail::difference_of(after.herfindahl, before.herfindahl, options_.level);
  concentration_change found{from, to, index.above, index.difference, {}};
  for (std::size_t g = 0; g < groups_.size(); ++g) {
    const auto moved = detail::difference_of(after.shares[g], before.shares[g], options_.level);
    found.groups.push_back(
        {groups_[g].name, share_within(before, g), share_within(after, g), moved.difference, moved.above});
  }
  return found;
}

TOLLCAST_INLINE std::vector<group_trend> concentrations::group_trends(year_span period) const {
  detail::check_in_order(period);
  std::vector<group_trend> found;
  for (std::size_t g = 0; g < groups_.size(); ++g) {
    std::vector<share_of_year> shares;
    for (std::size_t i = 0; i < years_.size(); ++i) {
      if (i == unfinished_at_ || years_[i] < period.first || years_[i] > period.last) continue;
      share_of_year one{years_[i], 0, std::accumulate(counts_[i].begin(), counts_[i].end(), 0.0)};
      for (const std::size_t member : members_[g]) one.count += counts_[i][member];
      shares.push_back(one);
    }
    found.push_back({groups_[g].name, period, fit_share_trend(shares, options_.level)});
  }
  return found;
}

}  // namespace tollcast
