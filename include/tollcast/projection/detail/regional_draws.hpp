#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <tollcast/projection/detail/family_draws.hpp>
#include <tollcast/projection/region_shares.hpp>
#include <tollcast/projection/regional_outlook.hpp>
#include <tollcast/series/regional_tally.hpp>
#include <tollcast/series/yearly.hpp>
#include <tollcast/trend/monthly_level.hpp>

namespace tollcast::detail {

// Mean and equal-tailed interval of numbers, whose order changes.
inline bounded_estimate mean_and_ends(std::vector<double>& values, double level) {
  double sum = 0;
  for (const double value : values) sum += value;
  const auto at = [&](double p) {
    const auto rank = static_cast<std::size_t>(std::ceil(p * static_cast<double>(values.size())));
    const auto place =
        values.begin() + static_cast<std::ptrdiff_t>(std::clamp<std::size_t>(rank, 1, values.size()) - 1);
    std::nth_element(values.begin(), place, values.end());
    return *place;
  };
  return {sum / static_cast<double>(values.size()), at((1 - level) / 2), at((1 + level) / 2)};
}

// A node before the tree is made one: 0 is the total, k + 1 the region k.
struct regional_node {
  std::string name;
  std::optional<any_distribution> law = {};       // by itself; none where no figure says anything
  double known_share = 0;                         // of the year, as that law knows it
  yearly_tally past = {};                         // the years before
  std::optional<any_distribution> by_month = {};  // of a year ahead, where parts know no months
  double parts_by_year = 0;                       // the share of those, by deaths
  std::vector<std::size_t> children = {};
  count_limits limits = {};
  std::vector<std::int64_t> draws = {};
};

inline std::vector<regional_node> nodes_of(const regional_tally& series) {
  std::vector<regional_node> nodes;
  nodes.push_back({.name = series.total.name});
  for (const regional_part& part : series.parts) nodes.push_back({.name = part.series.name});
  for (std::size_t k = 0; k < series.parts.size(); ++k) {
    const auto& parent = series.parts[k].parent;
    nodes[parent ? *parent + 1 : 0].children.push_back(k + 1);
  }
  return nodes;
}

inline std::optional<std::int64_t> exact_total(const yearly_tally& past, int year) {
  for (const year_record& record : past.years) {
    if (record.year == year && record.total.is_exact()) return record.total.lower();
  }
  return std::nullopt;
}

// The years of a node and its parts, from its own first one or the first of a part to the last.
inline std::vector<counts_of_year> past_of(const std::vector<regional_node>& nodes, std::size_t node, int last) {
  int first = last;
  const auto include = [&first](const yearly_tally& past) {
    if (!past.years.empty()) first = std::min(first, past.years.front().year);
  };
  include(nodes[node].past);
  for (const std::size_t child : nodes[node].children) include(nodes[child].past);
  std::vector<counts_of_year> found;
  for (int year = first; year <= last; ++year) {
    counts_of_year& counts = found.emplace_back();
    counts.total = exact_total(nodes[node].past, year);
    std::int64_t sum = 0;
    bool all = true;
    for (const std::size_t child : nodes[node].children) {
      counts.parts.push_back(exact_total(nodes[child].past, year));
      all = all && counts.parts.back().has_value();
      sum += counts.parts.back().value_or(0);
    }
    if (!counts.total && all) counts.total = sum;
  }
  return found;
}

inline double mean_of(const draw_column& draws) {
  double sum = 0;
  for (const std::int64_t draw : draws) sum += static_cast<double>(draw) / static_cast<double>(draws.size());
  return sum;
}

// Makes the nodes one, from the leaves to the total; a family that changes carries its descendants with it.
class regional_draws {
 public:
  regional_draws(std::vector<regional_node>& nodes, const regional_options& options, int last_year, int ahead)
      : nodes_(nodes), options_(options), n_(static_cast<std::size_t>(options.draws)), effective_(double(n_)) {
    for (std::size_t node = nodes_.size(); node-- > 0;) {
      if (nodes_[node].children.empty()) {
        begin_leaf(nodes_[node]);
      } else {
        join(node, last_year, ahead);
      }
    }
  }

  double effective() const { return effective_; }
  const std::vector<std::string>& notes() const { return notes_; }

 private:
  void begin_leaf(regional_node& leaf) const {
    if (!leaf.law) return;
    leaf.limits = limits_of(*leaf.law);
    leaf.draws = even_draws(*leaf.law, n_);
  }

  void join(std::size_t at, int last_year, int ahead) {
    regional_node& node = nodes_[at];
    constexpr std::uint64_t apart = 0x9e3779b97f4a7c15;  // the golden ratio: no seed meets a node of another
    random_engine engine(options_.seed * apart + at);
    family given{.law = node.law ? &*node.law : nullptr};
    if (node.law) given.total = even_draws(*node.law, n_);
    given.alpha = alpha_of(learn_region_shares(past_of(nodes_, at, last_year), node.children.size(), ahead));
    fill_unknown(node, given, engine);
    double knows = 0;
    double weight = 0;
    for (const std::size_t child : node.children) {
      given.parts.push_back(&nodes_[child].draws);
      given.limits.push_back(nodes_[child].limits);
      const double mean = mean_of(nodes_[child].draws) + 1e-9;
      knows += mean * nodes_[child].known_share;
      weight += mean;
    }
    knows /= weight;
    constexpr double as_much = 0.1;
    given.total_speaks = node.law && node.known_share >= knows - as_much;
    given.parts_speak = !node.law || knows >= node.known_share - as_much;
    given.partly_known = node.known_share > 0;
    given.widens = at == 0 && !given.partly_known;
    if (node.by_month) {
      given.by_month = &*node.by_month;
      given.parts_by_year = node.parts_by_year;
      given.weight_of_months = node.parts_by_year * weight_of_months(ahead);
    }

    family_draws made = draw_family(given, options_.method, engine);
    note_on(node, given, knows, made);
    effective_ = std::min(effective_, made.effective);
    node.limits = sum_of(given.limits);
    if (node.law) node.limits = within(limits_of(*node.law), node.limits);
    node.known_share = std::max(node.known_share, knows);
    node.draws = std::move(made.total);
    for (std::size_t k = 0; k < node.children.size(); ++k) {
      carry(node.children[k], made.source[k], std::move(made.parts[k]), engine);
    }
  }

  // A part without any figure gets what the shares give it of the node's own law.
  void fill_unknown(regional_node& node, const family& given, random_engine& engine) {
    family open = given;
    for (const std::size_t child : node.children) open.limits.push_back(nodes_[child].limits);
    const bool any = std::any_of(node.children.begin(), node.children.end(),
                                 [this](std::size_t child) { return nodes_[child].draws.empty(); });
    if (!any) return;
    std::vector<std::size_t> unknown;
    for (std::size_t k = 0; k < node.children.size(); ++k) {
      if (nodes_[node.children[k]].draws.empty()) unknown.push_back(k);
    }
    draw_column totals;
    if (node.law) totals = even_draws_within(*node.law, within(limits_of(*node.law), sum_of(open.limits)), n_);
    if (totals.empty()) {  // then what is counted of the others says nothing of these
      totals = given.total;
      open.limits.assign(node.children.size(), {});
    }
    for (std::size_t i = 0; i < n_; ++i) {
      std::vector<std::int64_t> counts(node.children.size(), 0);
      if (node.law) counts = divided_by_shares(totals[i], open, engine);
      for (const std::size_t k : unknown) nodes_[node.children[k]].draws.push_back(counts[k]);
    }
    for (const std::size_t k : unknown) {
      notes_.push_back("no figure of " + nodes_[node.children[k]].name +
                       " says anything: it gets what is usual for a region of which nothing is known");
    }
  }

  void note_on(const regional_node& node, const family& given, double knows, const family_draws& made) {
    if (made.excluded != excluded_law::none) {
      const bool of_total = made.excluded == excluded_law::of_total;
      notes_.push_back("the law of " + (of_total ? node.name : "the parts of " + node.name) +
                       " leaves what is counted of " + (of_total ? "its parts" : "it") +
                       " less than one chance in a hundred: the law of the sum is that of the " +
                       (of_total ? "parts alone" : "total alone"));
      return;
    }
    if (options_.method != reconciliation::pooled || !node.law) return;
    const auto percent = [](double share) { return std::to_string(std::lround(100 * share)) + " %"; };
    if (made.months_speak) {
      notes_.push_back("the months of " + node.name + " speak for its parts too, as " + percent(node.parts_by_year) +
                       " of their deaths are known by year alone");
    }
    if (given.total_speaks && given.parts_speak) return;
    notes_.push_back("of " + node.name + " " + percent(node.known_share) + " of the year is known, of its parts " +
                     percent(knows) + ": the law of the sum is that of the " +
                     (given.total_speaks ? "total alone" : "parts alone"));
  }

  // New draws of a region; its parts follow, in proportion beyond what is counted of them, and theirs.
  void carry(std::size_t region, const std::vector<std::size_t>& source, draw_column values, random_engine& engine) {
    boost::random::uniform_01<double> uniform;
    std::vector<std::pair<std::size_t, draw_column>> open;
    open.emplace_back(region, std::move(values));
    while (!open.empty()) {
      auto [at, moved] = std::move(open.back());
      open.pop_back();
      const std::vector<std::size_t>& children = nodes_[at].children;
      std::vector<count_limits> limits;
      limits.reserve(children.size());
      for (const std::size_t child : children) limits.push_back(nodes_[child].limits);
      std::vector<draw_column> of_children(children.size());
      std::vector<double> weights(children.size());
      for (std::size_t i = 0; i < source.size() && !children.empty(); ++i) {
        double sum = 0;
        for (std::size_t k = 0; k < weights.size(); ++k) {
          weights[k] = static_cast<double>(nodes_[children[k]].draws[source[i]] - limits[k].lower);
          sum += weights[k];
        }
        if (!(sum > 0)) {
          for (std::size_t k = 0; k < weights.size(); ++k) weights[k] = limits[k].is_open() ? 1 : 0;
        }
        const auto counts = divided(moved[i], weights, limits, uniform(engine));
        for (std::size_t k = 0; k < counts.size(); ++k) of_children[k].push_back(counts[k]);
      }
      for (std::size_t k = 0; k < children.size(); ++k) open.emplace_back(children[k], std::move(of_children[k]));
      nodes_[at].draws = std::move(moved);
    }
  }

  std::vector<regional_node>& nodes_;
  regional_options options_;
  std::size_t n_;
  double effective_;
  std::vector<std::string> notes_;
};

}  // namespace tollcast::detail
