#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>
#include <vector>

#include "made_up.hpp"
#include <doctest/doctest.h>

#include <tollcast/core/error.hpp>
#include <tollcast/distribution/distribution.hpp>
#include <tollcast/projection/regional_year_end.hpp>
#include <tollcast/series/yearly.hpp>
#include <tollcast/trend/monthly_level.hpp>

using namespace tollcast;

namespace {

tally named(tally series, const std::string& name) {
  series.name = name;
  return series;
}

tally sum_of(const std::vector<tally>& parts, const std::string& name) {
  tally sum{name, {}, ""};
  for (std::size_t i = 0; i < parts.front().rows.size(); ++i) {
    std::int64_t figure = 0;
    for (const tally& part : parts) figure += part.rows[i].figure.lower();
    sum.rows.push_back({parts.front().rows[i].when, count::exactly(figure)});
  }
  return sum;
}

// A of the parts A/X and A/Y, and B; months from 2012 to September 2023.
regional_tally made_up() {
  const auto until_september = [](const figures& rows) { return figures(rows.begin(), rows.end() - 3); };
  const tally x = named(tally_of(until_september(wavy_months(2012, 2023, 4))), "A/X");
  const tally y = named(tally_of(until_september(wavy_months(2012, 2023, 1.5))), "A/Y");
  const tally b = named(tally_of(until_september(wavy_months(2012, 2023, 9))), "B");
  const tally a = sum_of({x, y}, "A");
  return {sum_of({a, b}, "all"), {{a}, {x, 0, 2}, {y, 0, 2}, {b}}, {}};
}

bool adds_up(const regional_outlook& made) {
  for (std::size_t i = 0; i < made.draws.size(); ++i) {
    std::vector<std::int64_t> sums(made.parts.size() + 1, 0);
    std::vector<bool> has_parts(made.parts.size() + 1, false);
    for (const region_outlook& part : made.parts) {
      const std::size_t parent = part.parent ? *part.parent + 1 : 0;
      sums[parent] += part.draws[i];
      has_parts[parent] = true;
      if (part.draws[i] < part.observed) return false;
    }
    if (sums[0] != made.draws[i]) return false;
    for (std::size_t k = 0; k < made.parts.size(); ++k) {
      if (has_parts[k + 1] && sums[k + 1] != made.parts[k].draws[i]) return false;
    }
  }
  return true;
}

constexpr regional_options few{.draws = 400};

}  // namespace

TEST_CASE("a year in progress: every draw and every mean adds up on each level, and counts stay above what is known") {
  const regional_tally series = made_up();
  for (const auto method :
       {reconciliation::pooled, reconciliation::conditioning, reconciliation::bottom_up, reconciliation::top_down}) {
    CAPTURE(to_string(method));
    const regional_year_end found = project_regional_year_end(series, {}, {.method = method, .draws = 400});
    const regional_outlook& made = found.outlook;
    CHECK(adds_up(made));
    CHECK(made.year == 2023);
    CHECK(made.observed == found.total_alone.observed);
    CHECK_FALSE(made.complete);
    CHECK(mean(made.total) == doctest::Approx(mean(made.parts[0].law) + mean(made.parts[3].law)));
    CHECK(made.parts[0].share.estimate + made.parts[3].share.estimate == doctest::Approx(1));
    CHECK(mean(made.total) == doctest::Approx(mean(found.total_alone.total)).epsilon(0.05));
    CHECK(made.effective_draws > 100);
  }
}

TEST_CASE("the draws depend on the seed alone, not on threads, and not on what came after the day") {
  regional_tally series = made_up();
  const sys_days day = parse_date("2022-06-30");
  const auto first = project_regional_year_end(series, {.as_of = day}, {.draws = 400, .threads = 1}).outlook;
  for (observation& row : series.parts[3].series.rows) {
    if (row.when.last() > day) row.figure = count::exactly(99'999);
  }
  for (observation& row : series.total.rows) {
    if (row.when.last() > day) row.figure = count::exactly(1'000'000);
  }
  const auto second = project_regional_year_end(series, {.as_of = day}, {.draws = 400, .threads = 2}).outlook;
  CHECK(first.draws == second.draws);
  for (std::size_t k = 0; k < 4; ++k) CHECK(first.parts[k].draws == second.parts[k].draws);
  const auto other = project_regional_year_end(series, {.as_of = day}, {.draws = 400, .seed = 2}).outlook;
  CHECK(first.parts[0].draws != other.parts[0].draws);
}

TEST_CASE("a region whose year is known is fixed, and so is a total that is known before its parts") {
  regional_tally series = made_up();
  for (unsigned month = 10; month <= 12; ++month) {
    series.parts[3].series.rows.push_back({month_of(2023, month), count::exactly(5)});
  }
  const regional_outlook fixed = project_regional_year_end(series, {}, few).outlook;
  CHECK(adds_up(fixed));
  CHECK(fixed.parts[3].complete);
  CHECK(variance(fixed.parts[3].law) == 0);
  CHECK(fixed.parts[3].observed == mean(fixed.parts[3].law));

  series = made_up();
  series.total.rows.push_back({whole_year(2023), count::exactly(210)});
  const regional_outlook whole = project_regional_year_end(series, {.year = 2023}, few).outlook;
  CHECK(adds_up(whole));
  CHECK(whole.complete);
  CHECK(std::all_of(whole.draws.begin(), whole.draws.end(), [](std::int64_t y) { return y == 210; }));
  CHECK(variance(whole.parts[3].law) > 0);
}

TEST_CASE("a total that knows more of the year than its parts has its own law, and says so; so have unknown regions") {
  regional_tally series = made_up();
  series.parts.resize(1);
  series.parts[0].series = named(tally_of({{"2019", "80"}, {"2020", "70"}, {"2021", "66"}, {"2022", "71"}}), "yearly");
  series.parts.push_back({named(tally_of({}), "new")});
  const regional_year_end found = project_regional_year_end(series, {}, few);
  CHECK(adds_up(found.outlook));
  CHECK(mean(found.outlook.total) == doctest::Approx(mean(found.total_alone.total)).epsilon(0.01));
  CHECK(found.outlook.parts[1].observed == 0);
  CHECK(mean(found.outlook.parts[1].law) > 0);
  std::string notes;
  for (const std::string& note : found.outlook.notes) notes += note + "\n";
  CHECK(notes.find("no figure of new") != std::string::npos);
  CHECK(notes.find("the law of the sum is that of the total alone") != std::string::npos);
}

TEST_CASE("a part that has counted more than the law of the total holds possible leaves the year unfinished") {
  regional_tally series = made_up();
  series.parts[3].series.rows.push_back({month_of(2023, 10), count::exactly(900)});
  series.parts.push_back({named(tally_of({}), "new")});
  for (const auto method : {reconciliation::pooled, reconciliation::top_down}) {
    const regional_outlook made = project_regional_year_end(series, {}, {.method = method, .draws = 400}).outlook;
    CHECK(adds_up(made));
    CHECK(quantile(made.total, 0.025) > made.observed);
    CHECK(quantile(made.parts[0].law, 0.025) > made.parts[0].observed);
    CHECK(mean(made.parts[4].law) > 0);
    CHECK(std::any_of(made.notes.begin(), made.notes.end(), [](const std::string& note) {
      return note ==
             "the law of all leaves what is counted of its parts less than one chance in a hundred: the law of the sum "
             "is that of the parts alone";
    }));
  }
}

TEST_CASE("years ahead: coherent year by year, wider with every year, from the last known total") {
  const std::vector<regional_outlook> found = project_regional_years_ahead(made_up(), 3, "auto", few);
  REQUIRE(found.size() == 3);
  for (std::size_t h = 0; h < 3; ++h) {
    CHECK(found[h].year == 2023 + static_cast<int>(h));
    CHECK(adds_up(found[h]));
    CHECK(found[h].observed == 0);
  }
  const auto reach = [](const regional_outlook& one) { return quantile(one.total, 0.9) - quantile(one.total, 0.1); };
  CHECK(reach(found[2]) > reach(found[0]));
}

TEST_CASE("years ahead: the months of a total speak for parts that are known by year, and by auto alone") {
  // 10 a month, and 60 from August 2022
  figures months;
  figures years_of_x;
  figures years_of_y;
  figures months_of_x;
  for (int year = 2012; year <= 2022; ++year) {
    const bool is_last = year == 2022;
    for (int month = 1; month <= 12; ++month) {
      const bool is_high = is_last && month > 7;
      months.emplace_back(month_name(year, month), is_high ? "60" : "10");
      months_of_x.emplace_back(month_name(year, month), is_high ? "36" : "6");
    }
    years_of_x.emplace_back(std::to_string(year), is_last ? "222" : "72");
    years_of_y.emplace_back(std::to_string(year), is_last ? "148" : "48");
  }
  const tally total = named(tally_of(months), "all");
  const tally x = named(tally_of(years_of_x), "X");
  const tally y = named(tally_of(years_of_y), "Y");
  const auto ahead = [&](const tally& of_x, const std::string& model) {
    return project_regional_years_ahead({total, {{of_x}, {y}}, {}}, 1, model).front();
  };
  const auto says_so = [](const regional_outlook& made) {
    return std::count(made.notes.begin(), made.notes.end(),
                      "the months of all speak for its parts too, as most of these are known by year");
  };
  const regional_outlook by_year = ahead(x, "auto");
  CHECK(says_so(by_year) == 1);
  CHECK(adds_up(by_year));
  const regional_outlook by_month = ahead(named(tally_of(months_of_x), "X"), "auto");
  CHECK(says_so(by_month) == 0);
  CHECK(says_so(ahead(x, "local_level")) == 0);

  const std::int64_t of_years =
      median(project_regional_years_ahead({total, {{x}, {y}}, {}}, 1, "auto", {.method = reconciliation::bottom_up})
                 .front()
                 .total);
  const std::int64_t of_months = median(years_from_months(yearly(total), 1).front());
  CHECK(of_years < 350);
  CHECK(of_months > 500);
  CHECK(median(by_year.total) > 365);  // 337 where they do not
}

TEST_CASE("shares are those of the draws with deaths; draws of neighbouring seeds have nothing in common") {
  const tally rare =
      tally_of({{"2016", "2"}, {"2017", "0"}, {"2018", "1"}, {"2019", "1"}, {"2020", "0"}, {"2021", "1"}});
  const regional_outlook only = project_regional_year_end({rare, {{named(rare, "A")}}, {}}, {}, few).outlook;
  CHECK(quantile(only.total, 0.05) == 0);
  CHECK(only.parts[0].share.estimate == 1);
  CHECK(only.parts[0].share.lower == 1);

  const regional_tally series = made_up();
  const regional_part& a = series.parts[0];
  const tally x = series.parts[1].series;
  const tally y = series.parts[2].series;
  const auto joined = [](const regional_tally& of, std::uint64_t seed) {
    return project_regional_year_end(of, {}, {.method = reconciliation::bottom_up, .draws = 400, .seed = seed})
        .outlook.total.draws();
  };
  CHECK(joined({a.series, {a, {x, 0, 2}, {y, 0, 2}}, {}}, 1) != joined({a.series, {{x}, {y}}, {}}, 2));
}

TEST_CASE("what cannot be projected is refused") {
  const regional_tally series = made_up();
  CHECK_THROWS_AS(project_regional_year_end({series.total, {}, {}}), cannot_answer);
  CHECK_THROWS_AS(project_regional_year_end(series, {}, {.draws = 1}), invalid_input);
  CHECK_THROWS_AS(project_regional_year_end(series, {.model = "none"}), invalid_input);
  CHECK_THROWS_AS(project_regional_years_ahead(series, 0), invalid_input);
  CHECK_THROWS_AS(project_regional_years_ahead(series, 1, "none"), invalid_input);
  CHECK_THROWS_AS(project_regional_years_ahead({tally_of({{"2020-01", "3"}}), series.parts, {}}, 1), cannot_answer);
}
