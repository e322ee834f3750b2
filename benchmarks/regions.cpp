// A total and its parts projected together, scored against bottom-up, top-down, conditioning and the laws by
// themselves (which do not add up):
//   regions FOLDER [timing]
// FOLDER holds ucdp_pakistan.csv, ucdp_pakistan_by_province.csv and ucdp_countries_monthly.csv. Collections: government
// forces killed in Pakistan by province (the provinces by year, the total by month); the countries of 11 regions of the
// world; the world by 13 regions. Every year from 1998, after March, June and September, one to three years ahead, and
// both together; a projection sees what was known on its day. Prints, at the total and at the parts, the geometric mean
// over series of the CRPS relative to bottom-up's on both scales, and what the 80 and 95 % intervals hold, and for the
// pooled laws the 2.5 and 97.5 % quantiles of these when the origins' years are drawn again in blocks of four, the last
// followed by the first (Politis and Romano 1992); then times.
#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <filesystem>
#include <map>
#include <random>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <fmt/core.h>

#include <tollcast/tollcast.hpp>

namespace {

using tollcast::reconciliation;
using tollcast::score_scale;

// Regions of the United Nations' geoscheme (M49), the small ones joined.
const std::vector<std::pair<std::string, std::vector<std::string>>> world{
    {"Northern Africa", {"DZA", "EGY", "LBY", "MAR", "SDN", "TUN"}},
    {"Eastern Africa",
     {"BDI", "COM", "DJI", "ERI", "ETH", "KEN", "MDG", "MOZ", "RWA", "SOM", "SSD", "UGA", "TZA", "ZMB", "ZWE"}},
    {"Middle Africa", {"AGO", "CMR", "CAF", "TCD", "COG", "COD"}},
    {"Western Africa",
     {"BEN", "BFA", "CIV", "GMB", "GHA", "GIN", "GNB", "LBR", "MLI", "MRT", "NGA", "SEN", "SLE", "TGO"}},
    {"Southern Africa", {"BWA", "LSO", "NAM", "ZAF", "SWZ"}},
    {"Latin America",
     {"HTI", "JAM", "TTO", "GTM", "HND", "MEX", "NIC", "PAN", "SLV", "ARG", "BOL", "BRA", "COL", "ECU", "GUY", "PRY",
      "PER", "VEN"}},
    {"Southern Asia", {"AFG", "BGD", "BTN", "IND", "IRN", "NPL", "PAK", "LKA"}},
    {"South-eastern Asia", {"IDN", "KHM", "LAO", "MMR", "MYS", "PHL", "THA"}},
    {"Central Asia", {"KGZ", "TJK", "UZB"}},
    {"Western Asia",
     {"ARE", "ARM", "AZE", "BHR", "GEO", "IRQ", "ISR", "JOR", "KWT", "LBN", "QAT", "SAU", "SYR", "TUR", "YEM"}},
    {"Eastern Europe", {"MDA", "POL", "ROU", "RUS", "UKR"}},
    {"other Europe",
     {"ALB", "AUT", "BEL", "BIH", "DEU", "ESP", "FRA", "GBR", "HRV", "ITA", "MKD", "MLT", "NLD", "SRB", "SWE"}},
    {"other", {"AUS", "CAN", "CHN", "PNG", "SLB", "USA"}}};

struct collection {
  std::string name;
  std::vector<tollcast::regional_tally> families;
};

tollcast::tally sum_of(const std::string& name, const std::vector<tollcast::tally>& parts) {
  std::map<tollcast::period, std::int64_t> sums;
  for (const auto& part : parts) {
    for (const auto& row : part.rows) sums[row.when] += row.figure.lower();
  }
  tollcast::tally sum{name, {}, ""};
  for (const auto& [when, figure] : sums) sum.rows.push_back({when, tollcast::count::exactly(figure)});
  return sum;
}

tollcast::regional_tally family_of(tollcast::tally total, const std::vector<tollcast::tally>& parts) {
  tollcast::regional_tally family{std::move(total), {}, {}};
  for (const auto& part : parts) family.parts.push_back({part});
  return family;
}

std::vector<tollcast::tally> read(const std::string& path) {
  std::vector<tollcast::tally> found;
  for (const auto& series : tollcast::read_csv(path)) found.push_back(series);
  return found;
}

std::vector<collection> collections(const std::string& folder) {
  std::vector<collection> all{
      {"Pakistan by province", {}}, {"regions of the world by country", {}}, {"the world by region", {}}};
  all[0].families.push_back(
      family_of(read(folder + "/ucdp_pakistan.csv").front(), read(folder + "/ucdp_pakistan_by_province.csv")));
  std::map<std::string, tollcast::tally> countries;
  for (const auto& series : read(folder + "/ucdp_countries_monthly.csv")) countries[series.name] = series;
  std::vector<tollcast::tally> regions;
  for (const auto& [name, codes] : world) {
    std::vector<tollcast::tally> parts;
    for (const std::string& code : codes) parts.push_back(countries.at(code));
    regions.push_back(sum_of(name, parts));
    if (!name.starts_with("other")) all[1].families.push_back(family_of(regions.back(), parts));
  }
  all[2].families.push_back(family_of(sum_of("world", regions), regions));
  return all;
}

struct score {
  double natural = 0;
  double logarithmic = 0;
  int n = 0;
  int inside_80 = 0;
  int inside_95 = 0;

  void add(const tollcast::any_distribution& law, std::int64_t y) {
    natural += crps(law, y);
    logarithmic += crps(law, y, score_scale::logarithmic);
    const auto inside = [&](double level) {
      return y >= quantile(law, (1 - level) / 2) && y <= quantile(law, (1 + level) / 2);
    };
    inside_80 += inside(0.8);
    inside_95 += inside(0.95);
    ++n;
  }

  void add(const score& other) {
    natural += other.natural;
    logarithmic += other.logarithmic;
    n += other.n;
    inside_80 += other.inside_80;
    inside_95 += other.inside_95;
  }
};

const std::vector<std::string> methods{"each by itself", "bottom_up", "top_down", "conditioning", "pooled"};
constexpr std::array all_methods{reconciliation::bottom_up, reconciliation::top_down, reconciliation::conditioning,
                                 reconciliation::pooled};
constexpr int first_year = 1998;
constexpr int later_from = 2011;
constexpr int furthest = 3;

// Scores by when (within the year or ahead), year of the origin, method and series.
using results = std::map<std::tuple<bool, int, std::string>, std::map<std::string, score>>;

std::int64_t total_of(const tollcast::yearly_tally& view, int year) {
  for (const auto& record : view.years) {
    if (record.year == year) return known_count(record);
  }
  return 0;
}

tollcast::regional_tally up_to(const tollcast::regional_tally& family, int year) {
  const auto cut = [year](const tollcast::tally& series) {
    tollcast::tally seen{series.name, {}, ""};
    for (const auto& row : series.rows) {
      if (tollcast::year_of(row.when.last()) <= year) seen.rows.push_back(row);
    }
    return seen;
  };
  tollcast::regional_tally seen{cut(family.total), {}, {}};
  for (const auto& part : family.parts) seen.parts.push_back({cut(part.series)});
  return seen;
}

void backtest(const tollcast::regional_tally& family, results& found) {
  const tollcast::yearly_tally total = yearly(family.total);
  std::vector<tollcast::yearly_tally> parts;
  for (const auto& part : family.parts) parts.push_back(yearly(part.series));
  const auto outcome = [&](std::size_t node, int year) {
    return node == 0 ? total_of(total, year) : total_of(parts[node - 1], year);
  };
  const auto keep = [&](bool ahead, int origin, const std::string& method, int lag, std::size_t node,
                        const tollcast::any_distribution& law, int year) {
    const std::string series = (node == 0 ? "*" : family.parts[node - 1].series.name) + "/" +
                               (ahead ? "years " : "month ") + std::to_string(lag);
    found[{ahead, origin, method}][family.total.name + "/" + series].add(law, outcome(node, year));
  };
  const auto keep_all = [&](bool ahead, int origin, const tollcast::regional_outlook& made, int lag,
                            reconciliation method) {
    keep(ahead, origin, to_string(method), lag, 0, made.total, made.year);
    for (std::size_t k = 0; k < made.parts.size(); ++k) {
      keep(ahead, origin, to_string(method), lag, k + 1, made.parts[k].law, made.year);
    }
  };
  const auto options = [](reconciliation method) { return tollcast::regional_options{.method = method}; };
  const int last_year = total.years.back().year;
  for (int year = first_year; year <= last_year; ++year) {
    for (const int month : {3, 6, 9}) {
      const tollcast::sys_days day = tollcast::month_of(year, static_cast<unsigned>(month)).last();
      for (const reconciliation method : all_methods) {
        const auto made = project_regional_year_end(family, {.as_of = day}, options(method));
        keep_all(false, year, made.outlook, month, method);
        if (method == reconciliation::bottom_up) {
          keep(false, year, methods.front(), month, 0, made.total_alone.total, year);
          for (std::size_t k = 0; k < made.outlook.parts.size(); ++k) {
            keep(false, year, methods.front(), month, k + 1, made.outlook.parts[k].law, year);
          }
        }
      }
    }
    const tollcast::regional_tally seen = up_to(family, year - 1);
    const int ahead = std::min(furthest, last_year - year + 1);
    const auto alone = tollcast::named_count_model("auto").forecast(yearly(seen.total), ahead);
    for (const reconciliation method : all_methods) {
      const auto made = project_regional_years_ahead(seen, ahead, "auto", options(method));
      for (int h = 0; h < ahead; ++h) {
        const auto at = static_cast<std::size_t>(h);
        keep_all(true, year, made[at], h, method);
        if (method == reconciliation::bottom_up) {
          keep(true, year, methods.front(), h, 0, alone.years[at], year + h);
          for (std::size_t k = 0; k < made[at].parts.size(); ++k) {
            keep(true, year, methods.front(), h, k + 1, made[at].parts[k].law, year + h);
          }
        }
      }
    }
  }
}

using scores_by_method = std::map<std::string, std::map<std::string, score>>;

// CRPS and CRPS of log(1 + y) relative to bottom-up's, percent inside 80 and 95 %: of the total, then of the parts.
using measures = std::array<double, 8>;

measures measures_of(const std::string& method, const scores_by_method& by_method) {
  measures found{};
  for (const bool parts : {false, true}) {
    double natural = 0;
    double logarithmic = 0;
    int series = 0;
    score sum;
    for (const auto& [name, one] : by_method.at(method)) {
      if ((name.find("/*/") == std::string::npos) != parts) continue;
      sum.add(one);
      const score& reference = by_method.at("bottom_up").at(name);
      if (reference.natural / reference.n < 0.05) continue;  // a country without deaths
      natural += std::log(one.natural / reference.natural);
      logarithmic += std::log(one.logarithmic / reference.logarithmic);
      ++series;
    }
    const std::array four{std::exp(natural / series), std::exp(logarithmic / series), 100.0 * sum.inside_80 / sum.n,
                          100.0 * sum.inside_95 / sum.n};
    std::copy(four.begin(), four.end(), found.begin() + (parts ? 4 : 0));
  }
  return found;
}

void print_row(const std::string& label, const measures& of) {
  fmt::print("| {} ", label);
  for (std::size_t i = 0; i < of.size(); ++i) fmt::print("| {:.{}f} ", of[i], i % 4 < 2 ? 3 : 1);
  fmt::print("|\n");
}

// Which projections to score: of the year in progress, of years ahead, or both.
struct projections {
  std::string label;
  std::vector<bool> ahead;
};

scores_by_method sum_over(const std::vector<int>& years, const projections& which, const results& found) {
  scores_by_method sum;
  for (const int year : years) {
    for (const std::string& method : methods) {
      for (const bool ahead : which.ahead) {
        const auto scores = found.find({ahead, year, method});
        if (scores == found.end()) continue;
        for (const auto& [name, one] : scores->second) sum[method][name].add(one);
      }
    }
  }
  return sum;
}

// The pooled law's measures over as many years, drawn in blocks of four: those that 2.5 and 97.5 % of draws fall below.
std::array<measures, 2> resampled(const std::vector<int>& years, const projections& which, const results& found) {
  constexpr int draws = 200;
  std::mt19937_64 engine(1);
  std::array<std::vector<double>, 8> drawn;
  for (int i = 0; i < draws; ++i) {
    std::vector<int> chosen;
    while (chosen.size() < years.size()) {
      const auto start = static_cast<std::size_t>(engine() % years.size());
      for (std::size_t k = 0; k < 4; ++k) chosen.push_back(years[(start + k) % years.size()]);
    }
    chosen.resize(years.size());
    const measures one = measures_of("pooled", sum_over(chosen, which, found));
    for (std::size_t m = 0; m < one.size(); ++m) drawn[m].push_back(one[m]);
  }
  std::array<measures, 2> ends{};
  for (std::size_t m = 0; m < drawn.size(); ++m) {
    std::sort(drawn[m].begin(), drawn[m].end());
    ends[0][m] = drawn[m][draws / 40];
    ends[1][m] = drawn[m][draws - 1 - draws / 40];
  }
  return ends;
}

// Of the origins before later_from, from then on, and of all.
void print_scores(const results& found) {
  std::set<int> all;
  for (const auto& [key, scores] : found) all.insert(std::get<1>(key));
  const auto later = all.lower_bound(later_from);
  const std::array<std::pair<std::string, std::vector<int>>, 3> eras{{{"1998 to 2010", {all.begin(), later}},
                                                                      {"from 2011", {later, all.end()}},
                                                                      {"all years", {all.begin(), all.end()}}}};
  const std::vector<projections> kinds{{"after March, June, September", {false}},
                                       {"1 to 3 years ahead", {true}},
                                       {"in the year and ahead together", {false, true}}};
  for (const projections& which : kinds) {
    for (const auto& [era, years] : eras) {
      fmt::print(
          "\n| {}, {} | total: CRPS | of log(1 + y) | 80 % | 95 % | parts: CRPS | of log(1 + y) | 80 % | 95 % "
          "|\n|---|---|---|---|---|---|---|---|---|\n",
          which.label, era);
      const scores_by_method scores = sum_over(years, which, found);
      for (const std::string& method : methods) print_row(method, measures_of(method, scores));
      const auto [lower, upper] = resampled(years, which, found);
      print_row("pooled, 2.5 %", lower);
      print_row("pooled, 97.5 %", upper);
    }
  }
}

double milliseconds(const tollcast::regional_tally& family, tollcast::sys_days day, int times) {
  const auto start = std::chrono::steady_clock::now();
  for (int i = 0; i < times; ++i) project_regional_year_end(family, {.as_of = day});
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count() / times;
}

// 200 regions, 35 years of months.
tollcast::regional_tally many_regions() {
  std::vector<tollcast::tally> parts;
  for (int k = 0; k < 200; ++k) {
    tollcast::tally part{"region " + std::to_string(k), {}, ""};
    for (int i = 0; i < 35 * 12 - 3; ++i) {
      const int figure = (k * 7 + i * 13 + k * i) % 11 * (1 + k % 5) * (1 + (i / 40 + k) % 3);
      const auto month = static_cast<unsigned>(i % 12 + 1);
      part.rows.push_back({tollcast::month_of(1990 + i / 12, month), tollcast::count::exactly(figure)});
    }
    parts.push_back(part);
  }
  return family_of(sum_of("total", parts), parts);
}

}  // namespace

int main(int argc, char** argv) {
  const std::string folder = argc > 1 ? argv[1] : "";
  if (!std::filesystem::exists(folder + "/ucdp_pakistan_by_province.csv")) {
    fmt::print("skipped: no ucdp_pakistan_by_province.csv in '{}'; usage: regions FOLDER [timing]\n", folder);
    return 0;
  }
  const std::vector<collection> all = collections(folder);
  if (argc <= 2) {
    results everything;
    results of_countries;
    for (const collection& one : all) {
      results found;
      for (const auto& family : one.families) backtest(family, found);
      fmt::print("\n## {}\n", one.name);
      print_scores(found);
      const bool is_of_countries = &one != &all.front();
      for (const auto& [key, scores] : found) {
        everything[key].insert(scores.begin(), scores.end());
        if (is_of_countries) of_countries[key].insert(scores.begin(), scores.end());
      }
    }
    fmt::print("\n## Both tallies of countries\n");
    print_scores(of_countries);
    fmt::print("\n## All\n");
    print_scores(everything);
  }
  fmt::print("\n{:.1f} ms for 3 provinces, {:.0f} ms for 200 regions with 35 years of months, 4000 joint draws each\n",
             milliseconds(all[0].families[0], tollcast::month_of(2020, 9).last(), 20),
             milliseconds(many_regions(), tollcast::month_of(2024, 9).last(), 1));
}
