#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

#include <boost/random/exponential_distribution.hpp>
#include <boost/random/normal_distribution.hpp>
#include <boost/random/uniform_01.hpp>

#include <tollcast/distribution/negative_binomial.hpp>
#include <tollcast/distribution/poisson.hpp>
#include <tollcast/trend/local_level.hpp>
#include <tollcast/trend/local_trend.hpp>

// A tally drawn from local_level or local_trend, with the truth behind it: constants, levels and future counts.
struct simulated_level {
  double scale, jump, size, slope_spread;
  std::vector<double> log_rate;  // of each year, those to come included
  std::vector<double> slope;
  std::vector<bool> jumped;  // the first year did not
  std::vector<std::int64_t> counts;
  tollcast::yearly_tally series;  // as reported: the first `years` of them
  std::size_t ahead;              // years to come before the level fades away
};

// Draws from the model as it states itself, which is a prior that knows the data: the first level is uniform on the log
// scale from 0.03 to 20 times the largest figure (and 10), and each year's level fades at both ends. The posterior of
// that prior is exact for tallies that are drawn from a uniform first level and kept with the chance that their levels
// do not fade, given the largest figure that was reported: keeping one or not may depend on what is reported in any
// way, and on the levels as the prior does. The same holds for each year to come, given that its level does not fade.
class level_simulation {
 public:
  tollcast::local_level level{};
  std::vector<double> slope_spread = {0};  // local_level
  double damping = 0;
  std::size_t years = 12;
  std::size_t years_ahead = 3;
  std::int64_t least = 0;  // the largest figure of a tally that is kept lies in least ... most
  std::int64_t most = 2000;
  bool coarse = false;  // years are missing, bounded, or known as a range
  bool fading = true;   // else no level does, and the first is uniform everywhere, which `least` keeps from 0

  static level_simulation of(const tollcast::local_level& model) {
    level_simulation result;
    result.level = model;
    return result;
  }
  static level_simulation of(const tollcast::local_trend& model) {
    level_simulation result = of(model.level);
    result.slope_spread = model.slope_spread;
    result.damping = model.damping;
    return result;
  }

  simulated_level draw(tollcast::random_engine& engine) const {
    for (;;) {
      simulated_level one = draw_path(engine);
      const double largest = static_cast<double>(largest_figure(one.series));
      if (largest < static_cast<double>(least) || largest > static_cast<double>(most)) continue;
      if (!fading) return one;
      const double range = std::log(20 * (largest + 10)) - lowest;
      const double steepest = 5 * one.slope_spread;  // the grid of slopes and levels ends on one of its steps
      const double held = steepest > 0 ? steepest * std::ceil(range / steepest) : range;
      std::size_t alive = 0;
      while (alive < years + years_ahead && uniform(engine) < left_at(one.log_rate[alive], held)) ++alive;
      // The first level's density is one over the length of its range, which differs between choices of the slope.
      if (alive < years || uniform(engine) > (range - 2.4) / (held - 2.4)) continue;
      one.ahead = alive - years;
      return one;
    }
  }

 private:
  static constexpr double lowest = -3.506557897319982;  // log 0.03

  static double uniform(tollcast::random_engine& engine) { return boost::random::uniform_01<double>()(engine); }

  template <class Value>
  static Value any_of(const std::vector<Value>& values, tollcast::random_engine& engine) {
    return values[static_cast<std::size_t>(uniform(engine) * static_cast<double>(values.size()))];
  }

  static double left_at(double log_rate, double range) {
    const double inside = std::min(log_rate - lowest, lowest + range - log_rate);
    return inside > 3 ? 1.0 : 0.5 * std::erfc((1.2 - inside) / 0.35);
  }

  static std::int64_t largest_figure(const tollcast::yearly_tally& series) {
    std::int64_t largest = 0;
    for (const tollcast::year_record& record : series.years) {
      const bool open = record.total.upper() == tollcast::largest_count;
      largest = std::max(largest, open ? record.total.lower() : record.total.upper());
    }
    return largest;
  }

  // What is told of a count is a part of the whole numbers that does not depend on it, so that it says nothing more.
  tollcast::count reported(std::int64_t y, tollcast::random_engine& engine) const {
    using tollcast::count;
    const double kind = coarse ? uniform(engine) : 1;
    if (kind < 0.15) return count::not_known();
    if (kind < 0.35) {
      const std::int64_t width = any_of<std::int64_t>({10, 50, 200}, engine);
      return count::between(y / width * width, y / width * width + width - 1);
    }
    if (kind < 0.55) {
      const std::int64_t bound = any_of<std::int64_t>({10, 100, 500}, engine);
      if (kind < 0.45) return y >= bound ? count::at_least(bound) : count::exactly(y);
      return y <= bound ? count::at_most(bound) : count::exactly(y);
    }
    return count::exactly(y);
  }

  simulated_level draw_path(tollcast::random_engine& engine) const {
    boost::random::normal_distribution<double> normal;
    boost::random::exponential_distribution<double> exponential;
    const bool poisson = level.family == tollcast::count_family::poisson;
    simulated_level one{};
    one.scale = any_of(level.scale, engine);
    one.jump = any_of(level.jump, engine);
    one.size = poisson ? std::numeric_limits<double>::infinity() : any_of(level.size, engine);
    one.slope_spread = any_of(slope_spread, engine);
    one.series.name = "drawn";
    one.ahead = years_ahead;

    // Wide enough for every tally that is kept: with fading it holds its grid, without it what a few jumps leave.
    const double bottom = fading ? lowest : lowest - 6;
    const double top = std::log(20 * (static_cast<double>(most) + 10)) + (fading ? 5 * one.slope_spread : 6.0);
    double eta = bottom + (top - bottom) * uniform(engine);
    double slope = one.slope_spread * normal(engine);
    for (std::size_t t = 0; t < years + years_ahead; ++t) {
      bool jumps = false;
      if (t > 0) {
        slope = damping * slope + one.slope_spread * std::sqrt(1 - damping * damping) * normal(engine);
        jumps = uniform(engine) < one.jump;
        if (!jumps) {
          eta += slope + one.scale * normal(engine);
        } else if (uniform(engine) < level.surge / (level.surge + level.collapse)) {
          eta += slope + level.surge * exponential(engine);
        } else {
          eta += slope - level.collapse * exponential(engine);
        }
      }
      const double rate = std::exp(std::min(eta, 30.0));
      const std::int64_t y = poisson ? sample(tollcast::poisson(rate), engine)
                                     : sample(tollcast::negative_binomial(rate, one.size), engine);
      one.log_rate.push_back(eta);
      one.slope.push_back(slope);
      one.jumped.push_back(jumps);
      one.counts.push_back(y);
      if (t >= years) continue;
      const int year = 2001 + static_cast<int>(t);
      const bool surely = t == 0;  // a tally that begins with missing years begins later
      one.series.years.push_back({year, surely ? tollcast::count::exactly(y) : reported(y, engine), {}});
    }
    return one;
  }
};
