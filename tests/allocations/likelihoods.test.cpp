// An evaluation of a likelihood allocates nothing: each allocation of this program is counted.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdlib>
#include <new>
#include <vector>

#include <doctest/doctest.h>

#include <tollcast/trend/detail/arma_descent.hpp>
#include <tollcast/trend/detail/arma_likelihood.hpp>
#include <tollcast/trend/detail/dynamic_errors.hpp>
#include <tollcast/trend/detail/ingarch_likelihood.hpp>
#include <tollcast/trend/detail/smoothed_level.hpp>
#include <tollcast/trend/detail/smoothing_profile.hpp>

namespace {

std::size_t allocations = 0;

}  // namespace

void* operator new(std::size_t size) {
  ++allocations;
  void* const memory = std::malloc(size == 0 ? 1 : size);
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}
[[gnu::noinline]] void operator delete(void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

namespace {

using namespace tollcast;
using namespace tollcast::detail;

constexpr std::size_t years = 40;

double value_in(std::size_t year) { return 10 + 0.1 * static_cast<double>(year) + std::sin(static_cast<double>(year)); }

// Of three evaluations at different places, which evaluate(i) does; `sum` keeps them from being left out.
template <class Evaluate>
std::size_t allocations_of(const Evaluate& evaluate) {
  static volatile double sum = 0;
  const std::size_t before = allocations;
  for (int i = 0; i < 3; ++i) sum = sum + evaluate(0.1 * i);
  return allocations - before;
}

template <smoothing_error error, smoothing_trend trend>
void check_form(const smoothing_series& series) {
  using layout = smoothing_layout<trend>;
  const auto at = [](double more) {
    smoothing_parameters parameters{0.3 + more, 0.1, layout::damped ? 0.9 : 1.0, 10, 1};
    return layout::from(parameters);
  };
  CAPTURE(to_string(smoothing_form{error, trend}));
  CHECK(std::isfinite(smoothing_shape<error, trend, 0>(series, at(0)).value));
  CHECK(allocations_of([&](double x) { return smoothing_shape<error, trend, 0>(series, at(x)).value; }) == 0);
  curvature_table<layout::all> curvature{};
  CHECK(allocations_of([&](double x) {
          return smoothing_shape<error, trend, layout::all>(series, at(x), &curvature).gradient[0];
        }) == 0);
  if constexpr (!layout::grows) {
    const std::vector<double> ones(years, 1.0);
    const smoothing_profile<trend> profile(series, ones);
    curvature_table<layout::weights> profiled{};
    CHECK(allocations_of([&](double x) {
            typename smoothing_profile<trend>::point point{};
            std::copy_n(at(x).begin(), point.size(), point.begin());
            return profile(point, &profiled).value;
          }) == 0);
  }
}

}  // namespace

TEST_CASE("allocations are counted") {
  CHECK(allocations_of([](double x) { return std::vector<double>(100, x).back(); }) == 3);
}

TEST_CASE("exponential smoothing: no form allocates") {
  smoothing_series series;
  for (std::size_t t = 0; t < years; ++t) series.y.push_back(value_in(t));
  series.known.assign(years, 1);
  series.known[5] = 0;
  series.observations = years - 1;
  check_form<smoothing_error::additive, smoothing_trend::none>(series);
  check_form<smoothing_error::additive, smoothing_trend::additive>(series);
  check_form<smoothing_error::additive, smoothing_trend::damped>(series);
  check_form<smoothing_error::additive, smoothing_trend::multiplicative>(series);
  check_form<smoothing_error::additive, smoothing_trend::damped_multiplicative>(series);
  check_form<smoothing_error::multiplicative, smoothing_trend::none>(series);
  check_form<smoothing_error::multiplicative, smoothing_trend::additive>(series);
  check_form<smoothing_error::multiplicative, smoothing_trend::damped>(series);
  check_form<smoothing_error::multiplicative, smoothing_trend::multiplicative>(series);
  check_form<smoothing_error::multiplicative, smoothing_trend::damped_multiplicative>(series);
}

TEST_CASE("arima: no order allocates, with missing years or without") {
  arma_series series;
  series.constant = true;
  for (std::size_t t = 0; t < years; ++t) series.x.push_back(std::sin(static_cast<double>(t)));
  for (const bool missing : {false, true}) {
    if (missing) series.gaps.push_back({7, {1, -1, 0}});
    arma_likelihood likelihood(series);
    for (std::size_t p = 0; p <= largest_arma_order; ++p) {
      for (std::size_t q = 0; q <= largest_arma_order; ++q) {
        CAPTURE(missing);
        CAPTURE(p);
        CAPTURE(q);
        arma_point gradient{};
        CHECK(allocations_of([&](double x) {
                arma_point at{};
                at.fill(x + 0.1);
                return likelihood.value({p, q}, {at.data(), p + q}, {gradient.data(), p + q});
              }) == 0);
      }
    }
  }
}

TEST_CASE("theta and dynamic_theta do not allocate") {
  std::vector<dated_value> values;
  for (std::size_t t = 0; t < years; ++t) {
    if (t != 5) values.push_back({static_cast<double>(t), value_in(t)});
  }
  CHECK(allocations_of([&](double alpha) { return smoothing_sums_at(values, alpha).errors.squares(0); }) == 0);
  CHECK(allocations_of([&](double alpha) { return dynamic_errors(values, alpha, true).sums.squares(0.5); }) == 0);
}

TEST_CASE("ingarch does not allocate") {
  for (const bool logarithm : {false, true}) {
    ingarch_data data{{1, 2}, {1}, logarithm, {}, std::vector<char>(years, 1), 1, std::vector<double>(years, 0.5)};
    for (std::size_t t = 0; t < years; ++t) data.figures.push_back(std::floor(value_in(t)));
    data.known[5] = 0;
    ingarch_likelihood likelihood(data);
    CHECK(allocations_of([&](double x) {
            return likelihood.evaluate(std::array{2 + x, 0.2, 0.1, 0.1 + x, 0.1}, x, ingarch_wanted::information);
          }) == 0);
  }
}
