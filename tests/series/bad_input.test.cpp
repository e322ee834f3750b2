// tests/bad_input holds malformed files; expected.txt has a line for each: its name, the program's exit code and what
// the message says after "NAME:". tests/program runs the same table through the program.
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>

#include <doctest/doctest.h>

#include <tollcast/core/error.hpp>
#include <tollcast/series/read_csv.hpp>
#include <tollcast/series/yearly.hpp>

namespace {

const std::filesystem::path folder = std::filesystem::path(TOLLCAST_TEST_DATA) / "bad_input";

struct expectation {
  int exit_code;
  std::string message;
};

std::string content_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::map<std::string, expectation> expectations() {
  std::map<std::string, expectation> all;
  std::ifstream table(folder / "expected.txt");
  for (std::string line; std::getline(table, line);) {
    const std::size_t first = line.find('\t');
    const std::size_t second = line.find('\t', first + 1);
    all[line.substr(0, first)] = {std::stoi(line.substr(first + 1)), line.substr(second + 1)};
  }
  return all;
}

// What reading the text and taking its yearly views ends with; exit code 0 when nothing is refused.
expectation outcome_of(const std::string& text, const std::string& name) {
  try {
    for (const tollcast::tally& series : tollcast::parse_csv(text, name)) yearly(series);
  } catch (const tollcast::cannot_answer& error) {
    return {1, error.what()};
  } catch (const tollcast::invalid_input& error) {
    return {2, error.what()};
  }
  return {0, ""};
}

}  // namespace

TEST_CASE("each malformed file is refused with its line, its column and the rule that it breaks") {
  const auto expected = expectations();
  REQUIRE(expected.size() >= 60);
  for (const auto& row : expected) {
    const std::string& name = row.first;
    const expectation& wanted = row.second;
    CAPTURE(name);
    const expectation found = outcome_of(content_of(folder / name), name);
    CAPTURE(found.message);
    CHECK(found.exit_code == wanted.exit_code);
    CHECK(found.message.starts_with(name + ":" + wanted.message));
    CHECK(found.message.find('\n') == std::string::npos);
  }
}

TEST_CASE("each malformed file stands in the table, once") {
  const auto expected = expectations();
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() != ".csv") continue;
    ++files;
    CAPTURE(entry.path().filename().string());
    CHECK(expected.contains(entry.path().filename().string()));
  }
  CHECK(files == expected.size());
}
