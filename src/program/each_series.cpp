#include "each_series.hpp"

#include <tollcast/series/datasets.hpp>
#include <tollcast/series/read_csv.hpp>

namespace tollcast::program {
namespace {

tallies load(const std::optional<std::string>& file, std::span<const std::string_view> without_file) {
  if (file && !file->starts_with('@')) return read_csv(*file);
  if (file) return {{find_dataset(*file).data}, *file};
  std::vector<tally> chosen;
  for (const std::string_view name : without_file) chosen.push_back(find_dataset(name).data);
  return {std::move(chosen), "embedded data"};
}

}  // namespace

std::vector<tally> series_of(const std::optional<std::string>& file, const std::optional<std::string>& picked,
                             std::span<const std::string_view> without_file) {
  const tallies all = load(file, without_file);
  if (picked) return {all.at(*picked)};
  return {all.begin(), all.end()};
}

tally_stream stream_of(const std::optional<std::string>& file, const std::optional<std::string>& picked,
                       std::span<const std::string_view> without_file) {
  if (file && !file->starts_with('@') && *file != "-") {
    tally_stream all(*file);
    if (!picked) return all;
    for (const tally& one : all) {
      if (one.name == *picked) return tally_stream(tallies({one}, *file));
    }
  }
  return tally_stream(tallies(series_of(file, picked, without_file), ""));
}

}  // namespace tollcast::program
