// Back-test of the year-end projection at every month's end, on the monthly tallies of a folder:
//   backtest_year_end FOLDER [--yearly]
// --yearly hides the parts of past years and gives this year's as one figure to date, as most sources publish them.
// FOLDER holds odmp_us_police.csv, ucdp_pakistan.csv and ucdp_countries_monthly.csv. Origins come after 8 years of
// history; of the countries, those with 25 deaths or more in at least 20 years. A projection sees the rows that end on
// or before its day, nothing else.
#include <array>
#include <chrono>
#include <cmath>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include <fmt/core.h>

#include <tollcast/tollcast.hpp>

namespace {

using tollcast::score_scale;

struct score {
  double natural = 0;
  double logarithmic = 0;
  double outcome = 0;
  int inside_80 = 0;
  int inside_95 = 0;
  int origins = 0;

  void add(const tollcast::tabulated& law, std::int64_t y) {
    natural += crps(law, y, score_scale::natural);
    logarithmic += crps(law, y, score_scale::logarithmic);
    outcome += static_cast<double>(y);
    const auto inside = [&](double level) {
      return y >= quantile(law, (1 - level) / 2) && y <= quantile(law, (1 + level) / 2);
    };
    inside_80 += inside(0.8);
    inside_95 += inside(0.95);
    ++origins;
  }
};

constexpr std::array<unsigned, 11> months{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};
using by_month = std::array<score, 11>;

// The first draft of the law, for comparison: a random walk of the log total with Student t (4) steps, one kappa (the
// most likely one of the past), the share of the days.
tollcast::tabulated random_walk(const tollcast::year_end& seen) {
  double squares = 2 * 0.16;
  double steps = 2;
  for (std::size_t i = 1; i < seen.history.size(); ++i) {
    const double step = std::log((static_cast<double>(seen.history[i].total.lower()) + 0.5) /
                                 (static_cast<double>(seen.history[i - 1].total.lower()) + 0.5));
    squares += step * step;
    ++steps;
  }
  const double scale = 0.8 * std::sqrt(squares / steps);
  tollcast::share_law share = tollcast::learn_share(seen.history, seen.known, seen.year);
  std::map<double, double> weight;
  for (const auto& node : share.nodes) weight[node.concentration] += node.weight;
  double best = 0;
  for (const auto& [kappa, mass] : weight) {
    if (best == 0 || mass > weight[best]) best = kappa;
  }
  share.nodes = {{tollcast::share_of_days(seen.known, seen.year), best, 1.0}};
  std::vector<std::int64_t> knots;
  const double last = static_cast<double>(seen.last_total.value_or(0)) + 0.5;
  for (std::int64_t rest = 0; static_cast<double>(rest) < 1e4 * (last + static_cast<double>(seen.observed) + 50);
       rest += rest < 64 ? 1 : rest / 32) {
    knots.push_back(seen.observed + rest);
  }
  std::vector<double> log_weight = tollcast::log_likelihood(share, seen.observed, knots);
  for (std::size_t i = 0; i < knots.size(); ++i) {
    const double y = static_cast<double>(knots[i]) + 0.5;
    const double z = std::log(y / last) / scale;
    log_weight[i] += -2.5 * std::log1p(z * z / 4) - std::log(y);
  }
  return tollcast::tabulated::from_log_pmf(knots, log_weight);
}

struct collection {
  std::string name;
  std::vector<tollcast::tally> series;
};

std::vector<collection> read(const std::string& folder) {
  std::vector<collection> all{{"US police and Pakistan", {}}, {"conflict countries", {}}};
  for (const char* file : {"odmp_us_police.csv", "ucdp_pakistan.csv"}) {
    for (const tollcast::tally& series : tollcast::read_csv(folder + "/" + file)) all[0].series.push_back(series);
  }
  for (const tollcast::tally& series : tollcast::read_csv(folder + "/ucdp_countries_monthly.csv")) {
    int years = 0;
    for (const auto& record : yearly(series).years) years += is_complete(record) && record.total.lower() >= 25;
    if (years >= 20) all[1].series.push_back(series);
  }
  return all;
}

const std::vector<std::string> models{"run_rate",  "chain_ladder", "history alone", "random walk", "loglinear",
                                      "joinpoint", "level_shifts", "local_level",   "local_trend", "auto"};

std::map<std::string, int> refused;  // origins at which a model could not answer

using results = std::map<std::string, std::map<std::string, by_month>>;  // model, series

// What such a source has published on a day: past years as totals, this year as one figure.
tollcast::tally only_totals(const tollcast::tally& series, tollcast::sys_days day) {
  tollcast::tally known{series.name, {}, series.origin};
  const int year = tollcast::year_of(day);
  const tollcast::sys_days first = tollcast::whole_year(year).first();
  std::int64_t so_far = 0;
  for (const auto& record : yearly(tollcast::known_on(series, day)).years) {
    if (record.year < year) known.rows.push_back({tollcast::whole_year(record.year), record.total, "", 0, ""});
    if (record.year == year) so_far = known_count(record);
  }
  known.rows.push_back({tollcast::period(first, day), tollcast::count::exactly(so_far), "", 0, ""});
  return known;
}

void backtest(const tollcast::tally& series, bool totals_only, results& found) {
  namespace chrono = std::chrono;
  const tollcast::yearly_tally whole = yearly(series);
  for (std::size_t i = 8; i < whole.years.size(); ++i) {
    const auto& record = whole.years[i];
    if (!is_complete(record) || record.parts.size() != 12) continue;
    const int year = record.year;
    const std::int64_t outcome = record.total.lower();
    const tollcast::sys_days eve = tollcast::whole_year(year - 1).last();
    const auto history = project_year_end(series, {.as_of = eve, .year = year, .model = "local_level"});
    for (std::size_t m = 0; m < months.size(); ++m) {
      const tollcast::sys_days day = tollcast::month_of(year, months[m]).last();
      const tollcast::tally seen = totals_only ? only_totals(series, day) : series;
      for (const std::string& model : models) {
        score& kept = found[model][series.name][m];
        if (model == "history alone") {
          kept.add(history.total, outcome);
        } else if (model == "random walk") {
          kept.add(random_walk(project_year_end(seen, {.as_of = day, .model = "run_rate"})), outcome);
        } else {
          try {
            kept.add(project_year_end(seen, {.as_of = day, .model = model}).total, outcome);
          } catch (const tollcast::cannot_answer&) {
            ++refused[model];
            kept.add(project_year_end(seen, {.as_of = day, .model = "run_rate"}).total, outcome);
          }
        }
      }
    }
  }
}

template <class Value>
void print_table(const std::string& title, const results& found, Value value) {
  fmt::print(
      "\n{}\n\n| known to the end of | Jan | Feb | Mar | Jun | Sep | Oct | Nov | all 11 "
      "|\n|---|---|---|---|---|---|---|---|---|\n",
      title);
  for (const std::string& model : models) {
    fmt::print("| {} ", model);
    double all = 0;
    for (const unsigned month : months) all += value(found, model, month - 1) / 11;
    for (const unsigned month : {1u, 2u, 3u, 6u, 9u, 10u, 11u}) fmt::print("| {:.3f} ", value(found, model, month - 1));
    fmt::print("| {:.3f} |\n", all);
  }
}

// Mean over series of a figure of each series.
template <class Figure>
auto mean_of(Figure figure) {
  return [figure](const results& found, const std::string& model, std::size_t month) {
    double sum = 0;
    for (const auto& [series, scores] : found.at(model)) sum += figure(scores[month]);
    return sum / static_cast<double>(found.at(model).size());
  };
}

template <class Value>
auto relative(Value value) {
  return [value](const results& found, const std::string& model, std::size_t month) {
    return value(found, model, month) / value(found, "run_rate", month);
  };
}

}  // namespace

int main(int argc, char** argv) {
  const std::string folder = argc > 1 ? argv[1] : "";
  if (!std::filesystem::exists(folder + "/ucdp_countries_monthly.csv")) {
    fmt::print("skipped: no ucdp_countries_monthly.csv in '{}'; usage: backtest_year_end FOLDER\n", folder);
    return 0;
  }
  const auto natural = mean_of([](const score& s) { return s.natural / s.outcome; });
  const auto logarithmic = mean_of([](const score& s) { return s.logarithmic / s.origins; });
  const bool totals_only = argc > 2 && std::string(argv[2]) == "--yearly";
  results everything;
  const auto start = std::chrono::steady_clock::now();
  for (const collection& part : read(folder)) {
    results found;
    for (const tollcast::tally& series : part.series) backtest(series, totals_only, found);
    fmt::print("\n## {}: {} series\n", part.name, part.series.size());
    print_table("CRPS, as a share of the outcomes", found, natural);
    print_table("CRPS of log(1 + total)", found, logarithmic);
    print_table("CRPS relative to the run rate's", found, relative(natural));
    print_table("CRPS of log(1 + total) relative to the run rate's", found, relative(logarithmic));
    for (const auto& [model, scores] : found) everything[model].insert(scores.begin(), scores.end());
  }
  const auto covered = [](auto inside) {
    return [inside](const results& found, const std::string& model, std::size_t month) {
      double hits = 0;
      double origins = 0;
      for (const auto& [series, scores] : found.at(model)) {
        hits += scores[month].*inside;
        origins += scores[month].origins;
      }
      return hits / origins;
    };
  };
  fmt::print("\n## Coverage, all series\n");
  print_table("of the 80 % interval", everything, covered(&score::inside_80));
  print_table("of the 95 % interval", everything, covered(&score::inside_95));
  for (const auto& [model, origins] : refused) {
    fmt::print("\n{} could not answer at {} origins; the run rate stands there.\n", model, origins);
  }
  fmt::print("\n{:.0f} s\n", std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
}
