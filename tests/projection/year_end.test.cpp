#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <vector>

#include "made_up.hpp"
#include <doctest/doctest.h>

#include <tollcast/core/error.hpp>
#include <tollcast/distribution/distribution.hpp>
#include <tollcast/distribution/negative_binomial.hpp>
#include <tollcast/projection/chain_ladder.hpp>
#include <tollcast/projection/history_law.hpp>
#include <tollcast/projection/history_level.hpp>
#include <tollcast/projection/run_rate.hpp>
#include <tollcast/projection/year_path.hpp>
#include <tollcast/series/datasets.hpp>
#include <tollcast/trend/monthly_level.hpp>

using namespace tollcast;

namespace {

const std::vector<std::string> models{"auto", "local_level", "run_rate", "chain_ladder"};

// A few deaths a year, so that every total that matters can be summed one by one.
figures few_deaths() { return wavy_months(2017, 2023, 0.6); }
figures few_deaths_now() { return {{"2024-01", "1"}, {"2024-02", "0"}, {"2024-03", "2"}, {"2024-04", "1"}}; }

double log_beta_binomial(double x, double y, double a, double b) {
  return std::lgamma(y + 1) - std::lgamma(x + 1) - std::lgamma(y - x + 1) + std::lgamma(x + a) +
         std::lgamma(y - x + b) - std::lgamma(y + a + b) + std::lgamma(a + b) - std::lgamma(a) - std::lgamma(b);
}

// The largest total on record, or this year's at its pace so far.
double largest_of(const year_end& made) {
  double largest = static_cast<double>(made.observed) / std::max(share_of_days(made.known, made.year), 1e-300);
  if (made.known.empty()) largest = 1;
  for (const year_record& record : made.history) {
    largest = std::max({largest, static_cast<double>(record.total.value().value_or(record.total.lower())),
                        static_cast<double>(sum_of(record.parts))});
  }
  return std::max(largest, 1.0);
}

// P(Y = y | history) P(x | y), with the beta-binomial laws written out; and its geometric mean with the law by month.
std::vector<double> direct_log_weights(const year_end& made, const year_record& target,
                                       const std::vector<std::int64_t>& totals) {
  const double largest = largest_of(made);
  std::vector<double> values;
  if (made.model == "auto") {
    values = log_pmf(level_from_years(made.history, largest), totals, 1);
  } else {
    const any_distribution law = history_law(made.model, {made.series, made.history, {}});
    for (const std::int64_t total : totals) {
      const double unforeseen = 1e-6 / (std::log(1e18) * (static_cast<double>(total) + 1));
      values.push_back(std::log(std::exp(log_pmf(law, total)) + unforeseen));
    }
  }
  for (std::size_t i = 0; i < totals.size(); ++i) {
    double sum = 0;
    for (const auto& node : made.share.nodes) {
      sum += node.weight *
             std::exp(log_beta_binomial(static_cast<double>(made.observed), static_cast<double>(totals[i]),
                                        node.concentration * node.share, node.concentration * (1 - node.share)));
    }
    values[i] += std::log(sum);
  }
  if (made.model != "auto") return values;
  int days = whole_year(made.year).days();
  for (const period& stretch : made.known) days -= stretch.days();
  std::vector<std::int64_t> rests = totals;
  for (std::int64_t& rest : rests) rest -= made.observed;
  const std::vector<double> by_month =
      log_pmf(level_from_months(made.history, target, largest), rests, days / days_a_month);
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = (values[i] + by_month[i]) / 2;
  return values;
}

year_record target_of(const tally& series, int year) {
  for (const year_record& record : yearly(series).years) {
    if (record.year == year) return record;
  }
  return {year};
}

std::vector<double> normalised(std::vector<double> log_weights) {
  const double largest = *std::max_element(log_weights.begin(), log_weights.end());
  double sum = 0;
  for (double& value : log_weights) sum += value = std::exp(value - largest);
  for (double& value : log_weights) value /= sum;
  return log_weights;
}

bool is_same(const tabulated& a, const tabulated& b) {
  return std::equal(a.blocks().begin(), a.blocks().end(), b.blocks().begin(), b.blocks().end(),
                    [](const tabulated::block& x, const tabulated::block& y) {
                      return x.first == y.first && x.count == y.count && x.log_first == y.log_first &&
                             x.log_ratio == y.log_ratio;
                    });
}

void check_is_same(const year_end& a, const year_end& b) {
  CHECK(a.year == b.year);
  CHECK(a.as_of == b.as_of);
  CHECK(a.observed == b.observed);
  CHECK(a.known_share == b.known_share);
  CHECK(a.last_total == b.last_total);
  CHECK(a.known == b.known);
  CHECK(a.notes == b.notes);
  CHECK(a.history.size() == b.history.size());
  CHECK(is_same(a.total, b.total));
  const auto path_a = path(a);
  const auto path_b = path(b);
  REQUIRE(path_a.size() == path_b.size());
  for (std::size_t i = 0; i < path_a.size(); ++i) CHECK(is_same(path_a[i].total, path_b[i].total));
}

year_end_options on(const std::string& day, const std::string& model = "auto") {
  return {.as_of = parse_date(day), .model = model};
}

double width(const tabulated& law) {
  return std::log(static_cast<double>(quantile(law, 0.9)) / static_cast<double>(quantile(law, 0.1)));
}

}  // namespace

TEST_CASE("small counts: every probability of the law is the normalised product of history and beta-binomial") {
  const tally series = tally_of(few_deaths() + few_deaths_now());
  for (const std::string model : {"local_level", "auto"}) {
    const year_end made = project_year_end(series, {.model = model});
    CAPTURE(model);
    REQUIRE(made.year == 2024);
    REQUIRE(made.observed == 4);
    const std::vector<std::int64_t> totals = outcomes(4, 3000);
    const std::vector<double> weights = direct_log_weights(made, target_of(series, 2024), totals);
    const std::vector<double> direct = normalised(weights);
    double below = 0;
    for (std::size_t i = 0; i < totals.size(); ++i) {
      below += direct[i];
      if (i > 32) {
        CHECK(std::abs(cdf(made.total, totals[i]) - below) < 2e-4);
        continue;
      }
      // Up to the normalising sum, whose far tail is kept in blocks, each of the first 33 outcomes is exact.
      CHECK(log_pmf(made.total, totals[i]) - log_pmf(made.total, 4) ==
            doctest::Approx(weights[i] - weights[0]).epsilon(1e-9));
      CHECK(pmf(made.total, totals[i]) == doctest::Approx(direct[i]).epsilon(1e-3));
    }
  }
}

TEST_CASE("middling counts: the law is the normalised product to 0.3 % of probability") {
  const tally series = tally_of(wavy_months(2012, 2023, 50) + figures{{"2024-Q1", "170"}, {"2024-04", "61"}});
  for (const std::string model : {"local_level", "auto"}) {
    const year_end made = project_year_end(series, {.model = model});
    const std::vector<std::int64_t> totals = outcomes(231, 40'000);
    const std::vector<double> direct = normalised(direct_log_weights(made, target_of(series, 2024), totals));
    double below = 0;
    double largest = 0;
    double mean_direct = 0;
    for (std::size_t i = 0; i < totals.size(); ++i) {
      below += direct[i];
      largest = std::max(largest, std::abs(cdf(made.total, totals[i]) - below));
      mean_direct += direct[i] * static_cast<double>(totals[i]);
    }
    CAPTURE(model);
    CHECK(largest < 0.003);
    CHECK(mean(made.total) == doctest::Approx(mean_direct).epsilon(0.002));
  }
}

TEST_CASE("no weight lies below what is counted, under any model") {
  for (const std::string& model : models) {
    const year_end made =
        project_year_end(tally_of(wavy_months(2012, 2023, 50) + figures{{"2024-H1", "900"}}), {.model = model});
    CAPTURE(model);
    CHECK(made.observed == 900);
    CHECK(support_lower(made.total) >= 900);
    CHECK(cdf(made.total, 899) == 0);
    CHECK(mean(made.total) > 900);
  }
}

TEST_CASE("a total that is known stays what it is, whatever its parts") {
  for (const std::string& model : models) {
    const year_end made =
        project_year_end(tally_of(wavy_months(2012, 2023, 50) + figures{{"2024", "685"}, {"2024-Q1", "170"}}),
                         {.year = 2024, .model = model});
    CHECK(pmf(made.total, 685) == 1);
    CHECK(made.observed == 685);
    CHECK(made.known_share == 1);
  }
  const year_end by_parts = project_year_end(tally_of(wavy_months(2012, 2023, 50)), {.year = 2023});
  CHECK(pmf(by_parts.total, by_parts.observed) == 1);
}

TEST_CASE("a bound on the year's own total restricts the law") {
  const figures before = wavy_months(2012, 2023, 50);
  const figures half{{"2024-H1", "310"}};
  const year_end plain = project_year_end(tally_of(before + half), {.model = "local_level"});
  const auto with = [&](const std::string& total) {
    return project_year_end(tally_of(before + half + figures{{"2024", total}}), {.model = "local_level"}).total;
  };
  CHECK(support_lower(with(">650")) == 651);
  CHECK(*support_upper(with("<650")) == 649);
  CHECK(*support_upper(with("~600")) == 630);
  CHECK(support_lower(with("~600")) == 570);
  CHECK(median(with(">650")) > median(plain.total));
  CHECK(median(with("<500")) < median(plain.total));
  CHECK(cdf(with(">650"), 700) ==
        doctest::Approx(prob_between(plain.total, 651, 700) / prob_at_least(plain.total, 651)).epsilon(0.01));
}

TEST_CASE("a narrow range for the year's own total leaves an exact law on it, also far from what was expected") {
  const figures before = wavy_months(2012, 2023, 50);
  for (const auto& row : std::vector<std::pair<std::int64_t, std::int64_t>>{{640, 655}, {2500, 2520}}) {
    const auto& lower = row.first;
    const auto& upper = row.second;
    const tally series =
        tally_of(before + figures{{"2024-H1", "310"}, {"2024", std::to_string(lower) + ".." + std::to_string(upper)}});
    const year_end made = project_year_end(series, {.model = "local_level"});
    const std::vector<std::int64_t> totals = outcomes(lower, upper);
    const std::vector<double> weights = direct_log_weights(made, target_of(series, 2024), totals);
    const std::vector<double> direct = normalised(weights);
    CAPTURE(lower);
    double largest_error = 0;
    for (std::size_t i = 0; i < totals.size(); ++i) {
      largest_error = std::max(largest_error, std::abs(pmf(made.total, totals[i]) / direct[i] - 1));
    }
    CHECK(largest_error < 1e-6);
  }
}

TEST_CASE("a bound far above what is counted still leaves a law, with all its weight where the bound allows") {
  const year_end made =
      project_year_end(tally_of(wavy_months(2012, 2023, 50) + figures{{"2024-H1", "310"}, {"2024", ">60000"}}), {});
  CHECK(support_lower(made.total) == 60'001);
  CHECK(std::isfinite(mean(made.total)));
}

TEST_CASE("any part of the year will do: two quarters without the first, days within a month, months with a hole") {
  const figures before = wavy_months(2014, 2023, 40);
  const auto law_of = [&](const figures& now) {
    return project_year_end(tally_of(before + now), {.model = "local_level"});
  };
  const year_end quarters = law_of({{"2024-Q2", "130"}, {"2024-Q3", "166"}});
  CHECK(quarters.observed == 296);
  CHECK(quarters.known == periods_of({"2024-Q2/2024-Q3"}));
  CHECK(to_string(quarters.as_of) == "2024-09-30");
  CHECK(quarters.known_share > 0.4);
  CHECK(quarters.known_share < 0.6);
  CHECK(mean(quarters.total) > 400);
  CHECK(mean(quarters.total) < 900);

  const year_end days = law_of({{"2024-01", "40"}, {"2024-02-01/2024-02-17", "23"}});
  CHECK(days.observed == 63);
  CHECK(days.known == periods_of({"2024-01-01/2024-02-17"}));
  CHECK(days.known_share == doctest::Approx(48.0 / 366).epsilon(0.25));

  const year_end hole = law_of({{"2024-01", "40"}, {"2024-02", "38"}, {"2024-05", "41"}, {"2024-08", "39"}});
  CHECK(hole.observed == 158);
  CHECK(hole.known == periods_of({"2024-01/2024-02", "2024-05", "2024-08"}));
  CHECK(mean(hole.total) > 300);
  CHECK(mean(hole.total) < 700);
}

TEST_CASE("after one day of January, or without one day of December, the law is still a sober one") {
  const figures before = wavy_months(2014, 2023, 40);
  const tabulated nothing = project_year_end(tally_of(before), {}).total;
  for (const std::string model : {"local_level", "auto"}) {
    CAPTURE(model);
    const tabulated first = project_year_end(tally_of(before + figures{{"2024-01-01", "2"}}), {.model = model}).total;
    CHECK(static_cast<double>(median(first)) == doctest::Approx(static_cast<double>(median(nothing))).epsilon(0.15));
    const tabulated last =
        project_year_end(tally_of(before + figures{{"2024-01-01/2024-12-30", "480"}}), {.model = model}).total;
    CHECK(quantile(last, 0.9) < 490);
    CHECK(quantile(last, 0.99) < 520);
  }
}

TEST_CASE("the months before a day within a month are learnt from, not only the calendar") {
  figures before;  // nine tenths in the first half
  for (int year = 2012; year <= 2023; ++year) {
    for (int month = 1; month <= 12; ++month) before.emplace_back(month_name(year, month), month <= 6 ? "90" : "10");
  }
  figures now;
  for (int month = 1; month <= 6; ++month) now.emplace_back(month_name(2024, month), "90");
  const double to_june = project_year_end(tally_of(before + now)).known_share;
  CHECK(to_june > 0.8);
  const year_end made = project_year_end(tally_of(before + now + figures{{"2024-07-01/2024-07-10", "3"}}));
  CHECK(made.known_share > to_june - 0.01);
  CHECK(mean(made.total) < 700);
}

TEST_CASE("a year of 366 days counts its days, and February ends where it ends") {
  const figures before = wavy_months(2014, 2023, 40);
  const auto known_share = [&](const figures& now) { return project_year_end(tally_of(before + now)).known_share; };
  const double to_28th = known_share({{"2024-01", "40"}, {"2024-02-01/2024-02-28", "40"}});
  const double to_29th = known_share({{"2024-01", "40"}, {"2024-02", "41"}});
  CHECK(to_29th > to_28th);
  CHECK(project_year_end(tally_of({{"2024-02", "29"}}), {.model = "run_rate"}).known_share ==
        doctest::Approx(29.0 / 366));
}

TEST_CASE("months and the one range that they make up leave the same law by year") {
  const figures before = wavy_months(2014, 2023, 40);
  const figures months{{"2024-01", "41"}, {"2024-02", "30"}, {"2024-03", "52"}};
  for (const std::string model : {"local_level", "run_rate", "chain_ladder"}) {
    const year_end one = project_year_end(tally_of(before + months), {.model = model});
    const year_end other = project_year_end(tally_of(before + figures{{"2024-Q1", "123"}}), {.model = model});
    CAPTURE(model);
    CHECK(is_same(one.total, other.total));
  }
  const double one = mean(project_year_end(tally_of(before + months)).total);
  CHECK(one ==
        doctest::Approx(mean(project_year_end(tally_of(before + figures{{"2024-Q1", "123"}})).total)).epsilon(0.1));
}

TEST_CASE("a bounded and a missing year of the past move the law the way they should") {
  const auto median_with = [](const std::string& of_2023, const std::string& model) {
    return median(project_year_end(tally_of({{"2018", "300"},
                                             {"2019", "310"},
                                             {"2020", "290"},
                                             {"2021", "300"},
                                             {"2022", "305"},
                                             {"2023", of_2023}}),
                                   {.year = 2024, .model = model})
                      .total);
  };
  for (const std::string model : {"local_level", "auto"}) {
    CAPTURE(model);
    CHECK(median_with(">600", model) > median_with("NA", model));
    CHECK(median_with("<100", model) < median_with("NA", model));
    CHECK(median_with("900", model) > median_with("NA", model));
  }
  const auto width_with = [](const std::string& of_2023) {
    return width(project_year_end(tally_of({{"2018", "300"},
                                            {"2019", "310"},
                                            {"2020", "290"},
                                            {"2021", "300"},
                                            {"2022", "305"},
                                            {"2023", of_2023}}),
                                  {.year = 2024})
                     .total);
  };
  CHECK(width_with("NA") > width_with("302"));
}

TEST_CASE("a year that is left out is a missing year, whether a row says so or not") {
  const figures rows{{"2015", "300"}, {"2016", "310"}, {"2017", "290"},
                     {"2018", "300"}, {"2019", "305"}, {"2022", "900"}};
  for (const std::string model : {"local_level", "auto"}) {
    const year_end silent = project_year_end(tally_of(rows), on("2022-06-30", model));
    const year_end spoken =
        project_year_end(tally_of(rows + figures{{"2020", "NA"}, {"2021", "NA"}}), on("2022-06-30", model));
    CAPTURE(model);
    CHECK(silent.year == 2022);
    CHECK(width(silent.total) == doctest::Approx(width(spoken.total)).epsilon(1e-9));
  }
}

TEST_CASE("the share and its concentration are integrated over: the law is wider than one that plugs them in") {
  const tally series = tally_of(wavy_months(2019, 2023, 40) + figures{{"2024-Q1", "123"}});
  const year_end made = project_year_end(series, {.model = "local_level"});
  double kappa = 0;
  for (const auto& node : made.share.nodes) kappa += node.weight * node.concentration;
  year_end plugged = made;
  plugged.share = {{{made.known_share, kappa, 1.0}}, made.known_share};
  const std::vector<std::int64_t> totals = outcomes(123, 20'000);
  const auto deviation = [&](const year_end& of) {
    const std::vector<double> p = normalised(direct_log_weights(of, target_of(series, 2024), totals));
    double first = 0;
    double second = 0;
    for (std::size_t i = 0; i < p.size(); ++i) first += p[i] * static_cast<double>(totals[i]);
    for (std::size_t i = 0; i < p.size(); ++i) second += p[i] * std::pow(static_cast<double>(totals[i]) - first, 2);
    return std::sqrt(second);
  };
  CHECK(standard_deviation(made.total) == doctest::Approx(deviation(made)).epsilon(0.01));
  CHECK(standard_deviation(made.total) > 1.02 * deviation(plugged));
}

TEST_CASE("the reference models are their own laws, moved up by what is counted") {
  const tally series = tally_of(wavy_months(2012, 2023, 50) + figures{{"2024-H1", "330"}});
  const year_end pace = project_year_end(series, {.model = "run_rate"});
  const negative_binomial rest = run_rate(pace.history, pace.known, 2024, 330);
  const year_end ladder = project_year_end(series, {.model = "chain_ladder"});
  const negative_binomial ladder_rest = chain_ladder(ladder.history, ladder.known, 2024, 330).rest;
  for (const double p : {0.05, 0.5, 0.95}) {
    const auto y = quantile(rest, p);
    CHECK(std::abs(cdf(pace.total, 330 + y) - cdf(rest, y)) < 0.003);
    const auto z = quantile(ladder_rest, p);
    CHECK(std::abs(cdf(ladder.total, 330 + z) - cdf(ladder_rest, z)) < 0.003);
  }
}

TEST_CASE("what comes after the day asked for changes nothing, under any model") {
  const figures known = wavy_months(2014, 2022, 40) + figures{{"2023-01", "37"}, {"2023-02", "44"}, {"2023-03", "12"}};
  const figures future{
      {"2023-04", "900000"}, {"2023-Q2", "950000"}, {"2023", "999999"},  {"2023-H2", "7"},
      {"2024", "123456789"}, {"2025-01", "1"},      {"2025-07-04", "5"}, {"2023-01-01/2023-05-31", "910000"}};
  for (const std::string& model : models) {
    CAPTURE(model);
    for (const char* day : {"2023-03-31", "2023-04-29"}) {
      const year_end honest = project_year_end(tally_of(known), on(day, model));
      check_is_same(honest, project_year_end(tally_of(known + future), on(day, model)));
      check_is_same(honest, project_year_end(tally_of(future + known), on(day, model)));
    }
  }
}

TEST_CASE("a past year seen in the middle of it knows neither its own end nor later years") {
  const figures all = wavy_months(2010, 2023, 40);
  for (const std::string& model : models) {
    CAPTURE(model);
    figures until;
    for (const auto& row : all) {
      if (row.first <= "2019-09") until.push_back(row);
    }
    figures wrong = until;
    for (const auto& row : all) {
      if (row.first > "2019-09") wrong.emplace_back(row.first, "777777");
    }
    wrong.emplace_back("2019", "5000000");
    const year_end honest = project_year_end(tally_of(until), on("2019-09-30", model));
    CHECK(honest.history.back().year == 2018);
    check_is_same(honest, project_year_end(tally_of(wrong), on("2019-09-30", model)));
  }
}

TEST_CASE("a list of events hides its future too") {
  figures events;
  for (int year = 2016; year <= 2020; ++year) {
    for (int month = 1; month <= 12; ++month) {
      for (int day = 1; day <= 1 + (month * year) % 3; ++day) {
        events.emplace_back(month_name(year, month) + "-0" + std::to_string(day * 2), std::to_string(1 + month % 4));
      }
    }
  }
  figures until;
  for (const auto& row : events) {
    if (row.first <= "2020-05-15") until.push_back(row);
  }
  figures wrong = until;
  for (int day = 16; day <= 31; ++day) wrong.emplace_back("2020-05-" + std::to_string(day), "4000");
  wrong.emplace_back("2020-Q3", "90000");
  wrong.emplace_back("2021", "90000");
  for (const std::string& model : models) {
    if (model == "chain_ladder") continue;  // the months of the past do not give the days to the 15th
    CAPTURE(model);
    check_is_same(project_year_end(tally_of(until), on("2020-05-15", model)),
                  project_year_end(tally_of(wrong), on("2020-05-15", model)));
  }
}

TEST_CASE("the row of the whole year is not known on the last day of it") {
  const figures rows = wavy_months(2014, 2022, 40) + figures{{"2023", "640"}, {"2023-H1", "300"}};
  const year_end made = project_year_end(tally_of(rows), on("2023-12-31"));
  CHECK(made.year == 2023);
  CHECK(made.observed == 300);
  CHECK(project_year_end(tally_of(rows), {.as_of = parse_date("2024-01-01"), .year = 2023}).observed == 640);
}

TEST_CASE("the year asked for: that of the day, else the unfinished one, else the next") {
  const figures before = wavy_months(2020, 2022, 40);
  CHECK(project_year_end(tally_of(before)).year == 2023);
  CHECK(project_year_end(tally_of(before + figures{{"2023-01", "40"}})).year == 2023);
  CHECK(project_year_end(tally_of(before), on("2021-05-31")).year == 2021);
  const year_end next = project_year_end(tally_of(before + figures{{"2023-01", "40"}}), {.year = 2024});
  CHECK(next.year == 2024);
  CHECK(next.observed == 0);
  CHECK(next.known.empty());
  CHECK(next.history.back().year == 2023);
  CHECK_FALSE(next.last_total);
  const year_end following = project_year_end(tally_of({{"2021", "500"}, {"2022", "~600"}}), {.year = 2023});
  REQUIRE(following.last_total);
  CHECK(*following.last_total == 600);
}

TEST_CASE("a day in the future, an impossible year, an unknown model and a day before the first figure are refused") {
  const tally series = tally_of({{"2020", "500"}, {"2021", "520"}, {"2022-06", "40"}});
  CHECK(refusal_of(series, on("2024-01-01")) ==
        "series 'killed': as-of 2024-01-01 lies in the future: the figures end on 2022-06-30, so that a day up to "
        "2023-12-31 is needed");
  CHECK(refusal_of(series, on("2023-12-31")) == "nothing was refused");
  CHECK(refusal_of(series, {.year = 2031}) ==
        "series 'killed' cannot be projected for 2031: its figures run from 2020 to 2022, so that a year from 2020 to "
        "2023 is needed");
  CHECK(refusal_of(series, {.year = 1999}) ==
        "series 'killed' cannot be projected for 1999: its figures run from 2020 to 2022, so that a year from 2020 to "
        "2023 is needed");
  CHECK(refusal_of(series, {.model = "chain_lader"}) ==
        "model 'chain_lader' projects no year; did you mean 'chain_ladder', 'run_rate' or 'loglinear'?");
  CHECK(refusal_of(series, on("2019-06-30")) ==
        "series 'killed': nothing was known on 2019-06-30; the first figure is of 2020-12-31");
  CHECK(refusal_of(series, {.year = 2023, .model = "run_rate"}) ==
        "run_rate: nothing of 2023 is known; a part of the year is needed");
  CHECK(refusal_of(series, {.model = "chain_ladder"}) ==
        "chain_ladder: years before 2022 with a count on the same days: 0; 2 are needed");
  CHECK_THROWS_AS(project_year_end(series, on("2024-01-01")), invalid_input);
  CHECK_THROWS_AS(project_year_end(series, {.year = 2031}), cannot_answer);
  CHECK_THROWS_AS(project_year_end(series, on("2019-06-30")), cannot_answer);
  CHECK_THROWS_AS(project_year_end(tally{"empty", {}, ""}), cannot_answer);
}

TEST_CASE("totals of 10^12 are a few hundred blocks, on the scale of the figures") {
  const figures small = wavy_months(2014, 2023, 1000) + figures{{"2024-01", "1100"}, {"2024-02", "950"}};
  figures large;
  for (const auto& [when, figure] : small) large.emplace_back(when, figure + "000000000");
  for (const std::string& model : models) {
    const year_end of_large = project_year_end(tally_of(large), {.model = model});
    const year_end of_small = project_year_end(tally_of(small), {.model = model});
    CAPTURE(model);
    CHECK(of_large.total.blocks().size() < 600);
    CHECK(of_large.observed == 2'050'000'000'000);
    for (const double p : {0.1, 0.5, 0.9}) {
      CHECK(static_cast<double>(quantile(of_large.total, p)) ==
            doctest::Approx(1e9 * static_cast<double>(quantile(of_small.total, p))).epsilon(0.02));
    }
  }
  const year_end tiny_past = project_year_end(
      tally_of({{"2020", "3"}, {"2021", "5"}, {"2022", "4"}, {"2023-H1", "1000000000000"}}), {.model = "local_level"});
  CHECK(tiny_past.total.blocks().size() < 600);
  CHECK(static_cast<double>(median(tiny_past.total)) > 1.3e12);
}

TEST_CASE("the largest count there is, on a single day, makes a law that does not overflow") {
  for (const std::string model : {"local_level", "auto"}) {
    const year_end made =
        project_year_end(tally_of({{"2023", "900"}, {"2024-01-01", "1000000000000000"}}), {.model = model});
    CHECK(support_lower(made.total) == 1'000'000'000'000'000);
    CHECK(mean(made.total) >= 1e15);
  }
}

TEST_CASE("a history of zeros, of one year and of none give laws all the same") {
  const year_end zeros =
      project_year_end(tally_of({{"2020", "0"}, {"2021", "0"}, {"2022", "0"}, {"2023", "0"}, {"2024-H1", "0"}}));
  CHECK(mode(zeros.total) == 0);
  CHECK(pmf(zeros.total, 0) > 0.8);
  CHECK(prob_exceeds(zeros.total, 0) > 0.005);

  const year_end one = project_year_end(tally_of({{"2023", "500"}, {"2024-H1", "260"}}));
  CHECK(mean(one.total) > 400);
  CHECK(mean(one.total) < 700);

  const year_end none = project_year_end(tally_of({{"2024-H1", "260"}}));
  CHECK(none.history.empty());
  CHECK(support_lower(none.total) == 260);
  CHECK(median(none.total) > 400);
  CHECK(median(none.total) < 700);
  CHECK(project_year_end(tally_of({{"2024-01", "0"}})).observed == 0);
}

TEST_CASE("the embedded series are projected as known at the end of September 2025") {
  const year_end all = project_year_end(find_dataset("crss_all_fatalities").data, on("2025-09-30"));
  CHECK(all.year == 2025);
  REQUIRE(all.last_total);
  CHECK(*all.last_total == 2546);
  CHECK(prob_exceeds(all.total, 2546) > 0.95);
  CHECK(cdf(all.total, 3417) > 0.05);
  CHECK(cdf(all.total, 3417) < 0.95);
  const year_end security = project_year_end(find_dataset("crss_security_personnel").data, on("2025-09-30"));
  CHECK(security.observed == 296);
  CHECK(cdf(security.total, 650) > 0.05);
  CHECK(cdf(security.total, 650) < 0.95);
}
