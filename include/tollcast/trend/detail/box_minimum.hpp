#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <optional>

// The least value of a smooth function of one to five variables in a box, for sums of squares and their like.
namespace tollcast::detail {

// A function at a point.
template <std::size_t d>
struct local_shape {
  double value;  // infinity where the function is not defined
  std::array<double, d> gradient;
};

// A positive semidefinite guess of the second derivatives of a function, as J'J of Gauss and Newton.
template <std::size_t d>
using curvature_table = std::array<std::array<double, d>, d>;

template <std::size_t d>
struct box {
  std::array<double, d> lower;
  std::array<double, d> upper;
};

template <std::size_t d>
struct box_minimum {
  std::array<double, d> at;
  double value;
  bool converged;
};

// The step s that minimises g's + s'(B + damping diag B) s / 2 over the variables that are not held, whose steps are
// given: by B = LDL'. False where that matrix is not positive definite.
template <std::size_t d>
bool newton_step(const std::array<double, d>& gradient, const curvature_table<d>& curvature, double damping,
                 const std::array<bool, d>& held, std::array<double, d>& step) {
  curvature_table<d> lower = curvature;
  std::array<double, d> right{};
  for (std::size_t i = 0; i < d; ++i) {
    lower[i][i] *= 1 + damping;
    right[i] = -gradient[i];
  }
  for (std::size_t k = 0; k < d; ++k) {
    if (!held[k]) continue;
    for (std::size_t i = 0; i < d; ++i) {
      right[i] -= lower[i][k] * step[k];
      lower[i][k] = lower[k][i] = 0;
    }
    lower[k][k] = 1;
  }
  for (std::size_t k = 0; k < d; ++k) {
    if (held[k]) right[k] = step[k];
  }
  for (std::size_t k = 0; k < d; ++k) {
    if (!(lower[k][k] > 0)) return false;
    const double inverse = 1 / lower[k][k];
    for (std::size_t i = k + 1; i < d; ++i) {
      const double factor = inverse * lower[i][k];
      for (std::size_t j = k + 1; j <= i; ++j) lower[i][j] -= factor * lower[j][k];
      right[i] -= factor * right[k];
    }
    right[k] *= inverse;
    for (std::size_t i = k + 1; i < d; ++i) lower[i][k] *= inverse;
  }
  for (std::size_t k = d; k-- > 0;) {
    step[k] = right[k];
    for (std::size_t i = k + 1; i < d; ++i) step[k] -= lower[i][k] * step[i];
  }
  return true;
}

// The damped Newton step inside the box: the variable that would leave it first is held at its bound, until none does.
template <std::size_t d>
bool step_in_box(const std::array<double, d>& gradient, const curvature_table<d>& curvature, double damping,
                 const std::array<double, d>& at, const box<d>& within, std::array<double, d>& step) {
  std::array<bool, d> held{};
  step = {};
  for (std::size_t i = 0; i < d; ++i) {
    held[i] = (at[i] <= within.lower[i] && gradient[i] >= 0) || (at[i] >= within.upper[i] && gradient[i] <= 0);
  }
  for (;;) {
    if (!newton_step(gradient, curvature, damping, held, step)) return false;
    std::size_t first = d;
    double least = 1;
    for (std::size_t i = 0; i < d; ++i) {
      if (held[i]) continue;
      const double room = (step[i] < 0 ? within.lower[i] : within.upper[i]) - at[i];
      if (std::abs(step[i]) > std::abs(room) && room / step[i] < least) {
        least = room / step[i];
        first = i;
      }
    }
    if (first == d) return true;
    held[first] = true;
    step[first] = (step[first] < 0 ? within.lower[first] : within.upper[first]) - at[first];
  }
}

// The update of Broyden, Fletcher, Goldfarb and Shanno of the curvature B (Nocedal and Wright 2006, eq. 6.19) for a
// step s, given Bs and by how much the gradient rises along it. Steps along which the slope does not rise change
// nothing.
template <std::size_t d>
void update_curvature(const std::array<double, d>& step, const std::array<double, d>& expected,
                      const std::array<double, d>& rise, curvature_table<d>& curvature) {
  double along = 0;
  double expected_along = 0;
  for (std::size_t i = 0; i < d; ++i) {
    along += step[i] * rise[i];
    expected_along += step[i] * expected[i];
  }
  if (!(along > 1e-10 * expected_along && expected_along > 0)) return;
  const double more = 1 / along;
  const double less = 1 / expected_along;
  for (std::size_t i = 0; i < d; ++i) {
    const double by_rise = more * rise[i];
    const double by_expected = less * expected[i];
    for (std::size_t j = 0; j < d; ++j) curvature[i][j] += by_rise * rise[j] - by_expected * expected[j];
  }
}

// The local minimum that is reached from `start`: steps of Newton, damped as by Levenberg and Marquardt, on a curvature
// that begins as Gauss and Newton's and goes on as that of BFGS. The function is called as f(point, &curvature), with
// nullptr where no curvature is wanted. Converged means that the next step promises less than 10^-9 (or 10^-13 of the
// value). Nothing where the search comes to a point of which given_up(point, value) holds.
template <std::size_t d, class Function, class Predicate>
std::optional<box_minimum<d>> minimum_in_box(const Function& f, std::array<double, d> at, const box<d>& within,
                                             const Predicate& given_up) {
  constexpr int most_steps = 200;
  constexpr double most_damping = 1e10;
  const auto more = [](double damping) { return std::max(8 * damping, 0.05); };
  curvature_table<d> curvature{};
  local_shape<d> shape = f(at, &curvature);
  if (std::isinf(shape.value)) return box_minimum<d>{at, shape.value, false};
  double damping = 0;
  std::array<double, d> step{};
  for (int k = 0; k < most_steps && damping < most_damping; ++k) {
    if (!step_in_box(shape.gradient, curvature, damping, at, within, step)) {
      damping = more(damping);
      continue;
    }
    std::array<double, d> expected{};
    double promised = 0;
    for (std::size_t i = 0; i < d; ++i) {
      for (std::size_t j = 0; j < d; ++j) expected[i] += curvature[i][j] * step[j];
      promised -= (shape.gradient[i] + 0.5 * expected[i]) * step[i];
    }
    if (promised >= 0 && promised < 1e-9 + 1e-13 * std::abs(shape.value)) return box_minimum<d>{at, shape.value, true};
    std::array<double, d> next_at{};
    for (std::size_t i = 0; i < d; ++i) {
      next_at[i] = std::clamp(at[i] + step[i], within.lower[i], within.upper[i]);
    }
    const local_shape<d> next = f(next_at, nullptr);
    const double gain = shape.value - next.value;
    if (!(promised > 0 && gain > 1e-4 * promised)) {
      damping = more(damping);
      continue;
    }
    if (gain > 0.5 * promised) damping = damping < 1e-5 ? 0 : damping / 10;
    std::array<double, d> rise{};
    for (std::size_t i = 0; i < d; ++i) rise[i] = next.gradient[i] - shape.gradient[i];
    update_curvature(step, expected, rise, curvature);
    at = next_at;
    shape = next;
    if (given_up(at, shape.value)) return std::nullopt;
  }
  return box_minimum<d>{at, shape.value, false};
}

}  // namespace tollcast::detail
