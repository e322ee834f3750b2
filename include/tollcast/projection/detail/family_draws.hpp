#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <span>
#include <string>
#include <vector>

#include <boost/random/binomial_distribution.hpp>
#include <boost/random/gamma_distribution.hpp>
#include <boost/random/uniform_01.hpp>
#include <boost/random/uniform_int_distribution.hpp>

#include <tollcast/core/error.hpp>
#include <tollcast/numeric/random.hpp>
#include <tollcast/projection/detail/count_limits.hpp>
#include <tollcast/projection/detail/pooled_totals.hpp>
#include <tollcast/projection/reconciliation.hpp>

namespace tollcast::detail {

using draw_column = std::vector<std::int64_t>;

// A node of the tree and its parts, before they are made one. Every column has the same number of draws.
struct family {
  const any_distribution* law = nullptr;  // of the total by itself; none: the parts alone speak
  draw_column total = {};                 // its draws, increasing
  std::vector<const draw_column*> parts = {};
  std::vector<count_limits> limits = {};  // of the parts
  std::vector<double> alpha = {};         // of the Dirichlet law of the shares
  bool total_speaks = true;               // which of the two laws of the total the pooled one uses
  bool parts_speak = true;
  bool partly_known = false;                   // a year of which something is counted
  bool widens = false;                         // the pooled law has wide tails
  const any_distribution* by_month = nullptr;  // what the total's months say, where the parts' laws know fewer
  double weight_of_months = 0;
  double parts_by_year = 0;  // the share of the parts, by deaths, whose laws know no months
};

// Which of the two laws of a sum leaves what is counted on the other side less than one chance in a hundred.
enum class excluded_law { none, of_total, of_parts };

// The node and its parts, one. Draw i of part k was draw source[k][i] of that part, and is parts[k][i] now.
struct family_draws {
  draw_column total = {};
  std::vector<draw_column> parts = {};
  std::vector<std::vector<std::size_t>> source = {};
  double effective = 0;
  excluded_law excluded = excluded_law::none;
  bool months_speak = false;  // for the parts
};

inline void check_draws(const char* who, int draws) {
  if (draws >= 100 && draws <= 100'000) return;
  throw invalid_input(std::string(who) + ": " + std::to_string(draws) +
                      " draws were asked for; 100 to 100000 are needed");
}

// The quantiles in the middle of n equal parts of the probability, increasing.
inline draw_column even_draws(const any_distribution& law, std::size_t n) {
  draw_column draws;
  for (std::size_t i = 0; i < n; ++i) {
    draws.push_back(quantile(law, (static_cast<double>(i) + 0.5) / static_cast<double>(n)));
  }
  return draws;
}

constexpr double least_chance = 0.01;

// The same of the law given that it lies within limits; none where that has less than the least chance.
inline draw_column even_draws_within(const any_distribution& law, const count_limits& limits, std::size_t n) {
  const count_limits widest = limits_of(law);
  const double below = limits.lower > widest.lower ? cdf(law, limits.lower - 1) : 0;
  const double inside = (limits.upper < widest.upper ? cdf(law, limits.upper) : 1) - below;
  draw_column draws;
  for (std::size_t i = 0; i < n && inside >= least_chance; ++i) {
    const double p = below + inside * ((static_cast<double>(i) + 0.5) / static_cast<double>(n));
    draws.push_back(std::clamp(quantile(law, p), limits.lower, limits.upper));
  }
  return draws;
}

// As many of the increasing draws that lie within limits; none where these are less than the least chance of them.
inline draw_column draws_within(const draw_column& draws, const count_limits& limits) {
  const std::size_t n = draws.size();
  const auto first = std::lower_bound(draws.begin(), draws.end(), limits.lower);
  const std::span<const std::int64_t> inside(first, std::upper_bound(first, draws.end(), limits.upper));
  draw_column kept;
  for (std::size_t i = 0; i < n && static_cast<double>(inside.size()) >= least_chance * static_cast<double>(n); ++i) {
    kept.push_back(evenly_chosen(inside, i, n));
  }
  return kept;
}

inline std::vector<double> alpha_of(const region_share_law& law) {
  std::vector<double> alpha = law.shares;
  for (double& one : alpha) one *= law.concentration;
  return alpha;
}

inline std::vector<std::size_t> shuffled(std::size_t n, random_engine& engine) {
  std::vector<std::size_t> order(n);
  std::iota(order.begin(), order.end(), std::size_t{0});
  for (std::size_t i = n; i > 1; --i) {
    std::swap(order[i - 1], order[boost::random::uniform_int_distribution<std::size_t>(0, i - 1)(engine)]);
  }
  return order;
}

// A total divided by the Dirichlet-multinomial law, given what is counted of each part.
inline std::vector<std::int64_t> divided_by_shares(std::int64_t total, const family& given, random_engine& engine) {
  std::vector<double> weights;
  for (std::size_t k = 0; k < given.limits.size(); ++k) {
    if (!given.limits[k].is_open()) {
      weights.push_back(0);
      continue;
    }
    const double known = static_cast<double>(given.limits[k].lower);
    weights.push_back(boost::random::gamma_distribution<double>(given.alpha[k] + known, 1.0)(engine) + 1e-200);
  }
  const std::int64_t rest = total - sum_of(given.limits).lower;
  const double u = boost::random::uniform_01<double>()(engine);
  if (rest > 1'000'000'000) return divided(total, weights, given.limits, u);  // the shares alone make the spread
  std::vector<std::int64_t> counts;
  double left = std::accumulate(weights.begin(), weights.end(), 0.0);
  std::int64_t remaining = std::max<std::int64_t>(rest, 0);
  for (std::size_t k = 0; k < weights.size(); ++k) {
    std::int64_t more = 0;
    if (weights[k] > 0 && remaining > 0) {
      const double p = std::min(weights[k] / left, 1.0);
      const bool is_last = std::all_of(weights.begin() + static_cast<std::ptrdiff_t>(k) + 1, weights.end(),
                                       [](double weight) { return weight == 0; });
      more = is_last || p >= 1 ? remaining
                               : boost::random::binomial_distribution<std::int64_t, double>(remaining, p)(engine);
    }
    counts.push_back(given.limits[k].lower + more);
    remaining -= more;
    left = std::max(left - weights[k], 1e-300);
  }
  keep_within(counts, given.limits);
  return counts;
}

// The parts' own draws joined at random.
class joined_parts {
 public:
  joined_parts(const family& given, std::size_t proposals, random_engine& engine)
      : given_(&given), sums_(proposals, 0) {
    const std::size_t n = given.parts.front()->size();
    for (const draw_column* part : given.parts) {
      std::vector<std::size_t>& index = source_.emplace_back();
      while (index.size() < proposals) {
        const std::vector<std::size_t> more = shuffled(n, engine);
        index.insert(index.end(), more.begin(), more.end());
      }
      for (std::size_t i = 0; i < proposals; ++i) sums_[i] += (*part)[index[i]];
    }
  }

  const draw_column& sums() const { return sums_; }
  std::int64_t value(std::size_t part, std::size_t proposal) const {
    return (*given_->parts[part])[source_[part][proposal]];
  }
  // Takes proposal i for the next draw, with other counts.
  void add_to(family_draws& made, std::size_t i, const std::vector<std::int64_t>& counts) const {
    std::int64_t sum = 0;
    for (std::size_t k = 0; k < counts.size(); ++k) {
      made.parts[k].push_back(counts[k]);
      made.source[k].push_back(source_[k][i]);
      sum += counts[k];
    }
    made.total.push_back(sum);
  }

 private:
  const family* given_;
  std::vector<std::vector<std::size_t>> source_;
  draw_column sums_;
};

// Numbers of the draws in the order of their values.
inline std::vector<std::size_t> order_of(const draw_column& values) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
  return order;
}

inline family_draws draw_by_conditioning(const family& given, const joined_parts& joined, std::size_t n,
                                         random_engine& engine) {
  std::vector<double> log_weights;
  for (const std::int64_t sum : joined.sums()) log_weights.push_back(log_pmf(*given.law, sum));
  const double largest = *std::max_element(log_weights.begin(), log_weights.end());
  if (std::isinf(largest)) {
    throw cannot_answer("reconcile: no draw of the parts adds up to a total that its own law holds possible");
  }
  for (double& weight : log_weights) weight = std::exp(weight - largest);
  const double u = boost::random::uniform_01<double>()(engine);
  family_draws made{{}, std::vector<draw_column>(given.parts.size()), {}, effective_number_of(log_weights)};
  made.source.resize(given.parts.size());
  std::vector<std::int64_t> counts(given.parts.size());
  for (const std::size_t i : resampled(log_weights, n, u)) {
    for (std::size_t k = 0; k < counts.size(); ++k) counts[k] = joined.value(k, i);
    joined.add_to(made, i, counts);
  }
  return made;
}

inline family_draws draw_family(const family& given, reconciliation method, random_engine& engine) {
  constexpr std::size_t proposals_a_draw = 8;
  const std::size_t n = given.parts.front()->size();
  const std::size_t parts = given.parts.size();
  if (given.law == nullptr) method = reconciliation::bottom_up;
  const bool conditions = method == reconciliation::conditioning;
  const joined_parts joined(given, conditions ? n * proposals_a_draw : n, engine);
  if (conditions) return draw_by_conditioning(given, joined, n, engine);

  family_draws made{{}, std::vector<draw_column>(parts), std::vector<std::vector<std::size_t>>(parts), double(n)};
  const std::vector<std::size_t> order = order_of(joined.sums());
  draw_column sums;
  for (const std::size_t i : order) sums.push_back(joined.sums()[i]);
  const count_limits all = sum_of(given.limits);
  const count_limits widest = given.law == nullptr ? count_limits{} : limits_of(*given.law);
  const count_limits own = within(widest, all);
  const bool is_cut = own.lower > widest.lower || own.upper < widest.upper;
  const draw_column p = given.law != nullptr && is_cut ? even_draws_within(*given.law, own, n) : given.total;
  draw_column q = draws_within(sums, own);
  bool total_speaks = method == reconciliation::top_down || (method == reconciliation::pooled && given.total_speaks);
  bool parts_speak = method == reconciliation::bottom_up || (method == reconciliation::pooled && given.parts_speak);
  if (own.is_open() && total_speaks && p.empty() && !q.empty()) made.excluded = excluded_law::of_total;
  if (own.is_open() && parts_speak && q.empty() && !p.empty()) made.excluded = excluded_law::of_parts;
  if (made.excluded != excluded_law::none) {
    total_speaks = made.excluded == excluded_law::of_parts;
    parts_speak = !total_speaks;
  }
  pooled_sample target{total_speaks ? (p.empty() ? given.total : p) : (q.empty() ? sums : q), static_cast<double>(n)};
  if (total_speaks && parts_speak && !p.empty() && !q.empty()) {
    if (given.by_month != nullptr) {
      const double weight = given.weight_of_months;
      pooled_sample informed = pooled_totals(sums, even_draws(*given.by_month, n), {1 - weight, weight});
      draw_column inside = draws_within(informed.totals, own);
      made.months_speak = informed.effective >= static_cast<double>(n) / 10 && !inside.empty();
      if (made.months_speak) {
        sums = std::move(informed.totals);
        q = std::move(inside);
      }
    }
    const double correlation = made.months_speak ? 0.7 + 0.15 * given.parts_by_year : 0.7;
    const auto exponents = given.partly_known ? exponents_by_spread(given.total, sums, 0.5, 1)
                                              : exponents_by_spread(given.total, sums, correlation, 2);
    target = pooled_totals(p, q, exponents);
    if (given.widens && target.effective > 0) {
      const draw_column wide = draws_within(with_wide_tails(target.totals, p, q, exponents), own);
      if (!wide.empty()) target.totals = wide;
    }
  }
  made.effective = target.effective;
  std::vector<double> average(parts, 0);  // beyond what is counted
  for (std::size_t k = 0; k < parts; ++k) {
    if (!given.limits[k].is_open()) continue;
    for (const std::int64_t draw : *given.parts[k]) average[k] += static_cast<double>(draw - given.limits[k].lower);
    average[k] = average[k] / static_cast<double>(n) + 1e-9;
  }
  boost::random::uniform_01<double> uniform;
  std::vector<double> weights(parts);
  std::vector<std::int64_t> counts(parts);
  for (std::size_t j = 0; j < n; ++j) {
    const std::int64_t total = std::clamp(target.totals[j], own.lower, own.upper);
    if (method == reconciliation::top_down && total_speaks) {
      joined.add_to(made, order[j], divided_by_shares(total, given, engine));
      continue;
    }
    double sum = 0;
    for (std::size_t k = 0; k < parts; ++k) {
      counts[k] = joined.value(k, order[j]);
      weights[k] = static_cast<double>(std::max<std::int64_t>(counts[k] - given.limits[k].lower, 0));
      sum += weights[k];
    }
    if (joined.sums()[order[j]] != total) {
      counts = divided(total, sum > 0 ? weights : average, given.limits, uniform(engine));
    }
    joined.add_to(made, order[j], counts);
  }
  return made;
}

}  // namespace tollcast::detail
