#pragma once

#include <cmath>

namespace tollcast::detail {

// The incomplete beta function I_x(a, b) over x^a (1 - x)^b / B(a, b), with l = a - (a + b) x given, which may be small
// beside a, for x < (a + 1) / (a + b + 2): the even part of the continued fraction of NIST DLMF 8.17.22 (DiDonato and
// Morris 1992, ACM Trans. Math. Softw. 18:360, eq. 9), by its forward recurrence.
inline double beta_fraction(double a, double b, double x, double one_less_x, double l) {
  double inverse = 1.0 / (a + 1.0);  // 1 / (a + 2 n + 1)
  double above = 1.0;
  double above_before = 0.0;
  double below = a * inverse * (l + 1.0);
  double below_before = 1.0;
  double value = above / below;
  for (double n = 1.0; n < 2000.0; n += 1.0) {
    const double u = n * (b - n) * x * inverse;
    const double alpha = (a + n - 1.0) * (a + b + n - 1.0) * x * inverse * u;
    inverse = 1.0 / (a + 2.0 * n + 1.0);
    const double beta = n + u + (a + n) * inverse * (l + 1.0 + n * (1.0 + one_less_x));
    const double next_above = beta * above + alpha * above_before;
    const double next_below = beta * below + alpha * below_before;
    const double scale = 1.0 / next_below;
    above_before = above * scale;
    below_before = below * scale;
    above = next_above * scale;
    below = 1.0;
    const double last = value;
    value = above;
    if (std::abs(value - last) <= 4e-16 * value) break;
  }
  return value;
}

}  // namespace tollcast::detail
