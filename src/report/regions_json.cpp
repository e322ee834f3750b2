#include <string>
#include <utility>

#include "json_objects.hpp"
#include "region_words.hpp"
#include <nlohmann/json.hpp>

#include <tollcast/report/json.hpp>

namespace tollcast {
namespace {

using objects::json;

json to_object(const bounded_estimate& of) {
  return {{"estimate", of.estimate}, {"lower", of.lower}, {"upper", of.upper}};
}

json named(const char* what, const std::string& name, const bounded_estimate& of) {
  return {{what, name}, {"estimate", of.estimate}, {"lower", of.lower}, {"upper", of.upper}};
}

json to_object(const region_outlook& part, const regional_outlook& outlook, const questions& asked) {
  return {{"region", part.region},
          {"parent", part.parent ? json(outlook.parts[*part.parent].region) : json(nullptr)},
          {"observed", part.observed},
          {"complete", part.complete},
          {"mean", mean(part.law)},
          {"sd", standard_deviation(part.law)},
          {"median", median(part.law)},
          {"intervals", objects::intervals(part.law, asked)},
          {"share", {{"mean", part.share.estimate}, {"lower", part.share.lower}, {"upper", part.share.upper}}}};
}

// A period has the shares of every region, a year those of the groups alone.
json to_object(const concentration& of, const regional_answer& answer, bool is_period) {
  json result;
  if (is_period) {
    result["period"] = words::span(of.years);
  } else {
    result["year"] = of.years.first;
  }
  result["total"] = of.total;
  result["herfindahl"] = to_object(of.herfindahl);
  result["effective_number"] = to_object(of.effective_number);
  result["gini"] = to_object(of.gini);
  result["top_share"] = to_object(of.top_share);
  result["top_two_share"] = to_object(of.top_two_share);
  result["groups"] = json::array();
  for (std::size_t i = 0; i < of.groups.size(); ++i) {
    result["groups"].push_back(named("group", answer.groups[i], of.groups[i]));
  }
  if (!is_period) return result;
  result["shares"] = json::array();
  for (std::size_t i = 0; i < of.shares.size(); ++i) {
    result["shares"].push_back(named("region", answer.regions[i], of.shares[i]));
  }
  return result;
}

json to_object(const group_change& of, const concentration_change& change) {
  return {{"group", of.group},
          {"from", words::span(change.from)},
          {"to", words::span(change.to)},
          {"share_from", to_object(of.share_from)},
          {"share_to", to_object(of.share_to)},
          {"difference", to_object(of.difference)},
          {"probability", of.probability}};
}

json to_object(const concentration_change& change) {
  return {{"from", words::span(change.from)},
          {"to", words::span(change.to)},
          {"difference", to_object(change.difference)},
          {"probability", change.more_concentrated}};
}

json to_object(const regional_answer& answer, const questions& asked) {
  json result{{"series", answer.outlook.series},
              {"year", answer.outlook.year},
              {"total", objects::to_object(answer.total, asked)},
              {"parts", json::array()},
              {"concentration", json::array()},
              {"change", json::array()},
              {"concentration_change", json::array()},
              {"notes", answer.notes}};
  for (const region_outlook& part : answer.outlook.parts) {
    result["parts"].push_back(to_object(part, answer.outlook, asked));
  }
  for (const concentration& one : answer.years) result["concentration"].push_back(to_object(one, answer, false));
  for (const concentration& one : answer.periods) result["concentration"].push_back(to_object(one, answer, true));
  for (const concentration_change& one : answer.changes) {
    for (const group_change& of : one.groups) result["change"].push_back(to_object(of, one));
    result["concentration_change"].push_back(to_object(one));
  }
  return result;
}

}  // namespace

std::string to_json(std::span<const regional_answer> answers, std::span<const std::string> notes,
                    const questions& asked) {
  json results = json::array();
  for (const regional_answer& one : answers) results.push_back(to_object(one, asked));
  return objects::run(std::move(results), notes);
}

}  // namespace tollcast
