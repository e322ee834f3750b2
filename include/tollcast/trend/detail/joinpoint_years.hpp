#pragma once

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include <tollcast/core/error.hpp>
#include <tollcast/trend/annual_count.hpp>
#include <tollcast/trend/detail/joinpoint_search.hpp>
#include <tollcast/trend/joinpoint.hpp>

namespace tollcast::detail {

inline constexpr double most_placements = 2e7;

inline void check_joinpoint(const joinpoint& how, const yearly_tally& series) {
  const auto need = [](bool holds, const std::string& what) {
    if (!holds) throw invalid_input("joinpoint: " + what);
  };
  const auto in_range = [&](std::optional<int> joints, const char* name) {
    need(!joints || (*joints >= 0 && *joints <= most_joints),
         std::string(name) + " of " + std::to_string(joints.value_or(0)) + " was given; 0 to 9 are possible");
  };
  in_range(how.joints, "a number of joints");
  in_range(how.max_joints, "a largest number of joints");
  need(how.min_end >= 1, "min_end " + std::to_string(how.min_end) + " was given; 1 or more is needed");
  need(how.min_between >= 0, "min_between " + std::to_string(how.min_between) + " was given; 0 or more is needed");
  need(how.significance > 0 && how.significance < 1, "the significance must lie between 0 and 1");
  need(how.permutations >= 1, "1 or more permutations are needed");
  need(how.exposure.empty() || how.exposure.size() == series.years.size(),
       std::to_string(how.exposure.size()) + " exposures were given for the " + std::to_string(series.years.size()) +
           " years of " + series.name + "; each year needs one");
  need(std::all_of(how.exposure.begin(), how.exposure.end(), [](double e) { return e > 0 && std::isfinite(e); }),
       "an exposure must be a positive number");
}

// The years that can be used, with a note for each other one.
inline joint_data usable_years(const joinpoint& how, const yearly_tally& series, joinpoint_fit& fit) {
  joint_data data;
  const std::vector<annual_count> years = annual_counts(series);
  std::vector<std::string> left_out;
  int halves = 0;
  for (std::size_t i = 0; i < years.size(); ++i) {
    const count& total = series.years[i].total;
    const std::optional<double> middle = total.quality() == count_quality::bound ? std::nullopt : years[i].middle();
    if (!middle) {
      const std::string given = years[i].is_missing() ? "missing"
                                : total.quality() == count_quality::unknown
                                    ? "at least " + std::to_string(years[i].lower)
                                    : to_string(total);
      left_out.push_back(std::to_string(years[i].year) + " (" + given + ")");
      continue;
    }
    const bool halved = how.family == count_family::log_normal && *middle == 0;
    halves += halved;
    const double figure = halved ? 0.5 : std::max(*middle, 1e-10);
    fit.last_exposure = how.exposure.empty() ? 1.0 : how.exposure[i];
    fit.years_to_end = years.back().year - years[i].year;
    fit.largest = std::max(fit.largest, *middle);
    fit.fitted.push_back({years[i].year, total, 0, {}, {}});
    data.time.push_back(years[i].year - fit.fitted.front().year);
    data.count.push_back(figure);
    data.log_rate.push_back(std::log(figure) - std::log(fit.last_exposure));
  }
  if (!left_out.empty()) {
    std::string note = left_out[0];
    for (std::size_t i = 1; i < left_out.size(); ++i) {
      note += (i + 1 < left_out.size() ? ", " : " and ") + left_out[i];
    }
    fit.notes.push_back(note + (left_out.size() == 1 ? " is" : " are") +
                        " left out: joinpoint takes exact or rounded counts only");
  }
  if (data.size() < 2) {
    throw cannot_answer("joinpoint: " + series.name + " has " + std::to_string(data.size()) +
                        " years with a count; a trend needs 2 or more");
  }
  if (fit.largest == 0) throw cannot_answer("joinpoint: every count of " + series.name + " is 0; that has no trend");
  if (halves > 0) {
    fit.notes.push_back(std::to_string(halves) + (halves == 1 ? " count of 0 was" : " counts of 0 were") +
                        " taken as 0.5, to have a logarithm");
  }
  return data;
}

// The numbers of joints to consider: 0 ... the answer.
inline int most_joints_for(const joinpoint& how, const joint_search& search, const std::string& name,
                           std::vector<std::string>& notes) {
  const auto n = static_cast<int>(search.data().size());
  int possible = 0;
  while (possible < most_joints && search.grid(possible + 1).placements() >= 1 &&
         search.grid(possible + 1).placements() <= most_placements) {
    ++possible;
  }
  if (how.joints) {
    if (*how.joints <= possible) return *how.joints;
    throw cannot_answer("joinpoint: " + std::to_string(*how.joints) + " joints were asked for; the " +
                        std::to_string(n) + " years of " + name + " allow at most " + std::to_string(possible));
  }
  const int asked = how.max_joints.value_or(3);
  const int most = std::min({asked, possible, std::max(0, (n - 2) / 5)});
  if (how.max_joints && most < asked) {
    notes.push_back("at most " + std::to_string(most) + (most == 1 ? " joint was" : " joints were") +
                    " considered, not " + std::to_string(asked) + ": there are " + std::to_string(n) + " years");
  }
  return most;
}

}  // namespace tollcast::detail
