#include <span>
#include <vector>

#include <fmt/core.h>

#include <tollcast/tollcast.hpp>

int main() {
  using namespace tollcast;
  using namespace std::chrono;
  const std::span panel(&find_dataset("ucdp_pakistan").data, 1);

  // A model of one's own stands beside those of the library: next year is as deadly as the three years before it.
  const count_model mean_of_three{
      "mean of three", [](const yearly_tally& series, int years) {
        double sum = 0;
        for (const year_record& record : std::span(series.years).last(3)) {
          sum += static_cast<double>(record.total.lower());
        }
        return count_forecast{
            .series = series.name,
            .model = "mean of three",
            .origin = series.years.back().year,
            .years = std::vector<any_distribution>(static_cast<std::size_t>(years), negative_binomial(sum / 3, 2))};
      }};
  const std::vector<count_model> models{named_count_model("local_level"), named_count_model("loglinear"),
                                        named_count_model("naive"), mean_of_three};
  fmt::print("one year ahead\n{:14} {:>3} {:>6} {:>6} {:>6} {:>6}\n", "", "n", "CRPS", "skill", "80 %", "95 %");
  for (const score_line& line : score_table(backtest(panel, models), "naive")) {
    fmt::print("{:14} {:3} {:6.1f} {:6.2f} {:6.2f} {:6.2f}\n", line.model, line.n, line.crps, *line.crps_skill,
               line.coverage_80(), line.coverage_95());
  }

  const std::vector<year_end_model> projections{named_year_end_model("auto"), named_year_end_model("run_rate")};
  for (const score_line& line :
       score_table(backtest(panel, projections, as_of_options{.as_of = {March / 31, September / 30}}), "run_rate")) {
    fmt::print("{} at the end of month {}: median error {:.0f} %, {} of {} outcomes inside the 80 % interval\n",
               line.model, unsigned(line.as_of->month()), 100 * *line.median_error, line.inside_80, line.n);
  }
}
