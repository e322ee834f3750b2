#include <fmt/core.h>

#include <tollcast/tollcast.hpp>

int main() {
  const tollcast::dataset& deaths = tollcast::find_dataset("crss_all_fatalities_by_province");
  const tollcast::tally known = seen_on(deaths.data, tollcast::parse_date("2025-09-30"));
  const tollcast::regional_tally provinces = regional(known, deaths.merged);

  const tollcast::regional_outlook year = project_regional_year_end(provinces).outlook;
  fmt::print("{}: {} counted, {} by the end of the year\n", year.year, year.observed, median(year.total));
  for (const tollcast::region_outlook& part : year.parts) {
    const auto [lower, upper] = interval(part.law, 0.8);
    fmt::print("  {:18} {:5} (80 %: {} to {}), {:.0f} % of all\n", part.region, median(part.law), lower, upper,
               100 * part.share.estimate);
  }

  const tollcast::region_group two{"the two", {"Khyber Pakhtunkhwa", "Balochistan"}};
  const tollcast::concentrations where(provinces, year, {two});
  const tollcast::group_change change = where.change({2015, 2020}, {2021, 2025}).groups.front();
  fmt::print("Khyber Pakhtunkhwa and Balochistan: {:.0f} % in 2015 to 2020, {:.0f} % since\n",
             100 * change.share_from.estimate, 100 * change.share_to.estimate);
  fmt::print("more than before with probability {:.2f}\n", change.probability);
}
