#include <vector>

#include "embedded.hpp"

#include <tollcast/core/error.hpp>
#include <tollcast/core/nearest.hpp>
#include <tollcast/series/datasets.hpp>
#include <tollcast/series/read_csv.hpp>

namespace tollcast {

namespace {

dataset embedded(const std::string& name, const std::string& title, const std::string& source,
                 const std::string& terms) {
  dataset one{name, title, source, terms, *parse_csv(io::embedded_text(name), "@" + name).begin()};
  one.data.name = name;
  return one;
}

}  // namespace

std::span<const dataset> datasets() {
  static const std::string press = "figures as published; each row has its source";
  static const std::vector<dataset> all = {
      embedded("crss_all_fatalities",
               "Pakistan: all who were killed in violence; from 2018 in terrorism and counter-terrorism alone",
               "Centre for Research and Security Studies, Islamabad: quarterly and annual security reports", press),
      embedded("crss_security_personnel", "Pakistan: security personnel killed",
               "Centre for Research and Security Studies, Islamabad: quarterly and annual security reports", press),
      embedded("picss_security_forces", "Pakistan: members of the security forces killed",
               "Pakistan Institute for Conflict and Security Studies, Islamabad: monthly and annual reports", press),
      embedded("ucdp_pakistan", "Pakistan: government forces killed, by month (deaths of an unknown side are left out)",
               "UCDP Georeferenced Event Dataset (Sundberg and Melander 2013; Davies, Pettersson and Oberg 2022)",
               "CC BY 4.0"),
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
