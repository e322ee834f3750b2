#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include <tollcast/core/config.hpp>

namespace tollcast {

// The best division of a series into m + 1 segments. A break is the index, from 0, of the last observation before it.
struct break_partition {
  std::vector<std::size_t> breaks;
  double rss;  // residual sum of squares
  double bic;  // n (log(RSS / n) + 1 + log 2 pi) + log(n) (q (m + 1) + m + 1): q coefficients a segment, m dates, 1
               // variance, as strucchange counts them
};

struct break_interval {
  long estimate;
  long lower;  // may lie before the first observation
  long upper;  // or after the last: then the interval says no more than that
};

// Structural breaks in the mean (degree 0) or in intercept and slope (degree 1) of a real series by least squares, with
// one variance (Bai and Perron 1998, Econometrica 66:47; 2003, J. Appl. Econometrics 18:1): for every number of breaks
// the exact minimum of the residual sum of squares, by dynamic programming over the triangle of the sums of squares of
// all segments.
class structural_breaks {
 public:
  // y observed at the times x, increasing (years); both of one length. `shortest` is the least number of observations
  // a segment, at least degree + 2; `most` the greatest number of breaks asked for. Throws invalid_input for anything
  // else, and where there are fewer than `shortest` observations.
  structural_breaks(std::span<const double> x, std::span<const double> y, int degree, std::size_t shortest,
                    std::size_t most);

  // Element m has m breaks; as many elements as `most` and the number of observations allow.
  const std::vector<break_partition>& partitions() const { return partitions_; }

  // The number of breaks of least BIC.
  std::size_t chosen() const;

  // 100 level % intervals for the dates of the partition with m breaks, by the law of the argmax of a two-sided
  // Brownian motion with drift (Bai 1997, Rev. Econ. Stat. 79:551, proposition 2), regressors and variance allowed to
  // differ between segments: with d the change of the coefficients, Q and s^2 the mean of x x' and of the squared
  // residuals left and right of the break, the date is off by V / (d' Q_left d / s_left^2).
  std::vector<break_interval> intervals(std::size_t m, double level) const;

 private:
  std::vector<double> x_;
  std::vector<double> y_;
  int degree_;
  std::vector<break_partition> partitions_;
};

namespace detail {

// P(argmax V > x), V(s) = W(s) - |s|/2 left of 0 and b W(s) - c s/2 right of it, W two-sided Brownian motion from 0.
// With S(s) = W(s) - s/2, s >= 0, time and height of whose maximum have the density
// m (2 pi s^3)^(-1/2) exp(-(m + s/2)^2 / (2 s)), and k = 1/2 + r:
//   H(s; r) = P(S has its maximum after s, above an exponential of rate r)
//           = (2 k^2/a + s/2 - 2) Phi(-sqrt(s)/2) - (k/a) e^(a s) Phi(-k sqrt(s)) - sqrt(s) phi(sqrt(s)/2),
//   a = r (r + 1)/2,
// so that P(argmax > s) = H((c/b)^2 s; b^2/c) and P(argmax < -s) = H(s; c/b^2).
double argmax_exceeds(double s, double rate);

}  // namespace detail

}  // namespace tollcast

#ifndef TOLLCAST_COMPILED
#include <tollcast/trend/detail/structural_breaks.ipp>
#endif
