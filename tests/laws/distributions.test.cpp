#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <tollcast/core/error.hpp>
#include <tollcast/distribution/any.hpp>
#include <tollcast/distribution/distribution.hpp>
#include <tollcast/distribution/empirical.hpp>
#include <tollcast/distribution/interval.hpp>
#include <tollcast/distribution/mixture.hpp>
#include <tollcast/distribution/negative_binomial.hpp>
#include <tollcast/distribution/poisson.hpp>
#include <tollcast/distribution/tabulated.hpp>

// Every distribution goes through the same laws: a new one is one line of `laws()`.

namespace {

using namespace tollcast;

struct named_law {
  std::string name;
  any_distribution law;
};

tabulated bell(std::int64_t centre, std::int64_t step, int half_width, double fall) {
  std::vector<std::int64_t> knots;
  std::vector<double> log_pmf;
  for (int i = -half_width; i <= half_width; ++i) {
    knots.push_back(centre + i * step);
    log_pmf.push_back(-fall * i * i);
  }
  return tabulated::from_log_pmf(knots, log_pmf);
}

const std::vector<named_law>& laws() {
  static const double inf = std::numeric_limits<double>::infinity();
  static const std::vector<named_law> all{
      {"poisson(0)", poisson(0)},
      {"poisson(0.001)", poisson(1e-3)},
      {"poisson(3)", poisson(3)},
      {"poisson(685.25)", poisson(685.25)},
      {"poisson(5000)", poisson(5000)},
      {"poisson(10^12)", poisson(1e12)},
      {"negative_binomial(0, 2)", negative_binomial(0, 2)},
      {"negative_binomial(3, 0.3)", negative_binomial(3, 0.3)},
      {"negative_binomial(12, 1)", negative_binomial(12, 1)},
      {"negative_binomial(685, 7)", negative_binomial(685, 7)},
      {"negative_binomial(685, 10^12)", negative_binomial(685, 1e12)},
      {"negative_binomial(3000, 2000)", negative_binomial(3000, 2000)},
      {"negative_binomial(0.5, 10^-6)", negative_binomial(0.5, 1e-6)},
      {"negative_binomial(10^12, 3)", negative_binomial(1e12, 3)},
      {"negative_binomial(10^12, 10^12)", negative_binomial(1e12, 1e12)},
      {"tabulated, certain", tabulated::certain(685)},
      {"tabulated, consecutive", tabulated(-2, std::vector<double>{0.1, 0.0, 0.4, 0.2, 0.3})},
      {"tabulated, blocks", tabulated::from_log_pmf({0, 4, 9, 40, 41}, {-3, -1, -1, -6, -20})},
      {"tabulated, gaps", tabulated::from_log_pmf({0, 5, 10, 20, 30, 31}, {-1, -inf, -2, -1.5, -inf, -0.5})},
      {"tabulated, flat", tabulated::from_log_pmf({1, 101}, {0, 0})},
      {"tabulated, bell of 10^12", bell(1'000'000'000'000, 1'000'000'000, 40, 0.02)},
      {"tabulated, steep", tabulated::from_log_pmf({0, 1000, 2000, 3'000'000'000}, {-1400, 0, -700, -1500})},
      {"mixture of one", mixture({2.0}, {poisson(30)})},
      {"mixture, two peaks", mixture({1, 2, 0}, {poisson(10.5), negative_binomial(90, 50), poisson(1000)})},
      {"mixture, with a sure part", mixture({0.25, 0.75}, {tabulated::certain(0), negative_binomial(200, 3)})},
      {"mixture, two peaks of 10^12", mixture({1, 1}, {poisson(1e12), negative_binomial(1.01e12, 1e4)})},
      {"mixture of mixtures", mixture({1, 1}, {mixture({1, 3}, {poisson(2), poisson(9)}), tabulated::certain(40)})},
      {"empirical", empirical({5, 3, 9, 3, 3, 12, 9, 40, 41, 41, 5, 0})},
      {"empirical of one", empirical({7})},
  };
  return all;
}

constexpr double probabilities[] = {0.0, 1e-300, 1e-100, 1e-12, 1e-6, 0.001, 0.025,    0.1,      0.25,
                                    0.5, 0.75,   0.9,    0.975, 0.99, 0.999, 1 - 1e-6, 1 - 1e-12};

// Outcomes near which something happens.
std::vector<std::int64_t> outcomes_of(const any_distribution& law) {
  std::vector<std::int64_t> found{support_lower(law), mode(law)};
  if (support_upper(law)) found.push_back(*support_upper(law));
  for (const double p : probabilities) found.push_back(quantile(law, p));
  for (std::size_t i = 0, n = found.size(); i < n; ++i) {
    found.push_back(found[i] - 1);
    found.push_back(found[i] + 1);
  }
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

// first ... last, which hold all but 10^-14 of the law, when they are few enough to be added up one by one.
std::optional<interval_ends> countable(const any_distribution& law) {
  const interval_ends ends{quantile(law, 1e-15), quantile(law, 1 - 1e-14)};
  if (ends.upper - ends.lower > 200'000) return std::nullopt;
  return ends;
}

template <class Check>
void for_each_law(Check check) {
  for (const named_law& each : laws()) {
    CAPTURE(each.name);
    check(each.law);
  }
}

}  // namespace

TEST_CASE("law: the probabilities of all outcomes add up to one, and give the mean, the variance and the mode") {
  int counted = 0;
  for_each_law([&](const any_distribution& law) {
    const auto ends = countable(law);
    if (!ends) return;
    ++counted;
    double total = 0.0, first_moment = 0.0, highest = -1.0;
    std::int64_t peak = 0;
    for (std::int64_t y = ends->lower; y <= ends->upper; ++y) {
      const double p = pmf(law, y);
      REQUIRE(p >= 0.0);
      total += p;
      first_moment += p * static_cast<double>(y);
      if (p > highest * (1 + 1e-12)) {
        highest = p;
        peak = y;
      }
    }
    double second_moment = 0.0;
    for (std::int64_t y = ends->lower; y <= ends->upper; ++y) {
      second_moment += pmf(law, y) * (static_cast<double>(y) - first_moment) * (static_cast<double>(y) - first_moment);
    }
    CHECK(total == doctest::Approx(1.0).epsilon(1e-11));
    CHECK(std::abs(mean(law) - first_moment) <= 1e-9 * (1 + std::abs(first_moment)));
    CHECK(std::abs(variance(law) - second_moment) <= 1e-8 * variance(law));
    CHECK(standard_deviation(law) == std::sqrt(variance(law)));
    CHECK(pmf(law, mode(law)) == doctest::Approx(highest).epsilon(1e-12));
    CHECK(mode(law) == peak);
  });
  CHECK(counted >= 20);
}

TEST_CASE("law: the cdf grows by the probability of each outcome, and prob_exceeds falls by it") {
  for_each_law([](const any_distribution& law) {
    for (const std::int64_t y : outcomes_of(law)) {
      CAPTURE(y);
      const double p = pmf(law, y);
      CHECK(std::abs(cdf(law, y) - cdf(law, y - 1) - p) <= 1e-12);
      CHECK(std::abs(prob_exceeds(law, y - 1) - prob_exceeds(law, y) - p) <= 1e-12);
      // In the tails the difference keeps relative digits, as far as the subtraction leaves any.
      if (cdf(law, y) < 0.5) CHECK(std::abs(cdf(law, y) - cdf(law, y - 1) - p) <= 1e-10 * cdf(law, y));
      if (prob_exceeds(law, y - 1) < 0.5) {
        CHECK(std::abs(prob_exceeds(law, y - 1) - prob_exceeds(law, y) - p) <= 1e-10 * prob_exceeds(law, y - 1));
      }
    }
  });
}

TEST_CASE("law: cdf and prob_exceeds lie in [0, 1], add up to one and never fall or rise the wrong way") {
  for_each_law([](const any_distribution& law) {
    double before = 0.0;
    for (const std::int64_t y : outcomes_of(law)) {
      CAPTURE(y);
      CHECK(cdf(law, y) >= before);
      CHECK(cdf(law, y) <= 1.0);
      CHECK(prob_exceeds(law, y) >= 0.0);
      CHECK(prob_exceeds(law, y) <= 1.0);
      CHECK(std::abs(cdf(law, y) + prob_exceeds(law, y) - 1.0) <= 1e-12);
      CHECK(prob_at_least(law, y) == (y <= support_lower(law) ? 1.0 : prob_exceeds(law, y - 1)));
      CHECK(std::abs(prob_between(law, y, y + 5) - (cdf(law, y + 5) - cdf(law, y - 1))) <= 1e-12);
      before = cdf(law, y);
    }
  });
}

TEST_CASE("law: the quantile is the smallest outcome whose cdf reaches the probability") {
  for_each_law([](const any_distribution& law) {
    CHECK(quantile(law, 0.0) == support_lower(law));
    CHECK(median(law) == quantile(law, 0.5));
    for (const double p : probabilities) {
      CAPTURE(p);
      const std::int64_t y = quantile(law, p);
      CHECK(cdf(law, y) >= p);
      CHECK((y == support_lower(law) || cdf(law, y - 1) < p));
    }
    for (const std::int64_t y : outcomes_of(law)) {
      CAPTURE(y);
      const double p = cdf(law, y);
      if (p < 1.0) CHECK(quantile(law, p) <= std::max(y, support_lower(law)));
    }
    if (support_upper(law)) {
      CHECK(cdf(law, quantile(law, 1.0)) == 1.0);
      CHECK(quantile(law, 1.0) <= *support_upper(law));
    } else {
      CHECK_THROWS_AS(quantile(law, 1.0), invalid_input);
    }
    for (const double p : {-0.1, 1.5, std::nan("")}) CHECK_THROWS_AS(quantile(law, p), invalid_input);
  });
}

TEST_CASE("law: outside the support nothing is possible, and far tails are 0 or a small number, never NaN") {
  for_each_law([](const any_distribution& law) {
    const std::int64_t below = support_lower(law) - 1;
    CHECK(cdf(law, below) == 0.0);
    CHECK(prob_exceeds(law, below) == 1.0);
    CHECK(pmf(law, below) == 0.0);
    CHECK(cdf(law, support_lower(law)) >= 0.0);
    if (support_upper(law)) {
      const std::int64_t upper = *support_upper(law);
      CHECK(cdf(law, upper) == 1.0);
      CHECK(prob_exceeds(law, upper) == 0.0);
      CHECK(pmf(law, upper + 1) == 0.0);
      CHECK(log_pmf(law, upper) > -std::numeric_limits<double>::infinity());
      return;
    }
    double last_log = 0.0;
    for (std::int64_t y = quantile(law, 1 - 1e-12) + 1; y < std::int64_t{1} << 60; y *= 2) {
      CAPTURE(y);
      const double log_p = log_pmf(law, y);
      CHECK(std::isfinite(log_p));
      CHECK(log_p < last_log);
      last_log = log_p;
      const double above = prob_exceeds(law, y);
      CHECK(above >= 0.0);
      CHECK(above <= 1e-11);
      CHECK(cdf(law, y) <= 1.0);
      // P(Y > y) >= P(Y = y + 1), both as small as 10^-300.
      if (log_pmf(law, y + 1) > -690) CHECK(std::log(above) >= log_pmf(law, y + 1) - 1e-10);
    }
    CHECK(last_log < 0.0);
  });
}

TEST_CASE("law: intervals hold their level, and the shortest is not longer than the equal-tailed") {
  for_each_law([](const any_distribution& law) {
    for (const double level : {0.01, 0.5, 0.8, 0.95, 0.999}) {
      CAPTURE(level);
      const auto equal = interval(law, level);
      const auto shortest = interval(law, level, interval_kind::shortest);
      CHECK(equal == interval_ends{quantile(law, (1 - level) / 2), quantile(law, (1 + level) / 2)});
      CHECK(prob_between(law, equal.lower, equal.upper) >= level - 1e-14);
      CHECK(prob_between(law, shortest.lower, shortest.upper) >= level - 1e-14);
      CHECK(shortest.upper - shortest.lower <= equal.upper - equal.lower);
      CHECK(shortest.lower >= support_lower(law));
    }
    for (const double level : {0.0, 1.0, -0.5, 1.5, std::nan("")}) {
      CHECK_THROWS_AS(interval(law, level), invalid_input);
      CHECK_THROWS_AS(interval(law, level, interval_kind::shortest), invalid_input);
    }
  });
}

TEST_CASE("law: the shortest interval is the one that trying every interval finds") {
  int tried = 0;
  for_each_law([&](const any_distribution& law) {
    const auto ends = countable(law);
    if (!ends || ends->upper - ends->lower > 3000) return;
    ++tried;
    for (const double level : {0.05, 0.3, 0.5, 0.8, 0.95, 0.99}) {
      CAPTURE(level);
      interval_ends best = *ends;
      double best_holds = 1.0;
      std::int64_t upper = ends->lower;
      for (std::int64_t lower = ends->lower; lower <= ends->upper; ++lower) {
        while (upper < ends->upper && prob_between(law, lower, upper) < level - 1e-15) ++upper;
        const double holds = prob_between(law, lower, upper);
        if (holds < level - 1e-15) break;
        if (upper - lower < best.upper - best.lower ||
            (upper - lower == best.upper - best.lower && holds > best_holds + 1e-13)) {
          best = {lower, upper};
          best_holds = holds;
        }
      }
      const auto found = interval(law, level, interval_kind::shortest);
      CHECK(found.upper - found.lower == best.upper - best.lower);
      CHECK(prob_between(law, found.lower, found.upper) == doctest::Approx(best_holds).epsilon(1e-12));
      CHECK(found == best);
    }
  });
  CHECK(tried >= 15);
}

TEST_CASE("law: draws have the law's mean and frequencies, and the seed decides them") {
  for_each_law([](const any_distribution& law) {
    constexpr int draws = 20'000;
    random_engine engine(20250930);
    std::vector<std::int64_t> drawn(draws);
    for (auto& y : drawn) y = sample(law, engine);
    random_engine again(20250930);
    for (int i = 0; i < 100; ++i) CHECK(sample(law, again) == drawn[static_cast<std::size_t>(i)]);

    double sum = 0.0;
    for (const auto y : drawn) sum += static_cast<double>(y) - mean(law);
    CHECK(std::abs(sum) / draws <= 5.0 * standard_deviation(law) / std::sqrt(draws));

    // Pearson's chi-square over the cells between the 5 %, 10 %, ... quantiles, those that differ.
    std::sort(drawn.begin(), drawn.end());
    double statistic = 0.0;
    int cells = 0;
    std::int64_t below = support_lower(law) - 1;
    for (int i = 1; i <= 20; ++i) {
      const std::int64_t upper = i == 20 ? std::int64_t{1} << 61 : quantile(law, i / 20.0);
      if (upper == below) continue;
      const double expected = draws * (i == 20 ? prob_exceeds(law, below) : prob_between(law, below + 1, upper));
      const auto seen =
          std::upper_bound(drawn.begin(), drawn.end(), upper) - std::upper_bound(drawn.begin(), drawn.end(), below);
      below = upper;
      if (expected < 1e-9) {
        CHECK(seen == 0);
        continue;
      }
      statistic += (static_cast<double>(seen) - expected) * (static_cast<double>(seen) - expected) / expected;
      ++cells;
    }
    // Wilson-Hilferty: the chi-square quantile at 4.5 standard deviations.
    const double freedom = std::max(1, cells - 1);
    const double limit = freedom * std::pow(1 - 2 / (9 * freedom) + 4.5 * std::sqrt(2 / (9 * freedom)), 3);
    CHECK(statistic <= limit);
  });
}
