#include "tally_rows.hpp"

#include <algorithm>
#include <initializer_list>
#include <string_view>
#include <utility>

#include <tollcast/core/error.hpp>
#include <tollcast/core/in_quotes.hpp>

namespace tollcast::io {

namespace {

// Where a column of one of these names stands. Throws invalid_input when two do.
std::optional<std::size_t> find_column(const csv_records& records, const csv_record& header,
                                       std::initializer_list<std::string_view> names) {
  std::optional<std::size_t> found;
  for (std::size_t field = 0; field < header.fields.size(); ++field) {
    const std::string& name = header.fields[field];
    if (std::find(names.begin(), names.end(), name) == names.end()) continue;
    if (found) {
      records.refuse(field, "the header has both " + in_quotes(header.fields[*found]) + " and " + in_quotes(name) +
                                "; one of them is needed");
    }
    found = field;
  }
  return found;
}

row_columns columns_of(const csv_records& records, const csv_record& header) {
  if (header.field_count > most_fields) {
    records.refuse(most_fields, std::to_string(header.field_count) + " columns; at most " +
                                    std::to_string(most_fields) + " are allowed");
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
    records.refuse(0, "the header has " + given + "; a column named " + spelled + " is needed" +
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
  if (name.empty()) records.refuse(field, "column " + column + ": nothing was given; a name is needed");
  if (name.front() == ' ' || name.back() == ' ' || name.find_first_of("\t\n") != std::string::npos) {
    records.refuse(field, "column " + column + ": " + in_quotes(name) +
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
    records.refuse(field, "column " + column + ": " + error.what());
  }
}

void check_width(const csv_records& records, const csv_record& record, const row_columns& where) {
  if (record.field_count == where.all) return;
  const std::string rule = std::to_string(record.field_count) + (record.field_count == 1 ? " field" : " fields") +
                           " in a row; the header has " + std::to_string(where.all) + " columns";
  records.refuse(record.field_count > where.all ? where.all : 0, rule);
}

// A file's name without its folder and extension.
std::string stem_of(std::string_view path) {
  path.remove_prefix(path.rfind('/') + 1);
  const std::size_t dot = path.rfind('.');
  return std::string(dot == 0 ? path : path.substr(0, dot));
}

csv_record header_of(csv_records& records) {
  csv_record header;
  if (!records.next(header)) {
    throw invalid_input(at(records.origin(), {1, 1},
                           "the text is empty; a header row with the columns period and count, and a row for each "
                           "figure, are needed"));
  }
  return header;
}

}  // namespace

tally_rows::tally_rows(line_source lines, const std::string& origin)
    : records_(std::move(lines), origin),
      record_(header_of(records_)),
      where_(columns_of(records_, record_)),
      count_column_(record_.fields[where_.count]),
      region_column_(where_.region ? record_.fields[*where_.region] : ""),
      only_name_(stem_of(origin)),
      row_{whole_year(1), count::not_known()} {}

bool tally_rows::next() {
  if (!records_.next(record_)) {
    if (!has_rows_) {
      throw invalid_input(at(records_.origin(), records_.end(), "no row follows the header; at least one is needed"));
    }
    return false;
  }
  has_rows_ = true;
  check_width(records_, record_, where_);
  series_ = where_.series ? &name_in(records_, record_, *where_.series, "series") : &only_name_;
  row_ = {parse_field(records_, record_, where_.period, "period", parse_period),
          parse_field(records_, record_, where_.count, count_column_, parse_count),
          where_.source ? record_.fields[*where_.source] : "", record_.line, ""};
  if (where_.region && !record_.fields[*where_.region].empty()) {
    row_.region = name_in(records_, record_, *where_.region, region_column_);
  }
  return true;
}

}  // namespace tollcast::io
