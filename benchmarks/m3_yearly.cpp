// The record on the yearly series of the M3 competition (Makridakis and Hibon 2000): 645 series, the 6 years after
// each.
//   m3_yearly FOLDER [R_CSV]
// FOLDER holds m3_yearly_train.csv and m3_yearly_test.csv (series,period,value); peers/penn_world_table.R makes another
// collection of that form. Each model sees the training part alone. "normal" is a forecast that takes its parameters as
// known, as R's do; the others allow for their uncertainty.
// R_CSV holds forecasts of R's package forecast (method,series_id,t,mean,lo95,hi95; t counts the years of the series
// from 1): they are scored by the same measures, to the digits that peers/m3_yearly.R prints, and compared with ours.
#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <tollcast/tollcast.hpp>

namespace {

using namespace tollcast;

constexpr std::size_t horizon = 6;
using steps = std::array<double, horizon>;

struct task {
  yearly_values history;
  steps outcome;
  forecast_scale scale;
};

std::vector<task> read_tasks(const std::string& folder) {
  const tallies train = read_csv(folder + "/m3_yearly_train.csv");
  const tallies test = read_csv(folder + "/m3_yearly_test.csv");
  std::vector<task> tasks;
  tasks.reserve(train.size());
  for (const tally& series : train) {
    const yearly_values after = values_of(test.at(series.name));
    task one{values_of(series), {}, {}};
    if (after.values.size() != horizon || after.first_year != one.history.last_year() + 1) {
      throw std::runtime_error(series.name + ": the test part is not the 6 years after the training part");
    }
    for (std::size_t h = 0; h < horizon; ++h) one.outcome[h] = after.values[h].value();
    one.scale = scale_of(one.history.values).value();
    tasks.push_back(std::move(one));
  }
  return tasks;
}

struct answer {
  steps mean;
  steps lower;
  steps upper;
  steps lower_80;
  steps upper_80;
};

answer answer_of(const std::vector<any_continuous_distribution>& laws) {
  answer found{};
  for (std::size_t h = 0; h < horizon; ++h) {
    const value_interval wide = interval(laws[h], 0.95);
    const value_interval narrow = interval(laws[h], 0.8);
    found.mean[h] = mean(laws[h]);
    found.lower[h] = wide.lower;
    found.upper[h] = wide.upper;
    found.lower_80[h] = narrow.lower;
    found.upper_80[h] = narrow.upper;
  }
  return found;
}

struct scores {
  double smape = 0;
  double mase = 0;
  double msis = 0;
  double held_80 = 0;
  double held_95 = 0;
  steps held_80_at{};
  steps held_95_at{};
};

scores scores_of(const std::vector<task>& tasks, const std::vector<answer>& answers) {
  scores sum;
  const auto n = static_cast<double>(tasks.size());
  for (std::size_t i = 0; i < tasks.size(); ++i) {
    const auto& [history, outcome, scale] = tasks[i];
    const answer& given = answers[i];
    sum.smape += smape(outcome, given.mean) / n;
    sum.mase += mase(outcome, given.mean, scale) / n;
    sum.msis += msis(outcome, given.lower, given.upper, 0.95, scale) / n;
    for (std::size_t h = 0; h < horizon; ++h) {
      const bool inside = given.lower[h] <= outcome[h] && outcome[h] <= given.upper[h];
      const bool inside_80 = given.lower_80[h] <= outcome[h] && outcome[h] <= given.upper_80[h];
      sum.held_95 += inside ? 1 / (n * horizon) : 0;
      sum.held_80 += inside_80 ? 1 / (n * horizon) : 0;
      sum.held_80_at[h] += inside_80 ? 1 / n : 0;
      sum.held_95_at[h] += inside ? 1 / n : 0;
    }
  }
  return sum;
}

using answers_by_model = std::map<std::string, std::vector<answer>>;

void print_scores(const std::string& label, const std::vector<task>& tasks, const std::vector<answer>& answers,
                  std::chrono::duration<double> spent) {
  const scores found = scores_of(tasks, answers);
  fmt::print("{:24} {:7.3f} {:7.4f} {:7.2f}   {:.3f} {:.3f} ", label, found.smape, found.mase, found.msis,
             found.held_80, found.held_95);
  for (const double share : found.held_80_at) fmt::print(" {:.2f}", share);
  fmt::print(" ");
  for (const double share : found.held_95_at) fmt::print(" {:.2f}", share);
  fmt::print(" {:8.1f}\n", 1e6 * spent.count() / static_cast<double>(tasks.size()));
}

template <class Model>
void run(const std::string& name, const Model& model, const std::vector<task>& tasks, answers_by_model& all) {
  for (const auto how : {parameter_uncertainty::ignored, parameter_uncertainty::included}) {
    const bool known = how == parameter_uncertainty::ignored;
    const std::string label = known ? name + " (normal)" : name;
    std::vector<answer>& answers = all[label];
    answers.reserve(tasks.size());
    std::chrono::duration<double> spent{};
    for (const task& one : tasks) {
      const auto start = std::chrono::steady_clock::now();
      const auto laws = model.fit(one.history).forecast(horizon, how);
      spent += std::chrono::steady_clock::now() - start;
      answers.push_back(answer_of(laws));
    }
    print_scores(label, tasks, answers, spent);
  }
}

// A model by its name, with the means of its laws as its points, and with their medians.
void run_named(const std::string& name, const std::vector<task>& tasks) {
  std::vector<answer> answers;
  std::vector<steps> medians;
  answers.reserve(tasks.size());
  medians.reserve(tasks.size());
  const value_model model = named_value_model(name);
  const auto start = std::chrono::steady_clock::now();
  for (const task& one : tasks) {
    const auto laws = model.forecast(one.history, horizon).years;
    answers.push_back(answer_of(laws));
    steps& middle = medians.emplace_back();
    for (std::size_t h = 0; h < horizon; ++h) middle[h] = median(laws[h]);
  }
  const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - start;
  print_scores(name + ", mean", tasks, answers, spent);
  for (std::size_t i = 0; i < tasks.size(); ++i) answers[i].mean = medians[i];
  print_scores(name + ", median", tasks, answers, spent);
}

// method,series_id,t,mean,lo95,hi95
answers_by_model read_r(const std::string& path, const std::vector<task>& tasks) {
  std::map<std::string, std::size_t> places;
  for (std::size_t i = 0; i < tasks.size(); ++i) places[tasks[i].history.name] = i;
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  answers_by_model all;
  std::size_t rows = 0;
  for (; std::getline(file, line); ++rows) {
    std::replace(line.begin(), line.end(), ',', ' ');
    std::istringstream fields(line);
    std::string method;
    std::string series;
    std::size_t t = 0;
    double mean = 0;
    double lower = 0;
    double upper = 0;
    fields >> method >> series >> t >> mean >> lower >> upper;
    const std::size_t place = places.at(series);
    const std::size_t h = t - tasks[place].history.values.size() - 1;
    if (!fields || h >= horizon)
      throw std::runtime_error(fmt::format("{}: not method,series_id,t,mean,lo95,hi95: {}", path, line));
    std::vector<answer>& answers = all[method];
    answers.resize(tasks.size());
    answers[place].mean[h] = mean;
    answers[place].lower[h] = lower;
    answers[place].upper[h] = upper;
  }
  if (rows != all.size() * tasks.size() * horizon) throw std::runtime_error(path + ": some forecasts are missing");
  return all;
}

// The distance of two forecasts in units of the scale of MASE.
void compare(const std::string& name, const std::vector<answer>& ours, const std::vector<answer>& theirs,
             const std::vector<task>& tasks) {
  double points = 0;
  double ends = 0;
  int other_points = 0;
  int other_ends = 0;
  double gain = 0;
  for (std::size_t i = 0; i < tasks.size(); ++i) {
    double point = 0;
    double end = 0;
    for (std::size_t h = 0; h < horizon; ++h) {
      point = std::max(point, std::abs(ours[i].mean[h] - theirs[i].mean[h]));
      end = std::max(
          {end, std::abs(ours[i].lower[h] - theirs[i].lower[h]), std::abs(ours[i].upper[h] - theirs[i].upper[h])});
    }
    point /= tasks[i].scale.mean_absolute;
    end /= tasks[i].scale.mean_absolute;
    points = std::max(points, point);
    ends = std::max(ends, end);
    other_points += point > 0.01 ? 1 : 0;
    other_ends += end > 0.01 ? 1 : 0;
    if (point > 0.01) gain += smape(tasks[i].outcome, ours[i].mean) - smape(tasks[i].outcome, theirs[i].mean);
  }
  fmt::print("{:24} {:10.6f} {:6} {:+9.4f}   {:10.6f} {:6}\n", name, points, other_points,
             gain / static_cast<double>(tasks.size()), ends, other_ends);
}

void against_r(const std::string& path, const std::vector<task>& tasks, const answers_by_model& ours) {
  const answers_by_model theirs = read_r(path, tasks);
  fmt::print("\nR's forecasts by the same measures\n");
  fmt::print("method,smape,mase,msis,coverage_95\n");
  for (const auto& [method, answers] : theirs) {
    const scores found = scores_of(tasks, answers);
    fmt::print("{},{:.8f},{:.8f},{:.8f},{:.8f}\n", method, found.smape, found.mase, found.msis, found.held_95);
  }
  fmt::print(
      "\nOurs less R's, in units of MASE's scale: largest difference, series where it exceeds .01, what these add "
      "to sMAPE\n");
  fmt::print("{:24} {:>10} {:>6} {:>9}   {:>10} {:>6}\n", "", "means", "series", "sMAPE", "95 % ends", "series");
  for (const auto& [mine, method] : {std::pair{"naive (normal)", "naive"},
                                     {"drift", "rwf_drift"},
                                     {"theta (normal)", "thetaf"},
                                     {"ets (normal)", "ets"},
                                     {"arima (normal)", "auto.arima"}}) {
    compare(mine, ours.at(mine), theirs.at(method), tasks);
  }
}

}  // namespace

int main(int argc, char** argv) {
  const std::string folder = argc > 1 ? argv[1] : ".";
  if (!std::filesystem::exists(folder + "/m3_yearly_train.csv")) {
    fmt::print("m3_yearly: nothing done: there is no m3_yearly_train.csv in {}\n", folder);
    return 0;
  }
  try {
    const std::vector<task> tasks = read_tasks(folder);
    answers_by_model ours;
    fmt::print("{} series of {}, 6 years ahead\n", tasks.size(), folder);
    fmt::print("{:24} {:>7} {:>7} {:>7}   {:>5} {:>5}  {:<30} {:<24} {:>13}\n", "", "sMAPE", "MASE", "MSIS", "80 %",
               "95 %", "80 % by year", "95 % by year", "us/series");
    run("naive", naive{}, tasks, ours);
    run("drift", drift{}, tasks, ours);
    run("mean", constant_mean{}, tasks, ours);
    run("theta", theta{}, tasks, ours);
    run("dynamic_theta", dynamic_theta{}, tasks, ours);
    run("dynamic_theta, l_0", dynamic_theta{dynamic_theta::initial_level::estimated}, tasks, ours);
    run("ets", exponential_smoothing{}, tasks, ours);
    run("arima", automatic_arima{}, tasks, ours);
    run_named("auto", tasks);
    run_named("combination", tasks);
    run_named("lgt", tasks);
    fmt::print("published in M3: Naive2 17.88, Theta 16.97, best (RBF) 16.42 sMAPE\n");
    if (argc > 2) against_r(argv[2], tasks, ours);
  } catch (const std::exception& error) {
    fmt::print(stderr, "m3_yearly: {}\n", error.what());
    return 1;
  }
}
