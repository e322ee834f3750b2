#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <tollcast/core/error.hpp>
#include <tollcast/distribution/any_continuous.hpp>
#include <tollcast/distribution/continuous_mixture.hpp>
#include <tollcast/distribution/empirical_values.hpp>
#include <tollcast/distribution/log_normal.hpp>
#include <tollcast/distribution/normal.hpp>
#include <tollcast/distribution/normal_mixture.hpp>
#include <tollcast/distribution/student_t.hpp>
#include <tollcast/distribution/widened.hpp>

// Every law of a measured value goes through the same laws: a new one is one line of `laws()`.

namespace {

using namespace tollcast;

enum class shape { smooth, heavy, steps };  // heavy: without a variance; steps: without a density

struct named_law {
  std::string name;
  any_continuous_distribution law;
  shape kind = shape::smooth;
};

const std::vector<named_law>& laws() {
  static const std::vector<named_law> all{
      {"normal(0, 1)", normal(0, 1)},
      {"normal(685, 40)", normal(685, 40)},
      {"normal(-10^9, 10^-3)", normal(-1e9, 1e-3)},
      {"student_t(0, 1, 0.7)", student_t(0, 1, 0.7), shape::heavy},
      {"student_t(3, 2, 2)", student_t(3, 2, 2), shape::heavy},
      {"student_t(685, 40, 2.5)", student_t(685, 40, 2.5)},
      {"student_t(5, 0.01, 7)", student_t(5, 0.01, 7)},
      {"student_t(0, 1, 10^7)", student_t(0, 1, 1e7)},
      {"log_normal(0, 1)", log_normal(0, 1)},
      {"log_normal(6.5, 0.3)", log_normal(6.5, 0.3)},
      {"log_normal(-20, 0.01)", log_normal(-20, 0.01)},
      {"normal_mixture of one", normal_mixture({2}, {30}, {4})},
      {"normal_mixture, two peaks", normal_mixture({1, 2, 0}, {10, 90, 1e6}, {2, 5, 1})},
      {"normal_mixture, wide and narrow", normal_mixture({0.1, 0.9}, {0, 0.5}, {100, 0.1})},
      {"continuous_mixture, heavy and light",
       continuous_mixture({3, 1}, {student_t(685, 40, 5), any_continuous_distribution(normal(500, 10))})},
      {"normal(685, 40), widened by half", widened(normal(685, 40), 1.5)},
      {"empirical_values", empirical_values({5.5, 3.25, 9, 3.25, 3.25, 12, 9, -40, 41, 41, 5, 0}), shape::steps},
      {"empirical_values of one", empirical_values({7}), shape::steps},
      {"normal(20, 0)", normal(20, 0), shape::steps},
      {"log_normal(1, 0)", log_normal(1, 0), shape::steps},
  };
  return all;
}

constexpr double probabilities[] = {1e-300, 1e-100, 1e-12, 1e-6,  0.001, 0.025, 0.1,      0.25,
                                    0.5,    0.75,   0.9,   0.975, 0.99,  0.999, 1 - 1e-6, 1 - 1e-12};

template <class Check>
void for_each_law(Check check) {
  for (const named_law& each : laws()) {
    CAPTURE(each.name);
    check(each.law, each.kind);
  }
}

// The integral of f(quantile(p)) over p by midpoints that crowd at both ends, p = 1 / (1 + e^-u).
template <class Function>
double expected(const any_continuous_distribution& law, Function f) {
  constexpr double step = 0.02;
  double sum = 0.0;
  for (double u = -36.0 + step / 2; u < 36.0; u += step) {
    const double p = 1 / (1 + std::exp(-u));
    sum += step * p / (1 + std::exp(u)) * f(quantile(law, p));
  }
  return sum;
}

}  // namespace

TEST_CASE("continuous law: cdf and prob_exceeds lie in [0, 1], add up to one and never turn") {
  for_each_law([](const any_continuous_distribution& law, shape) {
    double before = 0.0;
    for (const double p : probabilities) {
      CAPTURE(p);
      for (const double step : {-1e-3, 0.0, 1e-3}) {
        const double at = quantile(law, p);
        const double y = at + step * std::abs(at);
        CHECK(cdf(law, y) >= 0.0);
        CHECK(cdf(law, y) <= 1.0);
        CHECK(prob_exceeds(law, y) >= 0.0);
        CHECK(prob_exceeds(law, y) <= 1.0);
        CHECK(std::abs(cdf(law, y) + prob_exceeds(law, y) - 1.0) <= 1e-14);
      }
      CHECK(cdf(law, quantile(law, p)) >= before);
      before = cdf(law, quantile(law, p));
    }
  });
}

TEST_CASE("continuous law: the quantile is where the cdf reaches the probability, to full precision in both tails") {
  for_each_law([](const any_continuous_distribution& law, shape kind) {
    double before = -std::numeric_limits<double>::infinity();
    for (const double p : probabilities) {
      CAPTURE(p);
      const double y = quantile(law, p);
      CHECK(y >= before);
      before = y;
      if (kind == shape::steps) {
        CHECK(cdf(law, y) >= p * (1 - 1e-15));
        CHECK(cdf(law, std::nextafter(y, -1e300)) < p);
        continue;
      }
      // As far as a double holds the place: its distance to the next moves the probability by the density.
      const double spacing = std::abs(y) * 1e-15 * std::exp(log_pdf(law, y));
      CHECK(std::abs(cdf(law, y) - p) <= 1e-11 * p + 4 * spacing + 1e-16);
      CHECK(std::abs(prob_exceeds(law, y) - (1 - p)) <= 1e-11 * (1 - p) + 4 * spacing + 1e-16);
    }
    CHECK(median(law) == quantile(law, 0.5));
    for (const double p : {0.0, 1.0, -0.1, 1.5, std::nan("")}) CHECK_THROWS_AS(quantile(law, p), invalid_input);
  });
}

TEST_CASE("continuous law: the density is the slope of the cdf") {
  int checked = 0;
  for_each_law([&](const any_continuous_distribution& law, shape kind) {
    if (kind == shape::steps) return;
    for (const double p : {1e-6, 0.025, 0.3, 0.5, 0.9, 0.999}) {
      CAPTURE(p);
      const double y = quantile(law, p);
      const double step = 1e-4 * (quantile(law, 0.6) - quantile(law, 0.4));
      if (step < 1e-10 * std::abs(y)) continue;
      const double rise =
          p < 0.5 ? cdf(law, y + step) - cdf(law, y - step) : prob_exceeds(law, y - step) - prob_exceeds(law, y + step);
      CHECK(std::exp(log_pdf(law, y)) == doctest::Approx(rise / (2 * step)).epsilon(1e-6));
      ++checked;
    }
  });
  CHECK(checked > 60);
}

TEST_CASE("continuous law: mean and variance are those of the quantiles") {
  for_each_law([](const any_continuous_distribution& law, shape kind) {
    if (kind == shape::heavy) return;
    const double middle = median(law);
    const double shift = expected(law, [&](double y) { return y - middle; });
    const double square = expected(law, [&](double y) { return (y - middle) * (y - middle); });
    const double spread = standard_deviation(law);
    const double precision = kind == shape::steps ? 0.02 : 4e-3;
    CHECK(std::abs(mean(law) - middle - shift) <= precision * spread + 1e-15 * std::abs(middle));
    CHECK(std::abs(variance(law) - (square - shift * shift)) <= precision * variance(law));
  });
}

TEST_CASE("continuous law: far out nothing is NaN, and the tails are those of the law") {
  for_each_law([](const any_continuous_distribution& law, shape kind) {
    for (const double y : {-1e300, -1e12, -1.0, 0.0, 1e12, 1e100, 1e300}) {
      CAPTURE(y);
      CHECK(cdf(law, y) >= 0.0);
      CHECK(prob_exceeds(law, y) >= 0.0);
      CHECK(std::abs(cdf(law, y) + prob_exceeds(law, y) - 1.0) <= 1e-14);
      CHECK_FALSE(std::isnan(log_pdf(law, y)));
      if (kind != shape::steps) CHECK(log_pdf(law, y) < 1e3);
    }
    CHECK(cdf(law, -1e300) <= 1e-200);
    CHECK(prob_exceeds(law, 1e300) <= 1e-200);
    CHECK(cdf(law, 1e300) == 1.0);
  });
}

TEST_CASE("continuous law: draws have the law's frequencies, and the seed decides them") {
  for_each_law([](const any_continuous_distribution& law, shape kind) {
    constexpr int draws = 20'000;
    random_engine engine(20250930);
    std::vector<double> drawn(draws);
    for (double& y : drawn) y = sample(law, engine);
    random_engine again(20250930);
    for (std::size_t i = 0; i < 100; ++i) CHECK(sample(law, again) == drawn[i]);
    std::sort(drawn.begin(), drawn.end());
    for (const double p : {0.01, 0.1, 0.3, 0.5, 0.8, 0.95, 0.999}) {
      CAPTURE(p);
      const double y = quantile(law, p);
      const double share = static_cast<double>(std::upper_bound(drawn.begin(), drawn.end(), y) - drawn.begin()) / draws;
      const double at = cdf(law, y);
      CHECK(std::abs(share - at) <= 4.5 * std::sqrt(at * (1 - at) / draws) + 1e-12);
    }
    if (kind == shape::smooth && standard_deviation(law) < 1e3) {
      double sum = 0.0;
      for (const double y : drawn) sum += y - mean(law);
      CHECK(std::abs(sum) / draws <= 6.0 * standard_deviation(law) / std::sqrt(draws));
    }
  });
}

TEST_CASE("continuous law: the interval has its level in the middle") {
  for_each_law([](const any_continuous_distribution& law, shape) {
    for (const double level : {0.01, 0.5, 0.8, 0.95, 0.999}) {
      CHECK(interval(law, level) == value_interval{quantile(law, (1 - level) / 2), quantile(law, (1 + level) / 2)});
    }
    for (const double level : {0.0, 1.0, -0.5, 1.5, std::nan("")}) CHECK_THROWS_AS(interval(law, level), invalid_input);
  });
}
