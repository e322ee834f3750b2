#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include <tollcast/evaluation/track_record.hpp>
#include <tollcast/report/chart.hpp>
#include <tollcast/report/years_ahead.hpp>

namespace tollcast {

// A report of forecasts in pieces, for more of them than memory has room for: begin, the first forecast, between, the
// second, ..., end. Put together they are, to the byte, what to_json, to_csv or to_text makes of all forecasts at once.
// A record may be null. The functions may be called from several threads at once.
struct forecast_pages {
  std::string begin;
  std::function<std::string(const years_ahead& forecast, const track_record* record)> one;
  std::string between;
  std::function<std::string(std::span<const std::string> notes)> end;
};

forecast_pages json_pages(const std::vector<double>& levels = {0.8, 0.95});
forecast_pages csv_pages(const std::vector<double>& levels = {0.8, 0.95});
forecast_pages text_pages(const std::vector<double>& levels = {0.8, 0.95}, drawing style = drawing::blocks);

}  // namespace tollcast
