// What the constants of "auto" of measured values are learnt from: no test part of M3 is read.
//   auto_of_values M3_FOLDER PENN_FOLDER
// M3_FOLDER holds m3_yearly_train.csv, of which the last year is forecast from 1, 2, ... 6 years before; PENN_FOLDER,
// made by peers/penn_world_table.R, pieces of the Penn World Table, of which the last six years are forecast.
// Prints the weighted interval score (the CRPS, by quantiles), as a share of that of equal weights, by the weight of
// lgt beside naive, drift, ets with a damped trend and arima; then, of auto's weights, the score of the 80 % interval
// by how far the laws are stretched, and where it is least. The highest hundredth of the scores of a year is left out,
// and each collection and year counts alike.
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <tollcast/tollcast.hpp>

namespace {

using namespace tollcast;

constexpr int horizon = 6;
constexpr std::array<const char*, 5> members{"naive", "drift", "damped", "arima", "lgt"};

struct outcome {
  std::size_t years;
  double value;
};

struct task {
  std::vector<value_forecast> laws;  // of each member; without years where it cannot be fitted
  std::vector<outcome> outcomes;
  double scale = 0;
};

std::optional<task> task_of(const yearly_values& history, std::vector<outcome> outcomes) {
  const std::optional<forecast_scale> scale = scale_of(history.values);
  if (!scale || scale->mean_absolute <= 0) return std::nullopt;
  task made{{}, std::move(outcomes), scale->mean_absolute};
  for (const std::string name : members) {
    const bool positive =
        std::all_of(history.values.begin(), history.values.end(), [](auto y) { return !y || *y > 0; });
    try {
      made.laws.push_back(named_value_model(name != "damped" ? name
                                            : positive       ? "ets:MAdN"
                                                             : "ets:AAdN")
                              .forecast(history, horizon));
    } catch (const cannot_answer&) {
      made.laws.push_back({});
    }
  }
  return made;
}

std::vector<task> read_tasks(const std::string& folder, bool has_outcomes) {
  std::vector<task> tasks;
  const tallies train = read_csv(folder + "/m3_yearly_train.csv");
  const std::optional<tallies> test =
      has_outcomes ? std::optional(read_csv(folder + "/m3_yearly_test.csv")) : std::nullopt;
  for (const tally& series : train) {
    const yearly_values known = values_of(series);
    std::vector<std::pair<yearly_values, std::vector<outcome>>> cases;
    if (test) {
      const yearly_values after = values_of(test->at(series.name));
      std::vector<outcome> outcomes;
      for (std::size_t h = 0; h < horizon; ++h) outcomes.push_back({h, after.values.at(h).value()});
      cases.emplace_back(known, outcomes);
    } else {
      for (std::size_t h = 0; h < horizon; ++h) {
        yearly_values history = known;
        history.values.resize(known.values.size() - h - 1);
        cases.push_back({history, {{h, known.values.back().value()}}});
      }
    }
    for (auto& [history, outcomes] : cases) {
      if (std::optional<task> made = task_of(history, outcomes)) tasks.push_back(std::move(*made));
    }
  }
  return tasks;
}

using by_year = std::array<double, horizon>;

template <class Score>
by_year scores_of(const std::vector<task>& tasks, const combination_rule& rule, Score&& score) {
  std::array<std::vector<double>, horizon> found;
  for (const task& one : tasks) {
    std::vector<value_model> models;
    for (std::size_t m = 0; m < members.size(); ++m) {
      models.push_back({members[m], [&one, m](const yearly_values&, int) {
                          if (one.laws[m].years.empty()) throw cannot_answer("not fitted");
                          return one.laws[m];
                        }});
    }
    const value_forecast pooled = combination("auto", models, rule).forecast({}, horizon);
    for (const auto& [h, value] : one.outcomes) found[h].push_back(score(pooled.years[h], value) / one.scale);
  }
  by_year means{};
  for (std::size_t h = 0; h < horizon; ++h) {
    std::vector<double>& of = found[h];
    const auto kept = static_cast<std::ptrdiff_t>(0.99 * static_cast<double>(of.size()));
    std::sort(of.begin(), of.end());
    for (auto one = of.begin(); one != of.begin() + kept; ++one) means[h] += *one / static_cast<double>(kept);
  }
  return means;
}

void print(const std::string& label, const by_year& of, const by_year& beside) {
  fmt::print("{:12}", label);
  for (std::size_t h = 0; h < horizon; ++h) fmt::print(" {:6.4f}", of[h] / beside[h]);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3 || !std::filesystem::exists(std::string(argv[1]) + "/m3_yearly_train.csv") ||
      !std::filesystem::exists(std::string(argv[2]) + "/m3_yearly_test.csv")) {
    fmt::print("auto_of_values: nothing done: M3_FOLDER and PENN_FOLDER are needed\n");
    return 0;
  }
  try {
    const std::array<std::vector<task>, 2> all{read_tasks(argv[1], false), read_tasks(argv[2], true)};
    const auto weighted_score_of = [](const any_continuous_distribution& law, double y) {
      return weighted_interval_score(law, y);
    };
    const auto interval_score_of = [](const any_continuous_distribution& law, double y) {
      return interval_score(law, 0.8, y);
    };
    const auto both = [](const by_year& a, const by_year& a_1, const by_year& b, const by_year& b_1) {
      by_year mean{};
      for (std::size_t h = 0; h < horizon; ++h) mean[h] = (a[h] / a_1[h] + b[h] / b_1[h]) / 2;
      return mean;
    };
    fmt::print(
        "Score by the weight of lgt beside 1 of each other, 1 to 6 years ahead: M3's training parts, Penn table\n");
    std::array<by_year, 2> equal{};
    for (const int weight : {1, 2, 4, 5, 6, 7, 8, 12}) {
      const combination_rule rule{.weights = {1, 1, 1, 1, static_cast<double>(weight)}};
      std::array<by_year, 2> found{};
      for (std::size_t c = 0; c < 2; ++c) found[c] = scores_of(all[c], rule, weighted_score_of);
      if (weight == 1) equal = found;
      print(std::to_string(weight), found[0], equal[0]);
      print("", found[1], equal[1]);
      double mean = 0;
      for (const double share : both(found[0], equal[0], found[1], equal[1])) mean += share / horizon;
      fmt::print("   both {:.4f}\n", mean);
    }
    fmt::print("\nScore of the 80 % interval by its width, auto's weights: M3's training parts, Penn table, both\n");
    std::array<by_year, 2> as_is{};
    std::array<by_year, 3> least{};  // of either collection and of both
    std::array<by_year, 3> at{};
    for (by_year& one : least) one.fill(2);
    for (int step = 0; step <= 50; ++step) {
      const double width = (80 + step) / 100.0;
      std::array<by_year, 2> found{};
      for (std::size_t c = 0; c < 2; ++c) {
        if (step == 0) as_is[c] = scores_of(all[c], {.weights = {1, 1, 1, 1, 6}}, interval_score_of);
        found[c] = scores_of(all[c], {.weights = {1, 1, 1, 1, 6}, .spread = {width}}, interval_score_of);
      }
      const by_year mean = both(found[0], as_is[0], found[1], as_is[1]);
      for (std::size_t h = 0; h < horizon; ++h) {
        const std::array shares{found[0][h] / as_is[0][h], found[1][h] / as_is[1][h], mean[h]};
        for (std::size_t c = 0; c < shares.size(); ++c) {
          if (shares[c] >= least[c][h]) continue;
          least[c][h] = shares[c];
          at[c][h] = width;
        }
      }
      if (step % 5 != 0) continue;
      print(fmt::format("{:.2f}", width), found[0], as_is[0]);
      print("", found[1], as_is[1]);
      by_year one{};
      one.fill(1);
      print("", mean, one);
      fmt::print("\n");
    }
    by_year one{};
    one.fill(1);
    print("least at", at[0], one);
    for (std::size_t c = 1; c < at.size(); ++c) print("", at[c], one);
    fmt::print("\n");
  } catch (const std::exception& error) {
    fmt::print(stderr, "auto_of_values: {}\n", error.what());
    return 1;
  }
}
