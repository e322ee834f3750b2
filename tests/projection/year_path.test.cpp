#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "made_up.hpp"
#include <doctest/doctest.h>

#include <tollcast/core/error.hpp>
#include <tollcast/distribution/distribution.hpp>
#include <tollcast/projection/year_path.hpp>

using namespace tollcast;

namespace {

// The total by `date`: the beta-binomial part of every rest of the year that the law allows, for every concentration.
std::vector<double> brute_force_cdf(const year_end& made, double share_of_rest, std::int64_t last) {
  std::vector<double> p(static_cast<std::size_t>(last - made.observed + 1));
  for (std::int64_t rest = 0; made.observed + rest <= last; ++rest) {
    const double weight = pmf(made.total, made.observed + rest);
    if (weight < 1e-7) continue;
    for (std::size_t k = 0; k < made.share.nodes.size(); k += 3) {
      const double of_concentration =
          made.share.nodes[k].weight + made.share.nodes[k + 1].weight + made.share.nodes[k + 2].weight;
      const double kappa = made.share.nodes[k].concentration * (1 - made.known_share);
      const double a = kappa * share_of_rest;
      const double b = kappa - a;
      const double n = static_cast<double>(rest);
      for (std::int64_t c = 0; c <= rest; ++c) {
        const double x = static_cast<double>(c);
        p[static_cast<std::size_t>(c)] +=
            weight * of_concentration *
            std::exp(std::lgamma(n + 1) - std::lgamma(x + 1) - std::lgamma(n - x + 1) + std::lgamma(x + a) +
                     std::lgamma(n - x + b) - std::lgamma(n + kappa) + std::lgamma(kappa) - std::lgamma(a) -
                     std::lgamma(b));
      }
    }
  }
  double below = 0;
  for (double& value : p) value = below += value;
  return p;
}

double share_of_rest(const year_end& made, const std::vector<std::string>& days) {
  const double until = learn_share(made.history, periods_of(days), made.year).mean;
  return (until - made.known_share) / (1 - made.known_share);
}

year_end at_the_end_of(int months, double monthly, const std::string& model = "auto") {
  figures rows = wavy_months(2014, 2023, monthly);
  for (int month = 1; month <= months; ++month) {
    rows.emplace_back(month_name(2024, month), std::to_string(std::llround(monthly * (1 + 0.1 * month))));
  }
  return project_year_end(tally_of(rows), {.model = model});
}

}  // namespace

TEST_CASE("the path has each remaining month's end, and its last total is the year's") {
  const year_end made = at_the_end_of(7, 30);
  const std::vector<dated_total> totals = path(made);
  REQUIRE(totals.size() == 5);
  CHECK(to_string(totals.front().date) == "2024-08-31");
  CHECK(to_string(totals.back().date) == "2024-12-31");
  for (const double p : {0.05, 0.5, 0.95}) CHECK(quantile(totals.back().total, p) == quantile(made.total, p));
  CHECK(mean(totals.back().total) == mean(made.total));
  CHECK(path(project_year_end(tally_of(wavy_months(2014, 2023, 30)), {.year = 2023})).empty());
  CHECK(path(at_the_end_of(0, 30)).size() == 12);
}

TEST_CASE("a later total is the beta-binomial part of every rest of the year, summed one by one") {
  for (const double monthly : {0.7, 4.0}) {
    const year_end made = at_the_end_of(4, monthly);
    for (const auto& row : std::vector<std::pair<std::string, std::string>>{
             {"2024-05-31", "2024-01/2024-05"}, {"2024-08-31", "2024-01/2024-08"}, {"2024-11-30", "2024-01/2024-11"}}) {
      const auto& date = row.first;
      const auto& days = row.second;
      const tabulated law = total_by(made, parse_date(date));
      const std::vector<double> direct =
          brute_force_cdf(made, share_of_rest(made, {days}), quantile(made.total, 1 - 1e-5));
      double largest = 0;
      for (std::size_t i = 0; i < direct.size(); ++i) {
        largest = std::max(largest, std::abs(cdf(law, made.observed + static_cast<std::int64_t>(i)) - direct[i]));
      }
      CAPTURE(monthly);
      CAPTURE(date);
      CHECK(largest < 0.04);  // three concentrations stand for their law
    }
  }
}

TEST_CASE("a day within a month lies between the month's ends") {
  const year_end made = at_the_end_of(6, 30);
  const double july = mean(total_by(made, parse_date("2024-07-31")));
  const double mid_august = mean(total_by(made, parse_date("2024-08-15")));
  const double august = mean(total_by(made, parse_date("2024-08-31")));
  CHECK(static_cast<double>(made.observed) < july);
  CHECK(july < mid_august);
  CHECK(mid_august < august);
}

TEST_CASE("the total grows with the date at every probability, up to the year's") {
  for (const double monthly : {0.7, 30.0, 5000.0}) {
    for (const int months : {0, 9}) {
      const year_end made = at_the_end_of(months, monthly);
      CAPTURE(monthly);
      CAPTURE(months);
      const std::vector<dated_total> totals = path(made);
      for (std::size_t i = 1; i < totals.size(); ++i) {
        for (const double p : {0.05, 0.25, 0.5, 0.75, 0.95}) {
          CAPTURE(p);
          CHECK(quantile(totals[i].total, p) >= quantile(totals[i - 1].total, p));
        }
        CHECK(support_lower(totals[i].total) >= made.observed);
      }
    }
  }
}

TEST_CASE("the probability that a total is passed does not fall as the year goes on") {
  for (const double monthly : {0.7, 500.0}) {
    for (const int months : {0, 6, 11}) {
      for (const std::string model : {"auto", "local_level"}) {
        const year_end made = at_the_end_of(months, monthly, model);
        for (const double p : {0.02, 0.5, 0.97, 0.999}) {
          double before = 0;
          for (const dated_probability& by : passed_by(made, quantile(made.total, p))) {
            CAPTURE(monthly);
            CAPTURE(months);
            CAPTURE(model);
            CAPTURE(p);
            CAPTURE(to_string(by.date));
            CHECK(by.probability >= before);
            before = by.probability;
          }
        }
      }
    }
  }
}

TEST_CASE("the probabilities by date are those of the path") {
  const year_end made = at_the_end_of(9, 30);
  const std::int64_t threshold = median(made.total);
  const std::vector<dated_total> totals = path(made);
  const std::vector<dated_probability> passed = passed_by(made, threshold);
  REQUIRE(passed.size() == totals.size());
  for (std::size_t i = 0; i < passed.size(); ++i) {
    CHECK(passed[i].date == totals[i].date);
    CHECK(passed[i].probability == doctest::Approx(prob_exceeds(totals[i].total, threshold)).epsilon(0.01));
  }
}

TEST_CASE("what is passed already is passed on every date") {
  const year_end made = at_the_end_of(9, 30);
  for (const dated_probability& by : passed_by(made, made.observed - 1)) CHECK(by.probability == 1);
}

TEST_CASE("a day before the year's last leaves the law close to the year's") {
  for (const double monthly : {30.0, 5000.0}) {
    const year_end made = at_the_end_of(6, monthly);
    const tabulated eve = total_by(made, parse_date("2024-12-30"));
    for (const double p : {0.05, 0.25, 0.5, 0.75, 0.95}) {
      CAPTURE(p);
      CHECK(std::abs(cdf(eve, quantile(made.total, p)) - cdf(made.total, quantile(made.total, p))) < 0.03);
    }
  }
}

TEST_CASE("a hole before the day counts among what is still to come") {
  const figures before{{"2020", "500"}, {"2021", "520"}, {"2022", "480"}, {"2023", "510"}};
  const year_end made = project_year_end(tally_of(before + figures{{"2024-Q2", "130"}, {"2024-Q3", "120"}}));
  const std::vector<dated_total> totals = path(made);
  REQUIRE(totals.size() == 3);
  const double rest = mean(made.total) - static_cast<double>(made.observed);
  // By the end of October Q1 and one month of Q4: 91 + 31 of the 183 days that are not counted.
  CHECK(mean(totals.front().total) - 250 == doctest::Approx(rest * 122 / 183).epsilon(0.03));
  // On the day itself too, the first quarter is still to come.
  const tabulated now = total_by(made, parse_date("2024-09-30"));
  CHECK(mean(now) - 250 == doctest::Approx(rest * 91 / 183).epsilon(0.03));
}

TEST_CASE("a year without a hole stands at its count on the day itself") {
  const year_end made = at_the_end_of(9, 30);
  CHECK(pmf(total_by(made, made.as_of), made.observed) == 1);
}

TEST_CASE("past years that give only the three quarters asked for leave the rest of the year to the calendar") {
  figures rows;
  for (int year = 2014; year <= 2023; ++year) {
    rows.emplace_back(std::to_string(year), "1000");
    rows.emplace_back(std::to_string(year) + "-Q1/" + std::to_string(year) + "-Q3", year % 2 == 0 ? "900" : "880");
  }
  const year_end made = project_year_end(tally_of(rows + figures{{"2024-Q1/2024-Q3", "900"}}));
  const double rest = mean(made.total) - 900;
  CHECK(mean(total_by(made, parse_date("2024-10-31"))) - 900 == doctest::Approx(rest * 31 / 92).epsilon(0.1));
  CHECK(mean(total_by(made, parse_date("2024-11-30"))) - 900 == doctest::Approx(rest * 61 / 92).epsilon(0.1));
}

TEST_CASE("a path of totals of 10^12 keeps to a few hundred blocks") {
  for (const dated_total& by : path(at_the_end_of(3, 1e12))) CHECK(by.total.blocks().size() < 1500);
}

TEST_CASE("a day before the day asked for, or of another year, is refused") {
  const year_end made = at_the_end_of(9, 30);
  CHECK_THROWS_WITH_AS(total_by(made, parse_date("2024-09-29")),
                       "total_by: 2024-09-29 was given; a day of 2024 from 2024-09-30 on is needed", invalid_input);
  CHECK_THROWS_AS(total_by(made, parse_date("2025-01-01")), invalid_input);
}
