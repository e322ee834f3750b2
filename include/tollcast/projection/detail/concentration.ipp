#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <map>
#include <numeric>
#include <utility>

#include <boost/random/chi_squared_distribution.hpp>
#include <boost/random/gamma_distribution.hpp>

#include <tollcast/core/error.hpp>
#include <tollcast/core/nearest.hpp>
#include <tollcast/numeric/random.hpp>
#include <tollcast/projection/concentration.hpp>
#include <tollcast/projection/detail/concentration_indices.hpp>
#include <tollcast/projection/detail/regional_draws.hpp>
#include <tollcast/projection/detail/regional_year_end.ipp>

namespace tollcast {

namespace detail {

inline std::string to_string(const year_span& period) {
  return std::to_string(period.first) +
         (period.first == period.last ? "" : " to " + std::to_string(period.last));
}

inline void check_in_order(const year_span& period) {
  if (period.first <= period.last) return;
  throw invalid_input("concentrations: " + to_string(period) +
                      " was given; the last year must not come before the first");
}

// The years' own parts (months, quarters ...) of all regions, where they are the same for all and fill the year.
inline std::vector<std::vector<std::vector<double>>> cells_within_years(const std::vector<yearly_tally>& views,
                                                                        const std::vector<int>& years) {
  constexpr std::size_t fewest = 4;
  std::vector<std::vector<std::vector<double>>> found;
  for (const int year : years) {
    std::vector<const year_record*> records;
    for (const yearly_tally& view : views) {
      for (const year_record& record : view.years) {
        if (record.year == year && is_complete(record) && record.parts.size() >= fewest &&
            sum_of(record.parts) == record.total.lower()) {
          records.push_back(&record);
        }
      }
    }
    const auto same_days = [&](const year_record* record) {
      return std::equal(record->parts.begin(), record->parts.end(), records.front()->parts.begin(),
                        records.front()->parts.end(), [](const part& a, const part& b) { return a.when == b.when; });
    };
    if (records.size() != views.size() || !std::all_of(records.begin(), records.end(), same_days)) continue;
    std::vector<std::vector<double>>& cells = found.emplace_back(records.front()->parts.size());
    for (std::size_t i = 0; i < cells.size(); ++i) {
      for (const year_record* record : records) cells[i].push_back(static_cast<double>(record->parts[i].count));
    }
  }
  return found;
}

// Which way a sample's index errs.
enum class sample_bias { upwards, downwards };

// Draws less twice their bias, kept within the index's range; `plain` are the indices of the counts themselves. A bias
// the other way round is the prior's, of few deaths, and stays.
struct corrected_draws {
  double estimate;
  std::vector<double> draws;
};

inline corrected_draws corrected(std::vector<double> draws, const std::vector<double>& plain, sample_bias direction,
                                 double lowest, double highest) {
  const auto mean_of_all = [](const std::vector<double>& values) {
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
  };
  const double of_counts = mean_of_all(plain);
  const double moved = mean_of_all(draws) - of_counts;
  const double bias = direction == sample_bias::upwards ? std::max(moved, 0.0) : std::min(moved, 0.0);
  for (double& draw : draws) draw = std::clamp(draw - 2 * bias, lowest, highest);
  return {std::clamp(of_counts - bias, lowest, highest), std::move(draws)};
}

inline bounded_estimate bounded(double estimate, std::vector<double> draws, double level) {
  const bounded_estimate ends = mean_and_ends(draws, level);
  return {estimate, std::min(estimate, ends.lower), std::max(estimate, ends.upper)};
}

inline bounded_estimate bounded(const corrected_draws& found, double level) {
  return bounded(found.estimate, found.draws, level);
}

// Of draws that do not belong together: `to` less `from`, and how often it is above 0 (ties count half).
struct drawn_difference {
  bounded_estimate difference;
  double above;
};

inline drawn_difference difference_of(const corrected_draws& to, const corrected_draws& from, double level) {
  std::vector<double> differences;
  double above = 0;
  for (std::size_t i = 0; i < to.draws.size(); ++i) {
    const double one = to.draws[i] - from.draws[i];
    differences.push_back(one);
    above += one > 0 ? 1 : one < 0 ? 0 : 0.5;
  }
  const auto n = static_cast<double>(differences.size());
  return {bounded(to.estimate - from.estimate, std::move(differences), level), above / n};
}

}  // namespace detail

// The draws of the shares of one period and what follows from them.
struct concentrations::sample {
  double total = 0;
  double dispersion = 1;
  std::vector<detail::corrected_draws> shares;  // by region, not corrected: they have no bias to speak of
  std::vector<detail::corrected_draws> groups;
  detail::corrected_draws top, top_two, herfindahl, entropy, gini;
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
  learn_dispersion(detail::cells_within_years(views, years_));
}

TOLLCAST_INLINE concentrations::concentrations(const regional_tally& series, const regional_outlook& unfinished,
                                               const std::vector<region_group>& groups,
                                               const concentration_options& options)
    : concentrations(series, groups, options) {
  if (std::find(years_.begin(), years_.end(), unfinished.year) != years_.end()) return;
  years_.push_back(unfinished.year);
  counts_.emplace_back();
  for (const region_outlook& part : unfinished.parts) {
    if (part.parent) continue;
    unfinished_.push_back(part.draws);
    counts_.back().push_back(mean(part.law));
  }
}

TOLLCAST_INLINE void concentrations::learn_dispersion(const std::vector<std::vector<std::vector<double>>>& cells) {
  if (!cells.empty()) {
    detail::dispersion_squares sum;
    for (const auto& year : cells) {
      const detail::dispersion_squares one = detail::squares_of(year);
      sum.squares += one.squares;
      sum.expected += one.expected;
    }
    if (sum.expected > 0) dispersion_ = std::max(sum.squares / sum.expected, 1.0);
    return;
  }
  std::vector<double> pairs;
  for (std::size_t i = 1; i < counts_.size(); ++i) {
    if (years_[i] != years_[i - 1] + 1) continue;
    const detail::dispersion_squares one = detail::squares_of({counts_[i - 1], counts_[i]});
    if (one.expected > 0) pairs.push_back(one.squares / one.expected);
  }
  if (pairs.empty()) return;
  std::sort(pairs.begin(), pairs.end());
  dispersion_ = std::max((pairs[(pairs.size() - 1) / 2] + pairs[pairs.size() / 2]) / 2, 1.0);
}

TOLLCAST_INLINE concentrations::sample concentrations::sample_of(year_span period) const {
  detail::check_in_order(period);
  std::vector<std::vector<double>> counts;
  bool has_unfinished = false;
  for (std::size_t i = 0; i < years_.size(); ++i) {
    if (years_[i] < period.first || years_[i] > period.last) continue;
    counts.push_back(counts_[i]);
    has_unfinished = has_unfinished || (!unfinished_.empty() && i + 1 == years_.size());
  }
  const std::string asked = detail::to_string(period);
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
  std::vector<double> fixed(regions_.size(), 0);
  for (std::size_t i = 0; i + (has_unfinished ? 1 : 0) < counts.size(); ++i) {
    for (std::size_t k = 0; k < fixed.size(); ++k) fixed[k] += counts[i][k];
  }
  for (const auto& year : counts) found.total += std::accumulate(year.begin(), year.end(), 0.0);
  if (!(found.total > 0)) throw cannot_answer("concentrations: nobody died in " + asked + ", so that there are no shares");

  const detail::dispersion_squares own = detail::squares_of(counts);
  constexpr double weight_of_all = 4;
  const double degrees = weight_of_all + own.degrees;
  found.dispersion = dispersion_;
  if (own.expected > 0) {
    found.dispersion = std::max((weight_of_all * dispersion_ + own.degrees * own.squares / own.expected) / degrees, 1.0);
  }
  const auto n = static_cast<std::size_t>(options_.draws);
  random_engine engine(options_.seed + static_cast<std::uint64_t>(period.first) * 10'000 +
                       static_cast<std::uint64_t>(period.last));
  boost::random::chi_squared_distribution<double> chi_squared(degrees);
  std::vector<std::vector<double>> shares(regions_.size());
  std::vector<std::vector<double>> plain_shares(regions_.size());
  std::vector<std::vector<double>> indices(5);
  std::vector<std::vector<double>> plain(5);
  const auto keep = [](std::vector<std::vector<double>>& kept, const detail::concentration_indices& one) {
    const double values[] = {one.top, one.top_two, one.herfindahl, one.entropy, one.gini};
    for (std::size_t j = 0; j < 5; ++j) kept[j].push_back(values[j]);
  };
  const double prior = 1 / static_cast<double>(regions_.size());
  std::vector<double> at = fixed;
  std::vector<double> weights(regions_.size());
  for (std::size_t i = 0; i < n; ++i) {
    double sum = 0;
    for (std::size_t k = 0; k < fixed.size(); ++k) {
      if (has_unfinished) at[k] = fixed[k] + static_cast<double>(unfinished_[k][i % unfinished_[k].size()]);
      sum += at[k];
    }
    const double phi = std::max(found.dispersion * degrees / chi_squared(engine), 1.0);
    double drawn = 0;
    for (std::size_t k = 0; k < fixed.size(); ++k) {
      weights[k] = boost::random::gamma_distribution<double>(at[k] / phi + prior, 1.0)(engine);
      drawn += weights[k];
    }
    if (!(drawn > 0)) weights = at, drawn = sum;
    for (std::size_t k = 0; k < fixed.size(); ++k) {
      shares[k].push_back(drawn > 0 ? weights[k] / drawn : prior);
      plain_shares[k].push_back(sum > 0 ? at[k] / sum : prior);
    }
    keep(indices, detail::indices_of(drawn > 0 ? weights : std::vector<double>(fixed.size(), prior)));
    if (has_unfinished || i == 0) {
      keep(plain, detail::indices_of(sum > 0 ? at : std::vector<double>(fixed.size(), prior)));
    }
  }
  const double k = static_cast<double>(regions_.size());
  found.top = detail::corrected(std::move(indices[0]), plain[0], detail::sample_bias::upwards, 1 / k, 1);
  found.top_two = detail::corrected(std::move(indices[1]), plain[1], detail::sample_bias::upwards, std::min(2 / k, 1.0), 1);
  found.herfindahl = detail::corrected(std::move(indices[2]), plain[2], detail::sample_bias::upwards, 1 / k, 1);
  found.entropy = detail::corrected(std::move(indices[3]), plain[3], detail::sample_bias::downwards, 0, std::log(k));
  found.gini = detail::corrected(std::move(indices[4]), plain[4], detail::sample_bias::upwards, 0, 1 - 1 / k);
  const auto mean_of_all = [](const std::vector<double>& values) {
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
  };
  for (const auto& members : members_) {
    detail::corrected_draws group{0, std::vector<double>(n, 0)};
    for (const std::size_t member : members) {
      for (std::size_t i = 0; i < n; ++i) group.draws[i] += shares[member][i];
      group.estimate += mean_of_all(plain_shares[member]);
    }
    found.groups.push_back(std::move(group));
  }
  for (std::size_t region = 0; region < regions_.size(); ++region) {
    found.shares.push_back({mean_of_all(plain_shares[region]), std::move(shares[region])});
  }
  return found;
}

TOLLCAST_INLINE concentration concentrations::of(year_span period) const {
  sample drawn = sample_of(period);
  const double level = options_.level;
  concentration found{};
  found.years = period;
  found.total = drawn.total;
  found.dispersion = drawn.dispersion;
  for (const auto& share : drawn.shares) found.shares.push_back(detail::bounded(share, level));
  for (const auto& share : drawn.groups) found.groups.push_back(detail::bounded(share, level));
  found.top_share = detail::bounded(drawn.top, level);
  found.top_two_share = detail::bounded(drawn.top_two, level);
  found.herfindahl = detail::bounded(drawn.herfindahl, level);
  found.gini = detail::bounded(drawn.gini, level);
  const bounded_estimate entropy = detail::bounded(drawn.entropy, level);
  found.effective_number = {std::exp(entropy.estimate), std::exp(entropy.lower), std::exp(entropy.upper)};
  found.notes = std::move(drawn.notes);
  return found;
}

namespace detail {

inline void check_apart(year_span from, year_span to) {
  if (from.last < to.first || to.last < from.first) return;
  throw invalid_input("concentrations: " + to_string(from) + " and " + to_string(to) +
                      " overlap; two periods without a common year are needed");
}

}  // namespace detail

TOLLCAST_INLINE concentration_change concentrations::change(year_span from, year_span to) const {
  detail::check_apart(from, to);
  const auto found =
      detail::difference_of(sample_of(to).herfindahl, sample_of(from).herfindahl, options_.level);
  return {from, to, found.above, found.difference};
}

TOLLCAST_INLINE std::vector<group_change> concentrations::group_changes(year_span from, year_span to) const {
  detail::check_apart(from, to);
  const sample before = sample_of(from);
  const sample after = sample_of(to);
  std::vector<group_change> found;
  for (std::size_t g = 0; g < groups_.size(); ++g) {
    const auto moved = detail::difference_of(after.groups[g], before.groups[g], options_.level);
    found.push_back({groups_[g].name, from, to, detail::bounded(before.groups[g], options_.level),
                     detail::bounded(after.groups[g], options_.level), moved.difference, moved.above});
  }
  return found;
}

TOLLCAST_INLINE std::vector<group_trend> concentrations::group_trends(year_span period) const {
  detail::check_in_order(period);
  std::vector<group_trend> found;
  for (std::size_t g = 0; g < groups_.size(); ++g) {
    std::vector<share_of_year> shares;
    for (std::size_t i = 0; i + (unfinished_.empty() ? 0 : 1) < years_.size(); ++i) {
      if (years_[i] < period.first || years_[i] > period.last) continue;
      share_of_year one{years_[i], 0, std::accumulate(counts_[i].begin(), counts_[i].end(), 0.0)};
      for (const std::size_t member : members_[g]) one.count += counts_[i][member];
      shares.push_back(one);
    }
    found.push_back({groups_[g].name, period, fit_share_trend(shares, options_.level)});
  }
  return found;
}

}  // namespace tollcast
