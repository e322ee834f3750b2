#include <unordered_map>

#include "tally_rows.hpp"
#include "text_file.hpp"

#include <tollcast/core/error.hpp>
#include <tollcast/core/nearest.hpp>
#include <tollcast/series/read_csv.hpp>

namespace tollcast {

const tally& tallies::at(std::string_view name) const {
  std::vector<std::string> names;
  for (const tally& series : all_) {
    if (series.name == name) return series;
    names.push_back(series.name);
  }
  throw invalid_input(origin_ + ": no series is named " + in_quotes(name) + "; " + did_you_mean(name, names));
}

tallies parse_csv(std::string_view text, std::string_view origin) {
  const std::string from(origin);
  io::tally_rows rows(io::lines_of(text), from);
  std::vector<tally> all;
  std::unordered_map<std::string, std::size_t> index;
  while (rows.next()) {
    const auto [entry, is_new] = index.try_emplace(rows.series(), all.size());
    if (is_new) all.push_back({rows.series(), {}, from});
    all[entry->second].rows.push_back(rows.row());
  }
  return tallies(std::move(all), from);
}

tallies read_csv(const std::string& path) {
  io::text_file file(path);
  return parse_csv(file.rest(), file.origin());
}

}  // namespace tollcast
