#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <Eigen/Core>
#include <boost/random/exponential_distribution.hpp>
#include <boost/random/normal_distribution.hpp>
#include <boost/random/uniform_01.hpp>

#include <tollcast/core/error.hpp>
#include <tollcast/distribution/empirical.hpp>
#include <tollcast/distribution/negative_binomial.hpp>
#include <tollcast/distribution/poisson.hpp>
#include <tollcast/distribution/tabulate.hpp>
#include <tollcast/numeric/special.hpp>
#include <tollcast/trend/detail/level_chain.hpp>
#include <tollcast/trend/level_fit.hpp>

namespace tollcast {

namespace detail {

// The law of a count whose size is given and whose log rate has weights on an even grid, so fine that the count's law
// is a polynomial of degree 5 between six of its points.
class level_mixture {
 public:
  level_mixture(double size, double lowest, double highest) : size_(size), lowest_(lowest) {
    const double scatter = std::sqrt((std::isinf(size) ? 0.0 : 1 / size) + std::exp(-highest));
    spacing_ = 0.3 * scatter;
    weight_ = Eigen::ArrayXd::Zero(static_cast<Eigen::Index>((highest - lowest) / spacing_) + 6);
  }

  // A weight at any log rate goes to the six points around it, so that the first six moments stay.
  void add(double eta, double weight) {
    const double at = (eta - lowest_) / spacing_;
    const auto begin = std::clamp<Eigen::Index>(static_cast<Eigen::Index>(std::floor(at)) - 2, 0, weight_.size() - 6);
    const std::array<double, 6> shares = weights_of_six(at - static_cast<double>(begin));
    for (std::size_t i = 0; i < 6; ++i) weight_[begin + static_cast<Eigen::Index>(i)] += weight * shares[i];
  }

  double size() const { return size_; }

  // To be called once, after the last weight.
  void close() {
    constexpr double negligible = 1e-13;
    Eigen::Index first = 0;
    Eigen::Index last = weight_.size();
    while (first < last && std::abs(weight_[first]) < negligible) ++first;
    while (first < last && std::abs(weight_[last - 1]) < negligible) --last;
    weight_ = weight_.segment(first, last - first).eval();
    eta_ = Eigen::ArrayXd::LinSpaced(weight_.size(), 0, static_cast<double>(weight_.size() - 1)) * spacing_ +
           (lowest_ + spacing_ * static_cast<double>(first));
    terms_ = level_terms(eta_, size_);
  }

  // Adds log P(Y = y and this size) to the terms.
  void add_to(std::int64_t count, std::vector<double>& terms) const {
    if (weight_.size() == 0) return;
    const double y = static_cast<double>(count);
    // One peak over the log rates, at log y; what is far below it is left out.
    using Eigen::Index;
    constexpr double depth = 40;
    const Index last = weight_.size() - 1;
    const Index best = std::clamp<Index>(std::lround((std::log(std::max(y, 1e-3)) - eta_[0]) / spacing_), 0, last);
    const auto term = [&](Index k) { return y * terms_.odds[k] - terms_.pull[k]; };
    const double largest = term(best);
    const auto matters = [&](Index k) { return term(k) >= largest - depth; };
    const Index from = furthest_where(best, 0, matters);
    const Index near = furthest_where(best, last, matters) - from + 1;
    const double sum = ((y * terms_.odds.segment(from, near) - terms_.pull.segment(from, near) - largest).exp() *
                        weight_.segment(from, near))
                           .sum();
    if (sum > 0) terms.push_back(log_gammas(y, size_) + largest + std::log(sum));
  }

 private:
  double size_, lowest_, spacing_ = 1;
  Eigen::ArrayXd weight_, eta_;
  level_terms terms_;
};

inline tabulated law_of(const std::vector<level_mixture>& mixtures, double highest) {
  constexpr double reach = 3;     // times the highest level
  constexpr double least = -200;  // log probability: far below what a sum of weights of both signs can tell
  const auto log_pmf = [&](std::span<const std::int64_t> counts) {
    std::vector<double> values;
    std::vector<double> terms;
    for (const std::int64_t y : counts) {
      terms.clear();
      for (const level_mixture& one : mixtures) one.add_to(y, terms);
      values.push_back(std::max(log_sum_exp(terms), least));
    }
    return values;
  };
  const double last = std::min(reach * std::exp(highest) + 200, 1e17);
  return tabulate_smooth(0, static_cast<std::int64_t>(last), log_pmf);
}

// A path of the level on its way.
struct level_path {
  std::size_t choice;
  double level;
  double slope;
  std::int64_t total;
};

inline void move_a_year(level_path& path, const level_constants& constants, random_engine& engine) {
  boost::random::uniform_01<double> uniform;
  boost::random::normal_distribution<double> normal;
  boost::random::exponential_distribution<double> exponential;
  const double slope_step =
      constants.slope_spread * std::sqrt(std::max(0.0, 1 - constants.damping * constants.damping));
  path.slope = constants.damping * path.slope + slope_step * normal(engine);
  path.level += path.slope;
  if (uniform(engine) >= constants.jump) {
    path.level += constants.scale * normal(engine);
  } else if (uniform(engine) * (constants.surge + constants.collapse) < constants.surge) {
    path.level += constants.surge * exponential(engine);
  } else {
    path.level -= constants.collapse * exponential(engine);
  }
}

inline std::int64_t draw_count(double level, double size, random_engine& engine) {
  const double rate = std::min(std::exp(level), 1e15);
  return std::isinf(size) ? sample(poisson(rate), engine) : sample(negative_binomial(rate, size), engine);
}

inline void check_horizon(int years) {
  if (years >= 1 && years <= 100) return;
  throw invalid_input("level_fit: a forecast of " + std::to_string(years) + " years was asked for; 1 to 100 is needed");
}

}  // namespace detail

TOLLCAST_INLINE std::vector<any_distribution> level_fit::forecast(int years, parameter_uncertainty uncertainty) const {
  detail::check_horizon(years);
  const auto most = std::max_element(choices_.begin(), choices_.end(),
                                     [](const auto& a, const auto& b) { return a.weight < b.weight; });
  struct future {
    detail::level_chain chain;
    detail::level_density now;
    double weight;
  };
  std::vector<future> futures;
  for (std::size_t c = 0; c < choices_.size(); ++c) {
    const detail::level_constants& constants = ends_.constants[c];
    const bool chosen = uncertainty == parameter_uncertainty::included
                            ? choices_[c].weight >= detail::negligible_choice
                            : c == static_cast<std::size_t>(most - choices_.begin());
    if (!chosen) continue;
    futures.push_back(
        {detail::level_chain(constants, ends_.lowest, ends_.highest, ends_.scatters.at(constants.size), ends_.fineness),
         ends_.density[c], uncertainty == parameter_uncertainty::included ? choices_[c].weight : 1.0});
  }

  double highest = ends_.highest;
  for (const future& one : futures) highest = std::max(highest, one.chain.log_rate(one.chain.levels() - 1));

  std::vector<any_distribution> laws;
  std::vector<double> jumped;
  for (int h = 1; h <= years; ++h) {
    std::vector<detail::level_mixture> mixtures;
    for (future& one : futures) {
      detail::level_density next{0, one.chain.levels(), {}};
      one.chain.forward(one.now, next, jumped);
      one.now = std::move(next);
      const double size = one.chain.constants().size;
      auto mixture = std::find_if(mixtures.begin(), mixtures.end(), [&](const auto& m) { return m.size() == size; });
      if (mixture == mixtures.end()) mixture = mixtures.emplace(mixture, size, ends_.lowest, highest);
      const auto n = static_cast<std::size_t>(one.chain.slopes());
      for (std::ptrdiff_t j = 0; j < one.now.count; ++j) {
        double mass = 0;
        for (std::size_t i = 0; i < n; ++i) mass += one.now.at[static_cast<std::size_t>(j) * n + i];
        mixture->add(one.chain.log_rate(j), one.weight * mass);
      }
    }
    for (detail::level_mixture& mixture : mixtures) mixture.close();
    laws.emplace_back(detail::law_of(mixtures, ends_.highest));
  }
  return laws;
}

TOLLCAST_INLINE any_distribution level_fit::total(int years, std::uint64_t seed) const {
  detail::check_horizon(years);
  constexpr int number = 20'000;
  random_engine engine(seed);
  boost::random::uniform_01<double> uniform;
  std::vector<detail::level_chain> chains;
  std::vector<detail::level_path> paths;
  double before = 0;
  for (std::size_t c = 0; c < choices_.size(); ++c) {
    // As many paths of each choice as its weight asks for, at evenly spaced points of the last year's law.
    const detail::level_density& density = ends_.density[c];
    const detail::level_chain& chain = chains.emplace_back(ends_.constants[c], ends_.lowest, ends_.highest,
                                                           ends_.scatters.at(ends_.constants[c].size), ends_.fineness);
    const double after = before + choices_[c].weight;
    const auto begin = static_cast<int>(std::lround(before * number));
    const auto end = static_cast<int>(std::lround(after * number));
    before = after;
    const auto slopes = static_cast<std::size_t>(chain.slopes());
    std::size_t at = 0;
    double up_to = density.at[0];
    for (int path = begin; path < end; ++path) {
      const double u = (path - begin + uniform(engine)) / (end - begin);
      while (up_to < u && at + 1 < density.at.size()) up_to += density.at[++at];
      const double level = chain.log_rate(density.first + static_cast<std::ptrdiff_t>(at / slopes));
      paths.push_back({c, level + (uniform(engine) - 0.5) * chain.spacing(),
                       chain.slope(static_cast<std::ptrdiff_t>(at % slopes)), 0});
    }
  }
  std::vector<std::size_t> kept;
  std::vector<std::size_t> faded;
  for (int h = 0; h < years; ++h) {
    kept.clear();
    faded.clear();
    for (std::size_t i = 0; i < paths.size(); ++i) {
      detail::move_a_year(paths[i], ends_.constants[paths[i].choice], engine);
      (uniform(engine) < chains[paths[i].choice].taper(paths[i].level) ? kept : faded).push_back(i);
    }
    // What fades goes on from where another path is, so that each year has the law that forecast() gives it.
    for (const std::size_t i : faded) {
      const auto other = static_cast<std::size_t>(uniform(engine) * static_cast<double>(kept.size()));
      const detail::level_path& from = paths[kept.at(std::min(other, kept.size() - 1))];
      paths[i] = {from.choice, from.level, from.slope, paths[i].total};
    }
    for (detail::level_path& path : paths) {
      path.total += detail::draw_count(path.level, ends_.constants[path.choice].size, engine);
    }
  }
  std::vector<std::int64_t> totals;
  totals.reserve(paths.size());
  for (const detail::level_path& path : paths) totals.push_back(path.total);
  return empirical(totals);
}

TOLLCAST_INLINE trend_summary summary(const level_fit& fit) {
  trend_summary result{.series = fit.series_, .model = fit.model_, .family = fit.family_};
  const auto averaged = [&](const char* name, const auto& of) {
    double first = 0;
    double second = 0;
    for (const level_choice& choice : fit.choices()) {
      first += choice.weight * of(choice);
      second += choice.weight * of(choice) * of(choice);
    }
    result.parameters.push_back({name, {first, std::sqrt(std::max(0.0, second - first * first)), {}, {}}});
  };
  averaged("scale", [](const level_choice& choice) { return choice.scale; });
  averaged("jump", [](const level_choice& choice) { return choice.jump; });
  if (std::isfinite(fit.choices().front().size)) {
    averaged("size", [](const level_choice& choice) { return choice.size; });
  }
  if (fit.model_ == "local_trend") result.parameters.push_back({"slope", fit.slope_});
  result.log_likelihood = fit.log_likelihood();
  for (const level_year& one : fit.years()) {
    result.observations += one.observed.quality() != count_quality::unknown ? 1 : 0;
    result.jumps.push_back({one.year, one.jump});
    result.fitted.push_back({one.year, one.observed, one.smoothed.mean, one.smoothed.lower, one.smoothed.upper});
  }
  result.notes = fit.notes_;
  return result;
}

}  // namespace tollcast
