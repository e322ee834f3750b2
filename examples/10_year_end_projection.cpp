#include <fmt/core.h>

#include <tollcast/tollcast.hpp>

int main() {
  const tollcast::tally& deaths = tollcast::find_dataset("crss_security_personnel").data;
  const tollcast::year_end year = project_year_end(deaths, {.as_of = tollcast::parse_date("2025-09-30")});

  const auto [lower, upper] = interval(year.total, 0.8);
  fmt::print("{} counted, about {:.0f} % of a year\n", year.observed, 100 * year.known_share);
  fmt::print("total of {}: {} (80 %: {} to {})\n", year.year, median(year.total), lower, upper);
  fmt::print("more than the {} of the year before: {:.2f}\n", *year.last_total,
             prob_exceeds(year.total, *year.last_total));
  for (const auto& [date, probability] : passed_by(year, *year.last_total)) {
    fmt::print("  by {}: {:.2f}\n", tollcast::to_string(date), probability);
  }
}
