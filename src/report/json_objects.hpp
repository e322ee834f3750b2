#pragma once

#include <span>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include <tollcast/distribution/empirical.hpp>
#include <tollcast/projection/year_end.hpp>
#include <tollcast/report/questions.hpp>

// What the JSON reports share. Private to src/report.
namespace tollcast::objects {

using json = nlohmann::ordered_json;

json to_object(const year_end& year, const questions& asked);
json to_object(const year_end& year, const empirical& total, const questions& asked);  // the year's total by that law

// [{level, lower, upper}] of a law of counts.
template <class Law>
json intervals(const Law& law, const questions& asked) {
  json list = json::array();
  for (const double level : asked.levels) {
    const auto ends = interval(law, level, asked.interval);
    list.push_back({{"level", level}, {"lower", ends.lower}, {"upper", ends.upper}});
  }
  return list;
}

// The object of a run, as text.
std::string run(json results, std::span<const std::string> notes);

}  // namespace tollcast::objects
