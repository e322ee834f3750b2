#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include <doctest/doctest.h>

#include <tollcast/distribution/distribution.hpp>
#include <tollcast/distribution/negative_binomial.hpp>
#include <tollcast/distribution/poisson.hpp>
#include <tollcast/distribution/tabulate.hpp>

using namespace tollcast;

namespace {

template <class Law>
log_pmf_of log_pmf_of_law(const Law& law, std::int64_t* evaluations = nullptr) {
  return [law, evaluations](std::span<const std::int64_t> outcomes) {
    std::vector<double> values;
    for (const std::int64_t y : outcomes) values.push_back(log_pmf(law, y));
    if (evaluations != nullptr) *evaluations += static_cast<std::int64_t>(outcomes.size());
    return values;
  };
}

}  // namespace

TEST_CASE("a law of at most 33 outcomes is exact at each of them") {
  const negative_binomial given(11, 3);
  for (const std::int64_t first : {0, 5}) {
    for (const std::int64_t last : {first, first + 1, first + 7, first + 32}) {
      const tabulated law = tabulate(first, last, log_pmf_of_law(given));
      double sum = 0;
      for (std::int64_t y = first; y <= last; ++y) sum += pmf(given, y);
      CAPTURE(last);
      CHECK(support_lower(law) == first);
      CHECK(*support_upper(law) == last);
      for (std::int64_t y = first; y <= last; ++y) {
        CHECK(pmf(law, y) == doctest::Approx(pmf(given, y) / sum).epsilon(1e-12));
      }
    }
  }
}

TEST_CASE("small counts are exact where the law bends within single steps") {
  const poisson given(4);
  const tabulated law = tabulate(0, 400, log_pmf_of_law(given));
  for (std::int64_t y = 0; y <= 25; ++y) CHECK(pmf(law, y) == doctest::Approx(pmf(given, y)).epsilon(1e-12));
  CHECK(mean(law) == doctest::Approx(4).epsilon(1e-9));
  CHECK(variance(law) == doctest::Approx(4).epsilon(1e-9));
}

TEST_CASE("a smooth law of any size keeps its probabilities to 0.2 %, its mean to 0.1 %, its deviation to 1 %") {
  for (const double size : {0.7, 4.0, 200.0, 1000.0}) {
    for (const double centre : {60.0, 685.0, 1e5, 1e9, 1e12}) {
      const negative_binomial given(centre, size);
      const auto last = static_cast<std::int64_t>(60 * centre);
      const tabulated law = tabulate(0, last, log_pmf_of_law(given));
      CAPTURE(size);
      CAPTURE(centre);
      double largest = 0;
      for (const double p : {0.001, 0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999}) {
        const std::int64_t y = quantile(given, p);
        largest = std::max(largest, std::abs(cdf(law, y) - cdf(given, y)));
      }
      CHECK(largest < 0.002);
      CHECK(mean(law) == doctest::Approx(centre).epsilon(0.001));
      CHECK(standard_deviation(law) == doctest::Approx(standard_deviation(given)).epsilon(0.01));
    }
  }
}

TEST_CASE("a law of 10^12 takes fewer than 600 evaluations and blocks, however narrow") {
  for (const double size : {0.7, 10.0, 1000.0, 1e9, 1e20}) {
    std::int64_t evaluations = 0;
    const negative_binomial given(1e12, size);
    const tabulated law = tabulate(0, 60'000'000'000'000, log_pmf_of_law(given, &evaluations));
    CAPTURE(size);
    CHECK(evaluations < 600);
    CHECK(static_cast<std::int64_t>(law.blocks().size()) <= evaluations);
    CHECK(static_cast<double>(median(law)) ==
          doctest::Approx(static_cast<double>(median(given))).epsilon(0.003 * standard_deviation(given) / 1e12));
  }
}

TEST_CASE("two peaks far apart are both found") {
  const negative_binomial low(300, 20);
  const negative_binomial high(40'000, 20);
  const auto both = [&](std::span<const std::int64_t> outcomes) {
    std::vector<double> values;
    for (const std::int64_t y : outcomes) values.push_back(std::log(0.7 * pmf(low, y) + 0.3 * pmf(high, y)));
    return values;
  };
  const tabulated law = tabulate(0, 400'000, both);
  CHECK(cdf(law, 5000) == doctest::Approx(0.7).epsilon(0.003));
  CHECK(mean(law) == doctest::Approx(0.7 * 300 + 0.3 * 40'000).epsilon(0.002));
}

TEST_CASE("impossible outcomes within the range stay impossible, and cut the law where they begin") {
  const poisson given(100);
  const auto cut = [&](std::span<const std::int64_t> outcomes) {
    std::vector<double> values;
    for (const std::int64_t y : outcomes) {
      values.push_back(y > 105 ? -std::numeric_limits<double>::infinity() : log_pmf(given, y));
    }
    return values;
  };
  const tabulated law = tabulate(0, 3000, cut);
  CHECK(*support_upper(law) == 105);
  CHECK(cdf(law, 95) == doctest::Approx(cdf(given, 95) / cdf(given, 105)).epsilon(0.003));
}

TEST_CASE("a common constant of the log probabilities does not matter") {
  const negative_binomial given(500, 6);
  const log_pmf_of plain = log_pmf_of_law(given);
  const auto lifted = [&](std::span<const std::int64_t> outcomes) {
    std::vector<double> values = plain(outcomes);
    for (double& value : values) value -= 5000;
    return values;
  };
  const tabulated one = tabulate(0, 30'000, plain);
  const tabulated other = tabulate(0, 30'000, lifted);
  CHECK(mean(one) == doctest::Approx(mean(other)).epsilon(1e-9));
  CHECK(median(one) == median(other));
}
