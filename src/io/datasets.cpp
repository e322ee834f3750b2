#include <vector>

#include "embedded.hpp"

#include <tollcast/core/error.hpp>
#include <tollcast/core/nearest.hpp>
#include <tollcast/series/datasets.hpp>
#include <tollcast/series/read_csv.hpp>

namespace tollcast {

namespace {

dataset embedded(const std::string& name, const std::string& title, const std::string& source, const std::string& terms,
                 const std::vector<region_merger>& merged = {}) {
  dataset one{name, title, source, terms, *parse_csv(io::embedded_text(name), "@" + name).begin(), merged};
  one.data.name = name;
  return one;
}

}  // namespace

std::span<const dataset> datasets() {
  static const std::string press = "figures as published; each row has its source";
  static const std::string ucdp =
      "UCDP Georeferenced Event Dataset (Sundberg and Melander 2013; Davies, Pettersson and Oberg 2022)";
  static const std::vector<dataset> all = {
      embedded("crss_all_fatalities",
               "Pakistan: all who were killed in violence; from 2018 in terrorism and counter-terrorism alone",
               "Centre for Research and Security Studies, Islamabad: quarterly and annual security reports", press),
      embedded("crss_all_fatalities_by_province",
               "Pakistan: all who were killed in violence, and in Khyber Pakhtunkhwa (to 2020 without FATA), FATA and "
               "Balochistan; from 2018 in terrorism and counter-terrorism alone",
               "Centre for Research and Security Studies, Islamabad: quarterly and annual security reports", press,
               {{"FATA", "Khyber Pakhtunkhwa"}}),
      embedded("crss_security_personnel", "Pakistan: security personnel killed",
               "Centre for Research and Security Studies, Islamabad: quarterly and annual security reports", press),
      embedded("picss_security_forces", "Pakistan: members of the security forces killed",
               "Pakistan Institute for Conflict and Security Studies, Islamabad: monthly and annual reports", press),
      embedded("ucdp_pakistan", "Pakistan: government forces killed, by month (deaths of an unknown side are left out)",
               ucdp, "CC BY 4.0"),
      embedded("ucdp_pakistan_by_province",
               "Pakistan: government forces killed, by month, and by year in Khyber Pakhtunkhwa (with FATA), "
               "Balochistan and the other provinces (deaths of an unknown side are left out)",
               ucdp, "CC BY 4.0"),
  };
  return all;
}

const dataset& find_dataset(std::string_view name) {
  const std::string_view bare = name.starts_with('@') ? name.substr(1) : name;
  std::vector<std::string> names;
  for (const dataset& one : datasets()) {
    if (one.name == bare) return one;
    names.push_back("@" + one.name);
  }
  throw invalid_input("no dataset is named " + in_quotes(bare) + "; " + did_you_mean("@" + std::string(bare), names));
}

}  // namespace tollcast
