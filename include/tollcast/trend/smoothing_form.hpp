#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <tollcast/core/config.hpp>

namespace tollcast {

enum class smoothing_error { additive, multiplicative };
enum class smoothing_trend { none, additive, damped, multiplicative, damped_multiplicative };

// A form of exponential smoothing without a season: one of two kinds of error and one of five of trend, so ten (the
// fifteen of Hyndman, Koehler, Ord and Snyder 2008, table 2.1, are the five trends with three kinds of season each).
// Fitted value mu_t and error e_t, with the level l and the growth b (their tables 2.2 and 2.3):
//   additive error        y_t = mu_t + e_t, r_t = e_t;          multiplicative   y_t = mu_t (1 + r_t), e_t = mu_t r_t
//   none                  mu_t = l_(t-1)                        l_t = mu_t + alpha e_t
//   additive, damped      mu_t = l_(t-1) + phi b_(t-1)          l_t = mu_t + alpha e_t   b_t = phi b_(t-1) + beta e_t
//   multiplicative, damped_multiplicative
//                         mu_t = l_(t-1) b_(t-1)^phi            l_t = mu_t + alpha e_t
//                                                               b_t = b_(t-1)^phi + beta e_t / l_(t-1)
// with r_t independent N(0, sigma^2), and phi = 1 unless damped.
struct smoothing_form {
  smoothing_error error = smoothing_error::additive;
  smoothing_trend trend = smoothing_trend::none;
  bool operator==(const smoothing_form&) const = default;
};

// The weights of a form and its states before the first year. What a form does not have is 0 (phi 1 for a trend that is
// not damped).
struct smoothing_parameters {
  double alpha = 0;
  double beta = 0;  // as in the equations above, at most alpha
  double phi = 0;
  double level = 0;   // l_0
  double growth = 0;  // b_0
};

std::string to_string(const smoothing_form& form);   // "ETS(A,Ad,N)"
std::string short_name(const smoothing_form& form);  // "AAdN"

// All ten: additive errors first, within them in the order of smoothing_trend.
std::vector<smoothing_form> smoothing_forms();

// The form that is called "AAdN" or "ETS(A,Ad,N)"; throws invalid_input for another name.
smoothing_form smoothing_form_of(std::string_view name);

}  // namespace tollcast

#ifndef TOLLCAST_COMPILED
#include <tollcast/trend/detail/smoothing_form.ipp>
#endif
