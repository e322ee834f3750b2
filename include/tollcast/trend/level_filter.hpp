#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include <tollcast/core/config.hpp>

namespace tollcast {

// The local level for counts: a log rate that walks, and now and then jumps.
//   eta_t = eta_(t-1) + e_t,        Y_t ~ NB2(mean = E_t exp(eta_t), size = E_t size),    E_t the exposure in steps
//   e_t is Laplace(scale) with chance 1 - jump; with chance jump the level is redrawn, with share `redraw`, from where
//   the series has been before (smoothed by Laplace(0.3)), else moved by an asymmetric Laplace step with mean `surge`
//   upwards and mean `collapse` downwards.
// Each of scale, jump and size is a list: the model is averaged over all their combinations, equally weighted before
// the data (a quadrature over a weak prior). The log rate is one number, so it is filtered on a grid as a hidden Markov
// chain, without approximation but for the grid (Kitagawa 1987, JASA 82:1032); a Laplace step costs two multiplications
// a grid point. Where the level has been is the filtered law summed over the observations so far and over all
// combinations, so that the redraw depends on the past of the series, never on its future. What steps off the grid is
// lost.
struct level_moves {
  std::array<double, 4> scale;  // of the usual step, on the log scale
  std::array<double, 2> jump;   // chance of a jump a step
  std::vector<double> size;     // NB2 size of one step's count
  double surge;                 // mean of a jump upwards, on the log scale; below 1, so that rates keep a finite mean
  double collapse;              // mean of a jump downwards
  double redraw;                // share of the jumps that return to a former level
  double spacing;               // of the grid, on the log scale
};

// The law of the mean rate over steps to come: weight(s, j) for size s and log rate j, size-major, summing to 1.
struct level_forecast {
  std::vector<double> log_rate;
  std::vector<double> size;
  std::vector<double> weight;
};

// log P(Y = y) of a forecast's count over `exposure` steps, for each y; -infinity for a negative y. Levels nearer to
// each other than half of the scatter 1 / sqrt(size) of the count are taken together, which moves the cdf by up to
// .0015.
std::vector<double> log_pmf(const level_forecast& forecast, std::span<const std::int64_t> counts, double exposure);

// Runs the model along a series. It starts knowing nothing: every log rate on the grid is equally likely.
class level_filter {
 public:
  // The grid runs from lowest_rate to highest_rate a step. Throws invalid_input unless 0 < lowest < highest and the
  // specification has positive numbers and chances.
  level_filter(level_moves specification, double lowest_rate, double highest_rate);

  // One step on in time. A step without an observation is a missing count.
  void step();

  // The count of the last `exposure` steps, the rate taken as constant over them. Throws invalid_input for a negative
  // count, an exposure that is not positive, and evidence that no level allows.
  void observe(std::int64_t count, double exposure);

  // Evidence of another kind (a bound, a part of the count): its log likelihood given a step's mean and size.
  void observe(const std::function<double(double mean, double size)>& log_likelihood);

  // The mean rate over the next `steps` steps (1 or more). Beyond the first step the mean of a walk over n more steps
  // has a third of its variance, and a jump within them acts on average for 0.6 of its height.
  level_forecast ahead(double steps) const;

 private:
  // One step's move of every combination: scale and jump run fastest, then level, then size.
  void move(const std::vector<double>& from, std::vector<double>& to, double scale_factor, double jump_factor,
            double jump_steps) const;
  void update();

  level_moves specification_;
  std::vector<double> log_rate_;    // the grid
  std::vector<double> log_zero_;    // log P(0) of one step's count, by size and level: -size log(1 + mean / size)
  std::vector<double> log_odds_;    // log(mean / (mean + size)), by size and level
  std::vector<double> likelihood_;  // by size and level; logarithms until update()
  std::vector<double> state_;       // P(level, figures so far | size, scale, jump), up to one factor common to all
  std::vector<double> scratch_;     // the state being built
  std::vector<double> visited_;     // where the level has been, summed over the observations
};

}  // namespace tollcast

#ifndef TOLLCAST_COMPILED
#include <tollcast/trend/detail/level_filter.ipp>
#endif
