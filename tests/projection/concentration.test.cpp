#include <cmath>
#include <numeric>
#include <string>
#include <vector>

#include "made_up.hpp"
#include <doctest/doctest.h>

#include <tollcast/core/error.hpp>
#include <tollcast/numeric/reference_laws.hpp>
#include <tollcast/projection/concentration.hpp>
#include <tollcast/projection/detail/concentration_indices.hpp>
#include <tollcast/projection/detail/share_posterior.hpp>
#include <tollcast/projection/regional_year_end.hpp>

using namespace tollcast;

namespace {

// Regions by year from 2001, given as one row of counts a region.
regional_tally by_year(const std::vector<std::vector<std::int64_t>>& counts) {
  regional_tally made{{"all", {}, ""}, {}, {}};
  for (std::size_t k = 0; k < counts.size(); ++k) {
    tally part{std::string(1, static_cast<char>('A' + k)), {}, ""};
    for (std::size_t i = 0; i < counts[k].size(); ++i) {
      if (counts[k][i] >= 0)
        part.rows.push_back({whole_year(2001 + static_cast<int>(i)), count::exactly(counts[k][i])});
    }
    made.parts.push_back({part});
  }
  for (std::size_t i = 0; i < counts[0].size(); ++i) {
    std::int64_t sum = 0;
    for (const auto& region : counts) sum += std::max<std::int64_t>(region[i], 0);
    made.total.rows.push_back({whole_year(2001 + static_cast<int>(i)), count::exactly(sum)});
  }
  return made;
}

bool ordered(const bounded_estimate& one) { return one.lower <= one.estimate && one.estimate <= one.upper; }

}  // namespace

TEST_CASE(
    "the posterior of the shares: evenness uniform before any death, the Herfindahl index by a sum over beta after") {
  random_engine engine(1);
  constexpr int draws = 4000;
  detail::share_posterior nothing(std::vector<double>(2, 0));
  double evenness = 0;
  for (int i = 0; i < draws; ++i) {
    const auto one = detail::indices_of(nothing.sample(engine));
    evenness += (one.entropy / std::log(2) + 1 - one.gini * 2) / 2 / draws;
  }
  CHECK(std::abs(evenness - 0.5) < 0.015);

  detail::share_posterior some({4, 1});
  double herfindahl = 0;
  for (int i = 0; i < draws; ++i) herfindahl += detail::indices_of(some.sample(engine)).herfindahl / draws;
  const auto expected_evenness = [](double beta) {
    return (digamma(2 * beta + 1) - digamma(beta + 1)) / std::log(2) + 1 -
           std::exp(std::lgamma(beta + 0.5) - std::lgamma(beta + 1)) / std::sqrt(std::acos(-1.0));
  };
  const auto log_beta = [](double a, double b) { return std::lgamma(a) + std::lgamma(b) - std::lgamma(a + b); };
  double sum = 0;
  double weights = 0;
  for (double u = -9; u < 9; u += 0.02) {
    const double beta = std::exp(u);
    const double a = beta + 4;
    const double b = beta + 1;
    const double weight = (expected_evenness(beta * 1.01) - expected_evenness(beta / 1.01)) *
                          std::exp(log_beta(a, b) - log_beta(beta, beta));
    weights += weight;
    sum += weight * (a * (a + 1) + b * (b + 1)) / ((a + b) * (a + b + 1));
  }
  CHECK(std::abs(herfindahl - sum / weights) < 0.012);
}

TEST_CASE("large regions are not drawn to many small ones, nor these to them") {
  random_engine engine(1);
  std::vector<double> counts(21, 3);
  counts[0] = 60;
  detail::share_posterior posterior(counts);
  constexpr int draws = 4000;
  double top = 0;
  double gini = 0;
  for (int i = 0; i < draws; ++i) {
    const auto one = detail::indices_of(posterior.sample(engine));
    top += one.top / draws;
    gini += one.gini / draws;
  }
  CHECK(top == doctest::Approx(0.5).epsilon(0.02));
  CHECK(gini > 10.0 / 21);  // equal small regions have (K - 1) / K / 2
  CHECK(gini < 0.57);

  // no deaths but in one: the draws of the others fall below what a double holds
  detail::share_posterior alone(std::vector<double>{1, 0, 0, 0, 0, 0});
  double herfindahl = 0;
  for (int i = 0; i < draws; ++i) herfindahl += detail::indices_of(alone.sample(engine)).herfindahl;
  CHECK(std::isfinite(herfindahl));
}

TEST_CASE("many deaths: the indices are those of the counts") {
  // Shares 0.5, 0.3, 0.2 in every year, so that there is no overdispersion.
  const regional_tally series = by_year({{50'000, 50'000}, {30'000, 30'000}, {20'000, 20'000}});
  const concentrations asked(series, {{"A and C", {"A", "C"}}});
  const concentration found = asked.of({2001, 2002});
  CHECK(found.total == 200'000);
  CHECK(found.dispersion == 1);
  CHECK(found.shares[0].estimate == doctest::Approx(0.5));
  CHECK(found.groups[0].estimate == doctest::Approx(0.7));
  CHECK(found.top_share.estimate == doctest::Approx(0.5).epsilon(0.01));
  CHECK(found.top_two_share.estimate == doctest::Approx(0.8).epsilon(0.01));
  CHECK(found.herfindahl.estimate == doctest::Approx(0.38).epsilon(0.01));
  const double entropy = -(0.5 * std::log(0.5) + 0.3 * std::log(0.3) + 0.2 * std::log(0.2));
  CHECK(found.effective_number.estimate == doctest::Approx(std::exp(entropy)).epsilon(0.01));
  CHECK(found.gini.estimate == doctest::Approx(2.0 * (0.2 + 0.3 + 0.1) / 6).epsilon(0.01));
  for (const auto& one : {found.top_share, found.herfindahl, found.effective_number, found.gini, found.groups[0]}) {
    CHECK(ordered(one));
    CHECK(one.upper - one.lower < 0.03 * one.estimate);
  }
  CHECK(asked.each_year().size() == 2);
}

TEST_CASE("few deaths: intervals reach far, and the Herfindahl index of what is even is not taken for high") {
  // Counts of 1 and 2 on eight regions: the index of the counts is 0.14, of even shares 0.125.
  std::vector<std::vector<std::int64_t>> counts;
  for (int k = 0; k < 8; ++k) counts.push_back({k % 2 + 1, (k + 1) % 2 + 1, k % 3});
  const concentration found = concentrations(by_year(counts)).of({2001, 2001});
  CHECK(found.herfindahl.lower < 0.127);
  CHECK(found.herfindahl.estimate < 0.18);
  CHECK(found.effective_number.upper > 7.8);
  CHECK(found.shares[0].upper > 0.25);
  const concentration single = concentrations(by_year({{1, 9}, {0, 7}, {0, 3}})).of({2001, 2001});
  CHECK(single.shares[0].estimate == 1);
  CHECK(single.shares[0].lower < 0.4);
  CHECK(single.herfindahl.upper - single.herfindahl.lower > 0.4);
}

TEST_CASE("phi is the ratio of squares, from pairs of years or from months") {
  // Of two years with 40 and 60, and 60 and 40 deaths: p = 1/2, squares 4 x 10^2 over (1 - 1/2) (2 x 100 x 1/2) = 8;
  // the median of a chi-squared law with one degree of freedom is 0.4549. Together 4 parts of the one to 1 of the
  // other.
  const concentrations years(by_year({{40, 60}, {60, 40}}));
  CHECK(years.of({2001, 2001}).dispersion == doctest::Approx(8 / 0.4549).epsilon(1e-4));
  CHECK(years.of({2001, 2002}).dispersion == doctest::Approx((4 * 8 / 0.4549 + 8) / 5).epsilon(1e-4));
  // Quarters of 10 and 30, 30 and 10, twice: p = 1/2, squares 8 x 10^2 over 1/2 (4 x 40 x 3/4) = 60, phi 13.3.
  regional_tally quarters{{"all", {}, ""}, {{{"A", {}, ""}}, {{"B", {}, ""}}}, {}};
  for (unsigned quarter = 1; quarter <= 4; ++quarter) {
    const bool odd = quarter % 2 == 1;
    quarters.parts[0].series.rows.push_back({quarter_of(2020, quarter), count::exactly(odd ? 10 : 30)});
    quarters.parts[1].series.rows.push_back({quarter_of(2020, quarter), count::exactly(odd ? 30 : 10)});
  }
  CHECK(concentrations(quarters).of({2020, 2020}).dispersion == doctest::Approx(800.0 / 60));
}

TEST_CASE("a change between periods has its probability, and none has one half") {
  const regional_tally series =
      by_year({{90, 95, 88, 91, 30, 35, 33, 32}, {5, 6, 6, 4, 33, 30, 36, 31}, {5, 4, 6, 5, 32, 31, 30, 35}});
  const concentrations asked(series, {{"B and C", {"B", "C"}}});
  const concentration_change change = asked.change({2001, 2004}, {2005, 2008});
  CHECK(change.more_concentrated < 0.001);
  CHECK(change.difference.upper < -0.3);
  const std::vector<group_change>& groups = change.groups;
  CHECK(groups[0].probability > 0.999);
  CHECK(groups[0].share_from.estimate == doctest::Approx(41.0 / 405));
  CHECK(groups[0].difference.lower > 0.4);
  const double same = asked.change({2001, 2002}, {2003, 2004}).groups[0].probability;
  CHECK(std::abs(same - 0.5) < 0.2);
  CHECK(asked.group_trends({2001, 2008})[0].trend.slope.lower > 0);
}

TEST_CASE("an unfinished year has the counts of its projection") {
  regional_tally series{{"all", {}, ""}, {}, {}};
  for (const auto& [name, deaths] : {std::pair<std::string, double>{"A", 8}, {"B", 3}}) {
    figures rows = wavy_months(2015, 2023, deaths);
    rows.resize(rows.size() - 6);
    series.parts.push_back({tally_of(rows)});
    series.parts.back().series.name = name;
  }
  for (std::size_t i = 0; i < series.parts[0].series.rows.size(); ++i) {
    const auto& a = series.parts[0].series.rows[i];
    series.total.rows.push_back(
        {a.when, count::exactly(a.figure.lower() + series.parts[1].series.rows[i].figure.lower())});
  }
  const regional_year_end year = project_regional_year_end(series, {}, {.draws = 400});
  const concentrations asked(series, year.outlook);
  CHECK(asked.years().back() == 2023);
  const concentration found = asked.of({2023, 2023});
  CHECK(found.total == doctest::Approx(mean(year.outlook.total)));
  CHECK(found.shares[0].estimate == doctest::Approx(year.outlook.parts[0].share.estimate).epsilon(0.02));
  CHECK(found.shares[0].lower < year.outlook.parts[0].share.lower);  // of what lies behind, not of what will be counted
  CHECK(asked.of({2020, 2023}).total > 3 * 12 * 9);
  CHECK_THROWS_AS(concentrations(series).of({2023, 2023}), cannot_answer);
}

TEST_CASE("a year that lies between others, and whose regions are not all known, is projected in its place") {
  regional_tally known = by_year({{40, 52, 9, 41, 44}, {30, 31, -1, 29, 35}, {11, 12, -1, 14, 10}});
  known.total.rows[2].figure = count::exactly(60);
  const regional_year_end year = project_regional_year_end(known, {.year = 2003}, {.draws = 400});
  const concentrations asked(known, year.outlook, {{"G", {"A"}}});
  CHECK(asked.years() == std::vector<int>{2001, 2002, 2003, 2004, 2005});
  CHECK(asked.of({2003, 2003}).shares[0].estimate == doctest::Approx(9.0 / 60));
  CHECK(asked.of({2003, 2003}).total == doctest::Approx(60));
  CHECK(asked.of({2004, 2005}).shares[0].estimate == 85.0 / 173);
  CHECK(asked.of({2002, 2004}).total == doctest::Approx(95 + 60 + 84));
  const double without = concentrations(known, {{"G", {"A"}}}).group_trends({2001, 2005})[0].trend.slope.estimate;
  CHECK(asked.group_trends({2001, 2005})[0].trend.slope.estimate == without);
}

TEST_CASE("what cannot be asked is refused, and years without figures are left out with a note") {
  const regional_tally series = by_year({{4, -1, 0, 9}, {6, 5, 0, 3}});
  const concentrations asked(series);
  CHECK(asked.years() == std::vector<int>{2001, 2003, 2004});
  CHECK(asked.of({2001, 2004}).notes.size() == 1);
  CHECK(asked.of({2001, 2004}).total == 22);
  CHECK(asked.each_year().size() == 2);
  CHECK_THROWS_AS(asked.of({2002, 2002}), cannot_answer);
  CHECK_THROWS_AS(asked.of({2003, 2003}), cannot_answer);
  CHECK_THROWS_AS(asked.of({2004, 2001}), invalid_input);
  CHECK_THROWS_AS(asked.change({2001, 2003}, {2003, 2004}), invalid_input);
  CHECK_THROWS_AS(concentrations(series, {{"G", {"A", "Z"}}}), invalid_input);
  CHECK_THROWS_AS(concentrations(series, {{"G", {}}}), invalid_input);
  CHECK_THROWS_AS(concentrations(series, {}, {.level = 1}), invalid_input);
  CHECK_THROWS_AS(concentrations(series, {}, {.draws = 5}), invalid_input);
  CHECK_THROWS_AS(concentrations({series.total, {}, {}}), cannot_answer);
}
