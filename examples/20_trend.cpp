#include <fmt/core.h>

#include <tollcast/tollcast.hpp>

int main() {
  for (const char* name : {"ucdp_pakistan", "crss_all_fatalities"}) {
    const tollcast::trend_summary trend = summary(tollcast::joinpoint{}.fit(yearly(tollcast::find_dataset(name).data)));
    fmt::print("{}, {} years\n", trend.series, trend.observations);
    for (const auto& [from, to, change, lower, upper, p_value, level] : trend.segments) {
      fmt::print("  {} to {}: {:+.0f} % a year (95 %: {:+.0f} to {:+.0f})\n", from, to, *change, *lower, *upper);
    }
    for (const auto& [year, earliest, latest] : trend.joints) {
      fmt::print("  the turn of {} lies between {} and {}\n", year, earliest, latest);
    }
  }
}
