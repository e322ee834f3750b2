#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <limits>
#include <numeric>
#include <span>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include <tollcast/core/error.hpp>
#include <tollcast/distribution/distribution.hpp>
#include <tollcast/distribution/negative_binomial.hpp>
#include <tollcast/distribution/tabulate.hpp>
#include <tollcast/trend/level_filter.hpp>

using namespace tollcast;

namespace {

using matrix = std::vector<std::vector<double>>;

level_moves small_steps() {
  return {.scale = {.05, .15, .3, .5},
          .jump = {.03, .2},
          .size = {3, 40},
          .surge = .4,
          .collapse = .5,
          .redraw = .6,
          .spacing = .25};
}

double log_nb(double y, double mean, double size) {
  return std::lgamma(y + size) - std::lgamma(size) - std::lgamma(y + 1) + size * std::log(size / (size + mean)) +
         y * std::log(mean / (size + mean));
}

// The documented model as a hidden Markov chain with a full matrix of transition probabilities for each combination of
// scale, jump and size. What a step would carry beyond the grid is lost, so grids in these tests are wide.
class dense_chain {
 public:
  dense_chain(const level_moves& model, double lowest, double highest) : model_(model) {
    for (double eta = std::log(lowest); eta < std::log(highest) + model.spacing; eta += model.spacing) {
      eta_.push_back(eta);
    }
    for (std::size_t s = 0; s < model.size.size(); ++s) {
      for (const double scale : model.scale) {
        for (const double jump : model.jump) {
          chains_.push_back({s, scale, jump, 0.0, std::vector<double>(eta_.size(), 1.0)});
        }
      }
    }
    visited_.assign(eta_.size(), 0.0);
  }

  // 1 for one step; n - 1 for all that follows the first of n.
  void move(double steps, bool average) {
    for (chain& one : chains_) {
      const double scale = average ? one.scale * std::sqrt(steps / 3) : one.scale;
      const double height = average ? 0.6 : 1.0;
      const double jump = 1 - std::pow(1 - one.jump, steps);
      const matrix walk = laplace(scale, scale, true);
      const matrix leap = laplace(model_.surge * height, model_.collapse * height, false);
      const std::vector<double> former = former_levels();
      const double redraw = former.empty() ? 0.0 : model_.redraw;
      const double mass = std::accumulate(one.state.begin(), one.state.end(), 0.0);
      std::vector<double> next(eta_.size());
      for (std::size_t to = 0; to < eta_.size(); ++to) {
        for (std::size_t from = 0; from < eta_.size(); ++from) {
          next[to] += one.state[from] * ((1 - jump) * walk[from][to] + jump * (1 - redraw) * leap[from][to]);
        }
        if (redraw > 0) next[to] += mass * jump * redraw * former[to];
      }
      one.state = next;
    }
  }

  void observe(const std::function<double(double, double)>& log_likelihood) {
    for (chain& one : chains_) {
      double sum = 0;
      for (std::size_t j = 0; j < eta_.size(); ++j) {
        one.state[j] *= std::exp(log_likelihood(std::exp(eta_[j]), model_.size[one.size]));
        sum += one.state[j];
      }
      for (double& value : one.state) value /= sum;
      one.log_weight += std::log(sum);
    }
    const std::vector<double> weight = weights();
    for (std::size_t k = 0; k < chains_.size(); ++k) {
      for (std::size_t j = 0; j < eta_.size(); ++j) visited_[j] += weight[k] * chains_[k].state[j];
    }
  }

  // By size, then level.
  std::vector<double> law() const {
    std::vector<double> law(model_.size.size() * eta_.size());
    const std::vector<double> weight = weights();
    for (std::size_t k = 0; k < chains_.size(); ++k) {
      for (std::size_t j = 0; j < eta_.size(); ++j) {
        law[chains_[k].size * eta_.size() + j] += weight[k] * chains_[k].state[j];
      }
    }
    return law;
  }

 private:
  struct chain {
    std::size_t size;
    double scale;
    double jump;
    double log_weight;
    std::vector<double> state;
  };

  std::vector<double> weights() const {
    double best = chains_.front().log_weight;
    for (const chain& one : chains_) best = std::max(best, one.log_weight);
    std::vector<double> weight;
    for (const chain& one : chains_) weight.push_back(std::exp(one.log_weight - best));
    const double sum = std::accumulate(weight.begin(), weight.end(), 0.0);
    for (double& value : weight) value /= sum;
    return weight;
  }

  // exp(-x / up) upwards and exp(x / down) downwards at the grid's points; by variance: a symmetric one with the
  // variance of the Laplace law, 2 scale^2, found by bisection.
  matrix laplace(double up, double down, bool by_variance) const {
    const double h = model_.spacing;
    double rise = std::exp(-h / up);
    double fall = std::exp(-h / down);
    if (by_variance) {
      double low = 0;
      double high = 1;
      for (int i = 0; i < 200; ++i) {
        const double a = (low + high) / 2;
        (2 * a / ((1 - a) * (1 - a)) * h * h < 2 * up * up ? low : high) = a;
      }
      rise = fall = low;
    }
    double sum = 0;
    for (int k = 0; k < 20'000; ++k) sum += std::pow(rise, k) + (k > 0 ? std::pow(fall, k) : 0.0);
    matrix steps(eta_.size(), std::vector<double>(eta_.size()));
    for (std::size_t from = 0; from < eta_.size(); ++from) {
      for (std::size_t to = 0; to < eta_.size(); ++to) {
        steps[from][to] = (to >= from ? std::pow(rise, static_cast<double>(to - from))
                                      : std::pow(fall, static_cast<double>(from - to))) /
                          sum;
      }
    }
    return steps;
  }

  std::vector<double> former_levels() const {
    double sum = 0;
    std::vector<double> former(eta_.size());
    const matrix smooth = laplace(0.3, 0.3, true);
    for (std::size_t to = 0; to < eta_.size(); ++to) {
      for (std::size_t from = 0; from < eta_.size(); ++from) former[to] += visited_[from] * smooth[from][to];
      sum += former[to];
    }
    if (sum == 0) return {};
    for (double& value : former) value /= sum;
    return former;
  }

  level_moves model_;
  std::vector<double> eta_;
  std::vector<chain> chains_;
  std::vector<double> visited_;
};

std::function<double(double, double)> counted(double y, double exposure) {
  return [=](double mean, double size) { return log_nb(y, mean * exposure, size * exposure); };
}

double log_probability_of_5_to_30(double mean, double size) {
  double sum = 0;
  for (int y = 5; y <= 30; ++y) sum += std::exp(log_nb(y, mean, size));
  return std::log(sum);
}

double largest_difference(const std::vector<double>& a, const std::vector<double>& b) {
  REQUIRE(a.size() == b.size());
  double largest = 0;
  for (std::size_t i = 0; i < a.size(); ++i) largest = std::max(largest, std::abs(a[i] - b[i]));
  return largest;
}

level_forecast after(const level_moves& model, const std::vector<std::int64_t>& counts, double lowest, double highest) {
  level_filter filter(model, lowest, highest);
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (i > 0) filter.step();
    filter.observe(counts[i], 1);
  }
  return filter.ahead(1);
}

double mean_rate(const level_forecast& law) {
  double mean = 0;
  for (std::size_t k = 0; k < law.weight.size(); ++k) {
    mean += law.weight[k] * std::exp(law.log_rate[k % law.log_rate.size()]);
  }
  return mean;
}

// P(Y = y) as the plain sum over every level and size.
double mixture_pmf(const level_forecast& law, std::int64_t y, double exposure) {
  double sum = 0;
  for (std::size_t k = 0; k < law.weight.size(); ++k) {
    const double mean = exposure * std::exp(law.log_rate[k % law.log_rate.size()]);
    const double size = exposure * law.size[k / law.log_rate.size()];
    sum += law.weight[k] * std::exp(log_nb(static_cast<double>(y), mean, size));
  }
  return sum;
}

tabulated tabulated_law(const level_forecast& law, std::int64_t last, double exposure = 1) {
  return tabulate(0, last, [&](std::span<const std::int64_t> counts) { return log_pmf(law, counts, exposure); });
}

level_moves without_movement(std::vector<double> size) {
  return {.scale = {1e-9, 1e-9, 1e-9, 1e-9},
          .jump = {0, 0},
          .size = std::move(size),
          .surge = .8,
          .collapse = 1.5,
          .redraw = .5,
          .spacing = .125};
}

}  // namespace

TEST_CASE("the filter is the hidden Markov chain with full matrices: missing steps, exposures, intervals, redraws") {
  const level_moves model = small_steps();
  const double lowest = 1e-5;
  const double highest = 1e8;
  level_filter filter(model, lowest, highest);
  dense_chain chain(model, lowest, highest);

  filter.observe(12, 1);
  chain.observe(counted(12, 1));
  CHECK(largest_difference(filter.ahead(1).weight, [&] {
          dense_chain next = chain;
          next.move(1, false);
          return next.law();
        }()) < 1e-10);
  for (const auto& [y, exposure] : std::vector<std::pair<std::int64_t, double>>{{15, 1}, {40, 2.5}, {0, 0.4}}) {
    filter.step();
    chain.move(1, false);
    filter.observe(y, exposure);
    chain.observe(counted(static_cast<double>(y), exposure));
  }
  for (int missing = 0; missing < 2; ++missing) {
    filter.step();
    chain.move(1, false);
  }
  filter.observe(log_probability_of_5_to_30);
  chain.observe(log_probability_of_5_to_30);
  chain.move(1, false);
  CHECK(largest_difference(filter.ahead(1).weight, chain.law()) < 1e-7);
}

TEST_CASE("the mean rate over several steps takes one step, then a third of the variance and 0.6 of a jump") {
  level_moves model = small_steps();
  model.redraw = 0;
  level_filter filter(model, 1e-5, 1e8);
  dense_chain chain(model, 1e-5, 1e8);
  filter.observe(30, 1);
  chain.observe(counted(30, 1));
  chain.move(1, false);
  chain.move(4, true);
  CHECK(largest_difference(filter.ahead(5).weight, chain.law()) < 1e-8);
}

TEST_CASE("the weights of a forecast are probabilities, whatever was seen and however far ahead") {
  level_filter filter(small_steps(), 0.05, 5000);
  for (const std::int64_t y : {0, 0, 3, 900, 0, 120'000, 7}) {
    for (const double steps : {1.0, 2.0, 11.0}) {
      const level_forecast law = filter.ahead(steps);
      CHECK(law.weight.size() == law.size.size() * law.log_rate.size());
      CHECK(std::accumulate(law.weight.begin(), law.weight.end(), 0.0) == doctest::Approx(1).epsilon(1e-12));
      CHECK(*std::min_element(law.weight.begin(), law.weight.end()) >= 0);
    }
    filter.observe(y, 1);
    filter.step();
  }
}

TEST_CASE("a level that does not move has the static posterior of its counts") {
  const std::vector<std::int64_t> counts{3, 8, 5, 4, 11, 2, 6};
  const level_moves model = without_movement({3, 40});
  const level_forecast law = after(model, counts, 0.05, 2000);

  std::vector<double> posterior;
  for (const double size : law.size) {
    for (const double eta : law.log_rate) {
      double sum = 0;
      for (const std::int64_t y : counts) sum += log_nb(static_cast<double>(y), std::exp(eta), size);
      posterior.push_back(std::exp(sum));
    }
  }
  const double all = std::accumulate(posterior.begin(), posterior.end(), 0.0);
  for (double& value : posterior) value /= all;
  CHECK(largest_difference(law.weight, posterior) < 1e-11);
}

TEST_CASE("at one level a year's count says what its twelve months say") {
  const std::vector<std::int64_t> months{4, 0, 2, 7, 1, 1, 3, 0, 5, 2, 2, 6};
  const level_moves model = without_movement({2.5});
  level_filter by_year(model, 0.004, 500);
  by_year.observe(std::accumulate(months.begin(), months.end(), std::int64_t{0}), 12);
  CHECK(largest_difference(after(model, months, 0.004, 500).weight, by_year.ahead(1).weight) < 1e-11);
}

TEST_CASE("a series that has been at two levels is expected back at the one it left") {
  const std::vector<std::int64_t> counts{10, 12, 9, 11, 10, 400, 390, 410, 405};
  level_moves with = small_steps();
  level_moves without = with;
  with.redraw = .8;
  without.redraw = 0;
  const tabulated back = tabulated_law(after(with, counts, 0.05, 20'000), 50'000);
  const tabulated adrift = tabulated_law(after(without, counts, 0.05, 20'000), 50'000);
  CHECK(prob_between(back, 5, 20) > 3 * prob_between(adrift, 5, 20));
}

TEST_CASE("a missing step leaves the middle of the forecast, and spreads it") {
  level_filter filter(small_steps(), 0.05, 20'000);
  filter.observe(200, 1);
  filter.step();
  filter.observe(210, 1);
  const tabulated next = tabulated_law(filter.ahead(1), 100'000);
  filter.step();
  const tabulated later = tabulated_law(filter.ahead(1), 100'000);
  CHECK(static_cast<double>(median(later)) == doctest::Approx(static_cast<double>(median(next))).epsilon(0.03));
  CHECK(quantile(later, 0.9) > quantile(next, 0.9));
  CHECK(quantile(later, 0.1) < quantile(next, 0.1));
}

TEST_CASE("a forecast's probabilities are the sum over its levels and sizes") {
  level_moves model = small_steps();
  model.size = {40, 400};  // sizes at which no two levels are taken together
  const level_forecast law = after(model, {30, 25, 41}, 0.05, 5000);
  const std::vector<std::int64_t> counts{0, 1, 7, 30, 100, 1000, 30'000};
  for (const double exposure : {1.0, 2.5}) {
    const std::vector<double> log_p = log_pmf(law, counts, exposure);
    for (std::size_t i = 0; i < counts.size(); ++i) {
      CAPTURE(counts[i]);
      CHECK(log_p[i] == doctest::Approx(std::log(mixture_pmf(law, counts[i], exposure))).epsilon(1e-9));
    }
  }
  CHECK(log_pmf(law, std::vector<std::int64_t>{-1}, 1).front() == -std::numeric_limits<double>::infinity());
}

TEST_CASE("levels taken together at a small size move no probability by more than 0.3 %, nor the mean by 1 %") {
  level_moves model = small_steps();
  model.spacing = .125;
  model.scale = {.1, .2, .4, .8};
  model.surge = .8;
  model.collapse = 1.5;
  for (const double size : {0.5, 3.0, 10.0}) {
    model.size = {size};
    const level_forecast law = after(model, {14, 9, 22, 11}, 0.05, 5000);
    const double exposure = 1;
    std::vector<std::int64_t> counts(1500);
    std::iota(counts.begin(), counts.end(), 0);
    const std::vector<double> log_p = log_pmf(law, counts, exposure);
    double below = 0;
    double direct = 0;
    double largest = 0;
    double mean = 0;
    double mean_direct = 0;
    for (std::size_t i = 0; i < counts.size(); ++i) {
      const double here = mixture_pmf(law, counts[i], exposure);
      below += std::exp(log_p[i]);
      direct += here;
      largest = std::max(largest, std::abs(below - direct));
      mean += static_cast<double>(counts[i]) * std::exp(log_p[i]);
      mean_direct += static_cast<double>(counts[i]) * here;
    }
    CAPTURE(size);
    CAPTURE(largest);
    CHECK(largest < 0.003);
    CHECK(mean == doctest::Approx(mean_direct).epsilon(0.01));
  }
}

TEST_CASE("a grid of half the spacing moves the predictive mean by less than 1 %, quantiles by less than 3 %") {
  level_moves coarse = small_steps();
  coarse.scale = {.05, .15, .4, .8};
  coarse.size = {3, 10, 40, 400};
  coarse.surge = .8;
  coarse.collapse = 1.5;
  coarse.redraw = .8;
  coarse.spacing = .125;
  level_moves fine = coarse;
  fine.spacing = .0625;
  const std::vector<std::vector<std::int64_t>> histories{
      {5687, 7655, 4612, 2610, 2057, 980, 679, 600, 853, 973, 1524, 2546},
      {800, 193, 158, 223, 282, 685},
      {3, 0, 1, 4, 2}};
  for (const auto& history : histories) {
    const double highest = 20.0 * static_cast<double>(*std::max_element(history.begin(), history.end()) + 10);
    const level_forecast one = after(coarse, history, 0.05, highest);
    const level_forecast other = after(fine, history, 0.05, highest);
    CHECK(mean_rate(one) == doctest::Approx(mean_rate(other)).epsilon(0.01));
    const tabulated a = tabulated_law(one, static_cast<std::int64_t>(10 * highest));
    const tabulated b = tabulated_law(other, static_cast<std::int64_t>(10 * highest));
    for (const double p : {0.05, 0.25, 0.5, 0.75, 0.95}) {
      CAPTURE(p);
      const double x = static_cast<double>(quantile(a, p));
      const double y = static_cast<double>(quantile(b, p));
      CHECK(std::abs(x - y) <= std::max(1.0, 0.03 * y));
    }
  }
}

TEST_CASE("counts of 10^12 are filtered and forecast without losing a digit that matters") {
  const std::vector<std::int64_t> small{1000, 1300, 900, 1100};
  std::vector<std::int64_t> large;
  for (const std::int64_t y : small) large.push_back(y * 1'000'000'000);
  level_moves model = small_steps();
  const level_forecast of_small = after(model, small, 1, 1e5);
  const level_forecast of_large = after(model, large, 1e9, 1e14);
  CHECK(mean_rate(of_large) == doctest::Approx(1e9 * mean_rate(of_small)).epsilon(0.01));
  const std::vector<double> log_p =
      log_pmf(of_large, std::vector<std::int64_t>{0, 1, 1'000'000'000'000, 1'000'000'000'000'000}, 1);
  for (const double value : log_p) CHECK(std::isfinite(value));
  // 10^9 outcomes for one: the same density on the log scale.
  CHECK(log_p[2] + std::log(1e9) ==
        doctest::Approx(log_pmf(of_small, std::vector<std::int64_t>{1000}, 1).front()).epsilon(0.01));
}

TEST_CASE("evidence that no level can explain is refused") {
  level_filter filter(small_steps(), 0.05, 5000);
  CHECK_THROWS_AS(filter.observe([](double, double) { return -std::numeric_limits<double>::infinity(); }),
                  invalid_input);
}
