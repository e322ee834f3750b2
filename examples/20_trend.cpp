#include <fmt/core.h>

#include <tollcast/tollcast.hpp>

int main() {
  for (const char* name : {"ucdp_pakistan", "crss_all_fatalities"}) {
    const tollcast::trend_summary trend = summary(tollcast::joinpoint{}.fit(yearly(tollcast::find_dataset(name).data)));
    fmt::print("{}, {} years\n", trend.series, trend.observations);
    for (const tollcast::trend_segment& piece : trend.segments) {
      fmt::print("  {} to {}: {:+.0f} % a year (95 %: {:+.0f} to {:+.0f}), p = {:.3f}\n", piece.from, piece.to,
                 *piece.change, *piece.lower, *piece.upper, *piece.p_value);
    }
    for (const tollcast::trend_joint& joint : trend.joints) {
      fmt::print("  the turn of {} could lie anywhere from {} to {}\n", joint.year, joint.lower, joint.upper);
    }
  }
}
