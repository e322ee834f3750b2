#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "../reference/reference_rows.hpp"
#include "made_up.hpp"
#include <doctest/doctest.h>

#include <tollcast/projection/within_year.hpp>

using namespace tollcast;

namespace {

share_law plugged_in(double share, double concentration) { return {{{share, concentration, 1.0}}, share}; }

double mean_share(const share_law& law) {
  double sum = 0;
  for (const auto& node : law.nodes) sum += node.weight * node.share;
  return sum;
}

double variance_of_share(const share_law& law) {
  double sum = 0;
  for (const auto& node : law.nodes) sum += node.weight * std::pow(node.share - mean_share(law), 2);
  return sum;
}

double mean_log_concentration(const share_law& law) {
  double sum = 0;
  for (const auto& node : law.nodes) sum += node.weight * std::log(node.concentration);
  return sum;
}

double sum_of_weights(const share_law& law) {
  double sum = 0;
  for (const auto& node : law.nodes) sum += node.weight;
  return sum;
}

// Years that fill up alike but for `unevenness`, in halves.
std::vector<year_record> halves(int years, std::int64_t total, double first_half, double unevenness) {
  std::vector<year_record> records;
  for (int i = 0; i < years; ++i) {
    const int year = 2020 - years + i;
    const double share = first_half + (i % 2 == 0 ? unevenness : -unevenness);
    const auto first = static_cast<std::int64_t>(std::llround(share * static_cast<double>(total)));
    records.push_back(
        record_of(year, std::to_string(total),
                  {{std::to_string(year) + "-H1", first}, {std::to_string(year) + "-H2", total - first}}));
  }
  return records;
}

}  // namespace

TEST_CASE("the likelihood of a known count is the beta-binomial law of scipy and mpmath") {
  const auto rows = reference_rows("beta_binomial.csv");
  REQUIRE(rows.size() == 70);
  for (const auto& row : rows) {
    const share_law law = plugged_in(row.number("share"), row.number("concentration"));
    CAPTURE(row.text("known"));
    CAPTURE(row.text("total"));
    CAPTURE(row.text("share"));
    CAPTURE(row.text("concentration"));
    const double value = log_likelihood(law, row.whole("known"), std::vector<std::int64_t>{row.whole("total")}).front();
    CHECK(std::abs(value - row.number("log_pmf")) < 2e-11 * std::max(1.0, std::abs(row.number("log_pmf"))));
  }
}

TEST_CASE("a likelihood under several shares and concentrations is their weighted sum") {
  const share_law law{{{0.2, 8, 0.3}, {0.5, 8, 0.5}, {0.4, 90, 0.2}}, 0.39};
  const std::vector<std::int64_t> totals = outcomes(0, 60);
  const std::vector<double> values = log_likelihood(law, 9, totals);
  for (std::size_t i = 0; i < totals.size(); ++i) {
    double sum = 0;
    for (const auto& node : law.nodes) {
      sum += node.weight *
             std::exp(log_likelihood(plugged_in(node.share, node.concentration), 9, {&totals[i], 1}).front());
    }
    if (totals[i] < 9) {
      CHECK(values[i] == -std::numeric_limits<double>::infinity());
    } else {
      CHECK(values[i] == doctest::Approx(std::log(sum)).epsilon(1e-11));
    }
  }
}

TEST_CASE("the probabilities of all counts within one total sum to 1") {
  const share_law law = learn_share(halves(4, 300, 0.4, 0.05), periods_of({"2020-H1"}), 2020);
  const std::vector<std::int64_t> total{47};
  double sum = 0;
  for (std::int64_t known = 0; known <= 47; ++known) sum += std::exp(log_likelihood(law, known, total).front());
  CHECK(sum == doctest::Approx(1).epsilon(1e-11));
}

TEST_CASE("a year of which nothing or everything is counted has a likelihood of 1, or none") {
  const std::vector<std::int64_t> totals{0, 5, 9};
  const share_law nothing = learn_share({}, {}, 2021);
  CHECK(log_likelihood(nothing, 0, totals) == std::vector<double>{0, 0, 0});
  const share_law everything = learn_share({}, periods_of({"2021"}), 2021);
  const double never = -std::numeric_limits<double>::infinity();
  CHECK(log_likelihood(everything, 5, totals) == std::vector<double>{never, 0, never});
}

TEST_CASE("without a past the share is that of the days, in leap years too") {
  CHECK(share_of_days(periods_of({"2024-Q1"}), 2024) == doctest::Approx(91.0 / 366).epsilon(1e-15));
  CHECK(share_of_days(periods_of({"2023-Q1"}), 2023) == doctest::Approx(90.0 / 365).epsilon(1e-15));
  CHECK(share_of_days(periods_of({"2023-Q2", "2023-11-03"}), 2023) == doctest::Approx(92.0 / 365).epsilon(1e-15));
  const share_law law = learn_share({}, periods_of({"2024-02"}), 2024);
  CHECK(law.mean == doctest::Approx(29.0 / 366).epsilon(1e-12));
  CHECK(sum_of_weights(law) == doctest::Approx(1).epsilon(1e-12));
}

TEST_CASE("the share that is integrated over has the mean and the deviation of its beta law, from 1 January on") {
  for (const std::string& until : std::vector<std::string>{"01-01", "01-02", "01-07", "01-31", "03-31", "06-30",
                                                           "09-30", "12-10", "12-29", "12-30"}) {
    const auto known = periods_of({"2023-01-01/2023-" + until});
    const share_law law = learn_share({}, known, 2023);
    const double f = share_of_days(known, 2023);
    CAPTURE(until);
    CHECK(mean_share(law) == doctest::Approx(f).epsilon(0.05));
    CHECK(1 - mean_share(law) == doctest::Approx(1 - f).epsilon(0.05));
    CHECK(std::sqrt(variance_of_share(law)) == doctest::Approx(std::sqrt(f * (1 - f) / 41)).epsilon(0.1));
  }
}

TEST_CASE("days are found again in another year: month ends stay month ends, 29 February becomes the 28th") {
  const auto moved = [](const char* when, int year) { return to_string(in_year(parse_period(when), year)); };
  CHECK(moved("2023-09", 2024) == "2024-09");
  CHECK(moved("2023-02", 2024) == "2024-02");
  CHECK(moved("2024-02", 2023) == "2023-02");
  CHECK(moved("2024-02-29", 2023) == "2023-02-28");
  CHECK(moved("2023-01-01/2023-02-28", 2024) == "2024-01/2024-02");
  CHECK(moved("2024-02-29/2024-03-10", 2023) == "2023-02-28/2023-03-10");
  CHECK(moved("2023-09-17", 1999) == "1999-09-17");
  CHECK(moved("2023-H1", 2020) == "2020-H1");
}

TEST_CASE("what a past year says of the same days comes from its parts, inside or outside of them") {
  const auto asked = periods_of({"2024-Q2", "2024-Q3"});
  const auto fills_of = [&](const year_record& record) { return past_fills(std::vector<year_record>{record}, asked); };
  SUBCASE("parts that make up the days") {
    const auto fills = fills_of(record_of(2020, "100", {{"2020-Q2", 30}, {"2020-07", 11}, {"2020-08/2020-09", 20}}));
    REQUIRE(fills.size() == 1);
    CHECK(fills[0].known == 61);
    CHECK(fills[0].total == 100);
    CHECK(fills[0].share == doctest::Approx(183.0 / 366));
    CHECK(fills[0].same_days);
  }
  SUBCASE("parts that make up all the others") {
    const auto fills = fills_of(record_of(2021, "100", {{"2021-Q1", 30}, {"2021-Q4", 11}}));
    REQUIRE(fills.size() == 1);
    CHECK(fills[0].known == 59);
    CHECK(fills[0].same_days);
  }
  SUBCASE("parts that do not give them lend what they do give") {
    const auto fills = fills_of(record_of(2021, "100", {{"2021-H1", 30}}));
    REQUIRE(fills.size() == 1);
    CHECK(fills[0].known == 30);
    CHECK(fills[0].share == doctest::Approx(181.0 / 365));
    CHECK_FALSE(fills[0].same_days);
  }
  SUBCASE("an unfinished year, one without parts and one without deaths say nothing") {
    CHECK(fills_of(record_of(2021, "NA", {{"2021-H1", 30}})).empty());
    CHECK(fills_of(record_of(2021, ">500", {{"2021-H1", 30}})).empty());
    CHECK(fills_of(record_of(2021, "30")).empty());
    CHECK(fills_of(record_of(2021, "0", {{"2021-H1", 0}})).empty());
  }
}

TEST_CASE("years whose parts cover other days of them still tell how unevenly years fill up") {
  const auto asked = periods_of({"2020-Q1"});
  const share_law steady = learn_share(halves(8, 1000, 0.5, 0.005), asked, 2020);
  const share_law erratic = learn_share(halves(8, 1000, 0.5, 0.3), asked, 2020);
  CHECK(mean_log_concentration(steady) > mean_log_concentration(erratic) + 1);
}

TEST_CASE("the share moves to that of past years, the more so the more of them there are") {
  const auto asked = periods_of({"2020-H1"});
  const double days = share_of_days(asked, 2020);
  const double one = learn_share(halves(1, 1000, 0.7, 0), asked, 2020).mean;
  const double ten = learn_share(halves(10, 1000, 0.7, 0), asked, 2020).mean;
  CHECK(one > days + 0.02);
  CHECK(ten > one + 0.05);
  CHECK(ten < 0.7);
  // The documented weights: 40 for the days, 20 n / (n + 20) for each year.
  const double weight = 20.0 * 1000 / 1020;
  CHECK(ten == doctest::Approx((40 * days + 10 * weight * 0.7) / (40 + 10 * weight)).epsilon(1e-12));
  const share_law few = learn_share(halves(1, 10, 0.7, 0), asked, 2020);
  CHECK(few.mean == doctest::Approx((40 * days + 20.0 * 10 / 30 * 0.7) / (40 + 20.0 * 10 / 30)).epsilon(1e-12));
}

TEST_CASE("the concentration follows past years: steady ones raise it, uneven ones lower it") {
  const auto asked = periods_of({"2020-H1"});
  const share_law prior = learn_share({}, asked, 2020);
  const share_law steady = learn_share(halves(8, 10'000, 0.5, 0.005), asked, 2020);
  const share_law uneven = learn_share(halves(8, 10'000, 0.5, 0.25), asked, 2020);
  CHECK(mean_log_concentration(steady) > mean_log_concentration(prior) + 1);
  CHECK(mean_log_concentration(uneven) < mean_log_concentration(prior));
  for (const auto& node : uneven.nodes) CHECK(node.concentration < 100);
  CHECK(variance_of_share(steady) < variance_of_share(prior));
}

TEST_CASE("what years add to the prior of the concentration is their beta-binomial likelihood") {
  const auto asked = periods_of({"2020-H1"});
  const auto past = halves(3, 60, 0.45, 0.08);
  const share_law prior = learn_share({}, asked, 2020);
  const share_law law = learn_share(past, asked, 2020);
  const auto weight_of = [](const share_law& given, double kappa) {
    double sum = 0;
    for (const auto& node : given.nodes) sum += node.concentration == kappa ? node.weight : 0.0;
    return sum;
  };
  const auto log_evidence = [&](double kappa) {
    double sum = 0;
    for (const year_record& record : past) {
      sum += log_likelihood(plugged_in(law.mean, kappa), record.parts[0].count, std::vector<std::int64_t>{60}).front();
    }
    return sum;
  };
  const double middle = law.nodes[law.nodes.size() / 2].concentration;
  int compared = 0;
  for (std::size_t i = 0; i < law.nodes.size(); i += 3) {
    const double kappa = law.nodes[i].concentration;
    if (weight_of(prior, kappa) == 0) continue;
    CAPTURE(kappa);
    CHECK(
        std::log(weight_of(law, kappa) / weight_of(law, middle) * weight_of(prior, middle) / weight_of(prior, kappa)) ==
        doctest::Approx(log_evidence(kappa) - log_evidence(middle)).epsilon(1e-9));
    ++compared;
  }
  CHECK(compared > 5);
}

TEST_CASE("counts of 10^12 and 10^15 teach the same as counts of 10^9") {
  const auto asked = periods_of({"2020-H1"});
  const share_law small = learn_share(halves(6, 1'000'000'000, 0.45, 0.08), asked, 2020);
  for (const std::int64_t total : {1'000'000'000'000, 1'000'000'000'000'000}) {
    const share_law large = learn_share(halves(6, total, 0.45, 0.08), asked, 2020);
    CAPTURE(total);
    CHECK(large.mean == doctest::Approx(small.mean).epsilon(1e-6));
    CHECK(mean_log_concentration(large) == doctest::Approx(mean_log_concentration(small)).epsilon(1e-3));
  }
}
