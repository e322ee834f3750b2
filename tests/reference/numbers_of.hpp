#pragma once

#include <cstdlib>
#include <limits>
#include <sstream>
#include <string>
#include <vector>

// The numbers of a field that holds several, apart by spaces.
inline std::vector<double> numbers_of(const std::string& field) {
  std::vector<double> numbers;
  std::istringstream rest(field);
  for (std::string each; rest >> each;) {
    numbers.push_back(each == "inf" ? std::numeric_limits<double>::infinity() : std::strtod(each.c_str(), nullptr));
  }
  return numbers;
}
