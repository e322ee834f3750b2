#include <fmt/core.h>

#include <tollcast/tollcast.hpp>

int main() {
  const tollcast::yearly_tally years = yearly(tollcast::find_dataset("ucdp_pakistan").data);
  const tollcast::count_forecast next = tollcast::named_count_model("auto").forecast(years, 3);

  fmt::print("{} by {}\n", next.series, next.model);
  for (int year = next.origin; const auto& law : next.years) {
    const auto [lower, upper] = interval(law, 0.8);
    fmt::print("{}: {} (80 %: {} to {}), more than 1,000 with probability {:.2f}\n", ++year, median(law), lower, upper,
               prob_exceeds(law, 1000));
  }
}
