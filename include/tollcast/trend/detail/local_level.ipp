#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <boost/math/tools/toms748_solve.hpp>

#include <tollcast/core/error.hpp>
#include <tollcast/core/in_quotes.hpp>
#include <tollcast/numeric/reference_laws.hpp>
#include <tollcast/numeric/special.hpp>
#include <tollcast/trend/annual_count.hpp>
#include <tollcast/trend/detail/level_run.hpp>
#include <tollcast/trend/local_level.hpp>
#include <tollcast/trend/local_trend.hpp>

namespace tollcast {

namespace detail {

// A Poisson count scatters by less than .5 % from here on; the grid does not follow it beyond.
inline constexpr double widest_poisson = 40'000;

inline void check_level(const char* who, const local_level& asked, const std::vector<double>& slope_spread,
                        double damping) {
  const auto all = [](const std::vector<double>& values, const auto& holds) {
    return !values.empty() && std::all_of(values.begin(), values.end(), holds);
  };
  const auto positive = [](double value) { return value > 0 && std::isfinite(value); };
  const auto not_negative = [](double value) { return value >= 0 && std::isfinite(value); };
  const std::string name = who;
  if (asked.family != count_family::poisson && asked.family != count_family::negative_binomial) {
    throw invalid_input(name + ": the family " + to_string(asked.family) +
                        " was given; poisson or negative_binomial is needed");
  }
  if (!all(asked.scale, not_negative) || !all(slope_spread, not_negative)) {
    throw invalid_input(name + ": each scale and slope spread must be 0 or more, and there must be one");
  }
  if (!all(asked.jump, [](double chance) { return chance >= 0 && chance < 1; })) {
    throw invalid_input(name + ": each chance of a jump must lie in [0, 1), and there must be one");
  }
  if (asked.family == count_family::negative_binomial && !all(asked.size, positive)) {
    throw invalid_input(name + ": each size must be a positive number, and there must be one");
  }
  if (!positive(asked.surge) || !positive(asked.collapse) || !positive(asked.fineness) ||
      !(damping >= 0 && damping <= 1)) {
    throw invalid_input(name + ": surge, collapse and fineness must be positive, the damping in [0, 1]");
  }
}

inline std::vector<level_constants> all_choices(const local_level& asked, const std::vector<double>& sizes,
                                                const std::vector<double>& slope_spread, double damping) {
  std::vector<level_constants> choices;
  for (const double size : sizes) {
    for (const double spread : slope_spread) {
      for (const double scale : asked.scale) {
        for (const double jump : asked.jump) {
          choices.push_back({scale, jump, size, spread, damping, asked.surge, asked.collapse});
        }
      }
    }
  }
  return choices;
}

// The quantile of a mixture of laws of the log rate, as a rate.
inline double rate_quantile(const std::vector<level_posterior>& laws, const std::vector<double>& weights, double p) {
  double low = std::numeric_limits<double>::infinity();
  double high = -low;
  for (const level_posterior& law : laws) {
    low = std::min(low, law.lowest());
    high = std::max(high, law.highest());
  }
  const auto excess = [&](double eta) {
    double sum = -p;
    for (std::size_t c = 0; c < laws.size(); ++c) sum += weights[c] * laws[c].cdf(eta);
    return sum;
  };
  if (high <= low) return std::exp(low);
  std::uintmax_t steps = 60;
  const auto [below, above] = boost::math::tools::toms748_solve(excess, low, high, -p, 1 - p,
                                                                boost::math::tools::eps_tolerance<double>(40), steps);
  return std::exp(0.5 * (below + above));
}

inline level_band band_of(const std::vector<level_posterior>& laws, const std::vector<double>& weights) {
  level_band band{0, rate_quantile(laws, weights, 0.025), rate_quantile(laws, weights, 0.975)};
  for (std::size_t c = 0; c < laws.size(); ++c) band.mean += weights[c] * laws[c].mean();
  return band;
}

// exp(x_i) / sum of exp(x).
inline std::vector<double> shares(std::vector<double> log_weights) {
  const double whole = log_sum_exp(log_weights);
  for (double& weight : log_weights) weight = std::exp(weight - whole);
  return log_weights;
}

struct level_fitter {
  static level_fit fit(const char* model, const local_level& asked, const std::vector<double>& slope_spread,
                       double damping, const yearly_tally& series) {
    check_level(model, asked, slope_spread, damping);
    std::vector<annual_count> figures = annual_counts(series);
    std::size_t leading = 0;
    while (leading < figures.size() && figures[leading].is_missing()) ++leading;
    figures.erase(figures.begin(), figures.begin() + static_cast<std::ptrdiff_t>(leading));
    double largest = 0;
    bool bounded = false;
    for (const annual_count& one : figures) {
      const bool open = one.is_open();
      bounded = bounded || !open;
      largest = std::max(largest, static_cast<double>(open ? one.lower : one.upper));
    }
    if (!bounded) {
      throw cannot_answer(std::string(model) + ": series " + in_quotes(series.name) +
                          " has no year with a figure; one that is exact or bounded above is needed");
    }

    level_fit result;
    result.series_ = series.name;
    result.model_ = model;
    result.family_ = to_string(asked.family);
    std::vector<double> sizes = asked.size;
    if (asked.family == count_family::poisson) {
      sizes = {largest > widest_poisson ? widest_poisson : std::numeric_limits<double>::infinity()};
      if (largest > widest_poisson)
        result.notes_.push_back("counts are taken to scatter by .5 %, not less, as the grid of the level is not finer");
    }
    level_ends& ends = result.ends_;
    ends.constants = all_choices(asked, sizes, slope_spread, damping);
    ends.lowest = std::log(0.03);
    ends.highest = std::log(20 * (largest + 10));
    ends.fineness = asked.fineness;

    std::vector<level_run> runs = run_all(figures, ends);
    describe(figures, series, leading, runs, result);
    return result;
  }

  static std::vector<level_run> run_all(const std::vector<annual_count>& figures, level_ends& ends) {
    std::vector<level_run> runs;
    std::vector<std::optional<level_likelihood>> likelihoods;
    double size = 0;
    for (const level_constants& constants : ends.constants) {
      if (constants.size != size) {
        size = constants.size;
        likelihoods.clear();
        std::vector<double>& scatters = ends.scatters[size];
        scatters.clear();
        for (const annual_count& one : figures) {
          likelihoods.emplace_back();
          double scatter = std::numeric_limits<double>::infinity();
          if (!one.is_missing()) {
            likelihoods.back().emplace(one, size);
            scatter = likelihoods.back()->scatter(one.middle().value_or(static_cast<double>(one.lower)));
          }
          scatters.push_back(scatter);
        }
      }
      runs.emplace_back(level_chain(constants, ends.lowest, ends.highest, ends.scatters.at(size), ends.fineness),
                        likelihoods);
      ends.density.push_back(runs.back().end());
    }
    return runs;
  }

  // The last year's slope: its mean and standard deviation, and from them a normal interval.
  static estimate slope_of(const std::vector<level_run>& runs, const std::vector<double>& share) {
    double first = 0;
    double second = 0;
    for (std::size_t c = 0; c < runs.size(); ++c) {
      const std::vector<double>& density = runs[c].end().at;
      const auto slopes = static_cast<std::size_t>(runs[c].chain().slopes());
      for (std::size_t k = 0; k < density.size(); ++k) {
        const double slope = runs[c].chain().slope(static_cast<std::ptrdiff_t>(k % slopes));
        first += share[c] * density[k] * slope;
        second += share[c] * density[k] * slope * slope;
      }
    }
    const double sd = std::sqrt(std::max(0.0, second - first * first));
    const double reach = normal_quantile(0.975) * sd;
    return {first, sd, first - reach, first + reach};
  }

  static void describe(const std::vector<annual_count>& figures, const yearly_tally& series, std::size_t leading,
                       std::vector<level_run>& runs, level_fit& result) {
    std::vector<double> log_weight(runs.size(), -std::log(static_cast<double>(runs.size())));
    std::vector<level_posterior> laws;
    std::vector<double> weights;
    for (std::size_t t = 0; t < figures.size(); ++t) {
      for (std::size_t c = 0; c < runs.size(); ++c) log_weight[c] += runs[c].log_likelihood(t);
      const std::vector<double> share = shares(log_weight);
      laws.clear();
      weights.clear();
      for (std::size_t c = 0; c < runs.size(); ++c) {
        if (share[c] < negligible_choice) continue;
        laws.push_back(runs[c].filtered(t));
        weights.push_back(share[c]);
      }
      result.years_.push_back({figures[t].year, series.years[leading + t].total, band_of(laws, weights), {}, 0.0});
    }
    result.log_likelihood_ = log_sum_exp(log_weight);
    const std::vector<double> share = shares(log_weight);

    weights.clear();
    std::vector<std::vector<level_posterior>> smoothed(figures.size());
    for (std::size_t c = 0; c < runs.size(); ++c) {
      const level_constants& of = result.ends_.constants[c];
      result.choices_.push_back({of.scale, of.jump, of.size, of.slope_spread, share[c]});
      if (share[c] < negligible_choice) continue;
      weights.push_back(share[c]);
      runs[c].smooth([&](std::size_t t, level_posterior law, double jump) {
        smoothed[t].push_back(std::move(law));
        result.years_[t].jump = std::min(result.years_[t].jump + share[c] * jump, 1.0);
      });
    }
    for (std::size_t t = 0; t < figures.size(); ++t) result.years_[t].smoothed = band_of(smoothed[t], weights);
    result.slope_ = slope_of(runs, share);
  }
};

}  // namespace detail

TOLLCAST_INLINE level_fit local_level::fit(const yearly_tally& series) const {
  return detail::level_fitter::fit("local_level", *this, {0.0}, 0.0, series);
}

TOLLCAST_INLINE level_fit local_trend::fit(const yearly_tally& series) const {
  return detail::level_fitter::fit("local_trend", level, slope_spread, damping, series);
}

}  // namespace tollcast
