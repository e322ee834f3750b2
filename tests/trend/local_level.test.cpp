#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <tollcast/core/error.hpp>
#include <tollcast/distribution/interval.hpp>
#include <tollcast/distribution/negative_binomial.hpp>
#include <tollcast/distribution/poisson.hpp>
#include <tollcast/numeric/reference_laws.hpp>
#include <tollcast/numeric/special.hpp>
#include <tollcast/series/datasets.hpp>
#include <tollcast/series/yearly.hpp>
#include <tollcast/trend/local_level.hpp>
#include <tollcast/trend/local_trend.hpp>
#include <tollcast/trend/loglinear.hpp>

using namespace tollcast;

namespace {

yearly_tally counts(const std::vector<std::int64_t>& figures) { return exact_counts("test", 2000, figures); }

yearly_tally figures(const std::vector<std::string>& texts) {
  yearly_tally series{"test", {}, {}};
  for (const std::string& text : texts) {
    series.years.push_back({2000 + static_cast<int>(series.years.size()), parse_count(text), {}});
  }
  return series;
}

double normal_density(double x, double sd) { return std::exp(-0.5 * x * x / (sd * sd)) / (sd * std::sqrt(2 * M_PI)); }

// What the model says, summed over every path on a plain grid of its own: nothing is filtered.
struct brute_force {
  double log_likelihood;
  std::vector<double> mean;  // of the rate, given all figures
  std::vector<double> jump;  // the probability that the year began with one
};

struct one_choice {
  double scale, jump, size, surge, collapse;
};

brute_force sum_over_paths(const yearly_tally& series, const one_choice& model, double low, double high, int points) {
  const auto n = static_cast<std::size_t>(points);
  const std::size_t years = series.years.size();
  double largest = 0;
  for (const year_record& year : series.years) {
    const bool open = year.total.upper() == largest_count;
    largest = std::max(largest, static_cast<double>(open ? year.total.lower() : year.total.upper()));
  }
  // The first level: uniform but for its fading ends.
  const double bottom = std::log(0.03);
  const double top = std::log(20 * (largest + 10));
  const auto taper = [&](double eta) { return 0.5 * std::erfc((1.2 - std::min(eta - bottom, top - eta)) / 0.35); };
  double whole = 0;
  for (int k = 0; k <= 4000; ++k) whole += taper(bottom + (top - bottom) * k / 4000) * (top - bottom) / 4000;

  const double h = (high - low) / (points - 1);
  std::vector<double> eta(n);
  for (std::size_t i = 0; i < n; ++i) eta[i] = low + h * static_cast<double>(i);
  std::vector<std::vector<double>> likelihood(years, std::vector<double>(n, 1.0));
  for (std::size_t t = 0; t < years; ++t) {
    for (std::size_t i = 0; i < n; ++i) {
      const count& figure = series.years[t].total;
      if (figure.quality() == count_quality::unknown) continue;
      likelihood[t][i] =
          figure.upper() == largest_count
              ? prob_at_least(negative_binomial(std::exp(eta[i]), model.size), figure.lower())
              : prob_between(negative_binomial(std::exp(eta[i]), model.size), figure.lower(), figure.upper());
    }
  }
  std::vector<double> walk(2 * n);
  std::vector<double> leap(2 * n);
  for (std::size_t k = 0; k < 2 * n; ++k) {
    const double step = (static_cast<double>(k) - static_cast<double>(n)) * h;
    walk[k] = h * (1 - model.jump) * normal_density(step, model.scale);
    leap[k] = h * model.jump / (model.surge + model.collapse) *
              std::exp(step > 0 ? -step / model.surge : step / model.collapse);
    // the kink at 0, to second order
    if (k == n) leap[k] *= 1 - (1 / model.surge + 1 / model.collapse) * h / 12;
  }

  brute_force found{0, std::vector<double>(years, 0.0), std::vector<double>(years, 0.0)};
  double total = 0;
  std::vector<std::size_t> path(years);
  std::vector<double> weight(years);
  // Odometer over all paths.
  const auto visit = [&](auto&& self, std::size_t t, double product) -> void {
    if (product < 1e-30) return;
    if (t == years) {
      total += product;
      for (std::size_t s = 0; s < years; ++s) {
        found.mean[s] += product * std::exp(eta[path[s]]);
        if (s > 0) {
          const std::size_t k = path[s] + n - path[s - 1];
          found.jump[s] += product * leap[k] / (walk[k] + leap[k]);
        }
      }
      return;
    }
    for (std::size_t i = 0; i < n; ++i) {
      path[t] = i;
      const std::size_t k = t == 0 ? 0 : i + n - path[t - 1];
      const double move = t == 0 ? h / whole : walk[k] + leap[k];
      self(self, t + 1, product * move * likelihood[t][i] * taper(eta[i]));
    }
  };
  visit(visit, 0, 1.0);
  for (double& mean : found.mean) mean /= total;
  for (double& jump : found.jump) jump /= total;
  found.log_likelihood = std::log(total);
  return found;
}

local_level of(const one_choice& model) {
  return {.scale = {model.scale},
          .jump = {model.jump},
          .size = {model.size},
          .surge = model.surge,
          .collapse = model.collapse};
}

// The largest relative change of any figure that a fit reports.
double worst_change(const level_fit& a, const level_fit& b) {
  double worst = std::abs(a.log_likelihood() / b.log_likelihood() - 1);
  const auto compare = [&](double x, double y) {
    worst = std::max(worst, std::abs(x - y) / std::max(std::abs(y), 1e-3));
  };
  for (std::size_t t = 0; t < a.years().size(); ++t) {
    for (const auto band : {&level_year::filtered, &level_year::smoothed}) {
      compare((a.years()[t].*band).mean, (b.years()[t].*band).mean);
      compare((a.years()[t].*band).lower, (b.years()[t].*band).lower);
      compare((a.years()[t].*band).upper, (b.years()[t].*band).upper);
    }
    compare(a.years()[t].jump, b.years()[t].jump);
  }
  const auto next = a.forecast(3);
  const auto other = b.forecast(3);
  for (std::size_t h = 0; h < next.size(); ++h) {
    compare(mean(next[h]), mean(other[h]));
    compare(standard_deviation(next[h]), standard_deviation(other[h]));
    for (const double p : {0.025, 0.1, 0.5, 0.9, 0.975}) {
      const auto at = static_cast<double>(quantile(next[h], p));  // whole numbers: one either way is no change
      const auto there = static_cast<double>(quantile(other[h], p));
      if (std::abs(at - there) > 1) compare(at, there);
    }
  }
  return worst;
}

}  // namespace

TEST_CASE("local_level: every path summed, four years with jumps") {
  const one_choice model{0.4, 0.2, 6.0, 0.7, 0.9};
  const yearly_tally series = counts({20, 32, 9, 14});
  const level_fit fit = of(model).fit(series);
  const brute_force sum = sum_over_paths(series, model, 0.0, 5.6, 71);
  CHECK(fit.log_likelihood() == doctest::Approx(sum.log_likelihood).epsilon(2e-6));
  for (std::size_t t = 0; t < 4; ++t) {
    CAPTURE(t);
    CHECK(fit.years()[t].smoothed.mean == doctest::Approx(sum.mean[t]).epsilon(2e-5));
    CHECK(fit.years()[t].jump == doctest::Approx(sum.jump[t]).epsilon(2e-4));
  }
}

TEST_CASE("local_level: every path summed, six years with a missing one, a bound, a range, and none that jumps") {
  const one_choice model{0.5, 0.0, 5.0, 0.7, 0.9};
  const yearly_tally series = figures({"12", "NA", ">30", "20..60", "~40", "25"});
  const level_fit fit = of(model).fit(series);
  const brute_force sum = sum_over_paths(series, model, 0.8, 6.0, 19);
  CHECK(fit.log_likelihood() == doctest::Approx(sum.log_likelihood).epsilon(1e-5));
  for (std::size_t t = 0; t < 6; ++t) {
    CAPTURE(t);
    CHECK(fit.years()[t].smoothed.mean == doctest::Approx(sum.mean[t]).epsilon(2e-4));
    CHECK(fit.years()[t].jump == 0.0);
  }
}

TEST_CASE("local_level: averaged over choices by their likelihoods") {
  const yearly_tally series = counts({20, 32, 9, 14, 18});
  local_level both = of({0.2, 0.1, 8.0, 0.7, 0.9});
  both.scale = {0.2, 0.6};
  both.size = {8, 30};
  double sum = 0;
  double mean_sum = 0;
  double next = 0;
  for (const double size : both.size) {
    for (const double scale : both.scale) {
      local_level one = both;
      one.scale = {scale};
      one.size = {size};
      const level_fit fit = one.fit(series);
      const double weight = std::exp(fit.log_likelihood());
      sum += weight;
      mean_sum += weight * fit.years()[2].smoothed.mean;
      next += weight * cdf(fit.forecast(1)[0], 20);
    }
  }
  const level_fit fit = both.fit(series);
  CHECK(fit.log_likelihood() == doctest::Approx(std::log(sum / 4)).epsilon(1e-9));
  CHECK(fit.years()[2].smoothed.mean == doctest::Approx(mean_sum / sum).epsilon(1e-9));
  CHECK(cdf(fit.forecast(1)[0], 20) == doctest::Approx(next / sum).epsilon(1e-4));
  CHECK(fit.choices().size() == 4);
  const std::vector<any_distribution> known = fit.forecast(1, parameter_uncertainty::ignored);
  const auto most = std::max_element(fit.choices().begin(), fit.choices().end(),
                                     [](const auto& a, const auto& b) { return a.weight < b.weight; });
  local_level alone = both;
  alone.scale = {most->scale};
  alone.size = {most->size};
  CHECK(mean(known[0]) == doctest::Approx(mean(alone.fit(series).forecast(1)[0])).epsilon(1e-6));
}

// Without movement a Poisson level is one rate: under a flat law of its log it is gamma with shape sum(y), rate n.
TEST_CASE("local_level: without movement, Poisson counts give a gamma law") {
  const std::vector<std::int64_t> y{31, 40, 28, 35, 44, 37, 30, 39};
  const level_fit fit = local_level{.family = count_family::poisson, .scale = {0}, .jump = {0}}.fit(counts(y));
  double total = 0;
  double gammas = 0;
  for (const std::int64_t one : y) {
    total += static_cast<double>(one);
    gammas += log_gamma(static_cast<double>(one) + 1);
  }
  const double n = static_cast<double>(y.size());
  for (const level_year& year : fit.years()) {
    CHECK(year.smoothed.mean == doctest::Approx(total / n).epsilon(1e-8));
    // Quantiles of the gamma law by those of chi-squared.
    CHECK(year.smoothed.lower == doctest::Approx(chi_squared_quantile(0.025, 2 * total) / (2 * n)).epsilon(1e-4));
    CHECK(year.smoothed.upper == doctest::Approx(chi_squared_quantile(0.975, 2 * total) / (2 * n)).epsilon(1e-4));
  }
  CHECK(fit.years()[0].filtered.mean == doctest::Approx(31).epsilon(1e-6));
  // The next count given the gamma law of its mean is negative binomial.
  const any_distribution next = fit.forecast(1)[0];
  const negative_binomial exact(total / n, total);
  for (const std::int64_t at : {20, 28, 35, 36, 44, 60}) {
    CHECK(log_pmf(next, at) == doctest::Approx(log_pmf(exact, at)).epsilon(2e-5));
  }
  const double range = std::log(20 * 54.0) - std::log(0.03) - 2 * 1.2;  // the taper takes 1.2 off at either end
  const double expected = log_gamma(total) - total * std::log(n) - gammas - std::log(range);
  CHECK(fit.log_likelihood() == doctest::Approx(expected).epsilon(1e-6));
}

// With one slope for all years and no noise the model is the log-linear Poisson trend.
TEST_CASE("local_trend: without movement it is the log-linear trend") {
  const yearly_tally norway = counts({560, 533, 490, 511, 509, 539, 471, 442, 434, 437, 362, 338});
  local_trend model;
  model.slope_spread = {0.04};
  model.damping = 1;
  model.level = {.family = count_family::poisson, .scale = {0}, .jump = {0}};
  const trend_summary result = summary(model.fit(norway));
  const loglinear_fit line = loglinear{.family = count_family::poisson}.fit(norway);
  REQUIRE(result.parameters.back().name == "slope");
  const estimate slope = result.parameters.back().of;
  const estimate expected = wald_estimate(line, 1);
  // The prior of the slope, N(0, .04^2), pulls it by (se / .04)^2, 1 %, towards 0.
  const double pull = 1 / (1 + *expected.se * *expected.se / 0.0016);
  CHECK(slope.value == doctest::Approx(pull * expected.value).epsilon(1e-3));
  CHECK(*slope.se == doctest::Approx(std::sqrt(pull) * *expected.se).epsilon(3e-3));
  CHECK(result.fitted.front().mean == doctest::Approx(line.years.front().mean).epsilon(3e-3));
  CHECK(result.fitted.back().mean == doctest::Approx(line.years.back().mean).epsilon(3e-3));
}

// Counts of 10^6 with size 2,000: log Y is log(mean) + log(gamma / size), nearly N(0, trigamma(size)), and Kalman's
// filter gives likelihood and smoothed level in closed form.
TEST_CASE("local_level: Kalman's filter, in the limit of large counts and no jumps") {
  const std::vector<std::int64_t> y{1000000, 1020000, 970000, 1110000, 1090000, 1150000, 1010000, 980000};
  constexpr double size = 2000;
  constexpr double scale = 0.06;
  const level_fit fit = local_level{.scale = {scale}, .jump = {0}, .size = {size}}.fit(counts(y));

  const std::size_t n = y.size();
  std::vector<double> log_y;
  for (const std::int64_t one : y) log_y.push_back(std::log(static_cast<double>(one)) - digamma(size) + std::log(size));
  std::vector<double> level(n), variance(n), before(n), before_variance(n);
  const double noise = trigamma(size);
  double log_likelihood = 0;
  for (std::size_t t = 0; t < n; ++t) {
    log_likelihood -= std::log(static_cast<double>(y[t]));
    if (t == 0) {
      level[0] = log_y[0];
      variance[0] = noise;
      continue;
    }
    before[t] = level[t - 1];
    before_variance[t] = variance[t - 1] + scale * scale;
    const double total = before_variance[t] + noise;
    log_likelihood += std::log(normal_density(log_y[t] - before[t], std::sqrt(total)));
    level[t] = before[t] + before_variance[t] / total * (log_y[t] - before[t]);
    variance[t] = before_variance[t] * noise / total;
  }
  const double range = std::log(20 * 1150010.0) - std::log(0.03) - 2 * 1.2;
  log_likelihood -= std::log(range);
  CHECK(fit.log_likelihood() == doctest::Approx(log_likelihood).epsilon(2e-4));
  std::vector<double> smooth = level;
  std::vector<double> smooth_variance = variance;
  for (std::size_t t = n - 1; t-- > 0;) {
    const double gain = variance[t] / before_variance[t + 1];
    smooth[t] += gain * (smooth[t + 1] - before[t + 1]);
    smooth_variance[t] += gain * gain * (smooth_variance[t + 1] - before_variance[t + 1]);
  }
  for (std::size_t t = 0; t < n; ++t) {
    CAPTURE(t);
    const level_band band = fit.years()[t].smoothed;
    const double sd = std::sqrt(smooth_variance[t]);
    CHECK(std::log(band.mean) == doctest::Approx(smooth[t] + smooth_variance[t] / 2).epsilon(3e-5));
    CHECK(std::log(band.upper / band.lower) == doctest::Approx(2 * 1.959963984540054 * sd).epsilon(5e-3));
  }
  // A year on the level's variance has grown by scale^2.
  const any_distribution next = fit.forecast(2)[1];
  const double spread = std::sqrt(variance[n - 1] + 2 * scale * scale + noise);
  const interval_ends ends = interval(next, 0.8);
  CHECK(std::log(static_cast<double>(ends.upper) / static_cast<double>(ends.lower)) ==
        doctest::Approx(2 * 1.2815515655446 * spread).epsilon(5e-3));
}

// The same with a slope that is an AR(1): two states.
TEST_CASE("local_trend: Kalman's filter, in the limit of large counts and no jumps") {
  const std::vector<std::int64_t> y{1000000, 1080000, 1190000, 1240000, 1390000, 1380000, 1310000, 1220000};
  constexpr double size = 1000;
  constexpr double scale = 0.05;
  constexpr double spread = 0.1;
  constexpr double damping = 0.6;
  local_trend model;
  model.slope_spread = {spread};
  model.damping = damping;
  model.level = {.scale = {scale}, .jump = {0}, .size = {size}};
  const level_fit fit = model.fit(counts(y));

  const double noise = trigamma(size);
  double level = 0, slope = 0, a = 0, b = 0, c = spread * spread;  // covariance: level, both, slope
  double log_likelihood = -std::log(std::log(20 * 1390010.0) - std::log(0.03) - 2 * 1.2);
  for (std::size_t t = 0; t < y.size(); ++t) {
    const double z = std::log(static_cast<double>(y[t])) - digamma(size) + std::log(size);
    log_likelihood -= std::log(static_cast<double>(y[t]));
    if (t == 0) {
      level = z;
      a = noise;
      continue;
    }
    slope *= damping;
    c = damping * damping * c + spread * spread * (1 - damping * damping);
    b = damping * b;
    level += slope;
    a = a + 2 * b + c + scale * scale;
    b += c;
    const double total = a + noise;
    const double surprise = z - level;
    log_likelihood += std::log(normal_density(surprise, std::sqrt(total)));
    level += a / total * surprise;
    slope += b / total * surprise;
    c -= b * b / total;
    b -= a * b / total;
    a -= a * a / total;
  }
  CHECK(fit.log_likelihood() == doctest::Approx(log_likelihood).epsilon(3e-4));
  CHECK(std::log(fit.years().back().filtered.mean) == doctest::Approx(level + a / 2).epsilon(5e-5));
  const estimate found = summary(fit).parameters.back().of;
  CHECK(found.value == doctest::Approx(slope).epsilon(0.02));
  CHECK(*found.se == doctest::Approx(std::sqrt(c)).epsilon(0.01));
}

TEST_CASE("level_fit: halving the grid changes no figure by more than 1e-4") {
  for (const char* name : {"crss_all_fatalities", "crss_security_personnel", "picss_security_forces"}) {
    CAPTURE(name);
    const yearly_tally series = yearly(find_dataset(name).data);
    CHECK(worst_change(local_level{}.fit(series), local_level{.fineness = 2}.fit(series)) < 1e-4);
    local_trend fine;
    fine.level.fineness = 2;
    CHECK(worst_change(local_trend{}.fit(series), fine.fit(series)) < 1e-4);
  }
}

TEST_CASE("local_level: a lull and a surge are jumps, an ordinary year is none") {
  const level_fit fit = local_level{}.fit(counts({700, 640, 720, 680, 90, 110, 85, 100, 95, 610, 700, 650}));
  for (const level_year& year : fit.years()) {
    CAPTURE(year.year);
    if (year.year == 2004 || year.year == 2009) {
      CHECK(year.jump > 0.8);
    } else {
      CHECK(year.jump < 0.25);
    }
    CHECK(year.smoothed.lower < year.smoothed.mean);
    CHECK(year.smoothed.mean < year.smoothed.upper);
  }
  CHECK(fit.years()[4].smoothed.upper < 200);
}

TEST_CASE("level_fit: years ahead spread out, and their sum agrees with them") {
  const level_fit fit = local_level{}.fit(counts({120, 150, 130, 170, 160, 140, 155}));
  const auto next = fit.forecast(3);
  CHECK(median(next[0]) > 120);
  CHECK(median(next[0]) < 180);
  for (std::size_t h = 1; h < next.size(); ++h) {
    const interval_ends near = interval(next[h - 1], 0.8);
    const interval_ends far = interval(next[h], 0.8);
    CHECK(far.upper - far.lower > near.upper - near.lower);
  }
  const any_distribution one = fit.total(1);
  for (const double p : {0.1, 0.25, 0.5, 0.75, 0.9}) {
    CHECK(cdf(next[0], quantile(one, p)) == doctest::Approx(p).epsilon(0.03));
  }
  const any_distribution three = fit.total(3);
  double sum = 0;
  for (const any_distribution& law : next) sum += mean(law);
  CHECK(mean(three) == doctest::Approx(sum).epsilon(0.05));
  // Years that go on from one level lie together above or below it: the sum spreads more than three that do not.
  double independent = 0;
  for (const any_distribution& law : next) independent += variance(law);
  CHECK(variance(three) > 1.2 * independent);
  CHECK(mean(fit.total(3, 7)) == mean(fit.total(3, 7)));
  CHECK(mean(fit.total(3, 7)) != mean(fit.total(3, 8)));
  for (const std::vector<std::int64_t>& y :
       {std::vector<std::int64_t>{700, 640, 90, 110, 85, 95, 300, 650}, {0, 1, 0, 3, 2}, {5000, 5200, 4900, 5100}}) {
    for (const level_fit& either : {local_level{}.fit(counts(y)), local_trend{}.fit(counts(y))}) {
      double means = 0;
      for (const any_distribution& law : either.forecast(4)) means += mean(law);
      CHECK(mean(either.total(4)) == doctest::Approx(means).epsilon(0.04));
    }
  }
}

TEST_CASE("level_fit: the same digits with every compiler") {
  const level_fit fit = local_level{}.fit(yearly(find_dataset("crss_security_personnel").data));
  CHECK(fit.log_likelihood() == doctest::Approx(-38.20176190330559).epsilon(1e-11));
  CHECK(mean(fit.forecast(1)[0]) == doctest::Approx(710.9954133737768).epsilon(1e-11));
}

TEST_CASE("level_fit: series of every kind") {
  const auto finite = [](const level_fit& fit) {
    CHECK(std::isfinite(fit.log_likelihood()));
    for (const level_year& year : fit.years()) {
      CHECK(std::isfinite(year.smoothed.mean));
      CHECK(year.smoothed.lower <= year.smoothed.upper);
      CHECK(year.jump >= 0);
      CHECK(year.jump <= 1);
    }
    for (const any_distribution& law : fit.forecast(2)) {
      CHECK(std::isfinite(mean(law)));
      CHECK(std::isfinite(variance(law)));
      CHECK(support_lower(law) >= 0);
    }
  };
  for (const std::vector<std::int64_t>& y :
       std::vector<std::vector<std::int64_t>>{{5},
                                              {0},
                                              {0, 0, 0},
                                              {0, 0, 0, 5},
                                              {7, 7, 7, 7, 7},
                                              {1, 300},
                                              {300, 1},
                                              {1000000000, 900000000, 1100000000}}) {
    finite(local_level{}.fit(counts(y)));
    finite(local_trend{}.fit(counts(y)));
    finite(local_level{.family = count_family::poisson}.fit(counts(y)));
  }
  finite(local_level{}.fit(counts({1000000000000000, 900000000000000})));
  finite(local_level{}.fit(figures({"NA", "NA", "500..900", "NA"})));
  finite(local_level{}.fit(figures({"NA", ">=100", "<=20", ">500", "NA", "NA"})));
  const level_fit starts_late = local_level{}.fit(figures({"NA", "NA", "40", "50"}));
  CHECK(starts_late.years().front().year == 2002);
  CHECK(mean(local_level{}.fit(counts({0, 0, 0, 0, 0, 0})).forecast(1)[0]) < 1);
}

TEST_CASE("level_fit: what is refused") {
  CHECK_THROWS_AS(local_level{}.fit(figures({"NA", ">500"})), cannot_answer);
  CHECK_THROWS_AS(local_level{}.fit(yearly_tally{"none", {}, {}}), cannot_answer);
  CHECK_THROWS_AS(local_level{.family = count_family::log_normal}.fit(counts({1})), invalid_input);
  CHECK_THROWS_AS(local_level{.scale = {}}.fit(counts({1})), invalid_input);
  CHECK_THROWS_AS(local_level{.scale = {-1}}.fit(counts({1})), invalid_input);
  CHECK_THROWS_AS(local_level{.jump = {1}}.fit(counts({1})), invalid_input);
  CHECK_THROWS_AS(local_level{.size = {0}}.fit(counts({1})), invalid_input);
  CHECK_THROWS_AS(local_level{.fineness = 0}.fit(counts({1})), invalid_input);
  CHECK_THROWS_AS(local_trend{.damping = 1.5}.fit(counts({1})), invalid_input);
  const level_fit fit = local_level{}.fit(counts({3, 4}));
  CHECK_THROWS_AS(fit.forecast(0), invalid_input);
  CHECK_THROWS_AS(fit.total(101), invalid_input);
}
