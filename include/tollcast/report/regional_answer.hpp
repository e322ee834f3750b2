#pragma once

#include <string>
#include <vector>

#include <tollcast/projection/concentration.hpp>
#include <tollcast/projection/regional_outlook.hpp>
#include <tollcast/projection/year_end.hpp>

namespace tollcast {

// What a report tells of a total and its regions.
struct regional_answer {
  regional_outlook outlook;                        // the year that is projected
  year_end total;                                  // its total, by the law of the outlook
  std::vector<std::string> regions = {};           // of level 1, as concentration knows them
  std::vector<std::string> groups = {};            // names, the one that the text is about first
  std::vector<concentration> years = {};           // each year by itself
  std::vector<concentration> periods = {};         // in the order asked for
  std::vector<concentration_change> changes = {};  // from each period to the next
  std::vector<std::string> notes = {};
};

// The projection of the total by itself with the law that it has together with its regions: each draw one outcome.
year_end total_of(const year_end& alone, const regional_outlook& outlook);

}  // namespace tollcast
