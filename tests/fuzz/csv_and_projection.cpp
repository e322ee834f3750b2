// libFuzzer: any bytes through the CSV reader, the yearly view, the projection and the trends. Bad input may only end
// in invalid_input.
//   clang++ -std=c++20 -g -O1 -fsanitize=fuzzer,address,undefined ... && ./csv_and_projection tests/fuzz/corpus
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include <tollcast/core/error.hpp>
#include <tollcast/projection/year_end.hpp>
#include <tollcast/projection/year_path.hpp>
#include <tollcast/series/read_csv.hpp>
#include <tollcast/series/yearly.hpp>
#include <tollcast/trend/joinpoint.hpp>
#include <tollcast/trend/level_shifts.hpp>
#include <tollcast/trend/local_level.hpp>
#include <tollcast/trend/loglinear.hpp>

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

// What yearly() promises, whatever the rows were.
void check(const tollcast::yearly_tally& view) {
  for (std::size_t i = 0; i < view.years.size(); ++i) {
    const tollcast::year_record& record = view.years[i];
    const tollcast::period year = tollcast::whole_year(record.year);
    require(i == 0 || view.years[i - 1].year + 1 == record.year);
    require(sum_of(record.parts) <= record.total.upper());
    for (std::size_t j = 0; j < record.parts.size(); ++j) {
      const tollcast::part& one = record.parts[j];
      require(one.count >= 0 && year.contains(one.when) && one.when != year);
      require(j == 0 || record.parts[j - 1].when.last() < one.when.first());
    }
  }
}

// What a projection promises.
void check(const tollcast::year_end& projection) {
  const tollcast::tabulated& total = projection.total;
  require(projection.known_share >= 0 && projection.known_share <= 1);
  require(support_lower(total) >= projection.observed);
  require(std::isfinite(mean(total)) && variance(total) >= 0 && std::isfinite(variance(total)));
  require(quantile(total, 0.01) <= quantile(total, 0.5) && quantile(total, 0.5) <= quantile(total, 0.99));
  for (const auto& [date, probability] : passed_by(projection, projection.observed)) {
    require(probability >= 0 && probability <= 1);
  }
}

// What every fit promises.
void check(const tollcast::trend_summary& trend) {
  const auto finite = [](const std::optional<double>& number) { return !number || std::isfinite(*number); };
  for (const tollcast::fitted_year& year : trend.fitted) {
    require(std::isfinite(year.mean) && year.mean >= 0 && finite(year.lower) && finite(year.upper));
  }
  for (const tollcast::trend_segment& piece : trend.segments) {
    require(piece.from <= piece.to && finite(piece.change) && finite(piece.lower) && finite(piece.upper));
    require(finite(piece.level) && (!piece.p_value || (*piece.p_value >= 0 && *piece.p_value <= 1)));
  }
  for (const tollcast::named_estimate& parameter : trend.parameters) {
    require(std::isfinite(parameter.of.value) && finite(parameter.of.se));
    require(finite(parameter.of.lower) && finite(parameter.of.upper));
  }
  for (const std::optional<double>& figure :
       {trend.dispersion, trend.log_likelihood, trend.aic, trend.aicc, trend.bic}) {
    require(finite(figure));
  }
}

template <class Model>
void fit(const Model& model, const tollcast::yearly_tally& view) {
  try {
    check(summary(model.fit(view)));
  } catch (const tollcast::invalid_input&) {
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  try {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    for (const tollcast::tally& series : tollcast::parse_csv(text, "fuzz.csv")) {
      try {
        const tollcast::yearly_tally view = yearly(series);
        check(view);
        fit(tollcast::loglinear{}, view);
        fit(tollcast::joinpoint{.max_joints = 1}, view);
        fit(tollcast::level_shifts{}, view);
        fit(tollcast::local_level{}, view);
        check(project_year_end(series));
      } catch (const tollcast::invalid_input&) {
      }
    }
  } catch (const tollcast::invalid_input&) {
  }
  return 0;
}
