#include <fmt/core.h>

#include <tollcast/tollcast.hpp>

int main() {
  const tollcast::tally& deaths = tollcast::find_dataset("crss_security_personnel").data;
  const tollcast::sys_days day = tollcast::parse_date("2025-09-30");
  const tollcast::year_end year = tollcast::project_year_end(deaths, {.as_of = day});

  const auto [lower, upper] = interval(year.total, 0.8);
  fmt::print("{} counted by {}, about {:.0f} % of a year\n", year.observed, tollcast::to_string(day),
             100 * year.known_share);
  fmt::print("total of {}: {} (80 %: {} to {})\n", year.year, median(year.total), lower, upper);
  fmt::print("P(more than {} of the year before) = {:.2f}\n", *year.last_total,
             prob_exceeds(year.total, *year.last_total));
  for (const auto& [date, probability] : passed_by(year, *year.last_total)) {
    fmt::print("  by {}: {:.2f}\n", tollcast::to_string(date), probability);
  }
}
