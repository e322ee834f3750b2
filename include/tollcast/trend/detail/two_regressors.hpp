#pragma once

#include <algorithm>

namespace tollcast::detail {

// Weighted least squares of y on two regressors x and z, from sums of products alone.
struct two_regressors {
  double yy = 0, xx = 0, xy = 0, zz = 0, xz = 0, zy = 0;

  void add(double y, double x, double z, double weight) {
    yy += y * y * weight;
    xx += x * x * weight;
    xy += x * y * weight;
    zz += z * z * weight;
    xz += x * z * weight;
    zy += z * y * weight;
  }
  double determinant() const { return xx * zz - xz * xz; }
  double best_z() const { return (zy * xx - xz * xy) / determinant(); }
  // At a given coefficient of z: the best of x, and what squares that leaves.
  double best_x(double of_z) const { return (xy - of_z * xz) / xx; }
  double squares(double of_z) const {
    const double product = xy - of_z * xz;
    return std::max(yy - 2 * of_z * zy + of_z * of_z * zz - product * product / xx, 0.0);
  }
};

}  // namespace tollcast::detail
