#include <cmath>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "made_up.hpp"
#include <doctest/doctest.h>

#include <tollcast/distribution/distribution.hpp>
#include <tollcast/distribution/negative_binomial.hpp>
#include <tollcast/distribution/tabulate.hpp>
#include <tollcast/projection/history_level.hpp>

using namespace tollcast;

namespace {

tabulated next_year(const std::vector<year_record>& history, double largest) {
  const level_forecast level = level_from_years(history, largest);
  return tabulate(0, static_cast<std::int64_t>(60 * (largest + 50)),
                  [&](std::span<const std::int64_t> totals) { return log_pmf(level, totals, 1); });
}

std::vector<year_record> years(int first, const std::vector<std::string>& totals) {
  std::vector<year_record> records;
  for (std::size_t i = 0; i < totals.size(); ++i) records.push_back(record_of(first + static_cast<int>(i), totals[i]));
  return records;
}

double width(const tabulated& law) {
  return std::log(static_cast<double>(quantile(law, 0.9)) / static_cast<double>(quantile(law, 0.1)));
}

}  // namespace

TEST_CASE("a steady history is expected to go on, with room for a surge and a collapse") {
  const tabulated law = next_year(years(2010, {"500", "520", "490", "505", "515", "498", "510"}), 520);
  CHECK(median(law) > 480);
  CHECK(median(law) < 530);
  CHECK(prob_exceeds(law, 1000) > 0.002);
  CHECK(prob_exceeds(law, 1000) < 0.1);
  CHECK(cdf(law, 250) > 0.002);
  CHECK(cdf(law, 250) < 0.1);
}

TEST_CASE("the last years weigh most") {
  const tabulated rising = next_year(years(2018, {"200", "300", "400", "600"}), 600);
  const tabulated falling = next_year(years(2018, {"600", "400", "300", "200"}), 600);
  CHECK(median(rising) > median(falling) * 3 / 2);
}

TEST_CASE("a missing year spreads the law, and each further one more") {
  const tabulated none = next_year(years(2015, {"500", "520", "490", "505", "515"}), 520);
  const tabulated one = next_year(years(2015, {"500", "520", "490", "505", "515", "NA"}), 520);
  const tabulated three = next_year(years(2015, {"500", "520", "490", "505", "515", "NA", "NA", "NA"}), 520);
  CHECK(width(one) > width(none) + 0.02);
  CHECK(width(three) > width(one) + 0.05);
  CHECK(std::abs(std::log(static_cast<double>(median(three)) / static_cast<double>(median(none)))) < 0.1);
}

TEST_CASE("bounds pull the law towards what they allow") {
  const std::vector<std::string> before{"300", "310", "290", "305"};
  const auto with = [&](const std::string& last) {
    std::vector<std::string> totals = before;
    totals.push_back(last);
    return next_year(years(2015, totals), 1000);
  };
  const tabulated missing = with("NA");
  CHECK(median(with(">500")) > median(missing) + 100);
  CHECK(median(with("<150")) < median(missing) - 100);
  CHECK(std::abs(median(with("295..315")) - median(with("305"))) <= 3);
  CHECK(std::abs(median(with("~600")) - median(with("600"))) <= 15);
  // A bound that says nothing new moves the law less than one that does.
  CHECK(std::abs(median(with(">=1")) - median(missing)) <= 2);
  CHECK(width(with(">500")) > width(with("520")));
}

TEST_CASE("a range is the sum of its exact years, weighted by their probability") {
  // P(next | range) = sum over its totals of P(next, total), which the filter must give for any two of them.
  const std::vector<std::string> before{"8", "11", "9"};
  const auto with = [&](const std::string& last) {
    std::vector<std::string> totals = before;
    totals.push_back(last);
    return next_year(years(2015, totals), 30);
  };
  const tabulated low = with("12");
  const tabulated high = with("13");
  const tabulated either = with("12..13");
  // One unknown weight explains every probability of the pair's law; redraws to former levels differ by a little.
  const double share = (pmf(either, 10) - pmf(high, 10)) / (pmf(low, 10) - pmf(high, 10));
  CHECK(share > 0.5);
  CHECK(share < 0.65);
  for (const std::int64_t y : {0, 3, 15, 25}) {
    CHECK(pmf(either, y) == doctest::Approx(share * pmf(low, y) + (1 - share) * pmf(high, y)).epsilon(1e-3));
  }
}

TEST_CASE("half a year's count says where the year stood, less surely than its total") {
  const std::vector<year_record> before = years(2015, {"300", "310", "290", "305"});
  const auto with = [&](year_record last) {
    std::vector<year_record> history = before;
    history.push_back(std::move(last));
    return next_year(history, 1000);
  };
  const tabulated half = with(record_of(2019, "NA", {{"2019-H1", 500}}));
  const tabulated whole = with(record_of(2019, "1000"));
  const tabulated missing = with(record_of(2019, "NA"));
  CHECK(median(half) > median(missing) + 200);
  CHECK(width(half) > width(whole));
  const tabulated bounded = with(record_of(2019, "500..700", {{"2019-H1", 500}}));
  CHECK(median(bounded) < median(half));
}

TEST_CASE("parts of a past year enter by the sum over its totals, for small counts and large") {
  // The law of a year of which a half is known, compared with the same year given as one exact total at a time,
  // weighted by P(total | before) P(half | total): the filter's own Bayes rule, done outside of it.
  for (const std::int64_t scale : {1, 1000}) {
    const auto figure = [&](std::int64_t n) { return std::to_string(n * scale); };
    const std::vector<year_record> before = years(2015, {figure(20), figure(24), figure(18), figure(22)});
    const double largest = 60.0 * static_cast<double>(scale);
    const tabulated prior = next_year(before, largest);
    const std::vector<period> half = periods_of({"2019-H1"});
    const share_law share = learn_share(before, half, 2019);

    std::vector<year_record> history = before;
    history.push_back(record_of(2019, "NA", {{"2019-H1", 15 * scale}}));
    const tabulated law = next_year(history, largest);

    double all = 0;
    double mean_of_all = 0;
    const std::int64_t step = std::max<std::int64_t>(1, scale / 2);
    for (std::int64_t total = 15 * scale; total < 400 * scale; total += step * (total < 60 * scale ? 1 : 10)) {
      const double width_here = total < 60 * scale ? 1 : 10;
      const double weight =
          width_here * std::exp(log_pmf(prior, total) + log_likelihood(share, 15 * scale, {&total, 1}).front());
      if (weight < 1e-12) continue;
      history.back() = record_of(2019, std::to_string(total));
      all += weight;
      mean_of_all += weight * static_cast<double>(median(next_year(history, largest)));
    }
    CAPTURE(scale);
    CHECK(static_cast<double>(median(law)) == doctest::Approx(mean_of_all / all).epsilon(0.05));
  }
}

TEST_CASE("a history of nothing but zeros expects zero, and does not rule out more") {
  const tabulated law = next_year(years(2015, {"0", "0", "0", "0", "0"}), 1);
  CHECK(mode(law) == 0);
  CHECK(pmf(law, 0) > 0.7);
  CHECK(prob_exceeds(law, 0) > 0.03);
  CHECK(std::isfinite(mean(law)));
}

TEST_CASE("without a history every order of magnitude is as likely, up to 10 times the largest") {
  const tabulated law = next_year({}, 1000);
  CHECK(std::isfinite(mean(law)));
  CHECK(cdf(law, 30) > 0.2);
  CHECK(prob_exceeds(law, 500) > 0.2);
}

TEST_CASE("years of 10^12 and bounds of 10^14 are taken as they come") {
  const tabulated law = next_year(years(2018, {"1000000000000", "1100000000000", ">1000000000000"}), 1.1e12);
  CHECK(std::isfinite(mean(law)));
  CHECK(static_cast<double>(median(law)) > 0.8e12);
  CHECK(static_cast<double>(median(law)) < 2e12);
  CHECK_NOTHROW(level_from_years(years(2018, {"100000000000000", ">100000000000000"}), 1e14));
}
