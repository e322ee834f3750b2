#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <memory>
#include <optional>
#include <system_error>
#include <unordered_map>

#include "csv_records.hpp"
#include "text_rules.hpp"

#include <tollcast/core/error.hpp>
#include <tollcast/core/nearest.hpp>
#include <tollcast/series/read_csv.hpp>

namespace tollcast {

namespace {

using io::csv_record;
using io::csv_records;

struct columns {
  std::size_t period, count;
  std::optional<std::size_t> series, region, source;
  std::size_t all;  // how many the header has
};

// Where a column of one of these names stands. Throws invalid_input when two do.
std::optional<std::size_t> find_column(const csv_records& records, const csv_record& header,
                                       std::initializer_list<std::string_view> names) {
  std::optional<std::size_t> found;
  for (std::size_t field = 0; field < header.fields.size(); ++field) {
    const std::string& name = header.fields[field];
    if (std::find(names.begin(), names.end(), name) == names.end()) continue;
    if (found) {
      records.refuse(header, field,
                     "the header has both " + in_quotes(header.fields[*found]) + " and " + in_quotes(name) +
                         "; one of them is needed");
    }
    found = field;
  }
  return found;
}

columns columns_of(const csv_records& records, const csv_record& header) {
  if (header.field_count > io::most_fields) {
    records.refuse(
        header, io::most_fields,
        std::to_string(header.field_count) + " columns; at most " + std::to_string(io::most_fields) + " are allowed");
  }
  const auto needed = [&](std::initializer_list<std::string_view> names, const std::string& spelled) {
    const auto found = find_column(records, header, names);
    if (found) return *found;
    std::string given;
    for (const std::string& name : header.fields) {
      if (given.size() > 200) {
        given += ", ...";
        break;
      }
      given += (given.empty() ? "" : ", ") + in_quotes(name);
    }
    const bool is_one = header.fields.size() == 1 && header.fields[0].find_first_of(";\t") != std::string::npos;
    records.refuse(header, 0,
                   "the header has " + given + "; a column named " + spelled + " is needed" +
                       (is_one ? ", and commas between the columns" : ""));
  };
  return {needed({"period"}, "period"),
          needed({"count", "value"}, "count (or value)"),
          find_column(records, header, {"series"}),
          find_column(records, header, {"region", "category"}),
          find_column(records, header, {"source"}),
          header.field_count};
}

// The name in a field of the record. Throws invalid_input when it could not be told from another or printed on a line.
const std::string& name_in(const csv_records& records, const csv_record& record, std::size_t field,
                           const std::string& column) {
  const std::string& name = record.fields[field];
  if (name.empty()) records.refuse(record, field, "column " + column + ": nothing was given; a name is needed");
  if (name.front() == ' ' || name.back() == ' ' || name.find_first_of("\t\n") != std::string::npos) {
    records.refuse(record, field,
                   "column " + column + ": " + in_quotes(name) +
                       " was given; a name without spaces at its ends, tabs or line ends is needed");
  }
  return name;
}

template <class Parse>
auto parse_field(const csv_records& records, const csv_record& record, std::size_t field, const std::string& column,
                 Parse parse) {
  try {
    return parse(record.fields[field]);
  } catch (const invalid_input& error) {
    records.refuse(record, field, "column " + column + ": " + error.what());
  }
}

void check_width(const csv_records& records, const csv_record& record, const columns& where) {
  if (record.field_count == where.all) return;
  const std::string rule = std::to_string(record.field_count) + (record.field_count == 1 ? " field" : " fields") +
                           " in a row; the header has " + std::to_string(where.all) + " columns";
  records.refuse(record, record.field_count > where.all ? where.all : 0, rule);
}

// A file's name without its folder and extension.
std::string stem_of(std::string_view path) {
  path.remove_prefix(path.rfind('/') + 1);
  const std::size_t dot = path.rfind('.');
  return std::string(dot == 0 ? path : path.substr(0, dot));
}

constexpr const char* standard_input = "standard input";

}  // namespace

const tally& tallies::at(std::string_view name) const {
  std::vector<std::string> names;
  for (const tally& series : all_) {
    if (series.name == name) return series;
    names.push_back(series.name);
  }
  throw invalid_input(origin_ + ": no series is named " + in_quotes(name) + "; " + did_you_mean(name, names));
}

tallies parse_csv(std::string_view text, std::string_view origin) {
  const std::string_view body = io::checked_text(text, origin);
  csv_records records(body, origin);
  csv_record record;
  if (!records.next(record)) {
    throw invalid_input(std::string(origin) +
                        ":1:1: the text is empty; a header row with the columns period and count, " +
                        "and a row for each figure, are needed");
  }
  const columns where = columns_of(records, record);
  const std::string count_column = record.fields[where.count];
  const std::string region_column = where.region ? record.fields[*where.region] : "";

  std::vector<tally> all;
  std::unordered_map<std::string, std::size_t> index;
  const std::string only_name = stem_of(origin);
  while (records.next(record)) {
    check_width(records, record, where);
    const std::string& name = where.series ? name_in(records, record, *where.series, "series") : only_name;
    const auto [entry, is_new] = index.try_emplace(name, all.size());
    if (is_new) all.push_back({name, {}, std::string(origin)});
    observation row{parse_field(records, record, where.period, "period", parse_period),
                    parse_field(records, record, where.count, count_column, parse_count), "", record.line, ""};
    if (where.source) row.source = record.fields[*where.source];
    if (where.region && !record.fields[*where.region].empty()) {
      row.region = name_in(records, record, *where.region, region_column);
    }
    all[entry->second].rows.push_back(std::move(row));
  }
  if (all.empty()) {
    const io::text_position end = io::position_of(body, body.size());
    throw invalid_input(std::string(origin) + ":" + std::to_string(end.line) + ":" + std::to_string(end.column) +
                        ": no row follows the header; at least one is needed");
  }
  return tallies(std::move(all), std::string(origin));
}

tallies read_csv(const std::string& path) {
  constexpr std::size_t most_bytes = std::size_t{1} << 30U;
  const std::string origin = path == "-" ? standard_input : path;
  const auto refuse = [&](const std::string& what) {
    throw invalid_input(origin + ": " + what + "; a CSV file, or - for the standard input, is needed");
  };
  const auto close = [](std::FILE* file) {
    if (file != stdin) std::fclose(file);
  };
  const std::unique_ptr<std::FILE, decltype(close)> file(path == "-" ? stdin : std::fopen(path.c_str(), "rb"), close);
  if (!file) refuse("cannot be opened (" + std::generic_category().message(errno) + ")");
  std::string text;
  std::array<char, 65536> buffer;
  while (const std::size_t size = std::fread(buffer.data(), 1, buffer.size(), file.get())) {
    text.append(buffer.data(), size);
    if (text.size() > most_bytes) refuse("is larger than 1 GiB");
  }
  if (std::ferror(file.get()) != 0) refuse("cannot be read (" + std::generic_category().message(errno) + ")");
  return parse_csv(text, origin);
}

}  // namespace tollcast
