#pragma once

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

// The names in an object, in order.
inline std::vector<std::string> keys(const nlohmann::ordered_json& object) {
  std::vector<std::string> names;
  for (const auto& [name, value] : object.items()) names.push_back(name);
  return names;
}
