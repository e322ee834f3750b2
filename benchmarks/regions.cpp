// A total and its parts projected together, scored against bottom-up, top-down, conditioning and the laws by
// themselves (which do not add up):
//   regions FOLDER [timing]
// FOLDER holds ucdp_pakistan.csv, ucdp_pakistan_by_province.csv and ucdp_countries_monthly.csv. Collections: government
// forces killed in Pakistan by province (the provinces by year, the total by month); the countries of 11 regions of the
// world; the world by 13 regions. Every year from 1998, after March, June and September, and one to three years ahead;
// a projection sees what was known on its day. Prints, at the total and at the parts, the geometric mean over series of
// the CRPS relative to bottom-up's on both scales, and what the 80 and 95 % intervals hold; then times.
#include <array>
#include <chrono>
#include <cmath>
#include <filesystem>
#include <map>
#include <string>
#include <tuple>
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

// Scores by when (within the year or ahead), origin before later_from or not, method and series.
using results = std::map<std::tuple<bool, bool, std::string>, std::map<std::string, score>>;

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
  const auto keep = [&](bool ahead, bool later, const std::string& method, int lag, std::size_t node,
                        const tollcast::any_distribution& law, int year) {
    const std::string series = (node == 0 ? "*" : family.parts[node - 1].series.name) + "/" + std::to_string(lag);
    found[{ahead, later, method}][family.total.name + "/" + series].add(law, outcome(node, year));
  };
  const auto keep_all = [&](bool ahead, bool later, const tollcast::regional_outlook& made, int lag,
                            reconciliation method) {
    keep(ahead, later, to_string(method), lag, 0, made.total, made.year);
    for (std::size_t k = 0; k < made.parts.size(); ++k) {
      keep(ahead, later, to_string(method), lag, k + 1, made.parts[k].law, made.year);
    }
  };
  const auto options = [](reconciliation method) { return tollcast::regional_options{.method = method}; };
  const int last_year = total.years.back().year;
  for (int year = first_year; year <= last_year; ++year) {
    const bool later = year >= later_from;
    for (const int month : {3, 6, 9}) {
      const tollcast::sys_days day = tollcast::month_of(year, static_cast<unsigned>(month)).last();
      for (const reconciliation method : all_methods) {
        const auto made = project_regional_year_end(family, {.as_of = day}, options(method));
        keep_all(false, later, made.outlook, month, method);
        if (method == reconciliation::bottom_up) {
          keep(false, later, methods.front(), month, 0, made.total_alone.total, year);
          for (std::size_t k = 0; k < made.outlook.parts.size(); ++k) {
            keep(false, later, methods.front(), month, k + 1, made.outlook.parts[k].law, year);
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
        keep_all(true, later, made[at], h, method);
        if (method == reconciliation::bottom_up) {
          keep(true, later, methods.front(), h, 0, alone.years[at], year + h);
          for (std::size_t k = 0; k < made[at].parts.size(); ++k) {
            keep(true, later, methods.front(), h, k + 1, made[at].parts[k].law, year + h);
          }
        }
      }
    }
  }
}

void print_table(const std::string& title, std::map<std::string, std::map<std::string, score>>& by_method) {
  fmt::print(
      "\n| {} | total: CRPS | of log(1 + y) | 80 % | 95 % | parts: CRPS | of log(1 + y) | 80 % | 95 % "
      "|\n|---|---|---|---|---|---|---|---|---|\n",
      title);
  for (const std::string& method : methods) {
    fmt::print("| {} ", method);
    for (const bool parts : {false, true}) {
      double natural = 0;
      double logarithmic = 0;
      int series = 0;
      score sum;
      for (const auto& [name, one] : by_method[method]) {
        if ((name.find("/*/") == std::string::npos) != parts) continue;
        sum.add(one);
        const score& reference = by_method["bottom_up"][name];
        if (reference.natural / reference.n < 0.05) continue;  // a country without deaths
        natural += std::log(one.natural / reference.natural);
        logarithmic += std::log(one.logarithmic / reference.logarithmic);
        ++series;
      }
      fmt::print("| {:.3f} | {:.3f} | {:.1f} | {:.1f} ", std::exp(natural / series), std::exp(logarithmic / series),
                 100.0 * sum.inside_80 / sum.n, 100.0 * sum.inside_95 / sum.n);
    }
    fmt::print("|\n");
  }
}

// Of the years before later_from, from then on, and of all.
void print_scores(const results& found) {
  const std::array<std::string, 3> years{"1998 to 2010", "from 2011", "all years"};
  for (const bool ahead : {false, true}) {
    for (std::size_t when = 0; when < years.size(); ++when) {
      std::map<std::string, std::map<std::string, score>> by_method;
      for (const auto& [key, scores] : found) {
        const auto& [is_ahead, is_later, method] = key;
        if (is_ahead != ahead || (when < 2 && is_later != (when == 1))) continue;
        for (const auto& [name, one] : scores) by_method[method][name].add(one);
      }
      print_table(fmt::format("{}, {}", ahead ? "1 to 3 years ahead" : "after March, June, September", years[when]),
                  by_method);
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
    for (const collection& one : all) {
      results found;
      for (const auto& family : one.families) backtest(family, found);
      fmt::print("\n## {}\n", one.name);
      print_scores(found);
      for (const auto& [key, scores] : found) everything[key].insert(scores.begin(), scores.end());
    }
    fmt::print("\n## All\n");
    print_scores(everything);
  }
  fmt::print("\n{:.1f} ms for 3 provinces, {:.0f} ms for 200 regions with 35 years of months, 4000 joint draws each\n",
             milliseconds(all[0].families[0], tollcast::month_of(2020, 9).last(), 20),
             milliseconds(many_regions(), tollcast::month_of(2024, 9).last(), 1));
}
