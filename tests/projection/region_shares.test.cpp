#include <cmath>
#include <numeric>
#include <vector>

#include <doctest/doctest.h>

#include <tollcast/core/error.hpp>
#include <tollcast/projection/region_shares.hpp>

using namespace tollcast;

namespace {

std::vector<counts_of_year> past_of(const std::vector<std::vector<std::int64_t>>& years) {
  std::vector<counts_of_year> past;
  for (const auto& year : years) {
    counts_of_year& one = past.emplace_back();
    one.total = std::accumulate(year.begin(), year.end(), std::int64_t{0});
    for (const std::int64_t count : year) one.parts.push_back(count);
  }
  return past;
}

}  // namespace

TEST_CASE("the shares, the forgetting and kappa are those of the largest posterior, summed as it stands") {
  const std::vector<std::vector<std::int64_t>> years{{5, 9, 0}, {12, 30, 4}, {3, 20, 2}, {40, 11, 6}, {55, 20, 1}};
  for (const int ahead : {1, 2}) {
    const region_share_law found = learn_region_shares(past_of(years), 3, ahead);
    double best = -1e300;
    double best_forgetting = 0;
    double best_kappa = 0;
    for (const double forgetting : {0.4, 0.6, 0.8, 0.95}) {
      for (double kappa = 0.5; kappa < 300; kappa *= 2) {
        double value = -0.5 * std::pow(std::log(kappa / 8) / 1.5, 2);
        for (std::size_t t = static_cast<std::size_t>(ahead); t < years.size(); ++t) {
          double m[3] = {0.1, 0.1, 0.1};
          double weight = 0.3;
          for (std::size_t s = 0; s + static_cast<std::size_t>(ahead) <= t; ++s) {
            const double n = static_cast<double>(years[s][0] + years[s][1] + years[s][2]);
            const double w =
                std::pow(forgetting, static_cast<double>(t - static_cast<std::size_t>(ahead) - s)) * n / (n + 5);
            for (std::size_t k = 0; k < 3; ++k) m[k] += w * static_cast<double>(years[s][k]) / n;
            weight += w;
          }
          const double n = static_cast<double>(years[t][0] + years[t][1] + years[t][2]);
          value += std::lgamma(kappa) - std::lgamma(kappa + n);
          for (std::size_t k = 0; k < 3; ++k) {
            const double a = kappa * m[k] / weight;
            value += std::lgamma(a + static_cast<double>(years[t][k])) - std::lgamma(a);
          }
        }
        if (value > best) best = value, best_forgetting = forgetting, best_kappa = kappa;
      }
    }
    CHECK(found.forgetting == best_forgetting);
    CHECK(found.concentration == best_kappa);
  }
}

TEST_CASE("shares move after a change, are even where nothing is known, and pass over what is missing") {
  std::vector<std::vector<std::int64_t>> years(8, {90, 10});
  years.insert(years.end(), 3, {20, 80});
  const region_share_law moved = learn_region_shares(past_of(years), 2);
  CHECK(moved.shares[1] > 0.6);
  CHECK(moved.shares[0] + moved.shares[1] == doctest::Approx(1));

  const region_share_law unknown = learn_region_shares({}, 4);
  CHECK(unknown.shares == std::vector<double>(4, 0.25));
  CHECK(unknown.concentration == 8);

  std::vector<counts_of_year> holes = past_of({{30, 10}, {33, 9}, {28, 12}});
  holes[1].parts[1].reset();
  holes.push_back({std::nullopt, {5, std::nullopt}});
  const region_share_law found = learn_region_shares(holes, 2);
  CHECK(found.shares[0] == doctest::Approx(0.74).epsilon(0.1));

  CHECK_THROWS_AS(learn_region_shares(past_of({{1, 2}}), 3), invalid_input);
  CHECK_THROWS_AS(learn_region_shares(past_of({{1, 2}}), 2, 0), invalid_input);
}
