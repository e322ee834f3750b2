#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <vector>

namespace tollcast::detail {

inline constexpr int most_joints = 9;

// Knots of a connected fit, as places in the list of observations: the first one, the joints, the last one. A list of k
// joints fills the first k + 2.
using knot_list = std::array<int, most_joints + 2>;
using knot_values = std::array<double, most_joints + 2>;

// Where k joints may stand: on an observation, min_end observations before the first and after the last of them,
// min_between between two.
struct joint_grid {
  int observations;
  int joints;
  int min_end;
  int min_between;

  int lowest(int joint, const knot_list& knots) const {
    return joint == 1 ? min_end : knots[static_cast<std::size_t>(joint) - 1] + min_between + 1;
  }
  int highest(int joint) const { return observations - 1 - min_end - (joints - joint) * (min_between + 1); }

  // How many placements there are.
  double placements() const {
    const int free = observations - 2 * min_end - (joints - 1) * min_between;
    double count = joints == 0 ? 1 : (free >= joints ? 1 : 0);
    for (int i = 1; i <= joints; ++i) count *= static_cast<double>(free - joints + i) / i;
    return count;
  }
};

// Weighted sums over the observations of one segment (those after knot a, up to knot b; the first segment has the first
// observation too). The fit is linear between the knots' values, so an observation at the share h of the way has the
// basis values 1 - h and h. Of each lane: the sums of w (1 - h)^2, w (1 - h) h, w h^2, w z (1 - h), w z h.
template <std::size_t Lanes>
struct segment_sums {
  std::array<double, Lanes> aa, ab, bb, za, zb;
};

// The weights and working responses of the observations in one lane.
struct weighted_response {
  std::vector<double> weight;
  std::vector<double> response;
};

// The sums of every segment there can be.
template <std::size_t Lanes>
class segment_table {
 public:
  segment_table(const std::vector<double>& time, const std::array<weighted_response, Lanes>& lanes)
      : size_(time.size()), sums_(size_ * size_) {
    for (std::size_t lane = 0; lane < Lanes; ++lane) {
      const auto& [weight, response] = lanes[lane];
      for (std::size_t a = 0; a + 1 < size_; ++a) {
        double w = a == 0 ? weight[0] : 0;
        double wz = a == 0 ? weight[0] * response[0] : 0;
        double wu = 0;
        double wuu = 0;
        double wzu = 0;
        for (std::size_t b = a + 1; b < size_; ++b) {
          const double u = time[b] - time[a];
          w += weight[b];
          wz += weight[b] * response[b];
          wu += weight[b] * u;
          wuu += weight[b] * u * u;
          wzu += weight[b] * response[b] * u;
          segment_sums<Lanes>& sums = sums_[a * size_ + b];
          sums.bb[lane] = wuu / (u * u);
          sums.ab[lane] = wu / u - sums.bb[lane];
          sums.aa[lane] = w - 2 * (wu / u) + sums.bb[lane];
          sums.zb[lane] = wzu / u;
          sums.za[lane] = wz - sums.zb[lane];
        }
      }
    }
  }
  const segment_sums<Lanes>& at(int a, int b) const {
    return sums_[static_cast<std::size_t>(a) * size_ + static_cast<std::size_t>(b)];
  }

 private:
  std::size_t size_;
  std::vector<segment_sums<Lanes>> sums_;
};

// The normal equations of a least-squares fit, eliminated from the first knot on: they are tridiagonal.
template <std::size_t Lanes>
struct knot_elimination {
  using lanes = std::array<double, Lanes>;
  knot_list knots{};
  std::array<lanes, most_joints + 2> part{};   // of a knot's pivot, from the segment before it
  std::array<lanes, most_joints + 2> right{};  // the same of its right side
  std::array<lanes, most_joints + 2> pivot{};
  std::array<lanes, most_joints + 2> forward{};    // the right side after elimination
  std::array<lanes, most_joints + 2> ratio{};      // off-diagonal over pivot
  std::array<lanes, most_joints + 3> explained{};  // part of the sum of w z^2 that the knots before this one explain

  // The segment from knot j - 1 to `place`, which becomes knot j.
  void extend(std::size_t j, int place, const segment_table<Lanes>& table) {
    const segment_sums<Lanes>& s = table.at(knots[j - 1], place);
    knots[j] = place;
    for (std::size_t i = 0; i < Lanes; ++i) {
      const double pivoted = part[j - 1][i] + s.aa[i];
      const double side = right[j - 1][i] + s.za[i];
      const double inverse = 1 / pivoted;
      const double share = s.ab[i] * inverse;
      pivot[j - 1][i] = pivoted;
      forward[j - 1][i] = side;
      ratio[j - 1][i] = share;
      part[j][i] = s.bb[i] - share * s.ab[i];
      right[j][i] = s.zb[i] - share * side;
      explained[j][i] = explained[j - 1][i] + side * side * inverse;
    }
  }

  // After the last segment, which ends at knot j: all that is explained.
  double finish(std::size_t j, std::size_t lane) const {
    return explained[j][lane] + right[j][lane] * right[j][lane] / part[j][lane];
  }

  // The values at the knots 0 ... j.
  knot_values solve(std::size_t j, std::size_t lane) const {
    knot_values value{};
    value[j] = right[j][lane] / part[j][lane];
    for (std::size_t i = j; i-- > 0;) value[i] = forward[i][lane] / pivot[i][lane] - ratio[i][lane] * value[i + 1];
    return value;
  }
};

// Calls leaf(elimination) for every placement of the grid, in increasing order of the first joint, then the second, ...
// Placements that begin alike share the elimination of what they share.
template <std::size_t Lanes, class Leaf>
// NOLINTNEXTLINE(misc-no-recursion): as deep as there are joints, at most 9
void place_joints(const joint_grid& grid, const segment_table<Lanes>& table, knot_elimination<Lanes>& state, int joint,
                  const Leaf& leaf) {
  const auto j = static_cast<std::size_t>(joint);
  if (joint > grid.joints) {
    state.extend(j, grid.observations - 1, table);
    leaf(static_cast<const knot_elimination<Lanes>&>(state));
    return;
  }
  const int highest = grid.highest(joint);
  for (int place = grid.lowest(joint, state.knots); place <= highest; ++place) {
    state.extend(j, place, table);
    place_joints(grid, table, state, joint + 1, leaf);
  }
}

template <std::size_t Lanes, class Leaf>
void for_each_placement(const joint_grid& grid, const segment_table<Lanes>& table, const Leaf& leaf) {
  knot_elimination<Lanes> state;
  place_joints(grid, table, state, 1, leaf);
}

}  // namespace tollcast::detail
