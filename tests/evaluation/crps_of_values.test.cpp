#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "../reference/numbers_of.hpp"
#include "../reference/reference_rows.hpp"
#include <boost/math/distributions/gamma.hpp>
#include <doctest/doctest.h>

#include <tollcast/core/error.hpp>
#include <tollcast/evaluation/crps.hpp>

using namespace tollcast;

namespace {

constexpr score_scale log_scale = score_scale::logarithmic;

// Laws that the library does not know, for the way by quadrature.
struct gamma_law {
  boost::math::gamma_distribution<double> law;
};
double mean(const gamma_law& law) { return boost::math::mean(law.law); }
double variance(const gamma_law& law) { return boost::math::variance(law.law); }
double log_pdf(const gamma_law& law, double y) { return std::log(boost::math::pdf(law.law, y)); }
double cdf(const gamma_law& law, double y) { return y > 0 ? boost::math::cdf(law.law, y) : 0.0; }
double prob_exceeds(const gamma_law& law, double y) {
  return y > 0 ? boost::math::cdf(boost::math::complement(law.law, y)) : 1.0;
}
double quantile(const gamma_law& law, double p) { return boost::math::quantile(law.law, p); }
double sample(const gamma_law&, random_engine&) { return 0.0; }

struct logistic_law {
  double location, scale;
};
double mean(const logistic_law& law) { return law.location; }
double variance(const logistic_law& law) { return law.scale * law.scale * 3.289868133696453; }
double log_pdf(const logistic_law&, double) { return 0.0; }
double cdf(const logistic_law& law, double y) { return 1 / (1 + std::exp((law.location - y) / law.scale)); }
double prob_exceeds(const logistic_law& law, double y) { return 1 / (1 + std::exp((y - law.location) / law.scale)); }
double quantile(const logistic_law& law, double p) { return law.location + law.scale * std::log(p / (1 - p)); }
double sample(const logistic_law&, random_engine&) { return 0.0; }

// A law inside a type the scores do not know.
struct unknown {
  any_continuous_distribution law;
};
double mean(const unknown& law) { return mean(law.law); }
double variance(const unknown& law) { return variance(law.law); }
double log_pdf(const unknown& law, double y) { return log_pdf(law.law, y); }
double cdf(const unknown& law, double y) { return cdf(law.law, y); }
double prob_exceeds(const unknown& law, double y) { return prob_exceeds(law.law, y); }
double quantile(const unknown& law, double p) { return quantile(law.law, p); }
double sample(const unknown& law, random_engine& engine) { return sample(law.law, engine); }

normal_mixture mixture_of(const std::vector<double>& x) {
  return {{x[0], x[1], x[2]}, {x[3], x[4], x[5]}, {x[6], x[7], x[8]}};
}

}  // namespace

TEST_CASE("values and draws score as scoringRules, scoringrules and quadrature have it") {
  int checked = 0;
  for (const auto& row : reference_rows("scores.csv")) {
    const std::string& score = row.text("score");
    const std::vector<double> x = numbers_of(row.text("arguments"));
    const std::vector<double> draws(x.begin(), x.end() - 1);
    const double y = x.back();
    double found = std::numeric_limits<double>::quiet_NaN();
    if (score == "normal") found = crps(normal(x[0], x[1]), y);
    if (score == "log_normal") found = crps(log_normal(x[0], x[1]), y);
    if (score == "student_t") found = crps(student_t(x[0], x[1], x[2]), y);
    if (score == "normal_mixture") found = crps(mixture_of(x), y);
    if (score == "gamma") found = crps(gamma_law{boost::math::gamma_distribution<double>(x[0], 1 / x[1])}, y);
    if (score == "logistic") found = crps(logistic_law{x[0], x[1]}, y);
    if (score == "draws_fair") found = crps_of_draws(draws, y);
    if (score == "draws_plain") found = crps_of_draws(draws, y, draw_estimate::plain);
    if (score == "normal_logarithmic") found = crps(normal(x[0], x[1]), y, log_scale);
    if (score == "log_normal_logarithmic") found = crps(log_normal(x[0], x[1]), y, log_scale);
    if (std::isnan(found)) continue;
    ++checked;
    CAPTURE(score);
    CAPTURE(row.text("arguments"));
    const double digits = row.text("source") == "scoringRules" ? 2e-9 : 1e-10;
    CHECK(found == doctest::Approx(row.number("value")).epsilon(digits));
    if (score == "draws_plain") {
      CHECK(crps(empirical_values(draws), y) == doctest::Approx(row.number("value")).epsilon(1e-14));
    }
  }
  CHECK(checked >= 30);
}

TEST_CASE("the closed forms are what quadrature of the definition finds") {
  const std::vector<any_continuous_distribution> laws{normal(700, 30),       normal(0, 1e-3),
                                                      log_normal(6, 0.5),    log_normal(-3, 2),
                                                      log_normal(2, 1e-3),   student_t(5, 2, 1.2),
                                                      student_t(5, 2, 3.5),  student_t(700, 30, 40),
                                                      student_t(0, 1, 1e5),  normal_mixture({1, 3}, {0, 40}, {1, 5}),
                                                      student_t(0, 1, 1.009)};
  for (std::size_t i = 0; i < laws.size(); ++i) {
    const any_continuous_distribution& law = laws[i];
    const double middle = quantile(law, 0.5);
    const double spread = quantile(law, 0.84) - middle;
    for (const double z : {-20.0, -1.0, 0.0, 0.3, 2.0, 50.0}) {
      CAPTURE(i);
      CAPTURE(z);
      const double y = middle + z * spread;
      CHECK(crps(law, y) == doctest::Approx(crps(unknown{law}, y)).epsilon(1e-8));
      if (y < 0) continue;
      CHECK(crps(law, y, log_scale) == doctest::Approx(crps(unknown{law}, y, log_scale)).epsilon(1e-12));
    }
  }
}

TEST_CASE("a law without spread scores its distance on either scale") {
  const std::vector<any_continuous_distribution> laws{normal(20, 0), log_normal(std::log(20.0), 0),
                                                      normal_mixture({1, 1}, {20, 20}, {0, 0}), empirical_values({20})};
  for (std::size_t i = 0; i < laws.size(); ++i) {
    CAPTURE(i);
    for (const double y : {0.0, 7.5, 20.0, 1e6}) {
      CAPTURE(y);
      CHECK(std::abs(crps(laws[i], y) - std::abs(y - 20)) < 1e-9);
      CHECK(crps(laws[i], y, log_scale) == doctest::Approx(std::abs(std::log((y + 1) / 21))).epsilon(1e-9));
    }
  }
}

TEST_CASE("draws on the log scale score as their logarithms do, those below 0 as 0") {
  const std::vector<double> draws{3, 9.5, 4, 4, 12, -1, 7.25};
  std::vector<double> logs;
  for (const double draw : draws) logs.push_back(std::log1p(std::max(draw, 0.0)));
  for (const draw_estimate estimate : {draw_estimate::plain, draw_estimate::fair}) {
    for (const double y : {0.0, 4.0, 5.5, 30.0}) {
      CAPTURE(y);
      CHECK(crps_of_draws(draws, y, estimate, log_scale) ==
            doctest::Approx(crps_of_draws(logs, std::log1p(y), estimate)).epsilon(1e-12));
    }
  }
}

TEST_CASE("the fair score of a few draws is on average that of their law, the plain one is above it") {
  const normal law(10, 3);
  random_engine engine(4);
  double fair = 0.0;
  double plain = 0.0;
  constexpr int times = 40'000;
  for (int i = 0; i < times; ++i) {
    const std::vector<double> draws{sample(law, engine), sample(law, engine), sample(law, engine)};
    fair += crps_of_draws(draws, 11.5) / times;
    plain += crps_of_draws(draws, 11.5, draw_estimate::plain) / times;
  }
  const double exact = crps(law, 11.5);
  CHECK(std::abs(fair - exact) < 0.04);
  // E|Y - Y'| / (2 n), n = 3
  CHECK(std::abs(plain - exact - 3 / std::sqrt(3.141592653589793) / 3) < 0.04);
}

TEST_CASE("what cannot be scored is refused with a message") {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  CHECK_THROWS_WITH_AS(crps(normal(0, 1), std::nan("")), "crps: a value of nan was given; a finite number is needed",
                       invalid_input);
  CHECK_THROWS_AS(crps(log_normal(0, 1), infinity), invalid_input);
  CHECK_THROWS_WITH_AS(crps(normal(0, 1), -2, log_scale),
                       "crps: a value of -2 was given; on the log scale 0 or more is needed", invalid_input);
  CHECK_THROWS_WITH_AS(crps(student_t(0, 1, 1), 3),
                       "crps: a Student t law with 1 degrees of freedom was given, which has no mean; more than 1 are "
                       "needed",
                       cannot_answer);
  CHECK(std::isfinite(crps(student_t(0, 1, 1), 3, log_scale)));
  CHECK_THROWS_WITH_AS(crps_of_draws(std::vector<double>{3}, 3),
                       "crps_of_draws: 1 draws were given; at least 2 are needed", invalid_input);
  CHECK_THROWS_AS(crps_of_draws(std::vector<double>{}, 3, draw_estimate::plain), invalid_input);
  CHECK_THROWS_AS(crps_of_draws(std::vector<double>{1, infinity}, 3), invalid_input);
}
