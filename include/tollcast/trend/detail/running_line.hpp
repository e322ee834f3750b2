#pragma once

#include <algorithm>

namespace tollcast::detail {

// A least-squares line through points that come one by one, in sums about the means (Welford 1962).
struct running_line {
  int degree;
  double n = 0;
  double mean_x = 0;
  double mean_y = 0;
  double xx = 0;
  double xy = 0;
  double yy = 0;

  void add(double x, double y) {
    n += 1;
    const double from_x = x - mean_x;
    const double from_y = y - mean_y;
    mean_x += from_x / n;
    mean_y += from_y / n;
    xx += from_x * (x - mean_x);
    xy += from_x * (y - mean_y);
    yy += from_y * (y - mean_y);
  }
  double slope() const { return degree == 0 || xx == 0 ? 0.0 : xy / xx; }
  double at(double x) const { return mean_y + slope() * (x - mean_x); }
  double rss() const { return std::max(0.0, yy - slope() * xy); }
};

}  // namespace tollcast::detail
