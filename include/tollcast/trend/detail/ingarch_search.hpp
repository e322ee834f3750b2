#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

#include <Eigen/Cholesky>
#include <Eigen/Core>

// The lowest point of a smooth function under linear inequalities: sequential quadratic programming (Nocedal and Wright
// 2006, "Numerical Optimization", algorithm 18.3 with linear constraints, where every iterate is feasible).
namespace tollcast::detail {

using search_vector = Eigen::VectorXd;
using search_matrix = Eigen::MatrixXd;

// The points x with normals x <= limits.
struct linear_limits {
  search_matrix normals;
  search_vector limits;

  bool allow(const search_vector& x) const { return ((limits - normals * x).array() >= 0).all(); }
};

// The step d that minimises g'd + d'Bd/2 under normals d <= slack, slack >= 0, by the primal active-set method (Nocedal
// and Wright 2006, algorithm 16.3) from d = 0.
inline search_vector quadratic_step(const search_matrix& curvature, const search_vector& gradient,
                                    const search_matrix& normals, const search_vector& slack) {
  const Eigen::LLT<search_matrix> root(curvature);
  search_vector step = search_vector::Zero(gradient.size());
  std::vector<Eigen::Index> working;
  const auto rounds = 10 * (normals.rows() + 1);
  for (Eigen::Index round = 0; round < rounds; ++round) {
    const auto held = static_cast<Eigen::Index>(working.size());
    search_matrix active(held, gradient.size());
    for (Eigen::Index i = 0; i < held; ++i) active.row(i) = normals.row(working[static_cast<std::size_t>(i)]);
    const search_vector slope = gradient + curvature * step;
    search_vector move = -root.solve(slope);
    search_vector multipliers(held);
    if (held > 0) {
      const search_matrix inverse_active = root.solve(active.transpose());
      multipliers = (active * inverse_active).llt().solve(active * move);
      move -= inverse_active * multipliers;
    }
    double length = 1;
    Eigen::Index blocking = -1;
    for (Eigen::Index i = 0; i < normals.rows(); ++i) {
      if (std::find(working.begin(), working.end(), i) != working.end()) continue;
      const double towards = normals.row(i).dot(move);
      if (!(towards > 1e-13 * normals.row(i).norm() * move.norm())) continue;
      const double room = std::max(slack[i] - normals.row(i).dot(step), 0.0) / towards;
      if (room < length) {
        length = room;
        blocking = i;
      }
    }
    step += length * move;
    if (blocking >= 0) {
      working.push_back(blocking);
      continue;
    }
    Eigen::Index worst = 0;
    if (held == 0) return step;
    if (multipliers.minCoeff(&worst) >= 0) {
      // What rounding has left between the step and the limits that hold it.
      search_vector left = active * step;
      for (Eigen::Index i = 0; i < held; ++i) left[i] -= slack[working[static_cast<std::size_t>(i)]];
      return step - active.transpose() * (active * active.transpose()).llt().solve(left);
    }
    working.erase(working.begin() + worst);
  }
  return step;
}

struct search_point {
  search_vector at;
  double value;
  search_vector gradient;
  search_matrix curvature;  // positive definite
  bool converged = false;
};

// Takes up to `steps` steps from a point that the limits allow. `evaluate(x, gradient)` gives the value, or infinity;
// the curvature follows the gradients by the damped BFGS formula (Nocedal and Wright 2006, procedure 18.2).
template <class Evaluate>
void descend(search_point& point, const linear_limits& limits, int steps, const Evaluate& evaluate) {
  constexpr double sufficient = 1e-4;
  search_vector gradient(point.at.size());
  for (int taken = 0; taken < steps && !point.converged; ++taken) {
    const search_vector slack = (limits.limits - limits.normals * point.at).cwiseMax(0.0);
    const search_vector step = quadratic_step(point.curvature, point.gradient, limits.normals, slack);
    const double slope = point.gradient.dot(step);
    const double rounding = 1e-15 * std::abs(point.value);
    if (!(slope < -1e-11 - rounding)) {
      point.converged = true;
      break;
    }
    double length = 1;
    double value = std::numeric_limits<double>::infinity();
    search_vector next;
    for (int halving = 0; halving < 40; ++halving, length *= 0.5) {
      next = point.at + length * step;
      value = evaluate(next, gradient);
      if (value <= point.value + sufficient * length * slope + rounding) break;
      value = std::numeric_limits<double>::infinity();
    }
    if (!std::isfinite(value)) {
      point.converged = -slope < 1e-6 + 100 * rounding;
      break;
    }
    const search_vector moved = next - point.at;
    const search_vector pushed = point.curvature * moved;
    const double curved = moved.dot(pushed);
    search_vector change = gradient - point.gradient;
    const double seen = moved.dot(change);
    if (seen < 0.2 * curved) {
      const double share = 0.8 * curved / (curved - seen);
      change = share * change + (1 - share) * pushed;
    }
    const double along = moved.dot(change);
    if (curved > 0 && along > 0) {
      point.curvature += change * change.transpose() / along - pushed * pushed.transpose() / curved;
    }
    point.at = next;
    point.value = value;
    point.gradient = gradient;
  }
}

}  // namespace tollcast::detail
