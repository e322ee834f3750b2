#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <tollcast/core/error.hpp>
#include <tollcast/core/in_quotes.hpp>
#include <tollcast/core/nearest.hpp>
#include <tollcast/trend/smoothing_form.hpp>

namespace tollcast {

namespace detail {

inline const char* letter_of(smoothing_error error) { return error == smoothing_error::additive ? "A" : "M"; }

inline const char* letters_of(smoothing_trend trend) {
  switch (trend) {
    case smoothing_trend::none:
      return "N";
    case smoothing_trend::additive:
      return "A";
    case smoothing_trend::damped:
      return "Ad";
    case smoothing_trend::multiplicative:
      return "M";
    case smoothing_trend::damped_multiplicative:
      break;
  }
  return "Md";
}

}  // namespace detail

TOLLCAST_INLINE std::string to_string(const smoothing_form& form) {
  return std::string("ETS(") + detail::letter_of(form.error) + "," + detail::letters_of(form.trend) + ",N)";
}

TOLLCAST_INLINE std::string short_name(const smoothing_form& form) {
  return std::string(detail::letter_of(form.error)) + detail::letters_of(form.trend) + "N";
}

TOLLCAST_INLINE std::vector<smoothing_form> smoothing_forms() {
  std::vector<smoothing_form> forms;
  forms.reserve(10);
  for (const smoothing_error error : {smoothing_error::additive, smoothing_error::multiplicative}) {
    for (const smoothing_trend trend : {smoothing_trend::none, smoothing_trend::additive, smoothing_trend::damped,
                                        smoothing_trend::multiplicative, smoothing_trend::damped_multiplicative}) {
      forms.push_back({error, trend});
    }
  }
  return forms;
}

TOLLCAST_INLINE smoothing_form smoothing_form_of(std::string_view name) {
  std::vector<std::string> names;
  names.reserve(10);
  for (const smoothing_form& form : smoothing_forms()) {
    names.push_back(short_name(form));
    if (name == names.back() || name == to_string(form)) return form;
  }
  throw invalid_input("exponential_smoothing: there is no form " + in_quotes(name) +
                      " (error A or M, trend N, A, Ad, M or Md, season N); " + did_you_mean(name, names));
}

}  // namespace tollcast
