#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "made_up.hpp"
#include <doctest/doctest.h>

#include <tollcast/core/error.hpp>
#include <tollcast/projection/run_rate.hpp>

using namespace tollcast;

namespace {

struct half_year {
  int year;
  std::int64_t first;
  std::int64_t rest;
};

const std::vector<half_year> halves{{2018, 40, 71}, {2019, 55, 43}, {2020, 61, 80}, {2021, 38, 30}, {2022, 70, 52}};

std::vector<year_record> records() {
  std::vector<year_record> past;
  for (const half_year& one : halves) {
    past.push_back(
        record_of(one.year, std::to_string(one.first + one.rest), {{std::to_string(one.year) + "-H1", one.first}}));
  }
  return past;
}

double log_likelihood_of_size(double size) {
  double sum = 0;
  for (const half_year& one : halves) {
    const double days = one.year % 4 == 0 ? 182.0 / 184 : 181.0 / 184;  // of the half that is known, to one of the rest
    const double mean = static_cast<double>(one.first) / days;
    const double y = static_cast<double>(one.rest);
    sum += std::lgamma(y + size) - std::lgamma(size) - std::lgamma(y + 1) + size * std::log(size / (size + mean)) +
           y * std::log(mean / (size + mean));
  }
  return sum;
}

}  // namespace

TEST_CASE("the size is the most likely one, to the 10 % of its grid") {
  const negative_binomial law = run_rate(records(), periods_of({"2023-H1"}), 2023, 50);
  double low = 0.01;
  double high = 1e5;
  for (int i = 0; i < 200; ++i) {  // golden section on the logarithm
    const double a = low * std::pow(high / low, 0.382);
    const double b = low * std::pow(high / low, 0.618);
    (log_likelihood_of_size(a) < log_likelihood_of_size(b) ? low : high) =
        log_likelihood_of_size(a) < log_likelihood_of_size(b) ? a : b;
  }
  CHECK(law.size() == doctest::Approx(low).epsilon(0.05));
  CHECK(law.mean() == doctest::Approx(50 * 184.0 / 181).epsilon(1e-12));
}

TEST_CASE("the pace is that of the days, in leap years too") {
  const negative_binomial law = run_rate({}, periods_of({"2024-Q1"}), 2024, 91);
  CHECK(law.mean() == doctest::Approx(366 - 91).epsilon(1e-12));
  CHECK(law.size() == doctest::Approx(20 * 91.0 / 366).epsilon(1e-12));
  CHECK(run_rate({}, periods_of({"2023-Q2", "2023-Q4"}), 2023, 183).mean() == doctest::Approx(182).epsilon(1e-12));
}

TEST_CASE("years without the same days, or without a death on them, leave the size alone") {
  std::vector<year_record> past = records();
  const double size = run_rate(past, periods_of({"2023-H1"}), 2023, 50).size();
  past.push_back(record_of(2016, "90", {{"2016-Q1", 10}}));
  past.push_back(record_of(2017, "90", {{"2017-H1", 0}}));
  CHECK(run_rate(past, periods_of({"2023-H1"}), 2023, 50).size() == size);
}

TEST_CASE("a year of which nothing is known has no pace") {
  CHECK_THROWS_WITH_AS(run_rate({}, {}, 2023, 0), "run_rate: nothing of 2023 is known; a part of the year is needed",
                       cannot_answer);
}
