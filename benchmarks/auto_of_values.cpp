// What the constants of "auto" of measured values are learnt from: no test part of M3 is read.
//   auto_of_values M3_FOLDER PENN_FOLDER
// M3_FOLDER holds m3_yearly_train.csv, of which the last year is forecast from 1, 2, ... 6 years before; PENN_FOLDER,
// made by peers/penn_world_table.R, pieces of the Penn World Table, of which the last six years are forecast.
// Prints the weighted interval score (the CRPS, by quantiles), as a share of that of equal weights, by the weight of
// lgt beside naive, drift, ets with a damped trend and arima; then, of auto's weights, the score of the 80 % interval
// by how far the laws are stretched, and where it is least. Each collection and year counts alike.
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdio>
#include <filesystem>
#include <numeric>
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
using scores_by_year = std::array<std::vector<double>, horizon>;

template <class Score>
scores_by_year scores_of(const std::vector<task>& tasks, const combination_rule& rule, Score&& score) {
  scores_by_year found;
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
  return found;
}

// The means by year, as a share of those of `beside`, of all but the hundredth of the forecasts with the highest scores
// there: the same forecasts whatever is compared, as leaving out what scores highest each time favours narrow laws.
by_year relative(const scores_by_year& of, const scores_by_year& beside) {
  by_year shares{};
  for (std::size_t h = 0; h < horizon; ++h) {
    std::vector<std::size_t> order(of[h].size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return beside[h][a] < beside[h][b]; });
    order.resize(order.size() * 99 / 100);
    double sum = 0;
    double sum_beside = 0;
    for (const std::size_t i : order) {
      sum += of[h][i];
      sum_beside += beside[h][i];
    }
    shares[h] = sum / sum_beside;
  }
  return shares;
}

by_year mean_of(const by_year& a, const by_year& b) {
  by_year mean{};
  for (std::size_t h = 0; h < horizon; ++h) mean[h] = (a[h] + b[h]) / 2;
  return mean;
}

void print(const std::string& label, const by_year& of) {
  fmt::print("{:8}", label);
  for (const double one : of) fmt::print(" {:6.4f}", one);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3 || !std::filesystem::exists(std::string(argv[1]) + "/m3_yearly_train.csv") ||
      !std::filesystem::exists(std::string(argv[2]) + "/m3_yearly_test.csv")) {
    fmt::print("auto_of_values: nothing done: M3_FOLDER and PENN_FOLDER are needed\n");
    return 0;
  }
  try {
    const std::vector<task> m3 = read_tasks(argv[1], false);
    const std::vector<task> penn = read_tasks(argv[2], true);
    const auto weighted_score_of = [](const any_continuous_distribution& law, double y) {
      return weighted_interval_score(law, y);
    };
    const auto interval_score_of = [](const any_continuous_distribution& law, double y) {
      return interval_score(law, 0.8, y);
    };
    fmt::print(
        "Score by the weight of lgt beside 1 of each other, 1 to 6 years ahead: M3's training parts, Penn table\n");
    const scores_by_year equal_m3 = scores_of(m3, {}, weighted_score_of);
    const scores_by_year equal_penn = scores_of(penn, {}, weighted_score_of);
    for (const int weight : {2, 4, 5, 6, 7, 8, 12}) {
      const combination_rule rule{.weights = {1, 1, 1, 1, static_cast<double>(weight)}};
      const by_year of_m3 = relative(scores_of(m3, rule, weighted_score_of), equal_m3);
      const by_year of_penn = relative(scores_of(penn, rule, weighted_score_of), equal_penn);
      print(std::to_string(weight), of_m3);
      print("", of_penn);
      const by_year both = mean_of(of_m3, of_penn);
      fmt::print("   both {:.4f}\n", std::accumulate(both.begin(), both.end(), 0.0) / horizon);
    }
    fmt::print("\nScore of the 80 % interval by its width, auto's weights: M3's training parts, Penn table, both\n");
    const combination_rule as_it_is{.weights = {1, 1, 1, 1, 6}};
    const scores_by_year plain_m3 = scores_of(m3, as_it_is, interval_score_of);
    const scores_by_year plain_penn = scores_of(penn, as_it_is, interval_score_of);
    std::array<by_year, 3> least{};
    std::array<by_year, 3> at{};
    for (by_year& one : least) one.fill(2);
    for (int step = 80; step <= 130; ++step) {
      combination_rule rule = as_it_is;
      rule.spread = {step / 100.0};
      const by_year of_m3 = relative(scores_of(m3, rule, interval_score_of), plain_m3);
      const by_year of_penn = relative(scores_of(penn, rule, interval_score_of), plain_penn);
      const std::array<by_year, 3> all{of_m3, of_penn, mean_of(of_m3, of_penn)};
      for (std::size_t c = 0; c < all.size(); ++c) {
        for (std::size_t h = 0; h < horizon; ++h) {
          if (all[c][h] >= least[c][h]) continue;
          least[c][h] = all[c][h];
          at[c][h] = step / 100.0;
        }
      }
      if (step % 5 != 0) continue;
      print(fmt::format("{:.2f}", rule.spread.front()), all[0]);
      for (std::size_t c = 1; c < all.size(); ++c) print("", all[c]);
      fmt::print("\n");
    }
    print("least at", at[0]);
    for (std::size_t c = 1; c < at.size(); ++c) print("", at[c]);
    fmt::print("\n");
  } catch (const std::exception& error) {
    fmt::print(stderr, "auto_of_values: {}\n", error.what());
    return 1;
  }
}
