#pragma once

#include <cmath>

#include <boost/math/policies/policy.hpp>
#include <boost/math/quadrature/gauss.hpp>

// What the laws with Boost.Math bodies share; for .ipp files only.
namespace tollcast::detail {

// Results that underflow are 0 and nothing throws behind the library's back; no long double, which differs by platform.
using quiet_policy =
    boost::math::policies::policy<boost::math::policies::promote_double<false>,
                                  boost::math::policies::domain_error<boost::math::policies::ignore_error>,
                                  boost::math::policies::pole_error<boost::math::policies::ignore_error>,
                                  boost::math::policies::overflow_error<boost::math::policies::ignore_error>,
                                  boost::math::policies::evaluation_error<boost::math::policies::ignore_error>>;

enum class tail { lower, upper };  // P(Y <= y), P(Y > y)

// The integral of exp(f(x)) from 0 to reach, as a positive number, for a concave f that falls from f(0) = 0 towards x =
// reach (of either sign) and is smooth on the scale on which it falls: Gauss's rule with 30 points up to where f has
// fallen by 40 to 80, or to reach. What is left out is below e^-40 of the whole.
template <class Exponent>
double falling_integral(Exponent f, double reach) {
  double width = reach;
  if (f(width) < -80.0) {
    double near = 0.0;
    for (int i = 0; i < 200; ++i) {
      const double fall = -f(width);
      if (fall >= 40.0 && fall <= 80.0) break;
      (fall < 40.0 ? near : reach) = width;
      // Wide brackets are cut at their geometric middle: the scale of the fall is unknown.
      width = near == 0.0 ? reach / 16 : (near + reach) / 2;
    }
  }
  const double half = width / 2;
  return std::abs(half) *
         boost::math::quadrature::gauss<double, 30>::integrate([&](double x) { return std::exp(f(half + half * x)); });
}

}  // namespace tollcast::detail
