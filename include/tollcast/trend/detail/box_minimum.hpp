#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <optional>

// The least value of a smooth function of one to five variables in a box, for sums of squares and their like.
namespace tollcast::detail {

// A function at a point. The curvature is a positive semidefinite guess of the second derivatives, as J'J of Gauss and
// Newton.
template <std::size_t d>
struct local_shape {
  double value;  // infinity where the function is not defined
  std::array<double, d> gradient;
  std::array<std::array<double, d>, d> curvature;
};

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
// given. False where that matrix is not positive definite.
template <std::size_t d>
bool newton_step(const local_shape<d>& shape, double damping, const std::array<bool, d>& held,
                 std::array<double, d>& step) {
  std::array<std::size_t, d> moved{};
  std::size_t m = 0;
  for (std::size_t i = 0; i < d; ++i) {
    if (!held[i]) moved[m++] = i;
  }
  std::array<std::array<double, d + 1>, d> rows{};
  for (std::size_t a = 0; a < m; ++a) {
    const auto& curvature = shape.curvature[moved[a]];
    double right = -shape.gradient[moved[a]];
    for (std::size_t i = 0; i < d; ++i) {
      if (held[i]) right -= curvature[i] * step[i];
    }
    for (std::size_t b = 0; b < m; ++b) rows[a][b] = curvature[moved[b]];
    rows[a][a] += damping * rows[a][a];
    rows[a][m] = right;
  }
  for (std::size_t k = 0; k < m; ++k) {
    if (!(rows[k][k] > 0)) return false;
    for (std::size_t i = k + 1; i < m; ++i) {
      const double factor = rows[i][k] / rows[k][k];
      for (std::size_t j = k; j <= m; ++j) rows[i][j] -= factor * rows[k][j];
    }
  }
  for (std::size_t k = m; k-- > 0;) {
    double value = rows[k][m];
    for (std::size_t j = k + 1; j < m; ++j) value -= rows[k][j] * step[moved[j]];
    step[moved[k]] = value / rows[k][k];
  }
  return true;
}

// The damped Newton step inside the box: the variable that would leave it first is held at its bound, until none does.
template <std::size_t d>
bool step_in_box(const local_shape<d>& shape, double damping, const std::array<double, d>& at, const box<d>& within,
                 std::array<double, d>& step) {
  std::array<bool, d> held{};
  step = {};
  for (std::size_t i = 0; i < d; ++i) {
    held[i] =
        (at[i] <= within.lower[i] && shape.gradient[i] >= 0) || (at[i] >= within.upper[i] && shape.gradient[i] <= 0);
  }
  for (;;) {
    if (!newton_step(shape, damping, held, step)) return false;
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

// The update of Broyden, Fletcher, Goldfarb and Shanno of `before`'s curvature, for the step to `after` (Nocedal and
// Wright 2006, eq. 6.19). Steps along which the slope does not rise change nothing.
template <std::size_t d>
void update_curvature(const local_shape<d>& before, const std::array<double, d>& step, local_shape<d>& after) {
  std::array<double, d> rise{};
  std::array<double, d> expected{};
  double along = 0;
  double expected_along = 0;
  for (std::size_t i = 0; i < d; ++i) {
    rise[i] = after.gradient[i] - before.gradient[i];
    for (std::size_t j = 0; j < d; ++j) expected[i] += before.curvature[i][j] * step[j];
    along += step[i] * rise[i];
    expected_along += step[i] * expected[i];
  }
  after.curvature = before.curvature;
  if (!(along > 1e-10 * expected_along && expected_along > 0)) return;
  for (std::size_t i = 0; i < d; ++i) {
    for (std::size_t j = 0; j < d; ++j) {
      after.curvature[i][j] += rise[i] * rise[j] / along - expected[i] * expected[j] / expected_along;
    }
  }
}

// The local minimum that is reached from `start`: steps of Newton, damped as by Levenberg and Marquardt, on a curvature
// that begins as Gauss and Newton's and goes on as that of BFGS. The function is called as f(point, curvature wanted).
// Converged means that the next step promises less than 10^-9 (or 10^-13 of the value). Nothing where the search comes
// to a point of which given_up(point, value) holds.
template <std::size_t d, class Function, class Predicate>
std::optional<box_minimum<d>> minimum_in_box(const Function& f, std::array<double, d> at, const box<d>& within,
                                             const Predicate& given_up) {
  constexpr int most_steps = 200;
  constexpr double most_damping = 1e10;
  const auto more = [](double damping) { return std::max(8 * damping, 0.05); };
  local_shape<d> shape = f(at, true);
  double damping = 0;
  std::array<double, d> step{};
  for (int k = 0; k < most_steps && damping < most_damping; ++k) {
    if (!step_in_box(shape, damping, at, within, step)) {
      damping = more(damping);
      continue;
    }
    double promised = 0;
    for (std::size_t i = 0; i < d; ++i) {
      promised -= shape.gradient[i] * step[i];
      for (std::size_t j = 0; j < d; ++j) promised -= 0.5 * step[i] * shape.curvature[i][j] * step[j];
    }
    if (promised >= 0 && promised < 1e-9 + 1e-13 * std::abs(shape.value)) return box_minimum<d>{at, shape.value, true};
    std::array<double, d> next_at{};
    for (std::size_t i = 0; i < d; ++i) {
      next_at[i] = std::clamp(at[i] + step[i], within.lower[i], within.upper[i]);
    }
    local_shape<d> next = f(next_at, false);
    const double gain = shape.value - next.value;
    if (!(promised > 0 && gain > 1e-4 * promised)) {
      damping = more(damping);
      continue;
    }
    if (gain > 0.5 * promised) damping = damping < 1e-5 ? 0 : damping / 10;
    update_curvature(shape, step, next);
    at = next_at;
    shape = next;
    if (given_up(at, shape.value)) return std::nullopt;
  }
  return box_minimum<d>{at, shape.value, false};
}

}  // namespace tollcast::detail
