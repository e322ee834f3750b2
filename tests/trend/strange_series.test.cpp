// Every model on series that are short, constant, jumping, growing 300-fold, huge, tiny or full of holes: either it
// says clearly that it cannot answer, or every number of its answer is finite and none is far beyond what was seen.
#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <tollcast/core/error.hpp>
#include <tollcast/trend/count_models.hpp>
#include <tollcast/trend/value_models.hpp>

namespace {

using namespace tollcast;
using values = std::vector<std::optional<double>>;

const std::vector<double> usual{3, 5, 4, 6, 8, 7, 9, 8, 12, 11, 10, 14, 13, 15, 17};

template <class Figure>
values made(std::size_t n, const Figure& figure) {
  values series;
  for (std::size_t i = 0; i < n; ++i) series.push_back(figure(i));
  return series;
}

values usual_times(double factor, std::size_t n = usual.size()) {
  return made(n, [&](std::size_t i) { return factor * usual[i]; });
}

// Series that counts can have, too.
std::map<std::string, values> strange_counts() {
  std::map<std::string, values> all;
  for (std::size_t n = 1; n <= 6; ++n) all["the first " + std::to_string(n)] = usual_times(1, n);
  for (const std::size_t n : {2U, 12U}) {
    all["zeros " + std::to_string(n)] = values(n, 0.0);
    all["constant " + std::to_string(n)] = values(n, 7.0);
  }
  for (const std::size_t at : {7U, 14U}) {
    all["an outlier at " + std::to_string(at)] = usual_times(1);
    *all["an outlier at " + std::to_string(at)][at] *= 1e4;
  }
  all["300-fold growth"] =
      made(12, [](std::size_t i) { return std::round(2 * std::pow(300, static_cast<double>(i) / 11)); });
  all["300-fold growth in 3"] = values{2.0, 35.0, 600.0};
  all["a jump"] = made(15, [](std::size_t i) { return usual[i] * (i > 9 ? 300 : 1); });
  all["alternating"] = made(12, [](std::size_t i) { return i % 2 == 0 ? 0.0 : 9.0; });
  all["a first one"] = made(12, [](std::size_t i) { return i == 11 ? 5.0 : 0.0; });
  all["holes"] = made(15, [](std::size_t i) { return i % 3 == 1 ? std::nullopt : std::optional(usual[i]); });
  all["two ends"] = made(15, [](std::size_t i) { return i > 2 && i < 12 ? std::nullopt : std::optional(usual[i]); });
  all["no end"] = made(15, [](std::size_t i) { return i > 11 ? std::nullopt : std::optional(usual[i]); });
  all["no figure"] = values(4);
  all["huge"] = usual_times(5e13);
  return all;
}

std::map<std::string, values> strange_values() {
  std::map<std::string, values> all = strange_counts();
  all["tiny"] = usual_times(1e-9);
  all["negative"] = usual_times(-1);
  all["of both signs"] = made(15, [](std::size_t i) { return i % 2 == 0 ? usual[i] : -usual[i]; });
  all["a line to below zero"] = made(12, [](std::size_t i) { return 10 - 3.0 * static_cast<double>(i); });
  all["hardly varying"] = made(15, [](std::size_t i) { return 1e9 + 1e-3 * usual[i]; });
  return all;
}

yearly_tally counted(const values& series) {
  yearly_tally years{"S", {}, {}};
  for (const std::optional<double>& figure : series) {
    const int year = 2000 + static_cast<int>(years.years.size());
    years.years.push_back({year, figure ? count::exactly(static_cast<std::int64_t>(*figure)) : count::not_known(), {}});
  }
  return years;
}

// A few of them, for models that take long.
bool is_among_few(const std::string& what) {
  return what == "the first 4" || what == "zeros 12" || what == "an outlier at 14" || what == "a jump" ||
         what == "holes";
}

double largest_of(const values& series) {
  double largest = 0;
  for (const std::optional<double>& figure : series) largest = std::max(largest, std::abs(figure.value_or(0)));
  return largest;
}

bool is_finite(const std::optional<double>& number) { return !number || std::isfinite(*number); }

// What is wrong with an answer; "" when nothing is.
template <class Forecast>
std::string fault_of(const Forecast& forecast, std::size_t years, double largest) {
  if (forecast.years.size() != years) return "years are missing";
  if (!is_finite(forecast.log_likelihood) || !is_finite(forecast.aic) || !is_finite(forecast.aicc) ||
      !is_finite(forecast.bic)) {
    return "a criterion is not finite";
  }
  for (const named_estimate& parameter : forecast.parameters) {
    if (!is_finite(parameter.of.value) || !is_finite(parameter.of.se) || !is_finite(parameter.of.lower) ||
        !is_finite(parameter.of.upper)) {
      return parameter.name + " is not finite";
    }
  }
  for (const auto& law : forecast.years) {
    if (!(std::abs(mean(law)) <= 1000 * largest)) return "a mean of " + std::to_string(mean(law));
    if (!(standard_deviation(law) <= 1000 * largest)) return "an sd of " + std::to_string(standard_deviation(law));
  }
  double last = -1e300;
  for (const double p : {0.025, 0.975}) {
    const auto q = static_cast<double>(quantile(forecast.years.back(), p));
    if (!(q >= last - 1e-12 * std::abs(last) && q <= 1e300)) return "a quantile of " + std::to_string(q);
    last = q;
  }
  return "";
}

template <class Model, class Series>
std::string fault_of(const Model& model, const Series& series, int years, double largest) {
  try {
    return fault_of(model.forecast(series, years), static_cast<std::size_t>(years), largest);
  } catch (const cannot_answer& error) {
    const std::string what = error.what();
    return what.size() > 20 && what.find("nan") == std::string::npos ? "" : "an unclear refusal: " + what;
  } catch (const std::exception& error) {
    return std::string("throws ") + error.what();
  }
}

}  // namespace

TEST_SUITE("strange series") {
  TEST_CASE("models of measured values") {
    std::vector<std::string> names = value_model_names();
    names.insert(names.end(), {"ets:AAdN", "ets:MAdN", "ets:MMN", "arima:0,1,1", "arima:0,1,1:drift",
                               "arima:1,0,0:mean", "arima:2,1,1", "arima:0,2,1"});
    for (const std::string& name : names) {
      const value_model model = named_value_model(name);
      const bool is_quick = name != "auto" && name != "combination" && name != "ets:MMN";
      for (const auto& one : strange_values()) {
        if (!is_quick && !is_among_few(one.first)) continue;
        const std::string fault = fault_of(model, yearly_values{"S", 2000, one.second}, 4, largest_of(one.second));
        CHECK_MESSAGE(fault.empty(), name << ", " << one.first << ": " << fault);
      }
    }
  }

  TEST_CASE("models of counts") {
    std::vector<std::string> names = count_model_names();
    names.insert(names.end(), {"ets:AMN", "arima:0,1,1:drift"});
    for (const std::string& name : names) {
      const count_model model = named_count_model(name);
      const bool is_quick = is_value_model(name) && name != "auto";
      for (const auto& one : strange_counts()) {
        if (name == "combination" ? one.first != "an outlier at 14" : !is_quick && !is_among_few(one.first)) continue;
        const std::string fault = fault_of(model, counted(one.second), 1, std::max(1.0, largest_of(one.second)));
        CHECK_MESSAGE(fault.empty(), name << ", " << one.first << ": " << fault);
      }
    }
  }

  TEST_CASE("laws scale as the values do") {
    for (const std::string& name : value_model_names()) {
      const value_model model = named_value_model(name);
      const value_forecast plain = model.forecast({"S", 2000, usual_times(1)}, 6);
      for (const double factor : {1e15, 1e-9}) {
        const value_forecast scaled = model.forecast({"S", 2000, usual_times(factor)}, 6);
        CHECK(scaled.model == plain.model);
        for (std::size_t h = 0; h < 6; ++h) {
          CHECK(mean(scaled.years[h]) == doctest::Approx(factor * mean(plain.years[h])).epsilon(1e-6));
          CHECK(quantile(scaled.years[h], 0.975) ==
                doctest::Approx(factor * quantile(plain.years[h], 0.975)).epsilon(1e-6));
        }
      }
    }
  }

  TEST_CASE("what goes far beyond all that was seen is refused, or told") {
    const values growth = strange_counts().at("300-fold growth");
    const value_model exponential = named_value_model("ets:MMN");
    CHECK(exponential.forecast({"S", 2000, growth}, 12).notes.back().find("times the largest figure") !=
          std::string::npos);
    CHECK_THROWS_WITH_AS(named_value_model("ets:MAN").forecast({"S", 2000, strange_counts().at("an outlier at 14")}, 3),
                         doctest::Contains("ETS(M,A,N): of 2015 it would say of 'S' a mean of "), cannot_answer);
    const auto notes = named_value_model("auto").forecast({"S", 2000, strange_counts().at("a jump")}, 6).notes;
    CHECK(std::any_of(notes.begin(), notes.end(), [](const std::string& note) {
      return note.find("ets, damped is left out of the combination") != std::string::npos;
    }));
    const count_model drift = named_count_model("drift");
    CHECK(drift.forecast(counted(growth), 8).notes.at(0).find("beyond 36000, 60 times the largest count") !=
          std::string::npos);
    CHECK_THROWS_WITH_AS(drift.forecast(counted(growth), 20), doctest::Contains("most of the law of"), cannot_answer);
  }

  TEST_CASE("ten thousand years") {
    double level = 0;
    const values walk =
        made(10'000, [&](std::size_t i) { return level += std::sin(static_cast<double>(i * i % 997)); });
    for (const char* name : {"drift", "theta", "ets:ANN"}) {
      CHECK(fault_of(named_value_model(name), yearly_values{"S", 1, walk}, 3, largest_of(walk)) == "");
    }
    CHECK_THROWS_WITH_AS(named_count_model("level_shifts").forecast(counted(values(10'000, 7.0)), 1),
                         doctest::Contains("at most 2000 can be searched"), cannot_answer);
  }
}
