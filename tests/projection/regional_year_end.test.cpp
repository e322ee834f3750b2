#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>
#include <vector>

#include "made_up.hpp"
#include <doctest/doctest.h>

#include <tollcast/core/error.hpp>
#include <tollcast/distribution/distribution.hpp>
#include <tollcast/distribution/negative_binomial.hpp>
#include <tollcast/projection/detail/regional_draws.hpp>
#include <tollcast/projection/regional_year_end.hpp>
#include <tollcast/series/yearly.hpp>
#include <tollcast/trend/count_models.hpp>
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

namespace {

// 10 a month from 2012 to 2022, and 60 from August 2022: of all, of X (6 of 10) and of Y (4 of 10).
figures months_with_a_rise(int of_ten) {
  figures rows;
  for (int year = 2012; year <= 2022; ++year) {
    for (int month = 1; month <= 12; ++month) {
      const int figure = year == 2022 && month > 7 ? 6 * of_ten : of_ten;
      rows.emplace_back(month_name(year, month), std::to_string(figure));
    }
  }
  return rows;
}

figures years_with_a_rise(int of_ten, const std::string& about = "") {
  figures rows;
  for (int year = 2012; year <= 2022; ++year) {
    rows.emplace_back(std::to_string(year), about + std::to_string((year == 2022 ? 37 : 12) * of_ten));
  }
  return rows;
}

const tally all_by_month = named(tally_of(months_with_a_rise(10)), "all");
const tally x_by_month = named(tally_of(months_with_a_rise(6)), "X");
const tally x_by_year = named(tally_of(years_with_a_rise(6)), "X");
const tally y_by_year = named(tally_of(years_with_a_rise(4)), "Y");

// What share of the parts' deaths the note says is known by year, in percent; none without the note.
std::string said_by_year(const regional_outlook& made) {
  const std::string before = "the months of all speak for its parts too, as ";
  for (const std::string& note : made.notes) {
    if (note.starts_with(before)) return note.substr(before.size(), note.find(' ', before.size()) - before.size());
  }
  return "none";
}

}  // namespace

TEST_CASE("years ahead: the months of a total speak for parts that are known by year, and by auto alone") {
  const auto ahead = [&](const tally& of_x, const tally& of_y, const std::string& model = "auto") {
    return project_regional_years_ahead({all_by_month, {{of_x}, {of_y}}, {}}, 1, model).front();
  };
  const regional_outlook by_year = ahead(x_by_year, y_by_year);
  CHECK(said_by_year(by_year) == "100");
  CHECK(adds_up(by_year));
  CHECK(said_by_year(ahead(x_by_month, y_by_year)) == "40");
  CHECK(said_by_year(ahead(x_by_month, named(tally_of(years_with_a_rise(4, "~")), "Y"))) == "40");
  CHECK(said_by_year(ahead(x_by_month, named(tally_of(months_with_a_rise(4)), "Y"))) == "none");
  CHECK(said_by_year(ahead(x_by_month, named(tally_of({}), "Y"))) == "none");
  CHECK(said_by_year(ahead(x_by_year, y_by_year, "local_level")) == "none");

  const regional_tally yearly_family{all_by_month, {{x_by_year}, {y_by_year}}, {}};
  const std::int64_t of_years = median(
      project_regional_years_ahead(yearly_family, 1, "auto", {.method = reconciliation::bottom_up}).front().total);
  const std::int64_t of_months = median(years_from_months(yearly(all_by_month), 1).front());
  CHECK(of_years < 350);
  CHECK(of_months > 500);
  CHECK(median(by_year.total) > 365);  // 337 where they do not
}

TEST_CASE("years ahead: parts are known by month where their own parts are") {
  const auto ahead = [](const tally& of_x, const figures& of_a) {
    const tally a = named(tally_of(of_a), "A");
    const regional_tally tree{all_by_month, {{a}, {named(of_x, "A/X"), 0, 2}, {named(y_by_year, "A/Y"), 0, 2}}, {}};
    return said_by_year(project_regional_years_ahead(tree, 1, "auto", few).front());
  };
  CHECK(ahead(x_by_year, years_with_a_rise(10)) == "100");
  CHECK(ahead(x_by_month, years_with_a_rise(10)) == "40");
  CHECK(ahead(x_by_year, months_with_a_rise(10)) == "none");
}

TEST_CASE("years ahead: the third year is made of the laws of the third year, and the months count for less") {
  const regional_tally family{all_by_month, {{x_by_month}, {y_by_year}}, {}};
  const auto found = project_regional_years_ahead(family, 3, "auto", few);
  std::vector<tollcast::detail::regional_node> nodes = tollcast::detail::nodes_of(family);
  const std::vector<yearly_tally> past{yearly(all_by_month), yearly(x_by_month), yearly(y_by_year)};
  for (std::size_t k = 0; k < 3; ++k) {
    nodes[k].law = named_count_model("auto").forecast(past[k], 3).years[2];
    nodes[k].past = past[k];
  }
  nodes[0].by_month = years_from_months(past[0], 3)[2];
  nodes[0].parts_by_year = 0.4;
  const tollcast::detail::regional_draws made(nodes, few, 2022, 3);
  CHECK(found[2].draws == nodes[0].draws);
  CHECK(found[2].parts[1].draws == nodes[2].draws);

  const auto shift = [](int ahead) {
    const any_distribution level = discrete_normal(1000, 40);
    std::vector<tollcast::detail::regional_node> of_two{
        {.name = "all", .law = level, .by_month = discrete_normal(1060, 40), .parts_by_year = 1, .children = {1}},
        {.name = "X", .law = level}};
    const tollcast::detail::regional_draws joined(of_two, {}, 2022, ahead);
    return tollcast::detail::mean_of(of_two[0].draws) - 1000;
  };
  CHECK(std::abs(shift(1) - 12) < 1.5);  // 60 by 0.4, halved by the law of the total
  CHECK(std::abs(shift(3) - 4.3) < 1.5);
}

TEST_CASE("years ahead: the wide tails are those of the whole total alone, and what is to come is not counted") {
  using tollcast::detail::regional_draws;
  using tollcast::detail::regional_node;
  const any_distribution law = negative_binomial(100, 5);
  const auto reach = [](std::vector<std::int64_t> draws) {
    std::sort(draws.begin(), draws.end());
    return draws[draws.size() * 39 / 40] - draws[draws.size() / 40];
  };
  std::vector<regional_node> whole{{.name = "A", .law = law, .children = {1}}, {.name = "X", .law = law}};
  const regional_draws of_whole(whole, {}, 2022, 1);
  std::vector<regional_node> inner{
      {.name = "all", .children = {1}}, {.name = "A", .law = law, .children = {2}}, {.name = "A/X", .law = law}};
  const regional_draws of_inner(inner, {}, 2022, 1);
  CHECK(reach(whole[0].draws) > reach(inner[1].draws) * 11 / 10);

  figures huge;
  for (int year = 2010; year <= 2022; ++year) huge.emplace_back(std::to_string(year), "2000000000000");
  const tally steady = named(tally_of(huge), "X");
  const auto ahead = project_regional_years_ahead({steady, {{steady}}, {}}, 1, "auto", few).front();
  CHECK(ahead.observed == 0);
  CHECK(ahead.parts[0].observed == 0);
  CHECK_FALSE(ahead.complete);
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
