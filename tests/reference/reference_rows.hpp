#pragma once

#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

// The rows of a file of tests/reference, by column; lines that begin with # are comments.
class reference_row {
 public:
  explicit reference_row(std::map<std::string, std::string> fields) : fields_(std::move(fields)) {}
  const std::string& text(const std::string& column) const { return fields_.at(column); }
  double number(const std::string& column) const { return std::strtod(text(column).c_str(), nullptr); }
  long long whole(const std::string& column) const { return std::stoll(text(column)); }
  // A list separated by spaces.
  std::vector<double> numbers(const std::string& column) const {
    std::vector<double> values;
    std::istringstream rest(text(column));
    for (std::string field; rest >> field;) values.push_back(std::strtod(field.c_str(), nullptr));
    return values;
  }

 private:
  std::map<std::string, std::string> fields_;
};

inline std::vector<reference_row> reference_rows(const std::string& name) {
  std::ifstream file(std::string(TOLLCAST_TEST_DATA) + "/reference/" + name);
  if (!file) throw std::runtime_error("no reference file " + name);
  const auto fields_of = [](const std::string& line) {
    std::vector<std::string> fields;
    std::istringstream rest(line);
    for (std::string field; std::getline(rest, field, ',');) fields.push_back(field);
    return fields;
  };
  std::vector<std::string> columns;
  std::vector<reference_row> rows;
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line.front() == '#') continue;
    const auto fields = fields_of(line);
    if (columns.empty()) {
      columns = fields;
      continue;
    }
    std::map<std::string, std::string> named;
    for (std::size_t i = 0; i < columns.size(); ++i) named[columns[i]] = fields.at(i);
    rows.emplace_back(std::move(named));
  }
  return rows;
}
