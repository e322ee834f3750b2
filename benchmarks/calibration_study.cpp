// Simulation-based calibration (Talts, Betancourt, Simpson, Vehtari and Gelman 2018, arXiv:1804.06788) of the dynamic
// level and of the year-end projection: [SIMULATIONS [SEED]], 1000 simulations a section.
//
// Constants, levels, shares and counts are drawn from what the models state, the law of each is computed from what of
// it would be known, and the truth's rank in that law is uniform when it is right. A row's ranks are counted in twenty
// bins (three for a band of which only the ends are known); the share of ranks up to each border has a band, all
// borders and all rows that decide together hold with 99 % (Saeilynoja, Buerkner and Vehtari 2022; Bonferroni over the
// rows). Ends with 1 when a row that decides leaves its band. A row says what it may miss: nothing, the error that
// its function states, or, for what is no posterior by design, as much as it does: such rows are shown.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "../tests/simulation/simulated_level.hpp"
#include "../tests/simulation/simulated_year.hpp"
#include "../tests/simulation/uniform_ranks.hpp"
#include <boost/random/exponential_distribution.hpp>
#include <boost/random/laplace_distribution.hpp>
#include <boost/random/uniform_01.hpp>
#include <fmt/core.h>

#include <tollcast/tollcast.hpp>

namespace {

using namespace tollcast;

constexpr double shown_only = 1;  // an allowance that nothing exceeds
constexpr int this_year = 2013;   // after the twelve years of a level_simulation

struct row {
  uniform_ranks ranks;
  double allowance = 0;
};

// The rows of a section, in the order in which they were first asked for.
class table {
 public:
  row& at(const std::string& quantity, double allowance = 0, const uniform_ranks& empty = {}) {
    const auto found = std::find_if(rows_.begin(), rows_.end(), [&](const auto& one) { return one.first == quantity; });
    if (found != rows_.end()) return found->second;
    return rows_.emplace_back(quantity, row{empty, allowance}).second;
  }
  void add(const table& other) {
    for (const auto& [quantity, more] : other.rows_) {
      row& own = at(quantity, more.allowance, uniform_ranks(more.ranks.points()));
      for (const double rank : more.ranks.all()) own.ranks.add(rank);
    }
  }
  const std::vector<std::pair<std::string, row>>& rows() const { return rows_; }

 private:
  std::vector<std::pair<std::string, row>> rows_;
};

using simulation = std::function<void(random_engine&, table&)>;

// Every simulation has an engine of its own, so that the number of threads changes nothing.
table run(const simulation& simulate, int simulations, std::uint64_t seed) {
  const unsigned threads = std::max(1u, std::thread::hardware_concurrency());
  std::vector<table> parts(threads);
  std::vector<std::thread> running;
  for (unsigned thread = 0; thread < threads; ++thread) {
    running.emplace_back([&, thread] {
      for (int i = static_cast<int>(thread); i < simulations; i += static_cast<int>(threads)) {
        random_engine engine(seed * 1'000'003 + static_cast<std::uint64_t>(i));
        simulate(engine, parts[thread]);
      }
    });
  }
  for (std::thread& one : running) one.join();
  table all;
  for (const table& part : parts) all.add(part);
  return all;
}

double uniform(random_engine& engine) { return boost::random::uniform_01<double>()(engine); }

// The rank of one of few values, each with its weight; of a chance: the values 0 and 1.
double rank_among(double truth, const std::vector<std::pair<double, double>>& weighted, random_engine& engine) {
  double below = 0;
  double at = 0;
  for (const auto& [value, weight] : weighted) {
    if (value < truth) below += weight;
    if (value == truth) at += weight;
  }
  return below + uniform(engine) * at;
}

double rank_in_band(double truth, double lower, double upper) {
  return truth < lower ? 0.01 : truth > upper ? 0.99 : 0.5;
}

// ---- the dynamic level

template <class Model>
simulation of_level(const Model& model, const level_simulation& world) {
  return [model, world](random_engine& engine, table& found) {
    const uniform_ranks band({0.025, 0.975});
    const double allowance = world.fading ? 0 : shown_only;
    const simulated_level truth = world.draw(engine);
    const level_fit fit = model.fit(truth.series);
    const std::vector<any_distribution> laws = fit.forecast(static_cast<int>(world.years_ahead));
    for (std::size_t h = 0; h < truth.ahead; ++h) {
      found.at(fmt::format("count, {} ahead", h + 1), allowance)
          .ranks.add(rank_of(truth.counts[world.years + h], laws[h], engine));
    }
    if (truth.ahead == world.years_ahead && uniform(engine) < 0.25) {  // a sum takes its time
      std::int64_t sum = 0;
      for (std::size_t h = 0; h < truth.ahead; ++h) sum += truth.counts[world.years + h];
      const any_distribution total = fit.total(static_cast<int>(truth.ahead), engine());
      found.at("count, sum of 3 ahead", std::max(allowance, 0.007)).ranks.add(rank_of(sum, total, engine));
    }
    const auto constant = [&](const char* name, double value, const std::vector<double>& values, auto of) {
      if (values.size() < 2) return;
      std::vector<std::pair<double, double>> weighted;
      for (const level_choice& choice : fit.choices()) weighted.emplace_back(of(choice), choice.weight);
      found.at(name, allowance).ranks.add(rank_among(value, weighted, engine));
    };
    constant("scale", truth.scale, world.level.scale, [](const level_choice& one) { return one.scale; });
    constant("jump", truth.jump, world.level.jump, [](const level_choice& one) { return one.jump; });
    if (std::isfinite(truth.size))
      constant("size", truth.size, world.level.size, [](const level_choice& one) { return one.size; });
    constant("slope spread", truth.slope_spread, world.slope_spread,
             [](const level_choice& one) { return one.slope_spread; });
    if (world.damping > 0) {
      for (const auto& parameter : summary(fit).parameters) {
        if (parameter.name != "slope") continue;
        found.at("slope, last year (normal)", shown_only, band)
            .ranks.add(rank_in_band(truth.slope[world.years - 1], *parameter.of.lower, *parameter.of.upper));
      }
    }
    const auto any_year = 1 + static_cast<std::size_t>(uniform(engine) * static_cast<double>(world.years - 1));
    const double jump = fit.years()[any_year].jump;
    found.at("jump of a year", allowance)
        .ranks.add(rank_among(truth.jumped[any_year] ? 1 : 0, {{0, 1 - jump}, {1, jump}}, engine));
    for (std::size_t t = 0; t < world.years; ++t) {
      const level_band& smoothed = fit.years()[t].smoothed;
      found.at(fmt::format("level of year {}", t + 1), allowance, band)
          .ranks.add(rank_in_band(std::exp(truth.log_rate[t]), smoothed.lower, smoothed.upper));
    }
  };
}

// ---- the projection

tally as_tally(const yearly_tally& history) {
  tally series{"drawn", {}, {}};
  for (const year_record& record : history.years) series.rows.push_back({whole_year(record.year), record.total});
  return series;
}

tabulated projected(const tally& series, const std::string& model) {
  return project_year_end(series, {.year = this_year, .model = model}).total;
}

// The year after twelve of local_level, known to each month's end; of the past, totals.
void of_year_end(random_engine& engine, table& found) {
  static const level_simulation world = level_simulation::of(local_level{});
  const simulated_level truth = world.draw(engine);
  if (truth.ahead == 0) return;
  const std::int64_t total = truth.counts[world.years];
  const auto months = simulated_shares::draw(this_year, engine).months(total, engine);
  const tally past = as_tally(truth.series);
  for (unsigned known = 1; known <= 11; ++known) {
    tally series = past;
    add_months(series, this_year, months, 1, known);
    found.at(fmt::format("total, known to month {}", known))
        .ranks.add(rank_of(total, projected(series, "local_level"), engine));
  }
  tally holed = past;
  add_months(holed, this_year, months, 4, 9);
  found.at("total, months 4 to 9 known").ranks.add(rank_of(total, projected(holed, "local_level"), engine));

  tally bounded = past;
  add_months(bounded, this_year, months, 1, 6);
  bounded.rows.push_back({whole_year(this_year), total >= 100 ? count::at_least(100) : count::at_most(99)});
  found.at("total, to month 6, < or >= 100").ranks.add(rank_of(total, projected(bounded, "local_level"), engine));

  tally spring = past;
  add_months(spring, this_year, months, 1, 3);
  const year_end seen = project_year_end(spring, {.year = this_year, .model = "local_level"});
  std::int64_t by_september = 0;
  for (std::size_t month = 0; month < 9; ++month) by_september += months[month];
  found.at("to September, known to March", 0.03)
      .ranks.add(rank_of(by_september, total_by(seen, month_of(this_year, 9).last()), engine));
}

// The year's total drawn from the law that a model gives it, for the histories that it can answer.
simulation of_history_law(const std::string& model) {
  return [model](random_engine& engine, table& found) {
    static const level_simulation world = level_simulation::of(local_level{});
    const simulated_level past = world.draw(engine);
    try {
      const std::int64_t total = sample(history_law(model, past.series), engine);
      const auto months = simulated_shares::draw(this_year, engine).months(total, engine);
      tally series = as_tally(past.series);
      add_months(series, this_year, months, 1, 4);
      found.at("total, known to month 4").ranks.add(rank_of(total, projected(series, model), engine));
    } catch (const cannot_answer&) {
    }
  };
}

// The same with the history law of "auto", the level filter by year; the law that knows this history, and "auto".
void of_auto(random_engine& engine, table& found) {
  static const level_simulation world = level_simulation::of(local_level{});
  const simulated_level past = world.draw(engine);
  double largest = 1;
  for (const year_record& record : past.series.years)
    largest = std::max(largest, static_cast<double>(record.total.lower()));
  const level_forecast level = level_from_years(past.series.years, largest);
  const auto last = static_cast<std::int64_t>(60 * (largest + 50));
  const std::int64_t total =
      sample(tabulate(0, last, [&](std::span<const std::int64_t> y) { return log_pmf(level, y, 1); }), engine);
  const auto months = simulated_shares::draw(this_year, engine).months(total, engine);
  std::int64_t known = 0;
  for (unsigned month = 1; month <= 11; ++month) {
    known += months[month - 1];
    if (month != 1 && month % 3 != 0 && month != 11) continue;
    tally series = as_tally(past.series);
    add_months(series, this_year, months, 1, month);
    const year_end projection = project_year_end(series, {.year = this_year});
    found.at(fmt::format("auto, known to month {}", month), shown_only)
        .ranks.add(rank_of(total, projection.total, engine));
    const tabulated by_year = tabulate(known, known + last, [&](std::span<const std::int64_t> y) {
      std::vector<double> values = log_pmf(level, y, 1);
      const std::vector<double> likelihood = log_likelihood(projection.share, known, y);
      for (std::size_t i = 0; i < values.size(); ++i) values[i] += likelihood[i];
      return values;
    });
    found.at(fmt::format("its half by year, month {}", month)).ranks.add(rank_of(total, by_year, engine));
  }
}

// The months of past years are known too: what learn_share makes of them is approximate.
simulation of_learnt_shares(std::size_t years_with_months) {
  return [years_with_months](random_engine& engine, table& found) {
    static const level_simulation world = level_simulation::of(local_level{});
    const simulated_level truth = world.draw(engine);
    if (truth.ahead == 0) return;
    const simulated_shares shares = simulated_shares::draw(this_year, engine);
    tally past = as_tally(truth.series);
    for (std::size_t t = world.years - years_with_months; t < world.years; ++t) {
      add_months(past, 2001 + static_cast<int>(t), shares.months(truth.counts[t], engine), 1, 12);
    }
    const std::int64_t total = truth.counts[world.years];
    const auto months = shares.months(total, engine);
    for (const unsigned known : {1u, 6u, 11u}) {
      tally series = past;
      add_months(series, this_year, months, 1, known);
      for (const char* model : {"local_level", "auto"}) {
        found.at(fmt::format("{}, known to month {}", model, known), shown_only)
            .ranks.add(rank_of(total, projected(series, model), engine));
      }
    }
  };
}

// ---- the level filter, without returns to former levels, whose law depends on the data

void of_level_filter(random_engine& engine, table& found) {
  const level_moves moves{.scale = {.05, .15, .4, .8},
                          .jump = {.03, .2},
                          .size = {4, 20, 200},
                          .surge = .8,
                          .collapse = 1.5,
                          .redraw = 0,
                          .spacing = .125};
  constexpr double lowest_rate = .1;
  constexpr double highest_rate = 20'000;
  constexpr int years = 12;
  boost::random::exponential_distribution<double> exponential;
  const auto pick = [&](const auto& list) {
    return list[static_cast<std::size_t>(uniform(engine) * static_cast<double>(list.size()))];
  };
  const double lowest = std::log(lowest_rate);
  const double highest = lowest + moves.spacing * std::ceil((std::log(highest_rate) - lowest) / moves.spacing);
  std::vector<std::int64_t> counts;
  while (counts.size() <= years) {  // what steps off the grid is lost
    counts.clear();
    const double scale = pick(moves.scale);
    const double jump = pick(moves.jump);
    const double size = pick(moves.size);
    double eta = lowest - moves.spacing / 2 + (highest - lowest + moves.spacing) * uniform(engine);
    while (counts.size() <= years && eta > lowest - moves.spacing / 2 && eta < highest + moves.spacing / 2) {
      counts.push_back(sample(negative_binomial(std::exp(eta), size), engine));
      if (uniform(engine) >= jump) {
        eta += boost::random::laplace_distribution<double>(0, scale)(engine);
      } else if (uniform(engine) * (moves.surge + moves.collapse) < moves.surge) {
        eta += moves.surge * exponential(engine);
      } else {
        eta -= moves.collapse * exponential(engine);
      }
    }
  }
  level_filter filter(moves, lowest_rate, highest_rate);
  for (int t = 0; t < years; ++t) {
    if (t > 0) filter.step();
    filter.observe(counts[static_cast<std::size_t>(t)], 1);
  }
  const level_forecast next = filter.ahead(1);
  const tabulated law = tabulate(0, 10'000'000, [&](std::span<const std::int64_t> y) { return log_pmf(next, y, 1); });
  found.at("count, 1 ahead", 0.0015).ranks.add(rank_of(counts.back(), law, engine));
}

struct section {
  std::string title;
  simulation simulate;
};

std::vector<section> sections() {
  const local_level level{};
  const local_trend trend{};
  const local_level poisson_level{.family = count_family::poisson};
  const local_trend lists{.slope_spread = {.1, .4}, .level = {.scale = {.05, .3}, .jump = {.05, .3}, .size = {5, 50}}};
  level_simulation coarse = level_simulation::of(level);
  coarse.coarse = true;
  coarse.least = 100;
  level_simulation endless = level_simulation::of(level);
  level_simulation steep = level_simulation::of(trend);
  steep.least = 100;
  endless.fading = false;
  endless.least = 10;
  return {{"local_level, 12 exact years", of_level(level, level_simulation::of(level))},
          {"local_level, years missing, bounded, or a range; largest figure 100 or more", of_level(level, coarse)},
          {"local_level, Poisson", of_level(poisson_level, level_simulation::of(poisson_level))},
          {"local_trend, 12 exact years; largest figure 100 or more", of_level(trend, steep)},
          {"local_trend, two values of each constant", of_level(lists, level_simulation::of(lists))},
          {"year end, history by local_level, shares by their prior", of_year_end},
          {"year end, total from the law of loglinear", of_history_law("loglinear")},
          {"year end, total from the law of joinpoint", of_history_law("joinpoint")},
          {"year end, total from the law of level_shifts", of_history_law("level_shifts")},
          {"level filter, without returns to former levels", of_level_filter},
          {"auto (shown) and its half by year, total from its history law, shares by their prior", of_auto},
          {"year end (shown), the months of 1 past year known", of_learnt_shares(1)},
          {"year end (shown), the months of 4 past years known", of_learnt_shares(4)},
          {"year end (shown), the months of 12 past years known", of_learnt_shares(12)},
          {"local_level (shown), in a world whose levels do not fade", of_level(level, endless)}};
}

// Twenty bins in pairs, or three as they are.
std::string bins_of(const uniform_ranks& ranks) {
  const std::vector<int> bins = ranks.histogram();
  std::string text;
  if (bins.size() < 20) {
    for (const int n : bins) text += fmt::format("{:6}", n);
  } else {
    for (std::size_t i = 0; i < bins.size(); i += 2) text += fmt::format("{:5}", bins[i] + bins[i + 1]);
  }
  return text;
}

std::string inside_80(const uniform_ranks& ranks) {
  const std::vector<int> bins = ranks.histogram();
  if (bins.size() < 20) return "";
  int inside = 0;
  for (std::size_t i = 2; i < 18; ++i) inside += bins[i];
  return fmt::format("{:.1f}", 100.0 * inside / static_cast<double>(ranks.size()));
}

}  // namespace

int main(int argc, char** argv) {
  const int simulations = argc > 1 ? std::stoi(argv[1]) : 1000;
  std::uint64_t seed = argc > 2 ? std::stoull(argv[2]) : 1;
  std::vector<std::pair<std::string, table>> results;
  int deciding = 0;
  for (const section& one : sections()) {
    results.emplace_back(one.title, run(one.simulate, simulations, seed++));
    for (const auto& [quantity, of] : results.back().second.rows()) deciding += of.allowance < shown_only;
  }
  const double chance = 0.01 / deciding;
  int outside = 0;
  for (const auto& [title, found] : results) {
    fmt::print("\n{}\n{:33}{:>6}  {:50} {:>5} {:>7} {:>6} {:>8}\n", title, "", "n",
               " ranks by tenths, or below, in, above a 95 % band", "80 %", "largest", "band", "p");
    for (const auto& [quantity, of] : found.rows()) {
      const double p = of.ranks.p_value(of.allowance < shown_only ? of.allowance : 0);
      const bool decides = of.allowance < shown_only;
      const bool left = p < chance;
      outside += decides && left;
      fmt::print("{:33}{:6}  {:50} {:>5} {:7.4f} {:6.4f} {:8.1g}  {}{}\n", quantity, of.ranks.size(), bins_of(of.ranks),
                 inside_80(of.ranks), of.ranks.departure(), of.ranks.band(chance) + (decides ? of.allowance : 0), p,
                 left ? "OUTSIDE" : "inside",
                 decides ? of.allowance > 0 ? fmt::format(", which allows for {}", of.allowance) : "" : ", shown");
    }
  }
  fmt::print("\n{} of {} rows that decide leave the band that all of them hold with 99 %\n", outside, deciding);
  return outside > 0 ? 1 : 0;
}
