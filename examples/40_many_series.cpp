#include <iterator>
#include <vector>

#include <fmt/core.h>

#include <tollcast/tollcast.hpp>

int main() {
  std::vector<tollcast::tally> many;  // or tally_stream("file.csv"), for more than memory has room for
  for (const tollcast::dataset& set : tollcast::datasets()) many.push_back(set.data);
  many.push_back({"not counted yet", {}});

  const auto tell = [](const tollcast::series_answer<tollcast::count_forecast>& answer) {
    if (!answer.forecast) return fmt::print("no forecast: {}\n", answer.failure);
    for (int year = answer.forecast->origin; const auto& law : answer.forecast->years) {
      const auto [lower, upper] = interval(law, 0.95);
      fmt::print("{} in {}: {} (95 %: {} to {})\n", answer.series, ++year, median(law), lower, upper);
    }
  };
  const auto failures = forecast_each(many, tollcast::named_count_model("local_level"), 2, tell);
  fmt::print("{} of {} answered\n", std::size(many) - failures, std::size(many));
}
