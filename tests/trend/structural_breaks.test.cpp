#include <algorithm>
#include <cmath>
#include <sstream>
#include <string>
#include <vector>

#include "../reference/reference_rows.hpp"
#include <doctest/doctest.h>

#include <tollcast/core/error.hpp>
#include <tollcast/numeric/random.hpp>
#include <tollcast/trend/structural_breaks.hpp>

using namespace tollcast;

namespace {

// Numbers separated by spaces; R's NA is 10^6.
std::vector<double> numbers(const std::string& text) {
  std::vector<double> result;
  std::istringstream rest(text == "-" ? "" : text);
  for (std::string one; rest >> one;) result.push_back(one == "NA" ? 1e6 : std::stod(one));
  return result;
}

std::vector<double> count_up(std::size_t n) {
  std::vector<double> x;
  for (std::size_t i = 0; i < n; ++i) x.push_back(static_cast<double>(i));
  return x;
}

double rss_of(const std::vector<double>& y, std::size_t first, std::size_t last, int degree) {
  const auto n = static_cast<double>(last - first + 1);
  double mean_x = 0;
  double mean_y = 0;
  for (std::size_t i = first; i <= last; ++i) {
    mean_x += static_cast<double>(i) / n;
    mean_y += y[i] / n;
  }
  double xx = 0;
  double xy = 0;
  for (std::size_t i = first; i <= last; ++i) {
    xx += std::pow(static_cast<double>(i) - mean_x, 2);
    xy += (static_cast<double>(i) - mean_x) * (y[i] - mean_y);
  }
  const double slope = degree == 0 ? 0 : xy / xx;
  double rss = 0;
  for (std::size_t i = first; i <= last; ++i) {
    rss += std::pow(y[i] - mean_y - slope * (static_cast<double>(i) - mean_x), 2);
  }
  return rss;
}

// Least sum over all ways to cut first ... n - 1 into m + 1 segments, one after the other.
double least_rss(const std::vector<double>& y, std::size_t first, std::size_t m, std::size_t shortest, int degree) {
  if (m == 0) return y.size() - first < shortest ? 1e300 : rss_of(y, first, y.size() - 1, degree);
  double least = 1e300;
  for (std::size_t last = first + shortest - 1; last + 1 < y.size(); ++last) {
    least = std::min(least, rss_of(y, first, last, degree) + least_rss(y, last + 1, m - 1, shortest, degree));
  }
  return least;
}

}  // namespace

TEST_CASE("structural_breaks: sums of squares, BIC, dates and intervals are strucchange's") {
  std::vector<double> y;
  int compared = 0;
  for (const auto& row : reference_rows("structural_breaks.csv")) {
    if (row.text("values") != "-") y = numbers(row.text("values"));
    const auto m = static_cast<std::size_t>(row.whole("m"));
    const structural_breaks fit(count_up(y.size()), y, static_cast<int>(row.whole("degree")),
                                static_cast<std::size_t>(row.whole("shortest")), 5);
    CAPTURE(row.text("series"));
    CAPTURE(m);
    REQUIRE(fit.partitions().size() > m);
    const break_partition& found = fit.partitions()[m];
    CHECK(found.rss == doctest::Approx(row.number("rss")).epsilon(1e-11));
    CHECK(found.bic == doctest::Approx(row.number("bic")).epsilon(1e-10));
    const auto dates = numbers(row.text("breaks"));
    const auto lower = numbers(row.text("lower"));
    const auto upper = numbers(row.text("upper"));
    const auto intervals = fit.intervals(m, 0.95);
    REQUIRE(found.breaks.size() == m);
    REQUIRE(dates.size() == m);
    for (std::size_t k = 0; k < m; ++k) {
      CHECK(static_cast<double>(found.breaks[k] + 1) == dates[k]);
      CHECK(static_cast<double>(intervals[k].estimate + 1) == dates[k]);
      if (lower[k] == 1e6) continue;
      CHECK(static_cast<double>(intervals[k].lower + 1) == lower[k]);
      CHECK(static_cast<double>(intervals[k].upper + 1) == upper[k]);
      ++compared;
    }
  }
  CHECK(compared > 90);
}

TEST_CASE("structural_breaks: the Nile falls after 1898, between 1895 and 1902") {
  for (const auto& row : reference_rows("structural_breaks.csv")) {
    if (row.text("series") != "nile" || row.text("values") == "-") continue;
    const auto y = numbers(row.text("values"));
    const structural_breaks fit(count_up(y.size()), y, 0, 15, 5);
    CHECK(fit.chosen() == 1);
    CHECK(1871 + fit.intervals(1, 0.95)[0].estimate == 1898);
    CHECK(1871 + fit.intervals(1, 0.95)[0].lower == 1895);
    CHECK(1871 + fit.intervals(1, 0.95)[0].upper == 1902);
  }
}

TEST_CASE("structural_breaks: no way to cut the series has a smaller sum of squares") {
  random_engine engine(1);
  for (const int degree : {0, 1}) {
    for (int repetition = 0; repetition < 10; ++repetition) {
      std::vector<double> y;
      for (int i = 0; i < 13; ++i) y.push_back(static_cast<double>(engine() % 1000) / 100);
      const auto shortest = static_cast<std::size_t>(degree) + 2;
      const structural_breaks fit(count_up(y.size()), y, degree, shortest, 9);
      CHECK(fit.partitions().size() == 13 / shortest);
      for (std::size_t m = 0; m < fit.partitions().size(); ++m) {
        CHECK(fit.partitions()[m].rss == doctest::Approx(least_rss(y, 0, m, shortest, degree)).epsilon(1e-10));
      }
    }
  }
}

TEST_CASE("structural_breaks: the law of the date's error") {
  // Symmetric case: within 7 and 11 with .90 and .95 (Yao 1987, Ann. Stat. 15:1321; Bai 1997).
  CHECK(2 * detail::argmax_exceeds(7.0, 1) == doctest::Approx(0.10).epsilon(0.02));
  CHECK(2 * detail::argmax_exceeds(11.0, 1) == doctest::Approx(0.05).epsilon(0.02));
  // At 0 an exponential of rate 1 beats one of rate r.
  for (const double rate : {0.01, 0.3, 1.0, 4.0, 1e6}) {
    CHECK(detail::argmax_exceeds(0, rate) == doctest::Approx(rate / (1 + rate)).epsilon(1e-9));
  }
  // The two sides add up to 1, and the tail falls, without a step where the series takes over.
  double last = detail::argmax_exceeds(0, 2.5);
  CHECK(last + detail::argmax_exceeds(0, 1 / 2.5) == doctest::Approx(1.0).epsilon(1e-12));
  for (double s = 0.5; s < 3000; s *= 1.1) {
    const double p = detail::argmax_exceeds(s, 2.5);
    CHECK(p >= 0);
    CHECK(p <= last);
    last = p;
  }
}

TEST_CASE("structural_breaks: perfect segments, and what is refused") {
  const std::vector<double> steps{1, 1, 1, 5, 5, 5, 5};
  const structural_breaks fit(count_up(7), steps, 0, 2, 5);
  CHECK(fit.chosen() == 1);
  CHECK(fit.partitions()[1].rss == 0);
  CHECK(std::isfinite(fit.partitions()[1].bic));
  const auto date = fit.intervals(1, 0.95)[0];
  CHECK(date.estimate == 2);
  CHECK(date.lower == 1);
  CHECK(date.upper == 3);
  CHECK(structural_breaks(count_up(5), std::vector<double>(5, 0.0), 0, 2, 2).chosen() == 0);

  CHECK_THROWS_AS(structural_breaks(count_up(6), steps, 0, 2, 5), invalid_input);
  CHECK_THROWS_AS(structural_breaks(count_up(7), steps, 2, 4, 5), invalid_input);
  CHECK_THROWS_AS(structural_breaks(count_up(7), steps, 0, 1, 5), invalid_input);
  CHECK_THROWS_AS(structural_breaks(count_up(7), steps, 0, 8, 5), invalid_input);
  CHECK_THROWS_AS(structural_breaks({}, {}, 0, 2, 5), invalid_input);
  CHECK_THROWS_AS(structural_breaks(std::vector<double>{1, 1}, std::vector<double>{1, 2}, 0, 2, 0), invalid_input);
  CHECK_THROWS_AS(structural_breaks(count_up(2), std::vector<double>{1, std::nan("")}, 0, 2, 0), invalid_input);
  CHECK_THROWS_AS(fit.intervals(3, 0.95), invalid_input);
  CHECK_THROWS_AS(fit.intervals(1, 1.0), invalid_input);
}
