#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <vector>

#include "made_up.hpp"
#include <doctest/doctest.h>

#include <tollcast/core/error.hpp>
#include <tollcast/distribution/negative_binomial.hpp>
#include <tollcast/distribution/poisson.hpp>
#include <tollcast/distribution/tabulated.hpp>
#include <tollcast/numeric/reference_laws.hpp>
#include <tollcast/projection/detail/family_draws.hpp>
#include <tollcast/projection/reconciliation.hpp>

using namespace tollcast;

namespace {

region_share_law even_shares(std::size_t parts, double concentration = 8) {
  return {std::vector<double>(parts, 1.0 / static_cast<double>(parts)), concentration, 0.8};
}

double mean_of(const std::vector<std::int64_t>& draws) {
  double sum = 0;
  for (const std::int64_t draw : draws) sum += static_cast<double>(draw);
  return sum / static_cast<double>(draws.size());
}

double covariance_of(const std::vector<std::int64_t>& x, const std::vector<std::int64_t>& y) {
  double sum = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    sum += (static_cast<double>(x[i]) - mean_of(x)) * (static_cast<double>(y[i]) - mean_of(y));
    if (i == 2000) return sum / 2001;  // enough, and quick
  }
  return sum / static_cast<double>(x.size());
}

bool adds_up(const reconciled& made) {
  for (std::size_t i = 0; i < made.total.size(); ++i) {
    std::int64_t sum = 0;
    for (const auto& part : made.parts) {
      if (part[i] < 0) return false;
      sum += part[i];
    }
    if (sum != made.total[i]) return false;
  }
  return true;
}

double log_beta_binomial(double x, double n, double a, double b) {
  return std::lgamma(n + 1) - std::lgamma(x + 1) - std::lgamma(n - x + 1) + std::lgamma(x + a) +
         std::lgamma(n - x + b) - std::lgamma(n + a + b) + std::lgamma(a + b) - std::lgamma(a) - std::lgamma(b);
}

}  // namespace

TEST_CASE("conditioning: the joint law of three parts is that of enumeration") {
  const any_distribution total = negative_binomial(14, 3);
  const std::vector<any_distribution> parts{poisson(2), negative_binomial(4, 1.5), poisson(3)};
  const reconciled made =
      reconcile(total, parts, even_shares(3), {.method = reconciliation::conditioning, .draws = 20000});
  CHECK(adds_up(made));
  constexpr std::int64_t most = 60;
  double sum = 0;
  double means[4] = {};
  std::vector<double> of_total(3 * most + 1, 0);
  for (std::int64_t a = 0; a <= 20; ++a) {
    for (std::int64_t b = 0; b <= most; ++b) {
      for (std::int64_t c = 0; c <= 25; ++c) {
        const double p =
            std::exp(log_pmf(parts[0], a) + log_pmf(parts[1], b) + log_pmf(parts[2], c) + log_pmf(total, a + b + c));
        sum += p;
        means[0] += p * static_cast<double>(a);
        means[1] += p * static_cast<double>(b);
        means[2] += p * static_cast<double>(c);
        means[3] += p * static_cast<double>(a * b);
        of_total[static_cast<std::size_t>(a + b + c)] += p;
      }
    }
  }
  for (std::size_t k = 0; k < 3; ++k) CHECK(mean_of(made.parts[k]) == doctest::Approx(means[k] / sum).epsilon(0.02));
  const double covariance = means[3] / sum - means[0] * means[1] / (sum * sum);
  CHECK(std::abs(covariance_of(made.parts[0], made.parts[1]) - covariance) < 0.35);
  double below = 0;
  double furthest = 0;
  for (std::size_t s = 0; s < of_total.size(); ++s) {
    below += of_total[s] / sum;
    const auto drawn = std::count_if(made.total.begin(), made.total.end(),
                                     [&](std::int64_t y) { return y <= static_cast<std::int64_t>(s); });
    furthest = std::max(furthest, std::abs(static_cast<double>(drawn) / 20000 - below));
  }
  CHECK(furthest < 0.01);
  CHECK(made.effective_draws > 10000);
}

TEST_CASE("conditioning: the printed example of bayesRecon, Gaussian laws with means 9, 2 and 4") {
  // Deviations 3, 2 and 2 give the means 7.41, 2.71 and 4.71; here in hundredths, the parts 1000 higher.
  const std::vector<any_distribution> parts{discrete_normal(1200, 200), discrete_normal(1400, 200)};
  const reconciled made = reconcile(discrete_normal(2900, 300), parts, even_shares(2),
                                    {.method = reconciliation::conditioning, .draws = 20000});
  CHECK(std::abs(mean_of(made.total) - 2741) < 5);
  CHECK(std::abs(mean_of(made.parts[0]) - 1271) < 5);
  CHECK(std::abs(mean_of(made.parts[1]) - 1471) < 5);
}

TEST_CASE("top-down: a part is beta-binomial given the total; bottom-up: the parts are as they were") {
  const any_distribution total = negative_binomial(12, 4);
  const std::vector<any_distribution> parts{poisson(2), poisson(40)};
  const region_share_law shares{{0.3, 0.7}, 5, 0.8};
  const reconciled down = reconcile(total, parts, shares, {.method = reconciliation::top_down, .draws = 20000});
  CHECK(adds_up(down));
  double expected = 0;  // P(part <= 2)
  for (int n = 0; n <= 150; ++n) {
    for (int x = 0; x <= std::min(n, 2); ++x) {
      expected += std::exp(log_pmf(total, n) + log_beta_binomial(x, n, 1.5, 3.5));
    }
  }
  const auto drawn = std::count_if(down.parts[0].begin(), down.parts[0].end(), [](std::int64_t y) { return y <= 2; });
  CHECK(std::abs(static_cast<double>(drawn) / 20000 - expected) < 0.012);
  CHECK(mean_of(down.total) == doctest::Approx(12).epsilon(0.01));

  const reconciled up = reconcile(total, parts, shares, {.method = reconciliation::bottom_up});
  CHECK(adds_up(up));
  CHECK(mean_of(up.parts[0]) == doctest::Approx(2).epsilon(0.01));
  CHECK(mean_of(up.total) == doctest::Approx(42).epsilon(0.01));
  CHECK(std::abs(covariance_of(up.parts[0], up.parts[1])) < 0.9);

  // What is counted of the total holds, and where it contradicts the parts those do.
  const any_distribution counted = shifted(tabulated(0, std::vector<double>{1, 1}), 50);
  const reconciled lifted = reconcile(counted, parts, shares, {.method = reconciliation::bottom_up});
  CHECK(adds_up(lifted));
  CHECK(*std::min_element(lifted.total.begin(), lifted.total.end()) == 50);
  const std::vector<any_distribution> known{tabulated::certain(3), tabulated::certain(4)};
  for (const auto method : {reconciliation::pooled, reconciliation::bottom_up, reconciliation::top_down}) {
    const reconciled held = reconcile(counted, known, shares, {.method = method});
    CHECK(adds_up(held));
    CHECK(mean_of(held.total) == 7);
  }
}

TEST_CASE("pooled: whole counts between the two laws, parts moved in proportion, what is counted stays") {
  const any_distribution total = poisson(120);
  const std::vector<any_distribution> parts{shifted(tabulated(0, std::vector<double>{1, 2, 1}), 30), poisson(20),
                                            tabulated::certain(7), poisson(25)};
  const reconciled made = reconcile(total, parts, even_shares(4));
  CHECK(adds_up(made));
  CHECK(mean_of(made.total) > 86);  // 83 from the parts, 120 from the total
  CHECK(mean_of(made.total) < 118);
  CHECK(*std::min_element(made.parts[0].begin(), made.parts[0].end()) >= 30);
  CHECK(*std::max_element(made.parts[0].begin(), made.parts[0].end()) <= 32);
  CHECK(std::all_of(made.parts[2].begin(), made.parts[2].end(), [](std::int64_t y) { return y == 7; }));
  CHECK(mean_of(made.parts[3]) > 25);

  const reconciled known = reconcile(tabulated::certain(100), parts, even_shares(4));
  CHECK(adds_up(known));
  CHECK(std::all_of(known.total.begin(), known.total.end(), [](std::int64_t y) { return y == 100; }));
}

TEST_CASE("pooled: the law of the outcome given two normal forecasts whose errors correlate") {
  using draw_column = std::vector<std::int64_t>;
  constexpr double r = 0.6;
  const auto draws_of = [](double mean, double deviation) {
    draw_column draws;
    for (int i = 0; i < 4000; ++i)
      draws.push_back(std::lround(mean + deviation * tollcast::normal_quantile((i + 0.5) / 4000)));
    return draws;
  };
  const draw_column p = draws_of(100'000, 500);
  for (const double deviation : {400.0, 500.0, 700.0}) {
    const draw_column q = draws_of(100'300, deviation);
    const double s = 500 / deviation;
    const tollcast::detail::pool_exponents exponents{(1 - r * s) / (1 - r * r), (1 - r / s) / (1 - r * r)};
    const auto made = tollcast::detail::pooled_totals(p, q, exponents).totals;
    // weights and variance of the least variance (Bates and Granger 1969)
    const double common = r * 500 * deviation;
    const double together = 500.0 * 500 + deviation * deviation - 2 * common;
    const double share = (deviation * deviation - common) / together;
    const double variance = 500.0 * 500 * deviation * deviation * (1 - r * r) / together;
    CHECK(mean_of(made) == doctest::Approx(100'300 - 300 * share).epsilon(0.0002));
    CHECK(static_cast<double>(made[3365] - made[634]) / 2 == doctest::Approx(std::sqrt(variance)).epsilon(0.05));
    const auto widened = tollcast::detail::with_wide_tails(made, p, q, exponents);
    CHECK(std::is_sorted(widened.begin(), widened.end()));
    CHECK(widened.size() == made.size());
    CHECK(widened[100] < made[100]);
    CHECK(widened[3900] > made[3900]);
    CHECK(std::abs(widened[2000] - made[2000]) < 60);
  }
}

TEST_CASE("pooled, years ahead: four of ten draws are of the laws pooled, further apart the fewer the deaths") {
  const auto counted = [](std::int64_t low, std::int64_t middle, std::int64_t high) {
    std::vector<std::int64_t> law(1000, low);
    law.insert(law.end(), 2000, middle);
    law.insert(law.end(), 1000, high);
    const auto made = tollcast::detail::with_wide_tails(law, law, law, {0.6, 0.6});
    CHECK(made.size() == law.size());
    return [made](std::int64_t y) { return std::count(made.begin(), made.end(), y); };
  };
  const auto of_99 = counted(24, 99, 399);
  CHECK(of_99(24) == 600);
  CHECK(of_99(16) == 400);  // 25 / (100 / 25) ^ (0.8 / 3) - 1
  CHECK(of_99(99) == 2000);
  CHECK(of_99(399) == 600);
  CHECK(of_99(578) == 400);  // 400 * 4 ^ (0.8 / 3) - 1
  const auto of_nine = counted(3, 9, 27);
  CHECK(of_nine(2) == 400);  // 4 / (10 / 4) ^ (0.9 * 0.8 * 2 / 3) - 1
  CHECK(of_nine(45) == 400);
  const auto of_a_thousand = counted(300, 1000, 3000);
  CHECK(of_a_thousand(300) == 1000);
  CHECK(of_a_thousand(3000) == 1000);
  const auto of_none = counted(0, 0, 40);
  CHECK(of_none(40) == 1000);
}

TEST_CASE("pooled, years ahead: the tails of laws with hardly a death stay near those of the laws") {
  for (const double middle : {0.3, 1.0, 3.0, 8.0}) {
    const any_distribution law = negative_binomial(middle, 0.5);
    std::vector<std::int64_t> draws;
    for (int i = 0; i < 4000; ++i) draws.push_back(quantile(law, (i + 0.5) / 4000));
    const auto made = tollcast::detail::with_wide_tails(draws, draws, draws, {0.6, 0.6});
    CHECK(mean_of(made) < 1.15 * middle);
    CHECK(static_cast<double>(made[3899]) <= 1.4 * static_cast<double>(draws[3899]));
    // one draw in a hundred is beyond the 2.5 % point of the law moved, and no draw further from it than before
    CHECK(made.back() - made[3980] <= draws.back() - draws[3500]);
  }
}

TEST_CASE(
    "pooled: what the months of a total say enters the law of its parts by its weight, and correlates the errors") {
  namespace detail = tollcast::detail;
  constexpr std::size_t n = 4000;
  const any_distribution law = discrete_normal(1000, 40);
  const any_distribution of_part = discrete_normal(500, 40 / std::sqrt(2));
  const any_distribution by_month = discrete_normal(1060, 40);
  const auto part = detail::even_draws(of_part, n);
  const auto made = [&](double weight, double by_year, const any_distribution& months) {
    detail::family given{.law = &law,
                         .total = detail::even_draws(law, n),
                         .parts = {&part, &part},
                         .limits = {{}, {}},
                         .alpha = {4, 4},
                         .by_month = &months,
                         .weight_of_months = weight,
                         .parts_by_year = by_year};
    random_engine engine(1);
    return detail::draw_family(given, reconciliation::pooled, engine);
  };
  const auto deviation = [](std::vector<std::int64_t> draws) {
    std::sort(draws.begin(), draws.end());
    return static_cast<double>(draws[3365] - draws[634]) / 2;
  };
  for (const double by_year : {0.5, 1.0}) {
    const detail::family_draws found = made(0.4, by_year, by_month);
    CHECK(found.months_speak);
    CHECK(std::abs(mean_of(found.total) - 1012) < 1.5);  // 1060 with 0.4, halved by the law of the total
    const double r = 0.7 + 0.15 * by_year;
    CHECK(deviation(found.total) == doctest::Approx(40 * std::sqrt((1 + r) / 2)).epsilon(0.015));
  }
  CHECK(std::abs(mean_of(made(0.144, 1, by_month).total) - 1004.3) < 1.5);

  const detail::family_draws apart = made(0.4, 1, discrete_normal(1300, 20));
  CHECK_FALSE(apart.months_speak);
  CHECK(std::abs(mean_of(apart.total) - 1000) < 1.5);
  CHECK(deviation(apart.total) == doctest::Approx(40 * std::sqrt(0.85)).epsilon(0.015));
}

TEST_CASE("pooled: laws without a chance in common are not mixed") {
  const std::vector<any_distribution> parts{poisson(3), poisson(4)};
  const reconciled made = reconcile(poisson(4000), parts, even_shares(2));
  CHECK(adds_up(made));
  CHECK(made.effective_draws == 0);
  CHECK(std::abs(mean_of(made.total) - 4000) < 1);
  CHECK(*std::min_element(made.total.begin(), made.total.end()) > 3700);
}

TEST_CASE("pooled: the laws of a total and of parts that agree are left as they are, but narrower") {
  const std::vector<any_distribution> parts{poisson(2), poisson(3)};
  const reconciled made = reconcile(poisson(5), parts, even_shares(2));
  CHECK(mean_of(made.total) == doctest::Approx(5).epsilon(0.03));
  CHECK(covariance_of(made.total, made.total) < 5);
  CHECK(covariance_of(made.total, made.total) > 3.5);
}

TEST_CASE("pooled: the narrower law counts for more, and alone where it is far narrower") {
  const auto exponents_of = [](double deviation, double most = 2) {
    std::vector<std::int64_t> p;
    std::vector<std::int64_t> q;
    for (int i = 0; i < 1000; ++i) {
      const double z = tollcast::normal_quantile((i + 0.5) / 1000);
      p.push_back(std::llround(std::exp(15 + 3 * deviation * deviation * z)));
      q.push_back(std::llround(std::exp(15 + 3 * z)));
    }
    return tollcast::detail::exponents_by_spread(p, q, 0.6, most);
  };
  CHECK(exponents_of(1).of_p == doctest::Approx(1 / 1.6));
  CHECK(exponents_of(1).of_q == doctest::Approx(1 / 1.6));
  // the root of the ratio of the spreads
  CHECK(exponents_of(0.8).of_p == doctest::Approx((1 - 0.6 * 0.8) / 0.64).epsilon(0.01));
  CHECK(exponents_of(0.8).of_q == doctest::Approx((1 - 0.6 / 0.8) / 0.64).epsilon(0.02));
  CHECK(exponents_of(1.25).of_q == doctest::Approx((1 - 0.6 / 1.25) / 0.64).epsilon(0.01));
  CHECK(exponents_of(0.5).of_p == 1);
  CHECK(exponents_of(0.5).of_q == 0);
  CHECK(exponents_of(2).of_q == 1);
  CHECK(exponents_of(2, 1).of_q == doctest::Approx(1 / 1.6));
}

TEST_CASE("draws are the same for the same seed, add up for huge counts and are refused out of range") {
  const std::vector<any_distribution> parts{negative_binomial(3e12, 4), negative_binomial(2e11, 2), poisson(1)};
  const any_distribution total = negative_binomial(4e12, 6);
  for (const auto method : {reconciliation::pooled, reconciliation::top_down, reconciliation::bottom_up}) {
    const regional_options options{.method = method, .draws = 500, .seed = 3};
    const reconciled made = reconcile(total, parts, even_shares(3), options);
    CHECK(adds_up(made));
    CHECK(made.parts == reconcile(total, parts, even_shares(3), options).parts);
  }
  CHECK_THROWS_AS(reconcile(total, parts, even_shares(2)), invalid_input);
  CHECK_THROWS_AS(reconcile(total, std::vector<any_distribution>{}, even_shares(0)), invalid_input);
  CHECK_THROWS_AS(reconcile(total, parts, even_shares(3), {.draws = 99}), invalid_input);
  CHECK_THROWS_AS(reconcile(tabulated::certain(3), std::vector<any_distribution>{tabulated::certain(4)}, even_shares(1),
                            {.method = reconciliation::conditioning}),
                  cannot_answer);
}

TEST_CASE("a law of the sum that what is counted cuts is that law given the count; one that it excludes is silent") {
  const auto made = [](reconciliation method, const any_distribution& total, std::int64_t counted) {
    const std::vector<any_distribution> parts{tabulated(counted, std::vector<double>(5, 1.0)), poisson(3)};
    const reconciled found = reconcile(total, parts, even_shares(2), {.method = method});
    CHECK(adds_up(found));
    return found.total;
  };
  const auto mean_from = [](auto mass, std::int64_t first) {
    double sum = 0;
    double moment = 0;
    for (std::int64_t y = first; y < first + 100; ++y) {
      sum += mass(y);
      moment += mass(y) * static_cast<double>(y);
    }
    return moment / sum;
  };
  const double above = mean_from([](std::int64_t y) { return std::exp(log_pmf(poisson(60), y)); }, 60);
  CHECK(std::abs(mean_of(made(reconciliation::top_down, poisson(60), 60)) - above) < 0.05);
  for (const auto method : {reconciliation::pooled, reconciliation::top_down}) {
    CHECK(std::abs(mean_of(made(method, poisson(60), 150)) - 155) < 0.2);
  }

  const auto of_parts = [](std::int64_t y) {
    double sum = 0;
    for (std::int64_t part = 60; part < 65; ++part) sum += y < part ? 0 : std::exp(log_pmf(poisson(3), y - part));
    return sum;
  };
  const tabulated counted_66(66, std::vector<double>(40, 1.0));
  CHECK(std::abs(mean_of(made(reconciliation::bottom_up, counted_66, 60)) - mean_from(of_parts, 66)) < 0.1);
  const tabulated counted_90(90, std::vector<double>(40, 1.0));
  CHECK(std::abs(mean_of(made(reconciliation::bottom_up, counted_90, 60)) - 109.5) < 0.1);
}
