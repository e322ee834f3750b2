#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <numeric>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "../reference/reference_rows.hpp"
#include <doctest/doctest.h>

#include <tollcast/core/error.hpp>
#include <tollcast/distribution/distribution.hpp>
#include <tollcast/distribution/negative_binomial.hpp>
#include <tollcast/distribution/poisson.hpp>
#include <tollcast/trend/annual_count.hpp>
#include <tollcast/trend/level_shifts.hpp>

using namespace tollcast;

namespace {

using figures = std::vector<std::int64_t>;

const figures crss{5687, 7655, 4612, 2610, 2057, 980, 679, 600, 853, 973, 1524, 2546};  // 2013 to 2024
const figures norway{560, 533, 490, 511, 509, 539, 471, 442, 434, 437, 362, 338, 401, 409, 407, 402, 452,
                     398, 378, 381, 332, 323, 325, 281, 283, 305, 255, 303, 352, 304, 341, 275, 312, 280};  // from 1970

level_shifts_fit fitted(const figures& counts, int first_year, const level_shifts& model) {
  return model.fit(exact_counts("made up", first_year, counts));
}

std::vector<int> years_of(const std::string& text) {
  std::vector<int> result;
  std::istringstream rest(text == "-" ? "" : text);
  for (int year = 0; rest >> year;) result.push_back(year);
  return result;
}

// Calls `with` for every way to cut n observations into m + 1 segments of at least `shortest`.
void for_each_partition(std::size_t n, std::size_t m, std::size_t shortest,
                        const std::function<void(const std::vector<std::size_t>&)>& with) {
  std::vector<std::size_t> starts{0};
  const std::function<void()> extend = [&] {
    if (starts.size() == m + 1) {
      if (n - starts.back() >= shortest) with(starts);
      return;
    }
    for (std::size_t next = starts.back() + shortest; next < n; ++next) {
      starts.push_back(next);
      extend();
      starts.pop_back();
    }
  };
  extend();
}

std::vector<double> means_of(const figures& y, const std::vector<std::size_t>& starts) {
  std::vector<double> means(y.size());
  for (std::size_t k = 0; k < starts.size(); ++k) {
    const std::size_t end = k + 1 < starts.size() ? starts[k + 1] : y.size();
    double sum = 0;
    for (std::size_t i = starts[k]; i < end; ++i) sum += static_cast<double>(y[i]);
    for (std::size_t i = starts[k]; i < end; ++i) means[i] = sum / static_cast<double>(end - starts[k]);
  }
  return means;
}

double log_likelihood_at(const figures& y, const std::vector<double>& means, std::optional<double> size) {
  double sum = 0;
  for (std::size_t i = 0; i < y.size(); ++i) {
    sum += size ? log_pmf(negative_binomial(means[i], *size), y[i]) : log_pmf(poisson(means[i]), y[i]);
  }
  return sum;
}

// The likelihood at its best size: a fine grid, then ternary search around its best.
double best_likelihood(const figures& y, const std::vector<double>& means) {
  double best = log_likelihood_at(y, means, std::nullopt);
  double at = 0;
  const auto value = [&](double log_size) { return log_likelihood_at(y, means, std::exp(log_size)); };
  for (double log_size = -3; log_size < 10; log_size += 0.1) {
    if (value(log_size) > best) {
      best = value(log_size);
      at = log_size;
    }
  }
  double low = at - 0.1;
  double high = at + 0.1;
  for (int i = 0; i < 60; ++i) {
    const double third = (high - low) / 3;
    (value(low + third) < value(high - third) ? low : high) =
        value(low + third) < value(high - third) ? low + third : high - third;
  }
  return std::max(best, value(low));
}

}  // namespace

TEST_CASE("level_shifts: likelihood and size of given levels are those of glm and glm.nb") {
  for (const auto& row : reference_rows("level_shifts.csv")) {
    const bool pakistan = row.text("series") == "crss";
    const std::vector<int> since = years_of(row.text("since"));
    CAPTURE(row.text("series"));
    CAPTURE(row.text("since"));
    level_shifts model{.shifts = static_cast<int>(since.size())};
    const auto fit = fitted(pakistan ? crss : norway, pakistan ? 2013 : 1970, model);
    const shift_candidate& found = fit.candidates[since.size()];
    CHECK(fit.chosen == since.size());
    CHECK(found.since == since);  // the best dates, as brute force finds them below for shorter series
    CHECK(found.log_likelihood == doctest::Approx(row.number("log_likelihood")).epsilon(1e-11));
    REQUIRE(found.size);
    CHECK(*found.size == doctest::Approx(row.number("size")).epsilon(1e-6));
    model.family = count_family::poisson;
    const auto poisson_fit = fitted(pakistan ? crss : norway, pakistan ? 2013 : 1970, model);
    if (poisson_fit.candidates[since.size()].since != since) continue;
    CHECK(poisson_fit.candidates[since.size()].log_likelihood ==
          doctest::Approx(row.number("poisson_log_likelihood")).epsilon(1e-11));
  }
}

TEST_CASE("level_shifts: no partition and no size has a greater likelihood") {
  random_engine engine(3);
  int overdispersed = 0;
  for (int repetition = 0; repetition < 12; ++repetition) {
    figures y;
    for (int i = 0; i < 9; ++i) {
      y.push_back(sample(negative_binomial(i < 4 ? 20 : 9, repetition % 2 == 0 ? 2 : 50), engine));
    }
    for (const auto family : {count_family::poisson, count_family::negative_binomial}) {
      const auto fit = fitted(y, 2000, {.family = family, .max_shifts = 3});
      REQUIRE(fit.candidates.size() == 4);
      for (std::size_t m = 0; m < 4; ++m) {
        double best = -1e300;
        for_each_partition(y.size(), m, 2, [&](const std::vector<std::size_t>& starts) {
          const auto means = means_of(y, starts);
          best = std::max(best, family == count_family::poisson ? log_likelihood_at(y, means, std::nullopt)
                                                                : best_likelihood(y, means));
        });
        CHECK(fit.candidates[m].log_likelihood == doctest::Approx(best).epsilon(1e-9));
        overdispersed += fit.candidates[m].size ? 1 : 0;
      }
    }
  }
  CHECK(overdispersed > 20);
}

TEST_CASE("level_shifts: the log-normal family is structural_breaks on the logs") {
  // strucchange: breakpoints(log(norway) ~ 1, h = 5); its break is the year before ours.
  const auto fit =
      fitted(norway, 1970, {.family = count_family::log_normal, .min_segment = 5, .criterion = shift_criterion::bic});
  const double bic[]{-0.306915983699183, -33.0998097459015, -54.5007536061743,
                     -48.4174384296447,  -43.5993859986673, -37.0250725445365};
  REQUIRE(fit.candidates.size() == 6);
  for (std::size_t m = 0; m < 6; ++m) CHECK(fit.candidates[m].bic == doctest::Approx(bic[m]).epsilon(1e-10));
  CHECK(fit.chosen == 2);
  CHECK(fit.candidates[2].since == std::vector<int>{1977, 1990});
  REQUIRE(fit.joints.size() == 2);
  CHECK(fit.joints[0].year == 1977);
  CHECK(fit.joints[0].lower == 1975);
  CHECK(fit.joints[0].upper == 1978);
  CHECK(fit.joints[1].lower == 1988);
  CHECK(fit.joints[1].upper == 1991);
  CHECK(fit.scatter == doctest::Approx(0.215072779408273 / 31).epsilon(1e-10));

  const auto slopes = fitted(norway, 1970, {.family = count_family::log_normal, .degree = 1, .min_segment = 5});
  CHECK(slopes.candidates[3].bic == doctest::Approx(-60.9689532783118).epsilon(1e-10));
  CHECK(slopes.candidates[3].since == std::vector<int>{1980, 1987, 1997});
  const trend_summary told = summary(slopes);
  CHECK(told.model == "level_and_slope_shifts");
  // R: lm(log(y) ~ t) on 1980-1986, the interval with the residual variance of all segments, .0954341 / 26.
  CHECK(*told.segments[1].change == doctest::Approx(3.73883562226434).epsilon(1e-9));
  CHECK(*told.segments[1].lower == doctest::Approx(1.32587196841429).epsilon(1e-9));
  CHECK(*told.segments[1].upper == doctest::Approx(6.20926133868234).epsilon(1e-9));
}

TEST_CASE("level_shifts: a step with its interval is that of R's lm on the logs") {
  // d <- lm(log(norway) ~ relevel(factor(findInterval(1970:2003, c(1977, 1990))), "1")); confint of the third level
  const auto told = summary(fitted(norway, 1970, {.family = count_family::log_normal, .min_segment = 5, .shifts = 2}));
  REQUIRE(told.segments.size() == 3);
  CHECK_FALSE(told.segments[0].change.has_value());
  CHECK(*told.segments[2].change == doctest::Approx(-24.3841206645392).epsilon(1e-8));
  CHECK(*told.segments[2].lower == doctest::Approx(-29.1733641500450).epsilon(1e-8));
  CHECK(*told.segments[2].upper == doctest::Approx(-19.2710321610087).epsilon(1e-8));
  CHECK(*told.segments[2].p_value == doctest::Approx(7.73840063227039e-10).epsilon(1e-6));
}

TEST_CASE("level_shifts: criteria count as documented") {
  const auto fit = fitted(crss, 2013, {});
  const double n = 12;
  const shift_candidate& two = fit.candidates[2];  // 2013-2017, 2018-2022, 2023-2024
  CHECK(two.bic == doctest::Approx(-2 * two.log_likelihood + std::log(n) * (3 + 2 + 1)));
  CHECK(two.mdl ==
        doctest::Approx(std::log(2.0) + 3 * std::log(n) + 0.5 * (std::log(5.0) + std::log(5.0) + std::log(2.0)) +
                        0.5 * std::log(n) - two.log_likelihood));
  CHECK(fit.chosen == 3);
  const trend_summary told = summary(fit);
  CHECK(told.model == "level_shifts");
  CHECK(told.family == "negative_binomial");
  CHECK(told.observations == 12);
  REQUIRE(told.segments.size() == 4);
  CHECK(told.segments[3].from == 2023);
  CHECK(told.segments[3].to == 2024);
  CHECK(*told.segments[3].level == doctest::Approx(2035));
  CHECK(*told.segments[3].change == doctest::Approx(100 * (2035.0 / 817 - 1)));
  CHECK(*told.segments[3].lower < *told.segments[3].change);
  CHECK(told.joints[2].year == 2023);
  CHECK(told.fitted.size() == 12);
  CHECK(told.fitted[0].mean == doctest::Approx((5687 + 7655 + 4612) / 3.0));
  for (const auto& joint : told.joints) {
    CHECK(joint.lower <= joint.year);
    CHECK(joint.year <= joint.upper);
  }
}

TEST_CASE("level_shifts: the posterior of a date is the sum over all partitions") {
  const figures y{12, 15, 9, 14, 11, 22, 17, 25, 21};
  const auto fit = fitted(y, 2000, {.family = count_family::poisson, .shifts = 2});
  std::vector<double> chance(9, 0.0);
  double total = 0;
  for_each_partition(9, 2, 2, [&](const std::vector<std::size_t>& starts) {
    double weight =
        std::exp(log_likelihood_at(y, means_of(y, starts), std::nullopt) - fit.candidates[2].log_likelihood);
    weight /= std::sqrt(static_cast<double>(starts[1] * (starts[2] - starts[1]) * (9 - starts[2])));
    chance[starts[1]] += weight;
    total += weight;
  });
  double below = 0;
  int lower = 2000;
  while ((below += chance[static_cast<std::size_t>(lower - 2000)] / total) < 0.025) ++lower;
  int upper = lower;
  while (below < 0.975) below += chance[static_cast<std::size_t>(++upper - 2000)] / total;
  CHECK(fit.joints[0].lower == lower);
  CHECK(fit.joints[0].upper == upper);
}

TEST_CASE("level_shifts: forecasts keep the last level, with its uncertainty and the chance of a shift") {
  for (const auto family : {count_family::poisson, count_family::negative_binomial, count_family::log_normal}) {
    const auto fit = fitted(crss, 2013, {.family = family});
    const auto known = fit.forecast(6, parameter_uncertainty::ignored);
    const auto laws = fit.forecast(6);
    REQUIRE(laws.size() == 6);
    for (std::size_t h = 0; h < 6; ++h) {
      // Were the counts Poisson, the last one, 2546, could not have the level of the one before.
      const double level = family == count_family::poisson ? 2546 : 2035;
      CHECK(static_cast<double>(quantile(laws[h], 0.5)) == doctest::Approx(level).epsilon(0.1));
      CHECK(mean(laws[h]) < 3 * level);
      CHECK(variance(laws[h]) > variance(known[h]));
      CHECK(std::isfinite(variance(laws[h])));
      if (h > 0) CHECK(variance(laws[h]) > variance(laws[h - 1]));
      CHECK(support_lower(laws[h]) == 0);
    }
    // Of shifts alone, a rise is as likely as a fall by the same factor.
    const auto moved = fitted(crss, 2013, {.family = family, .shift_chance = 1.0}).forecast(1).front();
    const double median = static_cast<double>(quantile(moved, 0.5));
    for (const double p : {0.025, 0.1, 0.25}) {
      CHECK(std::log(static_cast<double>(quantile(moved, 1 - p)) / median) ==
            doctest::Approx(std::log(median / static_cast<double>(quantile(moved, p)))).epsilon(0.15));
    }
    const auto settled = fitted(crss, 2013, {.family = family, .shift_chance = 0.0});
    CHECK(variance(settled.forecast(6).back()) == doctest::Approx(variance(settled.forecast(1).front())));
    CHECK(variance(settled.forecast(1).front()) < variance(laws[0]));
  }
  // Poisson with a Jeffreys prior: negative binomial with mean (S + 1/2) / n and size S + 1/2.
  const auto fit = fitted({4, 6, 5, 3}, 2000, {.family = count_family::poisson, .shifts = 0, .shift_chance = 0.0});
  const auto law = fit.forecast(1).front();
  for (const std::int64_t y : {0, 4, 9, 15}) {
    CHECK(log_pmf(law, y) == doctest::Approx(log_pmf(negative_binomial(18.5 / 4, 18.5), y)).epsilon(1e-10));
  }
}

TEST_CASE("level_shifts: slopes that rise steeply do not run away") {
  const auto fit = fitted({1, 3, 9, 27, 81, 243}, 2000, {.family = count_family::log_normal, .degree = 1});
  for (const auto& law : fit.forecast(20)) CHECK(mean(law) <= 243000 * (1 + 1e-9));
}

TEST_CASE("level_shifts: counts that do not scatter, zeros, few years, great counts") {
  const auto even = fitted({7, 7, 7, 7, 7, 7}, 2000, {});
  CHECK(even.chosen == 0);
  CHECK_FALSE(even.candidates[0].size.has_value());
  CHECK(even.notes.size() == 1);
  CHECK(summary(even).family == "poisson");
  CHECK(even.asked == count_family::negative_binomial);
  CHECK(fitted({7, 7, 7, 7, 7, 7}, 2000, {.family = count_family::log_normal}).chosen == 0);

  const auto war = fitted({0, 0, 0, 0, 3, 5, 4, 6}, 2000, {});
  REQUIRE(war.chosen == 1);
  const auto told = summary(war);
  CHECK(*told.segments[0].level == 0);
  CHECK_FALSE(told.segments[1].change.has_value());
  CHECK(*war.fitted[0].upper == doctest::Approx(-std::log(0.025) / 4));
  const auto peace = fitted({3, 5, 4, 6, 0, 0, 0, 0}, 2000, {});
  REQUIRE(peace.chosen == 1);
  CHECK(*summary(peace).segments[1].change == -100);
  CHECK(mean(fitted({3, 5, 4, 6, 0, 0, 0, 0}, 2000, {.shift_chance = 0.0}).forecast(1).front()) ==
        doctest::Approx(0.125));
  CHECK(mean(fitted({0, 0, 0}, 2000, {.shift_chance = 0.0}).forecast(3).back()) == doctest::Approx(1.0 / 6));
  CHECK(mean(fitted({0, 0, 0}, 2000, {}).forecast(3).back()) < 1);
  CHECK(fitted({0, 4, 3, 5, 0, 2}, 2000, {.family = count_family::log_normal}).offset == 0.5);

  CHECK(fitted({5, 900}, 2000, {}).chosen == 0);
  CHECK_THROWS_AS(fitted({5}, 2000, {}), cannot_answer);
  CHECK_THROWS_AS(fitted({5, 6, 7}, 2000, {.shifts = 1}), cannot_answer);

  figures great;
  for (const std::int64_t y : norway) great.push_back(y * 1'000'000);
  const auto fit = fitted(great, 1970, {});
  CHECK(fit.candidates[fit.chosen].since == std::vector<int>{1977, 1990});
  CHECK(static_cast<double>(quantile(fit.forecast(1).front(), 0.5)) == doctest::Approx(305.1e6).epsilon(0.01));
}

TEST_CASE("level_shifts: whatever the counts, what is said is finite and in order") {
  random_engine engine(42);
  const count_family families[]{count_family::poisson, count_family::negative_binomial, count_family::log_normal};
  for (int repetition = 0; repetition < 300; ++repetition) {
    figures y;
    const std::size_t n = 2 + engine() % 20;
    for (std::size_t i = 0; i < n; ++i) {
      const std::int64_t kinds[]{static_cast<std::int64_t>(engine() % 3), i % 2 == 0 ? 0 : 1'000'000,
                                 largest_count - 1 - static_cast<std::int64_t>(engine() % 5), i < n / 2 ? 5 : 500,
                                 static_cast<std::int64_t>(std::pow(10.0, static_cast<double>(engine() % 15)))};
      y.push_back(kinds[repetition % 5]);
    }
    level_shifts model{.family = families[engine() % 3]};
    if (model.family == count_family::log_normal && n > 2) model.degree = static_cast<int>(engine() % 2);
    const auto fit = fitted(y, 2000, model);
    const trend_summary told = summary(fit);
    CAPTURE(repetition);
    CHECK(std::isfinite(told.bic.value()));
    for (const auto& one : told.segments) {
      CHECK(std::isfinite(one.change.value_or(0)));
      CHECK(std::isfinite(one.upper.value_or(0)));
      if (one.lower) CHECK(*one.lower <= *one.change);
    }
    for (const auto& joint : told.joints) {
      CHECK(joint.lower <= joint.year);
      CHECK(joint.year <= joint.upper);
    }
    const double most = std::max(1.0, static_cast<double>(*std::max_element(y.begin(), y.end())));
    for (const auto& law : fit.forecast(6)) {
      CHECK(mean(law) <= 1001 * most);
      CHECK(std::isfinite(variance(law)));
    }
  }
}

TEST_CASE("level_shifts: bounds, ranges and missing years") {
  yearly_tally series{"reported", {}, {}};
  series.years.push_back({2014, count::about(800), {}});
  series.years.push_back({2015, count::not_known(), {}});
  series.years.push_back({2016, count::exactly(200), {}});
  series.years.push_back({2017, count::between(200, 220), {}});
  series.years.push_back({2018, count::exactly(190), {}});
  series.years.push_back({2019, count::at_least(501), {}});
  for (int year = 2020; year < 2023; ++year) series.years.push_back({year, count::not_known(), {}});
  const auto fit = level_shifts{.shifts = 0}.fit(series);
  CHECK(fit.years == std::vector<int>{2014, 2016, 2017, 2018});
  CHECK(fit.counts == std::vector<double>{800, 200, 210, 190});
  CHECK(fit.last_year == 2022);
  REQUIRE(fit.notes.size() == 3);
  CHECK(fit.notes[0] == "no figure for 2015, 2020 to 2022: left out");
  CHECK(fit.notes[1] == "left out, as level_shifts takes exact or rounded counts only: 2019 (at least 501)");
  CHECK(fit.notes[2] == "entered by the middle: 2014 (760 to 840) as 800, 2017 (200 to 220) as 210");
  CHECK(fit.fitted.size() == 5);  // to 2018, with the missing year
}

TEST_CASE("level_shifts: what is refused") {
  const auto refused = [](const level_shifts& model) { CHECK_THROWS_AS(fitted(norway, 1970, model), invalid_input); };
  refused({.family = count_family::quasi_poisson});
  refused({.degree = 1});
  refused({.family = count_family::log_normal, .degree = 2});
  refused({.min_segment = 1});
  refused({.min_segment = 2.5});
  refused({.min_segment = std::nan("")});
  refused({.max_shifts = -1});
  refused({.shifts = -1});
  refused({.shift_chance = 1.5});
  CHECK_THROWS_AS(fitted(norway, 1970, {}).forecast(0), invalid_input);
  CHECK_THROWS_AS(fitted(norway, 1970, {}).forecast(101), invalid_input);
}
