#include <chrono>
#include <set>
#include <string>

#include <doctest/doctest.h>

#include <tollcast/core/error.hpp>
#include <tollcast/series/datasets.hpp>
#include <tollcast/series/yearly.hpp>

using namespace std::chrono_literals;
using tollcast::count;
using tollcast::find_dataset;
using tollcast::sys_days;
using tollcast::year_record;

namespace {

tollcast::yearly_tally at_the_end_of_september(const char* name) {
  return yearly(known_on(find_dataset(name).data, sys_days(2025y / 9 / 30)));
}

}  // namespace

TEST_CASE("each dataset has a title, a source, terms and a tally that bears its name") {
  std::set<std::string> names;
  for (const tollcast::dataset& one : tollcast::datasets()) {
    CAPTURE(one.name);
    names.insert(one.name);
    CHECK_FALSE(one.title.empty());
    CHECK_FALSE(one.source.empty());
    CHECK_FALSE(one.terms.empty());
    CHECK(one.data.name == one.name);
    CHECK(one.data.origin == "@" + one.name);
    CHECK_FALSE(yearly(one.data).years.empty());
  }
  CHECK(names == std::set<std::string>{"crss_all_fatalities", "crss_all_fatalities_by_province",
                                       "crss_security_personnel", "picss_security_forces", "ucdp_pakistan",
                                       "ucdp_pakistan_by_province"});
}

TEST_CASE("every row of the Pakistani tallies has its source") {
  for (const char* name :
       {"crss_all_fatalities", "crss_all_fatalities_by_province", "crss_security_personnel", "picss_security_forces"}) {
    for (const tollcast::observation& row : find_dataset(name).data.rows) {
      CAPTURE(name);
      CAPTURE(to_string(row.when));
      CHECK_FALSE(row.source.empty());
    }
  }
}

TEST_CASE("a dataset is found with and without an at sign, and an unknown one is answered with the nearest names") {
  CHECK(&find_dataset("@ucdp_pakistan") == &find_dataset("ucdp_pakistan"));
  CHECK_THROWS_WITH_AS(find_dataset("@crss_security_persons"),
                       "no dataset is named 'crss_security_persons'; did you mean '@crss_security_personnel', "
                       "'@picss_security_forces' or '@crss_all_fatalities'?",
                       tollcast::invalid_input);
}

TEST_CASE("at the end of September 2025 the security personnel of CRSS are known for two quarters") {
  const auto view = at_the_end_of_september("crss_security_personnel");
  CHECK(view.years.front().year == 2014);
  CHECK(view.years.front().total == count::about(800));
  CHECK(view.years[10].total == count::exactly(685));
  const year_record& last = view.years.back();
  CHECK(last.year == 2025);
  CHECK_FALSE(is_complete(last));
  CHECK(known_count(last) == 130 + 166);
  CHECK(last.parts.size() == 2);
}

TEST_CASE("at the end of September 2025 all fatalities of CRSS were nearly those of 2024") {
  const auto view = at_the_end_of_september("crss_all_fatalities");
  CHECK(known_count(view.years.back()) == 2414);
  CHECK(view.years.back().total == count::not_known());
  CHECK(view.years[11].total == count::exactly(2546));
}

TEST_CASE("at the end of September 2025 the security forces of PICSS are known by month to August") {
  const auto view = at_the_end_of_september("picss_security_forces");
  CHECK(view.years.back().year == 2025);
  CHECK(view.years.back().parts.size() == 8);
  CHECK(known_count(view.years.back()) == 57 + 47 + 86 + 32 + 57 + 55 + 37 + 74);
}

TEST_CASE("what 2025 became is there for who looks back") {
  const auto total_of_2025 = [](const char* name) {
    for (const year_record& record : yearly(find_dataset(name).data).years) {
      if (record.year == 2025) return record.total;
    }
    return count::not_known();
  };
  CHECK(total_of_2025("crss_all_fatalities") == count::exactly(3417));
  CHECK(total_of_2025("crss_security_personnel") == count::between(647, 654));
  CHECK(total_of_2025("picss_security_forces") == count::exactly(667));
}

TEST_CASE("UCDP has every month from 1989 to 2021") {
  const auto view = yearly(find_dataset("ucdp_pakistan").data);
  REQUIRE(view.years.size() == 33);
  CHECK(view.years.front().year == 1989);
  for (const year_record& record : view.years) {
    CAPTURE(record.year);
    CHECK(is_complete(record));
    CHECK(record.parts.size() == 12);
  }
  CHECK(known_count(view.years[2012 - 1989]) == 622);
}

TEST_CASE("the datasets by province have the rows of the total that stand in those without provinces") {
  for (const std::string name : {"crss_all_fatalities", "ucdp_pakistan"}) {
    const auto whole = yearly(find_dataset(name).data);
    const auto by_province = yearly(find_dataset(name + "_by_province").data);
    REQUIRE(whole.years.size() == by_province.years.size());
    for (std::size_t i = 0; i < whole.years.size(); ++i) {
      CAPTURE(whole.years[i].year);
      CHECK(whole.years[i].total == by_province.years[i].total);
      CHECK(whole.years[i].parts == by_province.years[i].parts);
    }
  }
}
